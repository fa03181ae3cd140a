"""How an error is told: what, where, what to do now; in Thai and English."""

import re
from itertools import islice

import click

from prongsai import __version__
from prongsai.core.errors import ProngsaiError, UnreadableInput
from prongsai.core.messages import read_words
from prongsai.core.patterns import compiled
from prongsai.core.text import Text, listed

# Click speaks English only; what it says is recognised by its words.
_COMPLAINTS = (
    (r"No such command (.+?)\.", "ไม่มีคำสั่ง {0}"),
    (r"No such option:? (\S+)", "ไม่มีตัวเลือก {0}"),
    (r"Missing argument (.+?)\.", "ยังไม่ได้ระบุ {0}"),
    (r"Missing option (.+?)\.", "ยังไม่ได้ระบุตัวเลือก {0}"),
    (r"Invalid value for (.+?): (.+)", "ค่าของ {0} ใช้ไม่ได้: {1}"),
    (r"Got unexpected extra arguments? \((.+)\)", "มีคำเกินมา: {0}"),
    (r"Option (.+?) requires an argument", "ตัวเลือก {0} ต้องมีค่าตามหลัง"),
    (r"Option (.+?) does not take a value", "ตัวเลือก {0} ไม่รับค่า"),
    (r"(.+) is not a valid (?:integer|int)\b", "“{0}” ไม่ใช่จำนวนเต็ม"),
    (r"(.+) is not one of (.+?)\.?$", "“{0}” ไม่อยู่ใน {1}"),
    (r"\w+ (.+) is a directory", "“{0}” เป็นโฟลเดอร์ ไม่ใช่ไฟล์"),
    (r"\w+ (.+) is a file", "“{0}” เป็นไฟล์ ไม่ใช่โฟลเดอร์"),
    (r"\w+ (.+) does not exist", "ไม่พบ “{0}”"),
    (r"\w+ (.+) is not (?:readable|writable)", "ไม่มีสิทธิ์ใช้ “{0}”"),
)
_MOST_PLACES = 20
_SUGGESTION = compiled(r"(?:Did you mean|Possible options:) (.+?)[?)]")


# What a terminal obeys, or what turns the order of letters around.
_OBEYED = compiled(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def seen(text: str) -> str:
    """A text with whatever a terminal would obey told as letters: others' names may hold it."""
    return _OBEYED.sub(lambda match: match[0].encode("unicode_escape").decode(), text)


def click_error(error: click.ClickException) -> ProngsaiError:
    """Click's own complaint, told in two languages with the next step."""
    english = error.format_message()
    path = "prongsai"
    if isinstance(error, click.UsageError) and error.ctx is not None:
        path = error.ctx.command_path
    thai = _in_thai(english.replace("'", ""))
    if suggestion := _SUGGESTION.search(english):
        thai += f" หมายถึง {suggestion[1]} หรือไม่".replace("'", "")
    return ProngsaiError(Text(thai, english), next_step=read_words("cli/see_help", path=path))


def _in_thai(english: str) -> str:
    for pattern, thai in _COMPLAINTS:
        if match := re.match(pattern, english):
            first, *rest = match.groups()
            return thai.format(first, *map(_in_thai, rest))
    return english


def own_fault(fault: Exception) -> ProngsaiError:
    """A fault of the program, told in one paragraph, with the line a report needs."""
    at = fault.__traceback__
    while at is not None and at.tb_next is not None:
        at = at.tb_next
    line = f"{at.tb_frame.f_globals.get('__name__')}:{at.tb_lineno}" if at else ""
    what = f"{type(fault).__name__} {line}"
    return ProngsaiError("cli/program_fault", what=what, version=__version__)


def tell(error: ProngsaiError, language: str, *, as_json: bool) -> None:
    """Say what went wrong, where, and what to do now."""
    where = error.place.text() if error.place else None
    findings = error.findings if isinstance(error, UnreadableInput) else ()
    if as_json:
        import json

        from prongsai.core.scoring.data import finding_data, text_data

        document: dict[str, object] = {
            "error": {
                "message": text_data(error.message),
                "where": text_data(where),
                "next_step": text_data(error.next_step),
            }
        }
        if findings:
            document["findings"] = [finding_data(finding) for finding in findings]
        click.echo(json.dumps(document, ensure_ascii=False, indent=2))
    lines = [read_words("cli/error.what", what=error.message)]
    places = dict.fromkeys(place.text() for finding in findings for place in finding.places)
    lines += [
        read_words("cli/error.where", where=place)
        for place in islice(places or ([where] if where else []), _MOST_PLACES)
    ]
    if (more := len(places) - _MOST_PLACES) > 0:
        lines.append(read_words("cli/error.more_places", more=more))
    if error.next_step:
        lines.append(read_words("cli/error.next_step", step=error.next_step))
    click.echo(seen(listed(lines, "\n").in_language(language)), err=True)
