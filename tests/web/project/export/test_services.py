"""The whole site as files: what the site shows, nothing else, and the same bytes twice."""

import html
import posixpath
import re
from datetime import date, timedelta
from functools import cache
from urllib.parse import unquote, urlsplit
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from tests.web.public_site.samples import YEAR, House, pdf

from prongsai.core.errors import Severity
from prongsai.web.agency.models import Position
from prongsai.web.disclosure.disclosure.models import Piece
from prongsai.web.disclosure.public_site.models import PageKind, SitePage
from prongsai.web.disclosure.public_site.services import publishing
from prongsai.web.disclosure.public_site.services.publishing import Shown
from prongsai.web.platform import clock, files
from prongsai.web.platform.clock import now, today
from prongsai.web.project.export import exporting, gathering
from prongsai.web.project.export.exporting import OWNED, export
from prongsai.web.project.export.gathering import CannotExport
from prongsai.web.signing.approval.models import Submission
from prongsai.web.signing.approval.paper_models import Objection
from prongsai.web.signing.publication import services as papers

pytestmark = pytest.mark.django_db
ADDRESS = "https://www.example.go.th/o12?a=1&b=2"
HIDDEN = "เรื่องที่ยังไม่เผยแพร่"
LINK = re.compile(r"(?<=\s)(href|src|action)=\"([^\"]*)\"")
# A copy stands without the site: nothing is fetched ahead, and it has no guide.
LEFT_OUT = re.compile(
    r"\s*<link\s+rel=\"preload\".*?>|\s*<a href=\"/help/citizen/\">[^<]*</a>", re.DOTALL
)


@pytest.fixture
def published(house):
    """An ITA page with a link and a file, news, a paper; and what is not public."""
    house.pieces = {
        "link": house.attach("o12", "รายงานรอบ 6 เดือน", ADDRESS),
        "file": house.attach("o13", "ไฟล์รายงาน", data=pdf()),
    }
    house.publish(house.prepare(), anyway="ตรวจด้วยตาแล้ว")
    text = f'อ่าน [หน้า ITA](/site/{house.agency.pk}/ita/{YEAR}/#items) และ `href="/site/"`'
    house.news = news(house, "ข่าวประชุม", text)
    house.paper = paper(house, "ประกาศฉบับที่เผยแพร่")
    # What nobody may see: evidence after the freeze, a draft, the pages of the staff.
    house.hidden = house.attach("o14", HIDDEN, "https://www.example.go.th/hidden")
    publishing.begin(
        house.agency, by=house["publication"], kind=PageKind.NEWS, shown=Shown(HIDDEN, HIDDEN)
    )
    return house


@pytest.fixture
def out(tmp_path):
    """Where the copy goes; beside the data of the site, never into them."""
    return tmp_path / "copies"


def news(house, title, text, **given):
    by = house["publication"]
    page = publishing.begin(
        house.agency, by=by, kind=PageKind.NEWS, shown=Shown(title, text, **given)
    )
    house.publish(page.editions.get())
    return page


def paper(house, title):
    kept = files.store(house.agency, None, "ประกาศ.pdf", "application/pdf", pdf())
    return papers.publish(
        house.agency, by=house["publication"], kind="notice", subject=uuid4(), title=title,
        year=YEAR, day=date(2026, 1, 12), file=kept, anyway="ตรวจด้วยตาแล้ว",
    )  # fmt: skip


def at(name, *args):
    return reverse(name, args=args)


def copied(path):
    """What stands in the folder, by name."""
    return {
        one.relative_to(path).as_posix(): one.read_bytes()
        for one in path.rglob("*")
        if one.is_file() and one.name != OWNED
    }


def without_links(page):
    return LINK.sub(r"\1", LEFT_OUT.sub("", page))


def title_of(page):
    return re.search(r"<title>(.*?)</title>", page, re.DOTALL)[1]


