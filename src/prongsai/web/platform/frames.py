"""Pages that differ in a few words: drawn and set once with marks in their place, then filled.

What a page is drawn from is the key under which its frame is kept, so none is ever old.
"""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from http import HTTPStatus
from secrets import token_hex
from threading import Lock

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.utils.html import escape
from django.utils.safestring import SafeString
from msgspec import Struct

from prongsai.web.platform import typesetting

# Of letters alone, so that nothing sets or shortens it, and known to nobody who types.
_TOKEN = "mark" + token_hex(16).translate(str.maketrans("0123456789", "ghijklmnop"))
_MARK = re.compile(f"{_TOKEN}([a-z]+){_TOKEN}")
_MOST = 200  # of about ten kilobytes, in each process


class _Frame(Struct, frozen=True):
    """Pieces of a page, every second the name of a word, and its headers."""

    pieces: tuple[str, ...]
    headers: tuple[tuple[str, str], ...]


_kept: OrderedDict[Hashable, _Frame] = OrderedDict()
_lock = Lock()


def filled(
    key: Hashable, draw: Callable[[Mapping[str, str]], HttpResponseBase], words: Mapping[str, str]
) -> HttpResponseBase:
    """A page with these words, set as `typesetting` does.

    Shape:  `draw` draws it with whatever words it is given, each of which stands alone between
            tags, and stands as it is where it is HTML; `key` is all else that it is drawn from.
    """
    as_set = typesetting.typeset if typesetting.is_on() else str
    key = (key, as_set)
    frame = _kept.get(key)
    if frame is None:
        drawn = draw({name: f"{_TOKEN}{name}{_TOKEN}" for name in words})
        if drawn.status_code != HTTPStatus.OK or not isinstance(drawn, HttpResponse):
            return drawn
        pieces = _MARK.split(as_set(drawn.content.decode()))
        frame = _Frame(tuple(pieces), tuple(drawn.items()))
    with _lock:
        _kept[key] = frame
        _kept.move_to_end(key)
        if len(_kept) > _MOST:
            _kept.popitem(last=False)
    said = {
        name: text if isinstance(text, SafeString) else as_set(escape(text))
        for name, text in words.items()
    }
    text = "".join(said[one] if at % 2 else one for at, one in enumerate(frame.pieces))
    response = HttpResponse(text, headers=dict(frame.headers))
    response.is_set = True  # type: ignore[attr-defined]
    return response
