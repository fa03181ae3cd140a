"""The documentation says what the program does."""

import ast
import configparser
import importlib.util
import os
import re
import shutil
import subprocess
import textwrap
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.urls import resolve
from django.utils import translation

from prongsai import __version__
from prongsai.cli.main import group
from prongsai.core.ids import parse_code
from prongsai.web.menu.frame import ROOMS

ROOT = Path(__file__).resolve().parents[1]
PAGES = [ROOT / "README.md", ROOT / "README.th.md", ROOT / "CHANGELOG.md"]
PAGES += sorted((ROOT / "docs").rglob("*.md"))
_LINK = re.compile(r"(?:\]\(|<img src=\")([^)#\"]+)[)\"]")
_NOT_OURS = ("node_modules", "__pycache__", "build")
_HIDDEN = re.compile(r"\.(?!(?:ci|github|pre-commit-config\.yaml)$)")


def _cli_reference():
    spec = importlib.util.spec_from_file_location("made", ROOT / "scripts/cli_reference.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_command_reference_is_what_the_commands_say():
    made = _cli_reference()
    assert made.PAGE.read_text(encoding="utf-8") == made.page(), "run make docs"


def test_the_command_reference_names_every_option():
    page = _cli_reference().page()
    for option in ("--explain", "--target", "--cap", "--from", "--strict", "--frameworks"):
        assert option in page


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page):
    links = [link for link in _LINK.findall(page.read_text(encoding="utf-8")) if "://" not in link]
    missing = [link for link in links if not (page.parent / link).exists()]
    assert not missing


def _commands_in(page):
    lines = (ROOT / page).read_text(encoding="utf-8").splitlines()
    indented = [line.strip() for line in lines if line.startswith("    prongsai ")]
    return [re.split(r"\s{2,}", line.removeprefix("prongsai "))[0] for line in indented]


def _of_the_service():
    unit = configparser.RawConfigParser(strict=False)
    unit.optionxform = str
    unit.read(ROOT / "examples/prongsai.service", encoding="utf-8")
    return [unit["Service"]["ExecStart"].partition("/bin/prongsai ")[2]]


@pytest.mark.parametrize(
    "command",
    _of_the_service() + _commands_in("docs/reference/cli.md") + _commands_in("docs/frameworks.md"),
)
def test_commands_in_the_pages_exist_with_their_options(command):
    words = command.split()
    node, names = group, [word for word in words if not word.startswith("-")]
    while hasattr(node, "list_commands"):
        node = node.get_command(None, names.pop(0))
        assert node is not None, command
    known = {name for parameter in node.params for name in parameter.opts}
    assert {word for word in words if word.startswith("-")} <= known


def test_the_example_of_the_library_gives_what_it_says(monkeypatch):
    monkeypatch.chdir(ROOT)
    page = (ROOT / "docs/library.md").read_text(encoding="utf-8")
    code = re.search(r"```python\n(.*?)```", page, re.DOTALL)[1]
    lines = [line for line in code.splitlines() if line.strip()]
    said = [line.split("# ", 1) for line in lines if " # " in line]
    scope = {}
    exec("\n".join(line for line in lines if " # " not in line), scope)  # noqa: S102 - our page
    exec("from fractions import Fraction", scope)  # noqa: S102
    assert said
    for expression, value in said:
        assert eval(expression, scope) == eval(value, scope)  # noqa: S307


def test_the_csv_of_the_page_of_commands_can_be_read(tmp_path):
    page = (ROOT / "docs/reference/cli.md").read_text(encoding="utf-8")
    block = re.search(r"((?:    .*\n)*?    code,score\n(?:    .*\n)+)", page)[1]
    sheet = tmp_path / "scores.csv"
    sheet.write_text(re.sub("(?m)^    ", "", block), encoding="utf-8")
    result = CliRunner().invoke(group, ["read", str(sheet), "--year", "2565", "--json"])
    assert result.exit_code == 0, result.output
    codes = [line.split(",")[0].strip() for line in block.splitlines()[1:] if line.strip()]
    for code in codes:
        assert f'"{parse_code(code)}"' in result.output


def _tour(page):
    """Each step's number, with the names of buttons and pages that stand in bold in it."""
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    steps = re.findall(r"(?ms)^### (\d+\.\d+) .*?$(.*?)(?=^##|\Z)", text)
    bold = re.compile(r"(?s)\*\*(.+?)\*\*")
    return {
        number: {" ".join(name.split()) for name in bold.findall(words)} for number, words in steps
    }


def test_a_browser_takes_each_step_of_the_tour_and_presses_what_it_names():
    thai, english = _tour("tour.th.md"), _tour("tour.md")
    source = (ROOT / "tests/browser/test_tour.py").read_text(encoding="utf-8")
    walked = {
        node.name.removeprefix("step_").replace("_", "."): ast.get_source_segment(source, node)
        for node in ast.parse(source).body
        if isinstance(node, ast.FunctionDef) and node.name.startswith("step_")
    }
    assert list(thai) == list(english) == sorted(walked)
    in_menu = {line.label.th: line.label.en for room in ROOMS for line in (room, *room.pages)}
    for number, names in thai.items():
        assert source.count(f"step_{number.replace('.', '_')}") == 2, f"{number} is not taken"
        assert {name for name in names if f'"{name}' not in walked[number]} == set(), number
        with translation.override("en"):
            shown = {in_menu.get(name) or translation.gettext(name) for name in names}
        assert shown == english[number], number


def _files_of_ours():
    """Every file but of the folders that are made, into which nobody need look."""
    for folder, folders, names in os.walk(ROOT):
        folders[:] = [name for name in folders if not _is_made(name)]
        yield from (Path(folder, name) for name in names if not _is_made(name))


