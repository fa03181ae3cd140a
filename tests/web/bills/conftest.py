"""A unit that takes money, its head, and who sets the account; all names are made up."""

from decimal import Decimal

import pytest
from tests.web import factories
from tests.web.roles import CHIEF_ADMINISTRATOR, UNIT_HEAD

from prongsai.core.bills.promptpay import AccountKind
from prongsai.web.agency.models import Unit
from prongsai.web.agency.people import actor_on
from prongsai.web.citizens.bills.services import make, set_account
from prongsai.web.platform.clock import today

BILLER = "000000000000001"  # nobody's
ITEMS = (("ป้ายหน้าร้าน (ตัวอย่าง)", Decimal("1200.00")), ("ป้ายข้างร้าน (ตัวอย่าง)", Decimal("50.50")))


@pytest.fixture(autouse=True)
def data(settings, tmp_path, frozen_clock):
    settings.DATA = tmp_path


@pytest.fixture
def person(agency):
    """Somebody with a role, of a unit or of none."""

    def make_one(role, unit=None):
        user = factories.make_user(agency)
        factories.hold(user, factories.make_position(agency, role, unit))
        return actor_on(user, today())

    return make_one


@pytest.fixture
def treasury(agency):
    return Unit.objects.create(agency=agency, name="กองคลัง")


@pytest.fixture
def clerk(person):
    return person(CHIEF_ADMINISTRATOR)


@pytest.fixture
def treasurer(person, treasury):
    return person(UNIT_HEAD, treasury)


@pytest.fixture
def account(clerk, treasury):
    return set_account(
        by=clerk, kind=AccountKind.BILLER, number=BILLER, name="เทศบาลสมมุติ", unit=treasury, seen=0
    )


@pytest.fixture
def billed(account, treasurer):
    """Makes a bill."""

    def one(items=ITEMS, payer="ร้านสมมุติ (ตัวอย่าง)", about="ภาษีป้าย (ตัวอย่าง)"):
        return make(by=treasurer, payer=payer, about=about, items=items, due_on=None)

    return one
