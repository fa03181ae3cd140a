"""What is not known of two years: one list, its forms, and what they do to the figures."""

import pytest
from django.urls import reverse
from selectolax.lexbor import LexborHTMLParser
from tests.web.assessment.test_views import fields_of
from tests.web.roles import AUDITOR

from prongsai.web.agency.services.agency import agency_started
from prongsai.web.year.assessment.framework.confidence import facts, unconfirmed_of
from prongsai.web.year.assessment.framework.documents import from_texts, shipped_texts
from prongsai.web.year.assessment.framework.editing import CopyItems, PutKnown, id_of
from prongsai.web.year.assessment.models import Assessment
from prongsai.web.year.assessment.queries import catalogue_of
from prongsai.web.year.assessment.queries.pages import unknown_years
from prongsai.web.year.assessment.services.frameworks import current_documents
from prongsai.web.year.assessment.services.years import open_year

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nothing_after_2569")]
YEAR = 2570


@pytest.fixture
def years(agency, officer, frozen_clock):
    """The wizard's two years: that of the results, and the one lived in."""
    agency_started.send(type(agency), agency=agency, fiscal_year=YEAR, by=officer)
    return {row.fiscal_year: row for row in Assessment.objects.filter(agency=agency)}


@pytest.fixture
def browser(client_of, officer, years):
    return client_of(officer)


def url():
    return reverse("assessment:unknown", args=[YEAR])


def sent(of=2569, seen=0, **values):
    named = {f"{of}-{name}": value for name, value in values.items()}
    return {"of": str(of), f"{of}-seen": str(seen), f"{of}-source": f"MANUAL-{of}", **named}


def told(years, year=2569):
    return current_documents(Assessment.objects.get(pk=years[year].pk))


def fact_id(documents, *key):
    return id_of(next(fact.key for fact in facts(documents) if fact.key == key))


def test_the_wizard_opens_the_year_of_the_results_too(years):
    assert sorted(years) == [2569, 2570]


def test_a_page_is_of_the_manual_or_of_a_document_that_the_agency_added(browser, years):
    address = reverse("assessment:source-add", args=[2569])
    sheet = fields_of(browser.get(address)) | {"proves": ["หนังสือซักซ้อม ว 1"]}
    assert browser.post(address, sheet).status_code == 302
    offered = LexborHTMLParser(browser.get(url()).content).css("[name='2569-source'] option")
    assert [option.text(strip=True) for option in offered] == [
        "คู่มือการประเมิน ITA ปี 2569", "หนังสือซักซ้อม ว 1",
    ]  # fmt: skip


@pytest.mark.long
def test_one_list_holds_every_unconfirmed_fact_of_both_years_with_a_page(browser, years):
    page = browser.get(url()).content.decode()
    for year in (2569, 2570):
        documents = told(years, year)
        for fact in facts(documents):
            name = f'name="{year}-page_{id_of(fact.key)}"'
            is_listed = fact.confidence != "confirmed" and fact.key[0] not in (
                "weight",
                "rating",
                "target",
            )
            assert (name in page) is is_listed, fact
        assert f'id="confirmed-{year}"' in page


@pytest.mark.long
def test_weights_levels_and_target_go_in_at_once_and_reach_the_figures(browser, years, agency):
    typed = sent(iit="30", eit="30", oit="๔๐", weights_page="12", rating="2568", rating_page="15",
                 target="85", target_page="15")  # fmt: skip
    done = browser.post(url(), typed)
    assert (done.status_code, done["Location"]) == (302, url())
    framework = catalogue_of(agency).get(2569, draft=True)
    assert [float(part.weight) for part in framework.instruments] == [0.3, 0.3, 0.4]
    assert framework.tree["total"].children is not None
    assert (framework.target_score, framework.target_confidence) == (85, "confirmed")
    assert framework.rating.levels[0].code == "excellent"
    assert told(years)["framework"]["rating"]["sources"][0] == "MANUAL-2569"


@pytest.mark.long
def test_a_value_without_a_page_is_likely_and_the_bar_does_not_move(browser, years):
    before = unconfirmed_of(told(years), is_own=True).confirmed
    browser.post(url(), sent(target="85"))
    assert told(years)["framework"]["target"] | {"sources": []} == {
        "score": 85, "national_share": None, "confidence": "likely", "sources": [],
    }  # fmt: skip
    assert unconfirmed_of(told(years), is_own=True).confirmed == before
    number = Assessment.objects.get(pk=years[2569].pk).framework_number
    browser.post(url(), sent(seen=number, target="85", target_page="9"))
    assert unconfirmed_of(told(years), is_own=True).confirmed == before + 1


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"iit": "30"}, "oit"),
        ({"iit": "30", "eit": "30", "oit": "30"}, "oit"),
        ({"target_page": "9"}, "target"),
        ({"rating_page": "9"}, "rating"),
        ({"weights_page": "9"}, "iit"),
        ({"target": "many"}, "target"),
    ],
)
@pytest.mark.few(3)
def test_what_cannot_be_is_refused_and_stays_typed(browser, years, typed, field):
    before = told(years)
    answer = browser.post(url(), sent(**typed))
    assert answer.status_code == 422
    assert f'id="id_2569-{field}_error"' in answer.content.decode()
    title = LexborHTMLParser(answer.content.decode()).css_first("title").text(strip=True)
    assert title.startswith("ผิดพลาด:")
    assert told(years) == before
    for value in typed.values():
        assert f'value="{value}"' in answer.content.decode()