@pytest.mark.long
def test_every_page_is_what_the_site_serves_and_every_link_leads_to_the_same(published, out):
    agency, browser = published.agency, Client(headers={"accept-language": "th"})
    made = export(agency, out)
    held = copied(out)
    assert made.findings == ()
    assert made.files == len(held)

    @cache
    def served(address):
        return browser.get(address)

    addresses = [
        at("public_site:about", agency.pk), at("public_site:act", agency.pk),
        at("public_site:news", agency.pk), at("public_site:ita", agency.pk, YEAR),
        at("public_site:embedded", agency.pk, YEAR), at("public_site:item", agency.pk, YEAR, "o12"),
        at("public_site:item", agency.pk, YEAR, "o13"), at("publication:public", agency.pk),
        at("public_site:read", agency.pk, published.news.pk),
        at("publication:paper", agency.pk, published.paper.pk),
    ]  # fmt: skip
    for address in addresses:
        for language, name in (("", "index.html"), ("?language=en", "index-en.html")):
            file = f"{address.lstrip('/')}{name}"
            page, own = served(address + language).content.decode(), held[file].decode()
            assert without_links(own) == without_links(page)
            links = zip(LINK.findall(LEFT_OUT.sub("", page)), LINK.findall(own), strict=True)
            for (_, live), (_, here) in links:
                target = html.unescape(here).partition("#")[0]
                is_search = "/search/" in live  # in a copy it is a list, with a name of its own
                if target.endswith(".html") and not urlsplit(target).scheme and not is_search:
                    led = posixpath.normpath(posixpath.join(posixpath.dirname(file), target))
                    whole = html.unescape(live).partition("#")[0]
                    there = whole if whole.startswith("/") else address + whole
                    copied_page, answer = held[unquote(led)].decode(), served(there)
                    if answer.status_code == 302:  # a copy leads on by its page
                        assert html.escape(answer["Location"]) in copied_page
                    else:
                        assert title_of(copied_page) == title_of(answer.content.decode())


def test_a_copy_tells_what_can_be_brought_and_asks_for_nothing(published, out):
    agency = published.agency
    export(agency, out)
    held = copied(out)
    page = held[f"site/{agency.pk}/desk/index.html"].decode()
    assert "สำเนานี้อ่านได้อย่างเดียว" in page
    assert "ถามหน่วยงาน" in page
    assert "<form" not in page
    assert not [name for name in held if "/desk/new/" in name or "/desk/follow/" in name]


@pytest.mark.long
def test_files_tables_and_what_programs_read_are_there_byte_for_byte(published, out):
    agency, browser = published.agency, Client()
    export(agency, out)
    held = copied(out)
    site = f"site/{agency.pk}"
    for form in ("csv", "xlsx", "json"):
        address = at("public_site:data", agency.pk, YEAR, form)
        assert held[address.lstrip("/")] == browser.get(address).content
        english = browser.get(address, headers={"accept-language": "en"}).content
        assert held[f"{site}/ita/{YEAR}/data-en.{form}"] == english
    piece = at("public_site:file", agency.pk, YEAR, published.pieces["file"].pk)
    assert held[f"{piece.lstrip('/')}file.pdf"] == browser.get(piece).getvalue()
    file = at("publication:file", agency.pk, published.paper.pk)
    assert held[f"{file.lstrip('/')}file.pdf"] == browser.get(file).getvalue()
    # Who comes by the address that was printed is led on without a script.
    assert b'content="0; url=file.pdf"' in held[f"{file.lstrip('/')}index.html"]
    permanent = at("disclosure:permanent", published.pieces["link"].pk)
    told = held[f"{permanent.lstrip('/')}index.html"].decode()
    assert html.unescape(re.search(r'content="0; url=([^"]*)"', told)[1]) == ADDRESS
    for place in re.findall(r"<loc>(.*?)</loc>", held[f"{site}/sitemap.xml"].decode()):
        assert f"{urlsplit(place).path.lstrip('/')}index.html" in held
    assert (
        f"{at('public_site:read', agency.pk, published.news.pk)}"
        in held[f"{site}/feed.xml"].decode()
    )
    assert f"/{site}/sitemap.xml" in held["robots.txt"].decode()
    assert f'url={site}/index.html"' in held["index.html"].decode()


