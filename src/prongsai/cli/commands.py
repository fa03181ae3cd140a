"""Click in two languages: help is read from data/messages/help.yaml when it is shown."""

import importlib
import os
from collections.abc import Iterable, Mapping
from typing import Any

import click

from prongsai.core.messages import has_message, read_words
from prongsai.core.text import Text

# Asked for at every start, where no file of words is read.
_HELP = Text("แสดงวิธีใช้แล้วจบ", "Show this message and exit.")


def language_of(context: click.Context) -> str:
    """The language asked for: anywhere on the command line, else by the environment, else Thai."""
    root = context.find_root()
    # `obj` is what the whole line asks for; --help comes before a --lang that stands after it.
    asked = root.obj or root.meta.get("prongsai.language")
    return asked if asked in ("th", "en") else "th"


def help_of(context: click.Context, part: str) -> str:
    """The nearest help for a part: of its command, its group, or any.

    Errors: KeyError where the data has none: a fault of ours.
    """
    words = context.command_path.split()[1:]
    keys = [" ".join([*words[:count], part]) for count in range(len(words), -1, -1)]
    return _help_under(*keys).in_language(language_of(context))


def _word(context: click.Context, name: str) -> str:
    return read_words(f"cli/word_of_help.{name}").in_language(language_of(context))


def _help_under(*keys: str, **values: object) -> Text:
    """The help under the first of these keys that has some."""
    key = next((key for key in keys if has_message(f"help/{key}")), keys[-1])
    return read_words(f"help/{key}", **values)


class Option(click.Option):
    """An option with its help in two languages."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """Choose the language, then as click does."""
        self.help = help_of(ctx, max(self.opts, key=len))
        record = super().get_help_record(ctx)
        if record is None:
            return None
        names, words = record
        return names, words.replace("[required]", _word(ctx, "required"))


_LANGUAGES = click.Choice(["th", "en"])


def _set_language(context: click.Context, _: click.Parameter, value: str | None) -> None:
    root = context.find_root()
    if value is not None:
        root.meta["prongsai.language"] = value
    root.meta.setdefault("prongsai.language", language_of_environment())


def language_of_environment() -> str:
    """The language of a process: Thai unless it asks for English."""
    return "en" if os.environ.get("PRONGSAI_LANG", "").startswith("en") else "th"


class LanguageOption(Option):
    """--lang, which may stand before or after the command's name."""

    def __init__(self) -> None:
        super().__init__(
            ["--lang"],
            type=_LANGUAGES,
            is_eager=True,
            expose_value=False,
            callback=_set_language,
        )


class Argument(click.Argument):
    """An argument with its help in two languages."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str]:
        """The argument's name and what it is."""
        return self.make_metavar(ctx), help_of(ctx, str(self.name).upper())


class _Bilingual(click.Command):
    """What commands and groups share: help, usage and headings in two languages."""

    values: Mapping[str, object] = {}

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Click's own --help, told in two languages."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = _HELP.in_language(language_of(ctx))
        return option

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The usage line with its word in the language."""
        pieces = " ".join(self.collect_usage_pieces(ctx))
        formatter.write_usage(ctx.command_path, pieces, prefix=_word(ctx, "usage"))

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The description in the language."""
        formatter.write_paragraph()
        with formatter.indentation():
            path = ctx.command_path.partition(" ")[2] or "prongsai"
            words = _help_under(path, **self.values)
            for paragraph in words.in_language(language_of(ctx)).split("\n"):
                formatter.write_text(paragraph)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The options under a heading in the language."""
        records = [record for p in self.get_params(ctx) if (record := p.get_help_record(ctx))]
        if records:
            with formatter.section(_word(ctx, "options")):
                formatter.write_dl(records)


class Command(_Bilingual):
    """A command with --lang."""

    def __init__(
        self,
        name: str,
        params: Iterable[click.Parameter],
        values: Mapping[str, object] = {},
        **kwargs: Any,
    ) -> None:
        """As click's command; `values` are what its help names."""
        super().__init__(name, params=[*params, LanguageOption()], **kwargs)
        self.values = values


class LazyGroup(_Bilingual, click.Group):
    """Commands by dotted name, imported when called; help needs none of them."""

    def __init__(
        self,
        name: str,
        *,
        table: Mapping[str, str],
        params: Iterable[click.Parameter] = (),
        **kwargs: Any,
    ) -> None:
        """`table`: name → "module:attribute"."""
        options = [LanguageOption(), *params]
        super().__init__(name, params=options, no_args_is_help=True, **kwargs)
        self.table = table

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names in the table's order."""
        del ctx
        return list(self.table)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        del ctx
        if cmd_name not in self.table:
            return None
        module, _, attribute = self.table[cmd_name].partition(":")
        command: click.Command = getattr(importlib.import_module(module), attribute)
        return command

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Options, then commands, without importing any."""
        _Bilingual.format_options(self, ctx, formatter)
        self.format_commands(ctx, formatter)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The commands under a heading in the language."""
        language = language_of(ctx)
        path = ctx.command_path.partition(" ")[2]
        lines = []
        for name in self.table:
            key = f"{path} {name}".strip()
            line = _help_under(f"{key} (line)", key)
            lines.append((name, line.in_language(language)))
        with formatter.section(_word(ctx, "commands")):
            formatter.write_dl(lines)


class FileGroup(LazyGroup):
    """A group whose first word is a file unless it is a command: `plan FILE` drafts."""

    def __init__(self, *args: Any, usual: str, usage: str, **kwargs: Any) -> None:
        """`usual`: the command that takes the file; `usage`: all ways to call the group."""
        # Options of the usual command may stand before its file, where the group sees them first.
        super().__init__(*args, context_settings={"ignore_unknown_options": True}, **kwargs)
        self.usual = usual
        self.usage = usage

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        return super().get_command(ctx, cmd_name if cmd_name in self.table else self.usual)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command and its words; without a command's name all words are the usual one's."""
        if args[0] in self.table:
            return super().resolve_command(ctx, args)
        return self.usual, self.get_command(ctx, self.usual), args

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The usual command's options, then all commands."""
        usual = self.get_command(ctx, self.usual)
        if usual is not None:
            usual.format_options(ctx, formatter)
        self.format_commands(ctx, formatter)

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        """All ways to call it."""
        del ctx
        return [self.usage]
