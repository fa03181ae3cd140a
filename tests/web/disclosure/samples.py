"""Items, evidence and people of the disclosure's tests."""

from datetime import date, timedelta

from tests.web import factories
from tests.web.analysis.years import open_year
from tests.web.roles import UNIT_HEAD

from prongsai.core.disclosure.model import ItemState, Presence
from prongsai.web.disclosure.disclosure.items import items_of
from prongsai.web.disclosure.disclosure.models import ElementCheck
from prongsai.web.disclosure.disclosure.queries.works import work_of
from prongsai.web.disclosure.disclosure.services import checking, pieces, working
from prongsai.web.platform.clock import now
from prongsai.web.year.ownership.services import assign

YEAR = 2566
ON = date(2026, 1, 15)  # the day of `frozen_clock`
DAY = timedelta(days=1)
SITE = "https://www.example.go.th"


def item(agency, code="o13", year=YEAR):
    """An item of the year."""
    return items_of(agency, year).item(code)


def link(officer, *codes, address=f"{SITE}/o13", year=YEAR, **said):
    """An address that serves some items."""
    return pieces.add(
        officer.agency, by=officer, year=year, address=address,
        items=[item(officer.agency, code, year) for code in codes or ("o13",)],
        words=pieces.Words(**said),
    )  # fmt: skip


def entry(state=ItemState.DONE, explanation="", remark="", due=None, documents=""):
    """What a form says of an item."""
    return working.WorkEntry(state, explanation, remark, due, documents)


def save(person, code="o13", seen=None, **said):
    """Save the work on an item, as somebody who saw the newest version."""
    row = work(person.agency, code).row
    standing = row.version if row else 0
    return working.save_work(
        person.agency, by=person, year=YEAR, item=item(person.agency, code), entry=entry(**said),
        seen=standing if seen is None else seen,
    )  # fmt: skip


def look(person, code="o13", presence=Presence.PRESENT, only=None):
    """Look for all elements of an item, or the first few."""
    one = item(person.agency, code)
    wanted = one.requirements[:only]
    looks = {each.key: checking.Look(presence, "หน้า 3") for each in wanted}
    return checking.check(person.agency, by=person, year=YEAR, item=one, looks=looks)


def work(agency, code="o13", year=YEAR):
    """An item as it stands."""
    return work_of(agency, year, code, ON)[1]


def unit_head(agency, officer, *codes, name="กองคลัง"):
    """The head of a unit that owns some items."""
    unit = factories.make_unit(agency, name)
    person = factories.make_user(agency, login=f"head-{name}")
    factories.hold(person, factories.make_position(agency, UNIT_HEAD, unit, f"ผู้อำนวยการ{name}"))
    chosen = [item(agency, code).subject for code in codes]
    assign(agency, by=officer, year=YEAR, subjects=chosen, unit=unit)
    return person


def opened(agency, *years):
    """Years that are open."""
    for year in years or (YEAR,):
        open_year(agency, year)


def shown_fields(browser, address):
    """What a page's form of an item sends back unseen: what it showed of looks and versions."""
    form = browser.get(address).context["item_form"]
    hidden = {
        field.html_initial_name: field.initial or ""
        for _element, *both in form.rows
        for field in both
    }
    return hidden | {"seen": str(form["seen"].value()), "looked": form["looked"].value()}


def without_an_element(agency, year, lineage):
    """Somebody looked for the elements of an item and did not find the first; its code."""
    (asked,) = [each for each in items_of(agency, year).items if lineage in each.keys]
    ElementCheck.objects.bulk_create(
        ElementCheck(
            agency=agency, fiscal_year=year, item=asked.key, element=requirement.key,
            number=number, presence=Presence.ABSENT if number == 1 else Presence.PRESENT,
            checked_at=now(),
        )
        for number, requirement in enumerate(asked.requirements, start=1)
    )  # fmt: skip
    return asked.code
