"""What a document claims about its own scores in sentences: counts, extremes, changes, ranks.

A claim is read only where subject, kind, limit and year are certain; it is no score itself, but is
held against the scores (prongsai.core.analysis.claims). What else stands there says nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial

from prongsai.core.errors import Place
from prongsai.core.extract import Paragraph
from prongsai.core.ids import INSTRUMENTS, Level, level_of
from prongsai.core.patterns import compiled
from prongsai.core.scoresheet.around.topics import Topic
from prongsai.core.scoresheet.model import Claim, Said, Statement
from prongsai.core.scoresheet.numbers import joined
from prongsai.core.scoresheet.sentences.claim_counts import Count, count_of
from prongsai.core.scoresheet.sentences.claim_places import ReadPlace, most_moved, places
from prongsai.core.scoresheet.sentences.claim_words import Predicate, predicates
from prongsai.core.scoresheet.sentences.clauses import Clauses, Unsure
from prongsai.core.scoresheet.sentences.mentions import Mentions
from prongsai.core.scoresheet.sentences.speech import speech_of
from prongsai.core.thai import arabic_digits, around, repair

_MAY_CLAIM = compiled(
    r"เกณฑ์|กว่า|ไม่ถึง|ขึ้นไป|สุด|เพิ่มขึ้น|สูงขึ้น|ลดลง|ต่ำลง|คงที่|คงเดิม|เท่าเดิม|อันดับ|ลำดับ|คะแนน\s*0"
    r"|ผ่าน\s*(?:ที่|ร้อยละ|คะแนน)?\s*[0-9๐-๙]"
)
_WHICH = compiled(
    r"(?P<things>ตัวชี้วัด|แบบวัด|เครื่องมือ)(?:การประเมิน)?(?:ที่)?\s*(?:ได้|มี)?(?:รับ)?(?:ผล)?(?:คะแนน)?\s*$"
)
_LEVELS = {"ตัวชี้วัด": Level.INDICATOR, "แบบวัด": Level.INSTRUMENT, "เครื่องมือ": Level.INSTRUMENT}
_JUST_BEFORE = 16
# "ที่มีคะแนนลดลง", not "90.52 คะแนน แบบวัด …".
_SCORE_BEFORE = compiled(r"(?<!\d)(?<!\d )คะแนน(?:เฉลี่ย|ของ|แบบวัด|ตัวชี้วัด|\s)*$")


class ClaimReader:
    """Reads claims for one year's names."""

    def __init__(
        self, mentions: Mentions, is_own: Callable[[str], bool | None], *, in_ita: bool
    ) -> None:
        """`is_own` tells the agency's own name; `in_ita`: the document speaks of nothing else."""
        self._mentions = mentions
        self._is_own = is_own
        self._in_ita = in_ita

    def told(
        self,
        paragraph: Paragraph,
        year: int | None,
        topic: Topic,
        instrument: str | None,
        heading: str,
    ) -> tuple[list[Claim], list[Statement]]:
        """What a paragraph counts, and what it says of named scores beside their figures.

        Shape:  `year`, `instrument` and `heading` are those in sight where the text has none.
        """
        if topic is Topic.NEVER_OWN or not _MAY_CLAIM.search(paragraph.text):
            return [], []
        printed = joined(repair(paragraph.text))
        text, mentions = arabic_digits(printed), self._mentions.of(printed)
        speech = speech_of(text, mentions, topic, self._is_own, in_ita=self._in_ita)
        clauses = Clauses(text, mentions, speech, self._is_own, year, heading)
        reading = _Reading(paragraph, text, clauses, instrument)
        reading.read()
        return reading.claims, reading.statements


