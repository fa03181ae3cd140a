"""Where somebody wants to be told: read as people type it, and repeated nowhere."""

import pytest

from prongsai.core.desk.ways import NewsState, NewsWay, WayKind, read_way
from prongsai.core.errors import Wrong

BOTH = tuple(WayKind)


@pytest.mark.parametrize(
    "typed",
    [
        "name@example.com", " name@example.com ", "first.last+desk@sub.example.co.th",
        "o'neill@example.com", "someone@ตัวอย่าง.ไทย", "who?=me@example.com",
    ],
)  # fmt: skip
def test_a_mail_address_is_kept_as_typed(typed):
    assert read_way(typed, BOTH) == NewsWay(WayKind.MAIL, typed.strip())


@pytest.mark.parametrize(
    "typed",
    [
        "0812345678", "081-234-5678", "081 234 5678", "๐๘๑๒๓๔๕๖๗๘", "+66 81 234 5678",
        "66812345678", "(081) 2345678", "0066812345678",
    ],
)  # fmt: skip
def test_a_mobile_number_is_one_however_it_is_typed(typed):
    assert read_way(typed, BOTH) == NewsWay(WayKind.SMS, "+66812345678")


@pytest.mark.parametrize(
    "typed",
    [
        "", "name", "name@", "@example.com", "name@example", "a b@example.com",
        "name@example.com\nBcc: other@example.com", "name@example.com,other@example.com",
        "<name@example.com>", "a..b@example.com", ".a@example.com", "ชื่อ@example.com",
        "name@-example.com", "name@127.0.0.1", "0212345678", "08123456", "081234567890",
        "+1 202 555 0100", "name@" + "a" * 250 + ".com", "name@" + "ก" * 60 + ".ไทย",
        "=?utf-8?q?a=40b.com=2C_c?=@example.com", "=?utf-8?q?=0d=0aBcc=3A_a=40b.com?=@example.com",
    ],
)  # fmt: skip
def test_what_is_none_is_refused_and_not_repeated(typed):
    with pytest.raises(Wrong) as caught:
        read_way(typed, BOTH)
    assert len(typed) < 3 or typed not in caught.value.message.th + caught.value.message.en


@pytest.mark.parametrize(
    ("typed", "open_"),
    [
        ("name@example.com", [WayKind.SMS]),
        ("0812345678", [WayKind.MAIL]),
        ("name@example.com", []),
        ("0812345678", []),
    ],
)
def test_only_what_is_offered_is_taken(typed, open_):
    with pytest.raises(Wrong):
        read_way(typed, open_)


def test_no_log_holds_where():
    assert "example" not in repr(NewsWay(WayKind.MAIL, "name@example.com"))


def test_what_failed_is_tried_no_more():
    assert {one for one in NewsState if one.is_failed} == {
        NewsState.REFUSED,
        NewsState.UNSURE,
        NewsState.GIVEN_UP,
    }
