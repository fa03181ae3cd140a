"""Run the tests of what was changed, without browser and PostgreSQL; `make test` runs all.

Changed is what git tells since the branch left main (on main: since the commit before), with what
is not committed yet. Tests stand in folders named as those of the sources; of a room that has no
tests of its own name, those of the next room around it are run.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
DOCUMENTATION = "tests/test_documentation.py"
# One page of every address: what a room of the site breaks in another mostly shows there.
EVERY_PAGE = "tests/web/test_every_address.py"
# Places whose tests stand under another name.
ELSEWHERE = {
    "src/prongsai/data": ("tests/core/test_framework_model.py", "tests/core/test_cases.py"),
    "src/prongsai/core/scoresheet": ("tests/core", "tests/readers"),
    "src/prongsai/web/locale": ("tests/web/platform", EVERY_PAGE),
    "tests/cases": ("tests/core/test_cases.py", "tests/readers/test_corpus.py"),
}


def main() -> int:
    """Run them; the exit code is pytest's."""
    changed = changed_files()
    found = {name: tests_of(name) for name in changed}
    tests = without_doubles({test for tests in found.values() for test in tests})
    untold = [name for name, tests in found.items() if not tests]
    print(f"{len(changed)} files changed; their tests: {' '.join(tests) or 'none'}")
    print(
        "Left out (make test has them): browser, PostgreSQL, rooms that did not change"
        + (f", what these need: {' '.join(untold)}" if untold else "")
    )
    if not tests:
        return 0
    # No report of the slowest; what is deselected is counted in the last line.
    chosen = ["-m", "not long and not postgresql", "--durations=0", "--durations-min=10"]
    command = [sys.executable, "-m", "pytest", "-q", "-n", "2", *chosen, *tests]
    done = subprocess.run(command, cwd=ROOT, check=False)  # noqa: S603 - our own tests
    return done.returncode


def changed_files() -> list[str]:
    """Names of the files that are changed, below the project's folder, gone ones too."""
    base = said("git", "merge-base", "HEAD", "main") or ["HEAD"]
    if base == said("git", "rev-parse", "HEAD"):
        base = ["HEAD~1"]
    committed = said("git", "-c", "core.quotePath=false", "diff", "--name-only", *base)
    untracked = said("git", "-c", "core.quotePath=false", "ls-files", "-o", "--exclude-standard")
    return sorted({*committed, *untracked})


def said(*command: str) -> list[str]:
    """The lines that a command prints."""
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603
    return done.stdout.splitlines()


def tests_of(name: str) -> tuple[str, ...]:
    """The tests of a file; () where none can be told, or only a browser looks at it."""
    if name.startswith(("tests/browser/", "src/prongsai/web/frontend/")):
        return ()
    if name.endswith(".md"):
        return (DOCUMENTATION,)
    for place, tests in ELSEWHERE.items():
        if name.startswith(f"{place}/"):
            return tests
    if name.startswith("tests/"):
        return existing(Path(name) if Path(name).name.startswith("test_") else Path(name).parent)
    if name.startswith("src/prongsai/"):
        twin = Path("tests") / Path(name).relative_to("src/prongsai")
        every = (EVERY_PAGE,) if name.startswith("src/prongsai/web/") else ()
        own = twin.with_name(f"test_{twin.stem}.py")
        # Of a room of the site all tests: its views stand on its queries and services.
        is_alone = not every and (ROOT / own).exists()
        return (*existing(own if is_alone else twin.parent), *every)
    return ()


def existing(path: Path) -> tuple[str, ...]:
    """The path, or the next folder around it that is there; () where that holds all tests."""
    while not (ROOT / path).exists():
        path = path.parent
    return () if path == Path("tests") else (path.as_posix(),)


def without_doubles(tests: set[str]) -> list[str]:
    """Sorted, without what stands in a folder that is there too."""
    around = {test: {one.as_posix() for one in Path(test).parents} for test in tests}
    return sorted(test for test in tests if not around[test] & tests)


if __name__ == "__main__":
    sys.exit(main())
