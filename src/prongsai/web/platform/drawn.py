"""For whom a form was drawn: signed, in the form itself, so that it outlives the session.

`{% csrf_token %}` puts it into every form that a signed-in person sees.
"""

from django.core.signing import BadSignature, Signer
from django.db import DatabaseError
from django.http import HttpRequest

FIELD = "drawn_for"
_SALT = "prongsai.drawn"


def mark(request: HttpRequest | None) -> str:
    """The signed key of whoever sees the form; "" for a stranger."""
    try:
        user = getattr(request, "user", None)
        is_known = bool(getattr(user, "is_authenticated", False))
    except DatabaseError:
        return ""  # a page that tells of a fault is drawn all the same
    return Signer(salt=_SALT).sign(str(getattr(user, "pk", ""))) if is_known else ""


def drawn_for(request: HttpRequest) -> str | None:
    """The key of the person for whom a posted form was drawn; "" for nobody.

    Shape:  None where the mark is forged, or there are two of different people.
    """
    marks = set(request.POST.getlist(FIELD))
    if not marks:
        return ""
    try:
        (key,) = {Signer(salt=_SALT).unsign(mark) for mark in marks}
    except (BadSignature, ValueError):
        return None
    return key
