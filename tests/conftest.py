"""What every test may ask for, and the account of what was skipped at the end of a run."""

import gc
import os
import shutil
import tempfile
from collections import Counter
from itertools import chain
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, Phase, settings
from tests import leftovers

from prongsai.core.framework import catalogue

ROOT = Path(__file__).resolve().parents[1]
FONT = ROOT / "frontend/node_modules/@expo-google-fonts/sarabun/400Regular/Sarabun_400Regular.ttf"
# The first is Chromium without a window of its own: a page costs half of the processor's time.
CHROMIUM_NAMES = (
    "chromium-headless-shell", "chromium", "chromium-browser", "google-chrome",
    "google-chrome-stable",
)  # fmt: skip
NO_CHROMIUM = "needs Chromium: run make system-tools"

# A slow machine is no fault of the code: no deadline, no complaint about slow examples.
settings.register_profile("whole", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("short", settings.get_profile("whole"), max_examples=20, derandomize=True)
# Whether a mutant is noticed counts, not by how small an example (scripts/mutants_run.py).
settings.register_profile(
    "mutants",
    settings.get_profile("whole"),
    derandomize=True,
    phases=(Phase.explicit, Phase.generate),
)
settings.load_profile("short")


def pytest_addoption(parser):
    """`--whole` is the run of `make test-all`, without it that of `make test`."""
    parser.addoption(
        "--whole",
        action="store_true",
        help="also what is marked long: both databases, all screens, office programs, read-back",
    )


def pytest_configure(config):
    """Properties try their full number of examples in the whole run."""
    if config.getoption("--whole") and not config.getoption("--hypothesis-profile", None):
        settings.load_profile("whole")
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(_NamedAtOnce(config))
    _leave_nothing_in_tmp()


def _leave_nothing_in_tmp():
    """Temporary folders go with the run, also where it is killed: the site's, Chromium's."""
    run = leftovers.run()
    if os.environ.get("PRONGSAI_DATA_IS_OURS"):
        run.note_folder(Path(os.environ["PRONGSAI_DATA"]))
    # Of what tests wrote the last runs are kept, as pytest does.
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", tempfile.gettempdir())
    own = run.folder / "tmp"
    own.mkdir(exist_ok=True)
    own.chmod(0o1777)
    os.environ["TMPDIR"] = str(own)
    tempfile.tempdir = None


def _is_left_out(item, examples):
    """Whether the short run leaves a test out; `examples` counts those of each function."""
    if item.get_closest_marker("long"):
        return True
    few = item.get_closest_marker("few")
    if few is None:
        return False
    function = item.nodeid.partition("[")[0]
    examples[function] += 1
    return examples[function] > few.args[0]


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config, items):
    """Leave out what is long, and more than a few examples, unless all or its file is asked for."""
    if config.getoption("--whole"):
        # One worker starts each demo for the browser; small tests fill both workers at the end.
        items.sort(key=lambda item: "browser" not in item.path.parts)
        return
    named = {Path(argument.partition("::")[0]).resolve() for argument in config.args}
    examples = Counter()
    left_out = [item for item in items if item.path not in named and _is_left_out(item, examples)]
    if left_out:
        gone = set(left_out)
        items[:] = [item for item in items if item not in gone]
        config.hook.pytest_deselected(items=left_out)


def pytest_collection_finish():
    """Whoever looks for what may go need not look through all tests, which stay to the end."""
    gc.collect()
    gc.freeze()


def found_chromium():
    """Path of a Chromium or Chrome, None where there is none."""
    return next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)


class Poppler(NamedTuple):
    """The programs of poppler that read a PDF back."""

    pdfinfo: Path
    pdftoppm: Path
    pdftotext: Path


@pytest.fixture(scope="session")
def shared():
    """Folder of whole documents, which are not part of the repository."""
    folder = Path(os.environ.get("PRONGSAI_SHARED") or ROOT.parent / "shared")
    if not folder.is_dir():
        pytest.skip("needs the whole documents: set PRONGSAI_SHARED")
    return folder.resolve()


@pytest.fixture(scope="session")
def _years_to_2569(tmp_path_factory):
    folder = tmp_path_factory.mktemp("shipped") / "frameworks"
    for year in range(2563, 2570):
        shutil.copytree(catalogue.BUILTIN / str(year), folder / str(year))
    return folder


@pytest.fixture
def nothing_after_2569(_years_to_2569, monkeypatch):
    """2569 is the last year that is shipped, whatever years there are by now."""
    monkeypatch.setattr(catalogue, "BUILTIN", _years_to_2569)


@pytest.fixture(scope="session")
def chromium():
    """Path of a Chromium or Chrome."""
    found = found_chromium()
    if found is None:
        pytest.skip(NO_CHROMIUM)
    return Path(found)


@pytest.fixture(scope="session")
def poppler():
    """Paths of pdfinfo, pdftoppm and pdftotext."""
    found = [shutil.which(name) for name in Poppler._fields]
    if None in found:
        pytest.skip("needs poppler: run make system-tools")
    return Poppler(*map(Path, found))


@pytest.fixture(scope="session")
def thai_font():
    """Path of a Thai TrueType font."""
    if not FONT.is_file():
        pytest.skip("needs the Sarabun font: run make setup")
    return FONT


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix):
    """pytest-django's place for what comes before its databases: tables that are already made."""
    from tests.web.databases import in_memory  # noqa: PLC0415 - only tests of the site pay for it

    with in_memory():
        yield


class _NamedAtOnce:
    """Names what fails at once: a long run may be broken off before its summary."""

    def __init__(self, config):
        self._config = config

    def pytest_runtest_logreport(self, report):
        if report.failed:
            reporter = self._config.pluginmanager.get_plugin("terminalreporter")
            reporter.ensure_newline()
            reporter.write_line(f"failed: {report.nodeid} ({report.when})")


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_terminal_summary(terminalreporter):
    """Say last how long each room took, and how many tests were skipped and why."""
    result = yield
    terminalreporter.section("cases and seconds by room", sep="-")
    for room, (cases, seconds) in sorted(_rooms(terminalreporter).items()):
        terminalreporter.line(f"  {room:<28}{cases:>6} {seconds:>6.0f} s")
    reasons = Counter(_skip_reason(report) for report in terminalreporter.stats.get("skipped", []))
    terminalreporter.section("skipped", sep="-")
    terminalreporter.line(f"{reasons.total()} skipped")
    for reason, count in reasons.most_common():
        terminalreporter.line(f"  {count} × {reason}")
    return result


def _rooms(terminalreporter):
    """Cases and seconds by the folder of the tests."""
    rooms = {}
    for report in chain.from_iterable(terminalreporter.stats.values()):
        if not isinstance(report, pytest.TestReport):  # a warning, or what was left out
            continue
        folders = report.nodeid.partition("::")[0].split("/")[:-1]
        room = "/".join(folders[: 3 if folders[1:2] == ["web"] else 2])
        cases, seconds = rooms.get(room, (0, 0.0))
        rooms[room] = (cases + (report.when == "setup"), seconds + report.duration)
    return rooms


def _skip_reason(report):
    if isinstance(report.longrepr, tuple | list):
        return str(report.longrepr[2]).removeprefix("Skipped: ")
    return str(report.longrepr)
