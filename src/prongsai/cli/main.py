"""`prongsai`: the group, the language, and how every error is told.

Exit 0 fine (warnings and notes included), 1 where a finding of severity error stands (with
--strict a warning too), 2 misuse or unreadable input, 70 a fault of the program itself.
"""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Sequence

import click

from prongsai import __version__
from prongsai.cli.commands import LazyGroup, Option
from prongsai.core.errors import ProngsaiError
from prongsai.core.text import Text

MISUSE = 2
OWN_FAULT = 70

_TABLE = {
    "read": (
        "prongsai.cli.reading:read",
        Text("อ่านคะแนนจากแฟ้มใดก็ได้", "Read the scores in a file of any kind."),
    ),
    "score": (
        "prongsai.cli.scoring:score",
        Text("คำนวณและทวนสอบคะแนนทุกค่า", "Compute and verify every score."),
    ),
    "analyse": (
        "prongsai.cli.analysing:analyse",
        Text("หาจุดอ่อน แนวโน้ม และคะแนนที่เสียไป", "Find weak points, trends, and what is lost."),
    ),
    "whatif": (
        "prongsai.cli.whatif:whatif",
        Text(
            "ลองเปลี่ยนคะแนน และหาทางที่ถูกที่สุดสู่เป้าหมาย",
            "Try changes; find the cheapest way to a target.",
        ),
    ),
    "template": (
        "prongsai.cli.template:template",
        Text("สร้างแบบฟอร์มเปล่าให้กรอก", "Make an empty sheet to fill in."),
    ),
    "framework": (
        "prongsai.cli.framework:framework",
        Text("กรอบการประเมินรายปีงบประมาณ", "The assessment frameworks by fiscal year."),
    ),
}

_HELP = Text(
    "โปร่งใส — ปีการประเมิน ITA ของหน่วยงาน ตั้งแต่ใบคะแนนที่ประกาศจนถึงคะแนนที่ทวนสอบแล้ว",
    "Prongsai - the ITA year of an agency, from the published score sheet to the verified score.",
)

_LANGUAGES = click.Choice(["th", "en"])


def _set_language(context: click.Context, _: click.Parameter, value: str | None) -> None:
    root = context.find_root()
    if value is not None:
        root.meta["prongsai.language"] = value
    root.meta.setdefault("prongsai.language", _language_of_environment())


def _language_of_environment() -> str:
    return "en" if os.environ.get("PRONGSAI_LANG", "").startswith("en") else "th"


def _show_version(context: click.Context, _: click.Parameter, value: bool) -> None:  # noqa: FBT001 - click calls it
    if value:
        click.echo(f"prongsai {__version__}")
        context.exit()


class LanguageOption(Option):
    """--lang, which may stand before or after the command's name."""

    def __init__(self) -> None:
        """The one option of this kind."""
        super().__init__(
            ["--lang"],
            type=_LANGUAGES,
            is_eager=True,
            expose_value=False,
            callback=_set_language,
            help_text=Text("ภาษา: th (ปกติ) หรือ en", "Language: th (the default) or en."),
        )


