"""What the web showed on the day, and letters that dispute a result: packs made by the worker."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

import msgspec
from django.db import transaction
from django.utils.timezone import localtime
from msgspec.structs import replace

from prongsai.core.dates import short_date
from prongsai.core.errors import Place, UnreadableInput
from prongsai.core.framework.periods import text_in
from prongsai.core.papers.case import DisputedItem, Rule, ShownLink, dispute_letter
from prongsai.core.papers.document import Document
from prongsai.core.papers.office import Office
from prongsai.core.papers.status import Status, cells, headings, status_paper
from prongsai.core.papers.wording import shipped
from prongsai.documents.tables_workbook import csv_table, xlsx_table
from prongsai.links.proof.packing import LINKS, make_pack
from prongsai.links.proof.verifying import (
    HISTORY,
    LETTER,
    LETTER_TO_EDIT,
    PROOF,
    make_dispute,
    opened,
    verify_pack,
)
from prongsai.links.results import AskedLink, LinkResult
from prongsai.links.verdicts import Verdict
from prongsai.web.agency.models import Agency
from prongsai.web.agency.offices import office_of
from prongsai.web.agency.people import Actor
from prongsai.web.agency.refusals import Refused
from prongsai.web.disclosure.disclosure.items import YearItem, items_of
from prongsai.web.disclosure.disclosure.made_here import store_files
from prongsai.web.disclosure.disclosure.models import (
    Dispute,
    ItemProof,
    Piece,
    Proof,
    StatusSnapshot,
)
from prongsai.web.disclosure.disclosure.queries.board import status_of
from prongsai.web.disclosure.disclosure.queries.hand_in import usable_packs, with_packs
from prongsai.web.disclosure.disclosure.queries.works import works_of
from prongsai.web.disclosure.disclosure.rights import may_hand_in
from prongsai.web.disclosure.links.models import LinkCheck, reason_of, rows_of
from prongsai.web.platform import files, jobs, journal
from prongsai.web.platform.clock import day_of, now, today
from prongsai.web.platform.drawing import drawn_as
from prongsai.web.platform.upload_validation import MEDIA_TYPES
from prongsai.web.year.assessment.queries import catalogue_of
from prongsai.web.year.assessment.services.frameworks import locked

PROOF_JOB = "disclosure.proof"
_ZIP = "application/zip"


@transaction.atomic
def ask_proof(agency: Agency, *, by: Actor, year: int) -> Proof:
    """Have what every address of a year shows kept; one that goes on already is that one.

    Errors: Refused where no item has an address, or while another year's is being kept.
    """
    journal.hold(agency)
    row = Proof.objects.filter(agency=agency, finished_at=None).first()
    if row is not None:
        if row.fiscal_year != year:
            raise Refused("disclosure/keeping_in_progress", busy=row.fiscal_year)
        go_on(row, by=by)
        return row
    items = []
    for work in works_of(agency, year, today())[1]:
        if work.addresses:
            item, addresses = work.item, list(dict.fromkeys(work.addresses))
            items.append({"item": item.key, "code": item.code, "addresses": addresses})
    if not items:
        raise Refused("disclosure/no_address_to_keep")
    row = Proof.objects.create(
        agency=agency, fiscal_year=year, items=items, asked_at=now(), by=by.user,
        by_words=by.words,
    )  # fmt: skip
    go_on(row, by=by)
    journal.record(agency, by, "proof-asked", str(year), year=year, count=len(items))
    return row


def go_on(row: Proof, *, by: Actor | None = None) -> None:
    """Ask for the next piece of work of a proof, unless one waits or is done now."""
    if row.is_open:
        return
    row.job = jobs.ask(row.agency, by, PROOF_JOB, {"proof": str(row.pk)})
    row.save(update_fields=["job"])


def left_of(row: Proof) -> list[Mapping[str, Any]]:
    """The items of a proof that have no pack yet."""
    kept = set(ItemProof.objects.filter(proof=row).values_list("item", flat=True))
    return [item for item in row.items if item["item"] not in kept]


def asked_of(items: Sequence[Mapping[str, Any]]) -> Iterator[AskedLink]:
    for item in items:
        for address in item["addresses"]:
            yield AskedLink(address, item["code"])


@transaction.atomic
def store_pack(row: Proof, item: Mapping[str, Any], results: Sequence[LinkResult]) -> None:
    """Keep the pack of an item; told twice it is kept once."""
    Proof.objects.select_for_update(no_key=True).get(pk=row.pk)
    if ItemProof.objects.filter(proof=row, item=item["item"]).exists():
        return
    at = now()
    data = make_pack(results, at)
    name = f"proof-{row.fiscal_year}-{item['code']}.zip"
    ItemProof.objects.create(
        agency=row.agency, proof=row, item=item["item"], code=item["code"],
        file=files.store(row.agency, None, name, _ZIP, data), links=len(results),
        there=sum(result.verdict.is_there for result in results), kept_at=at,
    )  # fmt: skip


@transaction.atomic
def finish(row: Proof) -> None:
    """A proof of which nothing is left; the journal keeps the digest of all packs."""
    if not Proof.objects.filter(pk=row.pk, finished_at=None).update(finished_at=now()):
        return
    proof = with_packs(Proof.objects.filter(pk=row.pk)).get()
    journal.record(
        row.agency, None, "proof-kept", str(row.fiscal_year), year=row.fiscal_year,
        count=proof.done, digest=proof.digest,
    )  # fmt: skip


DISPUTE_JOB = "disclosure.dispute"
_HEADINGS = ("ที่อยู่", "ตรวจเมื่อ", "ผล", "เพราะ", "โดย")


@transaction.atomic
def ask_dispute(
    agency: Agency, *, by: Actor, year: int, item: YearItem, pack: ItemProof, to: str, result: str,
    answer: str,
) -> None:  # fmt: skip
    """Have a letter and its pack made.

    Errors: Refused for who does not hand in, and for a proof that is not this item's, is not done,
            or in which nothing opened.
    """
    if not may_hand_in(by) or pack not in usable_packs(agency, year, item):
        raise Refused("disclosure/proof_unfit_for_item", field="pack")
    row = Dispute.objects.create(
        agency=agency, fiscal_year=year, item=item.key, pack=pack, to=to, told=result,
        answer=answer, asked_at=now(), by=by.user, by_words=by.words,
    )  # fmt: skip
    row.job = jobs.ask(agency, by, DISPUTE_JOB, {"dispute": str(row.pk)})
    row.save(update_fields=["job"])
    journal.record(agency, by, "dispute-asked", item.code, year=year)


def draw_dispute(row: Dispute) -> None:
    """Draw the letter and pack it with the proof and the history; done again it replaces both.

    Errors: UnreadableInput where the proof is not what was kept on the day.
    """
    on = day_of(row.asked_at)
    proof = files.read(row.pack.file)
    verified = verify_pack(proof, row.pack.file.name, row.pack.file.digest)
    if not verified.is_sound:
        raise UnreadableInput("disclosure/proof_changed_on_disk", place=Place(row.pack.file.name))
    letter = _letter(row, proof, on, parts=verified.parts)
    digits = office_of(row.agency, on).agency.digits
    docx = drawn_as("docx", letter, digits)
    checks = LinkCheck.objects.filter(
        agency=row.agency, link__in=rows_of(row.agency, [link["address"] for link in _links(proof)])
    )
    looks = checks.select_related("link").order_by("link__address", "checked_at")
    content = {
        LETTER: drawn_as("pdf", letter, digits),
        LETTER_TO_EDIT: docx,
        HISTORY: csv_table(_HEADINGS, [_look(look) for look in looks]),
        PROOF: proof,
    }
    data = make_dispute(content, row.asked_at)
    name = f"dispute-{row.fiscal_year}-{row.pack.code}"
    row.file = files.store(row.agency, None, f"{name}.zip", _ZIP, data)
    row.letter = files.store(row.agency, None, f"{name}.docx", MEDIA_TYPES["docx"], docx)
    row.save(update_fields=["file", "letter"])


def _letter(row: Dispute, proof: bytes, on: date, *, parts: int) -> Document:
    item = items_of(row.agency, row.fiscal_year).item(row.pack.code)
    rows = Piece.objects.filter(agency=row.agency, fiscal_year=row.fiscal_year).exclude(address="")
    titles = dict(rows.values_list("address", "title"))
    links = tuple(
        ShownLink(
            titles.get(link["address"], link["title"] or ""),
            link["address"],
            Verdict(link["verdict"]).words.th,
            _moment(datetime.fromisoformat(link["checked_at"])),
        )
        for link in _links(proof)
    )
    return dispute_letter(
        office_of(row.agency, on),
        DisputedItem(
            code=row.pack.code,
            name=item.name.th if item is not None else "",
            year=row.fiscal_year,
            to=row.to,
            told=row.told,
            answer=tuple(line.strip() for line in row.answer.splitlines() if line.strip()),
            rules=tuple(_rules(row.agency, row.fiscal_year, row.pack.code)),
            links=links,
            kept_at=row.pack.kept_at,
            digest=row.pack.file.digest,
            parts=parts,
        ),
    )


def _rules(agency: Agency, year: int, code: str) -> Iterable[Rule]:
    """What the year asks of an item; nothing of another year is cited."""
    catalogue = catalogue_of(agency)
    elements = catalogue.elements(year).get(code) if year in catalogue.years() else None
    for element in elements or ():
        if element.text is not None:
            known = element.confidence.label.th if element.confidence is not None else "ไม่ทราบ"
            yield Rule(text_in(element.text, year).th, known, ", ".join(element.sources))


def _links(proof: bytes) -> Sequence[Mapping[str, Any]]:
    """What was said of each link on the day, as the proof itself has it."""
    links: Sequence[Mapping[str, Any]] = msgspec.json.decode(opened(proof, PROOF)[LINKS])["links"]
    return links


def _moment(at: datetime) -> str:
    """A moment as a Thai letter tells it, by the clock of the agency."""
    here = localtime(at)
    return f"{short_date(here.date())} {here:%H.%M} น."


def _look(check: LinkCheck) -> list[str]:
    when = _moment(check.checked_at)
    why = reason_of(check.reason).why(check.detail).th if not check.by_words else ""
    return [check.link.address, when, Verdict(check.verdict).words.th, why, check.by_words]


STATUS_JOB = "disclosure.status"


@transaction.atomic
def freeze(agency: Agency, *, by: Actor, year: int, codes: Collection[str] = ()) -> StatusSnapshot:
    """Keep today's table, of some items or of all; the worker draws it.

    Shape:  `codes` that the year does not have are left out; () for every item.
    Errors: Misuse where the year is not open.
    """
    locked(agency, year)
    status = status_of(agency, year, today(), codes)
    row = StatusSnapshot.objects.create(
        agency=agency, fiscal_year=year, content=msgspec.to_builtins(status), taken_at=now(),
        by=by.user, by_words=by.words,
    )  # fmt: skip
    row.job = jobs.ask(agency, by, STATUS_JOB, {"snapshot": str(row.pk)})
    row.save(update_fields=["job"])
    journal.record(agency, by, "status-frozen", str(year), year=year, count=row.finished)
    return row


def draw_status(row: StatusSnapshot) -> None:
    """Draw the table of a snapshot as it was frozen; done again it replaces the files."""
    office = office_of(row.agency, day_of(row.taken_at))
    digits = office.agency.digits
    paper = status_paper(office, row.status)
    made = {form: drawn_as(form, paper, digits) for form in ("pdf", "docx")}
    made["xlsx"] = status_xlsx(office, row.status)
    store_files(row, made, f"status-{row.fiscal_year}-{row.status.day:%Y%m%d}")


def status_xlsx(office: Office, status: Status) -> bytes:
    """All parts below one another in one sheet, under heads that can be read back."""
    office = replace(office, wording=shipped())
    part_head = office("words.indicator")
    rows = [
        [part.name, *("\n".join(cell_lines) for cell_lines in cells(office, number, line))]
        for part in status.parts
        for number, line in enumerate(part.lines, start=1)
    ]
    title = office("status.title", year=status.year)
    return xlsx_table(title, [part_head, *headings(office)], rows, sheet="OIT")
