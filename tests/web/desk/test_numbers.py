"""Numbers of cases: counted, and drawn where a count would tell how many complained."""

import pytest
from django.urls import reverse
from tests.web.desk.conftest import TYPED
from tests.web.roles import CHIEF_ADMINISTRATOR, CHIEF_EXECUTIVE, COMPLAINT_OFFICER

from prongsai.core.desk.model import Channel, Outcome
from prongsai.core.desk.reading import kind_of, shipped
from prongsai.core.slips import slip_of
from prongsai.web.agency.refusals import Refused
from prongsai.web.citizens.desk import guarding
from prongsai.web.citizens.desk.queries import numbered
from prongsai.web.citizens.desk.services import receiving, working
from prongsai.web.platform.clock import today
from prongsai.web.platform.models import JournalEntry

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
OPEN = kind_of("complaint")
RESTRICTED = next(one for one in shipped() if one.restricted)
OF_RESTRICTED = dict.fromkeys((RESTRICTED.named_by,), "ข้อความสมมุติ")


@pytest.fixture
def keeper(person):
    return person(COMPLAINT_OFFICER)


@pytest.fixture
def bring(agency):
    """Bring a case of a kind."""
    slips = iter(range(100, 200))

    def brought(kind, **more):
        typed = OF_RESTRICTED if kind.restricted else TYPED
        return receiving.receive(
            agency, kind, receiving.Brought(typed, slip_of(next(slips)), **more)
        )

    return brought


def test_what_superiors_may_not_read_leaves_no_gap_in_the_count(bring):
    counted = []
    for _ in range(3):
        counted.append(bring(OPEN).number)
        assert bring(RESTRICTED).number >= guarding.FIRST_DRAWN
    assert counted == [1, 2, 3]


def test_numbers_that_are_drawn_tell_no_order_and_come_once(bring, monkeypatch):
    drawn = iter([5, 5, 5, 3])
    monkeypatch.setattr(guarding, "randbelow", lambda _most: next(drawn))
    first, second = (bring(RESTRICTED).number - guarding.FIRST_DRAWN for _ in range(2))
    assert (first, second) == (5, 3)


def test_a_drawn_number_is_found_by_who_reads_it_alone(bring, keeper, officer):
    case = bring(RESTRICTED)
    typed = case.printed_number
    assert numbered(keeper, typed, today()) == case
    assert numbered(officer, typed, today()) is None


@pytest.mark.parametrize("kind", [OPEN, RESTRICTED], ids=lambda kind: kind.key)
def test_the_journal_tells_nothing_of_restricted_kinds(bring, keeper, person, client_of, kind):
    case = bring(kind, by=keeper, channel=Channel.PAPER)
    working.note(case, by=keeper, text="บันทึก", seen=1)
    working.answer(case, by=keeper, text="ตอบ", outcome=Outcome.DONE, seen=2)
    told = JournalEntry.objects.filter(verb__startswith="case-")
    verbs = sorted(told.values_list("verb", flat=True))
    pages = [
        client_of(person(role)).get(reverse("agency:journal")).content.decode()
        for role in (CHIEF_EXECUTIVE, CHIEF_ADMINISTRATOR)
    ]
    if kind.restricted:
        assert not verbs
        assert not any(case.printed_number in page for page in pages)
    else:
        assert verbs == ["case-answered", "case-noted", "case-taken"]
        assert all(case.printed_number in page for page in pages)
    # Who did what stands in the case itself.
    assert [one.by for one in case.entries.all()] == [keeper.user] * 3


def test_too_many_in_a_day_are_refused_though_they_are_not_counted(bring, monkeypatch):
    monkeypatch.setattr(receiving, "MOST_A_DAY", 2)
    for _ in range(2):
        bring(RESTRICTED)
    with pytest.raises(Refused, match="an unusual number"):
        bring(RESTRICTED)
    # Another kind's count knows nothing of them.
    assert bring(OPEN).number == 1
