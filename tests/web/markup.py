"""A page's markup without the layout of its templates."""

import re

_TAG = re.compile(r"\s*<([^<>]*?)\s*>\s*")


def tight(page: str) -> str:
    """A page whose tags stand on one line, with no space at their edges."""
    return _TAG.sub(lambda tag: f"<{' '.join(tag[1].split())}>", page)
