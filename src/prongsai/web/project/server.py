"""The process tree of a running site: this process, two of the web, one that works.

This process loads no Django: it starts the others, starts them again when they die, and ends
with them. Whoever kills it takes them along (`following`).
"""

from __future__ import annotations

import errno
import multiprocessing
import os
import socket
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from typing import TYPE_CHECKING

import click

from prongsai.core.errors import Misuse, Place
from prongsai.core.text import Text
from prongsai.web.project.environment import Environment

if TYPE_CHECKING:
    from prongsai.cli.session import Session

APPLICATION = "prongsai.web.project.wsgi:application"
PORT = 8000
_TRIED = 50
_EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104 - where the operator asks for it
_LAST = 65_535
_PATIENCE = 60.0
_AGAIN = 2.0
_READY = 30.0


def migrated(language: str) -> int:
    """Bring the database up to date, in a process of its own; its exit code."""
    return subprocess.run(_prongsai("migrate", "--lang", language), check=False).returncode  # noqa: S603 - ourselves


def free_port(host: str, asked: int | None) -> int:
    """The port that was asked for, else 8000 or the next free one.

    Errors: Misuse where the port is taken or may not be used, or the address is not of this
            machine.
    """
    if asked is not None:
        _try(host, asked)
        return asked
    for port in range(PORT, PORT + _TRIED):
        try:
            _try(host, port)
        except _Taken:
            continue
        return port
    raise _Taken(PORT)


class _Taken(Misuse):
    def __init__(self, port: int) -> None:
        super().__init__(
            Text(f"พอร์ต {port} มีโปรแกรมอื่นใช้อยู่", f"port {port} is in use by another program"),
            place=Place("--port"),
            next_step=Text("เลือกพอร์ตอื่น เช่น --port 8080", "choose another, such as --port 8080"),
        )


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
            raise _Taken(port) from error
        raise Misuse(
            Text(f"รับฟังที่ {host}:{port} ไม่ได้", f"cannot listen at {host}:{port}"),
            next_step=Text(
                "ใช้ --host 127.0.0.1 หรือ 0.0.0.0 และ --port ตั้งแต่ 1024",
                "use --host 127.0.0.1 or 0.0.0.0, and --port from 1024 up",
            ),
        ) from error


class Server:
    """The running site."""

    def __init__(self, session: Session, environment: Environment, host: str, port: int) -> None:
        """`host` and `port` were found free."""
        self._session = session
        self._environment = environment
        self._host = host
        self._port = port
        self._stopping = threading.Event()
        self._worker: subprocess.Popen[bytes] | None = None

    def run(self) -> int:
        """Serve until stopped; 0 where that went in order."""
        from granian.constants import Interfaces  # noqa: PLC0415 - only who serves needs it
        from granian.log import LogLevels  # noqa: PLC0415
        from granian.server import Server as Granian  # noqa: PLC0415

        # Fresh processes: forking one with threads is asking for trouble.
        multiprocessing.set_start_method("spawn", force=True)
        os.environ["PRONGSAI_PARENT"] = str(os.getpid())
        granian = Granian(
            APPLICATION,
            address=self._host,
            port=self._port,
            interface=Interfaces.WSGI,
            workers=2,
            blocking_threads=4,
            websockets=False,
            log_level=LogLevels.warning,
            respawn_failed_workers=True,
            workers_kill_timeout=20,
        )
        threads = [
            threading.Thread(target=self._keep_working, daemon=True),
            threading.Thread(target=self._tell_when_ready, daemon=True),
        ]
        for thread in threads:
            thread.start()
        try:
            granian.serve()
        finally:
            self._stopping.set()
            self._end_worker()
        self._say("หยุดแล้ว", "stopped")
        return 0

    @property
    def address(self) -> str:
        """Where a browser on this machine finds the site."""
        host = "127.0.0.1" if self._host in _EVERYWHERE else self._host
        return f"http://[{host}]:{self._port}/" if ":" in host else f"http://{host}:{self._port}/"

    def _keep_working(self) -> None:
        while not self._stopping.is_set():
            # A session of its own: Ctrl-C reaches it through us, once, and not twice.
            self._worker = subprocess.Popen(_prongsai("worker"), start_new_session=True)  # noqa: S603 - ourselves
            self._worker.wait()
            self._stopping.wait(_AGAIN)

    def _end_worker(self) -> None:
        worker = self._worker
        if worker is None or worker.poll() is not None:
            return
        worker.terminate()
        try:
            worker.wait(1)
        except subprocess.TimeoutExpired:
            self._say("รอให้งานที่ทำอยู่เสร็จ…", "waiting for the running job to finish…")
            try:
                worker.wait(_PATIENCE)
            except subprocess.TimeoutExpired:
                worker.kill()  # the reaper gives its job to the next worker
                worker.wait()

    def _tell_when_ready(self) -> None:
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
        self._say(
            f"เว็บพร้อมที่ {self.address}  (หยุดด้วย Ctrl-C)",
            f"the site is ready at {self.address}  (Ctrl-C stops it)",
        )
        if self._host in _EVERYWHERE and "PRONGSAI_HOSTS" not in os.environ:
            self._say(
                "เครื่องอื่นจะเข้าได้เมื่อบอกชื่อเว็บด้วย PRONGSAI_HOSTS เช่น ita.example.go.th",
                "other machines get in once PRONGSAI_HOSTS names the site, like ita.example.go.th",
            )

    def _say(self, th: str, en: str) -> None:
        click.echo(self._session.say(th, en))
        sys.stdout.flush()


def _prongsai(*words: str) -> list[str]:
    return [sys.executable, "-m", "prongsai", *words]
