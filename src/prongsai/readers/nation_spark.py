"""Parts counted by the executors of an existing Spark, one task a file.

Spark gives the task of an executor that died to another, three times if need be.
"""

from __future__ import annotations

import os
import shutil
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
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
    from pyspark import SparkContext

_PATIENCE = 30.0  # seconds in which a master must answer and give an executor
_SETTINGS = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.log.level": "OFF",
}


def count_by_spark(
    address: str,
    paths: Sequence[Path],
    surveys: Mapping[str, Questionnaire],
    work: Work = count_part,
) -> Iterator[PartCounts]:
    """The counts of each file in the order of the files.

    Errors: Misuse where PySpark or Java is not installed, no master answers at the address or it
            gives no executor, or executors died over the same file again and again.
    """
    with _context_of(address) as context:
        # An executor's file of the same path need not be this one.
        parts = [(path.absolute(), digest_of(path)) for path in paths]
        tasks = context.parallelize(parts, len(parts))
        try:
            counted = tasks.map(partial(_count, work=work, surveys=surveys)).collect()
        except Exception as error:
            raise Misuse("nation/spark_failed", address=address, reason=_cause(error)) from error
    yield from map(of_this_version, paths, counted)


def _count(
    part: tuple[Path, str], *, work: Work, surveys: Mapping[str, Questionnaire]
) -> PartCounts:
    try:
        return work(*part, surveys=surveys)
    except Exception as error:  # noqa: BLE001 - whatever it raises is told of its file
        return failed(part[0], error)


@contextmanager
def _context_of(address: str) -> Iterator[SparkContext]:
    try:
        from pyspark import SparkConf, SparkContext  # noqa: PLC0415 - an extra of its own
    except ImportError as error:
        raise Misuse("nation/spark_missing") from error
    if not (os.environ.get("JAVA_HOME") or shutil.which("java")):
        raise Misuse("nation/spark_missing")
    # Executors on this machine run what this process runs; those of others what is set there.
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    settings = SparkConf().setMaster(address).setAppName("prongsai nation score")
    try:
        context = SparkContext(conf=settings.setAll(list(_SETTINGS.items())))
    except Exception as error:
        raise Misuse("nation/spark_unreachable", address=address) from error
    with context:
        _wait_for_executors(context, address)
        yield context


def _wait_for_executors(context: SparkContext, address: str) -> None:
    end = time.monotonic() + _PATIENCE
    while not address.startswith("local"):
        try:
            # The process that asks is listed too.
            count = context._jsc.sc().getExecutorMemoryStatus().size() - 1  # noqa: SLF001 - nothing public tells
        except Exception as error:  # a context without master ends of itself after a minute
            raise Misuse("nation/spark_without_workers", address=address) from error
        if count:
            return
        if time.monotonic() > end:
            raise Misuse("nation/spark_without_workers", address=address)
        time.sleep(0.2)


def _cause(error: Exception) -> str:
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return (lines[1] if len(lines) > 1 else lines[0] if lines else type(error).__name__)[:200]
