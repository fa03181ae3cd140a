"""The process tree of a running site: this process, two of the web, one that works.

This process loads the site and opens nothing of it, neither database nor file: the others are
copies of it, so what all of them need lies in memory once. It starts them, starts them again when
they die, and ends with them. Whoever kills it takes them along (`following`).
"""

from __future__ import annotations

import errno
import gc
import http.client
import logging
import multiprocessing
import os
import signal
import socket
import subprocess
import sys
import threading
import urllib.error
import urllib.parse
import urllib.request
from contextlib import suppress
from importlib import import_module
from typing import TYPE_CHECKING, Any

import click

from prongsai.core.errors import Misuse, Place
from prongsai.web.platform.following import follow_parent
from prongsai.web.project import lock
from prongsai.web.project.environment import Environment, current

if TYPE_CHECKING:
    from prongsai.cli.session import Session

# Copies of this process where the system makes sound ones, else fresh ones that load it anew.
_START = "fork" if sys.platform == "linux" else "spawn"
APPLICATION = "prongsai.web.project.wsgi:application"
PORT = 8000
# Most of them sleep: they take in what slow lines send (`request_pool`).
_THREADS = 64
_TRIED = 50
_EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104 - where the operator asks for it
_LAST = 65_535
_PATIENCE = 60.0
_SOON = 2.0
_WEB = 2
_AGAIN = 2.0
_READY = 30.0


def migrated(language: str) -> int:
    """Bring the database up to date, in a process of its own; its exit code."""
    # -P: what lies in the folder from which it was started is nobody's library.
    command = [sys.executable, "-P", "-m", "prongsai", "migrate", "--lang", language]
    return subprocess.run(command, check=False).returncode  # noqa: S603 - ourselves


def free_port(host: str, asked: int | None, first: int = PORT) -> int:
    """The port that was asked for, else `first` or the next free one.

    Errors: Misuse where the port is taken or may not be used, or the address is not of this
            machine.
    """
    if asked is not None:
        _try(host, asked)
        return asked
    for port in range(first, first + _TRIED):
        try:
            _try(host, port)
        except _Taken:
            continue
        return port
    raise _Taken("project/port_taken", place=Place("--port"), port=first)


class _Taken(Misuse):
    """Another program uses the port."""


def _try(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        if not 0 < port <= _LAST:
            raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))  # noqa: TRY301 - told alike
        with socket.socket(family, socket.SOCK_STREAM) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind((host, port))
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise _Taken("project/port_taken", place=Place("--port"), port=port) from error
        raise Misuse("project/port_unavailable", host=host, port=port) from error


_USUAL_THRESHOLDS = (700, 10, 10)


