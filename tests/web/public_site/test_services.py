"""Prepare, agree, publish, withdraw: in the right order, by the right people."""

from datetime import timedelta

import pytest
from django.urls import reverse
from msgspec.structs import replace
from tests.web import factories
from tests.web.public_site.samples import YEAR, with_text
from tests.web.roles import PUBLICATION_OFFICER, UNIT_HEAD
from tests.web.running import run_jobs

from prongsai.core.approval.model import State
from prongsai.core.errors import Misuse
from prongsai.web.agency.models import Position
from prongsai.web.agency.people import actor_on
from prongsai.web.agency.refusals import Refused
from prongsai.web.agency.waiting import waiting_for
from prongsai.web.disclosure.disclosure.items import items_of
from prongsai.web.disclosure.disclosure.models import ItemWork, Piece
from prongsai.web.disclosure.public_site.content import ShownScores, as_data, content_of
from prongsai.web.disclosure.public_site.models import FileLook, SiteEdition, SitePage
from prongsai.web.disclosure.public_site.queries import public, staff
from prongsai.web.disclosure.public_site.queries.staff import gate_of, look_of, mark_of
from prongsai.web.disclosure.public_site.services import publishing
from prongsai.web.platform.clock import freeze, now, today
from prongsai.web.platform.models import JournalEntry
from prongsai.web.signing.approval.models import Submission
from prongsai.web.signing.approval.services.deciding import decide
from prongsai.web.signing.approval.services.submitting import withdraw as take_back

pytestmark = pytest.mark.django_db
ADDRESS = "https://www.example.go.th/o12"
# A number with a right last digit; nobody's.
NUMBER = "1101700230708"


def verbs(agency):
    return list(JournalEntry.objects.filter(agency=agency).values_list("verb", flat=True))


def newest(page):
    return staff.newest_edition(page)


def test_a_page_holds_every_item_of_the_year_with_what_is_attached(house):
    house.attach("o12", "รายงานรอบ 6 เดือน", ADDRESS)
    content = content_of(house.prepare().content)
    assert len(content.items) == 43
    assert content.year == content.of_year == YEAR
    (piece,) = content.item("o12").pieces
    assert (piece.title, piece.address, piece.day) == ("รายงานรอบ 6 เดือน", ADDRESS, today())
    assert content.item("o12").day == today()
    assert not content.item("o13").is_given
    assert sum(len(items) for _, items in content.groups) == 43


def test_what_the_agency_keeps_answers_o1_to_o5_and_nothing_is_invented(house):
    house.users["mayor"].display_name = "ผู้บริหารตัวอย่าง"
    house.users["mayor"].save()
    content = content_of(house.prepare().content)
    own = {item.code: item.own for item in content.items if item.own}
    # It keeps who leads; their photos, units, powers and telephone nobody gave yet.
    assert own == {}
    titles = [one.title for one in content.about.executives]
    assert titles == ["นายกเทศมนตรี", "ปลัดเทศบาล"]
    assert (content.about.telephone, content.about.duties, content.about.units) == ("", "", ())
    house.agency.telephone, house.agency.authority = "0 2000 0000", "กฎหมายที่คำสั่งอ้าง"
    house.agency.save()
    content = content_of(house.prepare().content)
    assert {item.code for item in content.items if item.own} == set(), "a law cited is no duty"
    agency = house.agency
    agency.email, agency.map_address = "office@example.go.th", "https://www.example.go.th/map"
    agency.street, agency.duties = "1 หมู่ 1", "ดูแลตำบล"
    agency.save()
    content = content_of(house.prepare().content)
    assert {item.code for item in content.items if item.own} == {"o3", "o5"}


def test_a_post_that_nobody_holds_is_told_vacant(house):
    unit = factories.make_unit(house.agency, "กองช่าง")
    factories.make_position(house.agency, UNIT_HEAD, unit, "ผู้อำนวยการกองช่าง")
    about = content_of(house.prepare().content).about
    assert [one.title for one in about.executives if one.is_vacant] == ["ผู้อำนวยการกองช่าง"]