def test_nothing_that_is_not_public_is_there_and_without_a_server_nothing_asks_for_one(
    published, other_agency, out
):
    export(published.agency, out)
    held = copied(out)
    pages = {name: body.decode() for name, body in held.items() if name.endswith(".html")}
    hidden = [HIDDEN, str(published.hidden.pk), str(other_agency.pk), "csrfmiddlewaretoken"]
    for word in hidden:
        assert [name for name, page in pages.items() if word in page] == []
        data = [body for name, body in held.items() if name.startswith(("site/", "public/", "e/"))]
        assert not any(word.encode() in body for body in data)
    assert not [name for name, page in pages.items() if "<form" in page]
    listed = pages[f"site/{published.agency.pk}/search/index.html"]
    assert "Ctrl+F" in listed
    for title in ("ข่าวประชุม", "ประกาศฉบับที่เผยแพร่", "o43"):
        assert title in listed
    # With a server behind it the same page searches.
    answer = Client().get(at("public_site:search", published.agency.pk)).content.decode()
    assert "<form" in answer
    assert "Ctrl+F" not in answer


@pytest.mark.long
def test_twice_the_same_bytes_and_later_only_what_changed(published, out):
    agency = published.agency
    first = export(agency, out / "one")
    assert len(first.done.written) == first.files
    again = export(agency, out / "one")
    assert (again.done.written, again.done.removed) == ((), ())
    with clock.freeze(now() + timedelta(hours=3)):
        export(agency, out / "two")
    assert copied(out / "one") == copied(out / "two")
    owned = [(out / name / OWNED).read_bytes() for name in ("one", "two")]
    assert owned[0] == owned[1]
    (out / "one/notes.txt").write_text("of the office")
    page = SitePage.objects.get(pk=published.news.pk)
    publishing.withdraw(page, by=published["publication"], reason="ข้อความผิด")
    changed = export(agency, out / "one")
    site = f"site/{agency.pk}"
    listed = ("", "data/", "news/", "search/", f"read/{page.pk}/")
    pages = {f"{site}/{one}index{mark}.html" for one in listed for mark in ("", "-en")}
    others = {f"{site}/{one}" for one in ("feed.xml", "sitemap.xml", "data/catalogue.jsonld")}
    assert set(changed.done.written) == pages | others
    assert (out / "one/notes.txt").read_text() == "of the office"


@pytest.mark.long
def test_what_was_taken_back_is_gone_and_its_address_says_why(published, out):
    agency, by = published.agency, published["publication"]
    export(agency, out)
    piece = at("public_site:file", agency.pk, YEAR, published.pieces["file"].pk).lstrip("/")
    file = at("publication:file", agency.pk, published.paper.pk).lstrip("/")
    assert {f"{piece}file.pdf", f"{file}file.pdf"} <= set(copied(out))
    publishing.withdraw(SitePage.objects.get(kind="ita"), by=by, reason="ข้อมูลผิดปี")
    papers.withdraw(published.paper, by=by, reason="พิมพ์ผิดฉบับ")
    made = export(agency, out)
    held = copied(out)
    # The news lead to a place in a page that only tells that it is gone.
    assert {one.severity for one in made.findings} == {Severity.WARNING}
    gone = [f"{piece}file.pdf", f"{file}file.pdf", f"site/{agency.pk}/ita/{YEAR}/data.csv"]
    assert set(gone) <= set(made.done.removed)
    assert not set(gone) & set(held)
    for code in ("", "o12/", "o13/"):
        assert "ข้อมูลผิดปี" in held[f"site/{agency.pk}/ita/{YEAR}/{code}index.html"].decode()
    for place in (
        f"{file}index.html",
        at("publication:paper", agency.pk, published.paper.pk)[1:] + "index.html",
    ):
        assert "พิมพ์ผิดฉบับ" in held[place].decode()
    assert "ข้อมูลผิดปี" in held[f"{piece}index.html"].decode()
    shown = [n for n, body in held.items() if b"www.example.go.th/o12" in body]
    assert shown == [f"{at('disclosure:permanent', published.pieces['link'].pk)[1:]}index.html"]


