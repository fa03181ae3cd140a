"""The pack of a dispute: a letter and what it brings, with the digests of everything.

The proof of what the web showed lies in it as it was kept on the day, and is verified with it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from prongsai.core.errors import Finding, Findings, Place
from prongsai.core.text import Text
from prongsai.core.thai import shorten
from prongsai.links.proof.packing import FileDigest, Moment, sha256, stored
from prongsai.links.proof.verifying import Verification, check_names, opened, verify_pack

FORMAT = "prongsai-dispute/1"
MANIFEST = "dispute.json"
LETTER, LETTER_TO_EDIT, HISTORY, PROOF = "letter.pdf", "letter.docx", "history.csv", "proof.zip"
FILES = (LETTER, LETTER_TO_EDIT, HISTORY, PROOF)
_STEP = Text("อย่าใช้ชุดนี้เป็นหลักฐาน ขอต้นฉบับ", "do not use it as proof; get the original")


class DisputeManifest(Struct, frozen=True, forbid_unknown_fields=True):
    """What the pack of a dispute holds."""

    format: str
    made_at: Moment
    files: tuple[FileDigest, ...]


def make_dispute(files: Mapping[str, bytes], made_at: datetime) -> bytes:
    """The pack of `FILES`; made again it has the same bytes."""
    listed = tuple(FileDigest(name, len(data), sha256(data)) for name, data in files.items())
    manifest = msgspec.json.encode(DisputeManifest(FORMAT, made_at, listed))
    return stored({**files, MANIFEST: msgspec.json.format(manifest, indent=1)})


def verify(data: bytes, name: str, expected: str | None = None) -> Verification:
    """Verify a proof, or the pack of a dispute with the proof in it.

    Errors: as `verify_pack`.
    """
    content = opened(data, name)
    if MANIFEST not in content:
        return verify_pack(data, name, expected)
    check_names(content, {*FILES, MANIFEST}, name)
    findings = Findings()
    digest = sha256(data)
    if expected is not None and expected.strip().lower() != digest:
        said = Text(
            f"ไม่ใช่ชุดที่บันทึกไว้: SHA-256 ของแฟ้มนี้คือ {digest}",
            f"this is not the pack that was written down: its SHA-256 is {digest}",
        )
        findings.error("another_pack", said, Place(name), next_step=_STEP)
    manifest = _checked(content, findings)
    if not findings.items and stored(content) != data:
        said = Text("ส่วนห่อของแฟ้ม ZIP เปลี่ยนไป", "the envelope of the ZIP file was changed")
        findings.error("changed", said, Place(name), next_step=_STEP)
    inner = verify_pack(content[PROOF], PROOF)
    every: tuple[Finding, ...] = (*findings.items, *inner.findings)
    disputed_at = manifest.made_at.astimezone(UTC) if manifest else None
    return replace(inner, sha256=digest, findings=every, disputed_at=disputed_at)


def _checked(content: Mapping[str, bytes], findings: Findings) -> DisputeManifest | None:
    """The manifest, with what differs from it among the findings; None where it cannot be read."""
    try:
        manifest = msgspec.json.decode(content[MANIFEST], type=DisputeManifest)
    except (msgspec.DecodeError, UnicodeDecodeError):
        said = Text("อ่านสารบัญไม่ได้", "the manifest cannot be read")
        findings.error("changed", said, Place(MANIFEST), next_step=_STEP)
        return None
    if manifest.format != FORMAT or sorted(one.name for one in manifest.files) != sorted(FILES):
        said = Text(
            "สารบัญเป็นรูปแบบอื่น หรือไม่ครบทุกแฟ้ม", "the manifest is of another format or not whole"
        )
        place = Place(MANIFEST, quote=shorten(manifest.format, 40))
        findings.error("other_format", said, place, next_step=_STEP)
    told = {one.name: one for one in manifest.files}
    for name in FILES:
        one, data = told.get(name), content[name]
        if one is None or len(data) != one.size or sha256(data) != one.sha256:
            said = Text("แฟ้มเปลี่ยนไปจากวันที่ทำ", "the file differs from what was packed")
            findings.error("changed", said, Place(name), next_step=_STEP)
    return manifest
