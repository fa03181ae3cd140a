"""Compare exit codes and keys of JSON with those that are written down in cases/contract."""

import contextlib
import re
import shutil

import click
import pytest
from click.testing import CliRunner
from tests import contract
from tests.cli.conftest import ROOT, Entry
from tests.links import replies
from tests.links.hostile import HostileServer, Site

from prongsai.cli.main import group

# They need a site, a server or PostgreSQL; `doctor` is called in tests/web/project.
NOT_CALLED = {"demo", "database roles", "doctor", "migrate", "restore", "serve", "worker"}


@pytest.fixture(scope="module")
def calls(cli, example, wrong_example, doubtful_example, tmp_path_factory):
    """Call the lines of calls.yaml beside the example and a copy with errors in it."""
    folder = tmp_path_factory.mktemp("contract")
    shutil.copytree(example.parent, folder / "case")
    shutil.copytree(example.parent, folder / "wrong")
    shutil.copy(wrong_example, folder / "wrong" / "scores.csv")
    shutil.copy(doubtful_example, folder / "doubtful.csv")
    shutil.copytree(contract.FOLDER / "files", folder, dirs_exist_ok=True)
    site = Site({"/plan": replies.shows(replies.PLAN, "แผน")}, replies.APACHE_404)
    server = HostileServer({"127.0.0.1": site})
    with contextlib.closing(server), contextlib.chdir(folder):
        return contract.Calls(
            cli,
            contract.written("calls"),
            site=f"127.0.0.1:{server.port}",
            PRONGSAI_DATA=str(folder / "none"),
            DATABASE_URL=None,
        )


@pytest.fixture
def other_codes(monkeypatch):
    """Give the exit codes that no line ends with, and those that the reference names."""

    def code_after(error):
        def fail(*_words, **_settings):
            raise error

        monkeypatch.setattr(group, "main", fail)
        return CliRunner().invoke(Entry(), ["score"]).exit_code

    page = (ROOT / "docs/reference/cli.md").read_text(encoding="utf-8")
    paragraph = page[page.index("Exit codes:") :].partition("\n\n")[0]
    return [
        *(f"(documented) → {code}" for code in re.findall(r"[:;] (\d+) ", paragraph)),
        f"(a fault of its own) → {code_after(RuntimeError())}",
        f"(interrupted) → {code_after(click.exceptions.Abort())}",
    ]


def test_every_command_is_called_and_prints_its_json(calls):
    names = {contract.command_of(line) for line in calls.answers}
    assert contract.commands().keys() - names == NOT_CALLED
    printers = {name for name, prints_json in contract.commands().items() if prints_json}
    well = {contract.command_of(line) for line, answer in calls.answers.items() if not answer.code}
    assert printers - well == {"doctor", "site export"}


def test_exit_codes_are_kept(calls, other_codes):
    contract.assert_kept("exit_codes", [*calls.codes(), *other_codes])


def test_keys_of_json_are_kept(calls):
    contract.assert_kept("json_keys", contract.keys_of(calls.documents()))
