"""Which tests `make test-fast` takes for a change."""

import runpy
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SCRIPT = runpy.run_path(str(ROOT / "scripts/test_fast.py"))
taken_for, without_doubles = SCRIPT["tests_of"], SCRIPT["without_doubles"]
EVERY = "tests/web/test_every_address.py"


@pytest.mark.parametrize(
    ("changed", "tests"),
    [
        ("src/prongsai/web/agency/people.py", ("tests/web/agency", EVERY)),
        ("src/prongsai/web/agency/templates/agency/unit.html", ("tests/web/agency", EVERY)),
        ("src/prongsai/web/evidence/queries.py", ("tests/web/evidence", EVERY)),
        ("src/prongsai/core/measures/gone.py", ("tests/core/measures",)),
        ("src/prongsai/core/thai.py", ("tests/core/test_thai.py",)),
        ("src/prongsai/core/errors.py", ("tests/core",)),
        ("src/prongsai/core/scoresheet/numbers.py", ("tests/core", "tests/readers")),
        ("tests/web/agency/test_roster.py", ("tests/web/agency/test_roster.py",)),
        ("tests/cli/conftest.py", ("tests/cli",)),
        ("docs/architecture.md", ("tests/test_documentation.py",)),
    ],
)
def test_a_change_is_tested_where_its_room_is(changed, tests):
    assert taken_for(changed) == tests


@pytest.mark.parametrize("changed", ["tests/browser/test_year.py", "tests/conftest.py", "Makefile"])
def test_what_has_no_tests_of_its_own_is_told_as_left_out(changed):
    assert taken_for(changed) == ()


def test_every_room_of_the_sources_has_tests():
    files = [path.relative_to(ROOT).as_posix() for path in (ROOT / "src/prongsai").rglob("*.py")]
    files = [name for name in files if not name.startswith("src/prongsai/__")]
    assert [name for name in files if not taken_for(name)] == []


def test_a_test_is_taken_once():
    assert without_doubles({"tests/web/agency", "tests/web/agency/test_roster.py"}) == [
        "tests/web/agency"
    ]
