"""The links inside a folder of pages: each must lead to a file, and to a place that is there."""

import pytest

from prongsai.links.folder import check_folder


def told(root, **pages):
    names = []
    for name, text in pages.items():
        path = root / name.replace("__", "/").replace("_html", ".html")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        names.append(path.relative_to(root).as_posix())
    found = check_folder(root, names)
    return [(one.severity.value, one.places[0].file, one.places[0].quote) for one in found]


def test_links_that_lead_to_files_and_outside_are_fine(tmp_path):
    inside = (
        '<a href="a/b.html">x</a><a href="a/b.html#here">x</a><a href="#own">x</a><p id="own">'
        '<img src="a/b.html"><meta http-equiv="refresh" content="0; url=a/b.html">'
        '<a href="https://www.example.go.th/x">x</a><a href="mailto:ita@example.go.th">x</a>'
    )
    deep = '<h2 id="here">x</h2><a href="../index.html">x</a><a href="./b.html?x=1">x</a>'
    assert told(tmp_path, index_html=inside, a__b_html=deep) == []


@pytest.mark.parametrize(
    "link",
    ["missing.html", "../index.html", "/index.html", "//host/x", "a/", "%00"],
)
def test_a_link_that_leads_to_no_file_is_told_with_its_page(tmp_path, link):
    page = f'<a href="{link}">x</a><a href="index.html">x</a>'
    assert told(tmp_path, index_html=page) == [("error", "index.html", link)]


@pytest.mark.parametrize("link", ["#nothing", "index.html#nothing"])
def test_a_place_that_is_not_in_the_page_is_a_warning(tmp_path, link):
    page = f'<a href="{link}">x</a><a href="#there" id="there">x</a>'
    assert told(tmp_path, index_html=page) == [("warning", "index.html", link)]


@pytest.mark.parametrize(
    "tag",
    [
        '<img src="gone">', '<form action="gone"></form>', '<object data="gone"></object>',
        '<META HTTP-EQUIV="Refresh" CONTENT="0; url=gone">', '<link rel="x" href="gone">',
    ],
)  # fmt: skip
def test_whatever_leads_somewhere_is_looked_at(tmp_path, tag):
    assert told(tmp_path, index_html=tag) == [("error", "index.html", "gone")]


def test_what_only_looks_like_a_link_is_none(tmp_path):
    page = '<p data="gone" title="href=gone">href="gone"</p><!-- <a href="gone"> -->'
    assert told(tmp_path, index_html=page) == []
