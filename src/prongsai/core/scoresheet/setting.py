"""What stands above numbers: the lines that caption them, and the year they name."""

from collections.abc import Sequence
from functools import lru_cache

from msgspec import Struct, field

from prongsai.core import fiscal
from prongsai.core.errors import Place
from prongsai.core.ids import TOTAL
from prongsai.core.patterns import any_of, compiled
from prongsai.core.scoresheet.agencies import Own, names_in
from prongsai.core.scoresheet.names import Names
from prongsai.core.scoresheet.prints import Doubt
from prongsai.core.scoresheet.vocabulary import (
    PURPOSE,
    SAYS_NOTHING,
    SUSPECT,
    doubts_of,
    left_over,
    names_another,
)
from prongsai.core.thai import arabic_digits, mend_line, repair, squeeze

ITA = any_of(
    # As it is misread from a scan: "lTA".
    r"(?<![A-Za-z])(?:[Il]TA|[Il][Il]T|E[Il]T|O[Il]T|ITAS)(?![A-Za-z])|คุณธรรมและความโปร่งใส",
    r"(?:ประเมิน|คะแนน|ผล)\S{0,12}ความโปร่งใส|Integrity\s+(?:and|&)\s+Transparency",
    flags=2,
)
_OF_RESULTS = compiled(r"ผล|คะแนน|score|result", 2)
_CAPTIONS = compiled(
    r"ผล|คะแนน|ประเมิน|แบบวัด|ตัวชี้วัด|ตาราง|เป้าหมาย|ร่าง|ตัวอย่าง|ค่าเฉลี่ย|score|result|target|draft", 2
)
_OF_A_LAW = compiled(r"(?:พระราช|พ\.ร\.บ|พรบ|ระเบียบ|แผนพัฒนา|ปีการศึกษา|©|copyright)[^\d]{0,60}$", 2)
_MONTH = compiled(r"(?:คม|ยน|พันธ์|\.\s?[คพย]\.|/)\s*(?:พ\.?\s?ศ\.?\s*)?$")
_OF_A_PART = compiled(r"ตัวชี้วัดที่\s*(10|[1-9])(?![\d.]|\s*[-–,และถึง])")
_RANGE = compiled(r"\d{4}\s*(?:[-–—/]|ถึง)\s*(?:พ\.?\s?ศ\.?\s*)?\d{4}")
OF_A_TABLE = compiled(r"(?:ตาราง|แผนภูมิ|แผนภาพ|ภาพ|รูป)(?:ที่)?\s*[0-9๐-๙][0-9๐-๙.]*")
_LEADS_ON = compiled(r"(?:ดังนี้|ต่อไปนี้|ได้แก่|คือ|:|ดังตาราง\S*|ตามตาราง\S*)\s*$")
_SCORE = compiled(r"[0-9๐-๙]{1,3}[.][0-9๐-๙]{1,2}")
DECIMAL = compiled(r"\d{1,3}\.\d")
_LONGEST, _MOST, _SHORT, _TITLE = 160, 4, 60, 32
_YEAR_ALONE = 40
_DIGITS = compiled(r"[0-9๐-๙]+")
_SUSPECT = SUSPECT - {Doubt.YEAR}
_NUMBER = compiled(r"\D\d")


def result_years(text: str) -> list[int]:
    """The fiscal years that a caption names: not those of dates, laws and spans."""
    plain = arabic_digits(repair(text))
    spans = [range(match.start(), match.end()) for match in _RANGE.finditer(plain)]
    return [
        year
        for at, year in fiscal.years_in(plain)
        if not _MONTH.search(plain[max(0, at - 20) : at])
        and not _OF_A_LAW.search(plain[max(0, at - 80) : at])
        and not any(at in span for span in spans)
    ]


@lru_cache(maxsize=4096)
def names_ita(text: str) -> bool:
    """Whether a text names the assessment."""
    return ITA.search(repair(text)) is not None


