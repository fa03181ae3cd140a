"""Parts counted by the workers of a Dask cluster: the work of this process, done elsewhere.

Each worker opens the file by the same path, so that all machines need the same folder. Only counts
and faults come back. The scheduler gives the part of a worker that died to another.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from prongsai import __version__
from prongsai.core.errors import Finding, Findings, Misuse
from prongsai.core.surveys.questionnaire import Questionnaire
from prongsai.readers.nation_parts import Part, PartCounter, digest_of, place_of
from prongsai.readers.nation_sql import literal, open_duckdb

if TYPE_CHECKING:
    from distributed import Client, Future

_PATIENCE = 30  # seconds in which a scheduler must answer, and then have a worker


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
        return _failed("nation/dask_other_file", path)
    findings = Findings()
    with open_duckdb() as base, tempfile.TemporaryDirectory() as folder:
        part = PartCounter(base, surveys, findings).take(path, digest)
        if part is None:
            return PartCounts(findings.items)
        table = Path(folder) / "counts.parquet"
        base.execute(f"COPY {part.instrument} TO {literal(table)} (FORMAT parquet)")
        return PartCounts(findings.items, part, table.read_bytes())


def count_by_dask(
    address: str,
    paths: Sequence[Path],
    surveys: Mapping[str, Questionnaire],
    work: Work = count_part,
) -> Iterator[PartCounts]:
    """The counts of each file in the order of the files.

    Errors: Misuse where distributed is not installed, no scheduler answers at the address, or it
            has no worker, or none any more.
    """
    with _client_of(address) as client:
        own = partial(work, surveys=surveys)
        # A worker's file of the same path need not be this one.
        digests = list(map(digest_of, paths))
        futures = client.map(own, [path.absolute() for path in paths], digests, pure=False)
        for path, future in zip(paths, futures, strict=True):
            try:
                counts = _result(future, client, address)
            except Misuse:
                raise
            except Exception as error:  # noqa: BLE001 - whatever a worker of theirs raises
                yield _failed("nation/dask_failed", path, reason=_reason(error))
                continue
            yield (
                counts
                if counts.version == __version__
                else _failed("nation/dask_version", path, theirs=counts.version, ours=__version__)
            )


def _client_of(address: str) -> Client:
    try:
        from distributed import Client  # noqa: PLC0415 - an extra of its own
    except ImportError as error:
        raise Misuse("nation/dask_missing") from error
    try:
        client = Client(  # type: ignore[no-untyped-call]
            address, timeout=_PATIENCE, set_as_default=False
        )
    except (OSError, ValueError) as error:
        raise Misuse("nation/dask_unreachable", address=address) from error
    try:
        client.wait_for_workers(1, timeout=_PATIENCE)
    except TimeoutError as error:
        client.close()  # type: ignore[no-untyped-call]
        raise Misuse("nation/dask_without_workers", address=address) from error
    return client


def _result(future: Future[PartCounts], client: Client, address: str) -> PartCounts:
    """What a worker counted: waited for as long as it takes, while there is a worker at all."""
    while True:
        try:
            return future.result(timeout=_PATIENCE)
        except TimeoutError as error:
            if future.status == "error":  # one of the worker's own
                raise
            if not client.scheduler_info()["workers"]:
                raise Misuse("nation/dask_without_workers", address=address) from error


def _failed(key: str, path: Path, **values: str) -> PartCounts:
    findings = Findings()
    findings.error(key, place_of(path), **values)
    return PartCounts(findings.items)


def _reason(error: Exception) -> str:
    lines = str(error).splitlines() or [""]
    return f"{type(error).__name__}: {lines[0][:200]}"
