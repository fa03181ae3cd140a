"""The fiscal years that evidence names: in its title, in its body, as spans, as dates."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator

from msgspec import Struct

from prongsai.core.dates import MONTHS, SHORT_MONTHS, Span, buddhist_year, dates_in
from prongsai.core.fiscal import year_of
from prongsai.core.patterns import any_of, compiled
from prongsai.core.preaudit.units import Role, Unit

_YEAR = compiled(r"(?<![\d/,-])(?<!\d\.)(25[4-9]\d)(?![\d,])")
_SPAN = compiled(
    r"(25[4-9]\d)\s*(?:-|–|—|ถึง|จนถึง)\s*(?:ปี\s*)?(?:(?:พ\.?\s?ศ\.?|พุทธศักราช)\s*)?(25[4-9]\d)"
)
# A PDF may give the dash between two years behind them.
_DASH_BEHIND = compiled(r"(25[4-9]\d) (25[4-9]\d) ?[-–]")
# Two digits are a year behind "year" or behind the dash of a span.
_SHORT_YEAR = compiled(
    r"((?:ปี(?:งบ(?:ประมาณ|ฯ)?)?|พ\.?\s?ศ\.?|25[4-9]\d\s?[-–—])\s?)"
    r"([4-9]\d)(?![\d.,/:]|\s?(?:ปี|คน|บาท|%))"
)
# The year of an assessment, in the menu of a site, or of a council's session is none of a paper.
_ASSESSED = any_of(
    r"(?:ITA|OIT)\s*(?:ปี\s*)?$",
    r"สมัย(?:ที่|สามัญ|วิสามัญ)[^\n]{0,60}ประจำปี\s*(?:พ\.\s?ศ\.\s*)?$",
)
# Platforms write "มกราคม 12, 2021".
_MONTH_FIRST = compiled(rf"({'|'.join(MONTHS)}) (\d{{1,2}}), (20\d\d)")
_LAW = any_of(
    r"(?:พระราชบัญญัติ|พ\.ร\.บ|ระเบียบ|กฎกระทรวง|ประกาศคณะ|ฉบับที่|พระราชกฤษฎีกา|หนังสือ)[^\n]{0,90}$",
    r"(?:รัฐธรรมนูญ|ข้อบังคับ|ประกาศกระทรวง)[^\n]{0,90}$",
)
_OF_PAPER = compiled(r"(?<!ถึง)ปี(?:งบประมาณ)?\s?(?:พ\.?\s?ศ\.?)?\s?$")
_OF_NATION = compiled(r"(?:ยุทธศาสตร์ชาติ|แผนแม่บท|แผนพัฒนาเศรษฐกิจ|แผนการปฏิรูป)[^\n]{0,60}$")
_EARLIEST = 2400
_HALF = any_of(
    r"(?:(?<!\d)6|(?<!สิบ)หก)\s*เดือน|ครึ่งปีแรก",
    r"ต(?:\.ค\.?|ุลาคม)[^\n]{0,20}(?:-|–|ถึง)[^\n]{0,14}มี(?:\.ค|นาคม)",
    r"ไตรมาส(?:ที่)?\s*1\s*(?:-|–|และ|ถึง)\s*(?:ไตรมาส(?:ที่)?\s*)?2",
)
# Another time than the first half; a second quarter may be told up to its end.
_OTHER_TIME = any_of(
    r"(?:(?<!\d)(?:3|9|12)|สาม|เก้า|สิบสอง)\s*เดือน|(?:6|หก)\s*เดือน\s*หลัง",
    r"ไตรมาส(?:ที่)?\s*[134](?!\d)",
)
_LAST_HALF = compiled(r"(?:6|หก)\s*เดือน\s*หลัง|ไตรมาส(?:ที่)?\s*[34]")
_LONGEST = {Role.CELL: 20, Role.BODY: 90}
_BESIDE_MONTH = compiled(r"เดือน|พ\.?\s?ศ\.?|[\d\s./]+")


class Years(Struct, frozen=True):
    """What is dated in evidence, by fiscal year.

    Shape:  `title` in their order there; `body` how often; `dated` days and months of either era
            as fiscal years; `spans` first and last year.
    """

    title: tuple[int, ...]
    body: Counter[int]
    dated: Counter[int]
    spans: tuple[tuple[int, int], ...]

    def covers(self, year: int) -> bool:
        """Whether a span names the year."""
        return any(first <= year <= last for first, last in self.spans)

    @property
    def everywhere(self) -> Counter[int]:
        """Years of the body and of its dates."""
        return self.body + self.dated


def years_in(units: Iterable[Unit]) -> Years:
    """Gather the years of units; of instructions and what a site sets around them none."""
    title: list[int] = []
    titles: list[str] = []
    body: Counter[int] = Counter()
    days: list[Span] = []
    spans: list[tuple[int, int]] = []
    above = ""
    for unit in units:
        if unit.is_guidance or unit.is_furniture:
            continue
        text = _MONTH_FIRST.sub(r"\2 \1 \3", unit.plain)
        text = _DASH_BEHIND.sub(r"\1-\2", _SHORT_YEAR.sub(r"\g<1>25\2", text))
        dates = dates_in(text)
        days += [day for _, _, day in dates]
        within = [(match.start(), match.end()) for match in _SPAN.finditer(text)]
        spans += _spans_in(text)
        taken = [(start, end) for start, end, _ in dates] + within
        plain = tuple(_plain_years(text, taken, above))
        # The name of a law goes on in the next line.
        above = "" if unit.is_title or unit.table else text
        if unit.is_title:
            title += plain
            titles.append(text)
        else:
            body.update(plain)
    # A span may run over two lines of a title.
    spans += _spans_in(" ".join(titles))
    dated = Counter(year for day in days if (year := _year_of(day, title)) > _EARLIEST)
    return Years(tuple(title), body, dated, tuple(spans))


def _spans_in(text: str) -> list[tuple[int, int]]:
    """The terms that a text names, without those of national plans."""
    own = (match for match in _SPAN.finditer(text) if not _OF_NATION.search(text[: match.start()]))
    return [(int(match[1]), int(match[2])) for match in own]


def _year_of(day: Span, title: Collection[int]) -> int:
    """The fiscal year of a day or term; of a day the calendar's where only that is the title's."""
    fiscal, calendar = year_of(day.first), buddhist_year(day.first)
    is_day = day.first == day.last
    return calendar if is_day and calendar in title and fiscal not in title else fiscal


def _plain_years(text: str, taken: Iterable[tuple[int, int]], above: str) -> Iterator[int]:
    """Years that are neither part of a day or span nor of the name of a law."""
    for match in _YEAR.finditer(text):
        before = text[: match.start()]
        is_taken = any(start <= match.start() < end for start, end in taken)
        is_of_law = _LAW.search(f"{above} {before}") and not _OF_PAPER.search(before)
        if not (is_taken or is_of_law or _ASSESSED.search(before)):
            yield int(match[1])


def says_half_year(units: Iterable[Unit]) -> Unit | None:
    """The unit that names the first six months."""
    for unit in units:
        is_half = _HALF.search(unit.plain) and not _LAST_HALF.search(unit.plain)
        if is_half and not unit.is_guidance:
            return unit
    return None


def says_other_time(units: Iterable[Unit]) -> Unit | None:
    """The unit that names twelve months, or others than the first six."""
    return next((unit for unit in units if _OTHER_TIME.search(unit.plain)), None)


def months_in(units: Iterable[Unit], *, anywhere: bool = False) -> set[int]:
    """The months that headings name and filled rows have; `anywhere` else, too."""
    months: set[int] = set()
    for unit in units:
        is_text = unit.is_recognised or unit.is_bare_table
        is_text = is_text or len(unit.text) > _LONGEST.get(unit.role, len(unit.text))
        if unit.is_guidance or (is_text and not anywhere):
            continue
        text = unit.plain
        for start, end, date in reversed(dates_in(text)):
            text = text[:start] + text[end:] if date.first == date.last else text
        for number, names in enumerate(zip(MONTHS, SHORT_MONTHS, strict=True), start=1):
            name = next((name for name in names if name in text), None)
            is_alone = name and not _BESIDE_MONTH.sub("", text.replace(name, "", 1))
            if name and (anywhere or is_alone or unit.role is not Role.CELL):
                months.add(number)
    return months
