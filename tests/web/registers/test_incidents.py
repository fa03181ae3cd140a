"""What went against the rules: staff report it, a superior puts it up, the executive settles it."""

import importlib

import pypdfium2
import pytest
from django.apps import apps
from django.urls import reverse
from tests.web import factories
from tests.web.analysis.years import open_year
from tests.web.registers.samples import YEAR, move, row_of
from tests.web.roles import CHIEF_EXECUTIVE, OFFICER

from prongsai.core.registers.reading import shipped_register
from prongsai.web.agency.people import actor_on
from prongsai.web.agency.refusals import Refused
from prongsai.web.disclosure.registers.models import RegisterRow
from prongsai.web.disclosure.registers.services import saving
from prongsai.web.platform.clock import today

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_clock")]
KEY = "non-compliance"
FOUND = {
    "found_on": "12 ม.ค. 2569", "kind": "ขั้นตอน", "what": "ส่งรายงานช้า", "rule": "ขั้นตอนรายงาน",
    "unit": "กองคลัง",
}  # fmt: skip
LOOKED_INTO = {"cause": "งานเร่ง", "prevention": "เตือนล่วงหน้า", "reported_on": "13 ม.ค. 2569"}
MENDED = {"correction": "ส่งแล้ว", "settled_on": "14 ม.ค. 2569"}


@pytest.fixture(autouse=True)
def year(agency):
    open_year(agency, YEAR)


@pytest.fixture
def clerk(agency, finance):
    """An officer of finance, who reports."""
    unit = agency.units.get(name="กองคลัง")
    user = factories.make_user(agency, login="clerk")
    factories.hold(user, factories.make_position(agency, OFFICER, unit, "นักวิชาการเงิน"))
    return actor_on(user, today())


def reported(person, **more):
    register = shipped_register(KEY)
    row = row_of(person.agency, KEY, FOUND | more)
    return saving.add(person.agency, by=person, register=register, year=YEAR, row=row)


def fill_in(person, kept, **more):
    row = row_of(person.agency, KEY, FOUND | more, kept.state)
    saving.change(kept, by=person, register=shipped_register(KEY), row=row, seen=kept.version)


def at(name, kept):
    return reverse(f"registers:{name}", args=[YEAR, KEY, kept.pk])


def test_it_goes_up_step_by_step_and_is_printed_for_those_who_sign(
    agency, finance, clerk, works, make_actor, client_of
):
    executive = make_actor(agency, CHIEF_EXECUTIVE)
    kept = reported(clerk)
    assert client_of(clerk).get(at("receipt", kept)).status_code == 404
    with pytest.raises(Refused):
        move(clerk, kept, "with-superior")  # not without the day
    fill_in(clerk, kept, **LOOKED_INTO)
    move(clerk, kept, "with-superior")
    with pytest.raises(Refused):
        move(clerk, kept, "with-executive")
    move(finance, kept, "with-executive")
    fill_in(clerk, kept, **LOOKED_INTO, **MENDED)
    with pytest.raises(Refused):
        move(finance, kept, "settled")
    move(executive, kept, "settled")
    pdf = client_of(executive).get(at("receipt", kept)).content
    text = "".join(page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(pdf))
    assert "งานเร่ง" in text.replace("\r\n", "")
    assert client_of(works).get(at("receipt", kept)).status_code in (403, 404)


def test_a_row_of_before_there_were_states_goes_the_same_way(clerk):
    kept = reported(clerk, **LOOKED_INTO)
    RegisterRow.objects.filter(pk=kept.pk).update(state="")
    found = importlib.import_module(
        "prongsai.web.disclosure.registers.migrations.0004_states_of_non_compliance"
    )
    found.place_in_first_state(apps, None)
    kept.refresh_from_db()
    move(clerk, kept, "with-superior")
    assert RegisterRow.objects.get(pk=kept.pk).state == "with-superior"
