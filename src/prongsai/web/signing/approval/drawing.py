"""The paper of a version as a document, in words and as pictures: the exact one, and its copy.

It also tells whether a version still says what its paper would say, one rule for signing and
copying: a kind's fingerprint tells of an edit at once; the digest of the drawn document tells of
every other source that is printed: remarks, titles, former scores, names in the rules of a year.
"""

import io
import json
from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime
from threading import Lock

from django.urls import reverse
from django.utils import timezone

from prongsai.core.approval.model import State, Verdict, Way
from prongsai.core.dates import short_date
from prongsai.core.errors import ProngsaiError
from prongsai.core.papers.approving import SignedStep, Signing
from prongsai.core.papers.document import Document, Mark
from prongsai.core.papers.facts import content_digest, content_of
from prongsai.web.agency.models import Appointment
from prongsai.web.agency.offices import paper_agency, unit_words, with_stored_office
from prongsai.web.platform import files
from prongsai.web.platform.address import site_address
from prongsai.web.platform.clock import day_of, today
from prongsai.web.platform.drawing import drawn_as
from prongsai.web.platform.models import JournalEntry
from prongsai.web.signing.approval.facts import SHOWN_OF_ENTRY, last_entry
from prongsai.web.signing.approval.guessing import key_of
from prongsai.web.signing.approval.handlers import KINDS, handler_of
from prongsai.web.signing.approval.models import Decision, Submission, Version

_DRAFTER = "ผู้เสนอ"
_SUBMITTED = "เสนอ"


def signed_words(moment: datetime, *, on_paper: bool) -> str:
    """The line below a signature: "ลงนามในระบบ 14 มี.ค. 2566 09.12 น."."""
    local = timezone.localtime(moment)
    if on_paper:
        return f"{Way.ON_PAPER.label.th} {short_date(local.date())}"
    return f"{Way.IN_SYSTEM.label.th} {short_date(local.date())} {local:%H.%M} น."


def signed_steps(
    submission: Submission, version: Version, decisions: Iterable[Decision] = ()
) -> tuple[SignedStep, ...]:
    """The whole chain as the paper prints it: the drafter at place 0, then every step.

    Shape:  a step without a decision has no verdict and no signature: it waits for a hand.
    """
    made = {decision.place: decision for decision in decisions if decision.voided_at is None}
    names = _names(submission)
    drafter = drafter_of(submission, version)
    return (drafter, *(_step(step, made.get(step["place"]), names) for step in submission.steps))


def drafter_of(submission: Submission, version: Version) -> SignedStep:
    """Who put a version before the signers."""
    on_paper = submission.way == Way.ON_PAPER
    return SignedStep(
        place=0,
        title=_DRAFTER,
        position=version.by_words,
        verdict=_SUBMITTED,
        opinion="",
        # On paper the drafter signs by hand, as everybody does.
        signed="" if on_paper else signed_words(version.made_at, on_paper=False),
        unit=unit_words(submission.unit),
        name=version.by_name,
    )


def _names(submission: Submission) -> dict[str, str]:
    """Who is to sign each step, where one person alone holds its post today."""
    if not submission.agency.prints_names:
        return {}
    by_position: dict[str, list[str]] = {}
    positions = [step["position"] for step in submission.steps]
    rows = Appointment.objects.on(today()).filter(position_id__in=positions)
    for row in rows.select_related("user"):
        by_position.setdefault(str(row.position_id), []).append(
            "" if row.is_acting else str(row.user.display_name)
        )
    return {position: names[0] for position, names in by_position.items() if len(names) == 1}


def _step(step: dict[str, str], made: Decision | None, names: Mapping[str, str]) -> SignedStep:
    if made is None:
        return SignedStep(
            place=int(step["place"]), title=step["th"], position=step["title"],
            verdict="", opinion="", signed="", name=names.get(str(step["position"]), ""),
        )  # fmt: skip
    is_skip = made.verdict == Verdict.SKIP
    return SignedStep(
        place=made.place,
        title=step["th"],
        position=made.position,
        verdict=Verdict(made.verdict).label.th,
        opinion=" ".join(filter(None, (made.opinion, made.reason))),
        signed="" if is_skip else signed_words(made.at, on_paper=made.is_on_paper),
        name=made.name,
        day=day_of(made.at),
    )


def document_of(version: Version, decisions: Iterable[Decision] = ()) -> Document:
    """The paper of a version with the decisions that are given, none for the exact one."""
    row, decisions = version.submission, tuple(decisions)
    day = day_of(version.made_at)
    entry = last_entry(row) if decisions else None
    mark = mark_of(row.code, entry, is_decided=row.asks_decision)
    signing = Signing(row.number, day, signed_steps(row, version, decisions), mark)
    return handler_of(row.kind).draw(row.agency, row.subject, day, signing)