def test_names_stand_only_where_the_agency_prints_them(house):
    house.users["mayor"].display_name = "ผู้บริหารตัวอย่าง"
    house.users["mayor"].save()
    assert content_of(house.prepare().content).about.executives[0].name == "ผู้บริหารตัวอย่าง"
    house.agency.prints_names = False
    house.agency.save()
    content = content_of(house.prepare().content)
    assert content.about.executives[0].name == ""
    # Posts without names do not tell who leads, and nobody is told that they do.
    assert not content.item("o2").own


def test_a_website_alone_is_no_contact(house):
    house.agency.website = "https://www.example.go.th"
    house.agency.save()
    assert not content_of(house.prepare().content).item("o5").own
    house.agency.email, house.agency.telephone = "saraban@example.go.th", "0 2000 0000"
    house.agency.save()
    assert not content_of(house.prepare().content).item("o5").own, "no address and no map"
    house.agency.street, house.agency.map_address = "1 หมู่ 1", "https://www.example.go.th/map"
    house.agency.save()
    assert content_of(house.prepare().content).item("o5").own == "contact"


def test_the_same_board_again_is_no_new_version(house):
    first = house.prepare()
    assert house.prepare().pk == first.pk
    house.attach("o12", "รายงาน", ADDRESS)
    assert house.prepare().number == 2
    assert verbs(house.agency).count("site-page-prepared") == 2


def test_a_year_that_is_not_open_has_no_page(house):
    with pytest.raises(Misuse):
        publishing.prepare(house.agency, by=house["publication"], year=2560)
    assert not SitePage.objects.exists()


def test_nothing_is_public_before_the_executive_agreed_and_the_officer_published(house):
    house.attach("o12", "รายงาน", ADDRESS)
    edition = house.prepare()
    assert public.ita_page(house.agency, YEAR, today()) is None
    with pytest.raises(Refused, match="agreed"):
        publishing.publish(edition, by=house["publication"])
    row = house.send(edition)
    with pytest.raises(Refused, match="agreed"):
        publishing.publish(edition, by=house["publication"])
    decide(row, by=house["clerk"], verdict="endorse")
    row.refresh_from_db()
    decide(row, by=house["mayor"], verdict="approve")
    run_jobs()
    # It is agreed to, and still nobody sees it.
    assert public.ita_page(house.agency, YEAR, today()) is None
    publishing.publish(edition, by=house["publication"])
    page = public.ita_page(house.agency, YEAR, today())
    assert page.content.item("o12").pieces[0].address == ADDRESS
    assert page.shown.edition.check_code == row.code
    assert verbs(house.agency)[-1] == "site-page-published"


def test_what_the_executive_refused_is_not_published(house):
    edition = house.prepare()
    row = house.send(edition)
    decide(row, by=house["clerk"], verdict="endorse")
    row.refresh_from_db()
    decide(row, by=house["mayor"], verdict="refuse", reason="ยังไม่ครบ")
    with pytest.raises(Refused, match="agreed"):
        publishing.publish(edition, by=house["publication"])
    assert public.ita_page(house.agency, YEAR, today()) is None


def test_the_drafter_cannot_agree_in_the_place_of_the_executive(house):
    row = house.send(house.prepare())
    with pytest.raises(Refused):
        decide(row, by=house["publication"], verdict="endorse")
    decide(row, by=house["clerk"], verdict="endorse")


@pytest.mark.parametrize("wrote", ["the text", "a version before", "another page"])
def test_who_wrote_it_agrees_to_it_only_by_an_order_that_is_stated(house, wrote):
    """A colleague submits it, and the writer acts for the mayor: that is drafting and deciding."""
    agency = house.agency
    writer = factories.make_user(agency, login="writer")
    post = factories.make_position(agency, PUBLICATION_OFFICER, title="ผู้ช่วยประชาสัมพันธ์")
    factories.hold(writer, post)
    mayor = Position.objects.get(agency=agency, kind="chief-executive")
    mayor.appointments.all().delete()
    acting = factories.hold(writer, mayor, today(), today(), is_acting=True)
    author = actor_on(writer, today())
    by = house["publication"] if wrote == "another page" else author
    page = publishing.begin(agency, by=by, kind="news", shown=publishing.Shown("ข่าว", "ก"))
    if wrote == "a version before":
        shown = publishing.Shown("ข่าว", "ข")
        publishing.write(page, by=house["publication"], shown=shown, seen=1)
    row = house.send(newest(page))
    decide(row, by=house["clerk"], verdict="endorse")
    row.refresh_from_db()
    if wrote != "another page":
        with pytest.raises(Refused, match="drafted"):
            decide(row, by=author, verdict="approve")
        acting.authority = "คำสั่งเทศบาลตัวอย่าง ที่ ๑/๒๕๖๙"
        acting.save()
    decide(row, by=actor_on(writer, today()), verdict="approve")
    row.refresh_from_db()
    assert row.state == State.APPROVED
    assert row.decisions.get(place=2).is_again is (wrote != "another page")


