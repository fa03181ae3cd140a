"""The command line as tests run it: in this process, and as a process of its own."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest
from click.testing import CliRunner
from tests import typesetter

from prongsai.cli.main import main
from prongsai.core.framework.catalogue import Catalogue

ROOT = Path(__file__).parents[2]


class Answer(NamedTuple):
    """What one run left: its exit code and what it printed."""

    code: int
    out: str
    err: str

    @property
    def data(self):
        """What was printed, as JSON."""
        return json.loads(self.out)

    @property
    def said(self):
        """All that was printed, white space squeezed, so that line ends do not matter."""
        return " ".join(f"{self.out} {self.err}".split())


class Entry:
    """The console entry in the shape the runner calls."""

    name = "prongsai"

    def main(self, args, prog_name, **_):
        del prog_name
        main(list(args))


def sound(answer):
    """The answer, once it is sure that no fault of the program shows in it."""
    assert "Traceback" not in answer.said
    assert answer.code in (0, 1, 2), answer.said
    return answer


@pytest.fixture(scope="session", autouse=True)
def _kept_press():
    """Papers that this process makes share one typesetter."""
    with typesetter.kept():
        yield


@pytest.fixture(scope="session")
def no_frameworks(tmp_path_factory):
    """A folder without frameworks, in place of the one of whoever runs the tests."""
    return tmp_path_factory.mktemp("no-frameworks")


@pytest.fixture(scope="session")
def cli(no_frameworks):
    """Runs a command line in this process."""
    settings = {
        "PRONGSAI_FRAMEWORKS": str(no_frameworks),
        "PRONGSAI_LANG": None,
        "PRONGSAI_DEBUG": None,
        "COLUMNS": "200",
    }

    def run(*arguments, **environment):
        words = [str(argument) for argument in arguments]
        result = CliRunner(env=settings | environment).invoke(Entry(), words)
        assert result.exception is None or isinstance(result.exception, SystemExit)
        return sound(Answer(result.exit_code, result.stdout, result.stderr))

    return run


@pytest.fixture
def process(tmp_path):
    """Runs a command line as a process with a bare environment; its output is UTF-8."""
    bare = {key: os.environ[key] for key in ("PATH", "SYSTEMROOT") if key in os.environ}
    bare |= {"HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path / "config")}

    def run(*arguments, **environment):
        command = [sys.executable, "-m", "prongsai", *map(str, arguments)]
        done = subprocess.run(  # noqa: S603 - our own program
            command, env=bare | environment, cwd=tmp_path, capture_output=True, check=False
        )
        out, err = (text.decode(errors="replace") for text in (done.stdout, done.stderr))
        return sound(Answer(done.returncode, out, err))

    return run


@pytest.fixture(scope="session")
def example():
    """The published figures of one municipality, three years of them."""
    return ROOT / "examples" / "ban-song" / "scores.csv"


@pytest.fixture(scope="session")
def wrong_example(example, tmp_path_factory):
    """The example with one figure its parts contradict."""
    text = example.read_text(encoding="utf-8")
    return written(
        tmp_path_factory.mktemp("wrong") / "wrong.csv",
        text.replace("ind4,2565,91.96", "ind4,2565,81.96"),
    )


@pytest.fixture(scope="session")
def doubtful_example(example, tmp_path_factory):
    """The example with one total printed a second time, otherwise."""
    text = example.read_text(encoding="utf-8")
    return written(
        tmp_path_factory.mktemp("doubtful") / "doubtful.csv", f"{text}total,2564,85.29\n"
    )


@pytest.fixture(scope="session")
def shipped():
    """The folder of the years that come with the product."""
    return Catalogue().builtin


@pytest.fixture
def own_year(shipped, tmp_path):
    """Copies a shipped year into an officer's own folder; returns the year's folder."""

    def copy(year=2565):
        return Path(shutil.copytree(shipped / str(year), tmp_path / "own" / str(year)))

    return copy


@pytest.fixture
def own(tmp_path):
    """The officer's own folder."""
    return tmp_path / "own"


def written(path, text):
    """The path, with the text in it."""
    path.write_text(text, encoding="utf-8")
    return path
