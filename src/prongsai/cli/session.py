"""What every command needs: files, frameworks, language, and the way results are shown."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypedDict, TypeVar

import click
import msgspec
from msgspec import Struct

from prongsai.cli import OF_RICH, standing_in
from prongsai.cli.commands import Argument, Command, Option, language_of
from prongsai.cli.telling import seen
from prongsai.core.errors import Finding, Misuse, Place, Severity, UnreadableInput
from prongsai.core.framework.catalogue import Catalogue
from prongsai.core.messages import read_words
from prongsai.core.scoring.data import finding_data
from prongsai.core.text import Text
from prongsai.core.thai import shorten

if TYPE_CHECKING:
    from rich.console import Console, JustifyMethod, OverflowMethod
    from rich.table import Table


T = TypeVar("T")
# No machine need know the zones of the world for it.
_THAILAND = timezone(timedelta(hours=7))
NAME_WIDTH = 60
_WIDTH = 120
_NARROWEST = 20
_SHOWN_OF_ONE_KIND = 10

YEAR = Option(["--year"], type=int, metavar="YEAR")
AGENCY = Option(["--agency"], metavar="NAME")
TAKE = Option(["--take"], multiple=True, metavar="N[=CODE][@YEAR]")
DRAFT = Option(["--draft"], is_flag=True)
JSON = Option(["--json", "as_json"], is_flag=True)
STRICT = Option(["--strict"], is_flag=True)
TARGET = Option(["--target"], metavar="SCORE")
FILE = click.Path(dir_okay=False, path_type=Path)
FOLDER = click.Path(file_okay=False, path_type=Path)
FRAMEWORKS = Option(["--frameworks"], type=FOLDER, metavar="DIR")
# How scores are read from a file, and how what came of it is told.
OF_SCORES = (YEAR, AGENCY, TAKE, DRAFT)
OF_RESULTS = (JSON, STRICT, FRAMEWORKS)


class Source(TypedDict):
    """The values of `OF_SCORES`, with the folder of an officer's own frameworks."""

    year: int | None
    agency: str | None
    take: tuple[str, ...]
    draft: bool
    frameworks: Path | None


def file_argument(
    name: str = "file", *, many: bool = False, required: bool = True
) -> click.Argument:
    """The file or files a command reads."""
    return Argument(
        [name], nargs=-1 if many else 1, required=required, type=click.Path(path_type=Path)
    )


def output_option(metavar: str, kind: click.Path = FILE) -> Option:
    """Where a command writes what it makes."""
    return Option(["-o", "--output"], type=kind, required=True, metavar=metavar)


def command(
    name: str,
    params: Iterable[click.Parameter],
    **values: object,
) -> Callable[[Callable[..., int | None]], Command]:
    """Make a function a bilingual command; it takes the session and returns the exit code."""

    def made(function: Callable[..., int | None]) -> Command:
        def run(*, as_json: bool = False, strict: bool = False, **values: Any) -> int | None:
            language = language_of(click.get_current_context())
            return function(Session(language, as_json, strict), **values)

        return Command(name, params, values, callback=run)

    return made


def own_frameworks(given: Path | None) -> Path:
    """The folder of an officer's own frameworks."""
    if given is not None:
        return given
    from_environment = os.environ.get("PRONGSAI_FRAMEWORKS")
    if from_environment:
        return Path(from_environment)
    return Path(click.get_app_dir("prongsai")) / "frameworks"


def catalogue_of(frameworks: Path | None, *, must_exist: bool = True) -> Catalogue:
    """The shipped years and the officer's own, which come first."""
    if must_exist and frameworks is not None and not frameworks.is_dir():
        raise Misuse("cli/frameworks_folder_missing", place=Place(str(frameworks)))
    return Catalogue(own_frameworks(frameworks))


