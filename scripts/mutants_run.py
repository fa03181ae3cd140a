"""Try mutants of one module: a process that has imported the rest forks for each, to run tests.

Reads a target as JSON on the first line of its input and a mutant on each further one, answers each
by a line of JSON. The first answer is of the module as it stands, which the tests must pass.
No file is changed: the fork that imports the module gets the changed source.
"""

from __future__ import annotations

import gc
import importlib
import importlib.abc
import importlib.util
import json
import os
import select
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import redirect_stderr, redirect_stdout, suppress
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import CodeType
from typing import Any, NamedTuple

import django
import pytest

ROOT = Path(__file__).resolve().parents[1]
PATIENCE = 3  # times what all tests take: a mutant that never ends is one that a test notices
LEAST_SECONDS = 20.0
ALREADY = "ignore:Module already imported so cannot be rewritten:pytest.PytestAssertRewriteWarning"
# Whether Django brings the module in before any test asks for it.
IS_BELOW = "import sys, django; django.setup(); sys.exit(sys.argv[1] in sys.modules)"
SETTINGS = "prongsai.web.project.testing"


class Changed(importlib.abc.MetaPathFinder, importlib.abc.SourceLoader):
    """Finds one module, and gives it another source than its file has."""

    def __init__(self, name: str, path: Path, source: str) -> None:
        """`name` as it is imported, `path` where it stands."""
        self.name, self.path, self.source = name, path, source

    def find_spec(self, name: str, *_: object) -> ModuleSpec | None:
        """Where the module comes from: here."""
        if name != self.name:
            return None
        return importlib.util.spec_from_file_location(name, self.path, loader=self)

    def get_filename(self, _: str) -> str:
        """The file that it stands in."""
        return str(self.path)

    def get_data(self, _: str) -> bytes:
        """The source; nothing else is read."""
        return self.source.encode()

    def get_code(self, _: str) -> CodeType:
        """Compiled anew: what lies compiled beside the file is of another source."""
        return compile(self.source, str(self.path), "exec", dont_inherit=True)


class Tests(NamedTuple):
    """The tests of a target: in which order, and how they are asked for."""

    arguments: list[str]
    seconds: dict[str, float]  # each took when nothing was changed
    modules: list[str]  # were imported by then
    noticed: Counter[str]
    at_line: dict[int, Counter[str]]


class Watcher:
    """Sorts tests so that those likely to notice come first, and keeps what they say."""

    def __init__(self, tests: Tests, changed: Changed, line: int) -> None:
        """`line` is the number of the line that was changed."""
        self.changed = changed
        self.tests, self.here = tests, tests.at_line.get(line, Counter())
        self.failed = ""
        self.seconds: dict[str, float] = {}

    @pytest.hookimpl(tryfirst=True)
    def pytest_load_initial_conftests(self) -> None:
        """Before pytest's own finder, which takes every file that it is told to test."""
        sys.meta_path.insert(0, self.changed)

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Who noticed a change of this line, then who noticed most, then who is quick.

        Who needs a PostgreSQL comes last: a database of its own takes seconds.
        """
        items.sort(
            key=lambda item: (
                item.get_closest_marker("postgresql") is not None,
                -self.here[item.nodeid],
                -self.tests.noticed[item.nodeid],
                self.tests.seconds.get(item.nodeid, 0.0),
            )
        )

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Keep the first that fails, and how long each takes."""
        self.seconds[report.nodeid] = self.seconds.get(report.nodeid, 0.0) + report.duration
        if report.failed:
            self.failed = self.failed or report.nodeid


def main() -> int:
    """Answer each mutant; 1 where the tests fail without one."""
    lines = iter(sys.stdin)
    target = json.loads(next(lines))
    path = ROOT / "src" / target["module"]
    name = target["module"].removesuffix(".py").replace("/", ".")
    os.chdir(ROOT)
    with tempfile.TemporaryDirectory(prefix="prongsai-mutants-") as folder:
        tests = Tests(prepared(target, folder), {}, [], Counter(), {})
        unchanged = Changed(name, path, path.read_text(encoding="utf-8"))
        if not is_sound(tests, unchanged):
            return 1
        import_all_but(name, tests.modules)
        gc.collect()
        gc.freeze()
        # Again: what is imported already must change nothing, or every mutant would be noticed.
        if not is_sound(tests, unchanged):
            return 1
        print(json.dumps({"outcome": "lives"}), flush=True)
        for mutant in map(json.loads, lines):
            answer(tests, Changed(name, path, mutant["source"]), mutant["number"])
    return 0


def is_sound(tests: Tests, unchanged: Changed) -> bool:
    """Whether the tests pass where nothing is changed; keeps how long they take."""
    began = time.monotonic()
    told = forked(tests, unchanged, 0, 3_600)
    if told["outcome"] == "lives":
        tests.seconds.update(told["seconds"], all=time.monotonic() - began)
        tests.modules.extend(told["modules"])
        return True
    print(json.dumps({"outcome": told["outcome"], "said": told.get("said")}), flush=True)
    return False