def test_everybody_sees_the_frozen_version_whatever_becomes_of_the_board(house):
    piece = house.attach("o12", "รายงาน", ADDRESS)
    page = house.publish(house.prepare())
    Piece.objects.filter(pk=piece.pk).update(title="แก้แล้ว", removed_at=now())
    shown = public.ita_page(house.agency, YEAR, today()).content
    assert shown.item("o12").pieces[0].title == "รายงาน"
    told = staff.staff_page(page, today())["changes"]
    assert told == ("o12 นำหลักฐาน “รายงาน” ออก",)


def test_another_version_is_not_what_was_agreed_to(house):
    house.publish(house.prepare())
    house.attach("o12", "รายงาน", ADDRESS)
    second = house.prepare()
    with pytest.raises(Refused, match="agreed"):
        publishing.publish(second, by=house["publication"])
    assert not public.ita_page(house.agency, YEAR, today()).content.item("o12").is_given
    house.publish(second)
    assert public.ita_page(house.agency, YEAR, today()).content.item("o12").is_given
    assert SiteEdition.objects.filter(published_at__isnull=False).count() == 2


def test_a_version_is_published_once_and_an_older_one_never_after_a_newer(house):
    first = house.prepare()
    house.agree(first)
    house.attach("o12", "รายงาน", ADDRESS)
    second = house.prepare()
    house.publish(second)
    with pytest.raises(Refused, match="already"):
        publishing.publish(second, by=house["publication"])
    with pytest.raises(Refused, match="newer"):
        publishing.publish(first, by=house["publication"])
    assert public.ita_page(house.agency, YEAR, today()).shown.edition.pk == second.pk


def test_two_versions_of_a_page_are_never_on_their_way_together(house):
    first = house.prepare()
    row = house.send(first)
    house.attach("o12", "รายงาน", ADDRESS)
    second = house.prepare()
    with pytest.raises(Refused, match="waits"):
        publishing.send(second, by=house["publication"])
    take_back(row, by=house["publication"])
    assert house.send(second).state == "open"
    with pytest.raises(Refused, match="newer"):
        publishing.send(first, by=house["publication"])


def test_what_is_agreed_to_is_not_submitted_again(house):
    edition = house.prepare()
    house.agree(edition)
    with pytest.raises(Refused, match="agreed"):
        publishing.send(edition, by=house["publication"])
    assert Submission.objects.filter(subject=edition.pk).count() == 1


def test_a_withdrawn_page_says_why_and_comes_back_only_by_a_new_agreement(house):
    edition = house.prepare()
    page = house.publish(edition)
    with pytest.raises(Refused, match="reason"):
        publishing.withdraw(page, by=house["publication"], reason="  ")
    publishing.withdraw(page, by=house["publication"], reason="ข้อมูลผิดปี")
    shown = public.ita_of(house.agency, YEAR, today())
    assert (shown.standing, shown.page.reason) == ("withdrawn", "ข้อมูลผิดปี")
    with pytest.raises(Refused, match="already"):
        publishing.withdraw(page, by=house["publication"], reason="อีกครั้ง")
    with pytest.raises(Refused, match="already"):
        publishing.publish(edition, by=house["publication"])
    house.attach("o12", "รายงาน", ADDRESS)
    house.publish(house.prepare())
    assert public.ita_of(house.agency, YEAR, today()).is_current


