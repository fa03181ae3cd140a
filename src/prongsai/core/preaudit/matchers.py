"""One small function for each way to look; each says "cannot tell" early."""

from re import escape

from msgspec.structs import replace

from prongsai.core.dates import MONTHS, SHORT_MONTHS, dates_in
from prongsai.core.messages import read_message
from prongsai.core.patterns import any_of, compiled
from prongsai.core.preaudit.dating import dated, half_year, in_force, months, of_other_time, of_year
from prongsai.core.preaudit.headings import (
    CANNOT_TELL,
    FOUND,
    NOT_FOUND,
    Matcher,
    by_eye,
    column,
    first_hit,
    heading,
    title,
    topic,
    weak,
    words,
)  # fmt: skip
from prongsai.core.preaudit.looking import DEFINES, Hit, Look, give
from prongsai.core.preaudit.model import ElementOutcome, worst
from prongsai.core.preaudit.persons import (
    contact_of_person,
    pattern,
    people,
    people_with_contact,
    signed,
)
from prongsai.core.preaudit.rules import Rule
from prongsai.core.preaudit.units import Role, Unit, is_blank
from prongsai.core.preaudit.years import months_in, says_half_year, years_in
from prongsai.core.thai import arabic_digits

_UNITS_BESIDE = 3
_PERIOD = any_of(r"25\d\d|ปี ?[4-9]\d|ไตรมาส", "|".join(map(escape, (*MONTHS, *SHORT_MONTHS))))
_YEAR = compiled(r"25[4-9]\d")
_MONTH = compiled("|".join(map(escape, (*MONTHS, *SHORT_MONTHS))))
_SECTION = compiled(r"มาตรา\s*\d+")
_ROYAL = compiled(r"ผู้รับสนองพระ|ให้ไว้\s*ณ\s*วันที่")
_PERIODS, _MOST_SECTIONS = 2, 10
_HOST = r"(?:https?:)?//(?:[^/?#@]*@)?(?:[\w-]+\.)*"
_PLACE = compiled(r"(?:https?:)?//(?:[^/?#@]*@)?([^/?#:]+)(?::\d+)?(.*)")
_SHARES = compiled(r"/(?:sharer|intent|dialog|plugins)\b|/share/?(?:\?|$)|/r/msg|^/?$")
_CHAT = compiled(_HOST + r"(?:m\.me|messenger\.com|line\.me|lin\.ee|forms\.gle|google\.com/forms)/")
_MAP = compiled(
    _HOST + r"(?:google\.[.\w]+/maps|maps\.(?:google\.[.\w]+|app\.goo\.gl)/|goo\.gl/maps)"
)
_TOOK_PLACE = any_of(
    r"(?:^|เมื่อ|ระหว่าง|ช่วง)\s?วัน(?:[ก-๎]{2,8}\s?)?ที่\s?\d|เวลา\s?\d{1,2}[.:]\d{2}",
    r"(?:อบรม|กิจกรรม|โครงการ|ประชุม|ครั้งที่\s?\d)(?:(?!กำหนด|แผน)[^\n]){0,40}\sวันที่\s?\d",
    r"ผู้เข้า(?:ร่วม|อบรม)[^\n]{0,30}(?:\d|กิจกรรม|ประชุม)",
    r"นำ(?:โดย|คณะ)|เป็นประธาน(?!สภา|กรรมการ)|พร้อมด้วยคณะ|ลงพื้นที่|ภาพกิจกรรม|(?<!ผู้)เข้าร่วม",
    r"ได้(?:ดำเนินการ|จัด|ร่วม)|ร่วม(?:กิจกรรม|พิธี|แสดง|ประกาศ)",
    "(?<!การ)จัด(?:ประชุม|อบรม|กิจกรรม|เวที|ประชาคม)",
)
_HAS_BEEN = compiled(r"มีการ(?:จัด|ดำเนิน|ประชุม|อบรม)")
_WILL = any_of(
    "จะดำเนินการ|จะจัด|มีแผนจะ|เตรียม(?:จัด|เปิด)|คาดว่าจะ|ขอเชิญ|เชิญชวน",
    "กำลัง(?:พัฒนา|จัดทำ|ปรับปรุง)",
)
_NOT_DONE = compiled(r"(?:จะ|(?<!คำ)ขอ|ยังไม่|ไม่ได้|วงเงิน|กำหนด|คาด|ต้อง|ให้|เวลา)(?:ได้|การ|วัน)?\s?$")
_AMOUNT = compiled(r"[^\d\n]{0,25}\d[\d,.]*\s?(บาท|โครงการ|กิจกรรม|%)")
_QUANTITY = compiled(r"(?:ร้อยละ|ค่าเฉลี่ย)[^\d\n]{0,12}\d|\d\s?(?:คน|ราย|ครั้ง|เรื่อง|%)")
_TO_FILL = compiled(r"\)|.*\(\s*\)|.*[.…_]{3,}\s*[.…_]{3,}")
_COUNT_AFTER = compiled(
    r"(?:แล้ว|ไว้|เข้ามา|ทุจริต|รวม|ทั้งสิ้น|จำนวน|\s)*\d[\d,]*\s*(?:เรื่อง|ราย(?!การ|งาน)|ข้อ(?!มูล|ความ))"
)
_OF_COMPLAINTS = compiled("ร้องเรียน|ร้องทุกข์")
_FORM = any_of(
    "ตั้งกระทู้|(?:ตั้ง|ถาม|ฝาก|ส่ง)คำถาม|ส่งข้อความ|กรอกแบบ|กรุณากรอก|เริ่มแชท|ส่งคำร้อง|เพิ่มเพื่อน|ยื่นคำ",
    "เริ่มทำรายการ|แนบไฟล์",
)
_REPORT = compiled(r"\W*(?:เรื่อง\s*)?(?:แบบ)?(?:รายงาน|สรุป|คำแถลง|ผล)")
_TOLD = any_of(
    r"แล้ว(?!แต่)|ได้(?:จัด|ดำเนิน|ร่วม|มี|ทำ)|เมื่อวันที่|เข้าร่วม|ผู้เข้า|สำเร็จ|เสร็จ|บรรลุ|เบิกจ่าย|ใช้งบ",
    r"ครบ|งดจัด|(?:^|\s)(?:จัด|มอบ|ปลูก|ซ่อม|ติดตั้ง|อบรม)\s?\d",
    r"\d\s?(?:" + "|".join(map(escape, (*MONTHS, *SHORT_MONTHS))) + ")",
)
_MONEY, _SEVERAL = compiled(r"\d,\d{3}|\d\s?บาท"), 3
_NEWS, _SEVERAL_DAYS = ("ข่าวประชาสัมพันธ์", "ข่าวกิจกรรม", "ข่าวสาร"), 3
_NO_COMPLAINTS = (
    "ไม่มีเรื่องร้องเรียน", "ไม่มีข้อร้องเรียน", "ไม่พบเรื่องร้องเรียน", "ไม่มีการร้องเรียน", "ไม่ปรากฏเรื่องร้องเรียน",
)  # fmt: skip
# None of some complaints ("ที่อยู่ระหว่างดำเนินการ"), or on a condition.
_NOT_ALL = any_of(
    r"ร้องเรียน(?:เกี่ยวกับ|การ|ทุจริต|และประพฤติมิชอบ)*\s?(?:ที่(?!\s?เกี่ยว)|ซ้ำ|(?:คง)?ค้าง|อยู่ระหว่าง|ใหม่|เพิ่ม)",
    "(?:กรณี|หาก|ถ้า)ไม่(?:มี|พบ|ปรากฏ)",
)
_SHORTER = compiled(r"ไตรมาส|ครึ่งปี|(?<!\d)(?:\d|1[01])\s*เดือน|(?<!สิบ)(?:สาม|หก|เก้า)\s*เดือน")


