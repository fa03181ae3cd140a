"""A line of a grid: the boxes of one row among many, what was typed and what another made of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from uuid import UUID

from django import forms
from django.forms import BoundField
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from msgspec import Struct

from prongsai.core.registers.fields import Field, FieldKind
from prongsai.core.registers.meanwhile import Meanwhile, Texts
from prongsai.core.registers.model import Register
from prongsai.core.registers.rows import Row
from prongsai.web.agency.refusals import Refused
from prongsai.web.disclosure.registers.forms import Boxes, RowForm
from prongsai.web.disclosure.registers.lean_widgets import (
    LeanInput,
    LeanSelect,
    LeanText,
    lean_hidden,
    lean_label,
)
from prongsai.web.disclosure.registers.models import RegisterRow
from prongsai.web.disclosure.registers.services.grid import Line as Wanted
from prongsai.web.platform.language import in_language, words_of

_MOST_OPTIONS = 30  # of more than these the browser offers those that fit what is typed


class GridBoxes(Boxes):
    """The boxes of a grid: no hints in each line, and long lists once for the page."""

    def make(self, field: Field, choices: Mapping[str, str]) -> forms.Field:
        """As `Boxes.make`, smaller."""
        made = super().make(field, {} if self.is_long(field) else choices)
        made.help_text = ""
        if isinstance(made, forms.ChoiceField):
            made.widget = LeanSelect(choices=made.widget.choices)
        elif field.kind is FieldKind.LONG_TEXT:
            made.widget = LeanText({"rows": 2})
        else:
            made.widget = LeanInput({"inputmode": "decimal"} if field.kind.is_number else {})
        if self.is_long(field):
            made.widget.attrs["list"] = f"list-{field.name}"
        return made

    def is_long(self, field: Field) -> bool:
        """Whether too many may be chosen to write them into every line."""
        return len(self.offered(field)) > _MOST_OPTIONS


class Cell(Struct, frozen=True):
    """One field of a line.

    Shape:  `text` is what stands where it may not be changed, and `typed` what was typed there all
            the same; `now` is what another made of it meanwhile, beside what was typed.
    """

    bound: BoundField
    field: Field
    row: str
    is_locked: bool = False
    text: str = ""
    typed: str = ""
    now: str = ""

    @property
    def labelled(self) -> SafeString:
        """The label of its box."""
        is_required = getattr(self.bound.field, "is_conditional", False)
        return lean_label(self.bound, self.row, "" if is_required else gettext("ไม่บังคับ"))

    @property
    def kind(self) -> str:
        """How it stands in the table."""
        if self.field.kind is FieldKind.LONG_TEXT:
            return "roomy"
        return "number" if self.field.kind.is_number else ""


class Change(Struct, frozen=True):
    """A field that another changed while the page was open."""

    label: str
    was: str
    now: str


class Line:
    """A line of the grid: a row as it stands, or as it was typed.

    Shape:  `said` is what was typed, None where nothing was; `seen` the version that the page
            showed; `now` what stands, `locked` the fields of it that stay; `held` what was typed
            beside what another made of the row since.
    """

    def __init__(
        self,
        form: RowForm,
        name: str,
        *,
        kept: RegisterRow | None = None,
        seen: int = 0,
        said: Texts | None = None,
        locked: frozenset[str] = frozenset(),
        was: Texts | None = None,
        now: Texts | None = None,
    ) -> None:
        """Nobody refused anything yet."""
        self.form, self.name, self.kept, self.seen, self.said = form, name, kept, seen, said
        self.locked, self.was, self.now = locked, was or {}, now or {}
        self.state = ""
        self.held: Meanwhile | None = None
        self.by = ""
        self.at: datetime | None = None
        self._words: list[str] = []

    @property
    def prefix(self) -> str:
        """By what its boxes are told from those of other lines."""
        return str(self.form.prefix)

    @property
    def is_touched(self) -> bool:
        """Whether anything was typed."""
        return self.said is not None

    @property
    def is_decided(self) -> bool:
        """Whether somebody decided on the row, so that what is filled stays."""
        return bool(self.locked)

    @property
    def first(self) -> Iterator[tuple[str, str]]:
        """What stood in a new line before anybody typed: names and values of hidden boxes."""
        if self.kept is None:
            for name, text in self.form.initial.items():
                yield f"initial-{self.prefix}-{name}", text

    @property
    def marks(self) -> SafeString:
        """Which line it is, which row and version of it, what stood in it: hidden boxes."""
        marks: list[tuple[str, object]] = [("line", self.prefix)]
        if self.kept is not None:
            marks += [(f"{self.prefix}-key", self.kept.pk)]
            marks += [(f"{self.prefix}-seen", self.form["seen"].value())]
        return lean_hidden([*marks, *self.first])

    def wanted(self) -> Wanted:
        """What the line asks for; the form has looked at it."""
        return Wanted(self.form.row, self.kept.pk if self.kept is not None else None, self.seen)

    def refuse(self, refusal: Refused) -> None:
        """Tell at the field, or at the line, why it may not be kept."""
        if self.held is not None:
            self._words.append(in_language(refusal.message))
        elif refusal.field not in self.form.fields:
            self._words.append(words_of(refusal))
        elif refusal.field not in self.form.errors:
            self.form.add_error(refusal.field, words_of(refusal))

    def told(self, fields: Iterable[Field]) -> list[str]:
        """What is wrong with the line as a whole, or with fields that are not among those shown."""
        shown = {field.name for field in fields}
        errors = self.form.errors if self.is_touched else {}
        hidden = (said for name, several in errors.items() if name not in shown for said in several)
        return [*self._words, *map(str, hidden)]

    def changes(self, register: Register) -> Iterator[Change]:
        """What another made of the row while the page was open."""
        for name in self.held.changed if self.held else ():
            label, nothing = in_language(register.named(name).title), gettext("ว่าง")
            was, now = self.was.get(name) or nothing, self.now.get(name) or nothing
            yield Change(label, was, now)

    def cells(self, fields: Iterable[Field]) -> Iterator[Cell]:
        """The fields in their order."""
        said = self.said or {}
        both = self.held.both if self.held else ()
        for field in fields:
            text = self.now.get(field.name, "")
            is_locked = field.name in self.locked
            is_otherwise = is_locked and said.get(field.name, text) != text
            yield Cell(
                self.form[field.name], field, self.name, is_locked, text,
                said[field.name] if is_otherwise else "",
                (text or gettext("ว่าง")) if field.name in both and not is_locked else "",
            )  # fmt: skip


class Lost:
    """What was typed into a row that is not there any more, or not the person's: it is shown."""

    def __init__(self, key: UUID, seen: int, name: str, said: Texts, form: RowForm) -> None:
        """Shape: `said` is what was typed, by the names of fields."""
        self.name, self.words = name, ""
        self._key, self._seen, self._said, self._form = key, seen, said, form

    @property
    def facts(self) -> list[tuple[str, str]]:
        """What was typed, by the titles of the fields."""
        return [
            (str(self._form.fields[name].label), text)
            for name, text in self._said.items()
            if text.strip()
        ]

    def wanted(self) -> Wanted:
        """What was asked for; the services refuse it."""
        self._form.full_clean()
        return Wanted(getattr(self._form, "row", Row({})), self._key, self._seen)

    def refuse(self, refusal: Refused) -> None:
        """Tell why."""
        self.words = words_of(refusal)
