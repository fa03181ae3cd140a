"""A server of a hundred hosts in a process of its own, some of them slow, some broken.

`scripts.benchmarks.link_server` prints its port. Each 127.0.0.x is a host of its own; what a page
answers follows from its number, so that every client meets the same.
"""

from __future__ import annotations

import asyncio

_MENU = "<nav>" + "".join(f"<a href='/m{n}'>เมนูที่ {n}</a>" for n in range(30)) + "</nav>"
_TEXT = "<p>หน่วยงานตัวอย่างเผยแพร่รายการนี้ตามแบบที่กำหนดไว้ต่อสาธารณะ</p>" * 12
SLOW_EVERY, SLOW_SECONDS = 97, 1.0
_PLAIN, _SPREAD = 0.020, 0.050
_KINDS = 23


def page(host: str, path: str) -> tuple[int, bytes, dict[str, str]]:
    """Status, body and headers of an address."""
    number = int(path[2:]) if path.startswith("/p") and path[2:].isdecimal() else -1
    title = f"<title>หน่วยงาน {host}</title>{_MENU}"
    if path == "/":
        return 200, f"{title}<h1>หน้าแรกของ {host}</h1>{_TEXT}".encode(), {}
    if number < 0:
        return 404, b"<title>404 Not Found</title><h1>Not Found</h1>", {}
    kind = (number * 7 + len(host)) % _KINDS
    broken: dict[int, tuple[int, bytes, dict[str, str]]] = {
        0: (404, b"<h1>Not Found</h1>", {}),
        1: (302, b"", {"Location": "/"}),
        2: (500, b"oops", {}),
        3: (200, f"{title}<h1>ไม่พบหน้าที่ต้องการ</h1>".encode(), {}),
        4: (200, b"", {}),
    }
    there = (200, f"{title}<h1>ข้อ {number} ของ {host}</h1>{_TEXT}".encode(), {})
    return broken.get(kind, there)


def seconds_of(path: str) -> float:
    """How long an address thinks."""
    number = sum(path.encode())
    return SLOW_SECONDS if number % SLOW_EVERY == 0 else _PLAIN + _SPREAD * (number % 50) / 50


async def _answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while True:
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
            first, *lines = head.split("\r\n")
            path = first.split(" ")[1]
            fields = {
                name.lower(): value for name, _, value in (one.partition(": ") for one in lines)
            }
            status, body, headers = page(fields.get("host", "").partition(":")[0], path)
            await asyncio.sleep(seconds_of(path))
            more = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
            writer.write(
                f"HTTP/1.1 {status} x\r\nContent-Type: text/html; charset=utf-8\r\n"
                f"Content-Length: {len(body)}\r\n{more}\r\n".encode()
                + body
            )
            await writer.drain()
            if fields.get("connection", "").lower() == "close":
                break
    except (asyncio.IncompleteReadError, ConnectionError):
        pass
    finally:
        writer.close()


async def _serve() -> None:
    server = await asyncio.start_server(_answer, "0.0.0.0", 0, backlog=1024)  # noqa: S104 - 127.0.0.x
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_serve())
