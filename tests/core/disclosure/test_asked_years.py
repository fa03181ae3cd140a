"""Which year's evidence an item asks stands in its elements of period; else it is not known."""

import pytest

from prongsai.core.disclosure.asked_years import YearPart, asked_part, asked_years, asks_report
from prongsai.core.disclosure.model import requirement_of
from prongsai.core.framework.catalogue import Catalogue
from prongsai.core.framework.documents import Element, ElementKind
from prongsai.core.framework.model import Confidence
from prongsai.core.text import same


def element(text, kind=ElementKind.PERIOD):
    return requirement_of(Element(kind=kind, text=same(text), confidence=Confidence.LIKELY), 2566)


@pytest.mark.parametrize(
    ("texts", "years"),
    [
        (["เป็นรายงานผลของปี พ.ศ. 2565"], {2565}), (["ปี พ.ศ. ๒๕๖๖"], {2566}),
        (["รอบ 6 เดือน"], set()), ([], set()), (["ปี พ.ศ. 2565", "ปี พ.ศ. 2566"], {2565, 2566}),
    ],
)  # fmt: skip
def test_years(texts, years):
    assert asked_years(map(element, texts)) == years


@pytest.mark.parametrize(
    ("texts", "part"),
    [
        (["เป็นรายงานผลของปี พ.ศ. 2565"], YearPart.WHOLE),
        (["เป็นข้อมูลของปี พ.ศ. ๒๕๖๕"], YearPart.WHOLE),
        (["เป็นข้อมูลสถิติของปีงบประมาณ พ.ศ. 2565", "ครอบคลุม 6 เดือนแรกของปี พ.ศ. 2566"], YearPart.WHOLE),
        (["ครอบคลุม 6 เดือนแรกของปี พ.ศ. 2565"], YearPart.FIRST_HALF),
        (["ครอบคลุม 6 เดือนแรกของปี พ.ศ. 2565 (รายเดือน/ไตรมาส/6 เดือน)"], None),
        (["ทั้งปีงบประมาณ พ.ศ. 2565 อีกแหล่งใช้ 6 เดือนแรกของปี พ.ศ. 2566"], None),
        (["แผนระยะ 1 ปี ใช้บังคับในปี พ.ศ. 2565", "6 เดือนแรกของปี พ.ศ. 2565"], None),
        (["เป็นการดำเนินการในปี พ.ศ. 2565"], None), (["รอบ 6 เดือนแรกของปี"], None), ([], None),
    ],
)  # fmt: skip
def test_the_part_of_a_year_is_asked_where_every_element_that_names_it_says_so(texts, part):
    assert asked_part(list(map(element, texts)), 2565) is part


def test_other_elements_name_no_year_that_is_asked():
    assert asked_years([element("พ.ศ. 2540", ElementKind.REQUIRED)]) == frozenset()


def test_a_report_that_is_asked_beside_a_policy_of_this_year_names_its_own_year():
    texts = ("เป็นการประกาศสำหรับปี พ.ศ. 2566", "รายงานผลตามนโยบาย ปี พ.ศ. 2565")
    kinds = (ElementKind.PERIOD, ElementKind.REQUIRED)
    assert asked_years(map(element, texts, kinds)) == {2566, 2565}


def test_the_yearly_reports_of_2566_ask_2565():
    elements = Catalogue().elements(2566)
    asked = {
        code: asked_years(requirement_of(one, 2566) for one in elements[code])
        for code in ("o13", "o22", "o26")
    }
    assert set(asked.values()) == {frozenset({2565})}, asked


@pytest.mark.parametrize(
    ("year", "own", "before"),
    [
        # "เป็นการดำเนินการในปี …" of the year itself
        (2564, True, False), (2565, True, False), (2566, True, False),
        (2567, None, None),  # no element of period is known
        (2568, False, True),  # "เป็นรายงานผลของปี …" of the year before
        (2569, False, None),  # the same, of unknown confidence
    ],
)  # fmt: skip
def test_which_report_on_results_each_year_asks(year, own, before):
    items = Catalogue().get(year, draft=True).items.values()
    (code,) = [item.code for item in items if "integrity-measures-results" in item.lineage]
    known = [requirement_of(one, year) for one in Catalogue().elements(year)[code]]
    assert asks_report(known, year, year) is own
    assert asks_report(known, year, year - 1) is before
    assert asks_report(known, year, year + 1) is False
    assert asks_report(known, year, year - 2) is False