def reported(look: Look, rule: Rule) -> ElementOutcome:
    """A heading; in a paper called as the item's also a column of counts or a sentence with one."""
    outcome = heading(look, rule)
    if outcome.verdict is FOUND:
        return outcome
    for hit in look.hits(rule.with_amount, rule.but) if look.is_called else ():
        before, _, after = hit.unit.plain.partition(hit.phrase)
        is_past = "เป้า" not in before and not (_WILL.search(before) or _NOT_DONE.search(before))
        amount = _AMOUNT.match(after)
        is_filled = hit.unit.role is Role.HEAD and hit.is_filled
        is_told = is_filled or (amount is not None and amount[1] in rule.counted)
        if is_past and is_told and weak(hit) is None:
            return give("preaudit/words_there", FOUND, hit.unit, phrase=hit.phrase)
    return (_told_below_title(look, rule) or outcome) if outcome.verdict is CANNOT_TELL else outcome


def _told_below_title(look: Look, rule: Rule) -> ElementOutcome | None:
    """The name of a report that says what all of it tells, above several things that were done."""
    named = (hit for hit in look.hits(rule.any) if hit.unit.is_title and weak(hit) is None)
    reports = (hit for hit in named if _REPORT.match(hit.unit.text))
    hit = next((hit for hit in reports if "แผนการ" not in hit.unit.text), None)
    sign = _MONEY if "บาท" in rule.counted else _TOLD
    signs = (unit for unit in look.units if sign.search(unit.plain))
    below = (unit for unit in signs if not (_WILL.search(unit.text) or "ตั้งไว้" in unit.text))
    if hit is None or sum(not (unit.is_guidance or unit is hit.unit) for unit in below) < _SEVERAL:
        return None
    return give("preaudit/title_there", FOUND, hit.unit, phrase=hit.phrase)


