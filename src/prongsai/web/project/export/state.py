"""Whether anything that a copy shows can have changed since the last one."""

from __future__ import annotations

import platform
from functools import cache
from hashlib import sha256
from pathlib import Path

import django
import msgspec
from django.conf import settings

import prongsai
from prongsai.web.agency.models import Agency
from prongsai.web.platform.address import site_address
from prongsai.web.platform.clock import today
from prongsai.web.platform.models import JournalEntry


def state_of(agency: Agency) -> str:
    """A digest of all that decides what an agency's copy shows; empty where that is not known.

    Shape:  as for pages that are kept (ADR 49), the last entry of the journal stands for all rows,
            for whatever changes what is public writes one; the day, the address, and the program
            itself stand beside it. Rows changed by hand show after the next entry, or tomorrow.
    """
    if not settings.PAGES_KEPT:
        return ""
    entries = JournalEntry.objects.filter(agency=agency).order_by("-number")
    told = (
        str(agency.pk),
        entries.values_list("number", "digest").first(),
        today(),
        site_address(),
        settings.SECURE_SSL_REDIRECT,
        _program(),
    )
    return sha256(msgspec.json.encode(told)).hexdigest()


@cache
def _program() -> str:
    """A digest of names, sizes and times of the program's files, and of what draws with them."""
    root = Path(prongsai.__file__).parent
    told = [platform.python_version(), django.get_version()]
    for path in sorted(root.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            seen = path.stat()
            told.append(f"{path.relative_to(root)} {seen.st_size} {seen.st_mtime_ns}")
    return sha256("\n".join(told).encode()).hexdigest()
