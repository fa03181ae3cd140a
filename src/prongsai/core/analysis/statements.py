"""What a document says of one score beside its figure, held against its own figures."""

from __future__ import annotations

from decimal import Decimal

from prongsai.core.analysis.years import before, instrument_of, whole_level
from prongsai.core.errors import Findings
from prongsai.core.ids import Level, level_of
from prongsai.core.scoresheet.model import ALL, Figure, Said, ScoreSheet, Statement
from prongsai.core.text import Text

_SAID = {
    Said.HIGHEST: Text("สูงสุด", "the highest"),
    Said.LOWEST: Text("ต่ำสุด", "the lowest"),
    Said.AT_TARGET: Text("ถึงเกณฑ์", "at the limit"),
    Said.BELOW_TARGET: Text("ไม่ถึงเกณฑ์", "below the limit"),
    Said.ROSE: Text("เพิ่มขึ้น", "risen"),
    Said.FELL: Text("ลดลง", "fallen"),
    Said.NOT_RISEN: Text("ไม่เพิ่มขึ้น", "not risen"),
    Said.NOT_FALLEN: Text("ไม่ลดลง", "not fallen"),
    Said.SAME: Text("คงที่", "unchanged"),
    Said.ROSE_MOST: Text("เพิ่มขึ้นมากที่สุด", "risen most"),
    Said.FELL_MOST: Text("ลดลงมากที่สุด", "fallen most"),
    Said.HIGHER: Text("สูงกว่า", "higher than"),
    Said.LOWER: Text("ต่ำกว่า", "lower than"),
    Said.RANK: Text("อันดับ", "rank"),
    Said.RANK_FROM_BELOW: Text("อันดับจากท้าย", "rank from below"),
}
_LIMITS = (Said.AT_TARGET, Said.BELOW_TARGET)
_MOST = (Said.ROSE_MOST, Said.FELL_MOST)
_BESIDE = (Said.HIGHER, Said.LOWER)
_PLACES = (Said.HIGHEST, Said.LOWEST, Said.RANK, Said.RANK_FROM_BELOW)
# Each of two figures may be rounded by half a hundredth.
_ROUNDING = Decimal("0.01")
# What somebody calls unchanged may differ by less than a point.
_UNCHANGED = Decimal(1)


