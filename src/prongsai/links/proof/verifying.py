"""Verify a pack, or a dispute's with one in it, without a network: each changed byte is named."""

import io
import struct
import zipfile
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import UTC, datetime

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from prongsai.core.errors import Finding, Findings, Place, UnreadableInput
from prongsai.core.thai import shorten
from prongsai.links.likeness import digest_of
from prongsai.links.proof.packing import (
    ARCHIVE,
    FORMAT,
    LINKS,
    MANIFEST,
    NAMES,
    SEAL,
    FileDigest,
    Manifest,
    Moment,
    Record,
    enveloped,
    is_part,
    is_sound,
    said_in,
    sealed,
    stored,
)

MOST_BYTES = 2_000_000_000
_LOCAL_HEAD = 30
_NAME_AND_EXTRA = 26
_LOCAL_MARK = b"PK\x03\x04"
_ENCRYPTED = 1


class Verification(Struct, frozen=True):
    """What was found of a pack.

    Shape:  `parts` of its `links` answers were longer than is kept, and lie in it in part;
            `disputed_at` when the dispute was made that it lies in.
    """

    sha256: str
    made_at: datetime | None
    program: str
    links: int
    records: int
    findings: tuple[Finding, ...]
    disputed_at: datetime | None = None
    parts: int = 0

    @property
    def is_sound(self) -> bool:
        """Whether not a byte differs from what was packed."""
        return not self.findings


def verify_pack(data: bytes, name: str, expected: str | None = None) -> Verification:
    """Verify a pack; `expected` is its SHA-256 as it was written down elsewhere.

    Errors: UnreadableInput where it is no pack at all: no ZIP, cut short, with other files or
            names in it, or without its manifest.
    """
    content = opened(data, name)
    check_names(content, NAMES, name)
    findings = Findings()
    digest = compared_digest(data, name, expected, findings)
    manifest = _manifest(content, findings)
    if manifest is not None:
        _check_files(manifest, content, findings)
        if not findings.items:
            _check_archive(manifest, content[ARCHIVE], findings)
        if not findings.items:
            _check_said(manifest, content, findings)
    _check_envelope(content, data, name, findings)
    records = manifest.records if manifest else ()
    return Verification(
        digest,
        manifest.made_at.astimezone(UTC) if manifest else None,
        manifest.program if manifest else "",
        sum(record.kind == "response" for record in records),
        len(records),
        tuple(findings.items),
        parts=sum(map(is_part, _pieces(records, content[ARCHIVE]))),
    )


def compared_digest(data: bytes, name: str, expected: str | None, findings: Findings) -> str:
    """Return the SHA-256 of a file; a finding says so where another was expected."""
    digest = digest_of(data)
    if expected is not None and expected.strip().lower() != digest:
        findings.error("links/another_pack", Place(name), digest=digest)
    return digest


def _pieces(records: Iterable[Record], archive: bytes) -> Iterator[bytes]:
    return (archive[record.offset : record.offset + record.length] for record in records)


def check_names(content: Mapping[str, bytes], names: Collection[str], name: str) -> None:
    """Go on only where a pack holds just these files."""
    strange = sorted(set(content) - set(names))
    if strange:
        file = shorten(repr(strange[0]), 80)
        raise UnreadableInput("links/no_proof.strange_file", place=Place(name), file=file)
    missing = [wanted for wanted in sorted(names) if wanted not in content]
    if missing:
        raise UnreadableInput("links/no_proof.lacks_file", place=Place(name), file=missing[0])


def opened(data: bytes, name: str) -> dict[str, bytes]:
    """The files of a ZIP, cut out by their places: no unpacking, nothing is written anywhere.

    Errors: UnreadableInput where it is no ZIP, cut short, or holds a name more than once.
    """
    if len(data) > MOST_BYTES:
        raise UnreadableInput("links/no_proof.too_large", place=Place(name))
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, struct.error):
        raise UnreadableInput("links/no_proof.no_zip", place=Place(name)) from None
    doubled = [
        filename
        for filename, times in Counter(entry.filename for entry in entries).items()
        if times > 1
    ]
    if doubled:
        raise UnreadableInput("links/no_proof.twice", place=Place(name), file=doubled[0])
    return {entry.filename: _cut_out(data, entry, name) for entry in entries}


def _cut_out(data: bytes, entry: zipfile.ZipInfo, name: str) -> bytes:
    if entry.compress_type != zipfile.ZIP_STORED or entry.compress_size != entry.file_size:
        raise UnreadableInput("links/no_proof.compressed", place=Place(name), file=entry.filename)
    if entry.flag_bits & _ENCRYPTED:
        raise UnreadableInput("links/no_proof.encrypted", place=Place(name), file=entry.filename)
    head = data[entry.header_offset : entry.header_offset + _LOCAL_HEAD]
    if len(head) == _LOCAL_HEAD and head.startswith(_LOCAL_MARK):
        lengths = struct.unpack_from("<HH", head, _NAME_AND_EXTRA)
        begin = entry.header_offset + _LOCAL_HEAD + sum(lengths)
        piece = data[begin : begin + entry.file_size]
        if len(piece) == entry.file_size:
            return piece
    raise UnreadableInput("links/no_proof.misplaced", place=Place(name), file=entry.filename)


