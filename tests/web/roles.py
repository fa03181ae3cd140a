"""The roles that tests speak of, by name."""

from prongsai.core.roles import role_of

CHIEF_EXECUTIVE = role_of("chief-executive")
CHIEF_ADMINISTRATOR = role_of("chief-administrator")
OFFICE_HEAD = role_of("office-head")
UNIT_HEAD = role_of("unit-head")
ITA_OFFICER = role_of("ita-officer")
PUBLICATION_OFFICER = role_of("publication-officer")
COMPLAINT_OFFICER = role_of("complaint-officer")
OFFICER = role_of("officer")
AUDITOR = role_of("auditor")
ADMINISTRATOR = role_of("administrator")
# Who holds them in the agency of the papers' tests (approval/conftest.py).
LOGINS = {
    "unit-head": "section", "office-head": "head", "chief-administrator": "clerk",
    "chief-executive": "mayor",
}  # fmt: skip
