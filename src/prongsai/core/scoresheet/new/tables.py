"""The numbers of a table, each with whose and of which year it seems to be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from prongsai.core import fiscal
from prongsai.core.errors import Place
from prongsai.core.extract import Row, Table
from prongsai.core.ids import INSTRUMENTS, TOTAL, Level, level_of
from prongsai.core.patterns import compiled
from prongsai.core.scoresheet.model import Origin, PublishedRating
from prongsai.core.scoresheet.names import Names, is_total_label
from prongsai.core.scoresheet.new import levels
from prongsai.core.scoresheet.new.levels import Levels
from prongsai.core.scoresheet.new.agencies import Own, is_a_name
from prongsai.core.scoresheet.new.columns import Column, Kind, head_of
from prongsai.core.scoresheet.new.lines import LineReader
from prongsai.core.scoresheet.new.model import Doubt, Print
from prongsai.core.scoresheet.new.rows import NOBODY, RowReader, Subject, parse_item
from prongsai.core.scoresheet.new.setting import Captions, Setting, names_ita, tells_results
from prongsai.core.scoresheet.new.vocabulary import doubts_of, is_only_doubt, left_over, names_another
from prongsai.core.scoresheet.numbers import no_score, printed_number
from prongsai.core.thai import repair, squeeze

_JUST_A_YEAR = compiled(
    r"(?:ผล|คะแนน|ประจำ|ปี|งบประมาณ|พ\.?\s?ศ\.?|ITA|\s)*25[5-9]\d|(?:ปี|FY|งบประมาณ|พ\.?ศ\.?|\s)+'?[5-9]\d|[๒][๕][๐-๙]{2}"
)
_NOTE_MARK = compiled(r"[^*]\*{1,3}$")
_CODE_ROW = 4
_NOW = compiled(r"ปีนี้|ปัจจุบัน|ล่าสุด")
_A_CODE = compiled(r"[A-Z0-9/.-]{1,20}|[ก-๙A-Za-z]{1,3}\.?\s?[0-9๐-๙/.-]{2,20}")
_KEY = compiled(r"(?:ชื่อ)?(?:หน่วยงาน|อปท\.?)|ปี(?:งบประมาณ)?|ประเภท|จังหวัด|อำเภอ|agency|year", 2)
_DECIMAL = compiled(r"[0-9๐-๙]{2}[.][0-9๐-๙]")
_SEPARATED = compiled(r"\s*[/|]\s*|\s+")
_SUSPECT = frozenset({Doubt.GOAL, Doubt.MEAN, Doubt.WEIGHTED, Doubt.YEAR})
_JUST_A_SCORE = compiled(r"(?:ผล)?คะแนน(?:ที่ได้|เฉลี่ย|รวม)?|ร้อยละ|%|score|ITA|ผลการประเมิน", 2)
_HEADS = (Kind.SCORE, Kind.PART, Kind.CODE, Kind.LABEL, Kind.YEAR, Kind.AGENCY, Kind.LEVEL, Kind.REMARK, Kind.ELSE, Kind.RANK)
_MEASURES = (Kind.SCORE, Kind.PART)
_ENOUGH_NAMES = 3
_MOST_HEADS = 3
_FIVE = 5
_DECIMALS = 2
_LONGEST_ASIDE = 30


class Grid(Struct):
    """A table as head, titles and rows; `columns` may come from the page before."""

    titles: list[str]
    columns: tuple[Column, ...]
    rows: list[tuple[Row, tuple[str, ...]]]


def _clean(row: Row) -> tuple[str, ...]:
    return tuple(squeeze(repair(cell)) for cell in row.cells)


def _filled(cells: Sequence[str]) -> list[str]:
    return [cell for cell in dict.fromkeys(cells) if cell]


def _is_number(cell: str) -> bool:
    return printed_number(cell) is not None and not _JUST_A_YEAR.fullmatch(cell)


def _with_agencies_across(columns: Sequence[Column]) -> tuple[Column, ...]:
    """Where other columns are agencies, "หน่วยงาน" heads what the rows are of."""
    across = sum(is_a_name(column.heading) for column in columns)
    return tuple(
        Column(Kind.LABEL, one.heading) if one.kind is Kind.AGENCY and across else one for one in columns
    )


def _split(
    body: Sequence[tuple[Row, tuple[str, ...]]], columns: Sequence[Column], names: Names, own: Own
) -> tuple[list[tuple[Row, tuple[str, ...]]], tuple[Column, ...]]:
    """Columns of two years, with two numbers in each cell, as two columns."""
    for at, column in enumerate(columns):
        years = [year for _, year in fiscal.years_in(column.heading)]
        if column.kind not in _MEASURES or len(years) < 2:
            continue
        parts = {row: _SEPARATED.split(cells[at]) for row, (_, cells) in enumerate(body) if cells[at]}
        if not parts or any(len(part) != len(years) or not all(map(_is_number, part)) for part in parts.values()):
            continue
        more = tuple(Column(Kind.SCORE, column.heading, year) for year in years)
        blank = ("",) * len(years)
        body = [
            (row, (*cells[:at], *parts.get(n, blank), *cells[at + 1 :])) for n, (row, cells) in enumerate(body)
        ]
        return list(body), (*columns[:at], *more, *columns[at + 1 :])
    return list(body), tuple(columns)


def _with_codes(cells: tuple[str, ...]) -> tuple[str, ...]:
    """A row that counts the indicators in their order, as one of their names."""
    at = [n for n, cell in enumerate(cells) if cell.isdigit()]
    if len(at) < _CODE_ROW or [cells[n] for n in at] != [str(n) for n in range(1, len(at) + 1)]:
        return cells
    if any(_is_number(cell) for n, cell in enumerate(cells) if n not in at):
        return cells
    return tuple(f"ตัวชี้วัดที่ {cell}" if n in at else cell for n, cell in enumerate(cells))


class TableReader:
    """Reads the tables of one document."""

    def __init__(self, names: Names, own: Own, captions: Captions, lines: LineReader, told: Levels) -> None:
        self._levels_of = told
        self.listed: set[str] = set()
        self.impossible: list[Place] = []
        self.ratings: list[PublishedRating] = []
        self.remark_cells: list[tuple[str, Place, str | None]] = []
        self._names, self._own, self._captions, self._lines = names, own, captions, lines
        self._rows = RowReader(names)
        self._last: tuple[int, tuple[Column, ...], Setting] | None = None

    def read(self, table: Table) -> list[Print]:
        """Every number of a table that may be a score."""
        prints: list[Print] = []
        strange = self._captions.lead
        sheet = table.place.sheet or ""
        titles = [sheet] if doubts_of(sheet) & _SUSPECT or names_another(sheet) >= 0 or fiscal.years_in(sheet) or names_ita(sheet) else []
        columns: tuple[Column, ...] | None = None
        head: list[tuple[str, ...]] = []
        setting: Setting | None = None
        body: list[tuple[Row, tuple[str, ...]]] = []
        for row in table.rows:
            cells = _clean(row)
            if not any(cells):
                continue
            if self._is_title(cells, is_first=columns is None and not body):
                if body:
                    prints += self._body(body, columns or (), setting or self._captions.setting(titles))
                    body, columns, head = [], columns, []
                    titles = titles[:1] if titles[:1] == [sheet] else []
                titles.append(" ".join(_filled(cells)))
                inside = setting or self._captions.setting(titles[:-1])
                prints += self._lines.of_cell(row.cells[0], row.place_of(0), inside)
                setting = None
                continue
            cells = _with_codes(cells)
            if self._is_head(cells, head, is_first=columns is None and not body):
                if body:
                    prints += self._body(body, columns or (), setting or self._captions.setting(titles))
                    body, head = [], []
                head.append(cells)
                columns = head_of(head, self._names, self._own)
                continue
            head = []
            if columns is None:
                columns, setting = self._carried(table, cells, titles)
            setting = setting or self._captions.setting(titles)
            body.append((row, cells))
        if body:
            setting = setting or self._captions.setting(titles)
            prints += self._body(body, columns or (), setting)
            self._last = (table.width, columns or (), setting)
        if not body:
            for title in titles:
                self._captions.note(title, is_title=True)
        captioned = any(names_ita(text) for text in (*titles, *self._captions.above)) and not strange
        coded = columns is not None and {Kind.CODE, Kind.SCORE} <= {one.kind for one in columns}
        return self._judged(prints, captioned=captioned or self._heads_ita(table), coded=coded)

    def _heads_ita(self, table: Table) -> bool:
        """Whether the first rows name the assessment."""
        return any(names_ita(cell) for row in table.rows[:4] for cell in row.cells)

    def _is_title(self, cells: Sequence[str], *, is_first: bool) -> bool:
        filled = _filled(cells)
        if is_first and not any(_DECIMAL.search(cell) or parse_item(cell) for cell in filled):
            named = any(is_a_name(cell) for cell in filled)
            told = any(names_ita(cell) and fiscal.years_in(cell) for cell in filled)
            if (named or told) and any(any(map(str.isdigit, cell)) for cell in filled):
                return True
        if len(filled) == 2 and not any(_is_number(cell) for cell in filled):
            # "ปีงบประมาณ | 2566", "หน่วยงาน | เทศบาลตำบล…".
            is_year = _JUST_A_YEAR.fullmatch(filled[1])
            return is_first and (bool(is_year) or is_a_name(filled[1]) or _KEY.fullmatch(filled[0]) is not None)
        return len(filled) == 1 and printed_number(filled[0]) is None and len(cells) > 1

    def _is_head(self, cells: Sequence[str], above: Sequence[tuple[str, ...]], *, is_first: bool) -> bool:
        """Whether a row heads columns: no number, no item's code, words of known meaning.

        Shape:  `is_first` before any row of numbers; there words alone head columns, known or not.
        """
        filled = _filled(cells)
        codes = sum(parse_item(cell) is not None for cell in filled)
        if codes >= _CODE_ROW and not any(_is_number(cell) for cell in filled if not parse_item(cell)):
            return codes > len(filled) // 2
        if any(_is_number(cell) or parse_item(cell) or _DECIMAL.search(cell) for cell in cells):
            return False
        if len(filled) < 2:
            return False
        columns = head_of([cells], self._names, self._own)
        known = [one for one in columns if one.kind in _HEADS]
        measures = [one for one in columns if one.kind in (*_MEASURES, Kind.ELSE)]
        if above:
            return len(above) < _MOST_HEADS and bool(known)
        if is_first:
            return self._names.node_of(filled[0]) is None or bool(measures)
        return len({one.heading for one in known}) > 1 and bool(measures) and columns[0].kind is not Kind.PART

    def _carried(
        self, table: Table, cells: Sequence[str], titles: Sequence[str]
    ) -> tuple[tuple[Column, ...], Setting | None]:
        """The columns of a table without a head: those of the page before, else of pairs."""
        if self._last is not None and self._last[0] == table.width and not titles and not self._captions.is_new:
            return self._last[1], self._last[2]
        rows = [_clean(row) for row in table.rows]
        numbers = {n for row in rows for n, cell in enumerate(row) if _is_number(cell)}
        decimal = {n for row in rows for n, cell in enumerate(row) if _is_number(cell) and "." in cell}
        numbers = decimal or numbers
        width = table.width
        if len(numbers) == 1:
            return tuple(
                Column(Kind.SCORE if n in numbers else Kind.UNKNOWN) for n in range(width)
            ), None
        return tuple(Column(Kind.UNKNOWN, doubts=frozenset({Doubt.SCORE})) for n in range(width)), None

    def _remarks(self, body: Sequence[tuple[Row, tuple[str, ...]]], columns: Sequence[Column]) -> None:
        """Keep the cells of columns of remarks."""
        for row, cells in body:
            for at, (cell, column) in enumerate(zip(cells, columns, strict=False)):
                if column.kind is Kind.REMARK and cell and at < len(row.cells):
                    self.remark_cells.append((row.cells[at], row.place_of(at), None))

    def _body(
        self, body: Sequence[tuple[Row, tuple[str, ...]]], columns: Sequence[Column], setting: Setting
    ) -> Iterator[Print]:
        """The prints of rows below one head."""
        head_width = len(columns) if any(one.heading for one in columns) else 0
        width = max(len(columns), *(len(cells) for _, cells in body))
        body = [(row, (*cells, *[""] * (width - len(cells)))) for row, cells in body]
        columns = (*columns, *(Column(Kind.UNKNOWN, doubts=frozenset({Doubt.SCORE})),) * (width - len(columns)))
        before = len(columns)
        body, columns = _split(body, columns, self._names, self._own)
        was_split = len(columns) != before
        columns = _with_agencies_across(columns)
        columns, setting = self._by_content(body, columns, setting)
        heads = {one.heading for one in columns if is_a_name(one.heading)}
        self.listed |= heads if len(heads) > 1 else set()
        agencies = self._agencies(body, columns)
        measures = sum(one.kind in _MEASURES for one in columns)
        merged = _merged(body, columns)
        for number, (row, cells) in enumerate(body):
            held, is_shifted = setting, False
            if head_width and len(row.cells) != head_width and (measures > 1 or len(row.cells) > head_width) and not was_split:
                # A cell more or less than the head: which column a number is in, nobody knows.
                held, is_shifted = replace(setting, doubts=setting.doubts | {Doubt.SCORE}), True
            yield from self._row(row, cells, columns, held, agencies, merged.get(number, {}), is_shifted=is_shifted)

    def _by_content(
        self, body: Sequence[tuple[Row, tuple[str, ...]]], columns: Sequence[Column], setting: Setting
    ) -> tuple[tuple[Column, ...], Setting]:
        """The columns, those headed as scores that hold none as labels; their headings caption."""
        held = []
        for at, column in enumerate(columns):
            cells = [cells[at] for _, cells in body if at < len(cells) and cells[at]]
            holds_years = column.kind is Kind.YEAR and any(map(_JUST_A_YEAR.fullmatch, cells))
            if column.kind in (*_MEASURES, Kind.UNKNOWN, Kind.YEAR) and cells and not any(map(_is_number, cells)) and at == 0 and not holds_years:
                year = column.year if setting.year is None else setting.year
                setting = replace(setting, year=year, doubts=setting.doubts | (column.doubts - {Doubt.SCORE}))
                column = Column(Kind.LABEL, column.heading)  # noqa: PLW2901
            held.append(column)
        years = {one.year for one in held if one.year}
        if setting.year is None and len(years) == 1:
            setting = replace(setting, year=next(iter(years)))
        scored = [at for at, one in enumerate(held) if one.kind in _MEASURES]
        if len(scored) == 1 and _NOW.search(held[scored[0]].heading) and not left_over(_NOW.sub(" ", held[scored[0]].heading)):
            held[scored[0]] = replace(held[scored[0]], doubts=frozenset())  # no other year beside it
        told = " ".join(one.heading for one in held if one.kind is Kind.ELSE or one.doubts)
        is_told_apart = any(one.kind is Kind.SCORE and tells_results(one.heading) and not one.doubts for one in held)
        beside = doubts_of(told) & {Doubt.GOAL, Doubt.MEAN} if told and is_told_apart else frozenset()
        if any(one.kind is Kind.AGENCY or is_a_name(one.heading) for one in held):
            beside |= {Doubt.MEAN, Doubt.WHOSE}
        # What a caption compares with stands in a column of its own.
        setting = replace(setting, doubts=setting.doubts - beside)
        return self._with_years(held, setting), setting

    def _with_years(self, columns: Sequence[Column], setting: Setting) -> tuple[Column, ...]:
        """Columns headed by a year alone hold scores where their head, or a caption, says results."""
        dated = [one for one in columns if one.kind in (*_MEASURES, Kind.UNKNOWN) and one.year]
        says = any(tells_results(text) for text in (*setting.captions, setting.lead, *(one.heading for one in dated)))
        doubts = frozenset().union(*(one.doubts for one in dated)) - {Doubt.WHOSE}
        if says and not doubts:
            return tuple(columns)
        more = doubts or frozenset({Doubt.SCORE})
        return tuple(
            replace(one, doubts=one.doubts | more) if one in dated and not tells_results(one.heading) else one
            for one in columns
        )

    def _agencies(
        self, body: Sequence[tuple[Row, tuple[str, ...]]], columns: Sequence[Column]
    ) -> set[str]:
        """The agencies that rows begin with."""
        return {name for _, cells in body if (name := self._agency_of(cells, columns))}

    def _agency_of(self, cells: Sequence[str], columns: Sequence[Column]) -> str:
        past = False
        for cell, column in zip(cells, columns, strict=False):
            past |= _is_number(cell) and column.kind in _MEASURES
            # A name behind the scores may be whoever carries out a measure.
            named = column.kind is Kind.AGENCY or (is_a_name(cell) and not past)
            if cell and named and not printed_number(cell):
                return cell
        return ""

    def _row(
        self, row: Row, cells: tuple[str, ...], columns: Sequence[Column], setting: Setting, agencies: set[str],
        merged: dict[int, str], *, is_shifted: bool,
    ) -> Iterator[Print]:
        agency = self._agency_of(cells, columns)
        doubts: frozenset[Doubt] = frozenset()
        if agency and len(agencies) > 1:
            self.listed.add(agency)
        if agency and not self._own.is_same(agency):
            if self._own.is_known or len(agencies) > 1:
                return
        elif agency and len(agencies) > 1 and not self._own.given:
            doubts = frozenset({Doubt.WHOSE})
        year = self._year_of(cells, columns)
        doubts |= self._of_row(cells, columns)
        self._levels(row, cells, columns, setting, doubts, year)
        for at, cell in enumerate(cells):
            column = columns[at]
            number = printed_number(cell)
            beyond = no_score(cell) if number is None else number if number.value is None else None
            if beyond is not None and column.kind in _MEASURES and not column.doubts and not setting.doubts:
                subject = self._subject(cells, columns, at, agency=agency, year=year)
                if subject.code is not None and not subject.doubts:
                    self.impossible.append(row.place_of(at, f"{subject.code} {beyond.published}"))
            if number is None and _DECIMAL.search(cell) and at < len(row.cells):
                yield from self._lines.of_cell(row.cells[at], row.place_of(at), setting)
            kinds = (*_MEASURES, Kind.UNKNOWN, Kind.ELSE) if is_shifted else (*_MEASURES, Kind.UNKNOWN)
            if number is None or column.kind not in kinds or parse_item(cell):
                continue
            if fiscal.years_in(cell) or (column.kind is Kind.UNKNOWN and not column.heading and "." not in cell):
                continue
            if at in merged:
                subject = self._rows.of_texts([merged[at]])
            else:
                subject = self._subject(cells, columns, at, agency=agency, year=year)
            place = row.place_of(at, f"{subject.code or ''} {subject.name[:60]} · {number.published}".strip())
            own_year = column.year or year
            above = setting.doubts - {Doubt.YEAR} if own_year else setting.doubts
            if setting.is_named and column.year and tells_results(column.heading) and not column.doubts:
                above -= {Doubt.WORDS}  # the heading says all
            exponent = number.value.as_tuple().exponent if number.value is not None else 0
            if isinstance(exponent, int) and -exponent > _DECIMALS and not place.sheet:
                above |= {Doubt.WORDS}
            yield Print(
                subject.code,
                own_year or setting.year,
                number,
                place,
                Origin.TABLE,
                subject.name,
                column.doubts | subject.doubts | above | doubts,
                is_near=subject.code is not None or "." in number.published or (column.kind is Kind.SCORE and not column.doubts),
                is_else=not is_shifted and self._is_else(cell, column, subject, doubts),
            )

    @staticmethod
    def _is_else(cell: str, column: Column, subject: Subject, of_row: frozenset[Doubt]) -> bool:
        """Whether a heading or a label says that a number is a goal, a mean of many, a count."""
        told = column.doubts | subject.doubts | of_row
        is_count = "." not in cell and (subject.code is None or not parse_item(subject.code)) and bool(column.doubts)
        return bool(told & {Doubt.GOAL, Doubt.MEAN}) or is_count

    def _levels(
        self, row: Row, cells: Sequence[str], columns: Sequence[Column], setting: Setting,
        doubts: frozenset[Doubt], year: int | None,
    ) -> None:
        """Keep the level of a row: in a column of levels, or behind a label of one."""
        whole = bool(self._agency_of(cells, columns)) or any(is_total_label(cell) for cell in cells if cell)
        is_part = any(self._names.node_of(cell) not in (None, TOTAL) for cell in cells if cell)
        for at, (cell, column) in enumerate(zip(cells, columns, strict=False)):
            told = column.year or year or setting.year
            code = self._levels_of(told).get(cell.strip(" “”\"'"))
            in_column = column.kind is Kind.LEVEL or (column.heading in ("ผล", "ผลการประเมิน"))
            labelled = (in_column and (whole or year is not None)) or any(levels.is_label(one) for one in cells[:at])
            if code and labelled and told and not (is_part or doubts or (setting.doubts - {Doubt.YEAR})):
                self.ratings.append(PublishedRating(code, told, cell, row.place_of(at)))

    def _of_row(self, cells: Sequence[str], columns: Sequence[Column]) -> frozenset[Doubt]:
        """What any cell of a row says against all its numbers: a goal, an estimate, a note's mark."""
        found: frozenset[Doubt] = frozenset()
        for cell, column in zip(cells, columns, strict=False):
            if _NOTE_MARK.search(cell):
                found |= {Doubt.WORDS}
            if column.kind in (Kind.ELSE, Kind.REMARK, Kind.LEVEL, Kind.LABEL, Kind.CODE, Kind.AGENCY, Kind.ASIDE) or len(cell) > _LONGEST_ASIDE:
                continue
            if not any(map(str.isdigit, cell)) and self._names.node_of(cell) is None:
                found |= is_only_doubt(self._own.without(cell)) & _SUSPECT
        return found

    def _subject(
        self, cells: Sequence[str], columns: Sequence[Column], at: int, *, agency: str, year: int | None
    ) -> Subject:
        column = columns[at]
        if column.kind is not Kind.PART:
            found = self._rows.of(cells, columns, at)
            named = {cell for cell, one in zip(cells, columns, strict=False) if one.kind in (Kind.LABEL, Kind.CODE, Kind.UNKNOWN) and cell}
            is_bare = not any(cell != agency and not printed_number(cell) and not _JUST_A_YEAR.fullmatch(cell) and not _JUST_A_SCORE.fullmatch(cell) for cell in named)
            if found is NOBODY and (agency or year) and column.kind is Kind.SCORE and is_bare:
                return Subject(TOTAL, column.heading, frozenset())
            return found
        if column.code in INSTRUMENTS and sum(one.kind is Kind.PART for one in columns) == 1:
            below = self._rows.of(cells, columns, at)
            if below.code and below.code != column.code:
                return below
        rest = [
            cell
            for n, cell in enumerate(cells)
            if cell and n != at and cell != agency and columns[n].kind in (Kind.LABEL, Kind.UNKNOWN, Kind.CODE, Kind.YEAR)
            and not printed_number(cell) and not _JUST_A_YEAR.fullmatch(cell)
            and not _JUST_A_SCORE.fullmatch(cell) and not _A_CODE.fullmatch(cell)
        ]
        doubts = frozenset().union(*(doubts_of(self._own.without(cell)) for cell in rest)) if rest else frozenset()
        named = [self._names.node_of(cell) for cell in rest]
        if any(code and code != column.code for code in named):
            doubts |= {Doubt.SCORE}
        return Subject(column.code, column.heading, doubts)

    def _year_of(self, cells: Sequence[str], columns: Sequence[Column]) -> int | None:
        for cell, column in zip(cells, columns, strict=False):
            if column.kind is Kind.YEAR or _JUST_A_YEAR.fullmatch(cell):
                years = fiscal.years_in(cell) or (fiscal.years_in(f"ปี {cell}") if column.kind is Kind.YEAR else ())
                if years:
                    return years[0][1]
        return None

    def _judged(self, prints: list[Print], *, captioned: bool, coded: bool) -> list[Print]:
        """What the table as a whole says against its numbers."""
        certain = [one for one in prints if not one.doubts and one.code]
        named = {one.code for one in certain if one.name and level_of(one.code or "") is not Level.TOTAL}
        named -= {one.code for one in certain if level_of(one.code) is Level.ITEM and len(one.name or "") < 4}
        is_ita = captioned or coded or len(named) >= _ENOUGH_NAMES or bool(named & set(INSTRUMENTS))
        filled = [one.number.value for one in certain if one.number.value]
        is_scaled = bool(certain) and (not filled or max(filled) <= _FIVE) and len(certain) > 1
        twice = _told_twice(certain)
        return [
            replace(
                one,
                doubts=one.doubts | {Doubt.SCORE}
                if not is_ita or is_scaled or (one.code, one.year) in twice
                else one.doubts,
                is_near=one.is_near
                and (is_ita or _names_parts(prints) or (self._captions.is_about and one.code is not None))
                and (one.code is not None or captioned or _names_parts(prints)),
                is_else=one.is_else or is_scaled,
            )
            for one in prints
        ]


