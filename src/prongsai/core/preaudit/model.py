"""What goes into a pre-audit and what comes out: pages in, a verdict for each element out."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from prongsai.core.disclosure.model import Requirement
from prongsai.core.errors import Finding
from prongsai.core.extract import Block
from prongsai.core.framework.model import Confidence
from prongsai.core.messages import read_words
from prongsai.core.text import Text


class Verdict(StrEnum):
    """Whether evidence shows an element."""

    FOUND = "found"
    CANNOT_TELL = "cannot-tell"
    NOT_FOUND = "not-found"

    @property
    def label(self) -> Text:
        """The word for people."""
        return read_words(f"preaudit/verdict.{self}")


class Forecast(StrEnum):
    """What is to be expected of an item; text alone never makes one complete."""

    WILL_MISS = "will-miss"
    LOOK = "look"
    WORDS_FOUND = "words-found"
    NOT_KNOWN = "not-known"

    @property
    def label(self) -> Text:
        """The words for people."""
        return read_words(f"preaudit/forecast.{self}")


class EvidencePage(Struct, frozen=True):
    """One page, sheet or slide; `is_recognised` where its text came from a picture."""

    number: int
    blocks: tuple[Block, ...]
    is_recognised: bool = False
    is_doubtful: bool = False


class Evidence(Struct, frozen=True):
    """One file or web page as a reader gives it; `is_index` where most of it is links."""

    name: str
    pages: tuple[EvidencePage, ...]
    address: str = ""
    links: tuple[str, ...] = ()
    is_web: bool = False
    has_form: bool = False
    is_index: bool = False
    findings: tuple[Finding, ...] = ()


class ElementOutcome(Struct, frozen=True):
    """What a matcher says, with the place that made it say so."""

    verdict: Verdict
    reason: Text
    step: Text | None = None
    quote: str = ""
    page: int | None = None
    file: str = ""


class ElementVerdict(Struct, frozen=True):
    """An element of the item and what the evidence shows of it."""

    id: str
    requirement: Requirement
    match: str
    outcome: ElementOutcome

    @property
    def is_confirmed(self) -> bool:
        """Whether the year's own text asks for it."""
        return self.requirement.confidence is Confidence.CONFIRMED

    @property
    def is_advice(self) -> bool:
        """Whether it is not seen, and no official text of the year asks for it."""
        return self.outcome.verdict is Verdict.NOT_FOUND and not self.is_confirmed

    @property
    def label(self) -> Text:
        """The verdict for people; what nothing official asks for is never said to be missing."""
        return read_words("preaudit/advice") if self.is_advice else self.outcome.verdict.label


class Audit(Struct, frozen=True):
    """A pre-audit of the evidence of one item."""

    item: str
    name: Text
    fiscal_year: int
    forecast: Forecast
    elements: tuple[ElementVerdict, ...]
    findings: tuple[Finding, ...]

    @property
    def confirmed(self) -> tuple[ElementVerdict, ...]:
        """The elements that are confirmed."""
        return tuple(element for element in self.elements if element.is_confirmed)


_ORDER = (Verdict.NOT_FOUND, Verdict.CANNOT_TELL, Verdict.FOUND)


def worst(*outcomes: ElementOutcome) -> ElementOutcome:
    """Return the outcome that says least for the evidence, the first of those."""
    return min(outcomes, key=lambda outcome: _ORDER.index(outcome.verdict))