def _manifest(content: dict[str, bytes], findings: Findings) -> Manifest | None:
    if content[SEAL] != sealed(content[MANIFEST]):
        findings.error("links/changed.manifest_or_seal", Place(MANIFEST))
    try:
        manifest = msgspec.json.decode(content[MANIFEST], type=Manifest)
    except (msgspec.DecodeError, UnicodeDecodeError):
        findings.error("links/changed.manifest", Place(MANIFEST))
        return None
    listed = [file.name for file in manifest.files]
    if manifest.format != FORMAT or sorted(listed) != sorted(set(NAMES) - {MANIFEST, SEAL}):
        findings.error("links/other_format", Place(MANIFEST, quote=shorten(manifest.format, 40)))
    return manifest


def _check_files(manifest: Manifest, content: dict[str, bytes], findings: Findings) -> None:
    for file in manifest.files:
        data = content.get(file.name, b"")
        if len(data) == file.size and digest_of(data) == file.sha256:
            continue
        places = _records_changed(manifest, data) if file.name == ARCHIVE else []
        for record in places:
            findings.error("links/changed.record", _place_of(record))
        if not places:
            findings.error("links/changed.file", Place(file.name))


def _records_changed(manifest: Manifest, archive: bytes) -> list[Record]:
    return [
        record
        for record in manifest.records
        if digest_of(archive[record.offset : record.offset + record.length]) != record.sha256
    ]


def _place_of(record: Record) -> Place:
    last = record.offset + record.length - 1
    quote = f"{record.number} {record.kind} {record.url} ({record.offset}–{last})"
    return Place(ARCHIVE, quote=shorten(quote, 200))


def _check_archive(manifest: Manifest, archive: bytes, findings: Findings) -> None:
    """Whether the records follow each other without a gap, each what the manifest says."""
    at = 0
    for record in manifest.records:
        piece = archive[at : at + record.length]
        if record.offset != at or digest_of(piece) != record.sha256 or not is_sound(piece, record):
            findings.error("links/changed.record", _place_of(record))
            return
        at += record.length
    if at != len(archive):
        findings.error("links/changed.archive", Place(ARCHIVE, quote=f"byte {at}"))


def _check_said(manifest: Manifest, content: dict[str, bytes], findings: Findings) -> None:
    """Whether what is said of each link is what the archive's own records say of it."""
    pieces = _pieces(manifest.records, content[ARCHIVE])
    try:
        links = [msgspec.json.decode(block) for piece in pieces if (block := said_in(piece))]
        is_same = msgspec.json.decode(content[LINKS]) == {"links": links}
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        is_same = False
    if not is_same:
        findings.error("links/changed.said", Place(LINKS))


def _check_envelope(content: dict[str, bytes], data: bytes, name: str, findings: Findings) -> None:
    """Whether everything around the files is as it was written, too."""
    made = enveloped(content)
    if made == data or any(item.code == "changed" for item in findings.items):
        return
    at = next((n for n, (a, b) in enumerate(zip(made, data, strict=False)) if a != b), len(made))
    findings.error("links/changed.envelope", Place(name, quote=f"byte {at}"))


DISPUTE_FORMAT = "prongsai-dispute/1"
DISPUTE_MANIFEST = "dispute.json"
LETTER, LETTER_TO_EDIT, HISTORY, PROOF = "letter.pdf", "letter.docx", "history.csv", "proof.zip"
FILES = (LETTER, LETTER_TO_EDIT, HISTORY, PROOF)


class DisputeManifest(Struct, frozen=True, forbid_unknown_fields=True):
    """What the pack of a dispute holds."""

    format: str
    made_at: Moment
    files: tuple[FileDigest, ...]


def make_dispute(files: Mapping[str, bytes], made_at: datetime) -> bytes:
    """The pack of `FILES`; made again it has the same bytes."""
    listed = tuple(FileDigest(name, len(data), digest_of(data)) for name, data in files.items())
    manifest = msgspec.json.encode(DisputeManifest(DISPUTE_FORMAT, made_at, listed))
    return stored({**files, DISPUTE_MANIFEST: msgspec.json.format(manifest, indent=1)})


def verify(data: bytes, name: str, expected: str | None = None) -> Verification:
    """Verify a proof, or the pack of a dispute with the proof in it."""
    content = opened(data, name)
    if DISPUTE_MANIFEST not in content:
        return verify_pack(data, name, expected)
    check_names(content, {*FILES, DISPUTE_MANIFEST}, name)
    findings = Findings()
    digest = compared_digest(data, name, expected, findings)
    manifest = _checked(content, findings)
    if not findings.items and stored(content) != data:
        findings.error("links/changed.dispute_envelope", Place(name))
    inner = verify_pack(content[PROOF], PROOF)
    every: tuple[Finding, ...] = (*findings.items, *inner.findings)
    disputed_at = manifest.made_at.astimezone(UTC) if manifest else None
    return replace(inner, sha256=digest, findings=every, disputed_at=disputed_at)


def _checked(content: Mapping[str, bytes], findings: Findings) -> DisputeManifest | None:
    """The manifest, with what differs from it among the findings; None where it cannot be read."""
    try:
        manifest = msgspec.json.decode(content[DISPUTE_MANIFEST], type=DisputeManifest)
    except (msgspec.DecodeError, UnicodeDecodeError):
        findings.error("links/changed.manifest_unreadable", Place(DISPUTE_MANIFEST))
        return None
    listed = sorted(file.name for file in manifest.files)
    if manifest.format != DISPUTE_FORMAT or listed != sorted(FILES):
        place = Place(DISPUTE_MANIFEST, quote=shorten(manifest.format, 40))
        findings.error("links/other_format.dispute", place)
    files = {file.name: file for file in manifest.files}
    for name in FILES:
        file, data = files.get(name), content[name]
        if file is None or len(data) != file.size or digest_of(data) != file.sha256:
            findings.error("links/changed.file", Place(name))
    return manifest
