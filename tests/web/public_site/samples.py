"""A year with evidence, the people of an office, and what they do with the public site."""

import io
from uuid import uuid4

import pikepdf
from tests.web import factories
from tests.web.analysis.years import open_year
from tests.web.approval.conftest import small_pdf
from tests.web.roles import (
    CHIEF_ADMINISTRATOR,
    CHIEF_EXECUTIVE,
    PUBLICATION_OFFICER,
)
from tests.web.running import run_jobs

from prongsai.core.disclosure.model import Presence
from prongsai.links.verdicts import Verdict
from prongsai.web.agency.people import actor_on
from prongsai.web.disclosure.disclosure.items import items_of
from prongsai.web.disclosure.disclosure.models import ElementCheck, Piece, PieceOfItem
from prongsai.web.disclosure.disclosure.queries.works import works_of
from prongsai.web.disclosure.links.models import Link, digest_of
from prongsai.web.disclosure.public_site.models import KIND
from prongsai.web.disclosure.public_site.queries.staff import newest_edition
from prongsai.web.disclosure.public_site.services import examining, publishing
from prongsai.web.platform import files
from prongsai.web.platform.clock import now, today
from prongsai.web.signing.approval import tasks
from prongsai.web.signing.approval.models import Submission, SubmissionState, Version
from prongsai.web.signing.approval.services.deciding import decide

YEAR = 2566


def pdf(text="x"):
    """A PDF whose title differs; no words stand in it."""
    return small_pdf(f"{text} {uuid4()}")


def quick(monkeypatch):
    """Papers drawn in no time."""
    monkeypatch.setattr(
        tasks, "pdf_of", lambda _v, document: small_pdf("\n".join(document.strings()))
    )
    monkeypatch.setattr(tasks, "docx_of", lambda *_: b"PK\x03\x04")
    monkeypatch.setattr(tasks, "page_of", lambda *_: b"<!doctype html><p>memo")


class House:
    """An agency with a publication officer, and those who agree."""

    def __init__(self, agency):
        self.agency = agency
        self.users = {}
        for name, kind, title in (
            ("publication", PUBLICATION_OFFICER, "เจ้าหน้าที่ประชาสัมพันธ์"),
            ("clerk", CHIEF_ADMINISTRATOR, "ปลัดเทศบาล"),
            ("mayor", CHIEF_EXECUTIVE, "นายกเทศมนตรี"),
        ):
            position = factories.make_position(agency, kind, title=title)
            self.users[name] = factories.make_user(agency, login=f"{name}-{agency.pk.hex[:6]}")
            factories.hold(self.users[name], position)

    def __getitem__(self, name):
        return actor_on(self.users[name], today())

    def year(self):
        """The year is open; nothing is attached."""
        open_year(self.agency, YEAR)

    def attach(self, code, title, address="", data=b""):
        """Evidence of an item: an address, or a file."""
        item = items_of(self.agency, YEAR).item(code)
        file = None
        if data:
            file = files.store(self.agency, None, f"{title}.pdf", "application/pdf", data)
        piece = Piece.objects.create(
            agency=self.agency, fiscal_year=YEAR, title=title, address=address, file=file,
            added_at=now(),
        )  # fmt: skip
        PieceOfItem.objects.create(agency=self.agency, piece=piece, item=item.key, added_at=now())
        return piece

    def look_through(self):
        """Everything is found in what the items show, and every address opens."""
        moment = now()
        _items, works = works_of(self.agency, YEAR, today())
        for work in works:
            ElementCheck.objects.bulk_create(
                ElementCheck(
                    agency=self.agency, fiscal_year=YEAR, item=work.item.key, element=one.key,
                    number=ElementCheck.objects.count() + 1, presence=Presence.PRESENT,
                    checked_at=moment,
                )
                for one in work.item.requirements or ()
                if one.key not in work.checks or one.key in work.outdated
            )  # fmt: skip
        for address in {piece.address for work in works for piece in work.pieces} - {""}:
            Link.objects.get_or_create(
                agency=self.agency,
                digest=digest_of(address),
                defaults={"address": address, "verdict": Verdict.ALIVE, "checked_at": moment},
            )

    def prepare(self, *, is_looked_through=True):
        """The ITA page, frozen; its newest version."""
        if is_looked_through:
            self.look_through()
        page = publishing.prepare(self.agency, by=self["publication"], year=YEAR)
        edition = newest_edition(page)
        examining.ask_to_look(edition, by=self["publication"])
        return edition

    def send(self, edition, **given):
        """To the executive; drawn, and waiting for the first step."""
        row = publishing.send(edition, by=self["publication"], **given)
        run_jobs()
        row.refresh_from_db()
        return row

    def agree(self, edition, **given):
        """Submit it, and have it agreed to."""
        row = self.send(edition, **given)
        for name, verdict in (("clerk", "endorse"), ("mayor", "approve")):
            row.refresh_from_db()
            decide(row, by=self[name], verdict=verdict)
        run_jobs()
        row.refresh_from_db()
        return row

    def publish(self, edition, **given):
        """Show it to everybody, as agreed to in one step; `agree` goes the whole way to that."""
        run_jobs()  # which look into its files
        by, moment = self["publication"], now()
        step = {
            "place": 1, "seat": CHIEF_EXECUTIVE.key, "ask": "decide", "position": None,
            "title": "นายกเทศมนตรี", "th": "พิจารณา", "en": "decide",
        }  # fmt: skip
        row = Submission.objects.create(
            agency=self.agency, fiscal_year=YEAR, kind=KIND, subject=edition.pk,
            title=edition.title, state=SubmissionState.APPROVED, steps=[step],
            code=f"TEST-{uuid4().hex[:8]}", made_at=moment, changed_at=moment, decided_at=moment,
            by=by.user, by_words=by.words,
        )  # fmt: skip
        Version.objects.create(
            agency=self.agency, submission=row, number=1, fingerprint="", made_at=moment,
            by=by.user, by_words=by.words,
        )  # fmt: skip
        return publishing.publish(edition, by=by, **given)


def with_text(text):
    """A PDF of one page that says something, set by the site's own typesetter."""
    made = io.BytesIO()
    with pikepdf.new() as document:
        page = document.add_blank_page(page_size=(595, 842))
        font = pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
        )
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
        told = f"BT /F1 14 Tf 50 700 Td ({text}) Tj ET".encode()
        page.Contents = document.make_stream(told)
        document.save(made, deterministic_id=True)
    return made.getvalue()
