"""What is known against an edition: the same list for who prepares, agrees to and publishes it."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from tests.web import factories
from tests.web.disclosure.samples import unit_head
from tests.web.roles import ITA_OFFICER
from tests.web.running import run_jobs

from prongsai.core.disclosure.gate import ShownWork, gate
from prongsai.core.disclosure.readiness import Gap, Lack
from prongsai.core.text import same
from prongsai.links.verdicts import Verdict
from prongsai.web.agency.models import Notification
from prongsai.web.agency.people import actor_on
from prongsai.web.agency.refusals import Refused
from prongsai.web.disclosure.disclosure.items import items_of
from prongsai.web.disclosure.disclosure.models import ElementCheck, Piece
from prongsai.web.disclosure.links.models import Link, digest_of
from prongsai.web.disclosure.public_site.models import SiteEdition, SitePage
from prongsai.web.disclosure.public_site.queries.staff import gate_of, look_of, mark_of
from prongsai.web.disclosure.public_site.services import publishing
from prongsai.web.platform import clock
from prongsai.web.platform.clock import today
from prongsai.web.platform.models import JournalEntry
from prongsai.web.signing.approval.drawing import document_of
from prongsai.web.signing.approval.models import Submission, Version
from prongsai.web.signing.approval.services import submitting
from prongsai.web.signing.approval.services.deciding import decide
from prongsai.web.signing.approval.services.submitting import give_number

from .samples import YEAR, with_text

ADDRESS = "https://www.example.go.th/plan"
RED = {
    Gap.LINK_BROKEN, Gap.LINK_UNCHECKED, Gap.ABSENT, Gap.NOT_READ, Gap.UNCHECKED,
    Gap.EVIDENCE_CHANGED,
    Gap.NOTHING_FOUND, Gap.OUT_OF_TERM, Gap.STAND_IN_ENDED, Gap.OF_FORMER_YEAR, Gap.DRAFT,
}  # fmt: skip


@pytest.mark.parametrize("gap", Gap)
def test_what_misleads_asks_for_a_reason_and_what_is_not_shown_does_not(gap):
    known = gate([ShownWork("o12", (Lack(gap, same("x")),))])
    assert bool(known.red) == (gap in RED)


@pytest.fixture
def edition(house):
    house.attach("o12", "แผน", ADDRESS)
    return house.prepare()


def red(edition):
    return {(one.code, one.message.en) for one in gate_of(edition, today()).red}


def test_an_item_that_was_looked_through_needs_no_reason(house, edition):
    assert red(edition) == set()
    page = house.publish(edition)
    assert not page.published.against
    assert not page.published.anyway


def taken_out(piece):
    check = ElementCheck.objects.filter(item=piece.items.get().item).first()
    check.pk, check.number, check.presence = None, 999, "absent"
    check.save()


def never_opened(_piece):
    Link.objects.all().delete()


def dead(_piece):
    Link.objects.update(verdict=Verdict.GONE, reason="status")


def test_what_was_added_after_the_look_is_told_and_asks_for_no_reason(house, edition):
    with clock.freeze(clock.now() + timedelta(days=1)):
        piece = house.attach("o12", "ไฟล์ใหม่", f"{ADDRESS}/new")
        Link.objects.create(
            agency=house.agency, address=piece.address, digest=digest_of(piece.address),
            verdict=Verdict.ALIVE, checked_at=clock.now(),
        )  # fmt: skip
        newer = house.prepare()
        assert red(newer) == set()
        (told,) = gate_of(newer, today()).amber
        assert "was added after" in told.message.en
        ElementCheck.objects.update(checked_at=clock.now())
        assert gate_of(newer, today()).amber == ()


def test_a_permanent_address_leads_to_what_was_published(house, edition):
    """Another address of the piece leads nobody on before an executive agreed to it."""
    piece, other = Piece.objects.get(), "https://elsewhere.example.com/plan"

    def leads_to():
        return Client().get(reverse("disclosure:permanent", args=[piece.pk]))["Location"]

    changed(piece, address=other)
    assert leads_to() == other, "nothing is published yet"
    changed(piece, address=ADDRESS)
    page = house.publish(edition)
    changed(piece, address=other)
    assert leads_to() == ADDRESS
    publishing.withdraw(page, by=house["publication"], reason="ข้อมูลผิดปี")
    assert leads_to() == other


def test_news_that_lead_to_a_draft_say_so(house):
    piece = house.attach("o12", "แผน", data=with_text("draft"))
    text = f"[อ่าน](https://www.example.go.th/e/{piece.pk}/)"
    row = publishing.begin(
        house.agency, by=house["publication"], kind="news",
        shown=publishing.Shown("ข่าว", text),
    )  # fmt: skip
    news = SiteEdition.objects.get(page=row)
    assert gate_of(news, today()).red == ()
    changed(piece, is_draft=True)
    assert "drafts" in gate_of(news, today()).red[0].message.en


def changed(piece, **values):
    Piece.objects.filter(pk=piece.pk).update(**values)


HARMS = {
    "not found": taken_out,
    "not checked": lambda _piece: ElementCheck.objects.all().delete(),
    "not checked yet": never_opened,
    "cannot be opened": dead,
    "ended on": lambda piece: changed(piece, valid_until=date(2023, 1, 1)),
    "evidence of 2565": lambda piece: changed(piece, of_year=2565),
    "is a draft": lambda piece: changed(piece, is_draft=True),
    "other evidence": lambda piece: changed(piece, removed_at=piece.added_at),
}


@pytest.mark.parametrize(("words", "harm"), HARMS.items())
@pytest.mark.few(3)
def test_each_harm_stops_it_until_a_reason_is_given(house, edition, words, harm):
    harm(Piece.objects.get())
    assert any(code == "o12" and words in message for code, message in red(edition)), red(edition)
    with pytest.raises(Refused, match="against publishing it"):
        house.publish(edition)
    page = house.publish(edition, anyway="กองแจ้งว่าจะแก้ในสัปดาห์นี้")
    entry = JournalEntry.objects.get(verb="published-anyway")
    assert entry.detail["reason"] == page.published.anyway == "กองแจ้งว่าจะแก้ในสัปดาห์นี้"
    assert [one.code for one in page.published.known_against][:1] == ["o12"]


def test_the_page_is_prepared_with_an_item_by_who_keeps_it_where_nothing_speaks_against_the_item(
    house, client_of, make_actor
):
    address = reverse("disclosure:item", args=[YEAR, "o12"])
    house.attach("o12", "แผน", ADDRESS)
    house.look_through()
    officer = make_actor(house.agency, ITA_OFFICER)
    head = actor_on(unit_head(house.agency, officer, "o12"), today())

    def saved(person):
        browser = client_of(person)
        seen = browser.get(address).context["item_form"]["seen"].value()
        sent = {"seen": seen, "state": "in-progress", "prepare": "1"}
        return browser.post(address, sent).url

    assert saved(head) == address, "the head of a unit publishes nothing"
    taken_out(Piece.objects.get())
    assert saved(officer) == address
    assert not SitePage.objects.exists()
    ElementCheck.objects.filter(presence="absent").delete()
    prepared = saved(officer)
    assert prepared == reverse("public_site:page", args=[SitePage.objects.get().pk])


def test_a_reason_is_for_what_was_shown_then(house, edition):
    taken_out(Piece.objects.get())
    mark = mark_of(gate_of(edition, today()), look_of(edition))
    never_opened(None)
    with pytest.raises(Refused, match="not what was shown"):
        house.publish(edition, anyway="ทราบแล้ว", mark=mark)


def test_an_older_edition_is_not_published_in_the_shelter_of_a_mended_board(house, edition):
    """The wrong evidence stays in the edition; the board was mended and looked through."""
    Piece.objects.update(address="https://www.example.go.th/right")
    house.look_through()
    with pytest.raises(Refused, match="against publishing it"):
        house.publish(edition)
    newer = house.prepare()
    assert house.publish(newer)


@pytest.mark.long
def test_the_three_pages_and_the_item_show_the_same(house, edition, client_of):
    submission = house.send(edition)
    taken_out(Piece.objects.get())
    page, item = edition.page, items_of(house.agency, YEAR).item("o12")
    words = gate_of(edition, today()).red[0].message.th
    addresses = [
        ("publication", reverse("public_site:page", args=[page.pk])),
        ("mayor", reverse("approval:submission", args=[submission.pk])),
    ]
    for name, address in addresses:
        assert words in client_of(house.users[name]).get(address).content.decode(), name
    for name, verdict in (("clerk", "endorse"), ("mayor", "approve")):
        submission.refresh_from_db()
        decide(submission, by=house[name], verdict=verdict)
    publishing.publish(edition, by=house["publication"], anyway="แก้แล้วในฉบับหน้า")
    told = client_of(house.users["publication"]).get(
        reverse("disclosure:item", args=[YEAR, item.code])
    )
    assert "แก้แล้วในฉบับหน้า" in told.content.decode()


def test_a_phone_jumps_to_what_is_known_against_it_before_the_decision(house, edition, client_of):
    address = reverse("approval:submission", args=[house.send(edition).pk])
    browser = client_of(house.users["clerk"])
    assert 'href="#decide"' in browser.get(address).content.decode()
    taken_out(Piece.objects.get())
    page = browser.get(address).content.decode()
    assert 'href="#gate"' in page
    assert page.index('id="gate"') < page.index('id="decide"')


def test_the_page_asks_for_the_reason_only_against_red(house, edition, client_of):
    house.agree(edition)
    browser = client_of(house.users["publication"])
    address = reverse("public_site:publish", args=[edition.page_id])
    assert 'name="anyway"' not in browser.get(address).content.decode()
    taken_out(Piece.objects.get())
    page = browser.get(address).content.decode()
    assert 'name="anyway"' in page
    assert "ไม่บังคับ" not in page
    assert browser.post(address, {"told": "", "anyway": ""}).status_code == 422
    mark = mark_of(gate_of(edition, today()), look_of(edition))
    assert browser.post(address, {"told": mark, "anyway": "จะแก้"}).status_code == 302


def is_public(edition):
    edition.refresh_from_db()
    return edition.published_at is not None


def test_an_approved_version_publishes_itself_where_it_was_submitted_for_that(house, edition):
    submission = house.agree(edition, publishes_itself=True)
    assert is_public(edition)
    assert "ทันทีที่เห็นชอบ" in submission.title
    assert JournalEntry.objects.get(verb="site-page-published-itself").by is None


def test_a_number_that_comes_later_publishes_nothing_that_was_held_back(house, edition):
    check = ElementCheck.objects.filter(item=Piece.objects.get().items.get().item).first()
    row = house.send(edition, publishes_itself=True)
    taken_out(Piece.objects.get())
    for name, verdict in (("clerk", "endorse"), ("mayor", "approve")):
        row.refresh_from_db()
        decide(row, by=house[name], verdict=verdict)
    run_jobs()
    ElementCheck.objects.exclude(pk=check.pk).delete()
    row.refresh_from_db()
    give_number(row, by=house["clerk"], number="9/2566")
    run_jobs()
    assert not is_public(edition)


def test_the_paper_says_that_its_approval_publishes(house, edition):
    row = house.send(edition, publishes_itself=True)
    lines = Version.objects.get(submission=row).strings
    assert any("ทันทีที่ได้รับความเห็นชอบ" in line for line in lines)


def printed(row):
    """What the memo of a submission says of what is known, drawn anew."""
    lines = document_of(row.versions.latest("number")).strings()
    return [line for line in lines if line.startswith(("ควร", "ณ วันที่เสนอ", "ฉบับก่อน"))]


def test_the_memo_prints_what_is_known_on_the_day_of_its_submission(house, edition):
    house.publish(edition)
    SiteEdition.objects.filter(pk=edition.pk).update(anyway="กองแจ้งว่าจะแก้")
    house.attach("o12", "แผน", f"{ADDRESS}/2")
    newer = house.prepare()
    taken_out(Piece.objects.first())
    words = gate_of(newer, today()).red[0].message.th
    row = house.send(newer)
    lines = [
        "ณ วันที่เสนอมี 1 เรื่องที่ควรแก้ก่อนเผยแพร่ หากเผยแพร่ทั้งที่ยังค้างต้องบอกเหตุผล",
        f"ควรแก้ก่อนเผยแพร่ o12: {words}",
        "ฉบับก่อนเผยแพร่ทั้งที่ยังมีเรื่องค้าง ด้วยเหตุผล: กองแจ้งว่าจะแก้",
    ]
    assert printed(row) == lines
    ElementCheck.objects.filter(presence="absent").delete()
    never_opened(None)
    assert printed(row) == lines, "what was signed changes no more"
    house.look_through()
    submitting.withdraw(row, by=house["publication"])
    assert printed(house.send(newer)) == []


def test_the_memo_on_a_page_prints_it_too(house):
    row = publishing.begin(
        house.agency, by=house["publication"], kind="news",
        shown=publishing.Shown("ข่าว", "ติดต่อ 089-999-9999"),
    )  # fmt: skip
    memo = house.send(SiteEdition.objects.get(page=row))
    assert "ควรแก้ก่อนเผยแพร่ ทั้งฉบับ: พบข้อมูลส่วนบุคคล 1 แห่ง" in printed(memo)


def test_any_other_waits_for_the_officer(house, edition):
    house.agree(edition)
    assert not is_public(edition)


def newer_version(house):
    house.attach("o12", "แผน", f"{ADDRESS}/2")
    house.prepare()


WHILE_IT_WAITS = {
    "red": lambda _house: taken_out(Piece.objects.get()),
    "a newer version": newer_version,
}


@pytest.mark.parametrize("change", WHILE_IT_WAITS.values(), ids=WHILE_IT_WAITS)
def test_it_waits_for_a_person_where_something_changed(house, edition, change):
    row = house.send(edition, publishes_itself=True)
    change(house)
    for name, verdict in (("clerk", "endorse"), ("mayor", "approve")):
        row.refresh_from_db()
        decide(row, by=house[name], verdict=verdict)
    run_jobs()
    assert not is_public(edition)
    assert Notification.objects.get(
        user=house.users["publication"], said_th__contains="ระบบไม่ได้เผยแพร่"
    )


def test_to_publish_itself_asks_for_the_password_as_publishing_does(house, edition, client_of):
    browser = client_of(house.users["publication"])
    address = reverse("public_site:send-to-publish", args=[edition.page_id])
    page = browser.get(reverse("public_site:page", args=[edition.page_id])).content.decode()
    assert address in page
    with clock.freeze(factories.MORNING + timedelta(hours=1)):
        assert "reauthenticate" in browser.post(address).headers["Location"]
    assert not Submission.objects.exists()


def test_what_is_red_is_not_offered_to_publish_itself(house, edition, client_of):
    taken_out(Piece.objects.get())
    browser = client_of(house.users["publication"])
    page = browser.get(reverse("public_site:page", args=[edition.page_id])).content.decode()
    assert reverse("public_site:send-to-publish", args=[edition.page_id]) not in page
    assert reverse("public_site:send", args=[edition.page_id]) in page


@pytest.mark.parametrize("count", [1, 43])
def test_it_asks_a_fixed_number_of_times(house, django_assert_max_num_queries, count):
    items = items_of(house.agency, YEAR).items[:count]
    for item in items:
        house.attach(item.code, "แผน", f"{ADDRESS}/{item.code}")
    edition = house.prepare(is_looked_through=False)
    with django_assert_max_num_queries(12):
        known = gate_of(edition, today())
    assert len({one.code for one in known.red}) >= count
