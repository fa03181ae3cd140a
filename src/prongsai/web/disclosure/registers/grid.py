"""Many rows of a register as one form, as it is opened and as it is sent."""

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import count
from uuid import UUID

from django.conf import settings
from django.core.paginator import Page
from django.http import QueryDict
from django.utils.translation import gettext

from prongsai.core.dates import month_label
from prongsai.core.registers.fields import FieldKind
from prongsai.core.registers.kept import Texts, meanwhile, texts_of, touched
from prongsai.core.registers.model import Register
from prongsai.core.registers.rows import Row, from_data, row_name
from prongsai.web.agency.people import Actor
from prongsai.web.agency.refusals import Refused
from prongsai.web.disclosure.registers.forms import HINTS, ReasonForm, RowForm
from prongsai.web.disclosure.registers.grid_forms import GridBoxes, GridLine, Lost
from prongsai.web.disclosure.registers.models import RegisterRow, RegisterRowVersion
from prongsai.web.disclosure.registers.queries.catalogue import context_of, core_row
from prongsai.web.disclosure.registers.queries.row import (
    open_months,
    page_of,
    seen_rows,
    versions_of,
)
from prongsai.web.disclosure.registers.queries.rows import ROWS_A_PAGE, RowFilter
from prongsai.web.disclosure.registers.rights import (
    decided_among,
    offered_units,
    usual_unit,
    written_by,
)
from prongsai.web.disclosure.registers.services import outcome as services
from prongsai.web.disclosure.registers.services.keeping import REASON
from prongsai.web.platform.clock import today
from prongsai.web.platform.language import in_language
from prongsai.web.platform.typed import row_key, whole_number

BLANK, MORE = 2, 5
MOST_LINES = 200  # of one sheet; whoever has more imports a file
_KEPT_FREE = 24  # lines for new rows on a page full of rows
_SPARE = "line999"  # the script makes new lines of it
_OTHER_FIELDS = 50  # of a form, beside those of its lines
_OF_A_LINE = 3  # which line it is, which row, which version
_LINE = re.compile(r"line[0-9]{1,3}")
Versions = Mapping[tuple[UUID, int], RegisterRowVersion]


