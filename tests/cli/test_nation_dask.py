"""Parts counted by a real Dask cluster of two processes on this machine."""

import threading
import time
from functools import partial

import pytest
from tests.cli.clusters import SPOILT, dying_once, in_parts, same_as_alone
from tests.cli.test_nation_command import Nation

from prongsai.readers import nation_dask
from prongsai.readers.nation_parts import count_part

distributed = pytest.importorskip("distributed", reason="needs Dask: pip install prongsai[dask]")
pytestmark = pytest.mark.long


def cluster_of(workers):
    """A cluster whose pages take any free port: the usual one may be in use by another cluster."""
    return distributed.LocalCluster(
        n_workers=workers, threads_per_worker=1, dashboard_address=":0", silence_logs=50
    )


@pytest.fixture(scope="module")
def address():
    with cluster_of(2) as cluster:
        yield cluster.scheduler_address


@pytest.mark.parametrize("dies", [False, True], ids=["whole", "a worker dies"])
def test_a_cluster_gives_what_one_machine_gives(cli, address, tmp_path, monkeypatch, dies):
    marker = tmp_path / "died"
    if dies:
        call = partial(nation_dask.count_by_dask, work=dying_once(marker))
        monkeypatch.setattr(nation_dask, "count_by_dask", call)
    nation = Nation(tmp_path)
    answer = cli(*in_parts(nation, "--dask", address))
    assert answer.code == 0, answer.said
    assert marker.exists() == dies
    assert same_as_alone(cli, tmp_path)


@pytest.mark.parametrize(("spoil", "words"), SPOILT)
def test_a_spoilt_part_is_named_and_nothing_is_written(cli, address, tmp_path, spoil, words):
    nation = Nation(tmp_path)
    call = in_parts(nation, "--dask", address)
    spoil(nation)
    answer = cli(*call)
    assert answer.code == 1
    assert words in answer.said
    assert "part2.csv" in answer.said
    assert not (tmp_path / "out").exists()


def test_an_address_without_a_scheduler_is_told(cli, tmp_path, monkeypatch):
    monkeypatch.setattr(nation_dask, "_PATIENCE", 1)
    answer = cli(*Nation(tmp_path).arguments("--dask", "tcp://127.0.0.1:9"))
    assert answer.code == 2
    assert "no Dask scheduler answers at tcp://127.0.0.1:9" in answer.said


def test_a_scheduler_without_workers_is_told(cli, tmp_path, monkeypatch):
    monkeypatch.setattr(nation_dask, "_PATIENCE", 2)
    with cluster_of(0) as cluster:
        address = cluster.scheduler_address
        answer = cli(*Nation(tmp_path).arguments("--dask", address))
    assert answer.code == 2
    assert f"the Dask scheduler at {address} has no worker" in answer.said
    assert f"dask worker {address}" in answer.said


def slow(path, digest, *, surveys):
    time.sleep(60)


def test_a_cluster_whose_last_worker_leaves_is_told(cli, tmp_path, monkeypatch):
    monkeypatch.setattr(nation_dask, "_PATIENCE", 2)
    call = partial(nation_dask.count_by_dask, work=slow)
    monkeypatch.setattr(nation_dask, "count_by_dask", call)
    with cluster_of(1) as cluster:
        leaving = threading.Timer(1, cluster.scale, [0])
        leaving.start()
        answer = cli(*Nation(tmp_path).arguments("--dask", cluster.scheduler_address))
        leaving.join()
    assert answer.code == 2
    assert "has no worker" in answer.said
    assert not (tmp_path / "out").exists()


def other_file(path, digest, *, surveys):
    """Counts as a worker whose folder has another file of that name."""
    return count_part(path, digest[::-1], surveys=surveys)


def test_a_workers_file_that_is_not_this_machines_is_refused(cli, address, tmp_path, monkeypatch):
    call = partial(nation_dask.count_by_dask, work=other_file)
    monkeypatch.setattr(nation_dask, "count_by_dask", call)
    answer = cli(*Nation(tmp_path).arguments("--dask", address))
    assert answer.code == 1
    assert "the file that a worker has at this path is not the one of this machine" in answer.said
    assert "iit.csv" in answer.said
    assert not (tmp_path / "out").exists()
