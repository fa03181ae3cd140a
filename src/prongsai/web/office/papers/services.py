"""Ask for papers; write, submit and publish memos and the plan; change the wording."""

from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from typing import Any
from uuid import UUID

from django.db import transaction

from prongsai.core.approval.model import State
from prongsai.core.errors import Severity
from prongsai.core.messages import read_words
from prongsai.core.papers.kinds import KINDS
from prongsai.core.papers.wording import fields_of, shipped
from prongsai.core.text import Text, same
from prongsai.core.thai import shorten, squeeze
from prongsai.web.agency.models import Agency, Unit, WordingRow
from prongsai.web.agency.offices import unfolded, wording_with
from prongsai.web.agency.people import Actor
from prongsai.web.agency.reach import units_of
from prongsai.web.agency.refusals import Refused
from prongsai.web.office.papers.models import KIND, Memo, MemoEnclosure, MemoRevision, PlanFollowUp
from prongsai.web.office.papers.queries import FIELDS, FORMS, JOB, OF_LETTER, memo_values
from prongsai.web.office.papers.rights import refuse_others
from prongsai.web.office.papers.wording import editable, fields, newest, paper_label, paper_of
from prongsai.web.platform import jobs, journal, upload_validation, uploads
from prongsai.web.platform.clock import day_of, now, today
from prongsai.web.platform.journal import record
from prongsai.web.platform.models import NOT_REMOVED, Job, StoredFile
from prongsai.web.platform.versions import made
from prongsai.web.signing.approval.models import Submission, Version
from prongsai.web.signing.approval.positions import unit_of
from prongsai.web.signing.approval.queries import signed_version, submission_of
from prongsai.web.signing.approval.services.numbering import number_for, refuse_unnumbered
from prongsai.web.signing.approval.services.submitting import submit
from prongsai.web.signing.publication.models import Publication
from prongsai.web.signing.publication.services import publish
from prongsai.web.year.assessment.queries import codes_of
from prongsai.web.year.measures.queries import in_force, loaded, plan_row
from prongsai.web.year.measures.queries.pages import APPROVAL_KIND
from prongsai.web.year.scoring.queries import current_scores


@transaction.atomic
def ask_papers(agency: Agency, *, by: Actor, year: int, kinds: Sequence[str]) -> Job:
    """Queue the making of some kinds of papers, each in every form.

    Who asks again while the same papers are being made gets the job that makes them.
    """
    chosen = [kind for kind in KINDS if kind in {KINDS[asked_kind].name for asked_kind in kinds}]
    journal.hold(agency)
    for job in jobs.open_jobs(agency, JOB, year=year):
        if set(chosen) <= set(job.arguments.get("kinds", ())):
            return job
    record(agency, by, "papers-asked", subject=", ".join(chosen), year=year, kinds=chosen)
    return jobs.ask(
        agency, by, JOB, {"year": year, "kinds": chosen, "forms": list(FORMS), "by": by.words}
    )


MOST_ENCLOSURES = 20
_LONGEST_SUBJECT = 300
_ON_ITS_WAY = (State.PREPARING, State.OPEN)
_REPORTED = "ขอเสนอ{} รายละเอียดตามสิ่งที่ส่งมาด้วย"


class MemoChanged(Refused):
    """Somebody else changed the memo meanwhile; `row` is what stands."""

    def __init__(self, row: Memo) -> None:
        super().__init__("papers/memo_changed_meanwhile")
        self.row = row


@transaction.atomic
def write(
    agency: Agency, *, by: Actor, year: int, values: Mapping[str, Any], unit: Unit | None = None
) -> Memo:
    """A new memo, of a unit of the drafter's; without `unit` that of the first position."""
    if unit is not None and unit not in units_of(by, today()):
        raise Refused("papers/unit_not_yours", field="unit")
    journal.hold(agency)
    unit = unit or unit_of(by, today())
    row = Memo(
        agency=agency, fiscal_year=year, unit=unit, made_at=now(),
        changed_at=now(), by=by.user, by_words=by.words,
    )  # fmt: skip
    _fill(row, values)
    row.save()
    _write_revision(row, by)
    record(agency, by, "memo-written", row.subject, year=year)
    return row


