"""`prongsai links`: what the addresses of evidence show today, each with why and what to do now.

`prongsai proof` packs what they showed on the day, and verifies a pack without a network.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from prongsai.cli.commands import Argument, LazyGroup, Option
from prongsai.cli.session import JSON, STRICT, Session, command, read_bytes, write_output
from prongsai.core.errors import Finding, Place, UnreadableInput
from prongsai.core.scoring.data import finding_data
from prongsai.core.text import Text, same

if TYPE_CHECKING:
    from prongsai.links.checking import Checker
    from prongsai.links.lists import LinkList, Listed
    from prongsai.links.proof.verifying import Verification
    from prongsai.links.results import Asked, Earlier, LinkResult


_FILE_OR_URL = Argument(
    ["files"],
    metavar="FILE|URL...",
    nargs=-1,
    required=True,
    help_text=Text(
        "ที่อยู่เว็บ หรือไฟล์ TXT (บรรทัดละที่อยู่), CSV, XLSX (ข้อ และที่อยู่)",
        "Web addresses, or files: TXT (one to a line), CSV, XLSX (item and address).",
    ),
)
ALLOW = Option(
    ["--allow-host", "allowed_hosts"],
    multiple=True,
    metavar="HOST[:PORT]",
    help_text=Text(
        "ยอมให้เข้าเครื่องภายในที่ระบุชื่อนี้ (สำหรับสาธิตและทดสอบ)",
        "Let this host inside the network be visited (for demos and tests).",
    ),
)
_PER_HOST = Option(
    ["--per-host"],
    type=click.IntRange(1, 16),
    default=2,
    show_default=True,
    help_text=Text("ตรวจพร้อมกันกี่ลิงก์ต่อหนึ่งเว็บไซต์", "How many links of a site at a time."),
)
_INTERVAL = Option(
    ["--interval"],
    type=click.FloatRange(0, 10),
    default=0.2,
    show_default=True,
    metavar="SECONDS",
    help_text=Text("เว้นกี่วินาทีระหว่างการเข้าเว็บไซต์เดียวกัน", "Seconds between two visits to a site."),
)
_SINCE = Option(
    ["--since"],
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help_text=Text(
        "ผล --json ของครั้งก่อน เพื่อบอกว่าเนื้อหาใดเปลี่ยน", "An earlier --json: tells what changed."
    ),
)
VISITING = (_FILE_OR_URL, ALLOW, _PER_HOST, _INTERVAL)
_STYLES = {"alive": "green", "changed": "yellow", "slow": "yellow", "unknown": "yellow"}
_NOT_SURE = ("changed", "slow", "unknown")
_ADDRESS_WIDTH = 48


@command(
    "links",
    Text(
        "ตรวจลิงก์ของหลักฐาน: เปิดได้ ไม่มีแล้ว พาไปหน้าแรก ติดสิทธิ์ หรือบอกไม่ได้ พร้อมเหตุผลและสิ่งที่ต้องทำ\n"
        "ไม่เข้าเครือข่ายภายใน ไม่เข้าที่ที่เว็บไซต์ไม่ให้โปรแกรมเข้า และไม่บอกว่าเปิดได้เมื่อไม่แน่ใจ",
        "Check links of evidence: alive, gone, led to the home page, behind a sign-in, or not to be"
        " told, each with why and what to do.\n"
        "Nothing inside a network is visited, nor what a site forbids to programs; a page is never"
        " called alive where something speaks against it.",
    ),
    [*VISITING, _SINCE, JSON, STRICT],
)
def links_command(
    session: Session,
    files: Sequence[str],
    allowed_hosts: Sequence[str],
    per_host: int,
    interval: float,
    since: Path | None,
) -> int:
    """Check links."""
    listed = listed_in(files, earlier_of(since))
    results = checked(session, listed, checker_of(allowed_hosts, per_host, interval))
    if session.as_json:
        session.print_json(links_data(listed, results))
    else:
        print_links(session, results)
        session.print_findings(listed.findings)
    return max(code_of(session, results), session.code(listed.findings))


def checker_of(
    allowed_hosts: Sequence[str], per_host: int, interval: float, *, keep: bool = False
) -> Checker:
    """A checker as the options ask for it; `keep` keeps what went over the line, for a proof."""
    from prongsai.links.checking import Checker
    from prongsai.links.guard import Guard
    from prongsai.links.limits import Limits, Pace

    limits = Limits(total=60.0, raw=40_000_000, inflated=80_000_000) if keep else Limits()
    return Checker(Guard(allowed_hosts=allowed_hosts), limits, Pace(interval, per_host), keep=keep)


def listed_in(given: Iterable[str], earlier: dict[str, Earlier] | None = None) -> LinkList:
    """The links of all files and addresses, in their order."""
    from msgspec.structs import replace

    from prongsai.links.lists import LinkList, Listed, read_list
    from prongsai.links.results import Asked

    links: list[Listed] = []
    findings: list[Finding] = []
    for typed in given:
        one = typed.encode(errors="replace").decode()  # bytes that are no letters
        path = Path(typed)
        if "://" in one or (one.lower().startswith("www.") and not path.exists()):
            links.append(Listed(Asked(one), Place("FILE|URL", quote=one)))
            continue
        found = read_list(read_bytes(path), path.name)
        links += found.links
        findings += found.findings
    known = earlier or {}
    dated = [
        replace(one, asked=replace(one.asked, earlier=known.get(one.asked.address)))
        for one in links
    ]
    return LinkList(tuple(dated), tuple(findings))


def earlier_of(path: Path | None) -> dict[str, Earlier]:
    """What an earlier run saw of each address.

    Errors: UnreadableInput where the file is no result of `prongsai links --json`.
    """
    if path is None:
        return {}
    import msgspec

    from prongsai.links.results import Earlier, EarlierRun

    try:
        run = msgspec.json.decode(read_bytes(path), type=EarlierRun)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
        raise UnreadableInput("cli/not_a_links_result", place=Place(path.name)) from error
    return {
        one.address: Earlier(one.content_sha256, one.checked_at)
        for one in run.links
        if one.content_sha256
    }


def checked(session: Session, listed: LinkList, checker: Checker) -> list[LinkResult]:
    """The results in the order of the links, with a bar where somebody watches."""
    waiting: dict[Asked, list[int]] = {}
    for number, one in enumerate(listed.links):
        waiting.setdefault(one.asked, []).append(number)
    found: dict[int, LinkResult] = {}
    label = session.say("ตรวจลิงก์", "Checking links")
    results = checker.check_many([one.asked for one in listed.links])
    for result in _watched(results, label, len(listed.links)):
        found[waiting[result.asked].pop(0)] = result
    return [found[number] for number in sorted(found)]


def _watched(results: Iterable[LinkResult], label: str, total: int) -> Iterable[LinkResult]:
    if total < 2 or not sys.stderr.isatty():  # noqa: PLR2004 - one link needs no bar
        return results
    from rich.console import Console
    from rich.progress import track

    return track(results, label, total, console=Console(stderr=True), transient=True)


def code_of(session: Session, results: Iterable[LinkResult]) -> int:
    """1 where a link is surely not there; with --strict also where it is not sure or changed."""
    verdicts = {result.verdict.value for result in results} - {"alive"}
    return int(bool(verdicts if session.strict else verdicts - set(_NOT_SURE)))


def links_data(listed: LinkList, results: Sequence[LinkResult]) -> dict[str, Any]:
    """Results as data, in the order of the links, each with its place."""
    from prongsai.links.results import result_data

    counts = Counter(result.verdict.value for result in results)
    return {
        "links": [
            {**result_data(result), "place": dict(one.place.as_dict())}
            for one, result in zip(listed.links, results, strict=True)
        ],
        "counts": dict(sorted(counts.items())),
        "findings": [finding_data(finding) for finding in listed.findings],
    }


def print_links(session: Session, results: Sequence[LinkResult]) -> None:
    """A table of all links, and how many of each verdict."""
    headings = (("ข้อ", "Item"), ("ที่อยู่", "Address"), ("ผล", "Verdict"), ("เหตุผล", "Why"))
    table = session.table(*headings, overflow="fold")
    for result in results:
        style = _STYLES.get(result.verdict.value, "red")
        why = session.shown(result.why)
        if not result.verdict.is_there:
            why += f"\n→ {session.shown(result.step)}"
        table.add_row(
            session.shown(same(result.asked.item)),
            session.shown(same(result.address), _ADDRESS_WIDTH),
            f"[{style}]{session.shown(result.verdict.words)}[/{style}]",
            why,
        )
    session.console.print(table)
    counts = Counter(result.verdict for result in results)
    told = " · ".join(f"{session.text(one.words)} {count}" for one, count in counts.most_common())
    session.console.print(f"{session.say('รวม', 'In all')} {len(results)}: {told}", markup=False)


_PACK = Text(
    "เก็บสิ่งที่แต่ละที่อยู่แสดงวันนี้เป็นชุดหลักฐานยืนยัน", "Pack what each address shows today as a proof."
)
_VERIFY = Text(
    "ตรวจชุดหลักฐานยืนยันโดยไม่ใช้อินเทอร์เน็ต",
    "Verify a proof, or a dispute with one, without a network: a changed byte is found.",
)
proof = LazyGroup(
    "proof",
    help_text=Text("ชุดหลักฐานยืนยันว่าหลักฐานอยู่บนเว็บในวันนั้น", "Proof of what was on the web on the day."),
    table={
        "pack": ("prongsai.cli.links:pack", _PACK),
        "verify": ("prongsai.cli.links:verify", _VERIFY),
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
            help_text=Text("ไฟล์ชุดหลักฐานยืนยันที่จะเขียน (ZIP)", "The pack to write (ZIP)."),
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
        click.echo(session.message("cli/pack_digest", digest=sha256(data)))
    return max(code_of(session, results), session.code(listed.findings))


@command(
    "verify",
    _VERIFY,
    [
        Argument(
            ["file"],
            metavar="PACK",
            type=click.Path(path_type=Path),
            help_text=Text("ไฟล์ชุดหลักฐานยืนยัน (ZIP)", "The pack (ZIP)."),
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
    code = session.end(found.findings, _verified_data(found))
    if not session.as_json:
        click.echo(_verdict(session, found, expected=expect is not None))
    return code


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
