"""Files for a form that is not saved yet: they hang on the form, and only their sender sees them.

The id of a form follows from its person and its subject: a page loaded again shows what was sent
in before, and goes on where the line broke.
"""

from uuid import UUID, uuid5

from django.urls import reverse

from prongsai.core.messages import read_words
from prongsai.web.agency.people import Actor
from prongsai.web.signing.evidence.kinds import SubjectKind, register
from prongsai.web.signing.evidence.queries import DRAFT


def draft_id(person: Actor, form: UUID) -> UUID:
    """The id under which a person's files for a form are kept; `form` is the subject's own id."""
    return uuid5(person.user.pk, str(form))


register(
    DRAFT,
    SubjectKind(
        read_words("evidence/form_not_saved"),
        name=lambda _agency, _subject: "",
        # A draft's rows are looked for by their sender: an invented id reaches nobody else's.
        may_add=lambda _person, _subject: True,
        url=lambda _agency, _subject: reverse("menu:root"),
    ),
)