@transaction.atomic
def edit(agency: Agency, memo_id: UUID, *, by: Actor, values: Mapping[str, Any], seen: int) -> Memo:
    """The next version of a memo; nothing happens where nothing differs.

    Errors: Refused once it was approved, and for somebody else's; MemoChanged where `seen` is not
            the version that stands; Memo.DoesNotExist for another agency's.
    """
    row = _to_change(agency, memo_id, by)
    if row.version != seen:
        raise MemoChanged(row)
    before = memo_values(row)
    _fill(row, values)
    if memo_values(row) == before:
        return row
    row.version += 1
    row.changed_at = now()
    row.save()
    _write_revision(row, by)
    record(agency, by, "memo-edited", row.subject, number=row.version)
    return row


@transaction.atomic
def remove(agency: Agency, memo_id: UUID, *, by: Actor, is_back: bool = False) -> Memo:
    """Take a draft away, or bring it back; one that was ever submitted stays.

    Errors: Refused for such a one, and for somebody else's; Misuse as `check_undo`.
    """
    row = _held(agency, memo_id, is_standing=False)
    refuse_others(by, row)
    if not row.would_change(by, is_back=is_back):
        return row
    if submission_of(agency, KIND, row.pk) is not None:
        raise Refused("papers/deleted_memo_submitted_already")
    row.mark_removed(by, is_back=is_back)
    record(agency, by, "memo-brought-back" if is_back else "memo-removed", row.subject)
    return row


def enclose(
    agency: Agency, memo_id: UUID, *, by: Actor, name: str, data: bytes, title: str = ""
) -> MemoEnclosure:
    """Put a file with a memo.

    Errors: UnreadableInput from validation; Refused once the memo was approved or has enough.
    """
    checked = upload_validation.checked(name, data)
    with transaction.atomic():
        row = _to_change(agency, memo_id, by)
        _refuse_full(row)
        kept = uploads.store(agency, by, checked)
        made = MemoEnclosure.objects.create(
            memo=row, file=kept, title=squeeze(title)[:300] or checked.name, at=now()
        )
        _touch(row)
        record(agency, by, "memo-enclosed", row.subject, name=made.title)
    return made


@transaction.atomic
def write_report(agency: Agency, *, by: Actor, year: int, subject: str, file: StoredFile) -> Memo:
    """A memo for information that brings the executives a report the site has drawn."""
    subject = shorten(subject, _LONGEST_SUBJECT)
    values = dict.fromkeys(FIELDS, "") | {
        "subject": subject, "is_information": True, "background": _REPORTED.format(subject),
    }  # fmt: skip
    row = write(agency, by=by, year=year, values=values)
    MemoEnclosure.objects.create(memo=row, file=file, title=subject, at=now())
    record(agency, by, "memo-enclosed", row.subject, name=file.name)
    return row


@transaction.atomic
def take_out(enclosure: MemoEnclosure, *, by: Actor, is_back: bool = False) -> None:
    """Take a file out of a memo, or put it back; its row and content stay.

    Errors: Refused once the memo was approved, was submitted without the file, or has enough.
    """
    row = _to_change(by.agency, enclosure.memo_id, by)
    enclosure.refresh_from_db()
    if not enclosure.would_change(by, is_back=is_back):
        return
    if is_back:
        sent = submission_of(row.agency, KIND, row.pk)
        since = enclosure.removed_at or now()
        if sent is not None and sent.state in _ON_ITS_WAY and sent.made_at >= since:
            raise Refused("papers/memo_submitted_meanwhile")
        _refuse_full(row)
    enclosure.mark_removed(by, is_back=is_back)
    _touch(row)
    verb = "memo-enclosure-brought-back" if is_back else "memo-enclosure-removed"
    record(row.agency, by, verb, row.subject, name=enclosure.title)


def _refuse_full(row: Memo) -> None:
    if row.enclosed.count() >= MOST_ENCLOSURES:
        raise Refused("papers/too_many_enclosures", field="file", most_enclosures=MOST_ENCLOSURES)


@transaction.atomic
def submit_memo(
    agency: Agency, memo_id: UUID, *, by: Actor, is_numbered: bool = False
) -> Submission:
    """Submit a memo; one for information goes by the route on which nobody decides.

    Shape:  `is_numbered` takes the register's next number at once.
    Errors: Refused as `approval.services.submitting.submit` does, and once it was approved.
    """
    row = _to_change(agency, memo_id, by)
    sent = submit(agency, by=by, kind=KIND, subject=row.pk, year=row.fiscal_year, unit=row.unit)
    if is_numbered:
        number_for(sent, by=by)
    return sent