@pytest.mark.long
def test_what_somebody_objects_to_and_what_expired_is_not_there(published, out):
    agency = published.agency
    news(published, "ข่าวสั้น", "หมดพรุ่งนี้", expires_on=today())
    page = SitePage.objects.get(kind="ita")
    Objection.objects.create(
        agency=agency, submission=Submission.objects.get(code=page.published.check_code),
        position=Position.objects.get(agency=agency, kind="chief-executive"),
        why="ไม่ใช่ลายมือชื่อ", by_words="นายกเทศมนตรี", made_at=now(),
    )  # fmt: skip
    Piece.objects.filter(pk=published.pieces["link"].pk).update(removed_at=now())
    with clock.freeze(now() + timedelta(days=1)):
        export(agency, out)
    held = copied(out)
    assert "นายกเทศมนตรี" in held[f"site/{agency.pk}/ita/{YEAR}/index.html"].decode()
    for word in ("หมดพรุ่งนี้", "www.example.go.th/o12"):
        assert [name for name, body in held.items() if word.encode() in body] == []
    permanent = at("disclosure:permanent", published.pieces["link"].pk)
    assert "นำหลักฐานนี้ออก" in held[f"{permanent[1:]}index.html"].decode()


@pytest.mark.long
def test_neither_what_is_only_agreed_to_nor_anothers_is_there(published, other_agency, out):
    agency, by = published.agency, published["publication"]
    shown = Shown("ข่าวที่เพิ่งเห็นชอบ", "ข้อความ")
    page = publishing.begin(agency, by=by, kind=PageKind.NEWS, shown=shown)
    published.agree(page.editions.get())
    others = news(House(other_agency), "ข่าวของผู้อื่น", "ข้อความ")
    export(agency, out)
    held = copied(out)

    def where(word):
        return {name for name, body in held.items() if word.encode() in body or word in name}

    told = ("ข่าวที่เพิ่งเห็นชอบ", str(page.pk), "ข่าวของผู้อื่น", str(others.pk), str(other_agency.pk))
    assert {word: where(word) for word in told if where(word)} == {}
    assert where("ข่าวประชุม")


@pytest.mark.long
def test_a_link_that_leads_nowhere_is_told_with_its_page(published, out):
    agency = published.agency
    lost = f"/site/{agency.pk}/read/{uuid4()}/"
    page = news(published, "ข่าวลิงก์เสีย", f"[เสีย]({lost}) [ที่อื่น](/account/login/) [x](#nowhere)")
    made = export(agency, out)
    name = f"site/{agency.pk}/read/{page.pk}/index.html"
    told = {(str(one.severity), one.places[0].file, one.places[0].quote) for one in made.findings}
    english = name.replace("index", "index-en")
    assert told == {
        (severity, file, link)
        for file in (name, english)
        for severity, link in (("error", lost), ("warning", "#nowhere"))
    }
    assert all(one.next_step.th and one.message.en for one in made.findings)
    body = copied(out)[name].decode()
    # What is no part of the copy leads to the site itself, not to the disk.
    assert re.search(r'href="https?://[^"/]+/account/login/"', body)
    assert re.search(rf'href="https?://[^"/]+{lost}"', body)


def test_nobody_stops_the_copy_or_reads_the_disk_by_a_link(house, out):
    """Whoever writes a page names what the build never made, and what lies beside it."""
    lost = ["/static/none.css", "/static/", f"/static/{'x' * 300}.css"]
    outside = ["/static/%2e%2e/site.key", f"/site/{house.agency.pk}/%2e%2e/x/"]
    built = "/static/prongsai/licences.txt"
    page = news(house, "ข่าว", " ".join(f"[ที่นี่]({one})" for one in (*lost, *outside, built)))
    made = export(house.agency, out)
    name = f"site/{house.agency.pk}/read/{page.pk}/index.html"
    told = {one.places[0].quote for one in made.findings if one.places[0].file == name}
    assert told == set(lost)
    assert 'href="../../../../static/prongsai/licences.txt"' in copied(out)[name].decode()


