"""`prongsai agency`: who hosts a site adds an agency, on SQLite one and on PostgreSQL many."""

import pytest
from tests.web.running import Site

SECOND = ("agency", "new", "เทศบาลตำบลตัวอย่างสอง", "--login", "second.admin")


@pytest.fixture
def site(tmp_path):
    site = Site(tmp_path / "data")
    site.prepare()
    return site


def listed(site):
    return site.run("agency", "list").out.splitlines()


@pytest.mark.long
def test_the_first_agency_and_its_administrator(site):
    assert listed(site) == []
    done = site.run(
        "agency", "new", "  องค์การบริหารส่วนตำบลตัวอย่าง ", "--kind", "subdistrict", "--login",
        "Somsri.Clerk", "--year", "๒๕๖๙", "--province", "ตัวอย่าง",
    )  # fmt: skip
    assert done.code == 0, done.said
    password = done.out.strip()
    assert len(password) == 14
    assert password not in done.err
    assert "somsri.clerk" in done.err
    assert listed(site) == ["องค์การบริหารส่วนตำบลตัวอย่าง\t1 คน"]
    seen = site.python(
        "from prongsai.web.agency.models import Agency, User\n"
        "user = User.objects.select_related('agency').get()\n"
        f"print(user.check_password({password!r}), user.one_time_until is not None)\n"
        "print(user.agency.kind, user.agency.province)\n"
        "from prongsai.web.year.assessment.queries import years\n"
        "print(years(user.agency))\n"
    )
    assert seen.out.splitlines()[:2] == ["True True", "subdistrict ตัวอย่าง"]
    assert "2569" in seen.out.splitlines()[2]
    assert site.run("person", "list").out.startswith("somsri.clerk\tองค์การ")
    assert site.run("journal", "verify").code == 0


@pytest.mark.long
def test_a_second_one_is_refused_on_sqlite_with_the_way_to_postgresql(site):
    assert site.run(*SECOND).code == 0
    refused = site.run("agency", "new", "เทศบาลตำบลตัวอย่างสาม", "--login", "third")
    assert refused.code == 2
    assert "DATABASE_URL" in refused.err
    assert listed(site) == ["เทศบาลตำบลตัวอย่างสอง\t1 คน"]


@pytest.mark.long
@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("   ", "--login", "a.b"), "ใส่ชื่อหน่วยงาน"),
        (("ตัวอย่าง", "--login", "สมศรี"), "ชื่อผู้ใช้ใช้ a–z"),
        (("ตัวอย่าง", "--login", "สมศรี"), "ที่: ตัวเลือก --login"),
        (("ตัวอย่าง", "--login", "a.b", "--year", "25"), "ปี พ.ศ. สี่หลัก"),
        (("ตัวอย่าง", "--login", "a.b", "--year", "25"), "ที่: ตัวเลือก --year"),
    ],
)
def test_what_cannot_be_is_told_at_its_option_and_makes_nothing(site, words, told):
    refused = site.run("agency", "new", *words)
    assert refused.code == 2
    assert told in refused.err
    assert listed(site) == []


@pytest.mark.long
def test_on_postgresql_there_are_many_and_neither_sees_the_other(tmp_path, postgresql):
    site = Site(tmp_path / "data", DATABASE_URL=postgresql.url("agencies"))
    assert site.run("migrate").code == 0
    assert site.run(*SECOND).code == 0
    assert site.run("agency", "new", "เทศบาลตำบลตัวอย่างหนึ่ง", "--login", "first.admin").code == 0
    assert listed(site) == ["เทศบาลตำบลตัวอย่างสอง\t1 คน", "เทศบาลตำบลตัวอย่างหนึ่ง\t1 คน"]
    taken = site.run("agency", "new", "เทศบาลตำบลตัวอย่างสาม", "--login", "first.admin")
    assert taken.code == 2
    twice = site.run(*SECOND[:-1], "other.admin")
    assert twice.code == 2
    assert "--district" in twice.err
    assert len(listed(site)) == 2
    seen = site.python(
        "from prongsai.web.agency.models import User\n"
        "from prongsai.web.year.assessment.queries import years\n"
        "for user in User.objects.select_related('agency').order_by('login'):\n"
        "    print(user.login, user.agency.name, len(years(user.agency)))\n"
    )
    assert seen.out.splitlines() == [
        "first.admin เทศบาลตำบลตัวอย่างหนึ่ง 2", "second.admin เทศบาลตำบลตัวอย่างสอง 2",
    ]  # fmt: skip