@transaction.atomic
def publish_memo(agency: Agency, memo_id: UUID, *, by: Actor, anyway: str = "") -> Publication:
    """Publish the signed copy of an approved memo, for everybody to read.

    Errors: KnownAgainst without a reason where something is; Refused before it is approved,
            numbered, and its copy is drawn.
    """
    row = _held(agency, memo_id)
    signed = signed_version(agency, KIND, row.pk)
    return _publish_signed(signed, by=by, title=row.subject, anyway=anyway)


# Subjects that live on when codes change: the plan is what these items ask for.
PLAN_LINEAGES = ("integrity-measures", "assessment-results-use")


@transaction.atomic
def publish_plan(agency: Agency, *, by: Actor, year: int, anyway: str = "") -> Publication:
    """Publish the signed copy of the plan of a year, as an answer to the item that asks for it.

    Errors: as for `publish_memo`.
    """
    journal.hold(agency)
    row = plan_row(agency, year)
    return _publish_signed(
        signed_version(agency, APPROVAL_KIND, row.pk) if row else None, by=by, anyway=anyway,
        title=f"แผนมาตรการส่งเสริมคุณธรรมและความโปร่งใส ประจำปีงบประมาณ พ.ศ. {year}",
        items=codes_of(agency, year, PLAN_LINEAGES),
    )  # fmt: skip


def _publish_signed(
    signed: Version | None, *, by: Actor, title: str, anyway: str, items: tuple[str, ...] = ()
) -> Publication:
    if signed is None or signed.signed_file is None or signed.submission.decided_at is None:
        raise Refused("papers/signed_copy_missing")
    submission = signed.submission
    refuse_unnumbered(submission)
    return publish(
        submission.agency, by=by, kind=submission.kind, subject=submission.subject, title=title,
        year=submission.fiscal_year, file=signed.signed_file, number=submission.number,
        day=day_of(signed.submission.decided_at), items=items, anyway=anyway,
    )  # fmt: skip


def _held(agency: Agency, memo_id: UUID, *, is_standing: bool = True) -> Memo:
    journal.hold(agency)
    rows = Memo.objects.select_for_update(of=("self",)).select_related("agency", "unit")
    rows = rows.filter(NOT_REMOVED) if is_standing else rows
    return rows.get(agency=agency, pk=memo_id)


def _to_change(agency: Agency, memo_id: UUID, by: Actor) -> Memo:
    """A memo that is the person's to change and was not approved yet."""
    row = _held(agency, memo_id)
    refuse_others(by, row)
    sent = submission_of(agency, KIND, row.pk)
    if sent is not None and sent.state == State.APPROVED:
        raise Refused("papers/memo_signed_already")
    return row


def _fill(row: Memo, values: Mapping[str, Any]) -> None:
    for field in (*FIELDS, *OF_LETTER):
        if field in values:
            setattr(row, field, values[field])


def _write_revision(row: Memo, by: Actor) -> None:
    MemoRevision.objects.create(
        agency=row.agency, memo=row, number=row.version, values=memo_values(row), **made(by)
    )


def _touch(row: Memo) -> None:
    row.changed_at = now()
    row.save(update_fields=["changed_at"])


@transaction.atomic
def submit_plan(
    agency: Agency, *, by: Actor, year: int, circulates: bool = False, is_numbered: bool = False
) -> Submission:
    """Submit a year's plan, the first time or with what was changed since it was approved.

    Shape:  `circulates` sends it to all units once it is approved; `is_numbered` takes the
            register's next number at once.
    Errors: Refused without measures or scores, where nothing changed since the approval, and as
            `approval.services.submitting.submit` does.
    """
    held = loaded(agency, year)
    if held is None or not held.measures:
        raise Refused("papers/plan_without_measures")
    if current_scores(agency, year - 1) is None:
        raise Refused("papers/scores_missing.paper_asked", year=year - 1)
    stands = in_force(agency, year, held)
    if stands is not None and not stands.is_changed:
        if stands.objected is not None:
            raise Refused("papers/approval_objected_to")
        raise Refused("papers/approved_plan_unchanged")
    sent = submit(agency, by=by, kind=APPROVAL_KIND, subject=held.row.pk, year=year)
    PlanFollowUp.objects.create(submission=sent, agency=agency, circulates=circulates)
    if is_numbered:
        number_for(sent, by=by)
    return sent


