"""Many at once, each on a connection of its own: no number twice, none left out."""

from datetime import date
from uuid import uuid4

import pytest
from tests.web import factories
from tests.web.databases import at_once
from tests.web.roles import ITA_OFFICER

from prongsai.web.agency.models import Agency
from prongsai.web.platform import journal
from prongsai.web.signing.numbering import services
from prongsai.web.signing.numbering.models import NumberRow, Register

DAY = date(2026, 1, 15)
PAPERS, AGAIN = 24, 6

pytestmark = [pytest.mark.databases_differ, pytest.mark.django_db(transaction=True)]


@pytest.mark.long
def test_thirty_askers_get_numbers_without_a_gap_and_a_paper_asked_twice_one(crowded):
    agency = factories.make_agency()
    officer = factories.make_actor(agency, ITA_OFFICER, login="officer")
    papers = [uuid4() for _ in range(PAPERS)]

    def issued(paper):
        same = Agency.objects.get(pk=agency.pk)
        return services.issue(
            same, by=officer, series="memo", on=DAY, title="ขออนุมัติ", subject=paper
        ).number

    numbers = at_once(issued, [*papers, *papers[:AGAIN]])
    assert sorted(numbers[:PAPERS]) == list(range(1, PAPERS + 1))
    assert numbers[PAPERS:] == numbers[:AGAIN]
    assert Register.objects.get().last == PAPERS
    assert NumberRow.objects.count() == PAPERS
    assert not list(journal.verify(agency))


def test_issuing_and_keeping_at_once_leave_no_gap(crowded):
    agency = factories.make_agency()
    officer = factories.make_actor(agency, ITA_OFFICER, login="officer")

    def asked(place):
        said = {"by": officer, "series": "order"}
        if place % 3:
            services.issue(agency, on=DAY, title="แต่งตั้ง", **said)
        else:
            services.reserve(agency, year=2569, count=2, reason="ไฟฟ้าดับ", **said)

    at_once(asked, range(12))
    assert list(NumberRow.objects.values_list("number", flat=True)) == list(range(1, 17))
