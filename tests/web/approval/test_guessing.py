"""The public page hears so many wrong codes a minute and no more."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from prongsai.web.platform import clock
from prongsai.web.signing.approval import guessing
from prongsai.web.signing.approval.drawing import mark_of

pytestmark = pytest.mark.django_db


def asked(code, browser=None):
    return (browser or Client()).get(reverse("approval:check", args=[code]))


def test_wrong_codes_are_heard_until_the_minute_is_spent(
    office, memo, submitted, monkeypatch, client_of
):
    row = submitted()
    monkeypatch.setattr(guessing, "MOST", 3)
    moment = clock.now()
    with clock.freeze(moment):
        assert [asked(f"AAAA-AAA{n}").status_code for n in range(3)] == [404] * 3
        answer = asked("AAAA-AAAA")
        assert answer.status_code == 429
        assert answer["Retry-After"] == "60"
        assert "รอหนึ่งนาที" in answer.content.decode()
        assert asked(row.code).status_code == 429, "else the guesser would still learn of a hit"
        assert asked(row.code, client_of(office["clerk"])).status_code == 200
        # Who has the paper comes by its QR code and is never kept out.
        url = mark_of(row.code).url
        scanned = url[url.index("/check/") :]
        assert Client().get(scanned).status_code == 200
        assert Client().get(scanned[:-1] + "x").status_code == 429
        assert Client().get(scanned.replace(row.code, "AAAA-AAAA")).status_code == 429
    with clock.freeze(moment + timedelta(minutes=1)):
        assert asked(row.code).status_code == 200
        assert asked("AAAA-AAAA").status_code == 404


def test_right_codes_are_not_counted(office, memo, submitted, monkeypatch):
    row = submitted()
    monkeypatch.setattr(guessing, "MOST", 3)
    assert [asked(row.code).status_code for _ in range(6)] == [200] * 6


STRANGE = ("ก", "²", "٣", "'\"<script>", "a/b", ".", "7f3a 91c2ก", "%", "?k=1")


@pytest.mark.parametrize("typed", STRANGE)
def test_what_can_be_no_code_is_as_unknown_as_a_wrong_one(office, monkeypatch, client_of, typed):
    """Twin: a code of the usual letters goes to its page."""
    monkeypatch.setattr(guessing, "MOST", 2)
    start = reverse("approval:check-start")
    with clock.freeze(clock.now()):
        answers = [Client().get(start, {"code": typed}) for _ in range(3)]
        assert [one.status_code for one in answers] == [404, 404, 429]
        assert "ไม่มีเอกสารรหัสนี้" in answers[0].content.decode()
        assert b"<script>a" not in answers[0].content
        assert client_of(office["clerk"]).get(start, {"code": typed}).status_code == 404
        led = Client().get(start, {"code": "7f3a 91c2"})
    assert led.headers["Location"] == reverse("approval:check", args=["7F3A-91C2"])
