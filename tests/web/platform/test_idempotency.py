"""A form sent twice acts once."""

import re
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template import Context, Template
from django.test import RequestFactory
from tests.web.factories import make_unit

from prongsai.web.agency.models import Unit
from prongsai.web.platform import idempotency
from prongsai.web.platform.clock import freeze, now
from prongsai.web.platform.models import Sent

pytestmark = [pytest.mark.django_db, pytest.mark.databases_differ]
KEY = "0" * 32


def sent(user=None, path="/units/", **fields):
    request = RequestFactory().post(path, {"once": KEY, "csrfmiddlewaretoken": "x"} | fields)
    request.user = user or SimpleNamespace(pk=1)
    return request


@pytest.fixture
def act(agency):
    def added():
        unit = make_unit(agency, f"กอง {Unit.objects.count() + 1}")
        return f"/units/{unit.pk}/"

    return added


def test_the_second_sending_gets_the_answer_of_the_first(act):
    first = idempotency.answer_once(sent(name="ก"), act)
    assert idempotency.answer_once(sent(name="ก", csrfmiddlewaretoken="new"), act) == first
    assert Unit.objects.count() == 1


def with_file(data):
    return sent(name="ก", file=SimpleUploadedFile("a.csv", data))


# Each pair differs in one thing only.
@pytest.mark.parametrize(
    ("first", "other"),
    [
        (lambda: sent(name="ก"), lambda: sent(name="ข")),
        (lambda: sent(name="ก"), lambda: sent(name="ก", once="1" * 32)),
        (lambda: sent(name="ก"), lambda: sent(name="ก", path="/other/")),
        (lambda: sent(name="ก"), lambda: sent(name="ก", path="/units/?year=2")),
        (lambda: sent(name="ก"), lambda: sent(name="ก", user=SimpleNamespace(pk=2))),
        (lambda: with_file(b"1"), lambda: with_file(b"2")),
        (lambda: with_file(b"1"), lambda: sent(name="ก")),
    ],
    ids=["corrected", "form", "address", "query", "person", "content", "no file"],
)
def test_something_else_is_acted_on(act, first, other):
    idempotency.answer_once(first(), act)
    idempotency.answer_once(other(), act)
    assert Unit.objects.count() == 2
    idempotency.answer_once(first(), act)
    assert Unit.objects.count() == 2, "the first again is the first"


def test_a_form_without_a_key_is_acted_on_each_time(act):
    for _ in range(2):
        idempotency.answer_once(sent(name="ก", once=""), act)
    assert Unit.objects.count() == 2


def test_what_failed_may_be_sent_again(act):
    def failing():
        act()
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        idempotency.answer_once(sent(), failing)
    assert (Unit.objects.count(), Sent.objects.count()) == (0, 0)
    assert idempotency.answer_once(sent(), act)


def test_a_clash_inside_the_act_is_not_taken_for_a_second_sending(agency):
    def clashing():
        make_unit(agency, "กอง")
        make_unit(agency, "กอง")

    with pytest.raises(idempotency.IntegrityError):
        idempotency.answer_once(sent(), clashing)


def test_an_upload_can_still_be_read_afterwards():
    request = sent(file=SimpleUploadedFile("a.csv", b"text"))
    idempotency.digest_of(request)
    assert request.FILES["file"].read() == b"text"


def test_the_tag_gives_every_form_its_own_key():
    html = Template("{% idempotency_key %}{% idempotency_key %}").render(Context())
    keys = re.findall(r'<input type="hidden" name="once" value="([0-9a-f]{32})">', html)
    assert len(set(keys)) == 2


def test_what_was_sent_long_ago_is_forgotten_and_nothing_younger():
    week = timedelta(days=7)
    with freeze(now()):
        for digest, age in (("of old", week + timedelta(seconds=1)), ("of late", week)):
            Sent.objects.create(digest=digest, at=now() - age, answer="/")
        idempotency.forget()
    assert [one.digest for one in Sent.objects.all()] == ["of late"]
