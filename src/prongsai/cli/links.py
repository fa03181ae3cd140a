"""`prongsai links`: what the addresses of evidence show today, each with why and what to do now.

`prongsai proof` packs what they showed on the day, and verifies a pack without a network.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from prongsai.cli.commands import Argument, LazyGroup, Option
from prongsai.cli.session import (
    FILE,
    JSON,
    STRICT,
    Session,
    command,
    output_option,
    read_bytes,
    write_output,
)
from prongsai.core.errors import Finding, Place, UnreadableInput
from prongsai.core.scoring.data import finding_data
from prongsai.core.text import same

if TYPE_CHECKING:
    from prongsai.links.checking import Checker
    from prongsai.links.lists import LinkList, Listed
    from prongsai.links.proof.verifying import Verification
    from prongsai.links.results import AskedLink, Earlier, LinkResult


_FILE_OR_URL = Argument(["files"], metavar="FILE|URL...", nargs=-1, required=True)
ALLOW = Option(["--allow-host", "allowed_hosts"], multiple=True, metavar="HOST[:PORT]")
_PER_HOST = Option(["--per-host"], type=click.IntRange(1, 16), default=2, show_default=True)
_INTERVAL = Option(
    ["--interval"], type=click.FloatRange(0, 10), default=0.2, show_default=True, metavar="SECONDS"
)
_SINCE = Option(["--since"], type=FILE, metavar="FILE")
VISITING = (_FILE_OR_URL, ALLOW, _PER_HOST, _INTERVAL)
_STYLES = {"alive": "green", "changed": "yellow", "slow": "yellow", "unknown": "yellow"}
_NOT_SURE = ("changed", "slow", "unknown")
_ADDRESS_WIDTH = 48


@command("links", [*VISITING, _SINCE, JSON, STRICT])
def links_command(
    session: Session,
    files: Sequence[str],
    allowed_hosts: Sequence[str],
    per_host: int,
    interval: float,
    since: Path | None,
) -> int:
    listed = listed_in(files, earlier_of(since))
    results = checked(session, listed, checker_of(allowed_hosts, per_host, interval))
    document = links_data(listed, results)
    code = session.end(listed.findings, document, lambda: print_links(session, results))
    return max(code_of(session, results), code)


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
    from prongsai.links.results import AskedLink

    links: list[Listed] = []
    findings: list[Finding] = []
    for typed in given:
        address = typed.encode(errors="replace").decode()  # bytes that are no letters
        path = Path(typed)
        if "://" in address or (address.lower().startswith("www.") and not path.exists()):
            links.append(Listed(AskedLink(address), Place("FILE|URL", quote=address)))
            continue
        reading = read_list(read_bytes(path), path.name)
        links += reading.links
        findings += reading.findings
    known = earlier or {}
    dated = [
        replace(link, asked=replace(link.asked, earlier=known.get(link.asked.address)))
        for link in links
    ]
    return LinkList(tuple(dated), tuple(findings))


def earlier_of(path: Path | None) -> dict[str, Earlier]:
    """What an earlier run saw of each address."""
    if path is None:
        return {}
    import msgspec

    from prongsai.links.results import Earlier, EarlierRun

    try:
        run = msgspec.json.decode(read_bytes(path), type=EarlierRun)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
        raise UnreadableInput("cli/not_a_links_result", place=Place(path.name)) from error
    return {
        link.address: Earlier(link.content_sha256, link.checked_at)
        for link in run.links
        if link.content_sha256
    }


def checked(session: Session, listed: LinkList, checker: Checker) -> list[LinkResult]:
    """The results in the order of the links, with a bar where somebody watches."""
    waiting: dict[AskedLink, list[int]] = {}
    for number, link in enumerate(listed.links):
        waiting.setdefault(link.asked, []).append(number)
    by_number: dict[int, LinkResult] = {}
    label = session.message("cli/checking_links")
    results = checker.check_many([link.asked for link in listed.links])
    for result in session.track_some(results, len(listed.links), label):
        by_number[waiting[result.asked].pop(0)] = result
    return [by_number[number] for number in sorted(by_number)]


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
            {**result_data(result), "place": dict(link.place.as_dict())}
            for link, result in zip(listed.links, results, strict=True)
        ],
        "counts": dict(sorted(counts.items())),
        "findings": [finding_data(finding) for finding in listed.findings],
    }


def print_links(session: Session, results: Sequence[LinkResult]) -> None:
    """A table of all links, and how many of each verdict."""
    table = session.table("item", "address", "outcome", "why", overflow="fold")
    for result in results:
        style = _STYLES.get(result.verdict.value, "red")
        why = session.plain(result.why)
        if not result.verdict.is_there:
            why += f"\n→ {session.plain(result.step)}"
        table.add_row(
            session.plain(same(result.asked.item)),
            session.plain(same(result.address), _ADDRESS_WIDTH),
            f"[{style}]{session.plain(result.verdict.words)}[/{style}]",
            why,
        )
    session.console.print(table)
    counts = Counter(result.verdict for result in results)
    totals = " · ".join(
        f"{session.text(verdict.words)} {count}" for verdict, count in counts.most_common()
    )
    session.console.print(f"{session.message('cli/in_all')} {len(results)}: {totals}", markup=False)


proof = LazyGroup(
    "proof",
    table={
        "pack": "prongsai.cli.links:pack",
        "verify": "prongsai.cli.links:verify",
    },
)


@command(
    "pack",
    [
        *VISITING,
        output_option("PACK"),
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
    from prongsai.links.likeness import digest_of
    from prongsai.links.proof.packing import make_pack

    listed = listed_in(files)
    results = checked(session, listed, checker_of(allowed_hosts, per_host, interval, keep=True))
    data = make_pack(results, datetime.now(UTC))
    write_output(session, output, data)
    if session.as_json:
        session.print_json({**links_data(listed, results), "sha256": digest_of(data)})
    else:
        print_links(session, results)
        session.print_findings(listed.findings)
        click.echo(session.message("cli/pack_digest", digest=digest_of(data)))
    return max(code_of(session, results), session.code(listed.findings))


@command(
    "verify",
    [
        Argument(["file"], metavar="PACK", type=click.Path(path_type=Path)),
        Option(["--expect"], metavar="SHA256"),
        JSON,
        STRICT,
    ],
)
def verify(session: Session, file: Path, expect: str | None) -> int:
    from prongsai.links.proof.verifying import verify as verified

    verification = verified(read_bytes(file), file.name, expect)
    code = session.end(verification.findings, _verified_data(verification))
    if not session.as_json:
        click.echo(_verdict(session, verification, expected=expect is not None))
    return code


def _verified_data(verification: Verification) -> dict[str, Any]:
    return {
        "is_sound": verification.is_sound,
        "sha256": verification.sha256,
        "made_at": verification.made_at.isoformat() if verification.made_at else None,
        "disputed_at": verification.disputed_at.isoformat() if verification.disputed_at else None,
        "program": verification.program,
        "answers": verification.links,
        "answers_in_part": verification.parts,
        "records": verification.records,
    }


def _moment(at: datetime | None) -> str:
    return f"{at:%Y-%m-%d %H:%M:%S} UTC" if at else "–"


def _verdict(session: Session, verification: Verification, *, expected: bool) -> str:
    if not verification.is_sound:
        return session.message("cli/pack_unusable")
    made = _moment(verification.made_at)
    lines = [
        session.message(
            "cli/pack_sound", made=made, answers=verification.links, records=verification.records
        ),
        f"SHA-256 {verification.sha256}",
    ]
    if verification.disputed_at:
        at = _moment(verification.disputed_at)
        lines.append(
            session.message("cli/pack_disputed", moment=at),
        )
    if verification.parts:
        lines.append(session.message("cli/pack_with_parts", parts=verification.parts))
    if not expected:
        lines.append(session.message("cli/pack_digest_to_compare"))
    return "\n".join(lines)
