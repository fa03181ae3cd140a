"""How much of the evidence a text is: all of it, a part, or a form with nothing filled in.

A text shows itself that more belongs to it: it hands out files or pictures, is a name and nothing
below, lost the columns of its table, or breaks off.
"""

from collections import Counter
from collections.abc import Sequence

from prongsai.core.patterns import any_of, compiled
from prongsai.core.preaudit.model import Evidence
from prongsai.core.preaudit.units import Role, Unit, is_blank

SHORT_PAPER = 400
_LONG_PAPER = 4 * SHORT_PAPER
_LEAST_HEADS, _LONGEST_HEAD, _SEVERAL = 4, 30, 3
_BEGINNING, _LONGEST_LINE = 12, 130
_LEADS_ON = any_of(
    r"(?:คลิก|กด)\s?(?:เพื่อ|ที่|ดู|อ่าน|เลย)|ดาวน์โหลด|ดู(?:ภาพ|ไฟล์|เอกสาร|เพิ่มเติม|รายละเอียด)",
    r"อ่าน(?:ต่อ|เพิ่มเติม|ทั้งหมด)|(?:เอกสาร|ไฟล์|รายละเอียด)แนบ|QR\s?Code",
    r"(?i:download|read more|full.?text search|view (?:file|pdf))|drive\.google",
    r"(?i:\.(?:pdf|docx?|xlsx?|pptx?|jpe?g|png)\b|anyflip|fliphtml5|pubhtml5|slideshare)",
)
_IS_FILE = any_of(
    r"(?i)\W{0,9}(?:\d{1,2}[.)]\s*)?\S{1,120}\.(?:pdf|docx?|xlsx?|pptx?|jpe?g|png)(?:\s*\([^)]*\))?(?:\s*เปิดดู)?$",
    r"\[(?:ภาพ|รูป)[^\]]*\]$",
)
_IS_WHOLE = compiled(r"(?i)\.(?:pdf|docx|xlsx|pptx|html?)$")
MENU = any_of(
    "หน้าแรก|หน้าหลัก|เกี่ยวกับ|ติดต่อ|ข่าว|กระดาน|แผนผังเว็บ|เข้าสู่ระบบ|เมนู|ลิง[กค]|ค้นหา|สายตรง",
    "(?i:home|menu|log ?in|search|facebook|sitemap)",
)
_HEAD_WORD = any_of(
    "ลำดับ|ที่$|(?:ชื่อ)?โครงการ|กิจกรรม|รายการ|งบประมาณ|จำนวน|ร้อยละ|หมายเหตุ|ผู้รับผิดชอบ|หน่วยงาน",
    "ตัวชี้วัด|เป้าหมาย|ระยะเวลา|วงเงิน|ราคา|วิธี|ผล|สถานะ|เหตุผล|เลขที่|รายชื่อ|ปัญหา|ข้อเสนอ|ปี$",
)
_TO_FILL = compiled(r"[.…_]{6,}(?!\s*\d{1,3}\s*$)|\([\s.]*\)\s*\S")
_CLOSES = any_of(
    r"[\d๐-๙)\]”\"’'!?ฯๆ%.]$|[\d๐-๙]\S*\s\S{1,8}$",
    "(?:ต่อไป|แล้ว|นี้|นั้น|ทราบ|กัน|เทอญ|ด้วย|ได้|ครับ|ค่ะ|บาท|คน|ไม่มี|เป็นต้น|หน่วยงาน|ประชาชน)$",
    "(?:ตำบล|อำเภอ|จังหวัด|เมือง|นคร)[ก-๎]{2,25}$",
)


