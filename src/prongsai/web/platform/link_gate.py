"""Which addresses a kept file may lead to, where a reader presses a link."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

_SCHEMES = frozenset({"http", "https", "mailto", "tel", "ftp", ""})
_DRIVE = re.compile(r"(?:file:/{0,3})?[A-Za-z]:[\\/]", re.IGNORECASE)
# Readers of files leave these out before they look at the scheme.
_IGNORED = re.compile(r"[\x00-\x20\x7f-\xa0\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff]")
_OWN_DISK = re.compile(r"file:///[^/\\]", re.IGNORECASE)


def is_harmless(target: str) -> bool:
    """Whether a link leads to a page, an address, or a file of the reader's own disk.

    Shape:  no program (javascript:), no other machine's disk, no other protocol's handler.
    """
    told = _IGNORED.sub("", target)
    if _DRIVE.match(told) or _OWN_DISK.match(told):
        return True
    try:
        scheme = urlsplit(told).scheme.lower()
    except ValueError:
        return False
    return scheme in _SCHEMES and not told.startswith(("\\", "//", "/\\"))