def test_what_was_never_published_cannot_be_withdrawn(house):
    edition = house.prepare()
    with pytest.raises(Refused, match="never"):
        publishing.withdraw(edition.page, by=house["publication"], reason="เหตุ")
    page = house.publish(edition)
    publishing.withdraw(page, by=house["publication"], reason="เหตุ")


# personal data


def explain(house, code, text):
    house.attach(code, "หลักฐาน", ADDRESS)
    key = items_of(house.agency, YEAR).item(code).key
    ItemWork.objects.create(agency=house.agency, fiscal_year=YEAR, item=key, explanation=text)
    return house.prepare()


def test_a_citizens_number_in_the_words_is_not_published_without_a_reason(house):
    edition = explain(house, "o12", f"ติดต่อ {NUMBER}")
    (hit,) = look_of(edition).hits
    assert NUMBER not in hit.quote.th
    house.agree(edition)
    with pytest.raises(Refused) as refused:
        publishing.publish(edition, by=house["publication"])
    assert refused.value.field == "anyway"
    publishing.publish(edition, by=house["publication"], anyway="ผู้ให้ข้อมูลยินยอม")
    entry = JournalEntry.objects.filter(verb="published-with-personal-data").get()
    assert entry.detail["reason"] == "ผู้ให้ข้อมูลยินยอม"


def test_it_can_be_masked_in_a_version_that_must_be_agreed_to_anew(house):
    edition = explain(house, "o12", f"ติดต่อ {NUMBER}")
    house.agree(edition)
    masked = publishing.mask(edition, by=house["publication"])
    assert NUMBER not in str(masked.content)
    assert not look_of(masked).hits
    with pytest.raises(Refused, match="agreed"):
        publishing.publish(newest(masked.page), by=house["publication"])
    house.publish(newest(masked.page))
    with pytest.raises(Refused, match="no personal data"):
        publishing.mask(newest(masked.page), by=house["publication"])


def test_the_agencys_own_telephone_is_no_persons(house):
    house.agency.telephone = "02 123 4567"
    house.agency.save()
    assert not look_of(explain(house, "o12", "โทร 02 123 4567")).hits
    house.agency.telephone = ""
    house.agency.save()
    assert look_of(house.prepare()).hits


def test_the_powers_of_the_agency_are_looked_through_too(house):
    house.agency.duties = f"ดูแลตำบล ติดต่อ {NUMBER}"
    house.agency.save()
    edition = house.prepare()
    assert [one.where.en for one in look_of(edition).hits] == ["the powers and duties"]
    assert not look_of(publishing.mask(edition, by=house["publication"])).hits


def test_a_file_is_looked_into_before_it_goes_public(house):
    house.attach("o12", "ไฟล์", data=with_text(f"ID {NUMBER}"))
    edition = house.prepare()
    assert look_of(edition).waiting == 1
    row = publishing.send(edition, by=house["publication"])
    with pytest.raises(Refused):
        publishing.publish(edition, by=house["publication"])
    run_jobs()
    look = look_of(edition)
    assert (look.waiting, [one.can_be_masked for one in look.hits]) == (0, [False])
    assert NUMBER not in str(FileLook.objects.get().found)
    for name, verdict in (("clerk", "endorse"), ("mayor", "approve")):
        row.refresh_from_db()
        decide(row, by=house[name], verdict=verdict)
    with pytest.raises(Refused, match="personal data was found"):
        publishing.publish(edition, by=house["publication"])
    publishing.publish(edition, by=house["publication"], anyway="ยินยอมแล้ว")


def test_a_file_without_anything_needs_no_reason(house):
    piece = house.attach("o12", "ไฟล์", data=with_text("quarterly report"))
    edition = house.prepare()
    house.publish(edition)
    shown = public.piece_of(house.agency, YEAR, str(piece.pk), today())
    assert (shown.name, shown.digest) == (f"{piece.title}.pdf", piece.file.digest)


def test_a_file_that_nobody_can_read_needs_a_reason(house):
    house.attach("o12", "ไฟล์", data=b"%PDF-1.7 broken")
    edition = house.prepare()
    house.agree(edition)
    assert look_of(edition).unread
    with pytest.raises(Refused, match="could not be checked"):
        publishing.publish(edition, by=house["publication"])
    publishing.publish(edition, by=house["publication"], anyway="ตรวจด้วยตาแล้ว")


