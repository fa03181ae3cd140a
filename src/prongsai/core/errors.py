"""Faults: what people's data did wrong is a `Finding`, what stops the work is an error.

Both say what, where and what to do now, in Thai and English.
"""

from collections.abc import Sequence
from enum import StrEnum
from typing import Any, Self

from msgspec import Struct, field, to_builtins

from prongsai.core.messages import code_of, read_message, read_words
from prongsai.core.text import Text, listed


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
        words = []
        for name, value in self.as_dict().items():
            # What was wrong on the command line stands where a file would.
            is_option = name == "file" and str(value).startswith("--")
            part = "option" if is_option else name
            if value or part != "quote":
                words.append(read_words(f"core/place.{part}", value=value))
        return Text(" ".join(part.th for part in words), ", ".join(part.en for part in words))

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
        return listed((place.text() for place in self.places), " ↔ ")


class Findings(Struct):
    """A list of findings that is being gathered."""

    items: list[Finding] = field(default_factory=list)

    def error(self, key: str, *places: Place, **values: Any) -> None:
        """Add a finding of severity error; `key` is that of its message (`read_message`)."""
        self.items.append(finding(key, Severity.ERROR, *places, **values))

    def warning(self, key: str, *places: Place, **values: Any) -> None:
        """Add a finding of severity warning."""
        self.items.append(finding(key, Severity.WARNING, *places, **values))

    def note(self, key: str, *places: Place, **values: Any) -> None:
        """Add a finding of severity note."""
        self.items.append(finding(key, Severity.NOTE, *places, **values))


def finding(
    key: str,
    severity: Severity,
    *places: Place,
    message: Text | None = None,
    next_step: Text | None = None,
    **values: object,
) -> Finding:
    """Make the finding whose message stands under `key`, unless one is given."""
    if message is None:
        known = read_message(key, **values)
        message, next_step = known.text, next_step or known.next_step
    return Finding(code_of(key), severity, message, places, next_step)


class ProngsaiError(Exception):
    """The work cannot go on: what, where, and what to do now."""

    def __init__(
        self,
        message: Text | str,
        *,
        place: Place | None = None,
        next_step: Text | None = None,
        **values: Any,
    ) -> None:
        """Keep the three parts; the exception's own text is English, for logs.

        Shape:  `message` is a key of data/messages that `values` fill, or made already.
        """
        if isinstance(message, str):
            known = read_message(message, **values)
            message, next_step = known.text, next_step or known.next_step
        super().__init__(message.en)
        self.message = message
        self.place = place
        self.next_step = next_step

    @classmethod
    def from_finding(cls, finding: Finding) -> Self:
        """The error that a finding is where the work cannot go on with it."""
        place = next(iter(finding.places), None)
        return cls(finding.message, place=place, next_step=finding.next_step)


class UnreadableInput(ProngsaiError):  # noqa: N818 - named for what happened, as the design does
    """A file cannot be read at all: empty, wrong kind, encrypted, damaged or too large.

    Shape:  `findings` tell, with all their places, what was found in it and not used.
    """

    def __init__(
        self,
        message: Text | str,
        *,
        place: Place | None = None,
        next_step: Text | None = None,
        findings: Sequence[Finding] = (),
        **values: Any,
    ) -> None:
        super().__init__(message, place=place, next_step=next_step, **values)
        self.findings = tuple(findings)


class UnknownYear(ProngsaiError):  # noqa: N818
    """There is no framework for the year, or its rules are not those we hold."""


class BrokenFramework(ProngsaiError):  # noqa: N818
    """A framework file of ours is wrong."""


class Misuse(ProngsaiError):  # noqa: N818
    """The caller asked for something that does not exist."""


class Wrong(ValueError):  # noqa: N818 - named for what is told
    """A value of data breaks the rule of its declared type; becomes a finding (`yaml_data`)."""

    def __init__(self, message: Text | str, **values: Any) -> None:
        """Keep both languages; the exception's own text is English."""
        message = read_words(message, **values) if isinstance(message, str) else message
        super().__init__(message.en)
        self.message = message