def words_or_eye(look: Look, rule: Rule) -> ElementOutcome:
    """Words that are asked only under a condition: their absence says nothing."""
    outcome = words(look, rule)
    return outcome if outcome.verdict is FOUND else by_eye(look, rule)


def duration(look: Look, rule: Rule) -> ElementOutcome:
    """A heading of time, or columns of months, quarters or years."""
    outcome = heading(look, rule)
    heads = [unit for unit in look.units if unit.role is Role.HEAD and _tells_time(unit)]
    if outcome.verdict is FOUND:
        return outcome
    if len({unit.key for unit in heads}) < _PERIODS:
        return outcome if outcome.quote else (_years_in_line(look) or outcome)
    filled = [unit for unit in heads if not all(map(is_blank, unit.below))]
    if filled:
        return give("preaudit/periods_there", FOUND, filled[0])
    return give("preaudit/maybe_blank", CANNOT_TELL, heads[0], phrase=heads[0].text)


def _years_in_line(look: Look) -> ElementOutcome | None:
    """Doubt by the term of a title, or a line of years that a table's heads may have been."""
    terms = [unit for unit in look.titles if years_in([unit]).spans]
    lines = [unit for unit in look.units if len({*_YEAR.findall(unit.plain)}) >= _SEVERAL]
    for unit in (*terms, *lines):
        years = " ".join(dict.fromkeys(_YEAR.findall(unit.plain)))
        return give("preaudit/other_words", CANNOT_TELL, unit, phrase=years)
    return None


def _tells_time(unit: Unit) -> bool:
    """Whether a column is of a time by its head, or tells one in most cells."""
    cells = [arabic_digits(cell) for cell in unit.below if not is_blank(cell)]
    named = sum(_MONTH.search(cell) is not None for cell in cells)
    return _PERIOD.search(unit.plain) is not None or 2 * named > len(cells)


def half_year_report(look: Look, rule: Rule) -> ElementOutcome:
    """What the paper calls itself, and that it is of the year."""
    return of_other_time(look) or worst(title(look, rule), of_year(look, rule))


def statistic(look: Look, rule: Rule) -> ElementOutcome:
    """Words with as many numbers, in a table or beside them, as a statistic has."""
    outcome = words(look, rule)
    if outcome.verdict is not FOUND:
        return outcome
    hits = [hit for hit in look.hits(rule.any, rule.but) if not weak(hit)]
    best = max(hits, key=lambda hit: look.figures_at(hit.unit))
    # A list below the words has their figures.
    named = [any(unit is hit.unit for hit in hits) for unit in look.units]
    near = (
        unit
        for at, unit in enumerate(look.units)
        if any(named[max(0, at - _UNITS_BESIDE) : at + 1]) and not unit.is_guidance
    )
    quantities = (_QUANTITY.findall(unit.plain) for unit in near)
    count = max(look.figures_at(best.unit), sum(map(len, quantities)))
    if count >= rule.numbers:
        return give("preaudit/words_there", FOUND, best.unit, phrase=best.phrase)
    if _WILL.search(hits[0].unit.text):
        return give("preaudit/only_planned", NOT_FOUND, hits[0].unit)
    if not count and sum(_TO_FILL.match(unit.text) is not None for unit in look.units) > _SEVERAL:
        return give("preaudit/heading_empty", NOT_FOUND, best.unit, phrase=best.phrase)
    return give("preaudit/few_numbers", CANNOT_TELL, best.unit, count=count)


