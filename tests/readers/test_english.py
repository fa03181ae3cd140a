"""What documents say in English is read by the frameworks' own translations, to the letter."""

import pytest

CAPTION = "Integrity and Transparency Assessment (ITA) results, fiscal year 2567\n\n"
LINES = "1. Performance of duty: 92.56\n2. Use of budget: 93.06\n9. Open data: 87.14\n"
READ = {"1": "92.56", "2": "93.06", "9": "87.14"}
OURS = "In the ITA of fiscal year 2567 our municipality received an overall score of 90.13 points."


def table(*rows):
    """A caption of results with rows of cells below it."""
    return CAPTION + "\n".join("\t".join(row.split("|")) for row in rows) + "\n"


def test_english_names_of_indicators_are_read(scores_of):
    assert scores_of(CAPTION + LINES) == READ
    rows = ("No.|Indicator|Score", "1|Performance of duty|92.56", "2|Use of budget|93.06")
    assert scores_of(table(*rows)) == {"1": "92.56", "2": "93.06"}


@pytest.mark.parametrize(
    "name", ["Quality of service", "Use of the budget for duty", "Open government data", "Power"]
)
def test_names_that_are_only_alike_are_not_read(scores_of, name):
    assert scores_of(CAPTION + LINES + f"6. {name}: 88.88\n") == READ


def test_english_words_without_the_assessment_are_nobodys(read):
    text = "Staff appraisal, fiscal year 2567\n\nQuality of work: 92.56\nUse of budget: 93.06\n"
    assert not read(text).sheet.figures


def test_a_total_that_the_own_agency_received_is_read(scores_of):
    assert scores_of(f"{CAPTION}{OURS}\n\n{LINES}") == {**READ, "total": "90.13"}


@pytest.mark.parametrize(
    "sentence",
    [
        "Nong Saeng Municipality obtained a total ITA score of 92.11 in fiscal year 2567.",
        "We expect our agency achieved a total score of 92.11 points.",
        "If our office obtained a total score of 92.11 it would pass.",
        "Our agency received an overall score of 92.11 in 2566 and better in 2567.",
    ],
)
def test_anybody_elses_total_is_told(read, sentence):
    reading = read(f"{CAPTION}{sentence}\n\n{LINES}")
    assert "total" not in {figure.code for figure in reading.sheet.figures}
    places = [place.quote or "" for one in reading.findings for place in one.places]
    assert any("92.11" in quote for quote in places)


NAMED = "Sample City Municipality\nIntegrity and Transparency Assessment (ITA) results\n\n"


@pytest.mark.parametrize(
    ("sentence", "year", "score"),
    [
        (
            "In 2021, Sample City Municipality was assessed with A grade, 92.08 out of 100 points.",
            2564,
            "92.08",
        ),
        (
            "Sample City Municipality was rated AA with a score of 97.20 in the ITA of 2023.",
            2566,
            "97.20",
        ),
        (
            "For fiscal year 2024, the municipality scored **91.21** (Grade A, ผ่าน), 9th in rank.",
            2567,
            "91.21",
        ),
        (
            "For fiscal year 2024, the municipality scored 91.21, ranking 9th in Sample Province.",
            2567,
            "91.21",
        ),
        (
            "In fiscal year 2024 Sample City Municipality (เทศบาลนครสมมุติ) scored 94.25, or “Good.”",
            2567,
            "94.25",
        ),
        (
            "Our agency scored 94.25 in fiscal year 2024, or “Good.” The target was 85.",
            2567,
            "94.25",
        ),
    ],
)
def test_grades_ranks_and_glosses_around_an_own_score(read, sentence, year, score):
    figures = read(f"{NAMED}{sentence}\n").sheet.figures
    assert [(one.year, one.code, one.published) for one in figures] == [(year, "total", score)]


@pytest.mark.parametrize(
    "sentence",
    [
        "In 2021, Another Town Office was assessed with A grade, 92.08 out of 100 points.",
        "In 2021, the province was rated AA with a score of 92.08.",
        "Sample City Municipality is expected to be rated AA with a score of 92.08 in 2024.",
        "For fiscal year 2024, the municipality scored 92.08 (เป้าหมาย).",
        "The average of municipalities in the province scored 92.08.",
        "In 2024 our municipality scored 92.08, below the target.",
    ],
)
def test_grades_of_others_and_of_wishes_are_told(read, sentence):
    reading = read(f"{NAMED}{sentence}\n")
    assert not reading.sheet.figures
    said = [one.message.th for one in reading.findings]
    said += [place.quote or "" for one in reading.findings for place in one.places]
    assert "92.08" in " ".join(said)


def test_a_rank_does_not_hide_that_two_scores_are_told(read):
    sentence = (
        "In fiscal year 2024 we, the municipality, scored 92.08, ranking first; others 88.10."
    )
    assert not read(f"{NAMED}{sentence}\n").sheet.figures