class Session(Struct):
    """One run of a command."""

    language: str
    as_json: bool = False
    strict: bool = False

    def text(self, text: Text) -> str:
        """A text in the chosen language, with nothing in it that a terminal would obey."""
        return seen(text.in_language(self.language))

    def plain(self, text: Text, letters: int | None = None) -> str:
        """A text in the chosen language, cut where asked, with no markup read into it."""
        from rich.markup import escape

        words = self.text(text)
        return escape(words if letters is None else shorten(words, letters))

    def say(self, th: str, en: str) -> str:
        """A text given in place."""
        return en if self.language == "en" else th

    def message(self, key: str, **values: object) -> str:
        return read_words(key, **values).in_language(self.language)

    def table(
        self,
        *headings: str | tuple[str, str],
        right: Collection[int] = (),
        overflow: OverflowMethod = "ellipsis",
        title: str | None = None,
    ) -> Table:
        """An empty table; a heading is a key or stands in Thai and English; `right` are numbers."""
        from rich.table import Table

        table = Table(title=title)
        for place, heading in enumerate(headings):
            justify: JustifyMethod = "right" if place in right else "left"
            if isinstance(heading, str):
                words = self.message(f"cli/column.{heading}")
            else:
                words = self.say(*heading)
            table.add_column(words, justify=justify, overflow=overflow)
        return table

    @property
    def console(self) -> Console:
        """Where tables go; plain and wide enough where the output is no terminal."""
        with standing_in(OF_RICH):
            from rich.console import Console

        # ":x:" is what it is, and no picture.
        console = Console(highlight=False, emoji=False)
        if not console.is_terminal:
            columns = os.environ.get("COLUMNS", "")
            wide = int(columns) if columns.isdecimal() and int(columns) >= _NARROWEST else _WIDTH
            console.width = wide
        return console

    def print_json(self, document: dict[str, Any] | list[Any]) -> None:
        """Data for machines."""
        click.echo(msgspec.json.format(msgspec.json.encode(document), indent=2))

    def track(self, things: Sequence[T], label: str) -> Iterable[T]:
        """The things one by one, with a progress bar where there are many and somebody watches."""
        return self.track_some(things, len(things), label)

    def track_some(self, things: Iterable[T], count: int, label: str) -> Iterable[T]:
        """As `track`, of things that come one after the other."""
        if count < 2 or not sys.stderr.isatty():  # noqa: PLR2004 - one thing needs no bar
            return things
        from rich.console import Console
        from rich.progress import track

        console = Console(stderr=True)
        return track(things, description=label, total=count, console=console, transient=True)

    def code(self, findings: Iterable[Finding]) -> int:
        """The exit code the findings ask for."""
        raised = {Severity.ERROR, Severity.WARNING} if self.strict else {Severity.ERROR}
        return int(any(finding.severity in raised for finding in findings))

    def end(
        self,
        findings: Collection[Finding],
        document: Mapping[str, Any],
        show: Callable[[], None] | None = None,
        *,
        is_short: bool = False,
    ) -> int:
        """End a command: a document with the findings as JSON, or what `show` prints and they.

        Shape:  gives the exit code; `is_short` prints few of many findings alike.
        """
        if self.as_json:
            listed = [finding_data(finding) for finding in findings]
            self.print_json({**document, "findings": listed})
        else:
            if show is not None:
                show()
            (self.print_some if is_short else self.print_findings)(findings)
        return self.code(findings)

    def print_findings(self, findings: Iterable[Finding]) -> None:
        """Findings in words, errors first."""
        from rich.text import Text as RichText

        order = [Severity.ERROR, Severity.WARNING, Severity.NOTE]
        styles = dict(zip(order, ("bold red", "yellow", "cyan"), strict=True))
        console = self.console
        for finding in sorted(findings, key=lambda f: order.index(f.severity)):
            word = (self.message(f"cli/severity.{finding.severity}"), styles[finding.severity])
            console.print(RichText.assemble(word, " ", self.text(finding.message)))
            if finding.places:
                console.print(f"    {self.text(finding.where())}", markup=False, style="dim")
            if finding.next_step:
                console.print(f"    → {self.text(finding.next_step)}", markup=False)

    def print_some(self, findings: Iterable[Finding]) -> None:
        """Findings in words; of many alike the first ten, for nobody reads two hundred."""
        shown: list[Finding] = []
        counts: Counter[str] = Counter()
        for finding in findings:
            counts[finding.code] += 1
            if counts[finding.code] <= _SHOWN_OF_ONE_KIND:
                shown.append(finding)
        self.print_findings(shown)
        for code, count in counts.items():
            if count > _SHOWN_OF_ONE_KIND:
                more = count - _SHOWN_OF_ONE_KIND
                words = self.message("cli/more_findings_of_kind", more=more, code=code)
                self.console.print(words, markup=False)


def today() -> date:
    """The day in Thailand, wherever the machine stands."""
    return datetime.now(_THAILAND).date()


def read_bytes(path: Path) -> bytes:
    """The bytes of a file the user names.

    Errors: UnreadableInput where it does not exist, is a folder, or may not be read.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        reason = {
            FileNotFoundError: read_words("cli/file.missing"),
            IsADirectoryError: read_words("cli/file.folder"),
            PermissionError: read_words("cli/file.forbidden"),
        }.get(type(error), read_words("cli/file.not_opened"))
        step = read_words("cli/check_file_name")
        raise UnreadableInput(reason, place=Place(str(path)), next_step=step) from error


def write_output(session: Session, path: Path, data: bytes) -> None:
    """Write a file for the user; what stood there with other contents is kept beside it."""
    former = path.read_bytes() if path.is_file() else b""
    if former == data:
        click.echo(session.message("cli/file_unchanged", path=path), err=True)
        return
    if former:
        # Copied, not moved: whatever happens now, a file stands at its place.
        kept = path.with_name(path.name + ".bak")
        write_bytes(kept, former)
        click.echo(
            session.message("cli/former_kept", kept=kept),
            err=True,
        )
    write_bytes(path, data)
    click.echo(session.message("cli/file_written", path=path), err=session.as_json)


def write_bytes(path: Path, data: bytes) -> None:
    """Write a result beside its place and move it there, so that none is ever half a file."""
    partial = path.with_name(path.name + ".part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        partial.write_bytes(data)
        partial.replace(path)
    except OSError as error:
        raise UnreadableInput("cli/file_not_writable", place=Place(str(path))) from error
