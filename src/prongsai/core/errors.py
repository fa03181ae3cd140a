"""Faults: what people's data did wrong is a `Finding`, what stops the work is an error.

Both say what, where and what to do now, in Thai and English.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from msgspec import Struct, field, to_builtins

from prongsai.core.text import Text

_PLACE_WORDS = (
    ("file", Text("แฟ้ม {}", "file {}")),
    ("sheet", Text("แผ่นงาน “{}”", "sheet “{}”")),
    ("page", Text("หน้า {}", "page {}")),
    ("line", Text("บรรทัด {}", "line {}")),
    ("table", Text("ตารางที่ {}", "table {}")),
    ("row", Text("แถว {}", "row {}")),
    ("column", Text("ช่อง {}", "column {}")),
)
# What was wrong on the command line stands where a file would.
_DASHES, _OPTION = "--", Text("ตัวเลือก {}", "option {}")


class Place(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """Where in somebody's file, or option, a thing stands; all numbers count from 1."""

    file: str | None = None
    sheet: str | None = None
    page: int | None = None
    line: int | None = None
    table: int | None = None
    row: int | None = None
    column: int | None = None
    quote: str | None = None

    def text(self) -> Text:
        """The place in words, its quotation last."""
        th, en = [], []
        for name, usual in _PLACE_WORDS:
            value = getattr(self, name)
            if value is not None:
                is_option = name == "file" and str(value).startswith(_DASHES)
                words = _OPTION if is_option else usual
                th.append(words.th.format(value))
                en.append(words.en.format(value))
        if self.quote:
            th.append(f"“{self.quote}”")
            en.append(f"“{self.quote}”")
        return Text(" ".join(th), ", ".join(en))

    def as_dict(self) -> dict[str, str | int]:
        """The known parts only, for JSON."""
        known: dict[str, str | int] = to_builtins(self)
        return known


class Severity(StrEnum):
    """How much a finding weighs: only an `error` makes a command end with 1."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Finding(Struct, frozen=True):
    """One fault or notable fact in somebody's data."""

    code: str
    severity: Severity
    message: Text
    places: tuple[Place, ...] = ()
    next_step: Text | None = None

    def where(self) -> Text:
        """All places in words."""
        return Text(
            " ↔ ".join(place.text().th for place in self.places),
            " ↔ ".join(place.text().en for place in self.places),
        )


class Findings(Struct):
    """A list of findings that is being gathered."""

    items: list[Finding] = field(default_factory=list)

    def error(
        self, code: str, message: Text, *places: Place, next_step: Text | None = None
    ) -> None:
        """Add a finding of severity error."""
        self.items.append(Finding(code, Severity.ERROR, message, places, next_step))

    def warning(
        self, code: str, message: Text, *places: Place, next_step: Text | None = None
    ) -> None:
        """Add a finding of severity warning."""
        self.items.append(Finding(code, Severity.WARNING, message, places, next_step))

    def note(self, code: str, message: Text, *places: Place, next_step: Text | None = None) -> None:
        """Add a finding of severity note."""
        self.items.append(Finding(code, Severity.NOTE, message, places, next_step))


class ProngsaiError(Exception):
    """The work cannot go on: what, where, and what to do now."""

    def __init__(
        self, message: Text, *, place: Place | None = None, next_step: Text | None = None
    ) -> None:
        """Keep the three parts; the exception's own text is English, for logs."""
        super().__init__(message.en)
        self.message = message
        self.place = place
        self.next_step = next_step


class UnreadableInput(ProngsaiError):  # noqa: N818 - named for what happened, as the design does
    """A file cannot be read at all: empty, wrong kind, encrypted, damaged or too large.

    Shape:  `findings` tell, with all their places, what was found in it and not used.
    """

    def __init__(
        self,
        message: Text,
        *,
        place: Place | None = None,
        next_step: Text | None = None,
        findings: Sequence[Finding] = (),
    ) -> None:
        """Keep the three parts and what was found."""
        super().__init__(message, place=place, next_step=next_step)
        self.findings = tuple(findings)


class UnknownYear(ProngsaiError):  # noqa: N818
    """There is no framework for the year, or its rules are not those we hold."""


class BrokenFramework(ProngsaiError):  # noqa: N818
    """A framework file of ours is wrong."""


class Misuse(ProngsaiError):  # noqa: N818
    """The caller asked for something that does not exist."""


class Wrong(ValueError):  # noqa: N818 - named for what is told
    """A value of data breaks the rule of its declared type; becomes a finding (`yaml_data`)."""

    def __init__(self, message: Text) -> None:
        """Keep both languages; the exception's own text is English."""
        super().__init__(message.en)
        self.message = message
