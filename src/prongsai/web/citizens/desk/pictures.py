"""Photos of a case as pages show them: to officials, and to whoever holds the receipt."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.core import signing
from django.urls import reverse
from django.utils.translation import gettext as _
from msgspec import Struct

from prongsai.core.desk.model import Unfit
from prongsai.core.text import Text
from prongsai.web.citizens.desk.models import Case, CasePhoto

_SALT = "prongsai.desk.photo"
# As long as somebody looks at the page: an address that is passed on shows nothing for long.
_SHOWN_FOR = 60 * 60


class Shown(Struct, frozen=True):
    """A photo, or the mark of one that was taken out.

    Shape:  `url` is "" where the reader is told of it and does not see it; `remove` is the page
            that takes it out, "" for who may not; `unfit` why it is gone, and `on` since when.
    """

    words: str
    url: str = ""
    remove: str = ""
    unfit: Text | None = None
    on: date | None = None


def for_official(case: Case, photo: CasePhoto, *, may_remove: bool) -> Shown:
    """As whoever sees the case sees it."""
    if photo.unfit:
        return _gone(photo)
    place = [case.pk, photo.number]
    remove = reverse("desk:photo-remove", args=place) if may_remove else ""
    return Shown(_words(photo), reverse("desk:photo", args=place), remove)


def for_receipt(case: Case, photo: CasePhoto, *, is_told: bool) -> Shown:
    """As who holds the receipt sees it: `is_told` where an official showed it to them."""
    if photo.unfit:
        return _gone(photo)
    if not is_told:
        return Shown(_words(photo))
    token = signing.dumps([str(case.pk), photo.number], salt=_SALT)
    return Shown(_words(photo), reverse("desk:told-photo", args=[case.agency_id, token]))


def read_address(token: str) -> tuple[UUID, int] | None:
    """Case and number of a photo's address, where it still holds."""
    try:
        # Signed by us, so both are what `for_receipt` put there.
        case_id, number = signing.loads(token, salt=_SALT, max_age=_SHOWN_FOR)
    except signing.BadSignature:
        return None
    return UUID(case_id), number


def _gone(photo: CasePhoto) -> Shown:
    return Shown(_words(photo), unfit=Unfit(photo.unfit).label, on=photo.removed_on)


def _words(photo: CasePhoto) -> str:
    return _("ภาพที่ %(number)s") % {"number": photo.number}
