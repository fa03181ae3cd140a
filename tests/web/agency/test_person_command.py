"""`prongsai person`: the way back in for an office that locked itself out."""

import pytest
from tests.web.running import Site

MADE = """
from prongsai.web.agency.models import AgencyKind, User
from prongsai.web.agency.services.agency import FirstPerson, NewAgency, start
start(
    new=NewAgency("เทศบาลตำบลตัวอย่าง", AgencyKind.SUBDISTRICT_MUNICIPALITY, 2569),
    person=FirstPerson("somsri", "correct horse battery staple", "", frozenset()),
)
from allauth.mfa.totp.internal.auth import TOTP
TOTP.activate(User.objects.get(), "JBSWY3DPEHPK3PXP")
"""
SEEN = """
import sys
from allauth.mfa.models import Authenticator
from prongsai.web.agency.models import Appointment, User
from prongsai.web.platform.models import JournalEntry
user = User.objects.get(login="somsri")
print(user.check_password(sys.stdin.read().strip()), user.one_time_until is not None)
print(Authenticator.objects.count(), Appointment.objects.count(), user.is_active)
print(",".join(JournalEntry.objects.order_by("number").values_list("verb", flat=True)))
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    site = Site(tmp_path_factory.mktemp("people") / "data")
    site.prepare()
    made = site.python(MADE)
    assert made.code == 0, made.said
    return site


@pytest.mark.long
def test_a_new_password_is_printed_once_and_journalled(site):
    done = site.run("person", "reset", "SOMSRI")
    assert done.code == 0
    password = done.out.strip()
    assert len(password) == 14
    assert password not in done.err
    seen = site.python(SEEN.replace("sys.stdin.read().strip()", repr(password)))
    lines = seen.out.splitlines()
    assert lines[0] == "True True"
    assert lines[1].startswith("1 ")
    assert lines[2].endswith("password-handed-over")
    assert site.run("person", "reset", "somsri", "--second-factor").code == 0
    assert site.python(SEEN).out.splitlines()[1].startswith("0 ")
    assert site.run("journal", "verify").code == 0


@pytest.mark.long
def test_an_unknown_login_is_told_with_the_way_to_all_logins(site):
    refused = site.run("person", "reset", "nobody", "--lang", "en")
    assert refused.code == 2
    assert "prongsai person list" in refused.err
    listed = site.run("person", "list")
    assert listed.out.splitlines() == ["somsri\tเทศบาลตำบลตัวอย่าง\tผู้ดูแลระบบของหน่วยงาน"]


@pytest.mark.long
def test_an_agency_without_an_administrator_gets_one(site):
    site.python(
        "from prongsai.web.agency.models import Appointment, User\n"
        "Appointment.objects.all().delete()\nUser.objects.update(is_active=False)\n"
    )
    assert site.run("person", "administrator", "somsri").code == 0
    assert site.run("person", "administrator", "somsri").code == 0
    _, people, verbs = site.python(SEEN).out.splitlines()
    assert people.split()[1:] == ["1", "True"]
    assert verbs.count("administrator-made") == 1
