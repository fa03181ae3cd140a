"""A register is made on a page without code; what was written in it stays through every change."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from msgspec.structs import replace
from tests.web.analysis.years import open_year
from tests.web.markup import tight
from tests.web.registers.samples import GIFTS, LOANS, YEAR, head_of
from tests.web.roles import AUDITOR, ITA_OFFICER, OFFICE_HEAD, PUBLICATION_OFFICER

from prongsai.core.errors import UnreadableInput
from prongsai.core.registers.own import content_of, own_of, yaml_of
from prongsai.core.registers.reading import shipped_register
from prongsai.core.registers.rows import read_row
from prongsai.web.agency.position_rules import is_sensitive
from prongsai.web.agency.refusals import Refused
from prongsai.web.disclosure.registers.models import OwnRegister, RegisterRow
from prongsai.web.disclosure.registers.queries.catalogue import (
    context_of,
    register_of,
    registers_of,
)
from prongsai.web.disclosure.registers.rights import seen_by
from prongsai.web.disclosure.registers.services import making, saving
from prongsai.web.platform.clock import now, today
from prongsai.web.platform.typed import MORE

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_clock")]
HEAD = {
    "title": "ทะเบียนคุมน้ำมัน", "purpose": "รู้ว่ารถใดใช้เท่าใด", "group": "assets", "every": "month",
}  # fmt: skip
FIELDS = [
    {"title": "รถ", "kind": "text", "required": "on", "public": "on"},
    {"title": "วันที่เติม", "kind": "date", "required": "on"},
    {"title": "ชนิด", "kind": "choice", "choices": "ดีเซล, เบนซิน"},
    {"title": "กอง", "kind": "unit"},
    {"title": "", "kind": "text"},
]


@pytest.fixture(autouse=True)
def year(agency):
    open_year(agency, YEAR)


@pytest.fixture
def officer(agency, make_actor):
    return make_actor(agency, ITA_OFFICER)


@pytest.fixture
def browser(officer, client_of):
    return client_of(officer)


def at(name, *args):
    return reverse(f"registers:{name}", args=[YEAR, *args])


def sent(fields=FIELDS, **head):
    told = {
        f"field-{number}-{name}": value
        for number, one in enumerate(fields)
        for name, value in one.items()
    }
    count = {"field-TOTAL_FORMS": len(fields), "field-INITIAL_FORMS": 0}
    return HEAD | told | count | head


def made(browser, **head):
    answer = browser.post(at("make"), sent(**head))
    assert answer.status_code == 302, answer.content.decode()
    return OwnRegister.objects.latest("key")


def test_a_register_is_made_and_filled_like_any_other(browser, agency):
    own = made(browser)
    assert own.key == "own-1"
    register = register_of(agency, "own-1")
    assert [one.title.th for one in register.fields] == ["รถ", "วันที่เติม", "ชนิด", "กอง"]
    assert "ทะเบียนคุมน้ำมัน" in browser.get(at("shelf")).content.decode()
    row = {"field_1": "กข 1", "field_2": "5 ม.ค. 2569", "field_3": "ดีเซล"}
    assert browser.post(at("add", "own-1"), row).status_code == 302
    page = tight(browser.get(at("register", "own-1")).content.decode())
    assert "กข 1" in page
    assert "ยังไม่รายงาน" in page, "months that are over and have no row"
    for name in ("template", "schema", "take"):
        assert browser.get(at(name, "own-1")).status_code == 200
    assert browser.get(at("export", "own-1", "xlsx")).status_code == 200
    assert browser.get(at("paper", "own-1", "year", 1)).status_code == 200


def test_a_change_keeps_rows_and_offers_gone_choices_no_more(browser, agency):
    made(browser)
    browser.post(
        at("add", "own-1"), {"field_1": "กข 1", "field_2": "5 ม.ค. 2569", "field_3": "ดีเซล"}
    )
    page = browser.get(at("change", "own-1"))
    fields = [dict(one.initial) for one in page.context["fields"] if one.initial]
    assert [one["title"] for one in fields] == ["รถ", "วันที่เติม", "ชนิด", "กอง"]
    told = [
        {
            name: "on" if value is True else value
            for name, value in one.items()
            if value is not False
        }
        for one in fields
    ]
    told[0]["title"], told[2]["choices"], told[3]["title"] = "ทะเบียนรถ", "เบนซิน, ไฟฟ้า", ""
    told.append({"title": "เลขไมล์", "kind": "count"})
    answer = browser.post(at("change", "own-1"), sent(told, seen=1))
    assert answer.status_code == 302, answer.content.decode()
    register = register_of(agency, "own-1")
    assert [one.name for one in register.fields] == ["field_1", "field_2", "field_3", "field_5"]
    text = tight(browser.get(at("row", "own-1", RegisterRow.objects.get().pk)).content.decode())
    assert "<dt>ทะเบียนรถ</dt><dd>กข 1</dd>" in text
    assert "ดีเซล" in text
    late = browser.post(at("change", "own-1"), sent(told, seen=1, title="อื่น"))
    assert late.status_code == 422, "somebody changed it meanwhile"
    assert register_of(agency, "own-1").title.th == "ทะเบียนคุมน้ำมัน"


def test_more_fields_are_asked_for_and_nothing_is_lost(browser):
    page = browser.post(at("make"), sent(more="1"))
    assert page.status_code == 200
    text = page.content.decode()
    assert 'value="ทะเบียนคุมน้ำมัน"' in text
    assert 'value="วันที่เติม"' in text
    assert len(page.context["fields"].forms) == len(FIELDS) + MORE
    assert not OwnRegister.objects.exists()


@pytest.mark.parametrize(
    "head",
    [{"title": ""}, {"is_restricted": "on", "fields": FIELDS[:2]}, {"fields": FIELDS[:1]},
     {"fields": FIELDS[4:]}, {"fields": [{"title": "ชนิด", "kind": "choice"}], "every": ""}],
)  # fmt: skip
def test_what_cannot_be_is_told_and_stays_typed(browser, head):
    answer = browser.post(at("make"), sent(**head))
    assert answer.status_code == 422
    assert "ผิดพลาด" in answer.content.decode()
    assert not OwnRegister.objects.exists()


def test_a_register_is_shared_as_yaml(browser, agency, other_agency, make_actor, client_of):
    made(browser)
    text = browser.get(at("schema", "own-1")).content
    open_year(other_agency, YEAR)
    other = client_of(make_actor(other_agency, ITA_OFFICER))
    assert other.get(at("schema", "own-1")).status_code == 404
    answer = other.post(at("bring"), {"file": SimpleUploadedFile("fuel.yaml", text)})
    assert answer.status_code == 302
    ours, theirs = register_of(agency, "own-1"), register_of(other_agency, "own-1")
    assert ours == theirs
    broken = {"file": SimpleUploadedFile("x.yaml", b"title: [")}
    assert "x.yaml" in other.post(at("bring"), broken).content.decode()
    assert (
        other.post(at("bring"), {"file": SimpleUploadedFile("x.yaml", b"\xff")}).status_code == 422
    )


def test_a_file_does_not_name_rows_that_few_may_see(officer, agency):
    text = yaml_of(content_of(shipped_register(LOANS))).replace(
        "fields:\n", f"fields:\n- {{name: gift, kind: reference, register: {GIFTS},"
        " title: {th: ของขวัญ, en: gift}}\n", 1,
    )  # fmt: skip
    with pytest.raises(Refused, match="which is restricted"):
        making.bring(agency, by=officer, name="x.yaml", text=text)
    fine = text.replace(f"register: {GIFTS}", f"register: {LOANS}")
    assert making.bring(agency, by=officer, name="x.yaml", text=fine)
    with pytest.raises(UnreadableInput):
        making.bring(agency, by=officer, name="x.yaml", text="ก" * 300_000)


def test_what_another_register_refers_to_is_not_taken_from_under_it(browser, agency, officer):
    own = made(browser)
    text = yaml_of(content_of(shipped_register(LOANS))).replace(
        "fields:\n", "fields:\n- {name: car, kind: reference, register: own-1,"
        " title: {th: รถ, en: car}}\n", 1,
    ).replace("  - month\n", "  - car.field_3\n", 1)  # fmt: skip
    other = making.bring(agency, by=officer, name="x.yaml", text=text)
    register = register_of(agency, "own-1")
    said = own_of(register)
    torn = replace(said, fields=tuple(one for one in said.fields if one.name != "field_3"))
    with pytest.raises(Refused, match="refers to this"):
        making.change(own, by=officer, register=register, definition=torn, seen=1)
    with pytest.raises(Refused, match="refers to this"):
        making.close(own, by=officer, register=register)
    renamed = replace(said, title="ทะเบียนรถ")
    assert making.change(own, by=officer, register=register, definition=renamed, seen=1)
    assert making.close(other, by=officer, register=register_of(agency, other.key))
    assert making.close(own, by=officer, register=register_of(agency, "own-1"))


def test_rows_that_were_written_for_few_are_opened_to_nobody_else(browser, agency):
    own = made(browser, is_restricted="on")
    assert register_of(agency, own.key).is_restricted
    assert browser.post(at("change", own.key), sent(seen=1)).status_code == 302
    assert not register_of(agency, own.key).is_restricted, "nothing was written in it"
    assert browser.post(at("change", own.key), sent(seen=2, is_restricted="on")).status_code == 302
    RegisterRow.objects.create(
        agency=agency, register=own.key, fiscal_year=YEAR, values={}, added_at=now()
    )
    answer = browser.post(at("change", own.key), sent(seen=3))
    assert answer.status_code == 422
    assert "ส่วนราชการเห็นเฉพาะรายการของตน" in answer.content.decode()
    assert register_of(agency, own.key).is_restricted
    there = register_of(agency, own.key).fields
    named = [{**one, "name": field.name} for one, field in zip(FIELDS, there, strict=False)]
    more = sent(named, seen=3, is_restricted="on", purpose="รู้ว่ารถใดใช้เท่าใด และเมื่อใด")
    assert browser.post(at("change", own.key), more).status_code == 302


def test_rows_of_a_unit_become_no_other_units_by_a_change(browser, agency, finance, works):
    two = [*FIELDS[:4], {"title": "กองที่เกี่ยวข้อง", "kind": "unit"}]
    own = made(browser, fields=two, is_restricted="on")
    told = own_of(register := register_of(agency, own.key))
    other = replace(told, fields=tuple(one for one in told.fields if one.name != register.owned_by))
    typed = {"field_1": "กข 1", "field_2": "5 ม.ค. 2569", "field_4": "กองคลัง", "field_5": "กองช่าง"}
    row = read_row(register, typed, context_of(agency, register, YEAR)).row
    kept = saving.add(agency, by=finance, register=register, year=YEAR, row=row)
    with pytest.raises(Refused, match="only its own rows"):
        making.change(own, by=finance, register=register, definition=other, seen=1)
    assert not seen_by(works, register_of(agency, own.key), today()).holds(kept)
    kept.delete()
    assert making.change(own, by=finance, register=register, definition=other, seen=1), (
        "nothing is there"
    )


def test_closed_and_opened_again_with_its_rows(browser, agency, officer):
    made(browser)
    browser.post(at("add", "own-1"), {"field_1": "กข 1", "field_2": "5 ม.ค. 2569"})
    browser.post(at("close", "own-1"))
    assert browser.get(at("register", "own-1")).status_code == 404
    assert "เปิดอีกครั้ง" in browser.get(at("shelf")).content.decode()
    browser.post(at("open-again", "own-1"))
    assert "กข 1" in browser.get(at("register", "own-1")).content.decode()
    own = OwnRegister.objects.get()
    assert not making.open_again(own, by=officer)
    assert making.close(own, by=officer, register=register_of(agency, "own-1"))
    made(browser)
    assert OwnRegister.objects.count() == 2, "a closed one keeps its key"


def test_who_keeps_no_disclosure_makes_none(agency, client_of, browser):
    made(browser)
    other = client_of(head_of(agency))
    for name, args in (("make", ()), ("bring", ()), ("change", ("own-1",)), ("close", ("own-1",))):
        assert other.post(at(name, *args), sent()).status_code == 403
    assert other.get(at("register", "own-1")).status_code == 200
    assert registers_of(agency).register("own-1").title.th == "ทะเบียนคุมน้ำมัน"
    assert browser.post(at("change", LOANS), sent()).status_code == 404, "none of theirs"


FEW = """title: {th: ทะเบียนของคนน้อย, en: of few}
purpose: {th: ก, en: a}
basis:
- {source: หน่วยงานกำหนดเอง}
fields:
- {name: subject, kind: text, title: {th: เรื่อง, en: subject}, required: true}
- {name: unit, kind: unit, title: {th: กอง, en: unit}}
REFERENCE
named_by: [subject]
owned_by: unit
rights: {sees: SEES, writes: SEES, seeing_roles: [ROLES], writing_roles: [ROLES]}
"""


def of_few(roles="auditor", sees="roles", refers=""):
    """A register that few see, which may name rows of another."""
    field = f"- {{name: other, kind: reference, register: {refers}, title: {{th: อ้าง, en: o}}}}"
    told = FEW.replace("REFERENCE\n", f"{field}\n" if refers else "")
    return told.replace("SEES", sees).replace("ROLES", roles)


def brought(agency, by, text):
    return making.bring(agency, by=by, name="x.yaml", text=text)


def row_in(agency, own, by, subject):
    """A row that names its subject alone."""
    register = register_of(agency, own.key)
    row = read_row(register, {"subject": subject}, context_of(agency, register, YEAR)).row
    return saving.add(agency, by=by, register=register, year=YEAR, row=row)


def test_rows_that_few_see_are_named_by_no_register_that_others_see(
    agency, officer, make_actor, client_of
):
    """Who makes a register for himself alone would read in its choices what others wrote."""
    auditor = make_actor(agency, AUDITOR)
    secret = brought(agency, officer, of_few())
    row_in(agency, secret, auditor, "เรื่องของนายกสมมุติ")
    for others in (
        of_few("office-head", refers=secret.key),
        of_few("auditor, office-head", refers=secret.key),
        of_few(sees="own-unit", refers=secret.key),
        of_few("office-head", refers=GIFTS),
        of_few(sees="own-unit", refers="own-2"),  # a unit would read the names of all
    ):
        with pytest.raises(Refused, match="which is restricted"):
            brought(agency, officer, others)
    same = brought(agency, officer, of_few(refers=secret.key))
    page = client_of(auditor).get(at("add", same.key)).content.decode()
    assert "เรื่องของนายกสมมุติ" in page, "who sees those rows is offered them"


def test_a_register_is_not_restricted_while_one_that_more_see_names_its_rows(agency, officer):
    open_to_all = of_few().split("rights:")[0]
    named = brought(agency, officer, open_to_all)
    naming = brought(agency, officer, of_few(refers=named.key).split("rights:")[0])
    register = register_of(agency, named.key)
    hidden = replace(own_of(register), is_restricted=True)
    with pytest.raises(Refused, match="which is restricted"):
        making.change(named, by=officer, register=register, definition=hidden, seen=1)
    making.close(naming, by=officer, register=register_of(agency, naming.key))
    assert making.change(named, by=officer, register=register, definition=hidden, seen=1)
    with pytest.raises(Refused, match="which is restricted"):
        making.open_again(naming, by=officer)


def test_what_a_register_of_before_may_not_name_it_names_no_more(
    agency, officer, make_actor, client_of
):
    head = make_actor(agency, OFFICE_HEAD)
    secret = brought(agency, officer, of_few())
    row_in(agency, secret, make_actor(agency, AUDITOR), "เรื่องของนายกสมมุติ")
    text = of_few("office-head", refers=secret.key)
    OwnRegister.objects.create(agency=agency, key="own-9", text=text)
    answer = client_of(head).get(at("add", "own-9"))
    assert answer.status_code == 200
    assert "เรื่องของนายกสมมุติ" not in answer.content.decode()


def test_who_reads_a_closed_register_holds_a_sensitive_post_all_the_same(agency, officer):
    """Else the head closes it, seats himself unseen, and opens it again."""
    assert not is_sensitive(agency, PUBLICATION_OFFICER, has_unit=False)
    own = brought(agency, officer, of_few("publication-officer"))
    assert is_sensitive(agency, PUBLICATION_OFFICER, has_unit=False)
    assert making.close(own, by=officer, register=register_of(agency, own.key))
    assert is_sensitive(agency, PUBLICATION_OFFICER, has_unit=False)