@pytest.mark.long
def test_where_the_site_fails_nothing_is_written(published, out, monkeypatch):
    def broken(*_args, **_kwargs):
        raise RuntimeError

    export(published.agency, out)
    before = copied(out)
    with monkeypatch.context() as patch:
        patch.setattr("prongsai.web.disclosure.public_site.queries.public.about_page", broken)
        with pytest.raises(CannotExport) as refusal:
            export(published.agency, out)
    assert "/about/" in refusal.value.place.text().en
    assert copied(out) == before
    assert export(published.agency, out).done.written == ()


def test_an_agency_that_published_nothing_has_a_site_that_says_so(house, out):
    made = export(house.agency, out)
    assert made.findings == ()
    assert "ยังไม่ได้เผยแพร่หน้า ITA" in (out / f"site/{house.agency.pk}/index.html").read_text()
    with clock.freeze(now() + timedelta(hours=3)):
        assert export(house.agency, out).done.written == ()


@pytest.mark.long
class TestWhatCannotHaveChanged:
    """The second copy asks for no page, and never keeps anything that is old."""

    @pytest.fixture
    def asked(self, settings, monkeypatch):
        """How often pages were asked for."""
        settings.PAGES_KEPT = True
        calls = []

        def counted(*args):
            calls.append(args)
            return gathering.gather(*args)

        monkeypatch.setattr(exporting, "gather", counted)
        return calls

    def test_nothing_is_asked_and_not_a_byte_changes(self, published, out, asked):
        export(published.agency, out)
        before = {one: one.read_bytes() for one in out.rglob("*") if one.is_file()}
        again = export(published.agency, out)
        assert len(asked) == 1
        assert (again.done.written, again.done.removed, again.findings) == ((), (), ())
        assert again.files == again.done.same == len(before) - 1
        assert {one: one.read_bytes() for one in out.rglob("*") if one.is_file()} == before

    def test_what_is_withdrawn_is_gone(self, published, out, asked):
        export(published.agency, out)
        papers.withdraw(published.paper, by=published["publication"], reason="ประกาศผิด")
        assert export(published.agency, out).done.removed
        assert len(asked) == 2

    @pytest.mark.parametrize("harm", ["changed", "lost"])
    def test_a_file_that_was_touched_is_mended(self, published, out, asked, harm):
        export(published.agency, out)
        page = next(out.rglob("index.html"))
        before = page.read_bytes()
        page.write_bytes(b"x") if harm == "changed" else page.unlink()
        export(published.agency, out)
        assert page.read_bytes() == before
        assert len(asked) == 2

    def test_another_day_and_another_address_are_looked_at(
        self, published, out, asked, monkeypatch
    ):
        export(published.agency, out)
        tomorrow = now() + timedelta(days=1)
        monkeypatch.setattr(clock, "now", lambda: tomorrow)
        export(published.agency, out)
        monkeypatch.setattr(exporting, "site_address", lambda: "https://other.example.go.th")
        export(published.agency, out)
        assert len(asked) == 3

    def test_a_copy_with_a_fault_is_looked_at_again(self, published, out, asked):
        news(published, "ลิงก์เสีย", f"[ไป](/site/{published.agency.pk}/nothing/)")
        first, second = export(published.agency, out), export(published.agency, out)
        assert [one.code for one in first.findings] == [one.code for one in second.findings]
        assert first.findings
        assert len(asked) == 2

    def test_where_pages_are_not_kept_each_copy_asks(self, published, out, asked, settings):
        settings.PAGES_KEPT = False
        export(published.agency, out)
        export(published.agency, out)
        assert len(asked) == 2
