"""Unpack what comes packed, a piece at a time and never more than is allowed."""

from __future__ import annotations

import zlib

from prongsai.links.addresses import NotSeen
from prongsai.links.reasons import Reason

ENCODINGS = "gzip, deflate"
# What careless servers write there, and browsers pass over.
_NO_PACKING = frozenset({"", "identity", "none", "utf-8", "utf8", "binary", "8bit", "text"})
_GZIP = 31
_ZLIB = 15
_BARE_DEFLATE = -15


class Inflater:
    """The body of an answer, unpacked as its headers say."""

    def __init__(self, encoding: str, most: int) -> None:
        """Errors: NotSeen where the answer is packed in a way that was not asked for."""
        names = [one.strip().lower() for one in encoding.split(",")]
        names = [one for one in names if one not in _NO_PACKING]
        if len(names) > 1 or (names and names[0] not in ("gzip", "x-gzip", "deflate")):
            raise NotSeen(Reason.ENCODED, encoding[:40])
        self._name = names[0] if names else ""
        self._unpack = zlib.decompressobj(_GZIP) if self._name.endswith("gzip") else None
        self._most = most
        self.size = 0
        self.is_full = False

    @property
    def is_whole(self) -> bool:
        """Whether what was packed came to its own end."""
        return self._unpack is None or self._unpack.eof

    def take(self, data: bytes) -> bytes:
        """The next piece; `is_full` where more would follow than is allowed.

        Errors: NotSeen where it is not packed as it says.
        """
        if self.is_full:
            return b""
        try:
            piece = self._unpacked(data)
        except zlib.error:
            raise NotSeen(Reason.ENCODED, self._name) from None
        self.size += len(piece)
        return piece

    def _unpacked(self, data: bytes) -> bytes:
        room = self._most - self.size
        if not self._name:
            self.is_full = len(data) > room
            return data[:room]
        if self._unpack is None:
            self._unpack = _begin_deflate(data)
        piece = self._unpack.decompress(data, room + 1)
        self.is_full = len(piece) > room
        return piece[:room]


def _begin_deflate(data: bytes) -> zlib._Decompress:
    """Some servers send "deflate" with its envelope, some without."""
    try:
        zlib.decompressobj(_ZLIB).decompress(data, 1)
    except zlib.error:
        return zlib.decompressobj(_BARE_DEFLATE)
    return zlib.decompressobj(_ZLIB)