def prepared(target: Mapping[str, Any], folder: str) -> list[str]:
    """Set the scene; what pytest is told for a target. The core's tests need no Django."""
    marks = "not faults and not postgresql"
    if target.get("postgresql"):
        sys.path.insert(0, str(ROOT))
        from tests import leftovers  # noqa: PLC0415 - for one target of many
        from tests.web import postgresql_server  # noqa: PLC0415

        marks = "not faults"
        os.environ["TEST_DATABASE_URL"] = postgresql_server.address(leftovers.run())
    if is_of_site(target["module"]):
        os.environ |= {"PRONGSAI_DATA": folder, "DJANGO_SETTINGS_MODULE": SETTINGS}
    return [
        "-x", "-q", "-p", "no:cacheprovider", "-n", "0", "-W", ALREADY, "-m", marks,
        "--whole", "--doctest-modules",
        "-o", f"DJANGO_SETTINGS_MODULE={SETTINGS if is_of_site(target['module']) else ''}",
        "--hypothesis-profile=mutants", f"--basetemp={folder}/pytest", *target["tests"],
    ]  # fmt: skip


def is_of_site(name: str) -> bool:
    """Whether a module, by its name or its path, is one of the site's."""
    return name.startswith(("prongsai/web", "prongsai.web"))


def answer(tests: Tests, changed: Changed, line: int) -> None:
    """Try one mutant, print what came of it, and remember who noticed."""
    limit = max(LEAST_SECONDS, PATIENCE * tests.seconds["all"])
    began = time.monotonic()
    told = forked(tests, changed, line, limit)
    if told.get("failed"):
        tests.noticed[told["failed"]] += 1
        tests.at_line.setdefault(line, Counter())[told["failed"]] += 1
    result = {"outcome": told["outcome"], "by": told.get("failed")}
    print(json.dumps(result | {"took": round(time.monotonic() - began, 2)}), flush=True)


def import_all_but(name: str, names: Sequence[str]) -> None:
    """Import whatever the tests imported and what does not rest on the module itself."""
    is_below = not is_of_site(name) or subprocess.run(  # noqa: S603 - our own words
        [sys.executable, "-c", IS_BELOW, name], check=False
    ).returncode  # fmt: skip
    sys.modules[name] = None  # type: ignore[assignment] - whoever asks for it fails
    if not is_below:
        django.setup()
    for one in names:
        if one != name and not one.startswith(("tests", "__")):
            # Whatever a part of a library says when it is imported alone is no matter of ours.
            with suppress(Exception):
                importlib.import_module(one)
    del sys.modules[name]


def forked(tests: Tests, changed: Changed, line: int, limit: float) -> Mapping[str, Any]:
    """What the tests say of a change, in a process of their own."""
    receiving, sending = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(receiving)
        os.setsid()
        try:
            told = tested(tests, changed, line)
            with os.fdopen(sending, "w") as pipe:
                json.dump(told, pipe)
        finally:
            os._exit(0)
    os.close(sending)
    told = received(receiving, limit)
    with suppress(ProcessLookupError):
        os.killpg(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return told


def received(pipe: int, limit: float) -> Mapping[str, Any]:
    """What came out of a pipe until its other end was shut, or that it took too long."""
    parts, until = [], time.monotonic() + limit
    with os.fdopen(pipe, "rb") as stream:
        while select.select([stream], [], [], max(0.0, until - time.monotonic()))[0]:
            part = os.read(pipe, 65_536)
            if not part:
                return json.loads(b"".join(parts) or b'{"outcome": "noticed"}')
            parts.append(part)
    return {"outcome": "endless"}


def run(arguments: list[str], watcher: Watcher) -> int:
    """The exit code of pytest, or 1 where it does not come so far as to have one."""
    try:
        return pytest.main(arguments, plugins=[watcher])
    except BaseException:  # noqa: BLE001 - what a mutant breaks before the first test is broken
        traceback.print_exc()
        return 1


def tested(tests: Tests, changed: Changed, line: int) -> Mapping[str, Any]:
    """Run the tests in this process, silently; where nothing is changed, what they imported."""
    watcher = Watcher(tests, changed, line)
    with (
        tempfile.TemporaryFile("w+") as said,
        redirect_stdout(said),
        redirect_stderr(said),
    ):
        code = run(tests.arguments, watcher)
        said.seek(0)
        words = said.read()[-4_000:]
    module = sys.modules.get(changed.name)
    if module is None or module.__spec__ is None or module.__spec__.loader is not changed:
        code, words = code or 1, f"the tests do not import what was changed\n{words}"
    return {
        "outcome": "noticed" if code else "lives",
        "failed": watcher.failed,
        "seconds": watcher.seconds,
        "said": words,
        "modules": [] if line else list(sys.modules),
    }


if __name__ == "__main__":
    sys.exit(main())
