"""The pack: a ZIP of an archive, what was said of each link, and the digests of everything."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Annotated

import msgspec
from msgspec import Struct

from prongsai import __version__
from prongsai.links.proof.archive import Record, archive_of
from prongsai.links.results import LinkResult, result_data

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
_READ_ME = """ชุดพิสูจน์ของลิงก์หลักฐาน (โปร่งใส)
ในชุดนี้มีสิ่งที่ที่อยู่แต่ละรายการแสดง ณ เวลาที่ระบุ: คำขอ คำตอบ ใบรับรอง (links.warc) และผลตรวจ (links.json)
ตรวจว่าไม่มีไบต์ใดเปลี่ยนด้วย: prongsai proof verify แฟ้มนี้.zip
ค่า SHA-256 ของทั้งแฟ้ม ที่บันทึกไว้นอกชุดในวันที่ทำ พิสูจน์ว่าเป็นชุดเดิม เทียบด้วย --expect

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
    """One file of the pack."""

    name: str
    size: int
    sha256: str


class Manifest(Struct, frozen=True, forbid_unknown_fields=True):
    """What a pack holds."""

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
        tuple(FileDigest(name, len(data), sha256(data)) for name, data in content.items()),
        records,
    )
    content[MANIFEST] = msgspec.json.format(msgspec.json.encode(manifest), indent=1)
    content[SEAL] = sealed(content[MANIFEST])
    return enveloped(content)


def sealed(manifest: bytes) -> bytes:
    """The line that holds the manifest's own digest."""
    return f"{sha256(manifest)}  {MANIFEST}\n".encode()


def sha256(data: bytes) -> str:
    """SHA-256 in small letters."""
    return hashlib.sha256(data).hexdigest()


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
