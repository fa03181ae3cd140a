"""The services' last net: what is handed to an act belongs to the agency of the act."""

from uuid import uuid4

import pytest
from tests.web import factories
from tests.web.circulation import samples
from tests.web.roles import CHIEF_ADMINISTRATOR

from prongsai.web.office.circulation import services as circulating
from prongsai.web.office.circulation.models import Circulation
from prongsai.web.platform.clock import today
from prongsai.web.platform.db.tenancy import CrossTenantError, own
from prongsai.web.signing.publication import services as publishing
from prongsai.web.signing.publication.models import Publication

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_clock")]


def test_rows_of_the_agency_and_nothing_pass(agency, other_agency):
    unit, strange = factories.make_unit(agency), factories.make_unit(other_agency)
    own(agency)
    own(agency, unit, None)
    for rows in ((strange,), (unit, strange), (None, strange)):
        with pytest.raises(CrossTenantError):
            own(agency, *rows)


@pytest.mark.parametrize("what", ["file", "units", "positions"])
def test_a_circulation_takes_nothing_of_another_agency(agency, other_agency, officer, what):
    def of(owner):
        unit = factories.make_unit(owner, "กองช่าง")
        samples.person(owner, unit)
        given = {
            "file": samples.stored(owner), "units": [unit], "positions": [unit.positions.get()],
        }  # fmt: skip
        return {"units": None, what: given[what]}

    with pytest.raises(CrossTenantError):
        samples.start(officer, **of(other_agency))
    assert not Circulation.objects.exists()
    assert samples.start(officer, **of(agency)).recipients.exists()


def test_staff_without_accounts_are_of_a_unit_of_the_agency(agency, other_agency, officer):
    row = samples.start(officer)
    asked = {"by": officer, "positions": ["คนสวน"]}
    with pytest.raises(CrossTenantError):
        circulating.add_without_account(row, unit=factories.make_unit(other_agency), **asked)
    assert circulating.add_without_account(row, unit=factories.make_unit(agency), **asked) == 1


def test_a_scan_is_of_the_agency(agency, other_agency, officer, make_actor):
    other = make_actor(agency, CHIEF_ADMINISTRATOR)
    row = samples.start(officer)
    asked = {
        "by": officer, "recipients": [row.recipients.get(user=other.user).pk], "day": today(),
    }  # fmt: skip
    with pytest.raises(CrossTenantError):
        circulating.sign_on_paper(row, scan=samples.stored(other_agency), **asked)
    assert circulating.sign_on_paper(row, scan=samples.stored(agency), **asked) == 1


def test_another_agencys_file_is_not_published(agency, other_agency, officer):
    asked = {
        "by": officer, "kind": "other", "subject": uuid4(), "title": "เอกสาร", "year": 2569,
        "day": today(),
    }  # fmt: skip
    with pytest.raises(CrossTenantError):
        publishing.publish(agency, file=samples.stored(other_agency), **asked)
    assert not Publication.objects.exists()
    assert publishing.publish(agency, file=samples.stored(agency), **asked)