def unfilled(units: Sequence[Unit]) -> str:
    """Say "form" of blank places to fill in, "unfilled" of a title or heads alone, "" of others.

    Below heads without any row a chart may stand, which is no text.
    """
    heads = [unit for unit in units if unit.role is Role.HEAD]
    if heads:
        letters = sum(len(unit.key) for unit in units if unit.role is not Role.HEAD)
        if letters >= SHORT_PAPER or not all(unit.is_empty_table for unit in heads):
            return ""
        return "form" if any(unit.below for unit in heads) else "unfilled"
    lines = [unit for unit in units if not unit.is_contents]
    blanks = [unit for unit in lines if _TO_FILL.search(unit.text) and "ลงชื่อ" not in unit.text]
    if len(blanks) >= _SEVERAL and 2 * len(blanks) >= len(lines):
        return "form"
    own = [unit for unit in units if not (unit.is_guidance or unit.is_asked or unit.is_furniture)]
    is_list = any(unit.is_asked for unit in units) and all(unit.is_title for unit in own)
    return "unfilled" if is_list or (len(units) == 1 and units[0].is_title) else ""


def part_of(file: Evidence, units: Sequence[Unit]) -> str:
    """Say why a text is only a part of the evidence: "elsewhere", "flat", "cut"; "" if it is not.

    Shape:  each has its message, "preaudit/part_…".
    """
    if not units or unfilled(units) == "form":
        return ""
    plain = [unit for unit in units if not _LEADS_ON.search(unit.text)]
    own = sum(len(unit.key) for unit in plain)
    hands_out = (
        file.is_index
        or any(is_file(unit.text) for unit in units)
        or own < min(len(units) - len(plain), 2) * SHORT_PAPER
    )
    is_short = all(unit.role is Role.HEADING and not unit.is_figure for unit in units)
    is_menu = is_short and sum(MENU.match(unit.text) is not None for unit in units) >= _SEVERAL
    is_name = len(units) == 1 and (is_short or units[0].is_title)
    # Many lines that begin alike are the names of papers behind them.
    begins = Counter(unit.key[:_BEGINNING] for unit in units)
    alike = [unit for unit in units if begins[unit.key[:_BEGINNING]] >= _SEVERAL]
    letters = [sum(len(unit.key) for unit in some) for some in (alike, units)]
    is_list = len(alike) > _SEVERAL and 2 * letters[0] >= letters[1]
    is_bare = (is_menu or is_name or is_list) and not any(unit.says_nothing_yet for unit in units)
    if not any(unit.table for unit in units) and (hands_out or is_bare):
        return "elsewhere"
    if any(unit.table is None and is_lost_table(unit.text) for unit in units):
        return "flat"
    # Only of a text may a part have been copied; a page or a file is sent whole.
    is_whole = file.is_web or _IS_WHOLE.search(file.name) is not None
    return "cut" if not is_whole and _breaks_off(units) else ""


def is_file(line: str) -> bool:
    """Whether a line is the name of a file or a picture, and nothing else."""
    return _IS_FILE.match(line) is not None


def is_lost_table(line: str) -> bool:
    """Whether a line names as many columns as a table has."""
    words = [word for word in line.split() if len(word) <= _LONGEST_HEAD]
    return len({match[0] for match in map(_HEAD_WORD.match, words) if match}) >= _LEAST_HEADS


def _breaks_off(units: Sequence[Unit]) -> bool:
    """Whether running text ends the paper, and not as a sentence ends.

    A long text is a whole file, whatever its last line; an excerpt is short.
    """
    if sum(len(unit.key) for unit in units) >= _LONG_PAPER:
        return False
    own = [unit for unit in units if not (unit.is_furniture or is_blank(unit.text))]
    *above, last = own or units
    if last.table is not None or last.is_contents:
        return False
    # A paragraph that came line by line ends in a short line.
    is_wrapped = last.role is Role.HEADING and not (last.is_numbered or ":" in last.text)
    ends = [last, *(unit for unit in above[-1:] if is_wrapped and len(unit.text) < _LONGEST_LINE)]
    return ends[-1].role is Role.BODY and not any(_CLOSES.search(unit.text) for unit in ends)