class Checked:
    """One statement beside the figures that it speaks of."""

    def __init__(self, sheet: ScoreSheet, statement: Statement, mark: Decimal | None) -> None:
        """`mark` is the pass mark that the year's rules say; None where they say none."""
        self.said, self.statement, self.sheet = statement.said, statement, sheet
        self._official = mark
        self.figures = sheet.of_year(statement.year) if statement.year is not None else {}
        self.figure = self.figures.get(statement.code)

    def tell(self, findings: Findings) -> None:
        """A finding where the figures say something else."""
        truth = self._truth()
        if truth is None or self.figure is None:
            return
        one, words = self.statement, _SAID[self.said]
        amount = one.amount if one.amount is not None else one.by
        more = "".join(f" {told}" for told in (one.rival, amount) if told is not None)
        findings.warning(
            "statement_contradicts",
            Text(
                f"เอกสารบอกว่า {one.code} ปี {one.year} {words.th}{more}"
                f" แต่คะแนนในเอกสารเอง{truth.th}",
                f"the document says {one.code} of {one.year} is"
                f" {words.en}{more}, but its own scores say: {truth.en}",
            ),
            one.place,
            self.figure.place,
            next_step=Text("แก้ข้อความให้ตรงกับคะแนน", "correct the sentence by the scores"),
        )

    def _truth(self) -> Text | None:
        """What the figures say instead; None where they agree, or are not all there."""
        if self.figure is None:
            return None
        if self.said in _PLACES:
            return self._in_place(self.figure)
        if self.said in _LIMITS:
            return self._beside_mark(self.figure)
        if self.said in _BESIDE:
            return self._beside_rival(self.figure)
        if self.said in _MOST:
            return self._moved_most(self.figure)
        return self._since(self.figure)

    def _beside_mark(self, figure: Figure) -> Text | None:
        """At the mark itself either word may stand: "สูงกว่า 85" is said of 85 too."""
        one = self.statement
        mark = one.amount if one.amount is not None else self._official
        if mark is None or figure.value == mark:
            return None
        is_wrong = (figure.value > mark) is not (self.said is Said.AT_TARGET)
        if not is_wrong and (one.by is None or _is_near(abs(figure.value - mark), one.by)):
            return None
        return Text(f"เป็น {figure.published} (เกณฑ์ {mark})", f"{figure.published} (limit {mark})")

    def _beside_rival(self, figure: Figure) -> Text | None:
        one = self.statement
        rival = self.figures.get(one.rival or "")
        if rival is None or rival.value == figure.value:
            return None
        is_wrong = (figure.value > rival.value) is not (self.said is Said.HIGHER)
        if not is_wrong and (one.by is None or _is_near(abs(figure.value - rival.value), one.by)):
            return None
        held = f"{figure.code} {figure.published}, {rival.code} {rival.published}"
        return Text(f"เป็น {held}", held)

    def _in_place(self, figure: Figure) -> Text | None:
        """Contradicted where no level or instrument that the words may mean has it there."""
        is_low = self.said in (Said.LOWEST, Said.RANK_FROM_BELOW)
        is_extreme = self.said in (Said.HIGHEST, Said.LOWEST)
        wanted = self.statement.amount
        truths: list[Text] = []
        for own in self._among(figure):
            beyond = [
                f for f in own if (f.value < figure.value if is_low else f.value > figure.value)
            ]
            equal = sum(f.value == figure.value for f in own)
            ranks = range(len(beyond) + 1, len(beyond) + equal + 1)
            if ranks[0] <= (wanted or 1) if is_extreme else wanted in ranks:
                return None
            most = max(beyond, key=lambda f: abs(f.value - figure.value), default=figure)
            truths.append(_placed(figure, most, ranks[0], is_extreme=is_extreme, wanted=wanted))
        if not truths and is_extreme and wanted is None:
            return self._outdone(figure, is_low=is_low)
        return truths[0] if truths else None

    def _outdone(self, figure: Figure, *, is_low: bool) -> Text | None:
        """What outdoes an extreme among the known figures of its own instrument, if anything."""
        level, part = level_of(figure.code), instrument_of(figure.code)
        if level not in (Level.INSTRUMENT, Level.INDICATOR):
            return None
        if self.statement.among not in (None, ALL, part):
            return None
        way = -1 if is_low else 1
        known = [
            one
            for code, one in self.figures.items()
            if level_of(code) is level and instrument_of(code) == part
        ]
        most = max(known, key=lambda one: way * one.value, default=figure)
        if way * most.value <= way * figure.value:
            return None
        return _placed(figure, most, 1, is_extreme=True, wanted=None)

    def _among(self, figure: Figure) -> list[list[Figure]]:
        """The figures a place is told among: all, or those of its instrument, or either.

        Shape:  the whole first; none where a figure is missing.
        """
        among, level = self.statement.among, level_of(figure.code)
        part = instrument_of(figure.code)
        if among not in (None, ALL):
            own = whole_level(self.figures, level, among) if among == part else None
            return [own] if own else []
        whole = whole_level(self.figures, level)
        if whole is None:
            return []
        # Of its own instrument it may still be the highest: a sentence need not say of which.
        inside = whole_level(self.figures, level, part) if part and among is None else None
        return [whole, inside] if inside else [whole]

    def _moved_most(self, figure: Figure) -> Text | None:
        truths: list[Text] = []
        years = before(self.sheet, self.statement.year, self.statement.since)
        for year in years:
            earlier = self.sheet.of_year(year)
            for own in self._among(figure):
                if any(one.code not in earlier for one in own):
                    return None
                way = 1 if self.said is Said.ROSE_MOST else -1
                moves = {one.code: way * (one.value - earlier[one.code].value) for one in own}
                most = max(moves, key=lambda code: moves[code])
                if moves[figure.code] > 0 and moves[most] - moves[figure.code] <= _ROUNDING:
                    return None
                told = f"{most} {way * moves[most]:+}, {figure.code} {way * moves[figure.code]:+}"
                truths.append(Text(f"เป็น {told}", told))
        return truths[0] if truths else None

    def _since(self, figure: Figure) -> Text | None:
        one = self.statement
        if one.ends is not None and not self._has_way(one.ends[1] - one.ends[0]):
            return Text(
                f"ที่พิมพ์ไว้ในข้อความนั้นคือ {one.ends[0]} เป็น {one.ends[1]}",
                f"that sentence itself prints {one.ends[0]} to {one.ends[1]}",
            )
        if one.ends is not None and one.since is None:
            return None
        truths: list[Text] = []
        for year in before(self.sheet, one.year, one.since):
            held = self.sheet.of_year(year).get(figure.code)
            if held is None or self._fits(figure.value - held.value, held.value):
                return None
            truths.append(
                Text(
                    f"จาก {held.published} ({year}) เป็น {figure.published}",
                    f"from {held.published} ({year}) to {figure.published}",
                )
            )
        return truths[0] if truths else None

    def _fits(self, change: Decimal, held: Decimal) -> bool:
        """Whether a change is as told: its way, and its points, or its share where it may be."""
        one = self.statement
        if not self._has_way(change):
            # "เพิ่มขึ้น 0.00": said of what did not move.
            return one.amount is not None and change == 0 and one.since is None
        if one.amount is None or _is_near(abs(change), one.amount):
            return True
        return one.is_share and (held == 0 or _is_near(abs(change) * 100 / held, one.amount))

    def _has_way(self, change: Decimal) -> bool:
        return {
            Said.ROSE: change > 0,
            Said.FELL: change < 0,
            Said.NOT_RISEN: change <= 0,
            Said.NOT_FALLEN: change >= 0,
        }.get(self.said, abs(change) < _UNCHANGED)


def _is_near(value: Decimal, told: Decimal) -> bool:
    """Whether a value may be printed as it is told: rounded or cut to the decimals it has."""
    exponent = told.as_tuple().exponent
    step = Decimal(1).scaleb(exponent) if isinstance(exponent, int) else _ROUNDING
    return abs(value - told) <= max(step, _ROUNDING)


def _placed(
    figure: Figure, most: Figure, rank: int, *, is_extreme: bool, wanted: Decimal | None
) -> Text:
    if not is_extreme or wanted is not None:
        return Text(f"อันดับ {rank}", f"rank {rank}")
    return Text(
        f"มี {most.code} ได้ {most.published} ส่วน {figure.code} ได้ {figure.published}",
        f"{most.code} has {most.published}, {figure.code} {figure.published}",
    )
