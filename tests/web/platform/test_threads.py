"""Many acts of one agency at once: the journal keeps every one, and stays whole."""

import pytest
from django.db import transaction
from tests.web import factories
from tests.web.databases import at_once
from tests.web.roles import ITA_OFFICER

from prongsai.web.agency.models import Agency
from prongsai.web.platform import journal
from prongsai.web.platform.models import JournalEntry

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.databases_differ]


@pytest.mark.long
def test_acts_at_once_are_all_kept_in_one_chain(crowded):
    agency = factories.make_agency()
    officer = factories.make_actor(agency, ITA_OFFICER, login="officer")

    def act(number):
        with transaction.atomic():
            journal.record(Agency.objects.get(pk=agency.pk), officer, "tested", str(number))

    at_once(act, range(24))
    kept = JournalEntry.objects.filter(agency=agency, verb="tested")
    assert {int(one.subject) for one in kept} == set(range(24))
    assert not list(journal.verify(agency))


def test_nobody_acts_in_another_agency(crowded):
    agency = factories.make_agency()
    other = factories.make_agency("เทศบาลตำบลตัวอย่างอื่น")
    officer = factories.make_actor(agency, ITA_OFFICER, login="officer")
    with transaction.atomic():
        journal.record(agency, officer, "tested", "ของตน")
    stranger = factories.make_actor(other, ITA_OFFICER, login="stranger")
    with transaction.atomic():
        journal.record(other, stranger, "tested", "ของตน")
    # Whichever of the two has the smaller key.
    for one, by in ((other, officer), (agency, stranger)):
        with pytest.raises(journal.CrossTenantActError), transaction.atomic():
            journal.record(one, by, "tested", "ของผู้อื่น")
    assert not JournalEntry.objects.filter(subject="ของผู้อื่น").exists()
