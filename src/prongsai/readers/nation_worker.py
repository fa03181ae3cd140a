"""What a worker of a cluster does with one file: the work of this process, done elsewhere.

Each worker opens the file by the same path, so that all machines need the same folder. Only counts
and faults come back.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from msgspec import Struct

from prongsai import __version__
from prongsai.core.errors import Finding, Findings
from prongsai.core.surveys.questionnaire import Questionnaire
from prongsai.readers.nation_parts import Part, PartCounter, digest_of, place_of
from prongsai.readers.nation_sql import literal, open_duckdb


class PartCounts(Struct, frozen=True):
    """What a worker hands back: the counts as a Parquet file; no part where it has faults."""

    findings: Sequence[Finding]
    part: Part | None = None
    table: bytes = b""
    version: str = __version__


Work = Callable[..., PartCounts]


def count_part(path: Path, digest: str, *, surveys: Mapping[str, Questionnaire]) -> PartCounts:
    """Check and count one file, in whatever process this runs; another file is refused."""
    if digest_of(path) != digest:
        return not_counted("nation/cluster_other_file", path)
    findings = Findings()
    with open_duckdb() as base, tempfile.TemporaryDirectory() as folder:
        part = PartCounter(base, surveys, findings).take(path, digest)
        if part is None:
            return PartCounts(findings.items)
        table = Path(folder) / "counts.parquet"
        base.execute(f"COPY {part.instrument} TO {literal(table)} (FORMAT parquet)")
        return PartCounts(findings.items, part, table.read_bytes())


def not_counted(key: str, path: Path, **values: str) -> PartCounts:
    """Say of a file why a cluster did not count it."""
    findings = Findings()
    findings.error(key, place_of(path), **values)
    return PartCounts(findings.items)


def failed(path: Path, error: Exception) -> PartCounts:
    """Say what a worker raised over a file."""
    lines = str(error).splitlines() or [""]
    reason = f"{type(error).__name__}: {lines[0][:200]}"
    return not_counted("nation/cluster_failed", path, reason=reason)


def of_this_version(path: Path, counts: PartCounts) -> PartCounts:
    """Refuse the counts of a worker that has another version of the rules."""
    if counts.version == __version__:
        return counts
    versions = {"theirs": counts.version, "ours": __version__}
    return not_counted("nation/cluster_version", path, **versions)
