"""What evidence may hang on: apps above name their subjects, and who may add to one."""

from collections.abc import Callable
from uuid import UUID

from msgspec import Struct

from prongsai.core.text import Text
from prongsai.web.agency.models import Agency
from prongsai.web.agency.people import Actor


class SubjectKind(Struct, frozen=True):
    """One kind of subject.

    Shape:  `name` gives the subject's name, None where the agency has no such row; `may_add`
            whether a person may add, change and remove its evidence; `url` its page.
    """

    label: Text
    name: Callable[[Agency, UUID], str | None]
    may_add: Callable[[Actor, UUID], bool]
    url: Callable[[Agency, UUID], str]


_KINDS: dict[str, SubjectKind] = {}
# Whether a paper that is on its way prints a photo: it must print what was signed.
Printing = Callable[[Agency, UUID], bool]
_PRINTING: list[Printing] = []


def printing(maker: Printing) -> Printing:
    """Name a function that knows which photos a paper on its way prints."""
    _PRINTING.append(maker)
    return maker


def is_printed(agency: Agency, evidence: UUID) -> bool:
    """Whether a paper on its way prints a photo."""
    return any(maker(agency, evidence) for maker in _PRINTING)


def register(kind: str, subjects: SubjectKind) -> None:
    """Name a kind of subject; an app does so when Django is ready."""
    _KINDS[kind] = subjects


def subject_kind(kind: str) -> SubjectKind | None:
    return _KINDS.get(kind)
