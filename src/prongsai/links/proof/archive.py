"""A WARC of what went over the lines: each record as bytes, with its place and digest."""

from __future__ import annotations

import base64
import hashlib
import io
import uuid
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

import msgspec
from msgspec import Struct
from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from prongsai import __version__
from prongsai.links.fetching import Exchange
from prongsai.links.results import LinkResult, result_data

_PROTOCOL = "WARC/1.1"
_SPACE = uuid.UUID("6f1f2f9e-2b8a-5d0b-9c53-2d5f0c6b7a11")
_HTTP = "application/http; msgtype="
_CERTIFICATE = "application/pkix-cert"
_SAID = "application/json"
_END = b"\r\n\r\n"


class Record(Struct, frozen=True):
    """Where a record lies in the archive, and what it is."""

    number: int
    kind: str
    url: str
    offset: int
    length: int
    sha256: str


def archive_of(
    results: Iterable[LinkResult], made_at: datetime
) -> tuple[bytes, tuple[Record, ...]]:
    """The archive of all results: requests, answers, certificates, and what was said of each link.

    Shape:  the same results at the same time give the same bytes.
    """
    writer = _Writer()
    writer.add("warcinfo", "", made_at, "application/warc-fields", _info())
    for result in results:
        last = ""
        for exchange in result.exchanges:
            last = _exchanged(writer, exchange)
        said = msgspec.json.format(msgspec.json.encode(result_data(result)), indent=1)
        url = result.final or f"about:{result.reason.value}"
        more = {"WARC-Concurrent-To": last} if last else {}
        writer.add("metadata", url, result.at, _SAID, said, more)
    return writer.out.getvalue(), tuple(writer.records)


def _info() -> bytes:
    fields = {
        "software": f"prongsai {__version__}",
        "format": "WARC File Format 1.1",
        "conformsTo": "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
        "robots": "obey",
    }
    return "".join(f"{name}: {value}\r\n" for name, value in fields.items()).encode()


def _exchanged(writer: _Writer, exchange: Exchange) -> str:
    """The records of one request; the name of the answer's."""
    peer = {"WARC-IP-Address": exchange.peer} if exchange.peer else {}
    more = {**peer, **({} if exchange.whole else {"WARC-Truncated": "length"})}
    if exchange.tls:
        more["WARC-Cipher-Suite"] = exchange.tls
    answer = writer.add(
        "response", exchange.url, exchange.at, f"{_HTTP}response", exchange.received, more
    )
    beside = {**peer, "WARC-Concurrent-To": answer}
    writer.add("request", exchange.url, exchange.at, f"{_HTTP}request", exchange.sent, beside)
    if exchange.certificate:
        # The block is the certificate itself, so the block's digest is its fingerprint.
        writer.add(
            "metadata", exchange.url, exchange.at, _CERTIFICATE, exchange.certificate, beside
        )
    return answer


class _Writer:
    """Writes records one after the other and notes where each lies."""

    def __init__(self) -> None:
        self.out = io.BytesIO()
        self.records: list[Record] = []
        self._warc = WARCWriter(self.out, gzip=False, warc_version="1.1")

    def add(
        self,
        kind: str,
        url: str,
        at: datetime,
        media: str,
        block: bytes,
        more: dict[str, str] | None = None,
    ) -> str:
        """Write a record; its name."""
        offset, number = self.out.tell(), len(self.records) + 1
        digest = _digest(block)
        name = (
            f"<urn:uuid:{uuid.uuid5(_SPACE, f'{number} {kind} {url} {at.isoformat()} {digest}')}>"
        )
        fields = {
            "WARC-Type": kind,
            "WARC-Record-ID": name,
            **({"WARC-Target-URI": url} if url else {}),
            "WARC-Date": at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
            "WARC-Block-Digest": digest,
            **_payload_digest(kind, block),
            **(more or {}),
        }
        headers = StatusAndHeaders("", list(fields.items()), protocol=_PROTOCOL)
        record = ArcWarcRecord("warc", kind, headers, io.BytesIO(block), None, media, len(block))
        record.payload_length = len(block)
        self._warc.write_record(record)
        whole = self.out.getbuffer()[offset:]
        self.records.append(
            Record(number, kind, url, offset, len(whole), hashlib.sha256(whole).hexdigest())
        )
        whole.release()
        return name


def _payload_digest(kind: str, block: bytes) -> dict[str, str]:
    """The digest of an HTTP message's body as it came over the line."""
    if kind == "warcinfo":
        return {}
    body = block
    if kind in ("request", "response"):
        _, end, rest = block.partition(b"\r\n\r\n")
        body = rest if end else b""
    return {"WARC-Payload-Digest": _digest(body)}


def _digest(data: bytes) -> str:
    """SHA-256 as WARC files write it."""
    return f"sha256:{base64.b32encode(hashlib.sha256(data).digest()).decode('ascii')}"


def said_in(piece: bytes) -> bytes:
    """What a record says of a link, as JSON; nothing where it is of another kind."""
    _, fields, rest = _read(piece)
    is_said = fields.get("WARC-Type") == "metadata" and fields.get("Content-Type") == _SAID
    return rest[: -len(_END)] if is_said else b""


def is_part(piece: bytes) -> bool:
    """Whether a record holds only the beginning of what came."""
    return "WARC-Truncated" in _read(piece)[1]


def is_sound(piece: bytes, record: Record) -> bool:
    """Whether some bytes are one whole record of the archive, of that kind and address."""
    first, fields, rest = _read(piece)
    block = rest[: -len(_END)]
    return (
        first == _PROTOCOL
        and rest.endswith(_END)
        and fields.get("WARC-Type") == record.kind
        and fields.get("WARC-Target-URI", "") == record.url
        and fields.get("Content-Length") == str(len(block))
        and fields.get("WARC-Block-Digest") == _digest(block)
    )


def _read(piece: bytes) -> tuple[str, Mapping[str, str], bytes]:
    """The first line of a record, its fields, and its block with the end of the record.

    Shape:  read plainly, since the archive is plain: nothing is unpacked.
    """
    head, _, rest = piece.partition(b"\r\n\r\n")
    first, *lines = head.decode("utf-8", errors="replace").split("\r\n")
    fields = {name: value for name, _, value in (line.partition(": ") for line in lines)}
    return first, fields, rest
