"""The pre-audit of the year: asked for, done by the worker; what persons said of it, as labels."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from django.db import transaction
from msgspec import to_builtins
from msgspec.structs import replace

from prongsai.core.disclosure.model import Presence
from prongsai.core.errors import Findings, UnreadableInput
from prongsai.core.personal_data import personal_data
from prongsai.core.preaudit.audit import preaudit
from prongsai.core.preaudit.evaluation import Judgement
from prongsai.core.preaudit.model import ElementOutcome, Evidence, Verdict
from prongsai.links.evidence import fetch_evidence, not_read
from prongsai.web.agency.models import Agency
from prongsai.web.agency.people import Actor
from prongsai.web.disclosure.disclosure.items import items_of
from prongsai.web.disclosure.disclosure.models import ElementCheck, Piece
from prongsai.web.disclosure.disclosure.queries.reading import may_be_read
from prongsai.web.disclosure.disclosure.queries.works import Work, work_of, works_of
from prongsai.web.disclosure.disclosure.reading_models import ItemReading, ReadPicture
from prongsai.web.disclosure.disclosure.services.checking import verdict_of
from prongsai.web.disclosure.disclosure.services.pieces import mark_leading_to
from prongsai.web.platform import files, jobs, sandbox
from prongsai.web.platform.clock import now, today
from prongsai.web.signing.publication.gate import says_draft
from prongsai.web.year.assessment.queries import catalogue_of

if TYPE_CHECKING:
    from prongsai.links.checking import Checker

JOB = "disclosure.read"


@transaction.atomic
def ask(agency: Agency, *, by: Actor | None, year: int, codes: Collection[str] = ()) -> int:
    """Have evidence read that may be other than what was read; of all items where no codes are.

    Shape:  how many items wait now. Without the year's own items nobody knows what to look for.
    """
    items = items_of(agency, year)
    if items.of_year != year:
        return 0
    if codes:
        asked = [work_of(agency, year, code, today()) for code in codes]
        works = [known[1] for known in asked if known is not None]
    else:
        works = list(works_of(agency, year, today())[1])
    count = 0
    for work in works:
        if not work.pieces or not may_be_read(work, is_asked_for=bool(codes)):
            continue
        row = work.reading or ItemReading(agency=agency, fiscal_year=year, item=work.item.key)
        if not row.is_open:
            row.by, row.by_words = (by.user, by.words) if by else (None, "")
            row.asked_at = now()
            row.save()
            row.job = jobs.ask(agency, by, JOB, {"reading": str(row.pk)})
            row.save(update_fields=["job"])
        count += 1
    return count


def addresses_of(row: ItemReading) -> list[str]:
    known = _work_of(row)
    return [piece.address for piece in known.pieces if piece.address] if known else []


def _work_of(row: ItemReading) -> Work | None:
    items = items_of(row.agency, row.fiscal_year).items
    code = next((item.code for item in items if row.item in item.keys), "")
    known = work_of(row.agency, row.fiscal_year, code, today())
    return known[1] if known is not None else None


def read(row: ItemReading, step: Callable[[int, int, str], None], visitor: Checker) -> None:
    """Read what stands for the item of a row; done again it replaces what was read."""
    work, findings = _work_of(row), Findings()
    if work is None or not work.pieces:
        row.delete()
        return
    evidence: list[Evidence] = []
    sources: dict[str, str] = {}
    with TemporaryDirectory(prefix="prongsai-evidence-") as folder:
        files_read = _FilesRead(Path(folder))
        for number, piece in enumerate(work.pieces):
            step(number, len(work.pieces), piece.title)
            for file in _evidence_of(piece, visitor, files_read, findings):
                name = file.name if file.name not in sources else f"{file.name} ({len(sources)})"
                sources[name] = file.address or str(piece.pk)
                evidence.append(replace(file, name=name))
        audit = preaudit(
            evidence, work.item.code, row.fiscal_year, catalogue_of(row.agency),
            agency=row.agency.name,
        )  # fmt: skip
        pictures = [
            ReadPicture(agency=row.agency, reading=row, element=entry.requirement.key, png=png)
            for entry in audit.elements
            if (png := files_read.draw(sources.get(entry.outcome.file, ""), entry.outcome))
        ]
    row.audit = to_builtins(replace(audit, findings=(*findings.items, *audit.findings)))
    row.sources, row.mark, row.evidence, row.read_at = sources, work.mark, work.evidence, now()
    with transaction.atomic():
        row.save(update_fields=["audit", "sources", "mark", "evidence", "read_at"])
        row.pictures.all().delete()
        ReadPicture.objects.bulk_create(pictures)


class _FilesRead:
    """The PDF files of an item while it is read, by the address or the key of their piece."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._paths: dict[str, Path] = {}

    def read(self, data: bytes, name: str, address: str, is_web: bool) -> Evidence:  # noqa: FBT001 - as `links.evidence.Read`
        self.store_pdf(address, data)
        return sandbox.read_evidence(data, name, address, is_web)

    def store_pdf(self, source: str, data: bytes) -> None:
        """Keep a PDF for the pictures of its pages."""
        if data.startswith(b"%PDF"):
            path = self._paths[source] = self._folder / str(len(self._paths))
            path.write_bytes(data)

    def draw(self, source: str, outcome: ElementOutcome) -> bytes:
        """Draw the page of a quote; b"" where none is quoted, or the page cannot be drawn."""
        path = self._paths.get(source)
        if path is None or not outcome.page or not outcome.quote:
            return b""
        quotes = {outcome.page: [(outcome.quote, "")]}
        try:
            return sandbox.draw_pages(path.read_bytes(), outcome.file, quotes)[outcome.page]
        except UnreadableInput:
            return b""


def _evidence_of(
    piece: Piece, visitor: Checker, files_read: _FilesRead, findings: Findings
) -> list[Evidence]:
    """What a piece shows; where it could not be read nothing may be said to be missing."""
    if piece.file is None:
        return fetch_evidence(piece.address, visitor, files_read.read, findings)
    data = files.read(piece.file)
    if not piece.is_draft and says_draft(piece.file.name, data):
        piece.is_draft = True
        piece.save(update_fields=["is_draft"])
        mark_leading_to(piece)
    files_read.store_pdf(str(piece.pk), data)
    try:
        return [sandbox.read_evidence(data, piece.file.name)]
    except UnreadableInput as error:
        return [not_read(error, piece.file.name, findings)]


def labels(agency: Agency) -> Iterator[dict[str, Any]]:
    """What persons said of verdicts, the last word on each element, as `preaudit eval` reads it."""
    rows = ElementCheck.objects.filter(agency=agency)
    last = {(row.fiscal_year, row.item, row.element): row for row in rows}
    for row in last.values():
        is_label = row.presence and row.reading
        truth = verdict_of(Presence(row.presence)) if is_label else None
        if truth is not None:
            judged = row.reading
            name = f"{agency.name} {row.fiscal_year} {judged['id']}"
            typed = "" if personal_data(row.place) else row.place
            label = Judgement(
                name, judged["id"], judged["match"], truth, Verdict(judged["verdict"]),
                typed or judged["why"],
            )  # fmt: skip
            yield to_builtins(label)
