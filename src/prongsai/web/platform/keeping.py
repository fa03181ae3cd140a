"""Are the kept files still what they were? Each is compared with the digest that its row has.

The content of a file is named by its digest, so that a lost or rotten one is known at once, with
every paper, note or notice that loses it.
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import file_digest
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import ForeignObjectRel, Model
from msgspec import Struct

from prongsai.core.messages import read_words
from prongsai.core.text import Text
from prongsai.web.platform.files import path_of
from prongsai.web.platform.models import StoredFile

if TYPE_CHECKING:
    from prongsai.web.platform.actors import AgencyRow

_BATCH = 1_000
# Where a row tells its own name, or whose row it is.
_NAMES = ("title", "name", "subject", "caption")
_PARENTS = ("submission", "circulation", "measure", "meeting", "report", "paper", "version")


class Lost(Struct, frozen=True):
    """A kept file that is not as it was.

    Shape:  `what` is "missing" or "changed"; `names` are the names under which it is kept; `used`
            tells what loses it.
    """

    agency: UUID
    digest: str
    what: str
    names: tuple[str, ...]
    used: tuple[str, ...]

    @property
    def words(self) -> Text:
        """Which file, what is wrong with it, and what loses it, in one line."""
        return read_words(
            f"platform/kept_file_{self.what}",
            names=", ".join(self.names),
            digest=self.digest[:12],
            used="; ".join(self.used) or "–",
        )


def verify(agency: AgencyRow | None = None) -> Iterator[Lost]:
    """Every kept file, of one agency or of all, whose content is missing or another.

    Shape:  each content is read once, however many rows name it; the rows are asked for only
            where something is lost.
    """
    rows = StoredFile.objects.all() if agency is None else StoredFile.objects.filter(agency=agency)
    contents = rows.order_by().values_list("agency_id", "digest").distinct()
    for owner, digest in contents.iterator(_BATCH):
        what = _state(path_of(owner, digest), digest)
        if what:
            kept = StoredFile.objects.filter(agency_id=owner, digest=digest)
            names = dict.fromkeys(row.name for row in kept)
            used = dict.fromkeys(words for row in kept for words in _uses(row))
            yield Lost(owner, digest, what, tuple(names), tuple(used))


def _state(path: Path, digest: str) -> str:
    try:
        with path.open("rb") as file:
            return "" if file_digest(file, "sha256").hexdigest() == digest else "changed"
    except FileNotFoundError:
        return "missing"
    except OSError:
        return "changed"


def _uses(file: StoredFile) -> Iterator[str]:
    for field in StoredFile._meta.get_fields(include_hidden=True):  # noqa: SLF001
        if isinstance(field, ForeignObjectRel) and field.one_to_many:
            model: type[Model] = field.related_model
            named = {field.field.name: file}
            for row in model._default_manager.filter(**named):  # noqa: SLF001
                yield f"{model._meta.label} “{_name(row)}”"  # noqa: SLF001


def _name(row: Model) -> str:
    """What a row is called, or the row that it belongs to."""
    for name in _NAMES:
        if getattr(row, name, ""):
            return str(getattr(row, name))
    for parent in _PARENTS:
        above = getattr(row, parent, None)
        if isinstance(above, Model):
            return _name(above)
    return str(row)
