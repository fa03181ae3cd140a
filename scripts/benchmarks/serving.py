"""Servers started for a measurement, and clients that ask them over connections kept open."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from tempfile import TemporaryFile
from urllib.parse import urlencode

from msgspec import Struct

CLIENTS = 4
_PATIENCE = 120.0
_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
_DOOR = re.compile(r'name="position"\s+value="([^"]+)"[^>]*>(.*?)</button>', re.DOTALL)
_OK, _FOUND = 200, 302


class Round(Struct, frozen=True):
    """So many requests by all clients: seconds per request in all, and the slowest of a hundred."""

    each: float
    p99: float


class Running(Struct, frozen=True):
    """A server that answers at a port of this machine."""

    process: subprocess.Popen[bytes]
    port: int
    started: float  # seconds from nothing to the first answer

    def ask(self, path: str, cookies: Mapping[str, str], requests: int) -> Round:
        """Ask for a page, the clients at once."""
        return self.share(
            CLIENTS, requests, lambda line: self._answer(line, "GET", path, cookies)[0] == _OK
        )

    def share(
        self, connections: int, requests: int, ask: Callable[[HTTPConnection], bool]
    ) -> Round:
        """So many requests over so many connections at once.

        Shape:  `ask` sends one and says whether it was answered as it should be. Whichever
                connection is free sends the next: were each to send as many as the others, what is
                measured would be the process to which the system gave most of the connections.
        Errors: RuntimeError where one was not.
        """
        taken: list[float] = []
        left = iter(range(requests))
        threads = [
            threading.Thread(target=self._client, args=(left, ask, taken))
            for _ in range(connections)
        ]
        start = time.perf_counter()
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        whole = time.perf_counter() - start
        if len(taken) != requests:
            message = f"{requests - len(taken)} of {requests} were not answered as they should be"
            raise RuntimeError(message)
        taken.sort()
        return Round(whole / len(taken), taken[len(taken) * 99 // 100])

    def _client(
        self, left: Iterator[int], ask: Callable[[HTTPConnection], bool], taken: list[float]
    ) -> None:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=_PATIENCE)
        for _ in left:
            start = time.perf_counter()
            if ask(connection):
                taken.append(time.perf_counter() - start)
        connection.close()

    def signed_in(self, position: str) -> dict[str, str]:
        """The cookies of one who came in by the door of the demo that has a word in its name."""
        page, cookies = self._page("/account/login/", {})
        door = next((key for key, name in _DOOR.findall(page) if position in name), None)
        if door is None:
            message = f"no door for {position}"
            raise RuntimeError(message)
        return self.post("/account/demo/", page, cookies, position=door)

    def post(
        self, path: str, page: str, cookies: Mapping[str, str], **fields: str
    ) -> dict[str, str]:
        """Send a form with the token of its page; the cookies afterwards."""
        token = _TOKEN.search(page)
        typed = urlencode({**fields, "csrfmiddlewaretoken": token[1] if token else ""})
        connection = HTTPConnection("127.0.0.1", self.port, timeout=_PATIENCE)
        status, _, fresh = self._answer(connection, "POST", path, cookies, typed)
        connection.close()
        if status != _FOUND:
            message = f"{path} answered {status}"
            raise RuntimeError(message)
        return {**cookies, **fresh}

    def page(self, path: str, cookies: Mapping[str, str]) -> str:
        """The words of a page."""
        return self._page(path, cookies)[0]

    def _page(self, path: str, cookies: Mapping[str, str]) -> tuple[str, dict[str, str]]:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=_PATIENCE)
        _, words, fresh = self._answer(connection, "GET", path, cookies)
        connection.close()
        return words, {**cookies, **fresh}

    def _answer(
        self,
        connection: HTTPConnection,
        method: str,
        path: str,
        cookies: Mapping[str, str],
        typed: str | None = None,
    ) -> tuple[int, str, dict[str, str]]:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())}
        if typed is not None:
            headers["Origin"] = f"http://127.0.0.1:{self.port}"
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection.request(method, path, typed, headers)
        answer = connection.getresponse()
        words = answer.read().decode()
        set_ = (line.split(";")[0].split("=", 1) for line in answer.msg.get_all("Set-Cookie", []))
        return answer.status, words, dict(set_)


@contextmanager
def running(
    command: Sequence[str], port: int, path: str, environment: Mapping[str, str], folder: Path
) -> Iterator[Running]:
    """A server from its start to its end, given once it answers at a path."""
    with TemporaryFile() as said:
        start = time.perf_counter()
        process = subprocess.Popen(  # noqa: S603 - our own commands
            command, env=environment, cwd=folder, stdout=said, stderr=said, start_new_session=True
        )
        try:
            while not _answers(port, path):
                if process.poll() is not None or time.perf_counter() - start > _PATIENCE:
                    said.seek(0)
                    message = f"{' '.join(command)}: {said.read().decode(errors='replace')}"
                    raise RuntimeError(message)
                time.sleep(0.01)
            yield Running(process, port, time.perf_counter() - start)
        finally:
            _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(_PATIENCE)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _answers(port: int, path: str) -> bool:
    connection = HTTPConnection("127.0.0.1", port, timeout=_PATIENCE)
    try:
        connection.request("GET", path)
        return connection.getresponse().status == _OK
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


def free_port() -> int:
    """A port that nothing listens on just now."""
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        port: int = trial.getsockname()[1]
        return port


class Memory(threading.Thread):
    """Watches what a process and all that it started hold together; the most is kept."""

    def __init__(self, pid: int) -> None:
        """Of the process `pid`."""
        super().__init__(daemon=True)
        self._pid = pid
        self._stopped = threading.Event()
        self.most = 0
        self.processes = 0

    def run(self) -> None:
        """Look ten times a second: the largest paper is set within one."""
        while not self._stopped.wait(0.1):
            family = _family(self._pid)
            held = sum(_held(pid) for pid in family)
            if held > self.most:
                self.most, self.processes = held, len(family)

    def stop(self) -> None:
        """End watching."""
        self._stopped.set()
        self.join()


def _family(pid: int) -> set[int]:
    parents = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parents[int(stat.parent.name)] = int(stat.read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue  # it ended meanwhile
    family = {pid}
    while more := {child for child, parent in parents.items() if parent in family} - family:
        family |= more
    return family


def _held(pid: int) -> int:
    """Bytes of a process; what it shares with others counts in parts (Pss)."""
    try:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    except OSError:
        pass
    return 0