class Server:
    """The running site."""

    def __init__(self, session: Session, environment: Environment, host: str, port: int) -> None:
        """`host` and `port` were found free; made before Django wakes, whose settings ask."""
        self._session = session
        self._environment = environment
        self._host = host
        self._port = port
        self._stopping = threading.Event()
        self._starting = threading.Lock()
        self._granian: Any = None
        self._worker: multiprocessing.Process | None = None
        # Where nobody names the site, at least the port is right.
        os.environ["PRONGSAI_GUESSED_ADDRESS"] = self.address.rstrip("/")

    def run(self) -> int:
        """Serve until stopped; 0 where that went in order."""
        os.environ["PRONGSAI_PARENT"] = str(os.getpid())
        multiprocessing.set_start_method(_START, force=True)
        gc.set_threshold(*_USUAL_THRESHOLDS)  # a command's own are for moments, a site lives
        if _START == "fork":
            _load()
            # What is loaded stays: a search for what may go would copy it into every process.
            gc.collect()
            gc.freeze()
        self._granian = self._web()
        self._start_worker()
        self._keeper = threading.Thread(target=self._keep_working, daemon=True)
        self._keeper.start()
        threading.Thread(target=self._tell_when_ready, daemon=True).start()
        try:
            self._granian.serve(target_loader=_application, wrap_loader=False)
        finally:
            with self._starting:
                self._stopping.set()
            self._end_worker()
        self._say("project/site_stopped")
        return 0

    def _web(self) -> Any:
        """The web processes, not yet started."""
        from granian.constants import Interfaces  # noqa: PLC0415 - only who serves needs it
        from granian.log import LogLevels  # noqa: PLC0415
        from granian.server import Server as Granian  # noqa: PLC0415

        # It warns of more threads than Python can use at once; ours sleep.
        logging.getLogger("_granian").addFilter(lambda log: "Python threads" not in str(log.msg))
        return Granian(
            APPLICATION,
            address=self._host,
            port=self._port,
            interface=Interfaces.WSGI,
            workers=_WEB,
            blocking_threads=_THREADS,
            websockets=False,
            log_level=LogLevels.warning,
            respawn_failed_workers=True,
            workers_kill_timeout=20,
        )

    @property
    def address(self) -> str:
        """Where a browser on this machine finds the site."""
        host = "127.0.0.1" if self._host in _EVERYWHERE else self._host
        return f"http://[{host}]:{self._port}/" if ":" in host else f"http://{host}:{self._port}/"

    def _start_worker(self) -> None:
        self._worker = multiprocessing.Process(target=_work)
        self._worker.start()

    def _keep_working(self) -> None:
        while self._worker is not None:
            self._worker.join()
            self._stopping.wait(_AGAIN)
            with self._starting:
                if self._stopping.is_set() or self._granian.interrupt_signal:
                    return
                self._start_worker()

    def _end_worker(self) -> None:
        """Tell it to end; the thread that keeps it working sees it go, and nobody else waits."""
        if self._worker is None:
            return
        with suppress(ProcessLookupError):  # it went by itself
            self._worker.terminate()
        self._keeper.join(_SOON)
        if self._keeper.is_alive():
            self._say("project/waiting_for_job")
            self._keeper.join(_PATIENCE)
        if self._keeper.is_alive():
            self._worker.kill()  # the reaper gives its job to the next worker
            self._keeper.join()

    def _tell_when_ready(self) -> None:
        # Not before all copies are made: what this thread loads would be half there in a copy.
        while len(self._granian.wrks) < _WEB and not self._stopping.wait(0.05):
            pass
        request = urllib.request.Request(  # noqa: S310 - our own address
            f"{self.address}health/",
            headers={"Host": self._environment.hosts[0], "X-Forwarded-Proto": "https"},
        )
        for _ in range(int(_READY / 0.1)):
            if self._stopping.is_set():
                return
            try:
                with urllib.request.urlopen(request, timeout=5):  # noqa: S310 - our own address
                    break
            except urllib.error.HTTPError:
                break
            except OSError:
                self._stopping.wait(0.1)
        self._say("project/site_ready", address=self.address)
        if self._is_empty():
            from prongsai.web.agency import first_run  # noqa: PLC0415 - once Django is awake

            address = f"{self.address}start/?key={first_run.key()}"
            self._say("project/first_run_address", address=address)
        if self._host in _EVERYWHERE and "PRONGSAI_HOSTS" not in os.environ:
            self._say("project/hosts_to_name")

    def _is_empty(self) -> bool:
        """Whether the site is nobody's yet: signing in leads to the first run."""
        host, port = urllib.parse.urlsplit(self.address).hostname, self._port
        line = http.client.HTTPConnection(str(host), port, timeout=5)
        headers = {"Host": self._environment.hosts[0], "X-Forwarded-Proto": "https"}
        try:
            line.request("GET", "/account/login/", headers=headers)
            return str(line.getresponse().getheader("Location", "")).endswith("/start/")
        except OSError:
            return False
        finally:
            line.close()

    def _say(self, key: str, **values: str) -> None:
        click.echo(self._session.message(key, **values))
        sys.stdout.flush()


def work(environment: Environment, *, until_empty: bool = False) -> None:
    """Do the jobs of a site whose Django is awake, until told to stop or until none is left."""
    from prongsai.web.platform.worker import work as work_off  # noqa: PLC0415 - after Django

    with lock.held(environment.data, alone=False):
        follow_parent()
        work_off(until_empty=until_empty)


def _work() -> None:
    _forget_signals()
    _load()
    work(current())


def _application() -> Any:
    _forget_signals()
    follow_parent()
    return _load()


def _forget_signals() -> None:
    """A copy stops when it is told to, until it has a way of its own."""
    for sent in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sent, signal.SIG_DFL)


def _load() -> Any:
    """The site, with every page's code; nothing is opened."""
    "".encode("idna")  # loads what a name on the network is looked up with
    module, _, name = APPLICATION.partition(":")
    application = getattr(import_module(module), name)
    from django.urls import get_resolver  # noqa: PLC0415 - once Django is awake

    _ = get_resolver().url_patterns
    return application
