"""How far the streams of a PDF expand, counted while they are inflated, never held as a whole."""

import base64
import re
import zlib
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pikepdf
from pikepdf.settings import set_qpdf_limits

MOST = 256 * 2**20
_MOST_OBJECTS = 32 * 2**20
_CHUNK = 65_536
_MOST_FILTERS = 4
# What the library inflates when it opens a file: tables and objects that are packed in streams.
set_qpdf_limits(
    flate_max_memory=_MOST_OBJECTS, run_length_max_memory=_MOST_OBJECTS,
    png_max_memory=_MOST_OBJECTS, tiff_max_memory=_MOST_OBJECTS, max_stream_filters=_MOST_FILTERS,
)  # fmt: skip
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
_PACKED = re.compile(rb"/(?:ObjStm|XRef)(?![A-Za-z])")
_STREAM = re.compile(rb"(?<!end)stream\r?\n")
_LZW = re.compile(rb"/LZW(?:Decode)?(?![A-Za-z])")
_WHITE = re.compile(rb"[\x00\t\n\f\r ]+")
_CLEAR, _STOP, _FIRST = 256, 257, 258
_LONGEST_CODE = 12


class TooLarge(Exception):  # noqa: N818 - named for what it is, as in core/errors.py
    """A PDF that expands to more than is ever shown."""


def check_file(data: bytes) -> None:
    """Ask before the library opens a file, and holds all objects that are packed in streams.

    Errors: TooLarge where they are too many, or may be packed by LZW, for which the library has no
            limit; programs that pack objects do not use it.
    """
    plain = _ESCAPED.sub(lambda code: bytes([int(code[1], 16)]), data)
    if not _PACKED.search(plain):
        return
    if _LZW.search(plain):
        raise TooLarge
    # Whatever inflates behind the word: what a file says of its streams may be hidden.
    _add_up(
        len(part) for hit in _STREAM.finditer(data) for part in _inflated(_cut(data, hit.end()))
    )


def check_streams(streams: Iterable[Any]) -> None:
    """Inflate all streams and keep nothing.

    Errors: TooLarge where they are more than `MOST` together, or one is packed so that nobody can
            tell.
    """
    _add_up(size for stream in streams for size in _sizes(stream))


def _add_up(sizes: Iterable[int]) -> None:
    total = 0
    for size in sizes:
        total += size
        if total > MOST:
            raise TooLarge


def _cut(data: bytes, place: int = 0) -> Iterator[bytes]:
    """In parts, or what is not inflated yet would be copied again and again."""
    return (data[at : at + _CHUNK] for at in range(place, len(data), _CHUNK))


def _sizes(stream: Any) -> Iterator[int]:
    """The sizes of the parts of a stream as they expand, after each of its filters."""
    parts: Iterator[bytes] = _cut(stream.read_raw_bytes())
    filters = stream.get("/Filter", [])
    names = [str(name) for name in ([filters] if isinstance(filters, pikepdf.Name) else filters)]
    for place, name in enumerate(names):
        if name in _COUNTED:
            if any(later in _EXPANDING for later in names[place + 1 :]):
                raise TooLarge
            yield from _COUNTED[name](b"".join(_bounded(parts)), _is_early(stream))
            return
        if name not in _EXPANDING:
            break  # a picture: shown or not, it is not inflated by its size
        parts = _EXPANDING[name](parts)
    yield from map(len, parts)


def _inflated(parts: Iterator[bytes]) -> Iterator[bytes]:
    """What is broken ends there: viewers show what comes before."""
    inflater = zlib.decompressobj()
    try:
        for part in parts:
            waiting = part
            while waiting and not inflater.eof:
                yield inflater.decompress(waiting, _CHUNK)
                waiting = inflater.unconsumed_tail
            if inflater.eof:
                return
        while rest := inflater.decompress(inflater.unconsumed_tail, _CHUNK):
            yield rest
    except zlib.error:
        return


def _of_letters(decode: Callable[[bytes], bytes]) -> Callable[[Iterator[bytes]], Iterator[bytes]]:
    """Digits and letters stand for fewer bytes than they are."""

    def decoded(parts: Iterator[bytes]) -> Iterator[bytes]:
        written = _WHITE.sub(b"", b"".join(_bounded(parts)))
        try:
            yield decode(written)
        except ValueError:
            return

    return decoded


def _bounded(parts: Iterator[bytes]) -> Iterator[bytes]:
    """Errors: TooLarge where they are more than a file may have, before they are joined."""
    total = 0
    for part in parts:
        total += len(part)
        if total > MOST // 8:
            raise TooLarge
        yield part


def _hexadecimal(written: bytes) -> bytes:
    digits = written.partition(b">")[0]
    return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode("ascii"))


def _base85(written: bytes) -> bytes:
    return base64.a85decode(written.removeprefix(b"<~").partition(b"~")[0])


def _runs(data: bytes, _: bool) -> Iterator[int]:  # noqa: FBT001 - as `_lzw`
    """RunLength: a count below 128 is of bytes that follow, one above of repeats of the next."""
    place = 0
    while place < len(data) and data[place] != 128:  # noqa: PLR2004 - the mark of the end
        count = data[place]
        is_copied = count < 128  # noqa: PLR2004
        yield count + 1 if is_copied else 257 - count
        place += count + 2 if is_copied else 2


def _is_early(stream: Any) -> bool:
    """Whether codes of LZW become longer one entry early, which is the usual way."""
    parameters = stream.get("/DecodeParms", [])
    several = parameters if isinstance(parameters, pikepdf.Array) else [parameters]
    return all(
        stage.get("/EarlyChange", 1) for stage in several if isinstance(stage, pikepdf.Dictionary)
    )


def _lzw(data: bytes, is_early: bool) -> Iterator[int]:  # noqa: FBT001 - one of two alike
    """LZW, of which only how long each entry is has to be known.

    Errors: TooLarge at a code that stands for nothing: nobody can tell what a viewer makes of it.
    """
    lengths, former, width, bits, held = [1] * _FIRST, 0, 9, 0, 0
    for byte in data:
        bits, held = bits << 8 | byte, held + 8
        if held < width:
            continue
        held -= width
        code, bits = bits >> held, bits & ((1 << held) - 1)
        if code == _STOP:
            return
        if code == _CLEAR:
            lengths, former, width = lengths[:_FIRST], 0, 9
            continue
        if former and len(lengths) < 1 << _LONGEST_CODE:
            lengths.append(former + 1)
        if code >= len(lengths):
            raise TooLarge
        former = lengths[code]
        yield former
        width = min(_LONGEST_CODE, max(9, (len(lengths) + is_early).bit_length()))


_EXPANDING: dict[str, Callable[[Iterator[bytes]], Iterator[bytes]]] = {
    "/FlateDecode": _inflated, "/Fl": _inflated,
    "/ASCIIHexDecode": _of_letters(_hexadecimal), "/AHx": _of_letters(_hexadecimal),
    "/ASCII85Decode": _of_letters(_base85), "/A85": _of_letters(_base85),
}  # fmt: skip
_COUNTED: dict[str, Callable[[bytes, bool], Iterator[int]]] = {
    "/RunLengthDecode": _runs, "/RL": _runs, "/LZWDecode": _lzw, "/LZW": _lzw,
}  # fmt: skip
