"""The index of official information, the map, the feed, robots, and what may stand in a frame."""

import pytest
from django.test import Client
from django.urls import reverse
from lxml import etree
from tests.web.public_site.samples import YEAR

from prongsai.core.information_act import classes, read
from prongsai.web.disclosure.public_site.models import PageKind, SitePage
from prongsai.web.disclosure.public_site.queries.search import search
from prongsai.web.disclosure.public_site.queries.staff import newest_edition
from prongsai.web.disclosure.public_site.services import publishing
from prongsai.web.disclosure.public_site.services.publishing import Shown
from prongsai.web.platform.clock import today

pytestmark = pytest.mark.django_db
ADDRESS = "https://www.example.go.th/o4"


def at(name, *args):
    return reverse(f"public_site:{name}", args=args)


@pytest.fixture
def published(house):
    house.attach("o4", "แผนพัฒนา", ADDRESS)
    house.publish(house.prepare())
    news = publishing.begin(
        house.agency, by=house["publication"], kind=PageKind.NEWS, shown=Shown("ข่าวเด่น", "ข้อความ")
    )
    house.publish(newest_edition(news))
    return house


def test_every_clause_stands_once_with_a_name():
    assert [one.code for one in classes()] == [
        *(f"7({number})" for number in range(1, 6)), *(f"9({number})" for number in range(1, 9)),
    ]  # fmt: skip
    assert all(one.name.th and one.name.en for one in classes())


def test_a_clause_that_stands_twice_is_told():
    one = "- {section: 7, clause: 1, name: {th: ก, en: a}}\n"
    assert read(f"classes:\n{one}", "a.yaml") == (read(f"classes:\n{one}", "a.yaml")[0], ())
    found, findings = read(f"classes:\n{one}{one}", "a.yaml")
    assert (found, len(findings)) == ((), 1)


def test_the_index_is_filled_from_what_is_published(published):
    agency = published.agency
    text = Client().get(at("act", agency.pk)).content.decode()
    assert at("item", agency.pk, YEAR, "o4") in text
    assert at("item", agency.pk, YEAR, "o6") not in text
    ita = SitePage.objects.get(kind="ita")
    publishing.withdraw(ita, by=published["publication"], reason="เหตุ")
    text = Client().get(at("act", agency.pk)).content.decode()
    assert at("item", agency.pk, YEAR, "o4") not in text


def test_the_map_names_what_is_shown_and_nothing_else(published):
    agency = published.agency
    answer = Client().get(at("sitemap", agency.pk))
    text = answer.content.decode()
    etree.fromstring(text.encode())
    news = SitePage.objects.get(kind="news")
    for address in (
        at("home", agency.pk), at("item", agency.pk, YEAR, "o12"), at("read", agency.pk, news.pk),
    ):  # fmt: skip
        assert f"{address}</loc>" in text
    assert "public-site/" not in text
    assert not answer.cookies
    publishing.withdraw(news, by=published["publication"], reason="เหตุ")
    assert str(news.pk) not in Client().get(at("sitemap", agency.pk)).content.decode()


def test_the_feed_has_the_newest(published):
    agency = published.agency
    answer = Client().get(at("feed", agency.pk))
    told = etree.fromstring(answer.content)
    titles = [one.text for one in told.iter("{http://www.w3.org/2005/Atom}title")]
    assert "ข่าวเด่น" in titles
    assert answer["Content-Type"].startswith("application/atom+xml")
    assert not answer.cookies


def test_a_title_that_no_xml_may_hold_does_not_stop_the_feed(published):
    edition = SitePage.objects.get(kind="news").published
    edition.title = "ข่าว\x0b\x07 <&> ]]>"
    edition.save()
    told = etree.fromstring(Client().get(at("feed", published.agency.pk)).content)
    titles = [one.text for one in told.iter("{http://www.w3.org/2005/Atom}title")]
    assert "ข่าว <&> ]]>" in titles


def test_robots_keep_out_of_the_staffs_pages(published):
    text = Client().get("/robots.txt").content.decode()
    assert "Disallow: /\n" in text
    assert "Allow: /site/\n" in text
    assert at("sitemap", published.agency.pk) in text


def test_only_the_page_made_for_it_may_stand_in_a_frame(published):
    agency = published.agency
    answer = Client().get(at("embedded", agency.pk, YEAR))
    policy = answer["Content-Security-Policy"]
    assert "frame-ancestors *" in policy
    assert "X-Frame-Options" not in answer
    assert "script-src 'none'" in policy
    text = answer.content.decode()
    assert "<form" not in text
    assert "<script" not in text
    assert text.count('target="_top"') == 43
    for address in (at("ita", agency.pk, YEAR), at("home", agency.pk), at("pages")):
        other = Client().get(address)
        assert "frame-ancestors 'none'" in other["Content-Security-Policy"]
        assert other["X-Frame-Options"] == "DENY"


def test_a_search_puts_an_item_without_evidence_last_unless_its_number_is_asked(house):
    house.attach("o36", "แผนป้องกันการทุจริต", ADDRESS)
    house.publish(house.prepare())

    def codes(asked):
        return [hit.code for hit in search(house.agency, asked, today()).hits if hit.code]

    items = codes("แผน")
    assert items[0] == "o36"
    assert "o4" in items[1:]
    assert codes("o4")[0] == "o4"


def test_the_words_around_a_hit_end_with_a_whole_word(published):
    text = f"{'ประกาศ ' * 9}แผน {'หลักเกณฑ์ ' * 20}"
    news = publishing.begin(
        published.agency, by=published["publication"], kind=PageKind.NEWS, shown=Shown("ข่าว", text)
    )
    published.publish(newest_edition(news))
    (hit,) = search(published.agency, "ประกาศ แผน", today()).hits
    assert set(hit.snippet.strip("…").split()) == {"ประกาศ", "แผน", "หลักเกณฑ์"}
    assert hit.snippet.endswith("…")