def complaints(look: Look, rule: Rule) -> ElementOutcome:
    """A count of complaints; that there was none is one."""
    is_own = look.is_called or any(_OF_COMPLAINTS.search(unit.text) for unit in look.titles)
    is_open = "ระหว่างดำเนินการ" in rule.any
    for hit in look.hits((*rule.any, *(rule.with_amount if is_own else ())), rule.but):
        before, _, after = hit.unit.plain.partition(hit.phrase)
        if is_open and after.startswith("แล้ว"):
            continue
        if _COUNT_AFTER.match(after) and not (weak(hit) or before.endswith("ไม่")):
            # Running text may tell another office's count, but in a paper that is called so.
            if hit.unit.role is Role.BODY and not is_own:
                return give("preaudit/no_column", CANNOT_TELL, hit.unit, phrase=hit.phrase)
            return give("preaudit/words_there", FOUND, hit.unit, phrase=hit.phrase)
    outcome = column(look, rule)
    pictures = {(unit.file, unit.page) for unit in look.units if unit.is_recognised}
    if outcome.verdict is FOUND and (outcome.file, outcome.page) in pictures:
        outcome = replace(outcome, verdict=CANNOT_TELL)  # its counts may be misread
    none = none_told(look, rule)
    if outcome.verdict is FOUND or not none.quote:
        return outcome
    if "เรื่องร้องเรียน" in rule.any[0] or none.verdict is not FOUND or _tells_of_all(look):
        return none
    message = read_message("preaudit/none_to_count")
    return replace(none, verdict=CANNOT_TELL, reason=message.text, step=message.next_step)


def _no_complaints(look: Look) -> Hit | None:
    """Where it is said that there were no complaints; of all of them before of some."""
    hits = [hit for hit in look.hits(_NO_COMPLAINTS) if not weak(hit)]
    return min(hits, key=lambda hit: _NOT_ALL.search(hit.unit.text) is not None, default=None)


def _tells_of_all(look: Look) -> bool:
    """Whether the item's own paper says that there was no complaint, and of no shorter time."""
    hit = _no_complaints(look)
    if hit is None or hit.unit.table is not None or not look.is_called:
        return False
    if hit.unit.is_recognised:
        return False  # its days and months may be misread
    if says_half_year([hit.unit]) is not None:
        return look.asked == look.fiscal_year  # no more of it is over
    days = [day for _, _, span in dates_in(hit.unit.plain) for day in (span.first, span.last)]
    named = months_in([hit.unit], anywhere=True) | {day.month for day in days}
    return not _SHORTER.search(hit.unit.plain) and (not named or named >= {9, 10})


def none_told(look: Look, rule: Rule) -> ElementOutcome:
    """That there were no complaints: in the year that is asked, by the sentence or the title."""
    hit = _no_complaints(look)
    if hit is None:
        return by_eye(look, rule)
    if _NOT_ALL.search(hit.unit.text):
        return give("preaudit/none_to_count", CANNOT_TELL, hit.unit)
    own = years_in([hit.unit])
    named = (*own.title, *own.everywhere) or look.years.title
    if look.asked in named and not hit.unit.is_recognised:
        return give("preaudit/none_this_year", FOUND, hit.unit)
    return give("preaudit/none_of_year", CANNOT_TELL, hit.unit, year=look.asked)


def activity(look: Look, rule: Rule) -> ElementOutcome:
    """An activity that took place: a sign that it was held, its words beside it, what it is about.

    A signature names the chief executive below any paper, a menu names corruption on any page.
    """
    outcome = words(look, rule)
    if outcome.verdict is not FOUND:
        return outcome
    own, *about = (
        {id(hit.unit) for hit in look.hits(phrases, rule.but) if not DEFINES.search(hit.unit.text)}
        for phrases in (rule.any, *rule.also)
    )
    titles = {id(unit) for unit in look.titles}
    is_open = bool(look.part)
    for at, unit in enumerate(look.units):
        if unit.is_guidance or _WILL.search(unit.text) or DEFINES.search(unit.text):
            continue
        units = look.units[max(0, at - _UNITS_BESIDE) : at + _UNITS_BESIDE + 1]
        beside = {id(near) for near in units}
        is_held = _TOOK_PLACE.search(unit.plain) is not None
        if is_held and own & beside and all(named & (beside | titles) for named in about):
            return outcome
        # What is on something else, or said to have been, may be it.
        is_open |= (is_held and bool(about)) or _HAS_BEEN.search(unit.plain) is not None
    hit = first_hit(look, rule)
    verdict = CANNOT_TELL if is_open else NOT_FOUND
    return give("preaudit/not_seen_held", verdict, hit.unit if hit else None)


