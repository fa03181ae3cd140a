"""A kind of paper, the positions of a small municipality, and papers drawn in no time."""

from uuid import uuid4

import pytest
from tests.web import factories
from tests.web.approval.papers import KIND, YEAR, Memo
from tests.web.roles import (
    CHIEF_ADMINISTRATOR,
    CHIEF_EXECUTIVE,
    ITA_OFFICER,
    OFFICE_HEAD,
    UNIT_HEAD,
)
from tests.web.running import run_jobs

from prongsai.web.agency.people import actor_on
from prongsai.web.platform.clock import today
from prongsai.web.signing.approval import handlers, tasks
from prongsai.web.signing.approval.services import submitting

SUBJECT = uuid4()
ORDER = "คำสั่งเทศบาลตัวอย่าง ที่ ๑/๒๕๖๙"


def small_pdf(text="x"):
    """A PDF of one page that differs by its text."""
    import io  # noqa: PLC0415

    import pikepdf  # noqa: PLC0415 - 15 MB, and papers are published by hand now and then

    told = io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page(page_size=(595, 842))
        document.docinfo["/Title"] = text
        document.save(told, deterministic_id=True)
    return told.getvalue()


@pytest.fixture(autouse=True)
def data(settings, tmp_path):
    settings.DATA = tmp_path


@pytest.fixture
def memo(monkeypatch):
    """The handler of the test's kind."""
    handler = Memo()
    monkeypatch.setitem(handlers._HANDLERS, KIND, handler)
    monkeypatch.setitem(handlers.LABELS, KIND, Memo.label)
    return handler


@pytest.fixture
def quick(monkeypatch):
    """Papers drawn in no time: the text is real, the pages are blank."""

    def draw(version, document):
        return small_pdf("\n".join(document.strings()))

    monkeypatch.setattr(tasks, "pdf_of", draw)
    monkeypatch.setattr(tasks, "docx_of", lambda *_: b"PK\x03\x04")
    monkeypatch.setattr(tasks, "page_of", lambda *_: b"<!doctype html><p>memo")


class Office:
    """The positions of an agency and the people in them."""

    def __init__(self, agency):
        self.agency = agency
        self.unit = factories.make_unit(agency, "งานนโยบายและแผน")
        self.positions = {
            "section": factories.make_position(
                agency, UNIT_HEAD, self.unit, "หัวหน้าฝ่ายแผนงานและงบประมาณ"
            ),
            "head": factories.make_position(agency, OFFICE_HEAD, title="หัวหน้าสำนักปลัด"),
            "clerk": factories.make_position(agency, CHIEF_ADMINISTRATOR, title="ปลัดเทศบาล"),
            "mayor": factories.make_position(agency, CHIEF_EXECUTIVE, title="นายกเทศมนตรี"),
            "analyst": factories.make_position(
                agency, ITA_OFFICER, self.unit, "นักวิเคราะห์นโยบายและแผน"
            ),
        }
        self.users = {}
        for name, position in self.positions.items():
            self.users[name] = factories.make_user(agency, login=f"{name}-{agency.pk.hex[:6]}")
            factories.hold(self.users[name], position)

    def __getitem__(self, name):
        """The person with the positions they hold today."""
        return actor_on(self.users[name], today())

    def leave(self, name):
        """The position of a person becomes vacant."""
        self.positions[name].appointments.all().delete()

    def acts_for(self, name, position, first_day=None, last_day=None, authority=ORDER):
        """Somebody acts in another position (รักษาราชการแทน), by an order that is stated."""
        factories.hold(
            self.users[name], self.positions[position], first_day or today(), last_day or today(),
            is_acting=True, authority=authority,
        )  # fmt: skip


@pytest.fixture
def office(agency):
    return Office(agency)


@pytest.fixture
def submitted(office, memo, quick):
    """Submits the memo of the analyst and draws it."""

    def made(by="analyst", **fields):
        row = submitting.submit(
            office.agency, by=office[by], kind=KIND, subject=SUBJECT, year=YEAR, **fields
        )
        run_jobs()
        row.refresh_from_db()
        return row

    return made