def _is_made(name):
    return name in _NOT_OURS or _HIDDEN.match(name)


def test_no_page_or_source_names_a_machine():
    """Nothing may tie the project to the place it was written in."""
    forbidden = re.compile(
        r"(?<![a-z])(?:/home/|/root/|/Users/|/tmp/|C:\\\\)[A-Za-z0-9]|https?://localhost"
    )
    found = []
    for path in _files_of_ours():
        if path.suffix in (".py", ".md", ".sh", ".toml", ".yaml", ".yml", ".txt", ".csv", ""):
            text = path.read_text(encoding="utf-8", errors="ignore")
            if path != Path(__file__) and forbidden.search(text):
                found.append(str(path.relative_to(ROOT)))
    assert not found


def test_the_locks_name_no_registry():
    text = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    assert "--hash=sha256:" in text
    assert "://" not in text
    lock = ROOT / "frontend/package-lock.json"
    assert '"resolved"' not in lock.read_text(encoding="utf-8")


def test_a_register_is_added_as_the_page_says(tmp_path, monkeypatch):
    page = (ROOT / "docs/registers.md").read_text(encoding="utf-8")
    blocks = re.findall(r"   ```(\w+)\n(.*?)   ```", page, re.DOTALL)
    said = {kind: textwrap.dedent(text) for kind, text in blocks}
    monkeypatch.chdir(tmp_path)
    Path("boats.yaml").write_text(said["yaml"], encoding="utf-8")
    Path("boats.csv").write_text(said["csv"], encoding="utf-8")
    shutil.copy(ROOT / "examples/ban-song/agency.yaml", "agency.yaml")
    commands = ["prongsai register check boats.yaml", *said["sh"].splitlines()]
    assert len(commands) == 4
    for command in commands:
        answer = CliRunner().invoke(group, command.split()[1:])
        assert answer.exit_code == 0, (command, answer.output)
    assert Path("boats.xlsx").stat().st_size
    assert Path("out/register-boats-year.pdf").read_bytes().startswith(b"%PDF")


def test_the_page_of_registers_counts_those_that_are_shipped():
    count = len(list((ROOT / "src/prongsai/data/registers").glob("*.yaml")))
    for page, words in (("README.md", "[{} daily records]"), ("README.th.md", "[{} ทะเบียน]")):
        assert words.format(count) in (ROOT / page).read_text(encoding="utf-8"), page
    assert f"The program brings {count}" in (ROOT / "docs/registers.md").read_text(encoding="utf-8")


def _pins(*parts):
    command = [str(ROOT / "scripts/pins.sh"), *parts]
    text = subprocess.run(command, capture_output=True, check=True, text=True).stdout  # noqa: S603
    return set(re.findall(r"(?m)^([a-z0-9-]+)\S*==", text))


def test_the_lock_names_what_pyproject_asks_for_in_the_part_of_who_needs_it():
    told = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    site = told["project"]["dependencies"] + told["project"]["optional-dependencies"]["site"]
    asked = {"site": site, **told["dependency-groups"]}
    for part, lines in asked.items():
        names = {re.match(r"[\w-]+", line)[0].lower() for line in lines}
        assert names <= _pins(part), part
    assert not _pins("site") & _pins("dev", "mutants", "node")


def test_the_systems_stand_where_their_page_says():
    page = (ROOT / "docs/systems.md").read_text(encoding="utf-8")
    rows = re.findall(
        r"^\| [SO]\d+ \|[^|]+\| (works|in part: [^|]+|none: [^|]+) \|(.+)\|$", page, re.MULTILINE
    )
    counts = [sum(state.startswith(word) for state, _ in rows) for word in ("works", "in", "none")]
    assert re.search(r"^\| (\d+) \| (\d+) \| (\d+) \|$", page, re.MULTILINE).groups() == tuple(
        map(str, counts)
    )
    data = ROOT / "src/prongsai/data"
    keys = {file.stem for room in ("registers", "announcements", "desk", "surveys")
            for file in (data / room).iterdir()}  # fmt: skip
    for name in {name for _, where in rows for name in re.findall("`([^`]+)`", where)}:
        command, *words = name.split()
        if command == "prongsai":
            known = group
            for word in words:
                known = known.get_command(None, word)
            assert known is not None, name
        else:
            assert name in keys or resolve("/" + name.replace("{year}", "2569")), name


def test_every_page_stands_on_the_map_of_the_documentation():
    docs = ROOT / "docs"
    linked = _LINK.findall((docs / "README.md").read_text(encoding="utf-8"))
    pages = {str(page.relative_to(docs)) for page in docs.rglob("*.md")}
    decisions = {page for page in pages if page.startswith("adr/")} - {"adr/README.md"}
    assert pages - decisions - {"README.md"} <= set(linked)


def test_the_changelog_begins_with_what_is_unreleased_and_the_last_release():
    headings = re.findall(r"(?m)^## (.+)$", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"))
    assert headings[0] == "Unreleased"
    released, on_its_way = headings[1].partition(", ")[0], __version__.endswith(".dev0")
    assert (released < __version__) if on_its_way else (released == __version__)


def test_the_changelog_tells_a_user_ten_lines_of_an_area_at_most():
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    for release in re.split(r"(?m)^## ", text)[1:]:
        areas = [area.partition("\n") for area in re.split(r"(?m)^### ", release)[1:]]
        assert len({title for title, _, _ in areas}) == len(areas)
        for title, _, told in areas:
            assert len(re.findall(r"(?m)^- ", told)) <= 10, title