def tells_results(text: str) -> bool:
    """Whether a text speaks of results or scores."""
    return _OF_RESULTS.search(text) is not None


_SECTION = compiled(r"(?:ข้อ|ส่วนที่|บทที่)?\s*[0-9๐-๙]{1,2}[.)]?\s+\D")
_OF_ALL = compiled(r"(?:ประจำ|ปี|งบประมาณ|พ\.?\s?ศ\.?|ผล|คะแนน|รวม|ภาพ|สรุป|[^ก-๎A-Za-z])*")
_VALUE = compiled(r"เกณฑ์\s?[0-9๐-๙]{1,3}\s*$")  # "เกณฑ์ 85" in a chart is no heading
_RESULTS = any_of(
    r"ผล(?:การ)?(?:คะแนน|ประเมิน)*|ปีงบประมาณที่ประเมิน|คะแนน",
    r"(?<![A-Za-z])(ITA|IIT|EIT|OIT)(?![A-Za-z])|scores?|results?",  # "แผน ITA ปี 2568" tells none
    flags=2,
)
_PLAN = compiled(r"^(?!.*รายงาน).*(?:แผน(?!ภูมิ|ภาพ|ที่|ผัง)|มาตรการ|แนวทาง|เป้าหมาย|ยกระดับ)")
_RAISES = compiled(r"(?:ยกระดับ|พัฒนา|เพิ่ม|ปรับปรุง)(?:ผล|คะแนน)")
NEVER = 9999
_JOINED = compiled(r"(?:\s|และ|กับ|,|/|-|–|ปี|งบประมาณ|พ\.?ศ\.?)*")
_PLACES = compiled(r"(?:ใน)?(?:อำเภอ|จังหวัด|ตำบล)[ก-ฺเ-๎]{2,30}")


def told_years(text: str) -> set[int]:
    """The years that a text says results are of: nothing stands between but words of results.

    >>> told_years("มาตรการปี 2568 จากผลการประเมิน ITA ประจำปีงบประมาณ พ.ศ. 2567")
    {2567}
    """
    plain = arabic_digits(repair(text))
    known = set(result_years(text))
    years: set[int] = set()
    before = 0
    for at, year in fiscal.years_in(plain):
        words = [
            match.end()
            for match in _RESULTS.finditer(plain, before, at)
            if not match[1]
            or _OF_RESULTS.search(plain, 0, match.start())
            or not left_over(plain[: match.start()])
        ]
        goes_on = bool(years) and _JOINED.fullmatch(plain[before:at]) is not None
        is_told = any(not left_over(_PLACES.sub(" ", plain[end:at])) for end in words)
        if year in known and (is_told or goes_on):
            years.add(year)
        before = at + 4
    return years


class Setting(Struct, frozen=True):
    """What the captions above a table or a line say of its numbers.

    Shape:  `year` is None where none is told, `doubts` why nothing below is certain; `part` the one
            instrument or indicator that the captions are of; `is_named` where they name the
            assessment, `is_ita` where the document did by now; `lead` is a sentence right above;
            `is_section` where the last caption says more than that all results stand below.
    """

    is_ita: bool = False
    year: int | None = None
    part: str | None = None
    doubts: frozenset[Doubt] = frozenset()
    captions: tuple[str, ...] = ()
    is_named: bool = False
    lead: str = ""
    is_section: bool = False


class _Order(Struct):
    """Whether captions with years stand above or below their scores.

    Shape:  `used` and `since` hold years by the words of captions, "" for those with a number: of
            those before a score, of those after the last score.
    """

    used: dict[str, set[int]] = field(default_factory=dict)
    since: dict[str, set[int]] = field(default_factory=dict)

    def caption(self, text: str, years: Sequence[int]) -> None:
        is_numbered = OF_A_TABLE.match(text)
        if is_numbered or told_years(text):
            words = "" if is_numbered else _DIGITS.sub("", text)
            self.since.setdefault(words, set()).update(years)

    def score(self) -> None:
        for words, years in self.since.items():
            self.used.setdefault(words, set()).update(years)
        self.since.clear()

    def is_open(self, scored: set[int | None]) -> bool:
        """Whether a caption below all scores names a year that no other gives to any of them."""
        return any(own - self.used.get(words, scored) for words, own in self.since.items())


