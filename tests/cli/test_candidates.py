"""Candidates: listed by number, taken by --take or one by one, counting for nothing before."""

from decimal import Decimal

import pytest
import typst

from prongsai.cli import taking as listing
from prongsai.cli.case import read_case
from prongsai.cli.taking import NothingCertain
from prongsai.core.errors import Place
from prongsai.core.scoresheet.model import (
    Candidate,
    Doubt,
    Figure,
    Origin,
    PublishedRating,
    Reading,
    ScoreSheet,
)

HEAD = "ผลการประเมิน ITA เทศบาลตำบลบ้านใหม่ ปีงบประมาณ พ.ศ. 2566"
PROSE = "ผลการประเมิน ITA ปี 2567 เทศบาลตำบลสุขสมมุติ คือ 90.22 สูงกว่าปี 2566 ซึ่งได้ 89.66\n"


def one(code, year, text, *doubts, page=1, level=None, value="same"):
    number = None if level or value is None else Decimal(text)
    place = Place("a.pdf", page=page, line=3, quote=f"{code} {year} ได้ {text}")
    return Candidate(code, year, text, number, place, doubts or (Doubt.WHOSE,), level=level)


FOUND = (
    one("total", 2567, "90.22"),  # 1
    one(None, 2567, "84.10", Doubt.SCORE),  # 2
    one("4", None, "91.96", Doubt.YEAR, page=2),  # 3
    one("5", 2567, "81:45", value=None),  # 4
    one(None, 2567, "ผ่านดี", level="good"),  # 5
    one("total", 2567, "88.00", page=2),  # 6
    one("IIT", 2567, "85.00"),  # 7: the file has 93.10 for certain
)
SURE = Figure("IIT", 2567, "93.10", Decimal("93.10"), Origin.TABLE, Place("a.pdf", page=1))


@pytest.fixture
def reads(monkeypatch, tmp_path):
    """Makes a file of which the readers find what a test says."""

    def reads(candidates=FOUND, figures=(SURE,), ratings=()):
        def read_scores(*_, year=None, **__):
            chief = year or max((figure.year for figure in figures), default=None)
            sheet = ScoreSheet(chief, figures, ratings)
            # Another year given, another list.
            return Reading(sheet, (), tuple(candidates)[:: -1 if year else 1])

        monkeypatch.setattr("prongsai.readers.scores.read_scores", read_scores)
        path = tmp_path / "a.pdf"
        path.write_bytes(b"%PDF")
        return path

    return reads


@pytest.fixture
def prose(tmp_path):
    path = tmp_path / "scores.txt"
    path.write_text(PROSE, encoding="utf-8")
    return path


def taken(answer):
    """The scores of the JSON of `read`."""
    assert answer.code == 0, answer.said
    figures = [(f["code"], f["year"], f["published"]) for f in answer.data["figures"]]
    return figures + [(r["code"], r["year"], r["published"]) for r in answer.data["ratings"]]


def test_only_candidates_end_with_1_until_a_person_takes_some(cli, prose):
    for command in ("read", "score", "analyse", "whatif"):
        answer = cli(command, prose, "--lang", "en")
        assert answer.code == 1
        assert "nothing is certain, 2 candidates" in answer.said
        assert "--take" in answer.said
        assert "ไม่มีคะแนนที่แน่นอน พบตัวเลขที่อาจเป็นคะแนน 2 รายการ" in cli(command, prose).said
        assert cli(command, prose, "--take", "1").code == 0
    data = cli("score", prose, "--take", "all", "--json").data
    assert (data["total"]["published"], data["history"][0]["total"]["published"]) == (
        "90.22",
        "89.66",
    )


def test_json_has_every_candidate_and_keeps_its_number(cli, reads):
    file = reads()
    listed = cli("read", file, "--json").data["candidates"]
    assert [entry["number"] for entry in listed] == [1, 2, 3, 4, 5, 6, 7]
    assert listed[2] == {
        "number": 3,
        "code": "4",
        "year": None,
        "published": "91.96",
        "value": "91.96",
        "level": None,
        "doubts": ["which_year"],
        "place": {"file": "a.pdf", "page": 2, "line": 3, "quote": "4 None ได้ 91.96"},
    }
    left = cli("read", file, "--take", "1", "--take", "5", "--json").data["candidates"]
    assert [entry["number"] for entry in left] == [2, 3, 4, 6, 7]


def test_the_list_is_grouped_by_page_with_names_doubts_and_quotes(cli, reads):
    out = cli("read", reads(), "--lang", "en").out
    pages = out[out.index("page 1") :].partition("page 2")
    assert [number in pages[0] for number in ("  1  90", "  2  84", "  7  85")] == [True] * 3
    assert [number in pages[2] for number in ("  3  91", "  6  88")] == [True] * 2
    assert "91.96  ind4 Use of state property · no year · which year?" in out
    assert "“4 None ได้ 91.96”" in out
    assert "ปีใด?" in cli("read", reads()).out


def test_every_doubt_is_told_in_both_languages():
    for language in ("th", "en"):
        assert len({doubt.text.in_language(language) for doubt in Doubt}) == len(Doubt)


