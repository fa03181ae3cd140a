"""Text larger than any score sheet is refused with words, before anything is made of it."""

import pytest
from tests.growth import in_proportion

from prongsai.core.errors import UnreadableInput
from prongsai.readers.extracts import read_extract
from prongsai.readers.kinds import MAX_LINES, MAX_TEXT_BYTES, kind_of, refuse_long_text

CAPTION = "ผลการประเมิน ITA ประจำปีงบประมาณ พ.ศ. 2567\n"
PICTURE = '<img src="data:image/png;base64,{}">'
LARGE = {
    "line of gaps": ("a.txt", "ก  81.45  ".encode() * 800_000),
    "line of tabs": ("a.txt", b"1\t" * 5_000_000),
    "tags": ("a.html", b"<html>" + b"<p>" * 3_000_000),
    "cells": ("a.html", b"<table>" + b"<td>1" * 2_000_000),
    "lists": ("a.json", b"[" + b"{}," * 3_000_000 + b"{}]"),
    "rows": ("a.csv", b"o1,99\n" * 1_500_000),
}


@pytest.mark.parametrize("kind", LARGE)
def test_a_large_text_is_refused_by_its_size(read, kind):
    name, data = LARGE[kind]
    with pytest.raises(UnreadableInput) as refused:
        read(data, name)
    assert "MB" in refused.value.message.en


@pytest.mark.parametrize(
    "page",
    [
        b"<p>x</p>" * 350_000,
        b"<br>" * 700_000,
        b"<!---->" * 700_000,
        b"<p " + b"a " * 50_000 + b">x",
        b"<" * 700_000,
    ],
)
def test_a_page_of_too_many_or_too_long_tags_is_refused(read, page):
    with pytest.raises(UnreadableInput) as refused:
        read(b"<html>" + page, "a.html")
    assert "tags" in refused.value.message.en


@pytest.mark.long
def test_a_large_page_of_a_usual_kind_is_read(scores_of):
    rows = "".join(f"<tr><td>หน้า {n}</td><td>-</td></tr>" for n in range(2_000))
    page = f"<html><p>{CAPTION}</p><table><tr><td>IIT</td><td>90.11</td></tr>{rows}</table></html>"
    assert scores_of(page, "a.html")["IIT"] == "90.11"


def test_pictures_inside_a_page_do_not_count(scores_of):
    picture = PICTURE.format("A" * (MAX_TEXT_BYTES + 1))
    page = f"<html><p>{CAPTION}</p>{picture}<p>คะแนนรวม 81.45 คะแนน</p></html>"
    assert scores_of(page, "a.html")["total"] == "81.45"


@pytest.mark.parametrize("name", ["a.txt", "a.csv"])
def test_lines_are_counted(name):
    line = b"o1,99\n"
    refuse_long_text(line * MAX_LINES, name)
    with pytest.raises(UnreadableInput) as refused:
        read_extract(line * (MAX_LINES + 1), name)
    assert f"{MAX_LINES + 1} lines" in refused.value.message.en


def test_other_files_may_be_longer():
    """Rows of a register, answers of a survey, addresses of links are no score sheet."""
    assert kind_of(b"o1,99\n" * (MAX_LINES + 1), "a.csv")


@pytest.mark.long
@pytest.mark.parametrize(
    "line", ["ITA 81.5\n", "a\n\n", "o1,99\n", "คะแนน 81.45 (ผ่าน)\n", "IIT 81.45 | ระดับ A\n"]
)
def test_many_lines_take_time_in_proportion(read, line):
    assert in_proportion(lambda count: read(CAPTION + line * count), 500, 2_000)


@pytest.mark.long
@pytest.mark.parametrize("part", ["ก  81.45  ", "81.45\t", "|81.45", "81.45  ระดับ A  "])
def test_a_long_line_takes_time_in_proportion(read, part):
    assert in_proportion(lambda count: read(CAPTION + part * count), 5_000, 20_000)


@pytest.mark.long
def test_many_tags_take_time_in_proportion(read):
    def page(count):
        return read(f"<html><p>{CAPTION}</p>" + "<p>IIT 81.45</p>" * count, "a.html")

    assert in_proportion(page, 500, 2_000)