class Grid:
    """The rows that a person changes at once; the number of queries does not grow with them.

    Shape:  `fields` are those that are shown; `lines` the rows, then the empty lines; `lost` what
            was typed into rows that are gone.
    """

    def __init__(self, person: Actor, register: Register, year: int, shown: Iterable[str]) -> None:
        """No line yet; `shown` are the names of the fields to show, none for all."""
        wanted = set(shown)
        chosen = tuple(field for field in register.typed_fields if field.name in wanted)
        self.person, self.register, self.year = person, register, year
        self.fields = chosen or register.typed_fields
        self.lines: list[GridLine] = []
        self.lost: list[Lost] = []
        self.reason = ""
        self.page: Page[UUID] | None = None
        self._context = context_of(person.agency, register, year)
        self._boxes = GridBoxes(self._context, offered_units(person, register, today()))
        self._first = usual_unit(person, register, today())

    # ---- as it is opened, and as it is sent

    def open(self, asked: RowFilter, page: str) -> None:
        """The rows of a list that the person may write, and some empty lines."""
        most = max(1, min(ROWS_A_PAGE, self.most_lines - _KEPT_FREE))
        self.page = page_of(self.person, self.register, self.year, asked, page, most)
        keys = list(self.page)
        rows = seen_rows(self.person, self.register, self.year, keys)
        decided = decided_among(self.register, keys)
        for key in keys:
            if key in rows:
                self._add_row(rows[key], is_decided=key in decided)
        self.add_blank(BLANK)

    def take(self, sent: QueryDict) -> None:
        """What was sent: each row beside what it was when the page was opened and what it is."""
        self.reason = sent.get(REASON, "") if self.register.names_nobody else ""
        sent_lines = list(self._sent_lines(sent))
        keys = {key: seen for key, seen, _, _ in sent_lines if key is not None}
        rows = seen_rows(self.person, self.register, self.year, list(keys))
        versions = versions_of(rows, keys)
        decided = decided_among(self.register, list(rows))
        scope = written_by(self.person, self.register, today())
        for key, seen, first, typed in sent_lines:
            kept = rows.get(key) if key else None
            if key is None:
                is_typed = any(
                    text.strip() not in {"", first.get(name)} for name, text in typed.items()
                )
                self._add_new(first, typed if is_typed else None)
            elif kept is None or kept.removed_at is not None or not scope.holds(kept):
                self._lose(key, seen, typed, kept, versions)
            else:
                self._add_sent(kept, seen, typed, versions, is_decided=key in decided)

    def add_blank(self, number: int) -> None:
        for _ in range(min(number, self.most_lines - len(self.lines))):
            self._add_new(self._first)

    def add_months(self) -> None:
        """An empty line for each month that has no row, in the place of the lines still empty."""
        name = self.register.dated_by or ""
        self.lines = [line for line in self.lines if line.kept is not None or line.is_touched]
        typed = {(line.typed or {}).get(name, "") for line in self.lines}
        for number, line in enumerate((new for new in self.lines if new.kept is None), start=1):
            line.name = self._new_name(number)
        for month in open_months(self.person, self.register, self.year):
            words = month_label(month).th
            if words not in typed and self.can_grow:
                self._add_new({**self._first, name: words})

    # ---- what becomes of it

    @property
    def is_sound(self) -> bool:
        """Whether the register takes what was typed, each row by itself."""
        return all(line.form.is_valid() for line in self._touched)

    def save(self) -> tuple[list[RegisterRow], list[RegisterRow]]:
        """Keep what was typed; the rows that were added, and those that were changed.

        Errors: SomeRefused where one of them will not do, Refused for too many; then none is kept.
        """
        if len(self.lines) > MOST_LINES:
            raise Refused("registers/sheet_too_long", most=MOST_LINES)
        return services.save(self.person, self.register, self.year, self._wanted, self.reason)

    def look(self) -> None:
        """Tell all that is wrong with what was typed; nothing is written."""
        refusals = services.refusals(
            self.person, self.register, self.year, self._wanted, self.reason
        )
        for place, refusal in refusals.items():
            self._parts[place].refuse(refusal)

    def rows(self) -> Iterator[tuple[str, Row]]:
        for line in self._touched:
            yield row_name(self.register, line.form.row, self._context), line.form.row

    # ---- what the page shows

    @property
    def reason_form(self) -> ReasonForm | None:
        """Where it is said why names stay; None of a register in which they may."""
        if not self.register.names_nobody:
            return None
        return ReasonForm(initial={REASON: self.reason})

    @property
    def most_lines(self) -> int:
        """How many lines the server takes of one sheet, with the fields that are shown."""
        fields = settings.DATA_UPLOAD_MAX_NUMBER_FIELDS - _OTHER_FIELDS
        return min(MOST_LINES, fields // (len(self.fields) + _OF_A_LINE))

    @property
    def width(self) -> int:
        return len(self.fields) + 1

    @property
    def can_grow(self) -> bool:
        """Whether more empty lines may be had."""
        return len(self.lines) < self.most_lines

    @property
    def is_by_month(self) -> bool:
        """Whether each row is a month's, so that the missing months can be asked for."""
        dated = self.register.field(self.register.dated_by or "")
        return dated is not None and dated.kind is FieldKind.MONTH and dated in self.fields

    @property
    def columns(self) -> list[tuple[str, bool, bool]]:
        """The titles of the fields, whether they must be filled, and whether they are numbers."""
        return [
            (in_language(field.title), field.required, field.kind.is_number)
            for field in self.fields
        ]

    @property
    def lists(self) -> list[tuple[str, list[str]]]:
        """What may be chosen where there is too much for every line."""
        return [
            (field.name, list(self._boxes.offered(field)))
            for field in self.fields
            if self._boxes.is_long(field)
        ]

    @property
    def choices(self) -> list[dict[str, object]]:
        """Every field that may be shown; `hint` tells how it is filled."""
        choices = []
        for field in self.register.typed_fields:
            hint = in_language(field.hint) if field.hint else str(HINTS.get(field.kind, ""))
            choice = {"name": field.name, "label": in_language(field.title), "hint": hint}
            choices.append({**choice, "is_shown": field in self.fields})
        return choices

    @property
    def faults(self) -> list[tuple[str, str]]:
        """All that is wrong: where it stands, and what it is."""
        faults = []
        for line in self.lines:
            faults += [
                (line.prefix, f"{line.name}: {message}")
                for message in line.line_errors(self.fields)
            ]
            for cell in line.cells(self.fields) if line.is_touched else ():
                faults += [
                    (cell.bound.auto_id, f"{line.name}: {error}") for error in cell.bound.errors
                ]
        return faults + [("lost", f"{lost.name}: {lost.words}") for lost in self.lost if lost.words]

    @property
    def drawn(self) -> Iterator[dict[str, object]]:
        """The lines as the page draws them."""
        return map(self._drawn, self.lines)

    @property
    def spare(self) -> dict[str, object]:
        """An empty line that the script copies when more rows are pasted than there are lines."""
        form = self._form(None, None, first=self._first, prefix=_SPARE)
        return self._drawn(GridLine(form, self._new_name("{}")))

    def _drawn(self, line: GridLine) -> dict[str, object]:
        return {
            "line": line, "cells": list(line.cells(self.fields)),
            "told": line.line_errors(self.fields), "changes": list(line.changes(self.register)),
        }  # fmt: skip

    # ---- lines

    @property
    def _touched(self) -> tuple[GridLine, ...]:
        return tuple(line for line in self.lines if line.is_touched)

    @property
    def _wanted(self) -> dict[int, services.TypedLine]:
        """What is to be kept, by its place; lines in which nothing was typed are left out."""
        return {place: line.wanted() for place, line in enumerate(self._parts)}

    @property
    def _parts(self) -> tuple[GridLine | Lost, ...]:
        return (*self._touched, *self.lost)

    def _sent_lines(self, sent: QueryDict) -> Iterator[tuple[UUID | None, int, Texts, Texts]]:
        """Of each line: its row, the version seen, what stood in a new one, what was typed."""
        names = [field.name for field in self.register.typed_fields]
        known = set()
        for prefix in filter(_LINE.fullmatch, sent.getlist("line")):
            typed = {
                name: _text(sent, f"{prefix}-{name}")
                for name in names
                if f"{prefix}-{name}" in sent
            }
            first = {name: _text(sent, f"initial-{prefix}-{name}") for name in names}
            key, text = None, _text(sent, f"{prefix}-key")
            if text:
                key = row_key(text)
                if key is None or key in known:
                    continue
                known.add(key)
            seen = whole_number(_text(sent, f"{prefix}-seen")) or 0
            yield key, seen, {name: text for name, text in first.items() if text}, typed

    def _add_new(self, first: Texts, typed: Texts | None = None) -> None:
        form = self._form(None, typed, first=first)
        count = sum(line.kept is None for line in self.lines)
        self.lines.append(GridLine(form, self._new_name(count + 1), typed=typed))

    def _new_name(self, number: int | str) -> str:
        return gettext("รายการใหม่ %(number)s") % {"number": number}

    def _add_row(self, kept: RegisterRow, *, is_decided: bool) -> GridLine:
        row = core_row(self.register, kept, self.year)
        now = texts_of(self.register, row, self._context)
        locked = frozenset(row.values) if is_decided else frozenset()
        form = self._form(row, None, first={"seen": kept.version})
        name = row_name(self.register, row, self._context)
        line = GridLine(form, name, kept=kept, seen=kept.version, locked=locked, now=now)
        line.state = in_language(self.register.state_title(kept.state))
        self.lines.append(line)
        return line

    def _add_sent(
        self, kept: RegisterRow, seen: int, typed: Texts, versions: Versions, *, is_decided: bool
    ) -> None:
        """A row as it was sent: what was not asked, and what nobody touched, stands as it is."""
        line = self._add_row(kept, is_decided=is_decided)
        was = self._was(kept, seen, versions)
        line.was = line.now if was is None else was
        mine = touched(line.was, typed)
        if not mine:
            return
        line.typed, line.seen = {name: typed[name] for name in mine}, seen
        boxes = {**line.now, **line.typed}
        if seen != kept.version:
            line.held = meanwhile(line.was, line.now, typed)
            boxes = dict(line.held.boxes)
            newest = versions.get((kept.pk, kept.version))
            line.by = newest.made_by_words if newest else ""
            line.at = newest.made_at if newest else None
        row = core_row(self.register, kept, self.year)
        line.form = self._form(row, {**boxes, "seen": str(kept.version)}, prefix=line.prefix)

    def _lose(
        self, key: UUID, seen: int, texts: Texts, kept: RegisterRow | None, versions: Versions
    ) -> None:
        """What was typed into a row that may not be written: nothing is told of one unseen."""
        name, typed = gettext("รายการที่ไม่พบ"), texts
        if kept is not None:
            row = core_row(self.register, kept, self.year)
            now = texts_of(self.register, row, self._context)
            name = row_name(self.register, row, self._context)
            was = self._was(kept, seen, versions)
            typed = {
                field_name: texts[field_name]
                for field_name in touched(now if was is None else was, texts)
            }
        if typed:
            self.lost.append(Lost(key, seen, name, typed, self._form(None, typed, prefix="lost")))

    def _was(self, kept: RegisterRow, seen: int, versions: Versions) -> Texts | None:
        """What stood in a row when the page was opened; None where that is what stands now."""
        version = versions.get((kept.pk, seen))
        if version is None:
            return None
        row = from_data(self.register, version.values, self.year, version.state).row
        return texts_of(self.register, row, self._context)

    def _form(
        self,
        row: Row | None,
        texts: Mapping[str, str] | None,
        *,
        first: Mapping[str, object] | None = None,
        prefix: str = "",
    ) -> RowForm:
        """The boxes of a line; `texts` is what was typed, None where nothing was."""
        used = {line.prefix for line in self.lines}
        free = (name for number in count() if (name := f"line{number}") not in used)
        prefix = prefix or next(free)
        data = None
        if texts is not None:
            data = {f"{prefix}-{name}": text for name, text in texts.items()}
        return RowForm(
            self.register, self._context, data, row=row, initial=first, boxes=self._boxes,
            prefix=prefix,
        )  # fmt: skip


def _text(sent: QueryDict, name: str) -> str:
    return str(sent.get(name, ""))
