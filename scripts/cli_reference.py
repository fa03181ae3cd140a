"""Write docs/reference/cli.md from the commands themselves, in both languages.

`python scripts/cli_reference.py` writes the page; a test compares it with what stands there.
"""

from __future__ import annotations

from pathlib import Path

import click

from prongsai.cli.main import group

PAGE = Path(__file__).resolve().parents[1] / "docs/reference/cli.md"
_HEAD = """# The command line

Written by `make docs` from the commands themselves; change the commands, not this page.

Exit codes: 0 fine (warnings and notes included); 1 a finding of severity `error` stands (with
`--strict` a warning too) or only candidates were found; 2 misuse or unreadable input; 70 a fault
of the program itself.

Environment: `PRONGSAI_LANG=en` chooses English, `PRONGSAI_FRAMEWORKS` the folder of your own
frameworks, `PRONGSAI_DEBUG=1` shows the whole of a fault.

After `make setup` the command is `.venv/bin/prongsai`. It speaks Thai; `--lang en` speaks English.
`--json` prints data.

## At a glance · คำสั่งที่ใช้บ่อย

    prongsai score FILE                  check every figure; --explain 4 shows how · ทวนสอบทุกค่า
    prongsai analyse FILE…               weak items, trends, points lost · จุดอ่อน แนวโน้ม คะแนนที่เสียไป
    prongsai whatif FILE --target 95     the cheapest way; --set o12=100 tries one · จำลองคะแนน
    prongsai plan FILE -o plan.xlsx      draft the plan; again: add what is new · ร่างแผนมาตรการ
    prongsai plan check PLAN FILE        what the plan leaves open · แผนยังขาดอะไร
    prongsai run CASE -o DIR             plan and papers of a case folder · แผนและเอกสารทั้งหมด
    prongsai document memo CASE -o DIR   one paper; --format pdf,docx,html · เอกสารหนึ่งชนิด
    prongsai read FILE -o scores.json    only read: what was found, what was not · อ่านอย่างเดียว
    prongsai read FILE --take 1,3=ind4   candidates count when you take them · ยืนยันตัวเลขที่อาจเป็นคะแนน
    prongsai read eval FOLDER            how well a folder of labelled files is read · วัดผลการอ่าน
    prongsai links FILE                  what each address of evidence shows today · ตรวจลิงก์
    prongsai proof pack FILE -o ZIP      keep it as proof; proof verify works offline · ชุดหลักฐานยืนยัน
    prongsai template scores --year 2568 -o scores.xlsx   an empty sheet to fill in · แบบฟอร์มเปล่า
    prongsai framework list              show, check, diff, new, export, import · กรอบของแต่ละปี
    prongsai site export DIR             the public site as files · เว็บสาธารณะเป็นไฟล์
    prongsai serve                       the site; backup, restore, doctor: docs/site.md · เว็บ

![The score sheet of the example, verified](../pictures/score-en.png)

The plainest score sheet is a CSV with the columns `code,score`:

    code,score
    o1,100
    9.1,100
    IIT,93.1
    total,90.52

![The cheapest way to level AA](../pictures/whatif-en.png)

[Case folders and papers](../papers.md). Pictures in Thai: [score](../pictures/score-th.png),
[whatif](../pictures/whatif-th.png).
"""


def page() -> str:
    """The whole page."""
    root = click.Context(group, info_name="prongsai")
    return _HEAD + "".join(_section(group, root))


def _section(command: click.Command, context: click.Context) -> list[str]:
    """A command's help in both languages, then its sub-commands."""
    parts = [f"\n## {context.command_path}\n"]
    parts += [f"\n```text\n{_help(command, context, language)}\n```\n" for language in ("th", "en")]
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            inner = command.get_command(context, name)
            if inner is not None:
                parts += _section(inner, click.Context(inner, info_name=name, parent=context))
    return parts


def _help(command: click.Command, context: click.Context, language: str) -> str:
    context.find_root().meta["prongsai.language"] = language
    context.terminal_width = context.max_content_width = 92
    # Click keeps the texts of --help once made.
    command._help_option = None  # noqa: SLF001
    return "\n".join(line.rstrip() for line in command.get_help(context).splitlines())


if __name__ == "__main__":
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text(page(), encoding="utf-8")
    print(f"wrote {PAGE.relative_to(Path.cwd())}")
