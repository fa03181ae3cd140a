"""The people of tables of rights: of a unit, of another, of none; posts of the whole agency too."""

from tests.web import factories
from tests.web.roles import (
    AUDITOR,
    CHIEF_EXECUTIVE,
    ITA_OFFICER,
    OFFICE_HEAD,
    OFFICER,
    PUBLICATION_OFFICER,
    UNIT_HEAD,
)  # fmt: skip

from prongsai.web.agency.models import Unit
from prongsai.web.agency.people import actor_on
from prongsai.web.platform.clock import today

OWN, OTHER, OFFICE = "กองคลัง", "กองช่าง", "สำนักปลัด"
# The posts of the publication officer and the auditor stand in the unit.
POSTS = {
    "executive": (CHIEF_EXECUTIVE, None),
    "keeper": (ITA_OFFICER, None),
    "office head": (OFFICE_HEAD, OFFICE),
    "head": (UNIT_HEAD, OWN),
    "officer": (OFFICER, OWN),
    "publisher": (PUBLICATION_OFFICER, OWN),
    "auditor": (AUDITOR, OWN),
    "other head": (UNIT_HEAD, OTHER),
    "other officer": (OFFICER, OTHER),
    "office officer": (OFFICER, OFFICE),
    "assignee": (OFFICER, "กองอื่น"),
}
# Whose posts some act in; the first is an officer of the other unit.
ACTING = {"acting head": "head", "substitute": "assignee"}


def unit(agency, name):
    made = Unit.objects.filter(agency=agency, name=name).first()
    return made or factories.make_unit(agency, name, is_office=name == OFFICE)


def somebody(agency, who):
    """Whoever a table names, a new person each time."""
    user = factories.make_user(agency)
    role, name = POSTS[ACTING.get(who, who)]
    post = factories.make_position(agency, role, name and unit(agency, name))
    is_acting = who in ACTING
    factories.hold(user, post, last_day=today() if is_acting else None, is_acting=is_acting)
    if who == "acting head":
        factories.hold(user, factories.make_position(agency, OFFICER, unit(agency, OTHER)))
    return actor_on(user, today())
