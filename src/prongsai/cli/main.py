"""`prongsai`: the group, the language, and what becomes of every error.

Exit 0 fine (warnings and notes included), 1 where a finding of severity error stands (with
--strict a warning too) or only candidates were found, 2 misuse or unreadable input, 70 a fault of
the program itself.
"""

from __future__ import annotations

import gc
import io
import os
import sys
from collections.abc import Sequence

import click

from prongsai import __version__
from prongsai.cli.commands import LazyGroup, Option, language_of_environment
from prongsai.core.errors import ProngsaiError
from prongsai.core.text import Text

MISUSE = 2
OWN_FAULT = 70

_TABLE = {
    "read": (
        "prongsai.cli.reading:read",
        Text("อ่านคะแนนจากไฟล์ใดก็ได้", "Read the scores in a file of any kind."),
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
            "ลองเปลี่ยนคะแนน และหาทางที่ลงแรงน้อยที่สุดสู่เป้าหมาย",
            "Try changes; find the cheapest way to a target.",
        ),
    ),
    "plan": (
        "prongsai.cli.plan:plan",
        Text("ร่างและตรวจแผนมาตรการ", "Draft and check the measures plan."),
    ),
    "report": (
        "prongsai.cli.papers:report",
        Text("ตรวจรายงานผลตามมาตรการก่อนเสนอ", "Check reports on the measures."),
    ),
    "links": (
        "prongsai.cli.links:links_command",
        Text("ตรวจลิงก์ของหลักฐาน", "Check the links of evidence."),
    ),
    "preaudit": (
        "prongsai.cli.preaudit:preaudit",
        Text("อ่านหลักฐานของข้อ OIT อย่างผู้ตรวจ", "Read evidence of an OIT item as its assessor will."),
    ),
    "proof": (
        "prongsai.cli.links:proof",
        Text("ชุดหลักฐานยืนยันสิ่งที่อยู่บนเว็บในวันนั้น", "Proof of what was on the web on the day."),
    ),
    "document": (
        "prongsai.cli.papers:document",
        Text("ทำเอกสารหนึ่งชนิด: เล่ม บันทึก ประกาศ คำสั่ง", "Make one paper of a case folder."),
    ),
    "run": (
        "prongsai.cli.papers:run",
        Text("ทำแผนและเอกสารทั้งหมดของหน่วยงาน", "Make the plan and every paper of a case folder."),
    ),
    "register": (
        "prongsai.cli.register:register",
        Text("ทะเบียนที่บันทึกทั้งปี และรายงานจากทะเบียน", "The registers of the year and their papers."),
    ),
    "survey": (
        "prongsai.cli.survey:survey",
        Text("ซ้อม IIT และ EIT", "Rehearse IIT and EIT."),
    ),
    "nation": (
        "prongsai.cli.nation:nation",
        Text("คะแนนของหลายหน่วยงานพร้อมกัน", "The scores of many agencies at once."),
    ),
    "template": (
        "prongsai.cli.template:template",
        Text("สร้างแบบฟอร์มเปล่าให้กรอก", "Make an empty sheet to fill in."),
    ),
    "framework": (
        "prongsai.cli.framework:framework",
        Text("กรอบการประเมินรายปีงบประมาณ", "The assessment frameworks by fiscal year."),
    ),
    # The site's own: by name, since this command line knows no Django.
    "demo": (
        "prongsai.web.project.commands.demo:demo",
        Text("เว็บตัวอย่างพร้อมหน่วยงานสมมติ", "The site with an invented agency."),
    ),
    "serve": (
        "prongsai.web.project.commands.running:serve",
        Text("เริ่มเว็บของหน่วยงาน", "Start the agency's site."),
    ),
    "worker": (
        "prongsai.web.project.commands.running:worker",
        Text("ทำงานเบื้องหลังของเว็บ", "Do the jobs of the site."),
    ),
    "database": (
        "prongsai.web.project.commands.upkeep:database",
        Text("บทบาทของ PostgreSQL", "The roles of PostgreSQL."),
    ),
    "migrate": (
        "prongsai.web.project.commands.upkeep:migrate",
        Text("อัปเดตฐานข้อมูลของเว็บ โดยสำรองก่อน", "Update the site's database, after a backup."),
    ),
    "backup": (
        "prongsai.web.project.commands.upkeep:backup",
        Text("สำรองข้อมูลของเว็บ", "Save the site in one file."),
    ),
    "restore": (
        "prongsai.web.project.commands.upkeep:restore",
        Text("กู้คืนข้อมูลของเว็บ", "Restore the site from a backup."),
    ),
    "doctor": (
        "prongsai.web.project.commands.upkeep:doctor",
        Text("ตรวจสุขภาพของเว็บ", "Check that the site is well."),
    ),
    "agency": (
        "prongsai.web.project.commands.people:agency",
        Text("หน่วยงานของเว็บ", "The agencies of the site."),
    ),
    "person": (
        "prongsai.web.project.commands.people:person",
        Text("คนที่เข้าระบบเว็บ", "The people of the site."),
    ),
    "journal": (
        "prongsai.web.project.commands.upkeep:journal",
        Text("บันทึกการใช้งานของเว็บ", "The site's journal."),
    ),
    "site": (
        "prongsai.web.project.commands.site:site",
        Text("เว็บสาธารณะ", "The public site."),
    ),
}

_HELP = Text(
    "โปร่งใส — ปีการประเมิน ITA ของหน่วยงาน ตั้งแต่ใบคะแนนที่ประกาศจนถึงคะแนนที่ทวนสอบแล้ว",
    "Prongsai - the ITA year of an agency, from the published score sheet to the verified score.",
)


def _show_version(context: click.Context, _: click.Parameter, value: bool) -> None:  # noqa: FBT001 - click calls it
    if value:
        click.echo(f"prongsai {__version__}")
        context.exit()


group = LazyGroup(
    "prongsai",
    help_text=_HELP,
    table=_TABLE,
    params=[
        Option(
            ["--version"],
            is_flag=True,
            expose_value=False,
            callback=_show_version,
            help_text=Text("แสดงรุ่นแล้วจบ", "Show the version and exit."),
        ),
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