class _Reading:
    """One text on the way to its claims."""

    def __init__(
        self, paragraph: Paragraph, text: str, clauses: Clauses, section: str | None
    ) -> None:
        self._paragraph, self._text, self._clauses = paragraph, text, clauses
        self._section = section
        self.claims: list[Claim] = []
        self.statements: list[Statement] = []

    def read(self) -> None:
        """Take every claim, in the order of the text: speech is passed once."""
        placed = list(places(self._text))
        inside = [(match.start(), match.end()) for match, read in placed if read is most_moved]
        said = predicates(self._text)
        steps: list[tuple[int, Callable[[], None]]] = [
            (match.start(), partial(self._place, match, read)) for match, read in placed
        ]
        steps += [
            (one.start, partial(self._say, one, before))
            for before, one in zip((None, *said), said, strict=False)
            if not any(start <= one.start < end for start, end in inside)
        ]
        for _, step in sorted(steps, key=lambda pair: pair[0]):
            step()

    def _place(self, match: re.Match[str], read: ReadPlace) -> None:
        """What is told of scores among others: the highest, a rank, a comparison."""
        clauses = self._clauses
        if not clauses.allows(match.start()) or clauses.takes_back(match.end()):
            return
        for one in read(match, self._clauses):
            end = max(one.end, match.end())
            year = self._clauses.year(one.start, end, one.year)
            if isinstance(year, Unsure):
                continue
            self.statements.append(
                Statement(
                    one.said,
                    one.code,
                    year,
                    one.amount,
                    one.since,
                    self._at(one.start, end),
                    among=one.among,
                    rival=one.rival,
                    by=one.by,
                )
            )

    def _say(self, one: Predicate, before: Predicate | None) -> None:
        """A limit or a change: counted, of a list that follows, or of the score before it."""
        if self._clauses.takes_back(one.end):
            return
        count = count_of(self._text, one, before, self._clauses, self._section)
        if count is not None and self._clauses.allows(count.start):
            self._count(one, count)
        if one.is_zero or not self._clauses.allows(one.start):
            return
        listed = self._listed(one)
        for code in listed or ():
            self._state(one, code, one.start)
        if listed is None and count is None:
            self._single(one)

    def _count(self, one: Predicate, count: Count) -> None:
        year = self._clauses.year(count.start, count.end)
        if isinstance(year, Unsure):
            return
        self.claims.append(
            Claim(
                count.counted,
                count.part,
                count.number,
                year,
                self._at(one.start, count.end),
                None if one.is_move or one.is_zero else one.amount,
                count.perhaps,
                self._since(one, year),
                count.is_every,
            )
        )

    def _listed(self, one: Predicate) -> list[str] | None:
        """The scores listed behind a predicate: "ที่ไม่ผ่านเกณฑ์ ได้แก่ …"; None without a list."""
        listed = self._clauses.listed(one.end)
        if not listed:
            return None
        before = self._text[self._clauses.start_of(one.start) : one.start]
        which = _WHICH.search(before)
        if which is not None:
            level = _LEVELS[which["things"]]
            return [named.code for named in listed if level_of(named.code) is level]
        if before.strip() and not before.rstrip().endswith("และ"):
            return None
        # "และไม่ผ่านเกณฑ์ ได้แก่ EIT": of what kind is not said; instruments are no other thing.
        return [named.code for named in listed if named.code in INSTRUMENTS]

    def _single(self, one: Predicate) -> None:
        subject = self._clauses.subject(one.start)
        if subject is None or not (subject.is_score or one.says_score):
            return
        together = self._clauses.together(subject)
        if one.is_move and one.amount is not None and len(together) != 1:
            return
        for code in together:
            self._state(one, code, subject.start)

    def _state(self, one: Predicate, code: str, start: int) -> None:
        told = self._clauses.year(one.start, one.end)
        if isinstance(told, Unsure) or not self._says_when_or_what(one, start):
            return
        year = one.year or told
        self.statements.append(
            Statement(
                one.said,
                code,
                year,
                one.amount,
                self._since(one, year),
                self._at(start, one.end),
                by=one.by,
                is_share=one.is_share and one.amount is not None,
                ends=one.ends,
            )
        )

    def _says_when_or_what(self, one: Predicate, start: int) -> bool:
        """Whether a change says since when, by how much, or that a score changed."""
        if not one.is_move or one.said is Said.SAME or one.says_score:
            return True
        if one.since is not None or one.amount is not None or one.ends is not None:
            return True
        if self._clauses.compared_year(one.start) is not None:
            return True
        if "คะแนน" in self._text[start : one.start]:
            return True
        return _SCORE_BEFORE.search(self._text, max(0, start - _JUST_BEFORE), start) is not None

    def _since(self, one: Predicate, year: int | None) -> int | None:
        if not one.is_move:
            return None
        if one.since == 0:
            return None if year is None else year - 1
        return one.since or self._clauses.compared_year(one.start)

    def _at(self, start: int, end: int) -> Place:
        return self._paragraph.place_at(start, around(self._text, start, end))