def test_a_reason_is_given_for_what_was_shown_and_for_nothing_else(house):
    edition = explain(house, "o12", f"ติดต่อ {NUMBER}")
    house.agree(edition)
    with pytest.raises(Refused, match="not what was shown"):
        publishing.publish(edition, by=house["publication"], anyway="ยินยอม", mark="x")
    told = mark_of(gate_of(edition, today()), look_of(edition))
    publishing.publish(edition, by=house["publication"], anyway="ยินยอม", mark=told)


def test_a_reason_where_nothing_was_found_is_not_kept(house):
    house.attach("o12", "แผน", ADDRESS)
    edition = house.prepare()
    house.agree(edition)
    publishing.publish(edition, by=house["publication"], anyway="ไม่มีอะไร", mark="")
    assert not JournalEntry.objects.filter(verb="published-with-personal-data").exists()


def test_where_links_lead_is_looked_through_too(house):
    house.attach("o12", "แผน", "https://www.example.go.th/somebody.x%40example.com")
    edition = house.prepare()
    assert [one.where.en for one in look_of(edition).hits] == ["an address in the evidence of o12"]
    # It cannot be masked, for then it would lead elsewhere.
    assert not look_of(edition).is_in_words


def test_a_file_that_is_lost_counts_as_not_looked_into(house):
    piece = house.attach("o12", "ไฟล์", data=with_text("quarterly report"))
    edition = house.prepare()
    piece.file.digest = "0" * 64
    piece.file.save()
    run_jobs()
    assert look_of(edition).unread


def test_the_reason_of_a_withdrawal_is_public_and_holds_nothing_of_persons(house):
    page = house.publish(house.prepare())
    with pytest.raises(Refused) as refused:
        publishing.withdraw(page, by=house["publication"], reason=f"ของ {NUMBER}")
    assert refused.value.field == "reason"
    publishing.withdraw(page, by=house["publication"], reason="ผิดปี")


@pytest.mark.long
def test_what_was_agreed_to_before_a_withdrawal_does_not_bring_the_page_back(house):
    page = house.publish(house.prepare())
    house.attach("o12", "รายงาน", ADDRESS)
    second = house.prepare()
    house.agree(second)
    with freeze(now() + timedelta(hours=1)):
        publishing.withdraw(page, by=house["publication"], reason="ข้อมูลผิด")
        with pytest.raises(Refused, match="withdrawn after"):
            publishing.publish(second, by=house["publication"])
        assert not [one for one in waiting_for(house["publication"], today())
                    if one.kind == "site-page"]  # fmt: skip
    with freeze(now() + timedelta(hours=2)):
        # The same content, but agreed to with open eyes.
        third = house.prepare()
        assert (third.number, third.digest) == (3, second.digest)
        house.publish(third)
    assert public.ita_of(house.agency, YEAR, today()).is_current


@pytest.mark.long
def test_a_page_withdrawn_by_mistake_comes_back_with_the_same_content(house, client_of):
    page = house.publish(house.prepare())
    with freeze(now() + timedelta(hours=1)):
        publishing.withdraw(page, by=house["publication"], reason="กดผิด")
        told = client_of(house["publication"]).get(reverse("public_site:page", args=[page.pk]))
        assert reverse("public_site:prepare", args=[YEAR]) in told.content.decode()
    with freeze(now() + timedelta(hours=2)):
        assert house.prepare().number == 2
        # Once: what was not published yet is not made again.
        assert house.prepare().number == 2
        house.publish(newest(page))
    assert public.ita_of(house.agency, YEAR, today()).is_current


def test_the_source_of_the_scores_is_looked_through_too(house):
    edition = house.prepare()
    assert not look_of(edition).hits
    content = content_of(edition.content)
    scores = ShownScores(YEAR, "90", "", None, "", (), (), "อีเมลจาก somebody.x@example.com")
    edition.content = as_data(replace(content, scores=scores))
    assert [one.where.en for one in look_of(edition).hits] == ["the source of the scores"]