def news(look: Look, rule: Rule) -> ElementOutcome:
    """News of something that took place, or a page of news with their days."""
    outcome = activity(look, rule)
    names = [hit for hit in look.hits(_NEWS) if hit.unit.is_title and weak(hit) is None]
    days = [unit for unit in look.units if dates_in(unit.plain)]
    if outcome.verdict is FOUND or not outcome.quote:
        return outcome
    if names and len(days) >= _SEVERAL_DAYS:
        return give("preaudit/title_there", FOUND, names[0].unit, phrase=names[0].phrase)
    return replace(outcome, verdict=CANNOT_TELL)


def place_on_map(look: Look, rule: Rule) -> ElementOutcome:
    """A map: its heading, or a link to one; in running text the word is "a plan that"."""
    if (link := next(filter(_MAP.match, look.links), None)) is not None:
        return give("preaudit/link_there", FOUND, link=link)
    outcome = heading(look, rule)
    return outcome if outcome.verdict is FOUND else by_eye(look, Rule("by_eye", why="picture"))


def two_way(look: Look, rule: Rule) -> ElementOutcome:
    """A channel where somebody asks and is answered: its words, and a form or a link to a chat."""
    outcome = words(look, rule)
    if outcome.verdict is not FOUND:
        return outcome
    if any(_WILL.search(hit.unit.text) for hit in look.hits(rule.any, rule.but)):
        return give("preaudit/only_planned", CANNOT_TELL)
    chats = [link for link in look.links if _CHAT.match(link) and not _SHARES.search(link)]
    has_form = any(file.has_form for file in look.evidence)
    if chats or has_form or any(_FORM.search(unit.text) for unit in look.units):
        return outcome
    hit = first_hit(look, rule)
    return give("preaudit/channel_not_seen", CANNOT_TELL, hit.unit if hit else None)


def links(look: Look, rule: Rule) -> ElementOutcome:
    """A link to one of some hosts, not to its button for sharing."""
    for link in look.links:
        host, path = place.groups() if (place := _PLACE.match(link)) else ("", "")
        is_theirs = any(f".{host}".endswith(f".{name}") for name in rule.any)
        if is_theirs and not _SHARES.search(path):
            return give("preaudit/link_there", FOUND, link=link)
    if not look.links:
        return by_eye(look, Rule("by_eye", why="main_site"))
    return give("preaudit/no_link", NOT_FOUND)


def not_whole_law(look: Look, _rule: Rule) -> ElementOutcome:
    """Whether a paper tells duties, and is not the text of an act."""
    sections = [unit for unit in look.units if _SECTION.match(unit.text)]
    royal = [unit for unit in look.units if _ROYAL.search(unit.text)]
    if len(sections) >= _MOST_SECTIONS and royal:
        return give("preaudit/whole_law", NOT_FOUND, royal[0], count=len(sections))
    if len(sections) >= _MOST_SECTIONS or royal:
        return give("preaudit/much_law", CANNOT_TELL, (sections or royal)[0], count=len(sections))
    return give("preaudit/no_whole_law", FOUND, look.units[0] if look.units else None)


MATCHERS: dict[str, Matcher] = {
    "heading": heading, "reported": reported, "column": column,
    "words": words, "words_or_eye": words_or_eye, "title": title, "topic": topic,
    "half_year_report": half_year_report, "duration": duration,
    "contact_of_person": contact_of_person, "people_with_contact": people_with_contact,
    "statistic": statistic, "complaints": complaints,
    "none_told": none_told,
    "activity": activity, "news": news, "people": people, "pattern": pattern, "map": place_on_map,
    "two_way": two_way, "links": links, "signed": signed, "by_eye": by_eye,
    "not_whole_law": not_whole_law, "of_year": of_year, "dated": dated, "in_force": in_force,
    "half_year": half_year, "months": months,
}  # fmt: skip
