"""Help stands in data/messages/help.yaml: every text has its command, every command its text."""

import click
import pytest
import yaml

from prongsai.cli import commands
from prongsai.core.messages import FOLDER, read_words
from scripts import cli_reference

KEYS = list(yaml.safe_load((FOLDER / "help.yaml").read_text("utf-8")))


def test_every_text_of_help_is_shown(monkeypatch):
    shown = set()

    def read(key, **values):
        shown.add(key.removeprefix("help/"))
        return read_words(key, **values)

    monkeypatch.setattr(commands, "read_words", read)
    cli_reference.page()
    assert [key for key in KEYS if key not in shown] == []


@pytest.mark.parametrize(
    ("words", "part", "key"),
    [
        (["read", "eval"], "FOLDER", "read eval FOLDER"),  # of the command
        (["register", "export"], "--year", "register --year"),  # of its group
        (["plan", "check"], "--year", "--year"),  # of any
    ],
)
def test_the_nearest_help_is_shown(words, part, key):
    context = None
    for word in ["prongsai", *words]:
        context = click.Context(click.Command(word), info_name=word, parent=context)
    context.find_root().obj = "en"
    assert commands.help_of(context, part) == read_words(f"help/{key}").en


def test_a_part_without_help_is_a_fault():
    with pytest.raises(KeyError):
        commands.help_of(click.Context(click.Command("prongsai")), "--no-such")
