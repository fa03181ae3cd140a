"""agency.yaml: the agency's name, place and positions, and what is wrong with them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prongsai.core.errors import Place, Severity
from prongsai.core.papers.agency import Agency, Positions, read_agency
from prongsai.core.papers.digits import Digits
from prongsai.core.yaml_data.documents import Document, Scalars, parse

PLACE = Place("agency.yaml")
NAME = "เทศบาลตำบลบ้านส้อง"


def reading_of(data):
    return read_agency(Document("agency.yaml", data))


def read(**data):
    """The agency of these entries beside its name, and the codes of what was found."""
    reading = reading_of({"name": NAME} | data)
    return reading.agency, [finding.code for finding in reading.findings.items]


def test_a_name_is_enough():
    agency, codes = read()
    assert (agency, codes) == (Agency(NAME), [])
    assert (agency.office, agency.digits, agency.is_sample) == (
        "สำนักปลัด",
        Digits.THAI_IN_PROSE,
        False,
    )


def test_all_that_is_given_is_read():
    texts = {
        "district": "อำเภอเวียงสระ",
        "province": "จังหวัดสุราษฎร์ธานี",
        "office": "กองวิชาการ",
        "telephone": "0 7700 0000",
        "email": "office@example.go.th",
        "website": "example.go.th",
        "number_prefix": "สฎ 00000/",
        "authority": "อาศัยอำนาจตามความในมาตรา 0",
        "emblem": "emblem.png",
    }
    agency, codes = read(
        **texts, digits="thai", is_sample=True, positions={"chief_executive": "นายก อบต."}
    )
    assert codes == []
    assert {name: getattr(agency, name) for name in texts} == texts
    assert (agency.digits, agency.is_sample) == (Digits.THAI, True)
    assert agency.positions == Positions(chief_executive="นายก อบต.")
    assert agency.place == "อำเภอเวียงสระ จังหวัดสุราษฎร์ธานี"


@pytest.mark.parametrize(
    "data", [None, [], "ชื่อ", 5, {}, {"name": ""}, {"name": None}, {"name": " "}]
)
def test_without_a_name_there_is_no_agency(data):
    reading = reading_of(data)
    assert reading.agency is None
    (finding,) = reading.findings.items
    assert (finding.severity, finding.places) == (Severity.ERROR, (PLACE,))
    assert "name" in finding.message.en
    assert finding.next_step


@pytest.mark.parametrize("value", [["ก"], {"ก": "ข"}])
def test_a_name_that_is_no_text_is_told_too(value):
    reading = reading_of({"name": value})
    assert reading.agency is None
    (finding,) = reading.findings.items
    assert finding.code == "agency_wrong_value"
    assert "name: found" in finding.message.en


def test_every_fault_has_its_line():
    text = "name: ก\ndistrict: [ข]\npositions:\n  office_hed: หัวหน้า\nname: ค\n"
    found = read_agency(parse(text, "agency.yaml", Scalars.WRITTEN)).findings.items
    assert [(one.code, one.places[0].line) for one in found] == [
        ("agency_name_twice", 5), ("agency_wrong_value", 2), ("agency_unknown_name", 4),
    ]  # fmt: skip
    assert "perhaps “office_head” is meant" in found[2].message.en


@pytest.mark.parametrize("name", ["nam", "mayor", "ชื่อ", None, "Name"])
def test_an_unknown_name_is_told_with_those_that_are_known(name):
    reading = reading_of({"name": NAME, name: "ก"})
    (finding,) = reading.findings.items
    assert (finding.code, finding.severity) == ("agency_unknown_name", Severity.WARNING)
    assert "number_prefix" in finding.next_step.th
    assert reading.agency == Agency(NAME)


@pytest.mark.parametrize("name", ["district", "office", "authority", "number_prefix", "emblem"])
@pytest.mark.parametrize("value", [["ก"], {"ก": "ข"}])
def test_a_list_where_a_text_belongs_is_told_and_left_out(name, value):
    agency, codes = read(**{name: value})
    assert codes == ["agency_wrong_value"]
    assert agency == Agency(NAME)


@pytest.mark.parametrize(("letters", "told"), [(120, False), (121, True), (300, True)])
def test_a_long_text_is_kept_and_told(letters, told):
    agency, codes = read(district="ก" * letters)
    assert (agency.district, codes) == ("ก" * letters, ["agency_text_long"] * told)


def test_the_clause_an_order_cites_may_be_long():
    assert read(authority="ก" * 300)[1] == []
    assert read(province="ก" * 300)[1] == ["agency_text_long"]


def test_white_space_is_squeezed():
    agency, codes = read(district="  อำเภอ\n เวียงสระ ", telephone=" 77 000 000")
    assert (agency.district, agency.telephone, codes) == ("อำเภอ เวียงสระ", "77 000 000", [])


@pytest.mark.parametrize("value", [one.value for one in Digits])
def test_digits_are_one_of_three(value):
    agency, codes = read(digits=value)
    assert (agency.digits.value, codes) == (value, [])


@pytest.mark.parametrize("value", ["roman", "THAI", 5, ["thai"]])
def test_other_digits_are_told_and_the_usual_ones_taken(value):
    agency, codes = read(digits=value)
    assert (agency.digits, codes) == (Digits.THAI_IN_PROSE, ["agency_wrong_value"])


@pytest.mark.parametrize("value", ["yes", "ใช่", 1, "true", []])
def test_a_sample_that_is_neither_true_nor_false_is_told(value):
    agency, codes = read(is_sample=value)
    assert (agency.is_sample, codes) == (False, ["agency_wrong_value"])


@pytest.mark.parametrize("value", [True, False, None])
def test_a_sample_is_true_or_false(value):
    agency, codes = read(is_sample=value)
    assert (agency.is_sample, codes) == (value is True, [])


def test_positions_that_are_not_given_have_their_usual_titles():
    agency, codes = read(positions={"chief_administrator": "ปลัด อบต.", "office_head": ""})
    assert (agency.positions, codes) == (Positions(chief_administrator="ปลัด อบต."), [])
    assert read(positions=None) == (Agency(NAME), [])


@pytest.mark.parametrize(
    ("positions", "code"),
    [
        ("นายก", "agency_wrong_value"),
        (["นายก"], "agency_wrong_value"),
        ({"chief": "นายก"}, "agency_unknown_name"),
        ({"chief_executive": ["นายก"]}, "agency_wrong_value"),
    ],
)
def test_positions_that_cannot_be_used_are_told(positions, code):
    assert read(positions=positions) == (Agency(NAME), [code])


@pytest.mark.parametrize(
    ("name", "bare"),
    [
        ("เทศบาลตำบลบ้านส้อง", "บ้านส้อง"),
        ("องค์การบริหารส่วนตำบลบ้านส้อง", "บ้านส้อง"),
        ("เทศบาลนครบ้านส้อง", "บ้านส้อง"),
        ("เมืองพิเศษ", "เมืองพิเศษ"),
    ],
)
def test_the_bare_names_are_never_broken(name, bare):
    agency = Agency(name, "อำเภอเวียงสระ", "จังหวัดสุราษฎร์ธานี")
    assert agency.names == {bare, "เวียงสระ", "สุราษฎร์ธานี"}
    assert Agency(name).names == {bare}


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=4,
)
NAMES = st.sampled_from([*Agency.__struct_fields__, "unknown"])


@given(st.dictionaries(NAMES, VALUES, max_size=6))
def test_nothing_in_the_file_makes_its_reading_fail(data):
    reading = reading_of(data)
    assert reading.agency is not None or any(
        finding.severity is Severity.ERROR for finding in reading.findings.items
    )
    assert all(finding.next_step for finding in reading.findings.items)
