"""A form sent twice acts once: the second sending gets the answer of the first.

`{% idempotency_key %}` puts a key into a form. What counts as the same sending is the key, the
sender, the address and everything that was typed: who goes back and corrects a figure sends
something new.
"""

import re
from collections.abc import Callable
from datetime import timedelta
from hashlib import file_digest, sha256

from django.db import IntegrityError, transaction
from django.http import HttpRequest

from prongsai.web.platform import drawn
from prongsai.web.platform.clock import now
from prongsai.web.platform.models import Sent

FIELD = "once"
_KEY = re.compile(r"[0-9a-f]{32}")
_NOT_TYPED = ("csrfmiddlewaretoken", drawn.FIELD)
_KEPT = timedelta(days=7)


def answer_once(request: HttpRequest, act: Callable[[], str]) -> str:
    """The address to go to: that of `act`, or of the same form's first sending.

    The act and the memory of it are one transaction: if it fails, the form may be sent again.
    A form without a key is acted on each time.
    """
    if not _KEY.fullmatch(request.POST.get(FIELD, "")):
        with transaction.atomic():
            return act()
    digest = digest_of(request)
    try:
        with transaction.atomic():
            # First, so that a second sending waits here until the first is through.
            sent = Sent.objects.create(digest=digest, at=now())
            answer = act()
            Sent.objects.filter(pk=sent.pk).update(answer=answer)
            return answer
    except IntegrityError:
        first = Sent.objects.filter(digest=digest).first()
        if first is None:
            raise
        return first.answer


def typed_into(request: HttpRequest) -> list[tuple[str, str]]:
    """What was typed into a form, and which button was pressed: names and values."""
    return [
        (name, value)
        for name, values in request.POST.lists()
        if name not in {FIELD, *_NOT_TYPED}
        for value in values
    ]


def digest_of(request: HttpRequest) -> str:
    """What makes two sendings the same."""
    digest = sha256()
    user = getattr(request.user, "pk", None)
    for part in (str(user), request.get_full_path()):
        digest.update(f"{len(part)}:{part}".encode())
    for name in sorted(request.POST):
        if name not in _NOT_TYPED:
            digest.update(repr((name, request.POST.getlist(name))).encode())
    for name in sorted(request.FILES):
        for file in request.FILES.getlist(name):
            digest.update(repr((name, getattr(file, "name", ""))).encode())
            if file is not None:
                file.seek(0)
                digest.update(file_digest(file, "sha256").digest())
                file.seek(0)
    return digest.hexdigest()


def forget() -> None:
    """Drop the memory of forms sent long ago."""
    Sent.objects.filter(at__lt=now() - _KEPT).delete()
