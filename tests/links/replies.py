"""What a hostile server may answer: whole replies, as bytes or as something it does to the line."""

from __future__ import annotations

import gzip
import itertools
import time
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import NamedTuple

MENU = (
    "<nav><a href='/'>หน้าแรก</a> <a href='/about'>ข้อมูลพื้นฐาน</a> <a href='/ita'>ITA</a></nav>"
    "<div class='menu'><a href='/news'>ข่าวประชาสัมพันธ์</a><a href='/plan'>แผนพัฒนาท้องถิ่น</a>"
    "<a href='/egp'>จัดซื้อจัดจ้าง</a><a href='/complain'>ร้องเรียนการทุจริต</a></div>"
)
FOOT = "<footer>องค์การบริหารส่วนตำบลตัวอย่าง โทรศัพท์ 0 0000 0000</footer>"
NAME = "องค์การบริหารส่วนตำบลตัวอย่าง"
PLAN = (
    "<h1>แผนปฏิบัติการป้องกันการทุจริต ปี 2566</h1><p>องค์การบริหารส่วนตำบลตัวอย่างได้จัดทำแผนปฏิบัติการ"
    "ป้องกันการทุจริตระยะห้าปี เพื่อใช้เป็นกรอบในการดำเนินงานของทุกสำนักและกอง</p>"
    "<p><a href='/files/plan66.pdf'>ดาวน์โหลดแผน</a></p>"
)
counter = itertools.count(1)


class Reply(NamedTuple):
    """A whole reply."""

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = MappingProxyType({})
    kind: str = "text/html; charset=utf-8"
    wait: float = 0.0
    raw: Callable[[object], None] | None = None


def page(inner: str, title: str = NAME, *, menu: bool = True, head: str = "") -> str:
    around = (MENU, FOOT) if menu else ("", "")
    return (
        f"<!doctype html><html lang=th><head><meta charset=utf-8><title>{title}</title>{head}"
        f"</head>"
        f"<body>{around[0]}<div id=content>{inner}</div>{around[1]}</body></html>"
    )


def shows(inner: str, title: str = NAME, *, status: int = 200, menu: bool = True, head: str = ""):
    body = page(inner, title, menu=menu, head=head).encode()
    return lambda _: Reply(status, body)


def says(text: str, status: int = 200, kind: str = "text/html; charset=utf-8", **headers: str):
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda _: Reply(status, text.encode(), named, kind)


def gives(data: bytes, kind: str, status: int = 200, **headers: str):
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda _: Reply(status, data, named, kind)


def leads(target: str, status: int = 302):
    return lambda _: Reply(status, b"", {"Location": target})


def late(seconds: float, reply):
    return lambda path: reply(path)._replace(wait=seconds)


def rough(act):
    """Something done to the line itself."""
    return lambda _: Reply(raw=act)


HOME = shows(
    "<h1>ยินดีต้อนรับ</h1><p>ข่าวเด่นประจำเดือน: ขอเชิญร่วมงานประเพณีลอยกระทงของตำบล ณ ลานอเนกประสงค์</p>"
    "<p>วิสัยทัศน์: ตำบลน่าอยู่ ชุมชนเข้มแข็ง บริหารโปร่งใส ตรวจสอบได้</p>"
)
APACHE_404 = says(
    "<html><head><title>404 Not Found</title></head><body><h1>Not Found</h1></body></html>", 404
)
THAI_404 = shows("<h1>ไม่พบหน้าที่ต้องการ</h1>", "ไม่พบหน้า", status=404)
SOFT = shows("<h2>ขออภัย ไม่พบหน้าที่ท่านต้องการ</h2><p>กรุณากลับหน้าแรก</p>", f"ไม่พบหน้า | {NAME}")
QUIET = shows("<p>โปรดเลือกรายการจากเมนูด้านบน</p>")
SHELL = says(
    "<!doctype html><html><head><title>App</title><script src=/app.js></script></head>"
    "<body><div id=root></div><noscript>You need to enable JavaScript to run this app."
    "</noscript></body></html>"
)


def echoing(path: str) -> Reply:
    number = next(counter)
    inner = (
        f"<p>เรียก {path} เวลา {number % 24:02}:{number % 60:02}:07 รหัสอ้างอิง "
        f"{number * 2654435761 % 2**32:08x}-{number:04x}</p><p>ทางลัดไปยังบริการประชาชน</p>"
    )
    return Reply(200, page(inner).encode())


_NEWS = ["ประชุมสภาสมัยสามัญ", "มอบเบี้ยยังชีพผู้สูงอายุ", "ซ่อมถนนลูกรัง", "อบรมอาชีพ", "พ่นหมอกควัน"]


def rotating(path: str) -> Reply:
    number = next(counter)
    inner = f"<p>ทางลัด</p><p>ข่าวแนะนำ {_NEWS[number % 5]} {_NEWS[(number * 3 + 1) % 5]}</p>"
    return Reply(200, page(inner).encode())


PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\n" + b"%" + b"x" * 400 + b"\ntrailer<<>>\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 60 + b"IEND\xaeB`\x82"
DOCX = b"PK\x03\x04" + b"\0" * 300 + b"PK\x05\x06" + b"\0" * 18


def hang(line) -> None:
    time.sleep(4)


def drip(line) -> None:
    line.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>")
    for _ in range(40):
        line.sendall(b"x")
        time.sleep(0.15)


def drip_head(line) -> None:
    line.sendall(b"HTTP/1.1 200 OK\r\n")
    for number in range(40):
        line.sendall(b"X-%d: y\r\n" % number)
        time.sleep(0.15)


def cut(line) -> None:
    line.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n<p>begin")


def close(line) -> None:
    del line


def noise(line) -> None:
    line.sendall(b"SSH-2.0-OpenSSH_9.6\r\n")


def early(line) -> None:
    body = page(PLAN).encode()
    line.sendall(b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n")
    line.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body) + body)


def chunked(line) -> None:
    body = page(PLAN).encode()
    line.sendall(
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n"
    )
    for at in range(0, len(body), 100):
        piece = body[at : at + 100]
        line.sendall(b"%x\r\n%s\r\n" % (len(piece), piece))
    line.sendall(b"0\r\n\r\n")


def cut_chunk(line) -> None:
    line.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n400\r\n<p>begin")


def endless(line) -> None:
    line.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
    for _ in range(300):
        line.sendall(b"<p>x</p>" * 4096)


def lying(line) -> None:
    line.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n<p>hello")


def hundreds(line) -> None:
    for _ in range(20_000):
        line.sendall(b"HTTP/1.1 100 Continue\r\n\r\n" * 10)


BOMB = gzip.compress(b"<p>x</p>" * 8_000_000, 9)