class Captions:
    """The captions of a document, gathered line by line."""

    def __init__(self, names: Names, own: Own, *, is_about: bool = True) -> None:
        """`is_about` where any text of the document names the assessment."""
        self._names, self._own, self.is_about = names, own, is_about
        self.above: list[str] = []  # the captions that hold here
        self.unclear: list[Place] = []  # of rows that took the certainty of a table
        self.sheet = ""  # the name of the one that holds a table
        self._titles: set[str] = set()  # what stands in the rows of a sheet above its tables
        self._ended = False
        self.is_ita = False  # whether the document has named the assessment by now
        self._year: int | None = None
        self._lead = ""
        self._later: set[int] = set()  # of sentences with scores below the last heading
        self.is_undated = self._is_below = False  # of the last pair of a line
        self._since: set[int] = set()  # what headings told since the last scores
        self._first: int | None = None  # of the first title
        self._is_other = False  # whether what holds here is of another year than the title
        self.order = _Order()  # of dated captions with a number, as charts have them
        self.planned: int | None = None  # the year of the first title, where it is a plan's
        self.is_new = False  # whether a line was noted since a setting was asked for

    def note(self, line: str, *, is_title: bool = False) -> None:
        """Take up a line without a score: it may caption what follows.

        Shape:  `is_title` where a sheet has it in a cell of its own: no sentence goes on there.
        """
        text = mend_line(line)
        if not text:
            return
        self.is_ita |= ITA.search(text) is not None
        self.is_new = True
        self._titles |= {text} if is_title else set()
        if self.planned is None and (years := result_years(text)):
            own = set(years) - told_years(_RAISES.sub(" ", text))
            self.planned = min(own) if own and _PLAN.search(text) else NEVER
        self.tell(text)
        if not self._captions(text, is_title=is_title):
            self._lead = text
            return
        if years := result_years(text):
            # "คะแนนรวม 81.20 / ปี 2566": of what is above, or below?
            is_told = told_years(self._own.without(text))
            self.order.caption(text, years)
            self._is_below = not is_told and (self._is_below or self.is_undated)
            self.is_undated = False
        if self._ended:
            self.above, self._ended = self.held(self.above, text), False
        if _SECTION.match(text):  # ends the section before
            self.above = [caption for caption in self.above if not _SECTION.match(caption)]
        self.above = [*self.above[1 - _MOST :], text]
        self._later = self._later if not result_years(text) else set()
        if result_years(text) or ITA.search(text) or OF_A_TABLE.match(text):
            self._lead = ""  # what a sentence said ends at a heading that says it anew

    def give_away(self) -> None:
        """Let the caption right above be a bare number's: its year, but the title's, ends there."""
        years = result_years(self.above[-1]) if self.above else []
        self._is_below |= bool(years) and self._first not in (None, *years)

    def held(self, captions: Sequence[str], text: str) -> list[str]:
        """Those of captions above scores that hold below the next one too: a goal, another agency.

        Shape:  none where `text` says anew of which year results are, or is a section's number;
                another agency's until a heading is the own one's.
        """
        is_own = self._own.is_headed_by(text)
        others = [] if is_own else [each for each in captions if self._own.others_in(each)]
        if told_years(self._own.without(text)) or _SECTION.match(text):
            return others
        of_charts = (text for text in captions if not _NUMBER.search(fiscal.without_years(text)))
        kept = {*others, *(text for text in of_charts if self.doubts(text))}
        return [text for text in captions if text in kept]

    def _captions(self, text: str, *, is_title: bool) -> bool:
        """Whether a line is a heading: short and of results, of an agency or not understood."""
        plain = OF_A_TABLE.sub("", text)  # 2.1 is the number of a table
        if len(text) > _LONGEST or DECIMAL.search(plain.lstrip("0123456789.๐-๙ )")):
            return False
        dated = result_years(text) or _RANGE.search(arabic_digits(text))
        tells = bool(_CAPTIONS.search(text) or ITA.search(text) or dated)
        if len(text) <= _SHORT:
            is_name = any(names_in(text)) and not left_over(self._own.without(text))
            return tells or is_name or bool(self.doubts(text) and not _VALUE.search(text))
        return tells and (is_title or not self.doubts(text))

    @property
    def lead(self) -> str:
        """A line right above that captions nothing known."""
        return self._lead if doubts_of(self._lead) else ""

    def tell(self, text: str, *, has_scores: bool = False, leads_on: bool = False) -> None:
        """Take up what a line, with scores or without, says of the year of results."""
        years = told_years(self._own.without(text))
        if leads_on:
            # Of a sentence with scores only what stands behind the last of them may lead on.
            rest = text[max((match.end() for match in _SCORE.finditer(text)), default=0) :]
            of_another = _LEADS_ON.search(self._lead) and self._own.others_in(self._lead)
            self._lead = rest if _LEADS_ON.search(rest) else self._lead if of_another else ""
        if has_scores:
            self._later |= set(result_years(text))
        if has_scores and years and years != set(result_years(text)):
            self._year = None  # a sentence of two years: which its scores are of is not certain
            return
        plain = squeeze(self._own.without(text))
        if not years and self.above and len(plain) <= _YEAR_ALONE and result_years(text):
            # The second line of a title: "ประจำปีงบประมาณ พ.ศ. 2566 ของเทศบาลตำบล…".
            years = told_years(self._own.without(f"{self.above[-1]} {text}"))
        if len(years) == 1 and not self._own.others_in(text):
            self._year = next(iter(years))
            self._since |= set() if has_scores else years
            if _OF_RESULTS.search(text):
                self._first = self._first or self._year
        elif years:
            self._year = None

    def restate(self, text: str) -> None:
        """Let the words before a score that name the assessment and its year end a plan's title."""
        if not ITA.search(text) or not told_years(self._own.without(text)) or self.doubts(text):
            return
        doubts = frozenset().union(*map(self.doubts, (self._lead, *self.above)))
        if not doubts & (SUSPECT | {Doubt.WHOSE}) and not _LEADS_ON.search(self._lead):
            self._lead, self.above, self._later = "", [squeeze(text)], set()

    def _of_lead(self, year: int | None) -> frozenset[Doubt]:
        """What a sentence right above says against the numbers: a goal, another year or agency."""
        if not self._lead:
            return frozenset()
        lead = self._lead[-_LONGEST:]
        doubts = doubts_of(self._own.without(lead))
        if not (ITA.search(lead) and not _LEADS_ON.search(lead)):
            doubts &= _SUSPECT  # running text, not the title of what is below
        years = set(result_years(lead))
        if years and years != {year}:
            doubts |= {Doubt.YEAR}
        return doubts | ({Doubt.WHOSE} if self._own.others_in(lead) else frozenset())

    def doubts(self, text: str) -> frozenset[Doubt]:
        """Why what stands below a caption is not certain."""
        node = self._names.node_of(text)
        if node is not None and node != TOTAL and not self._names.instrument_of(text):
            return frozenset()
        doubts = doubts_of(self._own.without(repair(text)))
        return doubts | {Doubt.WHOSE} if self._own.others_in(text) else doubts

    def without_names(self, text: str) -> str:
        """A text without names of agencies, which may hold any word; "" for an indicator's."""
        is_part = self._names.node_of(text) not in (None, TOTAL)
        return "" if is_part else self._own.masked(text)

    def _of_titles(self, captions: Sequence[str], year: int | None) -> frozenset[Doubt]:
        """What the short titles above a caption of results say against what is below it."""
        against = _SUSPECT if year else SUSPECT
        rows = self._titles.union(captions[len(self.above) :])
        own = {text for text in rows if not SAYS_NOTHING.match(text)}
        suspect = (
            self.doubts(caption) & (frozenset(Doubt) if caption in own else against)
            for caption in captions
            if len(caption) <= _LONGEST
            or (ITA.search(caption) and set(result_years(caption)) <= {year or self._year})
        )
        others = {Doubt.WHOSE} if any(map(self._own.others_in, captions)) else set()
        return frozenset(others).union(*suspect)

    def _of_years(self, year: int | None, since: set[int]) -> frozenset[Doubt]:
        """What other years say against the year of the captions, or against the one told last.

        Shape:  `since` are those told since the last scores; several are a menu.
        """
        if year is not None:
            return frozenset({Doubt.YEAR} if self._later - {year} or self._is_below else ())
        return frozenset({Doubt.YEAR} if len(since) > 1 or self._is_other else ())

    def _of_sheet(self, own_titles: Sequence[str], year: int | None) -> frozenset[Doubt]:
        """What titles say against the year in a sheet's name: a copied sheet keeps one of them."""
        if [*own_titles[:1]] != [self.sheet] or year not in result_years(self.sheet):
            return frozenset()
        years = set().union(*(told_years(self._own.without(text)) for text in self.above))
        return frozenset({Doubt.YEAR} if years - {year} else ())

    def peek(self) -> Setting:
        """What holds here, with nothing said to end: the next line may go on."""
        kept = {**vars(self)}
        setting = self._setting(())
        vars(self).update(kept)
        return setting

    def setting(self, own_titles: Sequence[str] = ()) -> Setting:
        """What holds here; `own_titles` are the title rows of a table, its sheet's name first."""
        self.order.score()
        return self._setting(own_titles)

    def _setting(self, own_titles: Sequence[str]) -> Setting:
        since, self._since = self._since, set()
        if self.is_new:  # a section without a year below one of another year than the title's
            self._is_other = not since and self._first not in (None, self._year)
        self._ended, self.is_new = True, False
        captions = [*self.above, *(mend_line(title) for title in own_titles if title.strip())]
        doubts: frozenset[Doubt] = frozenset()
        year: int | None = None
        part: str | None = None
        is_named = False
        for text in reversed(captions):
            doubts |= self.doubts(text)
            plain = PURPOSE.sub(" ", text)
            years = told_years(self._own.without(text)) or (
                set() if self.doubts(text) else set(result_years(plain))
            )
            if year is None and len(years) == 1:
                year = next(iter(years))
            elif len(years) == 1 and years != {year} and not is_named:
                doubts |= {Doubt.YEAR}
            if year is None and (len(years) > 1 or _RANGE.search(arabic_digits(text))):
                doubts |= {Doubt.YEAR}
            node = self._names.node_of(text)
            part = part or (node if node != TOTAL else None) or self._names.instrument_of(text)
            part = part or ((match := _OF_A_PART.search(text)) and match[1])
            is_named = is_named or ITA.search(text) is not None
            if is_named and _OF_RESULTS.search(text):
                doubts |= self._of_titles(captions[: captions.index(text)], year)
                break
        doubts |= self._of_years(year, since)
        doubts |= self._of_sheet(own_titles, year)
        year = year or self._year
        doubts |= self._of_lead(year)
        is_named = is_named and not any(names_another(text) >= 0 for text in captions)
        return Setting(
            is_named or self.is_ita, year, part, doubts, tuple(captions), is_named, self._lead,
            self._is_section(captions[-1] if captions else "")
            or self._is_section(self._lead[: len(self._lead) <= _SHORT and _SHORT]),
        )  # fmt: skip

    def _is_section(self, text: str) -> bool:
        """Whether a caption may be of less than the whole: it has more than words of the whole."""
        return not (ITA.search(text) or _OF_ALL.fullmatch(self._own.without(text)))
