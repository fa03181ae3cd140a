"""The feed that calendars of other programs subscribe to."""

from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from prongsai.web.year.calendar import feed

DUE = date(2026, 3, 31)

STAMP = datetime(2026, 1, 15, 2, tzinfo=UTC)


def entry(**changes):
    return feed.Entry(**{
        "uid": "one@prongsai", "name": "รายงาน", "first": DUE, "last": DUE, "stamp": STAMP,
    } | changes)  # fmt: skip


AS_THE_STANDARD_WRITES_IT = """\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Prongsai//Prongsai//TH
CALSCALE:GREGORIAN
METHOD:PUBLISH
NAME:ปฏิทิน
X-WR-CALNAME:ปฏิทิน
X-WR-TIMEZONE:Asia/Bangkok
REFRESH-INTERVAL;VALUE=DURATION:PT12H
X-PUBLISHED-TTL:PT12H
BEGIN:VEVENT
UID:one@prongsai
DTSTAMP:20260115T020000Z
LAST-MODIFIED:20260115T020000Z
SEQUENCE:2
DTSTART;VALUE=DATE:20260331
DTEND;VALUE=DATE:20260401
SUMMARY:ส่งรายงาน\\, ครบ
STATUS:CONFIRMED
TRANSP:TRANSPARENT
END:VEVENT
END:VCALENDAR
"""


def test_an_event_is_written_as_the_standard_says():
    told = feed.feed("ปฏิทิน", [entry(name="ส่งรายงาน, ครบ", sequence=2)])
    assert told.decode().replace("\r\n", "\n") == AS_THE_STANDARD_WRITES_IT


def test_what_was_written_is_read_again():
    name = "รายงานรอบ 6 เดือน, ครบ; \\จบ\nบรรทัดสอง" + "ก" * 200
    told = feed.feed("ปฏิทิน", [entry(name=name, url="https://x.test/e/", detail="ราย,ละเอียด"),
                                entry(uid="two@prongsai", first=date(2026, 1, 1),
                                      last=date(2026, 2, 28), sequence=3)])  # fmt: skip
    read = Calendar.from_ical(told)
    first, second = read.walk("VEVENT")
    assert str(first["SUMMARY"]) == name
    assert str(first["DESCRIPTION"]) == "ราย,ละเอียด"
    assert str(first["URL"]) == "https://x.test/e/"
    assert (first.decoded("DTSTART"), first.decoded("DTEND")) == (DUE, date(2026, 4, 1))
    assert second.decoded("DTEND") == date(2026, 3, 1)
    assert (str(second["UID"]), second["SEQUENCE"]) == ("two@prongsai", 3)
    assert first.decoded("DTSTAMP") == STAMP
    assert not read.errors


def test_lines_are_folded_by_octets_without_tearing_a_letter():
    told = feed.feed("ปฏิทิน", [entry(name="ความโปร่งใส " * 40)])
    lines = told.split(b"\r\n")
    assert all(len(line) <= 75 for line in lines)
    assert b"\n" not in told.replace(b"\r\n", b"")
    for line in lines:
        line.decode()  # no letter is torn
    assert told.endswith(b"END:VCALENDAR\r\n")


@given(st.text(max_size=300))
def test_any_text_comes_back(text):
    told = feed.feed("ปฏิทิน", [entry(name=text)])
    assert all(len(line) <= 75 for line in told.split(b"\r\n"))
    (event,) = Calendar.from_ical(told).walk("VEVENT")
    assert str(event["UID"]) == "one@prongsai"


def test_nothing_can_be_smuggled_in():
    told = feed.feed("x", [entry(name="a\r\nEND:VEVENT\r\nBEGIN:VALARM\x00")])
    assert told.count(b"\r\nEND:VEVENT\r\n") == 1
    assert b"\r\nBEGIN:VALARM" not in told
