"""Keep what the addresses of a year show: asked for by a person, done in slices by the worker."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.db import transaction

from prongsai.core.text import Text
from prongsai.links.proof.packing import make_pack
from prongsai.links.results import Asked, LinkResult
from prongsai.web.agency.models import Agency
from prongsai.web.agency.people import Actor
from prongsai.web.agency.refusals import Refused
from prongsai.web.disclosure.disclosure.items import items_of
from prongsai.web.disclosure.disclosure.models import ItemProof, Proof
from prongsai.web.disclosure.disclosure.queries.proofs import digest_of_all
from prongsai.web.disclosure.disclosure.queries.works import pieces_by_item
from prongsai.web.platform import files, jobs, journal
from prongsai.web.platform.clock import now
from prongsai.web.platform.models import JobState

JOB = "disclosure.proof"
_ZIP = "application/zip"
_OPEN = (JobState.WAITING, JobState.RUNNING)


@transaction.atomic
def ask_proof(agency: Agency, *, by: Actor, year: int) -> Proof:
    """Have what every address of a year shows kept; one that goes on already is that one.

    Errors: Refused where no item has an address, or while another year's is being kept.
    """
    Agency.objects.select_for_update(no_key=True).get(pk=agency.pk)
    row = Proof.objects.filter(agency=agency, finished_at=None).first()
    if row is not None and row.fiscal_year != year:
        raise _is_busy(row.fiscal_year)
    if row is not None:
        go_on(row, by=by)
        return row
    items = list(_asked(agency, year))
    if not items:
        raise Refused(
            Text("ยังไม่มีที่อยู่เว็บให้เก็บ", "there is no address to keep yet"),
            next_step=Text("เพิ่มที่อยู่เว็บให้ข้อ OIT ก่อน", "give items their addresses first"),
        )
    row = Proof.objects.create(
        agency=agency, fiscal_year=year, items=items, asked_at=now(), by=by.user,
        by_words=by.words,
    )  # fmt: skip
    go_on(row, by=by)
    journal.record(agency, by, "proof-asked", str(year), year=year, count=len(items))
    return row


def go_on(row: Proof, *, by: Actor | None = None) -> None:
    """Ask for the next piece of work of a proof, unless one waits or is done now."""
    if row.job is not None and row.job.state in _OPEN:
        return
    row.job = jobs.ask(row.agency, by, JOB, {"proof": str(row.pk)})
    row.save(update_fields=["job"])


def left_of(row: Proof) -> list[Mapping[str, Any]]:
    """The items of a proof that have no pack yet."""
    kept = set(ItemProof.objects.filter(proof=row).values_list("item", flat=True))
    return [one for one in row.items if one["item"] not in kept]


def asked_of(items: Sequence[Mapping[str, Any]]) -> Iterator[Asked]:
    """The addresses of some items, each with its item's code."""
    for one in items:
        for address in one["addresses"]:
            yield Asked(address, one["code"])


@transaction.atomic
def keep_item(row: Proof, one: Mapping[str, Any], results: Sequence[LinkResult]) -> None:
    """Keep the pack of an item; told twice it is kept once."""
    Proof.objects.select_for_update(no_key=True).get(pk=row.pk)
    if ItemProof.objects.filter(proof=row, item=one["item"]).exists():
        return
    at = now()
    data = make_pack(results, at)
    name = f"proof-{row.fiscal_year}-{one['code']}.zip"
    ItemProof.objects.create(
        agency=row.agency, proof=row, item=one["item"], code=one["code"],
        file=files.store(row.agency, None, name, _ZIP, data), links=len(results),
        there=sum(result.verdict.is_there for result in results), kept_at=at,
    )  # fmt: skip


@transaction.atomic
def finish(row: Proof) -> None:
    """A proof of which nothing is left; the journal keeps the digest of all packs."""
    if not Proof.objects.filter(pk=row.pk, finished_at=None).update(finished_at=now()):
        return
    packs = list(ItemProof.objects.filter(proof=row).select_related("file"))
    journal.record(
        row.agency, None, "proof-kept", str(row.fiscal_year), year=row.fiscal_year,
        count=len(packs), digest=digest_of_all(packs),
    )  # fmt: skip


def _is_busy(year: int) -> Refused:
    return Refused(
        Text(f"กำลังเก็บของปี {year} อยู่", f"what the year {year} shows is being kept now"),
        next_step=Text(
            f"รอให้เสร็จ ถ้าค้างให้กดเก็บอีกครั้งที่หน้าของปี {year}",
            f"wait for its end; if it stands still, press keep once more on the page of {year}",
        ),
    )


def _asked(agency: Agency, year: int) -> Iterator[Mapping[str, Any]]:
    by_item = pieces_by_item(agency, year)
    for item in items_of(agency, year).items:
        pieces = (piece for key in item.keys for piece in by_item.get(key, ()))
        addresses = list(dict.fromkeys(piece.address for piece in pieces if piece.address))
        if addresses:
            yield {"item": item.key, "code": item.code, "addresses": addresses}