def _merged(body: Sequence[tuple[Row, tuple[str, ...]]], columns: Sequence[Column]) -> dict[int, dict[int, str]]:
    """By row and column the label that a number is of, where both stand in the same merged rows."""
    found: dict[int, dict[int, str]] = {}
    width = max(len(cells) for _, cells in body)
    spans = {at: _spans([cells[at] if at < len(cells) else "" for _, cells in body]) for at in range(width)}
    for at in range(width):
        if at >= len(columns) or columns[at].kind not in (*_MEASURES, Kind.UNKNOWN):
            continue
        for span in spans[at]:
            if len(span) < 2 or not _is_number(body[span[0]][1][at]):
                continue
            label = next((n for n in range(at) if span in spans[n] and not _is_number(body[span[0]][1][n])), None)
            others = any(
                n != at and n < len(columns) and columns[n].kind in _MEASURES and not any(len(one) > 1 and set(one) & set(span) for one in spans[n])
                for n in range(width)
            )
            if label is not None and others:
                for row in span:
                    found.setdefault(row, {})[at] = body[row][1][label]
    return found


def _spans(cells: Sequence[str]) -> list[range]:
    """The runs of rows with the same text."""
    found: list[range] = []
    start = 0
    for row in range(1, len(cells) + 1):
        if row == len(cells) or cells[row] != cells[start]:
            found.append(range(start, row))
            start = row
    return found


def _names_parts(prints: Sequence[Print]) -> bool:
    """Whether several things of the assessment are named, whatever is doubted of them."""
    codes = {one.code for one in prints if one.code and one.code != TOTAL}
    return len(codes) >= _ENOUGH_NAMES or bool(codes & set(INSTRUMENTS))


def _told_twice(prints: Sequence[Print]) -> set[tuple[str | None, int | None]]:
    """The things that a table gives two values of."""
    values: dict[tuple[str | None, int | None], set[object]] = {}
    for one in prints:
        values.setdefault((one.code, one.year), set()).add(one.number.value)
    return {key for key, found in values.items() if len(found) > 1}
