"""The pack: a WARC of what went over the lines, what was said of each link, and all digests."""

from __future__ import annotations

import base64
import hashlib
import io
import uuid
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Annotated

import msgspec
from msgspec import Struct
from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from prongsai import __version__
from prongsai.links.fetching import Exchange
from prongsai.links.likeness import digest_of
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
        block = msgspec.json.format(msgspec.json.encode(result_data(result)), indent=1)
        url = result.final or f"about:{result.reason.value}"
        more = {"WARC-Concurrent-To": last} if last else {}
        writer.add("metadata", url, result.at, _SAID, block, more)
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


FORMAT = "prongsai-proof/1"
MANIFEST, SEAL, LINKS, ARCHIVE, READ_ME = (
    "manifest.json",
    "manifest.sha256",
    "links.json",
    "links.warc",
    "READ-ME.txt",
)
NAMES = (READ_ME, MANIFEST, SEAL, LINKS, ARCHIVE)
_DAY = (1980, 1, 1, 0, 0, 0)
_UNIX = 3
_RIGHTS = 0o644 << 16
_READ_ME = """ชุดหลักฐานยืนยันของลิงก์หลักฐาน (โปร่งใส)
ในชุดนี้มีสิ่งที่ที่อยู่แต่ละรายการแสดง ณ เวลาที่ระบุ: คำขอ คำตอบ ใบรับรอง (links.warc) และผลตรวจ (links.json)
ตรวจว่าไม่มีไบต์ใดเปลี่ยนด้วย: prongsai proof verify ไฟล์นี้.zip
ค่า SHA-256 ของทั้งไฟล์ ที่บันทึกไว้นอกชุดในวันที่ทำ พิสูจน์ว่าเป็นชุดเดิม เทียบด้วย --expect

A proof of links of evidence (Prongsai)
This pack holds what each address showed at the time that is told: request, answer, certificate
(links.warc), and what was said of it (links.json). That no byte has changed since is verified by
prongsai proof verify FILE.zip
The SHA-256 of the whole file, written down outside of it on the day, proves that it is the same
pack: compare by --expect.
"""


# With its zone: a moment without one is none.
Moment = Annotated[datetime, msgspec.Meta(tz=True)]


class FileDigest(Struct, frozen=True, forbid_unknown_fields=True):
    name: str
    size: int
    sha256: str


class Manifest(Struct, frozen=True, forbid_unknown_fields=True):
    format: str
    made_at: Moment
    program: str
    files: tuple[FileDigest, ...]
    records: tuple[Record, ...]


def make_pack(results: Sequence[LinkResult], made_at: datetime) -> bytes:
    """The pack of results that carry what went over the line (`Checker(keep=True)`).

    Shape:  the same results at the same time give the same bytes.
    """
    archive, records = archive_of(results, made_at)
    links = [result_data(result) for result in results]
    content = {
        READ_ME: _READ_ME.encode(),
        LINKS: msgspec.json.format(msgspec.json.encode({"links": links}), indent=1),
        ARCHIVE: archive,
    }
    manifest = Manifest(
        FORMAT,
        made_at.astimezone(UTC),
        f"prongsai {__version__}",
        tuple(FileDigest(name, len(data), digest_of(data)) for name, data in content.items()),
        records,
    )
    content[MANIFEST] = msgspec.json.format(msgspec.json.encode(manifest), indent=1)
    content[SEAL] = sealed(content[MANIFEST])
    return enveloped(content)


def sealed(manifest: bytes) -> bytes:
    """The line that holds the manifest's own digest."""
    return f"{digest_of(manifest)}  {MANIFEST}\n".encode()


def enveloped(content: Mapping[str, bytes]) -> bytes:
    """The ZIP of some content: nothing is packed and nothing depends on the day or the machine.

    What is in it lies in it byte by byte, so that no pack can swell when it is read.
    """
    return stored({name: content[name] for name in NAMES})


def stored(content: Mapping[str, bytes]) -> bytes:
    """A ZIP of some files in their order, the same bytes wherever and whenever it is made."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, data in content.items():
            entry = zipfile.ZipInfo(name, _DAY)
            entry.create_system = _UNIX
            entry.external_attr = _RIGHTS
            archive.writestr(entry, data)
    return out.getvalue()
