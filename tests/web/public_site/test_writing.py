"""News and pages: written, joined where two write at once, expired, withdrawn."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from prongsai.web.agency.refusals import Refused
from prongsai.web.agency.waiting import waiting_for
from prongsai.web.disclosure.public_site.models import KIND, PageKind, SiteEdition, SitePage
from prongsai.web.disclosure.public_site.queries.search import search
from prongsai.web.disclosure.public_site.queries.staff import look_of, newest_edition
from prongsai.web.disclosure.public_site.services import publishing
from prongsai.web.disclosure.public_site.services.publishing import Shown
from prongsai.web.platform.clock import freeze, now, today
from prongsai.web.platform.models import JournalEntry
from prongsai.web.signing.approval.models import Submission, SubmissionState

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
NEWS = PageKind.NEWS


def at(name, *args):
    return reverse(f"public_site:{name}", args=args)


def begin(house, title="ประชุมสภา", text="เชิญ **ฟัง**", until=None, kind=NEWS):
    shown = Shown(title, text, expires_on=until)
    return publishing.begin(house.agency, by=house["publication"], kind=kind, shown=shown)


def published(house, **given):
    page = begin(house, **given)
    house.publish(newest_edition(page))
    return page


def test_news_are_read_once_they_are_agreed_to_and_published(house):
    page = begin(house)
    address = at("read", house.agency.pk, page.pk)
    assert Client().get(address).status_code == 404
    house.publish(newest_edition(page))
    answer = Client().get(address)
    assert "<strong>ฟัง</strong>" in answer.content.decode()
    assert not answer.cookies
    for name in ("home", "news"):
        assert address in Client().get(at(name, house.agency.pk)).content.decode()


def test_a_changed_text_is_not_shown_before_it_is_agreed_to(house):
    page = published(house)
    publishing.write(page, by=house["publication"], shown=Shown("ประชุมสภา", "เลื่อนไป"), seen=1)
    address = at("read", house.agency.pk, page.pk)
    assert "เลื่อนไป" not in Client().get(address).content.decode()
    house.publish(newest_edition(page))
    assert "เลื่อนไป" in Client().get(address).content.decode()


def test_the_same_text_again_is_no_version(house):
    page = begin(house)
    same = Shown("ประชุมสภา", "เชิญ **ฟัง**")
    assert not publishing.write(page, by=house["publication"], shown=same, seen=1)
    assert publishing.write(page, by=house["publication"], shown=Shown("ก", "ข"), seen=1)
    assert SiteEdition.objects.filter(page=page).count() == 2


def test_two_who_change_different_fields_lose_nothing(house):
    page = begin(house)
    by = house["publication"]
    publishing.write(page, by=by, shown=Shown("ชื่อใหม่", "เชิญ **ฟัง**"), seen=1)
    publishing.write(page, by=by, shown=Shown("ประชุมสภา", "เนื้อหาใหม่"), seen=1)
    newest = newest_edition(page)
    assert (newest.title, newest.text) == ("ชื่อใหม่", "เนื้อหาใหม่")


def test_two_who_change_the_same_field_see_each_other(house, client_of):
    page = begin(house)
    by = house["publication"]
    publishing.write(page, by=by, shown=Shown("ประชุมสภา", "ของคนแรก"), seen=1)
    with pytest.raises(Refused) as refused:
        publishing.write(page, by=by, shown=Shown("ประชุมสภา", "ของคนที่สอง"), seen=1)
    assert refused.value.field == "text"
    typed = {"title": "ประชุมสภา", "text": "ของคนที่สอง", "seen": 1}
    answer = client_of(by).post(at("edit", page.pk), typed)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "ของคนแรก" in text
    assert "ของคนที่สอง" in text
    assert 'name="seen" value="2"' in text
    assert client_of(by).post(at("edit", page.pk), typed | {"seen": 2}).status_code == 302
    assert newest_edition(page).text == "ของคนที่สอง"


def test_an_ita_page_is_not_written_by_hand(house):
    page = house.prepare().page
    with pytest.raises(Refused, match="board"):
        publishing.write(page, by=house["publication"], shown=Shown("ก", "ข"), seen=1)
    with pytest.raises(Refused, match="board"):
        begin(house, kind=PageKind.ITA)
    assert begin(house, kind=PageKind.PAGE).kind == "page"


def test_after_its_last_day_the_address_says_so_and_the_officer_is_reminded(house):
    page = published(house, until=today() + timedelta(days=10))
    address = at("read", house.agency.pk, page.pk)
    assert Client().get(address).status_code == 200
    waits = [one for one in waiting_for(house["publication"], today()) if one.kind == "site-page"]
    assert [one.due for one in waits] == [today() + timedelta(days=10)]
    assert not [one for one in waiting_for(house["mayor"], today()) if one.kind == "site-page"]
    with freeze(now() + timedelta(days=11)):
        answer = Client().get(address)
        assert answer.status_code == 410
        assert "เชิญ" not in answer.content.decode()
        assert address not in Client().get(at("news", house.agency.pk)).content.decode()


def test_what_has_expired_is_not_published(house):
    page = begin(house, until=today() + timedelta(days=1))
    house.agree(newest_edition(page))
    with freeze(now() + timedelta(days=2)), pytest.raises(Refused, match="past"):
        publishing.publish(newest_edition(page), by=house["publication"])
    publishing.publish(newest_edition(page), by=house["publication"])


def test_withdrawn_news_say_why_at_their_address(house):
    page = published(house)
    publishing.withdraw(page, by=house["publication"], reason="เลื่อนการประชุม")
    answer = Client().get(at("read", house.agency.pk, page.pk))
    assert answer.status_code == 410
    assert "เลื่อนการประชุม" in answer.content.decode()
    assert "เชิญ" not in answer.content.decode()
    # The title may be why it was withdrawn.
    assert newest_edition(page).title not in answer.content.decode()


def test_the_editor_works_without_scripts(house, client_of):
    browser = client_of(house["publication"])
    typed = {"title": "ข่าว", "text": "## หัวข้อ\n\n<script>x</script>", "seen": 0}
    looked = browser.post(at("begin", "news"), typed | {"act": "look"}).content.decode()
    assert "<h3>หัวข้อ</h3>" in looked
    assert "<script>x" not in looked
    assert not SitePage.objects.exists()
    assert browser.post(at("begin", "news"), {"title": "", "text": ""}).status_code == 422
    answer = browser.post(at("begin", "news"), typed, follow=True)
    assert "<h3>หัวข้อ</h3>" in answer.content.decode()
    page = SitePage.objects.get()
    assert browser.get(at("version", page.pk, 1)).status_code == 200
    assert browser.get(at("version", page.pk, 2)).status_code == 404
    assert browser.get(at("begin", "ita")).status_code == 404


def test_news_of_one_agency_are_not_read_under_another(house, other_agency):
    page = published(house)
    assert Client().get(at("read", other_agency.pk, page.pk)).status_code == 404
    assert Client().get(at("read", house.agency.pk, page.pk)).status_code == 200


def test_what_a_reader_sees_is_looked_through_however_it_was_typed(house):
    text = "ติดต่อ **081**\\-234\\-5678 หรือ [เขียน](mailto:somebody%40example.com) &#48;898765432"
    page = publishing.begin(
        house.agency, by=house["publication"], kind=PageKind.NEWS, shown=Shown("ข่าว", text)
    )
    look = look_of(newest_edition(page))
    assert [one.quote.th for one in look.hits] == ["xxx-xxx-xx78", "xxxxxxxx32", "s…@example.com"]
    assert not look.is_in_words
    publishing.write(page, by=house["publication"], shown=Shown("ข่าว", "ติดต่อ **กองช่าง**"), seen=1)
    assert not look_of(newest_edition(page)).hits


def test_the_search_finds_words_as_they_are_read(house):
    page = published(house, text="## การ**ประชุม**\n\n[ดูวาระ](https://www.example.go.th/secret)")
    found = search(house.agency, "การประชุม", today())
    assert [hit.snippet for hit in found.hits] == ["การประชุม ดูวาระ"]
    assert newest_edition(page).title == found.hits[0].title
    assert not search(house.agency, "secret", today()).hits


def test_letters_that_turn_a_line_around_are_not_kept(house, client_of):
    typed = {"title": "ข่าว", "text": "โทร \u202e8765\u202c\x07 กข", "seen": 0}
    client_of(house["publication"]).post(at("begin", "news"), typed)
    assert SitePage.objects.get().editions.get().text == "โทร 8765 กข"


def test_a_draft_that_nobody_saw_is_discarded_and_the_journal_keeps_its_title(house, client_of):
    page = begin(house)
    client = client_of(house["publication"])
    assert at("discard", page.pk) in client.get(at("page", page.pk)).content.decode()
    assert client.post(at("discard", page.pk)).url == at("pages")
    assert not SitePage.objects.filter(pk=page.pk).exists()
    verbs = JournalEntry.objects.filter(agency=house.agency).values_list("verb", "subject")
    assert ("site-page-discarded", "ประชุมสภา") in verbs


@pytest.mark.parametrize("step", ["submitted", "rejected", "published", "withdrawn"])
def test_what_somebody_was_shown_is_not_discarded(house, client_of, step):
    page = begin(house)
    if step in ("published", "withdrawn"):
        house.publish(newest_edition(page))
    else:
        publishing.send(newest_edition(page), by=house["publication"])
    if step == "withdrawn":
        publishing.withdraw(page, by=house["publication"], reason="ยกเลิกการประชุม")
    client = client_of(house["publication"])
    if step == "rejected":
        Submission.objects.filter(kind=KIND).update(state=SubmissionState.WITHDRAWN)
    with pytest.raises(Refused):
        publishing.discard(page, by=house["publication"])
    client.post(at("discard", page.pk))
    assert SitePage.objects.filter(pk=page.pk).exists()


def test_an_ita_page_is_not_discarded_and_others_may_not_discard(house, client_of):
    with pytest.raises(Refused):
        publishing.discard(house.prepare().page, by=house["publication"])
    page = begin(house)
    for name in ("clerk", "mayor"):
        assert client_of(house[name]).post(at("discard", page.pk)).status_code == 403
    assert SitePage.objects.filter(pk=page.pk).exists()
