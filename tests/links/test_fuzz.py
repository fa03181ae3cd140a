"""Whatever a server sends, a link gets a verdict and the program does not fall."""

from __future__ import annotations

import random
from collections import Counter

from tests.links import replies as r
from tests.links.conftest import LIMITS
from tests.links.hostile import HostileServer, Site

from prongsai.links.checking import Checker
from prongsai.links.limits import Pace
from prongsai.links.results import AskedLink, result_data
from prongsai.links.verdicts import Reason

_HEADERS = (
    b"Content-Type: text/html",
    b"Content-Type: application/pdf",
    b"Content-Type: ;;;",
    b"Content-Length: 5",
    b"Content-Length: -1",
    b"Content-Length: 5, 6",
    b"Transfer-Encoding: chunked",
    b"Transfer-Encoding: x",
    b"Content-Encoding: gzip",
    b"Content-Encoding: deflate",
    b"Location: /",
    b"Location: http://[",
    b"Location: \xff\xfe",
    b"Location: //",
    b"Location: ?",
    b"Refresh: 0;url=//x",
    b"Set-Cookie: a=b",
    b"X: " + b"y" * 9_000,
    b": none",
    b"Content-Type: text/html; charset=\xff",
    b"Content-Type: text/html; charset=idna",
    b"Content-Type: text/html; charset=rot13",
    b"Content-Type: text/html; charset=unicode_escape",
)
_PIECES = (
    b"<html>",
    b"<title>",
    b"</title>",
    b"<script>",
    b"location='/'",
    b"</script>",
    b"<meta http-equiv=refresh content='",
    b"0;url=",
    b"'>",
    b"<body onload=",
    b"\0",
    b"\xff\xfe",
    b"<!--",
    b"-->",
    b"<iframe src=",
    b"{{",
    b"}}",
    b"404",
    "ไม่พบหน้า".encode(),
    "แผน".encode("cp874"),
    b"<h1>",
    b"<base href='",
    b"http://[",
    b"&#xD800;",
    b"&#0;",
    b"%PDF-1.4",
    b"<frameset>",
    b"<input type=password>",
    b"PK\x03\x04",
    b'{"error":',
    b"<a href='\xe0\xb8'>",
    b"<style>*{display:none}</style>",
)
_STATUS = (b"200 OK", b"200", b"302 x", b"404 x", b"999 x", b"099 x", b"403 x", b"0 x", b"200 \xff")


def _reply(chance: random.Random) -> bytes:
    headers = b"".join(chance.choice(_HEADERS) + b"\r\n" for _ in range(chance.randrange(4)))
    body = b"".join(chance.choice(_PIECES) for _ in range(chance.randrange(12)))
    start = chance.choice((b"HTTP/1.1 ", b"HTTP/1.0 ", b"HTTP/2 ", b"", b"\r\n"))
    return start + chance.choice(_STATUS) + b"\r\n" + headers + b"\r\n" + body


def test_nothing_that_is_sent_makes_the_program_fall(guard):
    chance = random.Random(2566)  # noqa: S311 - the same each time
    replies = [_reply(chance) for _ in range(600)]

    def send(number):
        return r.rough(lambda line: line.sendall(replies[number]))

    pages = {f"/{number}": send(number) for number in range(len(replies))}
    server = HostileServer({"hard.example": Site({"/": r.HOME, **pages}, r.APACHE_404)})
    checker = Checker(guard, LIMITS, Pace(0, 16), keep=True)
    asked = [AskedLink(f"http://hard.example:{server.port}/{n}") for n in range(len(replies))]
    results = list(checker.check_many(asked))
    server.close()
    assert len(results) == len(replies)
    fallen = [one.detail for one in results if one.reason is Reason.OWN_FAULT]
    assert fallen == []
    assert all(result_data(one)["why"]["th"] for one in results)
    assert len(Counter(one.reason for one in results)) > 8
