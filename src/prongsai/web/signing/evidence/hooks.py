"""Files for a form that is not saved yet: they hang on the form, and only their sender sees them.

The id of a form follows from its person and its subject: a page loaded again shows what was sent
in before, and goes on where the line broke.
"""

from uuid import UUID, uuid5

from django.urls import reverse

from prongsai.core.text import Text
from prongsai.web.agency.models import Agency
from prongsai.web.agency.people import Actor
from prongsai.web.signing.evidence.kinds import SubjectKind, register
from prongsai.web.signing.evidence.queries import DRAFT


def draft_id(person: Actor, form: UUID) -> UUID:
    """The id under which a person's files for a form are kept; `form` is the subject's own id."""
    return uuid5(person.user.pk, str(form))


def _name(_agency: Agency, _subject: UUID) -> str | None:
    return ""


def _may_add(_person: Actor, _subject: UUID) -> bool:
    # A draft's rows are looked for by their sender: an invented id reaches nobody else's.
    return True


def _url(_agency: Agency, _subject: UUID) -> str:
    return reverse("menu:root")


register(
    DRAFT,
    SubjectKind(Text("แบบที่ยังไม่บันทึก", "A form not saved yet"), _name, _may_add, _url),
)
