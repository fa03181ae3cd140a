"""Both languages are whole: no Thai in English output, no English sentence in Thai output."""

import re

import click
import pytest

from prongsai.cli.main import group

THAI = re.compile("[\u0e00-\u0e7f]")
# What stays as it is in Thai: options, choices, metavars, file names, calls of the command.
NAMES = re.compile(r"--?[\w-]+|\[[^\]]*\|[^\]]*\]|\b[A-Z0-9|.=]{2,}(?:\.[a-z]+)?\b|prongsai[a-z ]*")
ENGLISH = re.compile(r"\b[A-Za-z]?[a-z]+(?: [a-z]+)+\b")


def commands(command, path=()):
    """The words of every command and sub-command, groups included."""
    yield path
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            yield from commands(command.get_command(context, name), (*path, name))


COMMANDS = list(commands(group))
READING = [
    ["read", "example"],
    ["score", "example"],
    ["score", "example", "--items"],
    ["score", "example", "--explain", "total"],
    ["score", "example", "--year", "2563", "--draft"],
    ["analyse", "example"],
    ["analyse", "example", "other"],
    ["whatif", "example"],
    ["whatif", "example", "--set", "o12=100"],
    ["whatif", "example", "--target", "100", "--cap", "o12=0"],
    ["whatif", "example", "--target", "B"],
    ["whatif", "other", "--target", "excellent"],
    ["read", "doubtful"],
    ["score", "doubtful"],
    ["score", "wrong"],
    ["score", "other"],
    ["analyse", "wrong"],
    ["framework", "check"],
    ["framework", "list"],
    ["framework", "diff", "2565", "2566"],
    ["framework", "diff", "2563", "2565"],
    *(["framework", "show", str(year)] for year in range(2563, 2570)),
]


@pytest.fixture
def files(example, doubtful_example, wrong_example, tmp_path):
    other = tmp_path / "other.csv"
    other.write_text("code,year,score\ntotal,2568,93.05\n", encoding="utf-8")
    return {"example": example, "doubtful": doubtful_example, "wrong": wrong_example,
            "other": other}  # fmt: skip


def untranslated(text):
    """Runs of English words in Thai text that are no names of anything."""
    return ENGLISH.findall(NAMES.sub(";", text))


def named(words):
    return " ".join(words) or "prongsai"


def test_the_heuristic_finds_english_sentences():
    assert untranslated("ตัวเลือก --year YEAR  [required] Show this message and exit.")
    assert untranslated("ค่าของ --year ใช้ไม่ได้: 'abc' is not a valid integer.")
    assert not untranslated("--target SCORE|CODE  เป้าหมาย เช่น 95 หรือ AA หรือ good")
    assert not untranslated("อ่านกลับด้วย prongsai read")


def test_all_commands_are_known():
    assert {named(words) for words in COMMANDS} >= {
        "prongsai", "read", "score", "analyse", "whatif", "template scores", "framework list",
        "framework show", "framework check", "framework diff", "framework new",
        "framework export", "framework import",
    }  # fmt: skip


@pytest.mark.parametrize("words", COMMANDS, ids=named)
def test_english_help_has_no_thai(cli, words):
    answer = cli("--lang", "en", *words, "--help")
    assert answer.code == 0
    assert answer.out.startswith("Usage: prongsai")
    assert not THAI.search(answer.out)


@pytest.mark.parametrize("words", COMMANDS, ids=named)
def test_thai_help_has_no_english_sentence(cli, words):
    answer = cli(*words, "--help")
    assert answer.code == 0
    assert answer.out.startswith("วิธีใช้: prongsai")
    assert not untranslated(answer.out.partition("\n")[2])


@pytest.mark.parametrize("words", COMMANDS, ids=named)
def test_every_line_of_help_says_something(cli, words):
    """Options and commands all have a description; positional arguments speak by their names."""
    for line in cli(*words, "--help").out.splitlines():
        if line.startswith("  -") and not line.strip().startswith("-o, --output"):
            assert THAI.search(line) or len(line.split()) <= 2, line


@pytest.mark.parametrize("words", COMMANDS, ids=named)
def test_the_language_may_follow_the_command(cli, words):
    answer = cli(*words, "--lang", "en", "--help")
    assert answer.code == 0
    assert not THAI.search(answer.out)


@pytest.mark.parametrize("words", READING, ids=named)
def test_english_output_has_no_thai(cli, files, words):
    answer = cli(*(files.get(word, word) for word in words), "--lang", "en")
    assert answer.out
    assert not THAI.findall(answer.out)


@pytest.mark.parametrize("words", READING, ids=named)
def test_thai_output_is_thai(cli, files, words):
    answer = cli(*(files.get(word, word) for word in words))
    assert THAI.search(answer.out)
    assert not untranslated(re.sub("“[^”]*”", "", answer.out))


@pytest.mark.long
def test_the_language_may_stand_before_or_after_the_command(cli, example):
    after = cli("score", example, "--lang", "en")
    assert cli("--lang", "en", "score", example) == after
    assert cli("score", example, "--lang=en") == after
    assert cli("score", example, PRONGSAI_LANG="en") == after
    assert cli("score", example) != after
    assert cli("score", example, "--lang", "th", PRONGSAI_LANG="en") == cli("score", example)


def test_the_language_may_stand_after_a_group(cli):
    assert cli("framework", "--lang", "en", "list") == cli("framework", "list", "--lang", "en")


def test_json_is_alike_in_both_languages(cli, example):
    assert cli("score", example, "--json") == cli("score", example, "--json", "--lang", "en")


@pytest.mark.parametrize(
    "words",
    [["template", "scores", "--year", "2565", "-o", "made.xlsx"],
     ["framework", "export", "2565", "-o", "made.xlsx"],
     ["framework", "new", "2571", "--from", "2565", "--to", "made"]],
    ids=named,
)  # fmt: skip
def test_what_was_written_is_told_in_english(cli, tmp_path, monkeypatch, words):
    monkeypatch.chdir(tmp_path)
    answer = cli(*words, "--lang", "en")
    assert answer.code == 0
    assert "made" in answer.out
    assert not THAI.search(answer.said)


def test_a_quotation_of_the_document_stays_thai_in_english_output(cli, tmp_path):
    sheet = tmp_path / "sheet.csv"
    sheet.write_text(
        "รหัส,รายการ,ปี,คะแนน\nIIT,แบบวัด,2565,90\nEIT,แบบวัด,2565,90\nOIT,แบบวัด,2565,90\n"
        "total,คะแนนรวม,2565,80\n",
        encoding="utf-8",
    )
    answer = cli("score", sheet, "--lang", "en")
    assert answer.code == 1
    assert not THAI.search(re.sub("“[^”]*”", "", answer.out))


@pytest.mark.parametrize(
    "arguments",
    [
        ("--lang", "en", "score", "--help"),
        ("score", "--lang", "en", "--help"),
        ("score", "--help", "--lang", "en"),
        ("framework", "diff", "--help", "--lang=en"),
    ],
)
def test_the_language_may_stand_anywhere(arguments, cli):
    result = cli(*arguments)
    assert result.code == 0
    assert result.out.startswith("Usage:")
