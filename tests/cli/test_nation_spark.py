"""Parts counted by a real Spark on this machine."""

import os
import shutil
import socket
import subprocess
import time
from functools import partial
from pathlib import Path

import pytest
from tests.cli.clusters import SPOILT, dying_once, in_parts, same_as_alone
from tests.cli.test_nation_command import Nation

from prongsai.readers import nation_spark
from prongsai.readers.nation_parts import count_part

pyspark = pytest.importorskip("pyspark", reason="needs PySpark: pip install prongsai[spark]")
pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(shutil.which("java") is None, reason="needs Java 17"),
    # PySpark leaves the sockets by which it talks to Java to be closed when they are forgotten.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]
# Two tasks at a time; a task that dies is done again, as on a cluster.
HERE = "local[2,4]"


@pytest.mark.parametrize("dies", [False, True], ids=["whole", "a worker dies"])
def test_spark_gives_what_one_machine_gives(cli, tmp_path, monkeypatch, dies):
    marker = tmp_path / "died"
    if dies:
        call = partial(nation_spark.count_by_spark, work=dying_once(marker))
        monkeypatch.setattr(nation_spark, "count_by_spark", call)
    answer = cli(*in_parts(Nation(tmp_path), "--spark", HERE))
    assert answer.code == 0, answer.said
    assert marker.exists() == dies
    assert same_as_alone(cli, tmp_path)


@pytest.mark.parametrize(("spoil", "words"), SPOILT)
def test_a_spoilt_part_is_named_and_nothing_is_written(cli, tmp_path, spoil, words):
    nation = Nation(tmp_path)
    call = in_parts(nation, "--spark", HERE)
    spoil(nation)
    answer = cli(*call)
    assert answer.code == 1
    assert words in answer.said
    assert "part2.csv" in answer.said
    assert not (tmp_path / "out").exists()


def dying(path, digest, *, surveys):
    os._exit(1)


def other_file(path, digest, *, surveys):
    """Counts as an executor whose folder has another file of that name."""
    return count_part(path, digest[::-1], surveys=surveys)


@pytest.mark.parametrize(
    ("work", "code", "words"),
    [
        (dying, 2, f"the Spark at {HERE} could not count"),
        (other_file, 1, "the file that a worker has at this path is not the one of this machine"),
    ],
)
def test_what_executors_cannot_count_is_told(cli, tmp_path, monkeypatch, work, code, words):
    call = partial(nation_spark.count_by_spark, work=work)
    monkeypatch.setattr(nation_spark, "count_by_spark", call)
    answer = cli(*Nation(tmp_path).arguments("--spark", HERE))
    assert answer.code == code
    assert words in answer.said
    assert not (tmp_path / "out").exists()


def test_an_address_that_is_none_is_told(cli, tmp_path):
    answer = cli(*Nation(tmp_path).arguments("--spark", "nothing"))
    assert answer.code == 2
    assert "Spark does not start at nothing" in answer.said


def test_a_master_without_executors_is_told(cli, tmp_path, monkeypatch, free_tcp_port):
    monkeypatch.setattr(nation_spark, "_PATIENCE", 3)
    address = ("127.0.0.1", free_tcp_port)
    start = [Path(pyspark.__file__).parent / "bin/spark-class", MASTER, "--host", address[0]]
    start += ["--port", str(address[1]), "--webui-port", "0"]
    silent = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(start, **silent) as master:  # noqa: S603 - a program of PySpark's own
        try:
            wait_until_open(address)
            answer = cli(*Nation(tmp_path).arguments("--spark", f"spark://127.0.0.1:{address[1]}"))
        finally:
            master.terminate()
    assert answer.code == 2
    assert "it gives no executor" in answer.said


MASTER = "org.apache.spark.deploy.master.Master"


def wait_until_open(address):
    for _ in range(150):
        try:
            return socket.create_connection(address).close()
        except OSError:
            time.sleep(0.2)
    raise TimeoutError(address)


def test_both_clusters_at_once_are_refused(cli, tmp_path):
    answer = cli(*Nation(tmp_path).arguments("--spark", HERE, "--dask", "tcp://127.0.0.1:9"))
    assert answer.code == 2
    assert "cannot be used together" in answer.said
