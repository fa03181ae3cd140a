"""What the product makes for an item, by the item's subject.

Their editions are made and kept alike: a worker draws them.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from typing import Any, Protocol, TypeVar
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from msgspec import Struct
from msgspec.structs import replace

from prongsai.core.disclosure.asked_years import asks_workbook
from prongsai.core.papers.digits import Digits
from prongsai.core.papers.document import Document
from prongsai.core.registers.periods import Slot
from prongsai.core.text import Text
from prongsai.documents.tables_workbook import to_xlsx
from prongsai.web.agency.people import Actor
from prongsai.web.agency.refusals import Refused
from prongsai.web.disclosure.disclosure.items import DrawnPaper, MadePaper, YearItem, YearItems
from prongsai.web.disclosure.disclosure.models import Piece
from prongsai.web.disclosure.disclosure.queries.works import answering
from prongsai.web.platform import files, jobs
from prongsai.web.platform.clock import now
from prongsai.web.platform.drawing import drawn_as
from prongsai.web.platform.models import AskedOfWorker, StoredFile
from prongsai.web.platform.tags import Tag
from prongsai.web.platform.upload_validation import MEDIA_TYPES
from prongsai.web.signing.publication.queries import OWN_WORK

E = TypeVar("E", bound=DrawnPaper)


class Edition(Protocol):
    """What is known of an edition of a paper, whatever keeps it."""

    @property
    def pk(self) -> UUID: ...

    @property
    def files(self) -> Mapping[str, StoredFile]:
        """The file of each form; none until they are drawn."""

    @property
    def years(self) -> set[int]:
        """The years that it is evidence in."""


class Wanted(Struct, frozen=True):
    """An item for which a person looks for papers on a day, beside the other items of the year."""

    person: Actor
    items: YearItems
    item: YearItem
    on: date

    @property
    def years(self) -> tuple[int, int]:
        """The years of which papers may answer it, newest first: reports come a year later."""
        return self.items.year, self.items.year - 1

    def answered_by(
        self, subjects: Collection[str], year: int, slot: Slot | None = None
    ) -> tuple[YearItem, ...]:
        """The items that a paper of a year answers; none where this one is not among them."""
        papers = answering(self.items, subjects, year, slot)
        return papers if self.item in papers else ()


class Made(Struct, frozen=True):
    """A paper of this product for an item.

    Shape:  `row` is its newest edition, None where none was made yet; `url` where its page is;
            `items` all that it answers; `may_use` whether the person may make it evidence.
    """

    title: Text
    url: str
    items: tuple[YearItem, ...]
    row: Edition | None = None
    is_draft: bool = False
    may_use: bool = False
    maker: str = ""

    @property
    def forms(self) -> tuple[str, ...]:
        is_table = any(asks_workbook(item.requirements or ()) for item in self.items)
        return ("pdf", "xlsx") if is_table else ("pdf",)

    @property
    def form_words(self) -> str:
        """The forms that its items ask for, in words."""
        return _("PDF และ Excel") if "xlsx" in self.forms else "PDF"

    def is_used_in(self, year: int) -> bool:
        """Whether its newest edition is evidence of a year."""
        return self.row is not None and year in self.row.years

    def may_attach_in(self, year: int) -> bool:
        """Whether the person may make it evidence of a year now."""
        is_drawn = self.row is not None and bool(self.row.files)
        return self.may_use and is_drawn and not self.is_used_in(year)

    def tag_in(self, year: int) -> Tag:
        """How far it is, in a word."""
        if self.row is None:
            return Tag("todo", _("ยังไม่ได้ทำ"))
        if self.is_used_in(year):
            return Tag("found", _("เป็นหลักฐานแล้ว"))
        if not self.row.files:
            return Tag("wait", _("กำลังทำไฟล์"))
        return Tag("warn", _("ร่าง")) if self.is_draft else Tag("info", _("ทำแล้ว"))


def made_here(wanted: Wanted) -> tuple[Made, ...]:
    """All papers of this product for an item; a fixed number of queries for each room."""
    return tuple(
        replace(made, maker=work.name)
        for work in OWN_WORK.values()
        if work.find is not None and work.may_answer(wanted.person.agency, wanted.item.keys)
        for made in work.find(wanted)
    )


def lines(wanted: Wanted) -> list[tuple[Made, Tag, bool]]:
    """All papers of this product for an item, each with its tag and whether it may be attached."""
    year = wanted.items.year
    return [(made, made.tag_in(year), made.may_attach_in(year)) for made in made_here(wanted)]


def attach_made(
    wanted: Wanted, row_id: UUID | None, may_work: Callable[[YearItem], bool]
) -> tuple[Made, Sequence[Piece]]:
    """Make a paper evidence of the items that it answers, in all forms that they ask for.

    Shape:  items on which the person may not work are left out.
    Errors: Refused where it is no paper of the item, or was made anew since; what the paper's own
            room refuses.
    """
    fitting = (line for line in made_here(wanted) if line.row is not None and line.row.pk == row_id)
    made = next(fitting, None)
    if made is None:
        raise Refused("disclosure/paper_made_again")
    items = tuple(item for item in made.items if may_work(item))
    attach: Any = OWN_WORK[made.maker].attach
    return made, attach(
        made.row, by=wanted.person, year=wanted.items.year, items=items, forms=made.forms
    )


def make_edition(
    editions: QuerySet[E],
    *,
    by: Actor,
    job: str,
    row_key: str = "report",
    asks: Mapping[str, Any] | None = None,
    **values: Any,
) -> E:
    """One more edition of a paper, which a worker draws; `editions` stand newest first.

    Shape:  `row_key` is under which word the job of a kind names the row, `asks` what else it is
            asked.
    """
    newest: Any = editions.first()
    model: Any = editions.model
    row: E = model.objects.create(
        agency=by.agency,
        number=newest.number + 1 if newest else 1,
        made_at=now(),
        by=by.user,
        by_words=by.words,
        **values,
    )
    row.job = jobs.ask(by.agency, by, job, {row_key: str(row.pk), **(asks or {})})
    row.save(update_fields=["job"])
    return row


def draw_forms(row: MadePaper, document: Document, name: str, digits: Digits) -> None:
    """Draw an edition in all its forms; again replaces them."""
    made = {form: drawn_as(form, document, digits) for form in ("pdf", "docx")}
    made["xlsx"] = to_xlsx(document)
    row.drawn_at = now()
    store_files(row, made, name, "drawn_at")


def store_files(row: AskedOfWorker, made: Mapping[str, bytes], name: str, *fields: str) -> None:
    """Keep each drawn form in the field of its name; `fields` are saved with them."""
    for form, data in made.items():
        kept = files.store(row.agency, None, f"{name}.{form}", MEDIA_TYPES[form], data)
        setattr(row, form, kept)
    row.save(update_fields=[*made, *fields])