def mark_of(code: str, entry: JournalEntry | None = None, *, is_decided: bool = True) -> Mark:
    """The code that leads to the page which tells whether a paper in hand is the approved one.

    Shape:  `entry` is that of the last decision, printed on the signed copy: a journal that was
            rewritten later agrees with no paper any more. What nobody decides asks whether it is
            the one that was noted.
    """
    url = f"{site_address()}{reverse('approval:check', args=[code])}"
    scanned = f"{url}?k={key_of(code)}"
    done = "อนุมัติ" if is_decided else "รับทราบ"
    words: tuple[str, ...] = (
        f"ตรวจว่าเป็นฉบับที่{done}หรือไม่: สแกน หรือเปิด {url}",
        f"รหัส {code} · ไม่ใช่ลายมือชื่อดิจิทัล (PKI)",
    )
    if entry is not None:
        head = f"บันทึกการใช้งานรายการที่ {entry.number} ค่าตรวจสอบ {entry.digest[:SHOWN_OF_ENTRY]}"
        words = (*words, head)
    return Mark(code=code, url=scanned, words=words)


def text_of(version: Version, document: Document) -> list[str]:
    """The printed text, without what changes with every version although nothing was edited."""
    moving = {step.signed for step in signed_steps(version.submission, version) if step.signed}
    return [line for line in document.strings() if not any(signed in line for signed in moving)]


def pdf_of(version: Version, document: Document) -> bytes:
    return drawn_as("pdf", document, paper_agency(version.submission.agency).digits)


def docx_of(version: Version, document: Document) -> bytes:
    return drawn_as("docx", document, paper_agency(version.submission.agency).digits)


def page_of(version: Version, document: Document) -> bytes:
    """A document as a page for a small screen, in the digits of its agency."""
    return drawn_as("html", document, paper_agency(version.submission.agency).digits)


def with_office_of(version: Version) -> AbstractContextManager[None]:
    """Draw with the agency's name, wording and emblem as the exact paper of a version has them."""
    file = version.office_file
    if file is None:
        return nullcontext()
    return with_stored_office(version.submission.agency, json.loads(files.read(file)))


_WIDTH = 1000  # pixels: sharp on a phone, and on half a screen
# The engine keeps its state for the whole process.
_ENGINE = Lock()


def sheet_count(pdf: bytes) -> int:
    import pypdfium2  # noqa: PLC0415 - only for papers

    with _ENGINE, pypdfium2.PdfDocument(pdf) as document:
        return len(document)


def sheet_picture(pdf: bytes, number: int) -> bytes | None:
    """A page as PNG, counted from 1; None where there is no such page."""
    import pypdfium2  # noqa: PLC0415 - only for papers

    with _ENGINE, pypdfium2.PdfDocument(pdf) as document:
        if not 1 <= number <= len(document):
            return None
        sheet = document[number - 1]
        bitmap = sheet.render(scale=_WIDTH / sheet.get_width(), no_smoothpath=False)
        picture = bitmap.to_pil().convert("P", colors=64)
        buffer = io.BytesIO()
        picture.save(buffer, "PNG", optimize=True)
        return buffer.getvalue()


def is_edited(row: Submission, version: Version) -> bool:
    """Whether the subject was edited after the version was submitted; no matter after the end."""
    handler = KINDS.get(row.kind)
    if handler is None or State(row.state).is_over:
        return False
    return handler.fingerprint(row.agency, row.subject) != version.fingerprint


def is_changed(row: Submission, version: Version) -> bool:
    """Whether the paper would say something else than the version does; the paper is drawn for it.

    Shape:  where somebody signs, submits anew or reads before it; lists and the subject's own page
            ask whether it was edited.
    """
    if is_edited(row, version):
        return True
    handler = KINDS.get(row.kind)
    is_fixed = handler is not None and handler.is_fixed
    if not version.content or is_fixed or State(row.state).is_over:
        return False
    version.submission = row
    try:
        with with_office_of(version):
            return content_now(version, document_of(version)) != version.content
    except ProngsaiError:
        return True  # what it is made of is gone


def asked_now(version: Version) -> str:
    """The digest of what is asked as it stands now."""
    row = version.submission
    return handler_of(row.kind).fingerprint(row.agency, row.subject)


def content_now(version: Version, document: Document) -> str:
    """The digest of a drawn document with who drafted it, apart from what approval adds."""
    drafter = drafter_of(version.submission, version)
    return content_digest(document, drafter.position, drafter.name, drafter.unit)


def says_otherwise(version: Version, copy: Document) -> bool:
    """Whether a copy says anything that the exact paper of its version does not.

    Shape:  of versions that were drawn before the digest was taken the printed lines are compared.
    """
    if version.content:
        return content_now(version, copy) != version.content
    return bool(added_lines(version, copy))


def added_lines(version: Version, copy: Document) -> list[str]:
    """What a copy says that the exact paper of its version does not, line by line."""
    exact = set(version.strings)
    return [line for line in content_of(copy).strings() if line not in exact]
