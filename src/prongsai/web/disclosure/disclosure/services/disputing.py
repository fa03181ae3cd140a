"""Dispute the result of an item: a letter and its proof in one pack, drawn by the worker."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

import msgspec
from django.db import transaction
from django.utils.timezone import localtime

from prongsai.core.dates import short_date
from prongsai.core.errors import Place, UnreadableInput
from prongsai.core.papers.dispute import DisputedItem, Rule, ShownLink, dispute_letter
from prongsai.core.papers.document import Document
from prongsai.core.text import Text
from prongsai.documents.table_files import csv_table
from prongsai.links.proof.packing import LINKS
from prongsai.links.proof.verifying import (
    HISTORY,
    LETTER,
    LETTER_TO_EDIT,
    PROOF,
    make_dispute,
    opened,
    verify_pack,
)
from prongsai.links.verdicts import Verdict
from prongsai.web.agency.models import Agency
from prongsai.web.agency.offices import office_of
from prongsai.web.agency.people import Actor
from prongsai.web.agency.refusals import Refused
from prongsai.web.disclosure.disclosure.items import YearItem, items_of
from prongsai.web.disclosure.disclosure.models import Dispute, ItemProof, Piece
from prongsai.web.disclosure.disclosure.queries.history import dispute_page
from prongsai.web.disclosure.disclosure.rights import may_hand_in
from prongsai.web.disclosure.links.models import LinkCheck
from prongsai.web.disclosure.links.queries import reason_of, rows_of
from prongsai.web.platform import files, jobs, journal
from prongsai.web.platform.clock import now
from prongsai.web.platform.drawing import drawn_as
from prongsai.web.platform.upload_validation import MEDIA_TYPES
from prongsai.web.year.assessment.queries import catalogue_of

JOB = "disclosure.dispute"
_ZIP = "application/zip"
_HEADINGS = ("ที่อยู่", "ตรวจเมื่อ", "ผล", "เพราะ", "โดย")


@transaction.atomic
def ask_dispute(
    agency: Agency, *, by: Actor, year: int, item: YearItem, pack: ItemProof, to: str, told: str,
    answer: str,
) -> Dispute:  # fmt: skip
    """Have a letter and its pack made.

    Errors: Refused for who does not hand in, and for a proof that is not this item's, is not done,
            or in which nothing opened.
    """
    page = dispute_page(agency, year, item)
    if not may_hand_in(by) or pack.pk not in {one.pk for one in page.packs}:
        raise Refused(
            Text("ใช้หลักฐานชุดนี้กับข้อนี้ไม่ได้", "this proof cannot be brought for this item"),
            field="pack",
            next_step=Text(
                "ให้ผู้ส่งข้อ OIT เลือกชุดของข้อนี้ที่เก็บเสร็จแล้ว",
                "let who hands in choose one of this item that is done",
            ),
        )
    row = Dispute.objects.create(
        agency=agency, fiscal_year=year, item=item.key, pack=pack, to=to, told=told, answer=answer,
        asked_at=now(), by=by.user, by_words=by.words,
    )  # fmt: skip
    row.job = jobs.ask(agency, by, JOB, {"dispute": str(row.pk)})
    row.save(update_fields=["job"])
    journal.record(agency, by, "dispute-asked", item.code, year=year)
    return row


def make(row: Dispute) -> None:
    """Draw the letter and pack it with the proof and the history; done again it replaces both.

    Errors: UnreadableInput where the proof is not what was kept on the day.
    """
    on = localtime(row.asked_at).date()
    proof = files.read(row.pack.file)
    found = verify_pack(proof, row.pack.file.name, row.pack.file.digest)
    if not found.is_sound:
        raise _changed(row.pack.file.name)
    letter = _letter(row, proof, on, parts=found.parts)
    digits = office_of(row.agency, on).agency.digits
    docx = drawn_as("docx", letter, digits)
    checks = LinkCheck.objects.filter(
        agency=row.agency, link__in=rows_of(row.agency, [one["address"] for one in _links(proof)])
    )
    looks = checks.select_related("link").order_by("link__address", "checked_at")
    content = {
        LETTER: drawn_as("pdf", letter, digits),
        LETTER_TO_EDIT: docx,
        HISTORY: csv_table(_HEADINGS, [_look(one) for one in looks]),
        PROOF: proof,
    }
    data = make_dispute(content, row.asked_at)
    name = f"dispute-{row.fiscal_year}-{row.pack.code}"
    row.file = files.store(row.agency, None, f"{name}.zip", _ZIP, data)
    row.letter = files.store(row.agency, None, f"{name}.docx", MEDIA_TYPES["docx"], docx)
    row.save(update_fields=["file", "letter"])


def _changed(name: str) -> UnreadableInput:
    return UnreadableInput(
        Text(
            "ชุดพิสูจน์ในเครื่องไม่ตรงกับที่เก็บไว้วันนั้น จึงไม่ทำหนังสือ",
            "the proof on this machine is not what was kept on the day; no letter was made of it",
        ),
        place=Place(name),
        next_step=Text(
            "ให้ผู้ดูแลระบบนำแฟ้มกลับจากสำเนาสำรอง แล้วทำอีกครั้ง",
            "have the host bring the file back from a backup, then try again",
        ),
    )


def _letter(row: Dispute, proof: bytes, on: date, *, parts: int) -> Document:
    item = items_of(row.agency, row.fiscal_year).item(row.pack.code)
    rows = Piece.objects.filter(agency=row.agency, fiscal_year=row.fiscal_year).exclude(address="")
    titles = dict(rows.values_list("address", "title"))
    links = tuple(
        ShownLink(
            titles.get(one["address"], one["title"] or ""),
            one["address"],
            Verdict(one["verdict"]).words.th,
            _moment(datetime.fromisoformat(one["checked_at"])),
        )
        for one in _links(proof)
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
    for one in elements or ():
        if one.text is not None:
            known = one.confidence.label.th if one.confidence is not None else "ไม่ทราบ"
            yield Rule(one.text.th, known, ", ".join(one.sources))


def _links(proof: bytes) -> Sequence[Mapping[str, Any]]:
    """What was said of each link on the day, as the proof itself has it."""
    found: Sequence[Mapping[str, Any]] = msgspec.json.decode(opened(proof, PROOF)[LINKS])["links"]
    return found


def _moment(at: datetime) -> str:
    """A moment as a Thai letter tells it, by the clock of the agency."""
    here = localtime(at)
    return f"{short_date(here.date())} {here:%H.%M} น."


def _look(one: LinkCheck) -> list[str]:
    when = _moment(one.checked_at)
    why = reason_of(one.reason).why(one.detail).th if not one.by_words else ""
    return [one.link.address, when, Verdict(one.verdict).words.th, why, one.by_words]