@pytest.mark.parametrize(
    ("asked", "scores"),
    [
        ("1", [("total", 2567, "90.22")]),
        ("๑, 5", [("total", 2567, "90.22"), ("good", 2567, "ผ่านดี")]),
        ("2=ind4", [("4", 2567, "84.10")]),
        ("2=O12@2566", [("o12", 2566, "84.10")]),
        ("3@2566", [("4", 2566, "91.96")]),
        ("1-2=IIT@2566,6", None),
        ("1,6@2566", [("total", 2567, "90.22"), ("total", 2566, "88.00")]),
        ("7=EIT", [("EIT", 2567, "85.00")]),
        ("7@2566,5@2566", [("IIT", 2566, "85.00"), ("good", 2566, "ผ่านดี")]),
    ],
)
def test_taken_candidates_count_as_found_or_as_corrected(cli, reads, asked, scores):
    answer = cli("read", reads(), "--take", asked, "--json")
    if scores is None:
        assert answer.code == 2
    else:
        assert taken(answer) == [("IIT", 2567, "93.10"), *scores]


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        ("8", "numbers 1 to 7"),
        ("0", "numbers 1 to 7"),
        ("2-1", "numbers 1 to 7"),
        ("x", "not understood"),
        ("", "not understood"),
        ("1=foo", "is no code"),
        ("1=o99", "2567 has no o99"),
        ("1@2020", "no year of the Buddhist era"),
        ("1@2599", "is in the future"),
        ("2", "--take 2=ind4"),
        ("3", "--take 3@2567"),
        ("4", "cannot be read (81:45)"),
        ("5=ind4", "is a level"),
        ("5@2565", "2565 has no"),
        ("1,1=IIT", "two ways"),
        ("1,6", "number 1 says 90.22"),
        ("7", "the file says for certain 93.10"),
    ],
)
def test_what_cannot_be_taken_is_refused_with_the_reason(cli, reads, asked, why):
    answer = cli("score", reads(), "--take", asked, "--lang", "en")
    assert (answer.code, answer.out) == (2, "")
    assert why in answer.said
    assert "Next:" in answer.said


def test_a_printed_number_is_one_score_only(cli, reads):
    first = one("total", 2567, "90.22")
    twice = Candidate("EIT", 2567, "90.22", first.value, first.place, (Doubt.SCORE,))
    assert (
        "same number as 1" in cli("read", reads([first, twice]), "--take", "1,2", "--lang=en").said
    )
    answer = cli("read", reads([first, twice]), "--take", "2", "--json")
    assert taken(answer)[1:] == [("EIT", 2567, "90.22")]
    assert answer.data["candidates"] == []


def test_all_takes_what_is_whole_and_denies_nothing_and_names_the_rest(cli, reads):
    answer = cli("read", reads(), "--take", "all", "--json")
    assert taken(answer)[1:] == [("good", 2567, "ผ่านดี")]
    note = answer.data["findings"][-1]
    assert note["message"]["en"].endswith(": 1, 2, 3, 4, 6, 7")
    chosen = cli("read", reads(), "--take", "all,1", "--take", "3@2567", "--json")
    assert [code for code, *_ in taken(chosen)[1:]] == ["total", "4", "good"]
    assert cli("read", reads(FOUND[1:4]), "--take", "all").code == 2


@pytest.mark.parametrize("doubt", [Doubt.GOAL, Doubt.MEAN, Doubt.WEIGHTED])
def test_what_is_likely_no_score_is_taken_by_its_number_only(cli, reads, doubt):
    file = reads([one("4", 2567, "9.20", doubt), one("5", 2567, "84.00")])
    assert taken(cli("read", file, "--take", "all", "--json"))[1:] == [("5", 2567, "84.00")]
    assert ("4", 2567, "9.20") in taken(cli("read", file, "--take", "1", "--json"))


def test_a_certain_level_is_not_denied(cli, reads):
    sure = PublishedRating("pass", 2567, "ผ่าน", Place("a.pdf"))
    assert cli("read", reads(ratings=(sure,)), "--take", "5").code == 2
    assert cli("read", reads(ratings=(sure,)), "--take", "5@2566").code == 0


def test_what_was_taken_and_what_was_not_is_told(cli, reads):
    codes = {f["code"] for f in cli("score", reads(), "--take", "1", "--json").data["findings"]}
    assert {"candidates_taken", "candidates_left"} <= codes
    assert "1=total@2567 (90.22)" in cli("score", reads(), "--take", "1").said
    whole = cli("score", reads(candidates=()), "--json").data["findings"]
    assert not {"candidates_taken", "candidates_left"} & {f["code"] for f in whole}


def test_what_a_file_lacks_is_of_the_scores_that_stand(cli, tmp_path):
    file = tmp_path / "scores.txt"
    file.write_text(f"{HEAD}\nIIT 93.10\n\nเทศบาลได้คะแนนรวม 90.52 คะแนน ในปีนี้\n", encoding="utf-8")
    for take, is_missing in (((), True), (("--take", "1"), False)):
        findings = cli("read", file, *take, "--json").data["findings"]
        assert ("total_missing" in {finding["code"] for finding in findings}) is is_missing


