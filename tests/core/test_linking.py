"""Which items a remark touches: measured against links that a person read from the wording."""

from pathlib import Path

import pytest
import yaml

from prongsai.core.analysis.linking import RemarkLinks
from prongsai.core.errors import Place
from prongsai.core.scoresheet.model import Remark

CASES = Path(__file__).resolve().parents[1] / "cases"
REMARKS = [
    remark
    for path in sorted(CASES.glob("25*/remarks-*.yaml"))
    for remark in yaml.safe_load(path.read_text("utf-8"))
]


def remark(text, instrument=None):
    return Remark(text, Place(), instrument)


@pytest.fixture(scope="session")
def measured(framework, ban_song):
    """Of each remark the items found and the items meant; Ban Song's with its scores."""
    links = {2564: RemarkLinks(framework(2564)), 2565: RemarkLinks(framework(2565), ban_song)}
    pairs = []
    for one in REMARKS:
        given = one["given"]
        found = links[given["year"]].items_of(remark(given["text"], given.get("instrument")))
        pairs.append((set(found), set(one["expect"])))
    return pairs


def test_at_least_22_of_the_30_links_are_found(measured):
    assert sum(len(meant) for _, meant in measured) == 30
    assert sum(len(found & meant) for found, meant in measured) >= 22


def test_at_most_9_links_are_wrong(measured):
    assert sum(len(found - meant) for found, meant in measured) <= 9


def test_at_least_19_of_the_22_remarks_lead_to_an_item_that_is_meant(measured):
    assert len(measured) == 22
    assert sum(bool(found & meant) for found, meant in measured) >= 19


def test_scores_keep_a_remark_from_items_that_lack_nothing(framework, ban_song):
    one = next(one for one in REMARKS if one["name"].startswith("remark 4 on Ban Song"))
    plain = RemarkLinks(framework(2565)).items_of(remark(one["given"]["text"]))
    scored = RemarkLinks(framework(2565), ban_song).items_of(remark(one["given"]["text"]))
    assert any(code[0] == "o" for code in plain)
    assert scored == ("e7",)


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("ข้อ o12 รายงานผลไม่ครบ", ("o12",)),
        ("ตามข้อ ๐๑๒ และข้อ ๐๒๐", ("o12", "o20")),
        ("ควรเพิ่มการประชาสัมพันธ์ (i7 : 84.94) และ (e3 : 68.93)", ("i7", "e3")),
        ("ข้อ O20 ข้อ o12 ข้อ O12", ("o12", "o20")),
    ],
)
def test_items_that_a_remark_names_are_taken_without_comparison(text, items, framework):
    assert RemarkLinks(framework(2565)).items_of(remark(text)) == items


def test_a_code_that_is_none_of_the_year_is_not_taken(framework):
    assert RemarkLinks(framework(2565)).items_of(remark("ข้อ o99 และ ข้อ o12")) == ("o12",)
    assert "o12" not in RemarkLinks(framework(2565)).items_of(remark("ข้อ o99"))


@pytest.mark.parametrize("text", ["", " ", "…", "เห็นควรดำเนินการต่อไป", "100.00"])
def test_a_remark_that_speaks_of_no_item_touches_none(text, framework):
    assert RemarkLinks(framework(2565)).items_of(remark(text)) == ()


@pytest.mark.long
def test_a_remark_on_one_instrument_touches_items_of_that_instrument_only(framework):
    links = RemarkLinks(framework(2565))
    for item in framework(2565).items.values():
        for instrument in ("IIT", "EIT", "OIT"):
            found = links.items_of(remark(item.name.th, instrument))
            assert {code[0].upper() for code in found} <= {instrument[0]}


@pytest.mark.long
def test_the_name_of_an_item_touches_it(framework):
    links = RemarkLinks(framework(2565))
    missed = [
        item.code
        for item in framework(2565).items.values()
        if item.code not in links.items_of(remark(item.name.th))
    ]
    assert missed == []


def test_a_year_without_items_has_no_links(framework):
    assert RemarkLinks(framework(2563)).items_of(remark("รายงานผลการดำเนินงานประจำปี")) == ()
    assert RemarkLinks(framework(2565)).items_of(remark("รายงานผลการดำเนินงานประจำปี"))


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("ผลคะแนน OIT อยู่ในระดับที่ควรรักษามาตรฐานไว้ และควรพัฒนาการดำเนินงานอย่างต่อเนื่อง", ()),
        ("ควรรักษามาตรฐานของ E-Service", ("o17",)),
        ("ควรพัฒนาการดำเนินงานอย่างต่อเนื่อง", ()),
    ],
)
def test_what_is_to_be_kept_touches_an_item_only_where_it_names_it(text, items, framework):
    assert RemarkLinks(framework(2564)).items_of(remark(text)) == items
