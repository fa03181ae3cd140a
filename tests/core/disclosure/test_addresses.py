"""Addresses as people type and paste them: what nobody outside could open is told with a reason."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prongsai.core.disclosure.addresses import MOST_LETTERS, read_address
from prongsai.core.disclosure.pasted import read_pasted
from prongsai.core.errors import Wrong

CODES = {"o1", "o3", "o5", "o13"}


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("https://www.example.go.th/ita", "https://www.example.go.th/ita"),
        (" www.example.go.th/ita ", "https://www.example.go.th/ita"),
        ("HTTP://EXAMPLE.GO.TH", "HTTP://EXAMPLE.GO.TH"),
        ("https://example.go.th/ข้อมูล/๑.pdf", "https://example.go.th/ข้อมูล/๑.pdf"),
        ("https://example.go.th:8443/a?b=c#d", "https://example.go.th:8443/a?b=c#d"),
        ("https://8.8.8.8/", "https://8.8.8.8/"),
        ("http://[2606:4700::1111]:8080/", "http://[2606:4700::1111]:8080/"),
        ("http://[64:ff9b::808:808]/", "http://[64:ff9b::808:808]/"),
        ("https://สำนักงาน.ไทย/ข้อมูล", "https://สำนักงาน.ไทย/ข้อมูล"),
        ("https://xn--12c.th/", "https://xn--12c.th/"),
        ("https://ita_2566.example.go.th./a", "https://ita_2566.example.go.th./a"),
        ("https://example.go.th:65535/", "https://example.go.th:65535/"),
        ("httpd.example.go.th/x", "https://httpd.example.go.th/x"),
        ("https://example.go.th/user@page", "https://example.go.th/user@page"),
        ("https://" + "a.th/" + "ก" * (MOST_LETTERS - 13), None),
    ],
)
def test_an_address_is_kept_as_it_was_typed(typed, kept):
    assert read_address(typed) == (kept or typed)


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ("http://user:secret@example.go.th/", "password"),
        ("http://user@example.go.th/", "password"),
        ("http://192.168.1.4/ita", "inside"),
        ("http://10.0.0.1:8080/", "inside"),
        ("http://[::1]/", "inside"),
        ("http://127.0.0.1/", "inside"),
        ("http://" + "localhost/", "inside"),
        ("http://intranet.local/ita", "inside"),
        ("http://intranet/ita", "not a web address"),
        ("http://intranet.local./", "inside"),
        ("http://intranet。local/", "inside"),
        ("http://server.localdomain/", "inside"),
        ("http://１２７.０.０.１/", "inside"),
        ("http://127。0。0。1/", "inside"),
        ("http://[::ffff:10.0.0.1]/", "inside"),
        ("http://[64:ff9b::7f00:1]/", "inside"),
        ("http://[2002:7f00:1::]/", "inside"),
        ("http://2130706433/", "not a web address"),
        ("http://127.1/", "not a web address"),
        ("http://0x7f.1/", "not a web address"),
        ("http://0177.0.0.1/", "not a web address"),
        ("http://%31%32%37.0.0.1/", "not a web address"),
        ("http://" + "localhost\\.example.go.th/", "not a web address"),
        ("http://[fe80::1%25eth0]/", "not a web address"),
        ("http://[::1/", "not a web address"),
        ("http://example.go.th:65536/", "not a web address"),
        ("http://example.go.th:0/", "not a web address"),
        ("http://example.go.th:๘๐/", "not a web address"),
        ("http://example.go.th:80:80/", "not a web address"),
        ("http://a..th/", "not a web address"),
        ('http://a.th"onclick=1/', "not a web address"),
        ("http://<script>.th/", "not a web address"),
        ("example.go.th/" + "a" * (MOST_LETTERS - 14), "longer"),
        ("ftp://example.go.th/", "http://"),
        ("javascript:alert(1)", "http://"),
        ("mailto:somebody@example.go.th", "http://"),
        ("file:///C:/ita.pdf", "http://"),
        ("hello", "not a web address"),
        ("https://", "not a web address"),
        ("https://example.go.th/a b", "blank"),
        ("https://example.go.th/\u200b", "blank"),
        ("https://example.go.th/" + "a" * 3_000, "longer"),
    ],
)
def test_what_nobody_outside_could_open_is_refused_with_the_reason(typed, word):
    with pytest.raises(Wrong) as refused:
        read_address(typed)
    assert word in refused.value.message.en
    assert refused.value.message.th


@given(st.text(max_size=80))
def test_whatever_is_typed_gives_an_address_or_words(typed):
    try:
        kept = read_address(typed)
    except Wrong as refused:
        kept = f"http://{refused.message.th}"
    assert kept.lower().startswith(("http://", "https://"))


def pasted(text):
    read = read_pasted(text, CODES)
    return [(row.code, row.address, row.title) for row in read.rows], [
        (fault.line, fault.message.en) for fault in read.faults
    ]


def test_two_columns_of_a_spreadsheet_are_read():
    rows, faults = pasted("o1\thttps://a.go.th/1\no3\thttps://a.go.th/3\tแผนผัง\n")
    assert rows == [("o1", "https://a.go.th/1", ""), ("o3", "https://a.go.th/3", "แผนผัง")]
    assert faults == []


def test_a_merged_cell_goes_on_with_the_item_above():
    rows, _ = pasted("o1\thttps://a.go.th/1\n\thttps://a.go.th/2")
    assert [row[:2] for row in rows] == [("o1", "https://a.go.th/1"), ("o1", "https://a.go.th/2")]


@pytest.mark.parametrize(
    ("line", "word"),
    [
        ("๐6\thttps://a.go.th/6", "no item code"),
        ("13\thttps://a.go.th/13", "no item code"),
        ("ข้อ 3\thttps://a.go.th/3", "no item code"),
        ("o1/o3\thttps://a.go.th", "several items"),
        ("o1, o3\thttps://a.go.th", "several items"),
        ("o1-o3 https://a.go.th", "several items"),
        ("o1 และ o3 https://a.go.th", "several items"),
        ('o1\t=HYPERLINK("https://a.go.th","x")', "not a web address"),
    ],
)
def test_an_item_that_is_not_read_is_not_taken_for_the_one_above(line, word):
    rows, faults = pasted(f"o5\thttps://a.go.th/5\n{line}")
    assert rows == [("o5", "https://a.go.th/5", "")]
    assert word in faults[0][1]


def test_what_goes_on_after_an_unread_item_is_not_of_the_one_above_it():
    rows, faults = pasted("o5\thttps://a.go.th/5\n6\thttps://a.go.th/6\n\thttps://a.go.th/7")
    assert [row[1] for row in rows] == ["https://a.go.th/5"]
    assert [number for number, _ in faults] == [2, 3]


@pytest.mark.parametrize("title", ["ก.ค.66", "สขร.12", "พ.ร.บ.กลาง", "report.pdf"])
def test_a_title_with_dots_is_no_address(title):
    assert pasted(f"o1\thttps://a.go.th\t{title}")[0] == [("o1", "https://a.go.th", title)]


def test_several_addresses_of_a_line_or_of_a_quoted_cell_are_each_read():
    wanted = ["https://a.go.th/1", "https://a.go.th/2"]
    for text in (
        "o1\thttps://a.go.th/1,https://a.go.th/2",
        "o1\thttps://a.go.th/1 https://a.go.th/2",
        'o1\t"https://a.go.th/1\nhttps://a.go.th/2"',
    ):
        rows, faults = pasted(text)
        assert ([row[1] for row in rows], faults) == (wanted, [])


def test_an_address_without_https_is_read_where_none_says_it():
    assert pasted("o1\twww.a.go.th/1\tแผน")[0] == [("o1", "https://www.a.go.th/1", "แผน")]


@pytest.mark.parametrize("code", ["o13", "O13", "ข้อ o13", "o๑๓", "o 13", "o13.", "o13:"])
def test_a_code_is_known_however_it_is_written(code):
    assert pasted(f"{code} https://a.go.th/๑")[0] == [("o13", "https://a.go.th/๑", "")]


@pytest.mark.parametrize(
    ("line", "word"),
    [
        ("https://a.go.th/1", "no item code"),
        ("o99 https://a.go.th/1", "no item o99"),
        ("o130 https://a.go.th/1", "no item o130"),
        ("o5", "no web address"),
        ("o5 http://u:p@a.go.th", "password"),
    ],
)
def test_a_line_that_cannot_be_read_is_told_with_its_number(line, word):
    rows, faults = pasted(f"\n{line}\no1 https://a.go.th/1")
    assert [number for number, _ in faults] == [2]
    assert word in faults[0][1]
    assert rows == [("o1", "https://a.go.th/1", "")]


@given(st.lists(st.text(max_size=40), max_size=8))
def test_no_line_is_lost_without_a_word(lines):
    text = "\n".join(lines)
    read = read_pasted(text, CODES)
    told = {row.line for row in read.rows} | {fault.line for fault in read.faults}
    assert told == {n for n, line in enumerate(text.splitlines(), 1) if line.strip()}
