"""A form that is read quickly is the form that Django reads."""

import pytest
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from prongsai.web.platform.forms import read_form

URL_ENCODED = "application/x-www-form-urlencoded"
PIECES = st.sampled_from([
    "a", "=", "&", "+", ";", "%", "%2", "%zz", "%26", "%3D", "%25", "%00", "%0A", "%7F", "%80",
    "%E0%B8%81", "%e0%b8%81", "%E0%B8", "%81", "%ED%A0%80", "%F0%9F%98%80", "ก", "é", "\ufeff",
])  # fmt: skip


def both(body, content_type=URL_ENCODED):
    """A form as it is read quickly, and as Django reads it."""
    sent = [RequestFactory().post("/", body, content_type) for _ in range(2)]
    return read_form(sent[0]), sent[1].POST


@given(st.lists(PIECES, max_size=30).map("".join))
def test_whatever_is_sent_is_read_alike(text):
    quick, usual = both(text.encode())
    assert list(quick.lists()) == list(usual.lists())


@given(st.binary(max_size=40))
def test_bytes_of_any_kind_are_read_alike(body):
    quick, usual = both(body)
    assert list(quick.lists()) == list(usual.lists())


def test_other_ways_to_send_are_read_by_django():
    part = b'Content-Disposition: form-data; name="a"\r\n\r\n\xe0\xb8\x81'
    sent = b"--x\r\n" + part + b"\r\n--x--"
    quick, usual = both(sent, "multipart/form-data; boundary=x")
    assert quick["a"] == usual["a"] == "ก"
    assert not read_form(RequestFactory().get("/?a=b"))
    assert not both(b"{}", "application/json")[0]


def test_too_much_is_refused_as_by_django(settings):
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 3
    assert len(read_form(RequestFactory().post("/", b"a&b&c", URL_ENCODED))) == 3
    with pytest.raises(TooManyFieldsSent):
        read_form(RequestFactory().post("/", b"a&b&c&d", URL_ENCODED))
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 5
    assert read_form(RequestFactory().post("/", b"a=bcd", URL_ENCODED))["a"] == "bcd"
    with pytest.raises(RequestDataTooBig):
        read_form(RequestFactory().post("/", b"a=bcde", URL_ENCODED))
