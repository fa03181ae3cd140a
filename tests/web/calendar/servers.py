"""Mail servers of tests: a real one, and ones that misbehave at a chosen moment."""

from __future__ import annotations

import socket
import threading
import time
from contextlib import contextmanager
from email import message_from_bytes
from email.policy import default

from aiosmtpd.controller import Controller

from prongsai.web.year.calendar.smtp import MailServer

SENDER = "ita@example.go.th"


def server_at(port, **fields):
    return MailServer("127.0.0.1", port, SENDER, **fields)


class Box:
    """Takes mail; answers what it is told to."""

    def __init__(self, *answers, at_rcpt=()):
        self.answers = list(answers)
        self.at_rcpt = list(at_rcpt)
        self.mails = []
        self.people = []

    async def handle_RCPT(self, *arguments):  # noqa: N802 - aiosmtpd's
        _server, _session, envelope, address, _options = arguments
        if self.at_rcpt:
            return self.at_rcpt.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802
        answer = self.answers.pop(0) if self.answers else "250 taken"
        if answer.startswith("250"):
            self.mails.append(message_from_bytes(envelope.content, policy=default))
            self.people.append(list(envelope.rcpt_tos))
        return answer


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


@contextmanager
def running(box, port=0, **options):
    """A real SMTP server on this machine, for the block."""
    controller = Controller(box, hostname="127.0.0.1", port=port or free_port(), **options)
    controller.start()
    try:
        yield server_at(controller.port)
    finally:
        controller.stop()


class Broken:
    """A server that speaks SMTP up to a moment and then does something else."""

    def __init__(self, moment, deed):
        """`moment` is "greeting", "mail", "body" or "end"; `deed` "die", "wait" or an answer."""
        self.moment, self.deed = moment, deed
        self.ends = 0  # how often the last line of a mail arrived
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.socket.settimeout(0.05)
        self.stopping = threading.Event()
        self.thread = threading.Thread(target=self._serve, daemon=True)

    def __enter__(self):
        self.thread.start()
        return server_at(self.socket.getsockname()[1])

    def __exit__(self, *_):
        self.stopping.set()
        self.socket.close()
        self.thread.join(2)

    def _serve(self):
        while not self.stopping.is_set():
            try:
                talk, _ = self.socket.accept()
            except TimeoutError:
                continue
            except OSError:
                return
            talk.settimeout(5)
            with talk:
                try:
                    self._talk(talk)
                except OSError:
                    continue

    def _talk(self, talk):
        if self._does(talk, "greeting"):
            return
        talk.sendall(b"220 here\r\n")
        file = talk.makefile("rb")
        while line := file.readline():
            word = line[:4].upper()
            if word in (b"MAIL", b"RCPT") and self._does(talk, "mail"):
                return
            if word == b"DATA":
                talk.sendall(b"354 go on\r\n")
                if self._does(talk, "body"):
                    return
                while file.readline() not in (b".\r\n", b""):
                    pass
                self.ends += 1
                if self._does(talk, "end"):
                    return
            talk.sendall(b"250 well\r\n")

    def _does(self, talk, moment):
        if moment != self.moment:
            return False
        if self.deed == "wait":
            until = time.monotonic() + 5
            while not self.stopping.is_set() and time.monotonic() < until:
                time.sleep(0.02)
        elif self.deed != "die":
            talk.sendall(self.deed.encode() + b"\r\n")
        return True