def test_numbers_behind_as_many_names_are_theirs_in_turn(cli, tmp_path):
    file = tmp_path / "scores.txt"
    for text, codes in (
        ("คะแนน IIT EIT และ OIT เท่ากับ 91.20 88.10 และ 95.00 คะแนน ตามลำดับ", ["IIT", "EIT", "OIT"]),
        ("คะแนน IIT และ EIT เท่ากับ 91.20 คะแนน ปีก่อนได้ 88.10 คะแนน", ["EIT", "EIT"]),
    ):
        file.write_text(f"{HEAD}\n{text}\n", encoding="utf-8")
        listed = cli("read", file, "--json").data["candidates"]
        assert [entry["code"] for entry in listed] == codes


def test_what_is_kept_as_json_is_scored_and_makes_a_case(cli, prose, tmp_path):
    folder = tmp_path / "case"
    folder.mkdir()
    (folder / "agency.yaml").write_text("name: เทศบาลตำบลสุขสมมุติ\n", encoding="utf-8")
    raw = prose.rename(folder / "scores.txt")
    with pytest.raises(NothingCertain) as refused:
        read_case(folder, frameworks=None, draft=False)
    assert "-o scores.json" in refused.value.next_step.en
    assert cli("read", raw, "--take", "1", "-o", folder / "scores.json").code == 0
    raw.unlink()
    assert read_case(folder, frameworks=None, draft=False).case.card.total.published == "90.22"


def test_what_is_taken_is_of_the_year_asked_for(cli, reads):
    file = reads(figures=())
    assert "none is of 2566" in cli("score", file, "--year=2566", "--take=7", "--lang=en").said
    assert cli("score", file, "--year", "2567", "--take", "7").code == 0


def test_take_goes_with_one_file(cli, prose, example):
    assert cli("analyse", prose, example, "--take", "1").code == 2
    assert cli("analyse", prose, "--take", "1").code == 0


def test_a_plan_is_drafted_and_checked_with_what_was_taken(cli, reads, tmp_path):
    older = Figure("IIT", 2566, "80.00", Decimal("80.00"), Origin.TABLE, Place("a.pdf"))
    plan = tmp_path / "plan.yaml"
    assert cli("plan", reads(figures=(older,)), "--take", "3@2566", "-o", plan).code == 0
    assert "score_year: 2566" in plan.read_text(encoding="utf-8")
    # The plan answers another year than the one with most scores: numbers stay those of the list.
    said = cli("plan", "check", plan, reads(figures=(SURE, older)), "--take", "3@2566").said
    assert "3=ind4@2566 (91.96)" in said


def test_questions_need_a_terminal(cli, reads):
    answer = cli("read", reads(), "--interactive", "--lang", "en")
    assert (answer.code, "--take" in answer.said) == (2, True)


def test_candidates_are_asked_one_by_one(cli, reads, monkeypatch):
    answers = iter(["y", "ind4,6", "ind4@2566", "n", "", "q"])
    monkeypatch.setattr(listing, "has_terminal", lambda: True)
    monkeypatch.setattr(listing.click, "prompt", lambda *_, **__: next(answers))
    answer = cli("read", reads(), "--interactive", "--lang", "en")
    assert answer.code == 0
    assert "is no code" in answer.err
    assert answer.err.endswith("--take 1,2=ind4@2566\n")
    assert "taken by you: 1=total@2567 (90.22), 2=ind4@2566 (84.10)" in answer.said
    assert next(answers, None) is None


@pytest.mark.long
def test_findings_are_about_certain_figures_only(cli, thai_font, tmp_path):
    """A plan of 120 pages full of goals and sentences has the findings of its one table alone."""
    head = f'#set text(font: "Sarabun"); {HEAD}'
    scores = {"IIT": "91.20", "EIT": "88.10", "OIT": "95.00"}
    cells = ", ".join(f"[{cell}]" for row in scores.items() for cell in row)
    table = f"{head} #table(columns: 2, [แบบวัด], [คะแนน], {cells})"
    sentences = [
        f"""#pagebreak() โครงการที่ {n} ปี 2566 เทศบาลได้คะแนน ITA {60 + n % 30}.{n % 90 + 10} คะแนน
        IIT ได้ {70 + n % 20}.15 คะแนน EIT ได้คะแนนสูงสุด {50 + n % 40}.25 คะแนน การใช้งบประมาณ
        ได้ {40 + n % 50}.35 คะแนน ลดลงจากปี 2565 ซึ่งได้ {30 + n % 60}.45 คะแนน และไม่ผ่านเกณฑ์ร้อยละ 85"""
        for n in range(1, 120)
    ]
    codes = []
    for name, pages in (("table", []), ("plan", sentences)):
        path, source = tmp_path / f"{name}.pdf", "\n\n".join([table, *pages]).encode()
        fonts = [thai_font.parent]
        path.write_bytes(typst.compile(source, font_paths=fonts, ignore_system_fonts=True))
        codes.append([one["code"] for one in cli("analyse", path, "--json").data["findings"]])
    assert codes[1] == [*codes[0], "candidates_left"]
