"""Frozen papers, kinds of announcements and fingerprints from before roles had neutral words."""

import hashlib

import pytest

from prongsai.core.announcements.model import Renewal, Signer
from prongsai.core.announcements.reading import SHIPPED, read_kind
from prongsai.web.agency.offices import office_data, office_of, with_stored_office
from prongsai.web.office.announcements.content import current_words
from prongsai.web.office.announcements.hooks import AnnouncementHandler
from prongsai.web.office.announcements.models import Announcement
from prongsai.web.platform.clock import now, today

pytestmark = pytest.mark.django_db


def test_an_office_that_was_kept_before_is_drawn_with_its_titles_and_sentences(agency):
    kept = office_data(agency)
    kept["agency"] = {
        **kept["agency"],
        "positions": {
            "mayor": "อธิการบดี",
            "clerk": "รองอธิการบดี",
            "head": "เลขาธิการ",
            "officer": "นักวิเคราะห์",
        },
    }
    kept["wording"] = {**kept["wording"], "memo.to": "เรียน {mayor} ({clerk})"}
    with with_stored_office(agency, kept):
        office = office_of(agency, today())
        assert office("memo.to") == "เรียน อธิการบดี (รองอธิการบดี)"
        assert office.agency.positions.office_head == "เลขาธิการ"
    assert office_of(agency, today())("memo.to") != "เรียน อธิการบดี (รองอธิการบดี)"


def test_a_kind_of_before_is_read_as_the_one_of_today():
    text = (SHIPPED / "no-gift.yaml").read_text(encoding="utf-8") + "signer: chief-administrator\n"
    old = text.replace("{chief_executive}", "{mayor}").replace("new-chief-executive", "new-mayor")
    old = old.replace("signer: chief-administrator", "signer: clerk")
    assert old.count("mayor") > 1
    assert read_kind("trial", old, "t.yaml") == read_kind("trial", text, "t.yaml")
    kind, findings = read_kind("trial", old, "t.yaml")
    assert (kind.signer, findings) == (Signer.CHIEF_ADMINISTRATOR, ())
    assert Renewal.NEW_CHIEF_EXECUTIVE in kind.renewal
    assert read_kind("trial", old.replace("signer: clerk", "signer: auditor"), "t.yaml")[0] is None


@pytest.mark.parametrize(
    ("signer", "word"), [("chief-executive", "mayor"), ("chief-administrator", "clerk")]
)
def test_a_paper_that_was_on_its_way_is_still_the_same(agency, signer, word):
    row = Announcement.objects.create(
        agency=agency, fiscal_year=2569, kind="ethics", subject="เรื่อง", signer=signer,
        made_at=now(), changed_at=now(),
    )  # fmt: skip
    told = f"{row.form}|{word}|{current_words(row).fingerprint()}"
    assert (
        AnnouncementHandler().fingerprint(agency, row.pk)
        == hashlib.sha256(told.encode()).hexdigest()
    )
