"""`prongsai proof`: what addresses showed on the day, packed, and verified without a network."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from prongsai.cli.commands import Argument, LazyGroup, Option
from prongsai.cli.links import (
    VISITING,
    checked,
    checker_of,
    code_of,
    links_data,
    listed_in,
    print_links,
)
from prongsai.cli.session import JSON, STRICT, Session, command, read_bytes, write_output
from prongsai.core.scoring.data import finding_data
from prongsai.core.text import Text

if TYPE_CHECKING:
    from prongsai.links.proof.verifying import Verification

_PACK = Text("เก็บสิ่งที่แต่ละที่อยู่แสดงวันนี้เป็นชุดพิสูจน์", "Pack what each address shows today as a proof.")
_VERIFY = Text(
    "ตรวจชุดพิสูจน์โดยไม่ใช้อินเทอร์เน็ต",
    "Verify a proof, or a dispute with one, without a network: a changed byte is found.",
)
proof = LazyGroup(
    "proof",
    help_text=Text("ชุดพิสูจน์ว่าหลักฐานอยู่บนเว็บในวันนั้น", "Proof of what was on the web on the day."),
    table={
        "pack": ("prongsai.cli.proof:pack", _PACK),
        "verify": ("prongsai.cli.proof:verify", _VERIFY),
    },
)


@command(
    "pack",
    _PACK,
    [
        *VISITING,
        Option(
            ["-o", "--output"],
            required=True,
            type=click.Path(dir_okay=False, path_type=Path),
            metavar="PACK",
            help_text=Text("แฟ้มชุดพิสูจน์ที่จะเขียน (ZIP)", "The pack to write (ZIP)."),
        ),
        JSON,
        STRICT,
    ],
)
def pack(
    session: Session,
    files: Sequence[str],
    allowed_hosts: Sequence[str],
    per_host: int,
    interval: float,
    output: Path,
) -> int:
    """Check links and pack what they showed."""
    from prongsai.links.proof.packing import make_pack, sha256

    listed = listed_in(files)
    results = checked(session, listed, checker_of(allowed_hosts, per_host, interval, keep=True))
    data = make_pack(results, datetime.now(UTC))
    write_output(session, output, data)
    if session.as_json:
        session.print_json({**links_data(listed, results), "sha256": sha256(data)})
    else:
        print_links(session, results)
        session.print_findings(listed.findings)
        click.echo(_written_down(session, sha256(data)))
    return max(code_of(session, results), session.code(listed.findings))


def _written_down(session: Session, digest: str) -> str:
    return session.message("cli/pack_digest", digest=digest)


@command(
    "verify",
    _VERIFY,
    [
        Argument(
            ["file"],
            metavar="PACK",
            type=click.Path(path_type=Path),
            help_text=Text("แฟ้มชุดพิสูจน์ (ZIP)", "The pack (ZIP)."),
        ),
        Option(
            ["--expect"],
            metavar="SHA256",
            help_text=Text("ค่า SHA-256 ที่จดไว้วันทำ", "The SHA-256 that was written down on the day."),
        ),
        JSON,
        STRICT,
    ],
)
def verify(session: Session, file: Path, expect: str | None) -> int:
    """Verify a pack."""
    from prongsai.links.proof.verifying import verify as verified

    found = verified(read_bytes(file), file.name, expect)
    if session.as_json:
        session.print_json(_verified_data(found))
    else:
        session.print_findings(found.findings)
        click.echo(_verdict(session, found, expected=expect is not None))
    return session.code(found.findings)


def _verified_data(found: Verification) -> dict[str, Any]:
    return {
        "is_sound": found.is_sound,
        "sha256": found.sha256,
        "made_at": found.made_at.isoformat() if found.made_at else None,
        "disputed_at": found.disputed_at.isoformat() if found.disputed_at else None,
        "program": found.program,
        "answers": found.links,
        "answers_in_part": found.parts,
        "records": found.records,
        "findings": [finding_data(finding) for finding in found.findings],
    }


def _moment(at: datetime | None) -> str:
    return f"{at:%Y-%m-%d %H:%M:%S} UTC" if at else "–"


def _verdict(session: Session, found: Verification, *, expected: bool) -> str:
    if not found.is_sound:
        return session.say("ชุดนี้ใช้เป็นหลักฐานไม่ได้", "this pack proves nothing")
    made = _moment(found.made_at)
    lines = [
        session.message("cli/pack_sound", made=made, answers=found.links, records=found.records),
        f"SHA-256 {found.sha256}",
    ]
    if found.disputed_at:
        at = _moment(found.disputed_at)
        lines.append(
            session.message("cli/pack_disputed", moment=at),
        )
    if found.parts:
        lines.append(session.message("cli/pack_with_parts", parts=found.parts))
    if not expected:
        lines.append(session.message("cli/pack_digest_to_compare"))
    return "\n".join(lines)
