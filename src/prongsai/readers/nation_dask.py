"""Parts counted by the workers of a Dask cluster.

The scheduler gives the part of a worker that died to another.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from prongsai.core.errors import Misuse
from prongsai.core.surveys.questionnaire import Questionnaire
from prongsai.readers.nation_parts import (
    PartCounts,
    Work,
    count_part,
    digest_of,
    failed,
    of_this_version,
)

if TYPE_CHECKING:
    from distributed import Client, Future

_PATIENCE = 30  # seconds in which a scheduler must answer, and then have a worker


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
                counts = failed(path, error)
            yield of_this_version(path, counts)


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
