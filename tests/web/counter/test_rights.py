"""Who does what at which counter: every act of the queue, person by person."""

from uuid import uuid4

import pytest
from django.urls import reverse
from tests.web import staff

from prongsai.web.agency.services import agency as units
from prongsai.web.citizens.counter.rights import begins_at_counter, refuse_callers
from prongsai.web.citizens.counter.services import queues
from prongsai.web.platform.clock import today

pytestmark = pytest.mark.django_db
# Reading the waits and the papers is everybody's; numbers are taken without signing in.
CALLS = "listed point window call open give end poster waits report"
KEEPS = f"{CALLS} change paper chart-write offer-add chart-publish offer-retire"
MAY = {
    "executive": "waits report",
    "keeper": KEEPS,
    "office head": KEEPS,
    "head": CALLS,
    "acting head": CALLS,
    "officer": CALLS,
    # People of the unit like others, and beside that what is theirs in the whole agency.
    "publisher": f"{CALLS} chart-publish offer-retire",
    "auditor": CALLS,
    "other head": "waits report",
    "other officer": "waits report",
}


@pytest.fixture
def point(agency, words, keeper):
    made = queues.make_point(by=keeper, words=words(unit=staff.unit(agency, staff.OWN)))
    queues.open_day(made, by=keeper)
    queues.take(made, made.lines.get(prefix="A"))
    return made


def acts(point):
    """What each act sends, in an order in which whoever may can do all of them."""
    window = point.windows.first()
    calls = reverse("counter:window", args=[point.pk, window.pk])
    yield "call", calls, {"act": "next", "seen": 0}
    yield "window", calls, None
    yield "give", reverse("counter:give", args=[point.pk]), {"line": point.lines.first().pk}
    for act in ("end", "open"):
        yield act, reverse("counter:day", args=[point.pk]), {"act": act}
    for name in ("point", "poster", "waits", "change"):
        yield name, reverse(f"counter:{name}", args=[point.pk]), None
    for name, sent in (("report", None), ("paper", {})):
        yield name, reverse("counter:report", args=[2568, "12"]), sent
    for name in ("chart-write", "offer-add"):
        yield name, reverse(f"counter:{name}"), None
    for name in ("chart-publish", "offer-retire"):  # of what is not there: who may is told so
        yield name, reverse(f"counter:{name}", args=[uuid4()]), {}


@pytest.mark.parametrize("who", MAY)
def test_each_act_of_the_counter_is_for_whom_the_table_names(agency, point, client_of, who):
    person = staff.somebody(agency, who)
    browser, done = client_of(person), set()
    for name, address, sent in acts(point):
        answer = browser.get(address) if sent is None else browser.post(address, sent)
        done |= {name} if answer.status_code != 403 else set()
    listed = browser.get(reverse("counter:counter")).content.decode()
    own = reverse("counter:point", args=[point.pk])
    done |= {"listed"} if f'href="{own}"' in listed else set()
    assert done == set(MAY[who].split())
    assert begins_at_counter(person, today()) is (who == "officer")


def test_at_the_point_of_a_closed_unit_or_of_none_keepers_call_alone(agency, point, keeper):
    officer = staff.somebody(agency, "officer")
    refuse_callers(officer, point)
    units.close_unit(unit=point.unit, by=keeper)
    of_none = queues.ServicePoint(agency=agency, name="จุดอื่น")
    for each in (point, of_none):
        refuse_callers(keeper, each)
        with pytest.raises(queues.Refused):
            refuse_callers(officer, each)
