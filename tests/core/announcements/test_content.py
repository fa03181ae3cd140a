"""Words as data, as rows of a form, and beside each other."""

import pytest
from msgspec.structs import replace

from prongsai.core.announcements.content import (
    Changed,
    RowKind,
    TextRow,
    Words,
    compared,
    parts_of,
    rows_of,
    words_of,
)
from prongsai.core.announcements.model import Level, TextLine, TextPart
from prongsai.core.announcements.reading import shipped

WORDS = Words(
    "เรื่องหนึ่ง",
    ("เพราะเหตุนี้",),
    (
        TextPart("ก", (TextLine("หนึ่ง"), TextLine("ย่อย", Level.SUB), TextLine("สอง"))),
        TextPart("ข", (TextLine("ต่อ"),)),
    ),
    ("ทั้งนี้",),
)


@pytest.mark.parametrize("key", [kind.key for kind in shipped().kinds])
def test_every_kind_survives_the_form_and_the_json(key):
    kind = shipped().kind(key)
    # Which lines are repeated is the kind's alone: a draft has them repeated.
    parts = tuple(
        replace(part, lines=tuple(replace(line, each=None) for line in part.lines))
        for part in kind.parts
    )
    words = Words(kind.subject, kind.preamble, parts, kind.closing)
    assert parts_of(rows_of(words.parts)) == words.parts
    assert words_of(words.as_data()) == words


def test_a_first_part_without_a_heading_and_lines_before_one():
    parts = (TextPart("", (TextLine("ก"),)), TextPart("ข", (TextLine("ค"),)))
    rows = rows_of(parts)
    assert [row.kind for row in rows] == [RowKind.ITEM, RowKind.HEADING, RowKind.ITEM]
    assert parts_of(rows) == parts


def test_empty_rows_are_left_out_and_a_heading_alone_stays():
    rows = [
        TextRow(RowKind.HEADING, " ก "),
        TextRow(RowKind.SUB, ""),
        TextRow(RowKind.HEADING, "ข"),
    ]
    assert parts_of(rows) == (TextPart("ก"), TextPart("ข"))
    assert parts_of([]) == ()


def test_the_fingerprint_changes_with_any_word():
    same = words_of(WORDS.as_data())
    assert same.fingerprint() == WORDS.fingerprint()
    others = {
        replace(WORDS, subject="เรื่องสอง").fingerprint(),
        replace(WORDS, closing=()).fingerprint(),
        replace(WORDS, parts=WORDS.parts[::-1]).fingerprint(),
        replace(WORDS, parts=(TextPart("ก", (TextLine("หนึ่ง", Level.SUB),)),)).fingerprint(),
    }
    assert len(others | {WORDS.fingerprint()}) == 5


def test_two_texts_beside_each_other():
    new = replace(WORDS, subject="เรื่องใหม่", closing=())
    told = compared(WORDS, new)
    assert told[0] == Changed("เรื่องหนึ่ง", "เรื่องใหม่")
    assert told[-1] == Changed("ทั้งนี้", "")
    assert [one.is_same for one in told].count(False) == 2
    assert all(one.is_same for one in compared(WORDS, WORDS))
    assert Changed("1.1 ย่อย", "1.1 ย่อย") in told
