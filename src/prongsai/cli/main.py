"""`prongsai`: the group, the language, and what becomes of every error.

Exit 0 fine (warnings and notes included), 1 where a finding of severity error stands (with
--strict a warning too) or only candidates were found, 2 misuse or unreadable input, 70 a fault of
the program itself.
"""

import gc
import io
import os
import sys
from collections.abc import Sequence

import click

from prongsai import __version__
from prongsai.cli.commands import LazyGroup, Option, language_of_environment
from prongsai.core.errors import ProngsaiError

MISUSE = 2
OWN_FAULT = 70

_TABLE = {
    "read": "prongsai.cli.reading:read",
    "score": "prongsai.cli.scoring:score",
    "analyse": "prongsai.cli.analysing:analyse",
    "whatif": "prongsai.cli.whatif:whatif",
    "plan": "prongsai.cli.plan:plan",
    "read-plan": "prongsai.cli.plan:read_command",
    "report": "prongsai.cli.papers:report",
    "links": "prongsai.cli.links:links_command",
    "preaudit": "prongsai.cli.preaudit:preaudit",
    "proof": "prongsai.cli.links:proof",
    "document": "prongsai.cli.papers:document",
    "run": "prongsai.cli.papers:run",
    "register": "prongsai.cli.register:register",
    "survey": "prongsai.cli.survey:survey",
    "nation": "prongsai.cli.nation:nation",
    "template": "prongsai.cli.framework:template",
    "framework": "prongsai.cli.framework:framework",
    # The site's own: by name, since this command line knows no Django.
    "demo": "prongsai.web.project.commands.demo:demo",
    "serve": "prongsai.web.project.commands.running:serve",
    "worker": "prongsai.web.project.commands.running:worker",
    "database": "prongsai.web.project.commands.upkeep:database",
    "migrate": "prongsai.web.project.commands.upkeep:migrate",
    "backup": "prongsai.web.project.commands.upkeep:backup",
    "restore": "prongsai.web.project.commands.upkeep:restore",
    "doctor": "prongsai.web.project.commands.upkeep:doctor",
    "agency": "prongsai.web.project.commands.people:agency",
    "person": "prongsai.web.project.commands.people:person",
    "journal": "prongsai.web.project.commands.upkeep:journal",
    "site": "prongsai.web.project.commands.site:site",
}


def _show_version(context: click.Context, _: click.Parameter, value: bool) -> None:  # noqa: FBT001 - click calls it
    if value:
        click.echo(f"prongsai {__version__}")
        context.exit()


group = LazyGroup(
    "prongsai",
    table=_TABLE,
    params=[
        Option(["--version"], is_flag=True, expose_value=False, callback=_show_version),
    ],
)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and exit with its code; PRONGSAI_DEBUG=1 lets faults through."""
    asked = sys.argv[1:] if arguments is None else list(arguments)
    # A command lives for a moment and keeps what it makes: looking for garbage cost a tenth of it.
    gc.set_threshold(50_000, 20, 20)
    for stream in (sys.stdout, sys.stderr):
        # Thai in a pipe or under LANG=C: UTF-8, whatever the system would have taken.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        code = run(asked)
    except Exception as fault:
        if os.environ.get("PRONGSAI_DEBUG"):
            raise
        from prongsai.cli.telling import own_fault, tell

        tell(own_fault(fault), _language_asked(asked), as_json="--json" in asked)
        code = OWN_FAULT
    gc.freeze()
    sys.exit(code)


def run(arguments: Sequence[str]) -> int:
    """Run the command line and return its exit code; no error leaves as a traceback."""
    language = _language_asked(arguments)
    try:
        code = group.main(
            list(arguments), prog_name="prongsai", standalone_mode=False, obj=language
        )
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message())
        return 0
    except click.ClickException as error:
        from prongsai.cli.telling import click_error, tell

        tell(click_error(error), language, as_json="--json" in arguments)
        return MISUSE
    except ProngsaiError as error:
        from prongsai.cli.taking import NothingCertain
        from prongsai.cli.telling import tell

        tell(error, language, as_json="--json" in arguments)
        return int(isinstance(error, NothingCertain)) or MISUSE
    except click.exceptions.Abort:
        return 130
    except BrokenPipeError:
        sys.stdout = None
        return 0
    return code if isinstance(code, int) else 0


def _language_asked(arguments: Sequence[str]) -> str:
    """The language of error messages, also where parsing itself fails."""
    for position, argument in enumerate(arguments):
        if argument == "--lang" and position + 1 < len(arguments):
            return "en" if arguments[position + 1] == "en" else "th"
        if argument.startswith("--lang="):
            return "en" if argument == "--lang=en" else "th"
    return language_of_environment()
