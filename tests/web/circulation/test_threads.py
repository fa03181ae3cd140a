"""Two at the same moment: one acknowledgement, one circulation."""

import pytest
from tests.web import factories
from tests.web.circulation import samples
from tests.web.circulation.samples import start
from tests.web.databases import at_once
from tests.web.roles import ITA_OFFICER

from prongsai.web.office.circulation import services
from prongsai.web.platform.models import JournalEntry

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.databases_differ]


@pytest.fixture
def clerk(crowded):
    """Somebody who starts circulations and is asked to acknowledge them."""
    return factories.make_actor(factories.make_agency(), ITA_OFFICER)


def test_two_acknowledgements_at_once_count_once(clerk):
    row = start(clerk, due=None)
    given = at_once(lambda _: services.acknowledge(row, by=clerk), range(4))
    assert sorted(given) == [False, False, False, True]
    assert row.recipients.exclude(acknowledged_at=None).count() == 1
    told = JournalEntry.objects.filter(agency=clerk.agency, verb="circulation-acknowledged")
    assert told.count() == 1


def test_two_starts_of_one_paper_at_once_are_one(clerk):
    file = samples.stored(clerk.agency)
    given = {"kind": "notice", "subject": clerk.agency.pk, "file": file, "due": None}
    rows = at_once(lambda _: start(clerk, **given), range(4))
    assert len({row.pk for row in rows}) == 1
    assert rows[0].recipients.count() == 1
