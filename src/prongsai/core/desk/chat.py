r"""What somebody wrote in a chat, without who wrote it and when.

LINE saves a chat with a tab between time, name and text, and a line of its own for each day. Text
that is copied otherwise has no mark by which a name could be told: it stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct

_SAID = re.compile(
    r"(?:[0-2]?\d[:.][0-5]\d|[๐-๒]?[๐-๙][:.][๐-๕][๐-๙])(?: ?(?:AM|PM|น\.?))?\t([^\t]+)\t(.*)"
)
_DAY = re.compile(
    r"(?:\d{4}[./]\d{1,2}[./]\d{1,2}|(?:[ก-๙]{1,8}\.?|[A-Z][a-z]{2}),? ?\d{1,2}/\d{1,2}/\d{4})"
    r"(?: ?\([ก-๙A-Za-z.]+\)| [ก-๙A-Za-z.]+)?"
)
_HEAD = re.compile(r"(?:\[LINE\] .*|(?:บันทึกเมื่อ|Saved on):? ?[\d๐-๙].*)")
_FIRST, _OTHER = "ผู้แจ้ง", "อีกฝ่าย"  # the words beside them are Thai


class Chat(Struct, frozen=True):
    """A chat without names and times.

    Shape:  `speakers` tells how many there were; 0 where the text is no saved chat.
    """

    text: str
    speakers: int = 0


def without_names(text: str) -> Chat:
    r"""The words of a saved chat; who wrote first and who answered are told apart, never named.

    >>> without_names("10:02\tก\tไฟดับ\n10:05\tข\tที่ไหน\n10:06\tก\tหน้าวัด").text
    'ผู้แจ้ง: ไฟดับ\nอีกฝ่าย: ที่ไหน\nผู้แจ้ง: หน้าวัด'
    """
    lines = text.splitlines()
    names: list[str] = []
    for line in lines:
        if (said := _SAID.fullmatch(line)) and said[1] not in names:
            names.append(said[1])
    if not names:
        return Chat(text)
    return Chat("\n".join(_words(lines, names)).strip(), len(names))


def _words(lines: Sequence[str], names: Sequence[str]) -> list[str]:
    words = []
    for line in lines:
        if said := _SAID.fullmatch(line):
            # A message of several lines stands between quotation marks.
            told = said[2].removeprefix('"')
            side = _FIRST if said[1] == names[0] else _OTHER
            words.append(f"{side}: {told}" if len(names) > 1 else told)
        elif not _DAY.fullmatch(line.strip()) and not _HEAD.fullmatch(line.strip()):
            words.append(line.removesuffix('"') if words else line)
    return words
