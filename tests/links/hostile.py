"""A hostile local server: many sites by name on one port, and the labelled links of each.

Labels were written before the links were first checked. Half of them (by the name of the link)
served while the checker was built; the other half was looked at in the end.
"""

from __future__ import annotations

import hashlib
import socket
import ssl
import threading
import time
from collections.abc import Callable
from typing import NamedTuple

from tests.links.replies import Reply


class Case(NamedTuple):
    """One labelled link."""

    name: str
    site: str
    path: str
    verdicts: tuple[str, ...]
    secure: bool = False

    @property
    def is_held_back(self) -> bool:
        """Whether it belongs to the half that was looked at in the end."""
        return hashlib.sha256(self.name.encode()).digest()[0] % 2 == 1


Answering = Callable[[str], Reply]


class Site(NamedTuple):
    """What a name answers: by path, and for every other path."""

    pages: dict[str, Answering]
    missing: Answering


class HostileServer:
    """Answers by the name in the Host header; one thread for each line."""

    def __init__(self, sites: dict[str, Site], context: ssl.SSLContext | None = None) -> None:
        """`context`: speak TLS."""
        self.sites = sites
        self._context = context
        self._door = socket.create_server(("127.0.0.1", 0), backlog=512)
        self.port = self._door.getsockname()[1]
        self.ports = {"port": self.port, "secure": 0}
        self.asked: list[tuple[str, str]] = []
        threading.Thread(target=self._serve, daemon=True).start()

    def close(self) -> None:
        """Take no more lines."""
        self._door.close()

    def _serve(self) -> None:
        while True:
            try:
                line, _ = self._door.accept()
            except OSError:
                return
            threading.Thread(target=self._speak, args=(line,), daemon=True).start()

    def _speak(self, line: socket.socket) -> None:
        try:
            if self._context is not None:
                line = self._context.wrap_socket(line, server_side=True)
            with line:
                asked = self._read(line)
                if asked:
                    host, path = asked
                    self.asked.append(asked)
                    self._answer(line, host, path)
        except (OSError, ssl.SSLError):
            line.close()

    def _read(self, line: socket.socket) -> tuple[str, str] | None:
        line.settimeout(10)
        data = b""
        while b"\r\n\r\n" not in data:
            more = line.recv(65536)
            if not more:
                return None
            data += more
        first, *headers = data.decode("latin-1").split("\r\n")
        if first.startswith("HEAD"):
            line.sendall(b"HTTP/1.1 405 Method Not Allowed\r\nContent-Length: 0\r\n\r\n")
            return None
        named = {one.partition(":")[0].lower(): one.partition(":")[2].strip() for one in headers}
        return named.get("host", "").rpartition(":")[0] or named.get("host", ""), first.split(" ")[
            1
        ]

    def _answer(self, line: socket.socket, host: str, path: str) -> None:
        site = self.sites.get(host)
        if site is None:
            return
        known = site.pages.get(path) or site.pages.get(path.partition("?")[0])
        reply = (known or site.missing)(path)
        if path == "/robots.txt" and known is None:
            reply = Reply(404, b"none", kind="text/plain")
        time.sleep(reply.wait)
        if reply.raw is not None:
            reply.raw(line)
            return
        headers = {"Content-Type": reply.kind, "Content-Length": str(len(reply.body))}
        headers |= {name: self._filled(value) for name, value in reply.headers.items()}
        told = "".join(f"{name}: {value}\r\n" for name, value in headers.items() if value != "-")
        line.sendall(_bytes(f"HTTP/1.1 {reply.status} X\r\n{told}\r\n") + reply.body)

    def _filled(self, value: str) -> str:
        for name, port in self.ports.items():
            value = value.replace(f"{{{name}}}", str(port))
        return value


def _bytes(text: str) -> bytes:
    """Thai as UTF-8; what was made of single bytes as those."""
    try:
        return text.encode("latin-1")
    except UnicodeEncodeError:
        return text.encode()
