"""A kind of announcement, and one announcement made of it."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum

from msgspec import Struct, field

from prongsai.core.roles import known_role
from prongsai.core.text import Labelled, Text

# The only fields that the texts of a kind may name.
FIELDS = (
    "agency", "chief_executive", "chief_administrator", "office_head", "office", "website", "year",
)  # fmt: skip


class Form(StrEnum):
    """What the paper is: the chief executive announces, or orders."""

    ANNOUNCEMENT = "announcement"
    ORDER = "order"


class Signer(StrEnum):
    """The position that signs, by the key of its role."""

    CHIEF_EXECUTIVE = "chief-executive"
    CHIEF_ADMINISTRATOR = "chief-administrator"

    @classmethod
    def _missing_(cls, value: object) -> Signer | None:
        """A word of before: files of agencies still say it."""
        role = known_role(value) if isinstance(value, str) else None
        return next((signer for signer in cls if role is not None and signer == role.key), None)


class Renewal(Labelled):
    """When a new one is due although nobody changed the text."""

    YEARLY = "yearly", "ทุกปีงบประมาณ", "every fiscal year"
    NEW_CHIEF_EXECUTIVE = (
        "new-chief-executive",
        "เมื่อเปลี่ยนผู้บริหารสูงสุด",
        "when the chief executive changes",
    )

    @classmethod
    def _missing_(cls, value: object) -> Renewal | None:
        """A word of before: files of agencies still say it."""
        return cls.NEW_CHIEF_EXECUTIVE if value == "new-mayor" else None


class Readers(Labelled):
    """Who must acknowledge it after it is published."""

    ALL_STAFF = "all-staff", "ทุกคนในหน่วยงาน", "all staff"
    UNITS = "units", "คนของทุกส่วนราชการ", "the people of all units"
    NONE = "none", "ไม่ต้องแจ้งเวียน", "nobody"


class Confidence(StrEnum):
    """How sure it is that this law is the basis, in the words of the frameworks."""

    CONFIRMED = "confirmed"
    LIKELY = "likely"
    UNKNOWN = "unknown"


class Each(StrEnum):
    """What an item of a kind is repeated for: rows that the site's registers and charts hold."""

    LUNCH_DUTY = "lunch-duty"
    AFTER_HOURS_DUTY = "after-hours-duty"
    HOLIDAY_DUTY = "holiday-duty"
    NIGHT_DUTY = "night-duty"
    SHORTER_SERVICE = "shorter-service"

    @property
    def fields(self) -> tuple[str, ...]:
        """What its texts may name besides the `FIELDS`."""
        if self is Each.SHORTER_SERVICE:
            return ("service", "steps_before", "time_before", "steps_after", "time_after")
        return ("hours", "posts")


class Level(StrEnum):
    """How deep a line stands in its part."""

    ITEM = "item"  # 1. 2. 3.
    SUB = "sub"  # 1.1 1.2
    TEXT = "text"  # a paragraph without a number


class Basis(Struct, frozen=True):
    """One legal basis.

    Shape:  `citation` is the law by its full name, with its section where known; `source` is where
            we read it. Without a citation nothing is printed, and pages say "not yet confirmed".
    """

    citation: str = ""
    source: str = ""
    confidence: Confidence = Confidence.UNKNOWN


class TextLine(Struct, frozen=True):
    """One paragraph of a part, without its number; `each` where a kind repeats it."""

    text: str
    level: Level = Level.ITEM
    each: Each | None = None


class NumberedLine(Struct, frozen=True):
    """A line with the number it is printed with; "" for a plain paragraph."""

    number: str
    text: str
    level: Level


class TextPart(Struct, frozen=True):
    """A heading with its lines; "" where the only part needs no heading."""

    heading: str
    lines: tuple[TextLine, ...] = ()

    def numbered(self) -> Iterator[NumberedLine]:
        """The lines with their numbers: items 1, 2, 3 and below them 1.1, 1.2.

        >>> part = TextPart("", (TextLine("ก"), TextLine("ข", Level.SUB), TextLine("ค")))
        >>> [line.number for line in part.numbered()]
        ['1.', '1.1', '2.']
        """
        item = sub = 0
        for line in self.lines:
            number = ""
            if line.level is Level.ITEM:
                item, sub = item + 1, 0
                number = f"{item}."
            elif line.level is Level.SUB:
                sub += 1
                number = f"{max(item, 1)}.{sub}"
            yield NumberedLine(number, line.text, line.level)


class AnnouncementText(Struct, frozen=True):
    """One announcement or order in words that are ready to print: no field is left in them.

    Shape:  `subject` follows the word เรื่อง; `preamble` and `closing` are paragraphs; `signer` is
            the position that signs; `kind` is the key of the kind that it was made of.
    Units:  `year` fiscal year of the Buddhist era.
    """

    kind: str
    form: Form
    subject: str
    year: int
    preamble: tuple[str, ...]
    parts: tuple[TextPart, ...]
    closing: tuple[str, ...] = ()
    signer: Signer = Signer.CHIEF_EXECUTIVE

    @property
    def is_order(self) -> bool:
        """Whether it appoints or orders rather than announces."""
        return self.form is Form.ORDER


class AnnouncementKind(Struct, frozen=True):
    """A kind of announcement: what a YAML file of data/announcements says.

    Shape:  `key` is the file's name without its ending; `name` and `purpose` are for pages,
            `subject`, `preamble`, `parts` and `closing` are printed and may name the `FIELDS`;
            `lineages` are subjects of OIT items that the published paper answers; `has_photos`
            where a reading or ceremony belongs to it; `numbered` where a register numbers it;
            `carries_measures` where the measures of the year's plan may stand in it; `poster` are
            headings of parts that a poster shows, of two the first to do and the second not;
            `rank` orders the list.
    """

    key: str
    name: Text
    subject: str
    preamble: tuple[str, ...]
    parts: tuple[TextPart, ...]
    closing: tuple[str, ...] = ()
    purpose: Text = field(default_factory=lambda: Text("", ""))
    basis: tuple[Basis, ...] = ()
    form: Form = Form.ANNOUNCEMENT
    signer: Signer = Signer.CHIEF_EXECUTIVE
    renewal: tuple[Renewal, ...] = (Renewal.YEARLY,)
    readers: Readers = Readers.ALL_STAFF
    lineages: tuple[str, ...] = ()
    has_photos: bool = False
    numbered: bool = False
    carries_measures: bool = False
    poster: tuple[str, ...] = ()
    rank: int = 100