@pytest.mark.long
def test_a_page_confirms_an_item_as_it_stands_and_nothing_else(browser, years):
    item = told(years)["oit"]["items"][1]
    key = fact_id(told(years), "item", ",".join(item["lineage"]))
    browser.post(url(), sent(**{f"page_{key}": "21"}))
    after = told(years)["oit"]["items"]
    assert after[1] == item | {
        "confidence": "confirmed", "page": 21, "sources": ["MANUAL-2569", *item["sources"]],
    }  # fmt: skip
    assert after[2] == from_texts(shipped_texts(2569))["oit"]["items"][2]


def test_nothing_typed_changes_nothing(browser, years):
    before = told(years)
    assert browser.post(url(), sent()).status_code == 302
    assert told(years) == before


def test_what_somebody_else_put_in_meanwhile_is_not_lost(browser, years):
    browser.post(url(), sent(target="85", target_page="9"))
    answer = browser.post(url(), sent(target="80", target_page="8"))
    assert answer.status_code == 422
    assert 'value="80"' in answer.content.decode()
    both = LexborHTMLParser(answer.content.decode()).css_first("#meanwhile tbody").text(strip=True)
    assert "ยังไม่ทราบ" in both
    assert "85 · ยืนยันแล้ว · 9" in both
    assert told(years)["framework"]["target"]["score"] == 85
    browser.post(url(), fields_of(answer))
    assert told(years)["framework"]["target"]["score"] == 80


def test_who_may_not_correct_frameworks_does_not_get_the_forms(
    client_of, make_actor, agency, years
):
    auditor = make_actor(agency, AUDITOR, login="auditor")
    browser = client_of(auditor)
    answer = browser.get(url())
    assert answer.status_code == 200
    assert 'name="of"' not in answer.content.decode()
    assert browser.post(url(), sent(target="85")).status_code == 403
    assert told(years)["framework"]["target"]["score"] is None


@pytest.mark.long
def test_a_year_that_is_not_open_is_shown_and_not_saved(client_of, officer, agency, frozen_clock):
    open_year(agency, by=officer, fiscal_year=YEAR)
    browser = client_of(officer)
    assert "fiscal_year=2569" in browser.get(url()).content.decode()
    answer = browser.post(url(), sent(target="85"))
    assert 'name="fiscal_year" value="2569"' in answer.content.decode()
    assert [one.data.assessment is None for one in unknown_years(agency, YEAR)] == [True, False]


# answer scales


@pytest.mark.parametrize("year", [2567, 2568, 2569])
def test_both_scales_are_held_and_none_is_chosen(year, agency):
    framework = catalogue_of(agency).get(year, draft=True)
    for part in framework.instruments[:2]:
        assert part.answer_scales == ("four-level", "six-level")
        assert part.is_scale_open
    assert framework.scale_of["six-level"].points == ()
    assert not framework.instruments[2].is_scale_open


@pytest.mark.parametrize("first", ["choice", "items"])
def test_a_chosen_scale_is_that_of_the_items_whichever_came_first(first):
    documents = from_texts(shipped_texts(2569))
    choose = PutKnown(source="MANUAL-2569", pages={}, answers={"IIT": "six-level"})
    copy = CopyItems("IIT", from_texts(shipped_texts(2566)))
    for edit in (choose, copy) if first == "choice" else (copy, choose):
        edit.apply(documents)
    scales = {item["scale"] for item in documents["iit"]["items"]}
    assert "four-level" not in scales
    assert {"six-level", "no-is-good"} <= scales
    part = documents["framework"]["instruments"][0]
    assert (part["answer_scales"], part["answer_scales_confidence"]) == (["six-level"], "likely")


@pytest.mark.long
def test_a_scale_is_chosen_in_the_list(browser, years, agency):
    page = fact_id(told(years), "answers", "IIT")
    browser.post(url(), sent(answers_IIT="four-level", **{f"page_{page}": "30"}))
    framework = catalogue_of(agency).get(2569, draft=True)
    assert not framework.instruments[0].is_scale_open
    assert framework.instruments[1].is_scale_open
    assert told(years)["framework"]["instruments"][0]["answer_scales_page"] == 30
