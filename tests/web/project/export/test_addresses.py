"""Which address is the agency's own, and the file that stands for it."""

import pytest

from prongsai.web.project.export.addresses import Own, canonical, other_file, page_file, relative

OWN = Own("https://ita.example.go.th", ("/site/1/", "/public/1/"), frozenset({"/e/2/"}))
HERE = "/site/1/ita/2566/"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("o12/", "/site/1/ita/2566/o12/"),
        ("../../news/?page=2&language=en", "/site/1/news/?page=2&language=en"),
        ("?language=th", "/site/1/ita/2566/"),
        ("/public/1/?kind=a&year=2566&x=1", "/public/1/?year=2566&kind=a"),
        ("https://ita.example.go.th/site/1/about/", "/site/1/about/"),
        ("/e/2/", "/e/2/"),
        ("/static/a.css", "/static/a.css"),
        ("/site/1/..a/", "/site/1/..a/"),
        ("/site/1/file/?save", "/site/1/file/"),
    ],
)  # fmt: skip
def test_an_address_of_the_agency_is_known_however_it_is_written(written, meant):
    assert OWN.address(written, HERE) == meant


@pytest.mark.parametrize(
    "written",
    [
        "/site/2/", "/public/2/x/", "/e/3/", "/check/ABC/", "/", "https://www.example.go.th/site/1/",
        "mailto:ita@example.go.th", "//other.example.go.th/site/1/", "https://[bad/", "../../../x/",
        "https://ita.example.go.th.evil.example/site/1/", "/static/%2e%2e/site.key",
        "/site/1/%2e%2e/%2e%2e/people/", "/static/a%2f%2e%2e%2f..%2fsite.key",
    ],
)  # fmt: skip
def test_an_address_of_others_is_none_of_its_own(written):
    assert OWN.address(written, HERE) is None


def test_every_choice_has_a_file_of_its_own():
    assert page_file("/site/1/") == "site/1/index.html"
    assert page_file("/site/1/?language=en") == "site/1/index-en.html"
    chosen = canonical("/public/1/", {"kind": "plan", "year": "2566", "language": "en"})
    assert page_file(chosen) == "public/1/index-year-2566-kind-plan-en.html"
    odd = [
        page_file(canonical("/public/1/", {"kind": kind}))
        for kind in ("../x", "a/b", "ก", "x" * 99)
    ]
    assert len(set(odd)) == 4
    assert all(name.count("/") == 2 and name.isascii() for name in odd)


def test_files_keep_their_kind_and_have_names_that_every_server_can_read():
    assert (
        other_file("/site/1/ita/2566/data.csv?language=en", "text/csv")
        == "site/1/ita/2566/data-en.csv"
    )
    assert other_file("/robots.txt", "text/plain") == "robots.txt"
    assert (
        other_file("/public/1/2/file/", "application/pdf", "แผน 2566.PDF")
        == "public/1/2/file/file.pdf"
    )
    assert other_file("/public/1/2/file/", "application/pdf", "แผน") == "public/1/2/file/file.pdf"
    assert other_file("/public/1/2/file/", "application/pdf", "a.ก/b") == "public/1/2/file/file.pdf"


def test_a_file_names_another_from_where_it_lies():
    assert relative("site/1/index.html", "site/1/news/index.html") == "news/index.html"
    assert relative("site/1/a/index.html", "public/1/index.html") == "../../../public/1/index.html"
    assert relative("index.html", "e/2/index.html") == "e/2/index.html"
    assert relative("site/1/index.html", "site/1/index-en.html") == "index-en.html"
    assert relative("site/index.html", "site/a b.html") == "a%20b.html"