group = LazyGroup(
    "prongsai",
    help_text=_HELP,
    table=_TABLE,
    params=[
        LanguageOption(),
        Option(
            ["--version"],
            is_flag=True,
            expose_value=False,
            callback=_show_version,
            help_text=Text("แสดงรุ่นแล้วจบ", "Show the version and exit."),
        ),
    ],
    no_args_is_help=True,
)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and exit with its code; PRONGSAI_DEBUG=1 lets faults through."""
    asked = sys.argv[1:] if arguments is None else list(arguments)
    try:
        code = run(asked)
    except Exception as fault:
        if os.environ.get("PRONGSAI_DEBUG"):
            raise
        _tell(_own_fault(fault), _language_asked(asked), as_json="--json" in asked)
        code = OWN_FAULT
    sys.exit(code)


def run(arguments: Sequence[str]) -> int:
    """Run the command line and return its exit code; no error leaves as a traceback."""
    context_language = _language_asked(arguments)
    try:
        code = group.main(list(arguments), prog_name="prongsai", standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message())
        return 0
    except click.ClickException as error:
        _tell(_click_error(error), context_language, as_json="--json" in arguments)
        return MISUSE
    except ProngsaiError as error:
        _tell(error, context_language, as_json="--json" in arguments)
        return MISUSE
    except click.exceptions.Abort:
        return 130
    except BrokenPipeError:
        sys.stdout = None
        return 0
    return code if isinstance(code, int) else 0


def _own_fault(fault: Exception) -> ProngsaiError:
    """A fault of the program, told in one paragraph, with the line a report needs."""
    at = fault.__traceback__
    while at is not None and at.tb_next is not None:
        at = at.tb_next
    line = f"{at.tb_frame.f_globals.get('__name__')}:{at.tb_lineno}" if at else ""
    what = f"{type(fault).__name__} {line}"
    return ProngsaiError(
        Text(
            f"โปรแกรมผิดพลาดเอง ({what}) ข้อมูลของท่านไม่ถูกแก้ไข",
            f"a fault of the program itself ({what}); your data were not changed",
        ),
        next_step=Text(
            f"แจ้งผู้ดูแลพร้อมข้อความนี้ (prongsai {__version__}); PRONGSAI_DEBUG=1 แสดงรายละเอียด",
            f"report it with this line (prongsai {__version__}); PRONGSAI_DEBUG=1 shows all of it",
        ),
    )


def _language_asked(arguments: Sequence[str]) -> str:
    """The language of error messages, also where parsing itself fails."""
    for position, argument in enumerate(arguments):
        if argument == "--lang" and position + 1 < len(arguments):
            return "en" if arguments[position + 1] == "en" else "th"
        if argument.startswith("--lang="):
            return "en" if argument == "--lang=en" else "th"
    return _language_of_environment()


# Click speaks English only; what it says is recognised by its words.
_CLICK_WORDS = (
    (r"No such command '(.+?)'", "ไม่มีคำสั่ง “{0}”"),
    (r"No such option:? '?([^\s'.]+)", "ไม่มีตัวเลือก {0}"),
    (r"Missing argument '(.+?)'", "ยังไม่ได้ระบุ {0}"),
    (r"Missing option '(.+?)'", "ยังไม่ได้ระบุตัวเลือก {0}"),
    (r"Invalid value for '(.+?)': (.+)", "ค่าของ {0} ใช้ไม่ได้: {1}"),
    (r"Got unexpected extra arguments? \((.+)\)", "มีคำเกินมา: {0}"),
    (r"Option '(.+?)' requires an argument", "ตัวเลือก {0} ต้องมีค่าตามหลัง"),
)


def _click_error(error: click.ClickException) -> ProngsaiError:
    """Click's own complaint, told in two languages with the next step."""
    english = error.format_message()
    thai = f"คำสั่งไม่ถูกต้อง: {english}"
    for pattern, words in _CLICK_WORDS:
        if found := re.match(pattern, english):
            thai = words.format(*found.groups())
            break
    path = "prongsai"
    if isinstance(error, click.UsageError) and error.ctx is not None:
        path = error.ctx.command_path
    return ProngsaiError(
        Text(thai, english),
        next_step=Text(f"ดูวิธีใช้ด้วย {path} --help", f"see {path} --help"),
    )


def _tell(error: ProngsaiError, language: str, *, as_json: bool) -> None:
    """Say what went wrong, where, and what to do now."""
    where = error.place.text() if error.place else None
    if as_json:
        document = {
            "error": {
                "message": {"th": error.message.th, "en": error.message.en},
                "where": where and {"th": where.th, "en": where.en},
                "next_step": error.next_step
                and {"th": error.next_step.th, "en": error.next_step.en},
            }
        }
        click.echo(json.dumps(document, ensure_ascii=False, indent=2))
    lines = [
        f"{Text('ผิดพลาด', 'Error').in_language(language)}: {error.message.in_language(language)}"
    ]
    if where:
        lines.append(f"  {Text('ที่', 'Where').in_language(language)}: {where.in_language(language)}")
    if error.next_step:
        step = Text("ทำต่อ", "Next").in_language(language)
        lines.append(f"  {step}: {error.next_step.in_language(language)}")
    click.echo("\n".join(lines), err=True)