MOST_SENTENCES = 20


class WordingChanged(Refused):
    """Somebody else changed the sentence meanwhile; `text` is what stands."""

    def __init__(self, text: str) -> None:
        super().__init__("papers/sentence_changed_meanwhile", field="text")
        self.text = text


@transaction.atomic
def set_sentence(
    agency: Agency, *, by: Actor, key: str, text: str, seen: int | None = None
) -> WordingRow | None:
    """Use a sentence of the agency's own from now on; None where it stands already.

    Shape:  of a key that holds several, one a line; "" and the program's own text both go back to
            the program's own; `seen` the version that the page showed, 0 for none.
    Errors: Refused with what is wrong in it (`check`); WordingChanged where another version
            stands; KeyError for a key that there is not.
    """
    if key not in editable():
        raise KeyError(key)
    text = tidy(text)
    own = "" if text == shipped().unfilled(key) else text
    if own:
        check(key, own)
    journal.hold(agency)
    before = newest(agency, key)
    if seen is not None and seen != (before.number if before else 0):
        raise WordingChanged(before.text if before else "")
    if own == (before.text if before else ""):
        return None
    row = WordingRow.objects.create(
        agency=agency,
        key=key,
        text=own,
        shipped=shipped().unfilled(key),
        number=before.number + 1 if before else 1,
        **made(by),
    )
    verb = "wording-replaced" if own else "wording-reset"
    paper = paper_label(paper_of(key)).th
    journal.record(agency, by, verb, key, paper=paper, number=row.number)
    return row


def check(key: str, text: str) -> None:
    """Refuse a sentence that cannot be used, at the form's field.

    Errors: Refused: naming the field that is not allowed and those that are, a brace that stands
            alone, too long, too many lines. KeyError for a key that there is not.
    """
    ours = shipped().unfilled(key)
    unknown = fields_of(text) - fields_of(ours) - {""}
    strange = sorted(_strange(text) | {f"{{{name}}}" for name in unknown})
    typed = " ".join(name for name, _label in fields(key))
    allowed = same(typed) if typed else read_words("papers/no_field")
    if strange:
        raise Refused(
            "papers/field_not_allowed",
            field="text",
            strange=" ".join(strange),
            meant=_meant(unknown, fields_of(ours)),
            allowed=allowed,
        )
    if "" in fields_of(text):
        raise Refused("papers/brace_alone", field="text", allowed=allowed)
    lines = text.splitlines()
    if shipped().is_list(key) and len(lines) > MOST_SENTENCES:
        raise Refused("papers/too_many_sentences", field="text", most=MOST_SENTENCES)
    if not shipped().is_list(key) and len(lines) > 1:
        raise Refused("papers/sentence_of_several_lines", field="text")
    for fault in wording_with({key: unfolded(key, text)})[1].items:
        if fault.severity is Severity.ERROR:
            raise Refused(fault.message, field="text", next_step=fault.next_step)


def _strange(text: str) -> set[str]:
    """What stands in braces and is no plain field, as it was typed."""
    strange: set[str] = set()
    depth, start = 0, 0
    for place, letter in enumerate(text):
        if letter == "{":
            depth += 1
            start = place if depth == 1 else start
        elif letter == "}" and depth:
            depth -= 1
            if depth == 0:
                inside = text[start + 1 : place]
                if not inside.isidentifier():
                    strange.add(text[start : place + 1])
    return strange


def _meant(unknown: frozenset[str], known: frozenset[str]) -> Text:
    """What a misspelt field was meant to be; nothing where none is near."""
    near = [
        f"{{{name}}} → {{{close[0]}}}"
        for name in sorted(unknown)
        if (close := get_close_matches(name, sorted(known), 1))
    ]
    if not near:
        return same("")
    return read_words("papers/field_meant", meant=", ".join(near))


def tidy(text: str) -> str:
    """Without control characters and empty lines; a space at the end of a line may be meant."""
    plain = text.replace("\r\n", "\n").replace("\N{NO-BREAK SPACE}", " ")
    clean = "".join(letter for letter in plain if letter == "\n" or letter.isprintable())
    return "\n".join(line for line in clean.split("\n") if line.strip())
