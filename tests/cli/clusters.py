"""Answers in parts for a cluster, parts that are spoilt, and a worker that dies over one."""

import os
import shutil
import signal

import pytest
from tests.cli.test_nation_command import Nation, write

from prongsai.readers.nation_parts import count_part


def in_parts(nation, *cluster):
    """The call with the answers to IIT in four files."""
    iit, _, _ = nation.files()
    rows = nation.rows["IIT"]
    parts = [write(nation.folder / f"part{number}.csv", rows[number::4]) for number in range(4)]
    call = list(nation.arguments(*cluster))
    place = call.index(iit)
    return [*call[:place], *parts, *call[place + 1 :]]


def same_as_alone(cli, folder):
    """Whether a cluster wrote into a folder what one machine writes."""
    (folder / "alone").mkdir()
    nation = Nation(folder / "alone")
    assert cli(*nation.arguments()).code == 0
    alone, parts = nation.folder / "out", folder / "out"
    names = ("scores.csv", "counts.csv")
    return all((parts / name).read_bytes() == (alone / name).read_bytes() for name in names)


def dying_once(marker):
    """Counts as a worker does, but the process that counts the second part dies the first time."""

    def work(path, digest, *, surveys):
        if path.name == "part1.csv" and not marker.exists():
            marker.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return count_part(path, digest, surveys=surveys)

    return work


def corrupt(nation):
    (nation.folder / "part2.csv").write_bytes(b"PAR1" + bytes(100))


def copied(nation):
    shutil.copy(nation.folder / "part0.csv", nation.folder / "part2.csv")


SPOILT = [
    pytest.param(corrupt, "the file cannot be read", id="corrupt"),
    pytest.param(copied, "the file is the same as part0.csv", id="copied"),
]
