"""Answers that one page asks for more than once."""

import pytest
from django.test import RequestFactory

from prongsai.web.platform.request_cache import RequestCache, cached_for_request


def counted():
    """A question, and how often it was answered anew."""
    told = []

    @cached_for_request
    def question(of, *, more=0):
        told.append(of)
        return len(told), of, more

    return question, told


def during(method, act):
    return RequestCache(lambda _request: act())(RequestFactory().generic(method, "/"))


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_page_that_is_read_asks_once(method):
    question, told = counted()
    answers = during(method, lambda: [question(1), question(1), question(1, more=2)])
    assert answers == [(1, 1, 0), (1, 1, 0), (2, 1, 2)]
    assert told == [1, 1]


def test_a_form_that_is_sent_asks_every_time():
    question, told = counted()
    during("POST", lambda: [question(1), question(1)])
    assert told == [1, 1]


def test_nothing_goes_from_one_request_to_the_next():
    question, told = counted()
    for _ in range(2):
        during("GET", lambda: question(1))
    question(1)
    question(1)
    assert told == [1, 1, 1, 1]


def test_a_fault_forgets_too():
    question, told = counted()

    def fails():
        question(1)
        raise LookupError

    with pytest.raises(LookupError):
        during("GET", fails)
    question(1)
    assert told == [1, 1]
