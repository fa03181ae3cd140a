# ruff: noqa: E501 - what a page says stands on one line
"""A second set of labelled links: sites as agencies have them, written without a look at how a link is judged.

Shape:  LINKS, each with the verdicts that are right for it at the first look; SITES, what answers.
        Where two verdicts are named, a citizen could be told either and act rightly.
"""

from __future__ import annotations

import base64
import gzip
import io
import itertools
import socket
import struct
import time
import zipfile
import zlib
from datetime import UTC, datetime
from urllib.parse import quote

from tests.links.hostile import Case, Site
from tests.links.replies import Reply, late, leads, rough

SITES: dict[str, Site] = {}
LINKS: list[Case] = []
HTML = "text/html; charset=utf-8"
ALIVE, HOME, SOFT, WALL = ("alive",), ("redirected_home",), ("soft_404",), ("permission_wall",)
GONE, CERT, INSIDE, UNFIT, UNKNOWN = (
    ("gone",),
    ("certificate",),
    ("not_allowed",),
    ("unfit",),
    ("unknown",),
)
_ticks = itertools.count(1)


def html(text: str, status: int = 200, kind: str = HTML, code: str = "utf-8", **headers: str):
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda _: Reply(status, text.encode(code), named, kind)


def data(body: bytes, kind: str, status: int = 200, **headers: str):
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda _: Reply(status, body, named, kind)


# Four ways in which sites of agencies are made ------------------------------------------------


def wordpress(title: str, inner: str, *, head: str = "", body: str = "page") -> str:
    """A theme with a sidebar, recent posts, a counter and the clock."""
    return f"""<!DOCTYPE html><html lang="th"><head><meta charset="UTF-8">
<meta name="viewport" content="width=device-width"><title>{title} &#8211; เทศบาลตำบลบ้านสมมุติ</title>
<link rel="stylesheet" href="/wp-content/themes/muni/style.css?ver=6.4">
<meta name="generator" content="WordPress 6.4.2">{head}<script>window._wpemojiSettings={{}};</script></head>
<body class="{body} wp-custom-logo"><a class="skip-link" href="#content">ข้ามไปยังเนื้อหา</a>
<header id="masthead"><div class="site-title"><a href="/">เทศบาลตำบลบ้านสมมุติ</a></div>
<nav id="site-navigation"><ul><li><a href="/">หน้าแรก</a></li><li><a href="/about/">ข้อมูลหน่วยงาน</a></li>
<li><a href="/ita/">การประเมิน ITA</a><ul><li><a href="/ita/2566/">ปี 2566</a></li></ul></li>
<li><a href="/contact/">ติดต่อเรา</a></li></ul></nav></header>
<main id="content"><article><h1 class="entry-title">{title}</h1><div class="entry-content">{inner}</div></article></main>
<aside id="secondary"><form role="search" action="/"><input name="s" placeholder="ค้นหา"></form>
<h2>เรื่องล่าสุด</h2><ul><li><a href="/p1/">กิจกรรมปลูกต้นไม้เฉลิมพระเกียรติ</a></li>
<li><a href="/p2/">ประชุมประชาคมหมู่บ้าน</a></li></ul><p>ผู้เข้าชมวันนี้ {next(_ticks)} คน</p></aside>
<footer>เทศบาลตำบลบ้านสมมุติ โทร 0 0000 0000 © {datetime.now(UTC).year}</footer></body></html>"""


def vendor(title: str, inner: str, *, code: str = "utf-8") -> str:
    """The table layout of firms that make the sites of municipalities."""
    return f"""<HTML><HEAD><META http-equiv="Content-Type" content="text/html; charset={code}">
<TITLE>{title}</TITLE></HEAD><BODY bgcolor="#ffffff"><TABLE width="1000" align="center"><TR>
<TD colspan="2"><IMG src="images/banner.jpg" alt="อบต.ทดลอง"></TD></TR><TR><TD width="200" valign="top">
<A href="index.php">หน้าหลัก</A><BR><A href="board.php">กระดานสนทนา</A><BR><A href="news.php">ข่าวสาร</A><BR>
<A href="plan.php">แผนพัฒนา</A><BR><A href="oit.php">OIT</A><BR>
<FORM action="login.php" method="post">สมาชิก <INPUT name="user"> <INPUT type="password" name="pw"></FORM>
</TD><TD valign="top">{inner}</TD></TR><TR><TD colspan="2">องค์การบริหารส่วนตำบลทดลอง จำนวนผู้ชม {next(_ticks)}</TD></TR>
</TABLE></BODY></HTML>"""


def modern(title: str, inner: str) -> str:
    """Drawn by a server of scripts: every word is in the page."""
    return (
        f'<!DOCTYPE html><html lang="th"><head><title>{title}</title><script defer src="/_next/static/c.js">'
        f'</script></head><body><div id="__next"><header><a href="/">อบจ.สาธิต</a><a href="/oit">OIT</a></header>'
        f"<main>{inner}</main><footer>องค์การบริหารส่วนจังหวัดสาธิต</footer></div>"
        f'<script id="__NEXT_DATA__" type="application/json">{{"props":{{}},"buildId":"a1"}}</script></body></html>'
    )


def site(host: str, missing, home) -> None:
    SITES[host] = Site({"/": home}, missing)


def link(
    name: str, host: str, path: str, right: tuple[str, ...], answer=None, *, secure: bool = False
) -> None:
    """A link and its label; `answer` None: whatever the site says of it."""
    LINKS.append(Case(name, host, path, right, secure))
    if answer is not None:
        SITES[host].pages[path] = answer


WP, OLD, NEW = "wp.muni.example", "sao.vendor.example", "pao.modern.example"
site(
    WP,
    lambda _: Reply(
        404, wordpress("ไม่พบหน้าที่คุณต้องการ", "<p>ดูเหมือนว่าจะไม่มีอะไรอยู่ที่นี่ ลองค้นหาดู</p>").encode()
    ),
    lambda _: Reply(
        200,
        wordpress(
            "หน้าแรก",
            "<h2>ข่าวประชาสัมพันธ์</h2><ul><li><a href='/n1/'>รับสมัครนักเรียนศูนย์พัฒนาเด็กเล็ก</a></li>"
            "<li><a href='/n2/'>จ่ายเบี้ยผู้สูงอายุเดือนมีนาคม</a></li></ul><p>นายกเทศมนตรีพบประชาชนทุกวันจันทร์</p>",
        ).encode(),
    ),
)
site(
    OLD,
    lambda _: Reply(
        404, b"<html><head><title>404 Not Found</title></head><body>Not Found</body></html>"
    ),
    lambda _: Reply(
        200,
        vendor(
            "อบต.ทดลอง",
            "<H2>ยินดีต้อนรับสู่ อบต.ทดลอง</H2><P>ตำบลน่าอยู่ เชิดชูคุณธรรม</P><P>ข่าวล่าสุด ประกาศรับโอนพนักงานส่วนตำบล</P>",
        ).encode(),
    ),
)
site(
    NEW,
    html(modern("ไม่พบหน้า", "<h1>404</h1><p>ไม่พบหน้านี้</p>"), 404),
    html(
        modern(
            "อบจ.สาธิต",
            "<h1>อบจ.สาธิต</h1><p>บริการประชาชน สมัครขอรับทุน จองสนามกีฬา แจ้งไฟฟ้าสาธารณะชำรุด</p>",
        )
    ),
)

_POLICY = (
    "<p>ข้าพเจ้าในฐานะผู้บริหารขอประกาศเจตนารมณ์ไม่รับของขวัญและของกำนัลทุกชนิดจากการปฏิบัติหน้าที่ เพื่อสร้างวัฒนธรรมองค์กร"
    "ที่สุจริต</p><p>ประกาศ ณ วันที่ 12 มกราคม พ.ศ. 2566</p>"
)
_LIST = (
    "<ul>"
    + "".join(f"<li><a href='/f/{n}.pdf'>รายงานครั้งที่ {n}</a></li>" for n in range(1, 6))
    + "</ul>"
)
_PICTURES = "".join(f"<img src='/wp-content/uploads/2023/p{n}.jpg'>" for n in range(8))


# Alive: pages --------------------------------------------------------------------------------


def wp(title: str, inner: str, **more):
    return lambda _: Reply(200, wordpress(title, inner, **more).encode())


def old(title: str, inner: str):
    return lambda _: Reply(200, vendor(title, inner).encode())


def new(title: str, inner: str):
    return html(modern(title, inner))


link("a post of many words", WP, "/no-gift/", ALIVE, wp("ประกาศนโยบาย No Gift Policy", _POLICY * 3))
link(
    "a post of one sentence and a file",
    WP,
    "/plan66/",
    ALIVE,
    wp(
        "แผนพัฒนาท้องถิ่น พ.ศ. 2566 - 2570",
        "<p><a href='/wp-content/uploads/plan.pdf'>ดาวน์โหลด</a></p>",
    ),
)
link("pictures only", WP, "/gallery/", ALIVE, wp("ภาพกิจกรรมอบรมคุณธรรม", _PICTURES))
link(
    "one picture of an announcement",
    WP,
    "/order/",
    ALIVE,
    wp("คำสั่งแต่งตั้ง", "<img src='/order.jpg' alt='คำสั่งที่ 12/2566'>"),
)
link("a list of files", WP, "/reports/", ALIVE, wp("รายงานผลการดำเนินงาน", _LIST))
link(
    "a table of procurement",
    WP,
    "/egp/",
    ALIVE,
    wp(
        "สรุปผลการจัดซื้อจัดจ้าง",
        "<table>" + "<tr><td>ซื้อวัสดุ</td><td>12,500</td><td>เฉพาะเจาะจง</td></tr>" * 9 + "</table>",
    ),
)
link(
    "no complaint was found",
    WP,
    "/complaints/",
    ALIVE,
    wp(
        "สถิติเรื่องร้องเรียนการทุจริต ประจำปี 2566",
        "<p>ในรอบหกเดือนแรก ไม่พบเรื่องร้องเรียนการทุจริตของเจ้าหน้าที่</p><table><tr><td>ตุลาคม</td><td>0</td></tr><tr><td>พฤศจิกายน</td><td>0</td></tr></table>",
    ),
)
link(
    "heading that there are none",
    WP,
    "/complaints-none/",
    ALIVE,
    wp(
        "ไม่มีเรื่องร้องเรียนการทุจริตและประพฤติมิชอบ",
        "<p>เทศบาลขอรายงานว่าไม่มีเรื่องร้องเรียนในไตรมาสที่ 2 ของปีงบประมาณ พ.ศ. 2566</p>",
    ),
)
link(
    "highway 404",
    WP,
    "/road-404/",
    ALIVE,
    wp(
        "โครงการซ่อมไหล่ทางหลวงหมายเลข 404",
        "<p>ทางหลวงหมายเลข 404 สายตรัง - สตูล ช่วงผ่านเขตเทศบาล งบประมาณ 404,000 บาท</p>",
    ),
)
link("number 404 of an order", WP, "/order-404/", ALIVE, wp("คำสั่งเทศบาล ที่ 404/2566", _POLICY))
link(
    "closed for repair is the road",
    WP,
    "/closed-road/",
    ALIVE,
    wp(
        "ประกาศปิดปรับปรุงถนนเทศบาล 3",
        "<p>เทศบาลจะปิดปรับปรุงผิวจราจรระหว่างวันที่ 1 ถึง 15 มีนาคม ขออภัยในความไม่สะดวก</p>",
    ),
)
link(
    "how to sign in is told",
    WP,
    "/manual-login/",
    ALIVE,
    wp(
        "คู่มือการใช้งาน E-Service",
        "<h2>การเข้าสู่ระบบ</h2><ol><li>กดปุ่มเข้าสู่ระบบ</li><li>กรอกชื่อผู้ใช้และรหัสผ่าน</li><li>เลือกบริการที่ต้องการ</li></ol>",
    ),
)
link(
    "a box for members at the side",
    OLD,
    "/plan.php?id=4",
    ALIVE,
    old(
        "แผนป้องกันการทุจริต",
        "<B>แผนปฏิบัติการป้องกันการทุจริต 4 ปี</B><BR>องค์การบริหารส่วนตำบลได้จัดทำแผนตามมติสภา ครั้งที่ 1/2566 <A href='f/p.pdf'>เปิดไฟล์</A>",
    ),
)
link(
    "consent to cookies above",
    WP,
    "/cookie/",
    ALIVE,
    wp(
        "ข้อบัญญัติงบประมาณ",
        "<div class='cookie-banner'>เว็บไซต์นี้ใช้คุกกี้ <button>ยอมรับ</button></div>" + _POLICY,
    ),
)
link(
    "a found search",
    WP,
    "/?s=%E0%B9%81%E0%B8%9C%E0%B8%99",
    ALIVE,
    wp("ผลการค้นหา: แผน", "<p>พบ 5 รายการ</p>" + _LIST),
)
link("asks for its own home", WP, "/", ALIVE)
link(
    "a contact page of few words",
    WP,
    "/contact/",
    ALIVE,
    wp(
        "ติดต่อเรา",
        "<p>เลขที่ 1 หมู่ 1 ตำบลสมมุติ อำเภอสมมุติ โทร 0 0000 0000</p><iframe src='https://maps.example/embed'></iframe>",
    ),
)
link(
    "an embedded document",
    WP,
    "/embed/",
    ("alive", "unknown"),
    wp(
        "รายงานการประชุมสภา",
        "<iframe src='/wp-content/uploads/r.pdf' width=100% height=900></iframe>",
    ),
)
link(
    "an embedded film",
    WP,
    "/video/",
    ALIVE,
    wp(
        "วีดิทัศน์แนะนำเทศบาล",
        "<iframe src='https://www.youtube.example/embed/abc'></iframe><p>บรรยากาศการอบรมด้านจริยธรรม</p>",
    ),
)
link(
    "hidden words of an error",
    WP,
    "/hidden/",
    ALIVE,
    wp("โครงสร้างหน่วยงาน", "<div style='display:none'>ไม่พบหน้าที่คุณต้องการ</div>" + _POLICY),
)
link(
    "questions and answers",
    WP,
    "/faq/",
    ALIVE,
    wp(
        "ถามตอบ",
        "<h2>ถาม: เปิดเว็บไซต์แล้วไม่พบหน้าที่ต้องการทำอย่างไร</h2><p>ตอบ: แจ้งผู้ดูแลระบบที่งานประชาสัมพันธ์</p><h2>ถาม: ชำระภาษีได้ที่ใด</h2><p>ตอบ: กองคลัง ชั้น 1 ทุกวันทำการ</p>",
    ),
)
link(
    "an address drawn by a server of scripts",
    NEW,
    "/oit/o10",
    ALIVE,
    new(
        "คู่มือการปฏิบัติงาน",
        "<h1>คู่มือการปฏิบัติงานกองช่าง</h1><p>ขั้นตอนการขออนุญาตก่อสร้าง ระยะเวลา 30 วัน ค่าธรรมเนียมตามกฎกระทรวง</p>",
    ),
)
link(
    "a warning to those without scripts",
    NEW,
    "/noscript",
    ALIVE,
    new(
        "รายงานงบการเงิน",
        "<noscript>You need to enable JavaScript to run this app.</noscript><h1>งบแสดงฐานะการเงิน</h1><table><tr><td>เงินสด</td><td>1,200,000</td></tr><tr><td>รวมสินทรัพย์</td><td>5,400,000</td></tr></table>",
    ),
)
link(
    "broken tags",
    OLD,
    "/broken.php",
    ALIVE,
    html(
        "<html><title>รายงาน</title><body><p><b>รายงานผลการดำเนินการตามมาตรการส่งเสริมคุณธรรม<p>ไตรมาส 2 มีผู้เข้าร่วม 40 คน <table><tr><td>ยอดรวม<td>40"
    ),
)
link(
    "a page of xml",
    NEW,
    "/feed.xml",
    ALIVE,
    html(
        "<?xml version='1.0' encoding='UTF-8'?><rss version='2.0'><channel><title>ข่าว อบจ.</title><item><title>รับฟังความคิดเห็น</title><link>/n</link></item></channel></rss>",
        kind="application/rss+xml",
    ),
)
link(
    "as xhtml",
    NEW,
    "/x.xhtml",
    ALIVE,
    html(
        "<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'><head><title>ประกาศเชิญชวน</title></head><body><p>ประกาศประกวดราคาจ้างก่อสร้างอาคารอเนกประสงค์ หมู่ 5</p></body></html>",
        kind="application/xhtml+xml",
    ),
)
link(
    "pictures inside the page",
    WP,
    "/inline/",
    ALIVE,
    wp(
        "ประกาศราคากลาง",
        f"<img src='data:image/png;base64,{base64.b64encode(bytes(900)).decode()}'>",
    ),
)
link("a place in the page", WP, "/no-gift/#section2", ALIVE)
link(
    "a long address that is allowed",
    OLD,
    "/view.php?token=" + "a" * 1400,
    ALIVE,
    old("รายละเอียดโครงการ", "<P>โครงการก่อสร้างถนนคอนกรีตเสริมเหล็ก หมู่ 2 งบประมาณ 498,000 บาท</P>"),
)
link(
    "a form to report",
    NEW,
    "/report-corruption",
    ALIVE,
    new(
        "แจ้งเรื่องร้องเรียนการทุจริต",
        "<h1>ช่องทางแจ้งเรื่องร้องเรียน</h1><form><label>เรื่อง<input name=t></label><label>รายละเอียด<textarea></textarea></label><button>ส่ง</button></form><p>ข้อมูลของผู้แจ้งเก็บเป็นความลับ</p>",
    ),
)
link(
    "a page that loads itself anew",
    NEW,
    "/board",
    ALIVE,
    html(
        "<html><head><meta http-equiv=refresh content='300'><title>สถานะคำขอ</title></head><body><h1>สถานะคำขอใบอนุญาต</h1><p>คำขอที่ 12 อยู่ระหว่างตรวจ คำขอที่ 13 อนุมัติแล้ว</p></body></html>"
    ),
)
link(
    "a page that greets by a script",
    OLD,
    "/alert.php",
    ALIVE,
    old(
        "งบประมาณรายจ่าย",
        "<SCRIPT>alert('ยินดีต้อนรับ')</SCRIPT><P>ข้อบัญญัติงบประมาณรายจ่ายประจำปี 2566 ตั้งไว้ 45,000,000 บาท</P>",
    ),
)
link(
    "news of a hacked site",
    WP,
    "/security-news/",
    ("alive", "unknown"),
    wp("เตือนภัยเว็บพนันออนไลน์", "<p>ขอเตือนประชาชนอย่าหลงเชื่อเว็บพนันออนไลน์ สล็อต บาคาร่า ซึ่งผิดกฎหมาย</p>"),
)


# Alive: the letters of a page ----------------------------------------------------------------

_THAI = vendor(
    "ประกาศผู้ชนะการเสนอราคา",
    "<P>องค์การบริหารส่วนตำบลทดลองขอประกาศผู้ชนะการเสนอราคา จ้างปรับปรุงระบบประปาหมู่บ้าน หมู่ที่ 3</P>",
    code="windows-874",
)
link(
    "windows-874 by header",
    OLD,
    "/874.php",
    ALIVE,
    html(_THAI, code="cp874", kind="text/html; charset=windows-874"),
)
link(
    "tis-620 by the page",
    OLD,
    "/620.php",
    ALIVE,
    html(_THAI.replace("windows-874", "tis-620"), code="cp874", kind="text/html"),
)
link(
    "thai bytes of no name",
    OLD,
    "/none.php",
    ALIVE,
    html(_THAI.replace("windows-874", ""), code="cp874", kind="text/html"),
)
link(
    "thai bytes called utf-8",
    OLD,
    "/wrong.php",
    ALIVE,
    html(_THAI.replace("windows-874", "utf-8"), code="cp874"),
)
link(
    "utf-8 called windows-874",
    OLD,
    "/wrong2.php",
    ALIVE,
    html(_THAI, kind="text/html; charset=windows-874"),
)
link(
    "utf-8 called latin",
    OLD,
    "/latin.php",
    ALIVE,
    html(_THAI, kind="text/html; charset=ISO-8859-1"),
)
link(
    "utf-16 with its mark",
    OLD,
    "/16.php",
    ALIVE,
    html(_THAI, code="utf-16", kind="text/html; charset=utf-16"),
)
link("utf-8 with its mark", OLD, "/bom.php", ALIVE, html("\ufeff" + _THAI))
link(
    "a charset that does not exist",
    OLD,
    "/odd.php",
    ALIVE,
    html(_THAI, kind="text/html; charset=thai-utf"),
)
link("no kind told", OLD, "/nokind.php", ALIVE, html(_THAI, kind="-"))
link(
    "a page called plain text",
    OLD,
    "/plain.php",
    ("alive", "unknown"),
    html(_THAI, kind="text/plain"),
)
link(
    "a path in Thai, encoded",
    WP,
    "/" + quote("แผนป้องกันการทุจริต") + "/",
    ALIVE,
    wp("แผนป้องกันการทุจริต", _POLICY),
)
SITES[WP].pages["/" + quote("ข้อมูลผู้บริหาร") + "/"] = wp("ข้อมูลผู้บริหาร", _POLICY + _LIST)
link("a path in Thai as typed", WP, "/ข้อมูลผู้บริหาร/", ALIVE)
link("a file with a Thai name and blanks", WP, "/f/" + quote("แผน ปี 66.pdf"), ALIVE)
link("a path of Thai single bytes", OLD, "/f/%E1%BC%B9.pdf", ALIVE)


# Alive: how it comes -------------------------------------------------------------------------

_NEWS = wordpress("มาตรการประหยัดพลังงาน", _POLICY)
link(
    "gzip", WP, "/gzip/", ALIVE, data(gzip.compress(_NEWS.encode()), HTML, Content_Encoding="gzip")
)
link(
    "deflate",
    WP,
    "/deflate/",
    ALIVE,
    data(zlib.compress(_NEWS.encode()), HTML, Content_Encoding="deflate"),
)
link(
    "gzip as x-gzip",
    WP,
    "/xgzip/",
    ALIVE,
    data(gzip.compress(_NEWS.encode()), HTML, Content_Encoding="x-gzip"),
)


def _pieces(line) -> None:
    line.sendall(
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nTransfer-Encoding: chunked\r\n\r\n"
    )
    body = _NEWS.encode()
    for at in range(0, len(body), 333):
        line.sendall(b"%X;x=1\r\n%s\r\n" % (len(body[at : at + 333]), body[at : at + 333]))
    line.sendall(b"0\r\nX-Trailer: a\r\n\r\n")


def _until_closed(line) -> None:
    line.sendall(b"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n" + _NEWS.encode())


def _lower(line) -> None:
    body = _NEWS.encode()
    line.sendall(
        b"HTTP/1.1 200\r\ncontent-type:text/html\r\ncontent-length:%d\r\nconnection:close\r\n\r\n"
        % len(body)
        + body
    )


def _in_bits(line) -> None:
    body = _NEWS.encode()
    line.sendall(
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n" % len(body)
    )
    for at in range(0, len(body), 1000):
        line.sendall(body[at : at + 1000])
        time.sleep(0.02)


link("chunked with extensions", WP, "/chunked/", ALIVE, rough(_pieces))
link("until the line is closed", WP, "/http10/", ALIVE, rough(_until_closed))
link("small letters, no reason", WP, "/lower/", ALIVE, rough(_lower))
link("in bits", WP, "/bits/", ALIVE, rough(_in_bits))
link("starts late", WP, "/late/", ALIVE, late(0.4, wp("ประกาศสอบราคา", _POLICY)))
link("a host in capitals", WP.upper(), "/no-gift/", ALIVE)
SITES[WP.upper()] = SITES[WP]
site("xn--12cl9ca5a0ai1ad0bea0clb11a0e.example", SITES[WP].missing, SITES[WP].pages["/"])
link("cookies are set", WP, "/setcookie/", ALIVE, html(_NEWS, Set_Cookie="PHPSESSID=abc; path=/"))
link(
    "asked not to be kept",
    WP,
    "/nocache/",
    ALIVE,
    html(_NEWS, Cache_Control="no-store", X_Robots_Tag="noindex"),
)
link("over a sound certificate", "good.cert.example", "/policy", ALIVE, None, secure=True)
site("good.cert.example", SITES[NEW].missing, SITES[NEW].pages["/"])
SITES["good.cert.example"].pages["/policy"] = new(
    "นโยบายคุ้มครองข้อมูล", "<h1>นโยบาย</h1><p>อบจ.สาธิต จัดเก็บข้อมูลเท่าที่จำเป็นต่อการให้บริการสาธารณะ</p>"
)
site("rules.example", html("none", 404), wp("หน้าแรก", "<p>หน้าแรกของหน่วยงานที่มีกฎสำหรับโปรแกรม</p>"))
SITES["rules.example"].pages["/robots.txt"] = html(
    "User-agent: *\nDisallow: /admin/\n", kind="text/plain"
)
link("rules that forbid another folder", "rules.example", "/ita/", ALIVE, wp("ITA 2566", _LIST))
link(
    "rules that forbid this folder",
    "rules.example",
    "/admin/plan.html",
    UNKNOWN,
    wp("แผน", _POLICY),
)
site("pagerules.example", html("none", 404), wp("หน้าแรก", "<p>หน้าแรก ข่าวกิจกรรม</p>"))
SITES["pagerules.example"].pages["/robots.txt"] = wp("หน้าแรก", "<p>หน้าแรก ข่าวกิจกรรม</p>")
link("rules that are a page", "pagerules.example", "/ita/", ALIVE, wp("ITA 2566", _LIST))
site("closedrules.example", html("none", 404), wp("หน้าแรก", "<p>หน้าแรก</p>"))
SITES["closedrules.example"].pages["/robots.txt"] = html(
    "User-agent: *\nDisallow: /\n", kind="text/plain"
)
link("rules that forbid all", "closedrules.example", "/ita/", UNKNOWN, wp("ITA", _POLICY))


# Alive: files --------------------------------------------------------------------------------

PDF = (
    b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type/Pages/Kids[3 0 R]/Count 1>>\n"
    b"endobj\n3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>\nendobj\nxref\n0 4\n0000000000 65535 f \n"
    b"0000000015 00000 n \n0000000060 00000 n \n0000000111 00000 n \ntrailer\n<</Size 4/Root 1 0 R>>\nstartxref\n178\n%%EOF\n"
)


def office(inner: str) -> bytes:
    store = io.BytesIO()
    with zipfile.ZipFile(store, "w", zipfile.ZIP_DEFLATED) as pack:
        pack.writestr(
            "[Content_Types].xml",
            "<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'/>",
        )
        pack.writestr(inner, "<w:document>เนื้อหา</w:document>")
    return store.getvalue()


_OLE = (
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    + bytes(16)
    + b"\x3e\x00\x03\x00\xfe\xff\x09\x00"
    + bytes(1500)
)
_JPG = (
    b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"
    + bytes(300)
    + b"\xff\xd9"
)
_GIF = b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff!\xf9\x04\x01\x00\x00\x00\x00,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;"
_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SITES[WP].pages["/f/" + quote("แผน ปี 66.pdf")] = data(PDF, "application/pdf")
SITES[OLD].pages["/f/%E1%BC%B9.pdf"] = data(PDF, "application/pdf")
for _name, _path, _answer in (
    ("a pdf", "/f/1.pdf", data(PDF, "application/pdf")),
    ("a pdf as bytes", "/f/2.pdf", data(PDF, "application/octet-stream")),
    ("a pdf called a page", "/f/3.pdf", data(PDF, "text/html")),
    (
        "a pdf of a script",
        "/download.php?id=31",
        data(PDF, "application/force-download", Content_Disposition="attachment; filename=a.pdf"),
    ),
    ("a pdf after blanks", "/f/4.pdf", data(b"\r\n\r\n" + PDF, "application/pdf")),
    (
        "a pdf with bytes after its end",
        "/f/5.pdf",
        data(PDF + b"\r\n<!-- served by x -->\r\n", "application/pdf"),
    ),
    ("a pdf of capitals", "/f/PLAN.PDF", data(PDF, "application/pdf")),
    (
        "a pdf under gzip",
        "/f/6.pdf",
        data(gzip.compress(PDF), "application/pdf", Content_Encoding="gzip"),
    ),
    (
        "a large pdf",
        "/f/7.pdf",
        data(PDF[:60] + b"%" + b"a" * 3_000_000 + PDF[60:], "application/pdf"),
    ),
    ("a pdf of no kind", "/f/8.pdf", data(PDF, "-")),
    ("a pdf that starts late", "/f/9.pdf", late(0.4, data(PDF, "application/pdf"))),
    ("a docx", "/f/1.docx", data(office("word/document.xml"), _DOCX)),
    ("a docx as bytes", "/f/2.docx", data(office("word/document.xml"), "application/octet-stream")),
    ("an xlsx", "/f/1.xlsx", data(office("xl/workbook.xml"), _XLSX)),
    ("a pptx", "/f/1.pptx", data(office("ppt/presentation.xml"), "application/zip")),
    ("a zip", "/f/1.zip", data(office("a.txt"), "application/zip")),
    ("an old doc", "/f/1.doc", data(_OLE, "application/msword")),
    ("an old xls", "/f/1.xls", data(_OLE, "application/vnd.ms-excel")),
    ("a jpeg", "/f/1.jpg", data(_JPG, "image/jpeg")),
    ("a gif", "/f/1.gif", data(_GIF, "image/gif")),
    ("a csv", "/f/1.csv", html("เดือน,จำนวน\nตุลาคม,4\nพฤศจิกายน,7\n", kind="text/csv")),
    (
        "a csv of thai bytes",
        "/f/2.csv",
        html("เดือน,จำนวน\nตุลาคม,4\nพฤศจิกายน,7\n", kind="text/plain", code="cp874"),
    ),
    ("a json", "/f/1.json", html('{"items":[{"code":"o1","url":"/x"}]}', kind="application/json")),
    (
        "a text",
        "/f/1.txt",
        html("รายงานการประชุมสภาองค์การบริหารส่วนตำบล สมัยสามัญที่ 1 ประจำปี 2566", kind="text/plain"),
    ),
    ("a rar", "/f/1.rar", data(b"Rar!\x1a\x07\x01\x00" + bytes(200), "application/x-rar")),
    (
        "a film",
        "/f/1.mp4",
        data(b"\x00\x00\x00\x20ftypisom\x00\x00\x02\x00isomiso2avc1mp41" + bytes(500), "video/mp4"),
    ),
):
    link(
        _name, OLD, _path, ("alive", "unknown") if _name in ("a rar", "a film") else ALIVE, _answer
    )


# Alive: led there ----------------------------------------------------------------------------

_POST = wp("ประกาศใช้แผนอัตรากำลัง", _POLICY)
SITES[WP].pages["/staff-plan/"] = _POST
SITES[NEW].pages["/moved/staff"] = new(
    "แผนอัตรากำลัง",
    "<h1>แผนอัตรากำลังสามปี</h1><p>กรอบอัตรากำลังพนักงานส่วนจังหวัด ปี 2567 - 2569 จำนวน 180 อัตรา</p>",
)
for _status in (301, 302, 303, 307, 308):
    link(f"led on by {_status}", WP, f"/go{_status}", ALIVE, leads("/staff-plan/", _status))
link("led to the same with a stroke", WP, "/staff-plan", ALIVE, leads("/staff-plan/", 301))
link(
    "led to another host's page",
    WP,
    "/elsewhere",
    ALIVE,
    leads(f"http://{NEW}:{{port}}/moved/staff", 301),
)
link("led without a scheme", WP, "/rel2", ALIVE, leads(f"//{NEW}:{{port}}/moved/staff"))
link("led by a relative address", WP, "/a/b/c", ALIVE, leads("../../staff-plan/"))
link("led to Thai letters that are not encoded", WP, "/tothai", ALIVE, leads("/" + "ข้อมูลผู้บริหาร/"))
link(
    "led to a secure line",
    WP,
    "/tls",
    ALIVE,
    leads("https://good.cert.example:{secure}/policy", 301),
)
link("led four times", WP, "/h1", ALIVE, leads("/h2"))
for _n in (2, 3):
    SITES[WP].pages[f"/h{_n}"] = leads(f"/h{_n + 1}")
SITES[WP].pages["/h4"] = leads("/staff-plan/")
link("led to a file", WP, "/file", ALIVE, leads(f"http://{OLD}:{{port}}/f/1.pdf"))
link(
    "led on by a meta of the page",
    WP,
    "/meta",
    ALIVE,
    html(
        "<html><head><meta http-equiv='refresh' content='0; url=/staff-plan/'></head><body>กำลังพาไป</body></html>"
    ),
)
link(
    "led on by a meta in capitals and quotes",
    WP,
    "/meta2",
    ALIVE,
    html("<META HTTP-EQUIV=REFRESH CONTENT=\"2;URL='staff-plan/'\">"),
)
link("led on by a header", WP, "/header", ALIVE, html("", Refresh="0; url=/staff-plan/"))
link(
    "led on by a script",
    WP,
    "/script",
    ("alive", "unknown"),
    html("<script>window.location.href='/staff-plan/';</script>"),
)
link(
    "led on by a script that is hard to read",
    WP,
    "/script2",
    UNKNOWN,
    html("<script>var a='/staff';window['loc'+'ation']=a+'-plan/';</script>"),
)


# Led to the home page ------------------------------------------------------------------------

link("home by 301", WP, "/old1", HOME, leads("/", 301))
link("home by 302 with its whole address", WP, "/old2", HOME, leads(f"http://{WP}:{{port}}/"))
link("home by a query", WP, "/old3", HOME, leads("/?lang=th"))
link("home after two", WP, "/old4", HOME, leads("/old1"))
link(
    "home by a meta",
    WP,
    "/old5",
    HOME,
    html("<meta http-equiv='refresh' content='3;url=/'><p>ไม่พบ กำลังกลับหน้าแรก</p>"),
)
link(
    "home by a script",
    WP,
    "/old6",
    ("redirected_home", "unknown"),
    html("<script>location.replace('/')</script>"),
)
link(
    "home by a script, alone with an alert",
    WP,
    "/old7",
    ("redirected_home", "unknown", "soft_404"),
    html("<script>alert('ไม่พบข้อมูล');window.location='/';</script>"),
)
link("home by a header", WP, "/old8", HOME, html("", Refresh="0;url=/"))
link("home of a file", WP, "/wp-content/uploads/lost.pdf", HOME, leads("/", 302))
SITES[OLD].pages["/index.php"] = SITES[OLD].pages["/"]
link("home under its file", OLD, "/lost.php?id=7", HOME, leads("index.php"))
link(
    "home under its file, by a script",
    OLD,
    "/lost2.php",
    ("redirected_home", "unknown"),
    html("<SCRIPT language='javascript'>window.location='index.php'</SCRIPT>"),
)
link(
    "home's content under the address",
    OLD,
    "/content.php?id=88",
    ("redirected_home", "soft_404"),
    SITES[OLD].pages["/"],
)
link(
    "home's content instead of a file",
    OLD,
    "/f/lost.pdf",
    ("redirected_home", "soft_404"),
    SITES[OLD].pages["/"],
)
site("lead.example", leads("/main/"), leads("/main/"))
SITES["lead.example"].pages["/main/"] = wp("หน้าหลัก", "<p>ข่าวสารและกิจกรรมประจำเดือนของหน่วยงาน</p>")
link("home that the root leads to", "lead.example", "/plan", HOME)
link("home that the root leads to, file", "lead.example", "/plan66.pdf", HOME)
site("langs.example", leads("/th/home"), leads("/th/home"))
SITES["langs.example"].pages["/th/home"] = new(
    "หน้าแรก", "<h1>ยินดีต้อนรับ</h1><p>บริการออนไลน์สำหรับประชาชนและข่าวสารล่าสุด</p>"
)
link("home of a language", "langs.example", "/oit/12", HOME)
site("moved.example", leads(f"http://{NEW}:{{port}}/"), leads(f"http://{NEW}:{{port}}/"))
link("home of the agency's new name", "moved.example", "/plan/66", HOME)
link("home of the new name, file", "moved.example", "/files/plan.pdf", HOME)
site(
    "www.split.example",
    leads("http://split.example:{port}/"),
    leads("http://split.example:{port}/"),
)
site("split.example", html("none", 404), wp("หน้าแรก", "<p>ข่าวประชาสัมพันธ์ของหน่วยงานสมมุติ</p>"))
link("home without the www", "www.split.example", "/ita/2566", HOME)
link("home by index.html", NEW, "/old", ("redirected_home", "soft_404"), leads("/index.html"))
SITES[NEW].pages["/index.html"] = SITES[NEW].pages["/"]
link("home in capitals", NEW, "/old2", ("redirected_home", "soft_404"), leads("/Default.aspx"))
SITES[NEW].pages["/Default.aspx"] = SITES[NEW].pages["/"]


# Answers 200 and is not there ----------------------------------------------------------------

link(
    "soft: WordPress words in Thai",
    WP,
    "/s1/",
    SOFT,
    wp("ไม่พบหน้า", "<p>ขออภัย ไม่พบหน้าที่คุณต้องการ</p>", body="error404"),
)
link(
    "soft: a title in English",
    WP,
    "/s2/",
    SOFT,
    wp(
        "Page not found",
        "<p>It looks like nothing was found at this location.</p>",
        body="error404",
    ),
)
link(
    "soft: that page can't be found",
    WP,
    "/s3/",
    SOFT,
    wp("Oops! That page can&rsquo;t be found.", "<p>Maybe try a search?</p>"),
)
link(
    "soft: an article of Joomla",
    OLD,
    "/index.php/5",
    SOFT,
    old("404 - ไม่พบบทความ", "<H1>404</H1><P>ไม่พบบทความ</P>"),
)
link(
    "soft: no data was found",
    OLD,
    "/view.php?id=5",
    ("soft_404", "unknown"),
    old("อบต.ทดลอง", "<P>ขออภัย ไม่พบข้อมูลที่ท่านร้องขอ</P>"),
)
link(
    "soft: the article was deleted",
    OLD,
    "/view.php?id=6",
    ("soft_404", "unknown"),
    old("อบต.ทดลอง", "<CENTER>บทความนี้ถูกลบออกจากระบบแล้ว</CENTER>"),
)
link(
    "soft: the file was deleted",
    OLD,
    "/f/d.pdf",
    ("soft_404", "unknown"),
    html("<html><body>ไฟล์ถูกลบออกจากระบบแล้ว</body></html>"),
)
link("soft: file not found", OLD, "/download.php?id=99", SOFT, html("File not found."))
link(
    "soft: file not found as text", OLD, "/f/e.pdf", SOFT, html("File not found", kind="text/plain")
)
link(
    "soft: an alert and back",
    OLD,
    "/view.php?id=77",
    ("soft_404", "unknown"),
    html("<script>alert('ไม่พบข้อมูลที่ต้องการ');history.back();</script>"),
)
link("soft: nothing", OLD, "/empty.php", SOFT, html(""))
link("soft: blanks", OLD, "/blank.php", SOFT, html(" \n\n \t"))
link("soft: a mark only", OLD, "/bomonly.php", SOFT, html("\ufeff"))
link(
    "soft: an empty page",
    OLD,
    "/emptypage.php",
    SOFT,
    html("<html><head></head><body></body></html>"),
)
link("soft: a pdf of no bytes", OLD, "/f/zero.pdf", SOFT, data(b"", "application/pdf"))
link(
    "soft: only the frame of the site",
    OLD,
    "/news.php?id=98765",
    ("soft_404", "unknown"),
    old("อบต.ทดลอง", ""),
)
link(
    "soft: the frame of an article without one",
    OLD,
    "/news.php?id=98766",
    ("soft_404", "unknown"),
    old("อบต.ทดลอง", "<H2>รายละเอียดข่าว</H2><P>หัวข้อ : </P><P>วันที่ : </P><P>โดย : </P>"),
)
link(
    "soft: the requested URL",
    OLD,
    "/url",
    SOFT,
    html("<h1>Not Found</h1><p>The requested URL was not found on this server.</p>"),
)
link("soft: led to a page of that name", NEW, "/lost1", ("soft_404", "gone"), leads("/404"))
SITES[NEW].pages["/404"] = new("ไม่พบหน้า", "<h1>404</h1><p>ไม่พบหน้านี้</p>")
link(
    "soft: led to an error of ASP",
    NEW,
    "/lost2.aspx",
    ("soft_404", "unknown"),
    leads("/error.aspx?aspxerrorpath=/lost2.aspx"),
)
SITES[NEW].pages["/error.aspx"] = new(
    "ข้อผิดพลาด", "<h1>เกิดข้อผิดพลาด</h1><p>ระบบไม่สามารถดำเนินการตามคำขอของท่านได้</p>"
)
link(
    "soft: this page does not exist", NEW, "/s4", SOFT, new("อบจ.สาธิต", "<h1>ไม่มีหน้านี้อยู่ในระบบ</h1>")
)
link(
    "soft: we are sorry",
    NEW,
    "/s5",
    ("soft_404", "unknown"),
    new(
        "อบจ.สาธิต",
        "<h2>ขออภัยค่ะ</h2><p>หน้าเว็บที่ท่านเรียกดูอาจถูกย้าย ลบ หรือเปลี่ยนชื่อ</p><a href='/'>กลับหน้าแรก</a>",
    ),
)
link("soft: error 404 in Thai digits", NEW, "/s6", SOFT, new("๔๐๔ ไม่พบหน้า", "<p>๔๐๔</p>"))
link(
    "soft: nothing found by a search",
    WP,
    "/?s=zzz",
    ("soft_404", "unknown"),
    wp("ผลการค้นหา: zzz", "<p>ไม่พบสิ่งที่คุณค้นหา ลองใช้คำอื่น</p>"),
)
link(
    "soft: withdrawn",
    NEW,
    "/s7",
    ("soft_404", "unknown"),
    new("อบจ.สาธิต", "<p>เนื้อหานี้ถูกยกเลิกการเผยแพร่</p>"),
)
link(
    "soft: no such record",
    NEW,
    "/s8",
    ("soft_404", "unknown"),
    new("อบจ.สาธิต", "<p>ไม่พบรายการ</p>"),
)
link(
    "soft: an object was expected",
    NEW,
    "/s9",
    SOFT,
    html('{"status":404,"message":"Not Found"}', kind="application/json"),
)
link(
    "soft: json without a thing",
    NEW,
    "/s10",
    ("soft_404", "unknown"),
    html('{"error":"not found","data":null}', kind="application/json"),
)
for _n, _host in enumerate(("same.example", "same2.example", "same3.example")):
    _same = (
        lambda _: Reply(
            200, wordpress("บริการของเรา", "<p>โปรดเลือกบริการที่ต้องการจากเมนูด้านบนของหน้านี้</p>").encode()
        ),
        lambda p: Reply(
            200,
            vendor(
                "หน่วยงาน",
                f"<P>ท่านเรียก {p}</P><P>ระบบสารสนเทศเพื่อประชาชน ติดต่อเจ้าหน้าที่ในวันและเวลาราชการ</P>",
            ).encode(),
        ),
        lambda _: Reply(
            200,
            modern(
                "ศูนย์ข้อมูล",
                f"<h1>ศูนย์ข้อมูลข่าวสาร</h1><p>รหัสอ้างอิง {next(_ticks) * 7919:08d} เวลา {next(_ticks) % 24:02}:15</p>",
            ).encode(),
        ),
    )[_n]
    site(_host, _same, wp("หน้าแรก", "<p>ข่าวและกิจกรรมทั้งหมดของหน่วยงาน</p>"))
    for _path in ("/plan2566", "/files/report.html", "/view.php?id=20"):
        link(f"soft: as any address, {_host}{_path}", _host, _path, SOFT)
    link(f"soft: a file as any address, {_host}", _host, "/f/plan.pdf", ("soft_404", "unknown"))
    link(
        f"alive where any address answers, {_host}",
        _host,
        "/real",
        ALIVE,
        wp("รายงานผลการประเมินความพึงพอใจ", _POLICY + _LIST),
    )
site(
    "search.example",
    lambda p: Reply(
        200,
        wordpress(
            "ผลการค้นหา", f"<p>ผลการค้นหาสำหรับ {p.strip('/')}</p><p>ข่าวใกล้เคียง ปลูกต้นไม้</p>"
        ).encode(),
    ),
    wp("หน้าแรก", "<p>ยินดีต้อนรับ</p>"),
)
link("soft: any address is searched for", "search.example", "/no-gift-policy/", SOFT)
link("soft: any address is searched for, 2", "search.example", "/report/2566/", SOFT)
link("soft: any file is searched for", "search.example", "/report.pdf", ("soft_404", "unknown"))

for _n, (_host, _words) in enumerate(
    (
        (
            "parked1.example",
            "<title>parked1.example</title><h1>parked1.example</h1><p>This domain is for sale. Buy this domain.</p><p>Related searches: Loans, Insurance</p>",
        ),
        (
            "parked2.example",
            "<title>โดเมนนี้จดทะเบียนแล้ว</title><p>โดเมนนี้ถูกจดทะเบียนและจอดไว้โดยผู้ให้บริการ</p>",
        ),
        (
            "parked3.example",
            "<title>Domain parked</title><p>This domain has expired. Renew it now.</p>",
        ),
        (
            "suspended.example",
            "<title>Account Suspended</title><h1>Account Suspended</h1><p>This Account has been suspended. Contact your hosting provider.</p>",
        ),
        (
            "suspended2.example",
            "<title>บัญชีถูกระงับ</title><p>เว็บไซต์นี้ถูกระงับการใช้งานชั่วคราว กรุณาติดต่อผู้ให้บริการโฮสติ้ง</p>",
        ),
        ("works.example", "<html><body><h1>It works!</h1></body></html>"),
        (
            "nginx.example",
            "<title>Welcome to nginx!</title><h1>Welcome to nginx!</h1><p>If you see this page, the nginx web server is successfully installed and working.</p>",
        ),
        ("iis.example", "<title>IIS Windows Server</title><img src='iis-85.png' alt='IIS'>"),
        (
            "plesk.example",
            "<title>Web Server's Default Page</title><p>This page is generated by Plesk, the leading hosting automation software.</p>",
        ),
        (
            "soon.example",
            "<title>Coming Soon</title><h1>Coming soon</h1><p>Our website is under construction.</p>",
        ),
    )
):
    site(_host, html(_words), html(_words))
    link(f"soft: {_host}, an address", _host, "/ita/2566", ("soft_404", "unknown"))
    link(f"soft: {_host}, its home", _host, "/", ("soft_404", "unknown"))
for _n, _words in enumerate(
    (
        "<b>Warning</b>: mysql_connect(): Access denied for user 'root'@'localhost' in <b>/srv/www/db.php</b> on line <b>3</b>",
        "<b>Fatal error</b>: Uncaught Error: Call to undefined function mysql_query() in /var/www/news.php:12",
        "<h1>Error establishing a database connection</h1>",
        "Unknown column 'id' in 'where clause'",
        "<title>Runtime Error</title><h1>Server Error in '/' Application.</h1><h2>Runtime Error</h2>",
        "<h1>Whoops, looks like something went wrong.</h1>",
        "<h1>เว็บไซต์อยู่ระหว่างปิดปรับปรุง</h1><p>ขออภัยในความไม่สะดวก</p>",
        "<title>Maintenance mode</title><h1>Site will be available soon</h1>",
    )
):
    link(
        f"an error of the site's own, {_n}",
        OLD,
        f"/err{_n}.php",
        ("unknown", "soft_404"),
        html(_words),
    )
link(
    "taken over by gambling",
    OLD,
    "/slot.php",
    ("unknown", "soft_404"),
    html(
        "<title>สล็อตเว็บตรง แตกง่าย ฝากถอนไม่มีขั้นต่ำ</title><h1>สล็อตเว็บตรง 2024</h1><p>สมัครสล็อต บาคาร่า คาสิโนออนไลน์ เครดิตฟรี 100 บาท</p>"
    ),
)


# A wall --------------------------------------------------------------------------------------

DRIVE, ACCOUNTS, SP, MS, FB = (
    "drive.google.com",
    "accounts.google.com",
    "muni.sharepoint.com",
    "login.microsoftonline.com",
    "www.facebook.com",
)
for _host in (
    DRIVE,
    ACCOUNTS,
    SP,
    MS,
    FB,
    "m.facebook.com",
    "login.live.com",
    "docs.google.com",
    "onedrive.live.com",
):
    site(
        _host,
        html("<title>Error</title>Not found", 404),
        html("<title>Welcome</title><p>Welcome to this service of many users and many files</p>"),
    )
_GOOGLE = "<html><head><title>Google Drive: ลงชื่อเข้าใช้</title></head><body><h1>ลงชื่อเข้าใช้</h1><form action='/signin'><input type=email name=identifier><button>ถัดไป</button></form></body></html>"
for _path in ("/ServiceLogin", "/v3/signin/identifier"):
    SITES[ACCOUNTS].pages[_path] = html(_GOOGLE)
_MSIN = "<html><head><title>Sign in to your account</title></head><body><form><input type=email name=loginfmt><input type=password name=passwd></form></body></html>"
SITES[MS].pages["/common/oauth2/authorize"] = html(_MSIN)
SITES["login.live.com"].pages["/login.srf"] = html(_MSIN)
_FBIN = "<html><head><title>เข้าสู่ระบบ Facebook</title></head><body><form action='/login/device-based/'><input name=email><input type=password name=pass><button>เข้าสู่ระบบ</button></form></body></html>"
for _host in (FB, "m.facebook.com"):
    SITES[_host].pages["/login/"] = html(_FBIN)
    SITES[_host].pages["/login.php"] = html(_FBIN)
link(
    "wall: Drive leads to a sign-in",
    DRIVE,
    "/file/d/1AbC/view",
    WALL,
    leads("http://accounts.google.com:{port}/ServiceLogin?service=wise&continue=x"),
)
link(
    "wall: Drive leads to a newer sign-in",
    DRIVE,
    "/drive/folders/1Xy",
    WALL,
    leads("http://accounts.google.com:{port}/v3/signin/identifier?continue=x"),
)
link(
    "wall: Drive asks in English",
    DRIVE,
    "/file/d/2/view",
    WALL,
    html(
        "<title>Google Drive - Access Denied</title><h1>You need access</h1><p>Request access, or switch to an account with access.</p>"
    ),
)
link(
    "wall: Drive asks in Thai",
    DRIVE,
    "/file/d/3/view",
    WALL,
    html(
        "<title>Google ไดรฟ์ - การเข้าถึงถูกปฏิเสธ</title><h1>คุณต้องมีสิทธิ์เข้าถึง</h1><p>ขอสิทธิ์เข้าถึง หรือเปลี่ยนเป็นบัญชีที่มีสิทธิ์เข้าถึง</p>"
    ),
)
link(
    "wall: a form of Google",
    "docs.google.com",
    "/document/d/4/edit",
    WALL,
    leads("http://accounts.google.com:{port}/ServiceLogin?continue=docs"),
)
link("wall: 401 of Drive", DRIVE, "/file/d/5/view", WALL, html("<title>Error 401</title>", 401))
link(
    "soft: Drive, the file is gone",
    DRIVE,
    "/file/d/6/view",
    ("soft_404", "unknown"),
    html(
        "<title>ไม่พบหน้า</title><p>ขออภัย ไม่มีไฟล์ที่คุณขอ</p><p>โปรดตรวจสอบว่ามี URL ที่ถูกต้องและไฟล์มีอยู่จริง</p>"
    ),
)
link(
    "soft: Drive, the file is gone, in English",
    DRIVE,
    "/uc?id=7",
    ("soft_404", "unknown"),
    html(
        "<title>Google Drive - Page Not Found</title><p>Sorry, the file you have requested does not exist.</p>"
    ),
)
link(
    "soft: Drive, in the bin",
    DRIVE,
    "/file/d/8/view",
    ("soft_404", "unknown"),
    html("<title>Google Drive</title><p>The file is in the owner's trash.</p>"),
)
link(
    "wall: SharePoint leads to a sign-in",
    SP,
    "/:b:/g/plan",
    WALL,
    leads("http://login.microsoftonline.com:{port}/common/oauth2/authorize?client_id=0"),
)
link(
    "wall: SharePoint denies",
    SP,
    "/sites/x/plan.pdf",
    WALL,
    leads("/_layouts/15/AccessDenied.aspx?Source=x"),
)
SITES[SP].pages["/_layouts/15/AccessDenied.aspx"] = html(
    "<title>Access required</title><h1>Access required</h1><p>You do not have permission to view this.</p>"
)
link("wall: SharePoint 403", SP, "/sites/x/a.xlsx", WALL, html("<title>403 FORBIDDEN</title>", 403))
link(
    "wall: OneDrive leads to a sign-in",
    "onedrive.live.com",
    "/redir?resid=1",
    WALL,
    leads("http://login.live.com:{port}/login.srf?wa=wsignin1.0"),
)
link(
    "wall: Facebook leads to a sign-in",
    FB,
    "/muni/posts/1",
    WALL,
    leads("/login/?next=https%3A%2F%2Fwww.facebook.com%2Fmuni"),
)
link(
    "wall: Facebook on a phone",
    "m.facebook.com",
    "/story.php?id=1",
    WALL,
    leads("/login.php?next=x"),
)
link("wall: Facebook shows its box", FB, "/groups/1", WALL, html(_FBIN))
link(
    "wall: Facebook, not available now",
    FB,
    "/muni/photos/9",
    ("permission_wall", "soft_404", "unknown"),
    html(
        "<title>Facebook</title><h2>ขณะนี้ไม่สามารถดูเนื้อหานี้ได้</h2><p>เจ้าของอาจแชร์กับคนกลุ่มเล็กๆ หรือลบไปแล้ว</p>"
    ),
)
link(
    "wall: Facebook, log in to continue",
    FB,
    "/muni/videos/9",
    WALL,
    html(
        "<title>Log in to Facebook</title><div>You must log in to continue.</div><form><input type=password name=pass></form>"
    ),
)
link(
    "wall: WordPress",
    WP,
    "/private/",
    WALL,
    leads(f"http://{WP}:{{port}}/wp-login.php?redirect_to=x"),
)
SITES[WP].pages["/wp-login.php"] = html(
    "<title>เข้าสู่ระบบ</title><form><input name=log><input type=password name=pwd></form>"
)
link(
    "wall: a post with a password",
    WP,
    "/protected/",
    WALL,
    wp(
        "ป้องกัน: งบประมาณ",
        "<p>เนื้อหานี้ถูกป้องกันด้วยรหัสผ่าน ถ้าต้องการดูกรุณาใส่รหัสผ่านด้านล่าง</p><form><input type=password name=post_password><input type=submit></form>",
    ),
)
link(
    "wall: please sign in, a box",
    NEW,
    "/w1",
    WALL,
    new(
        "เข้าสู่ระบบ",
        "<h1>กรุณาเข้าสู่ระบบ</h1><form><input name=u><input type=password name=p><button>เข้าสู่ระบบ</button></form>",
    ),
)
link(
    "wall: members only",
    NEW,
    "/w2",
    ("permission_wall", "unknown"),
    new("อบจ.สาธิต", "<p>เนื้อหานี้สำหรับสมาชิกเท่านั้น กรุณาเข้าสู่ระบบก่อน</p>"),
)
link(
    "wall: you have no right",
    NEW,
    "/w3",
    ("permission_wall", "unknown"),
    new("อบจ.สาธิต", "<p>ท่านไม่มีสิทธิ์เข้าถึงหน้านี้</p>"),
)
link("wall: 401", NEW, "/w4", WALL, html("Unauthorized", 401, WWW_Authenticate="Basic realm=x"))
link(
    "wall: 403 of one page",
    NEW,
    "/w5/plan.pdf",
    ("permission_wall", "unknown"),
    html("<h1>Forbidden</h1><p>You don't have permission to access this resource.</p>", 403),
)
link("wall: by a meta", NEW, "/w6", WALL, html("<meta http-equiv=refresh content='0;url=/login'>"))
SITES[NEW].pages["/login"] = SITES[NEW].pages["/w1"]
link(
    "wall: by a script",
    NEW,
    "/w7",
    ("permission_wall", "unknown"),
    html("<script>top.location.href='/login?next=w7'</script>"),
)
link(
    "wall: to a sign-in of the state",
    NEW,
    "/w8",
    WALL,
    leads("http://sso.state.example:{port}/oauth2/authorize?client_id=1"),
)
site(
    "sso.state.example",
    html("<title>ลงชื่อเข้าใช้</title><form><input name=pid><input type=password name=p></form>"),
    html("<title>ลงชื่อเข้าใช้</title>"),
)
link(
    "wall: session is over",
    NEW,
    "/w9",
    ("permission_wall", "unknown"),
    new(
        "อบจ.สาธิต",
        "<p>Session หมดอายุ กรุณาเข้าสู่ระบบใหม่</p><form><input name=u><input type=password name=p></form>",
    ),
)
link("wall: file behind a sign-in", NEW, "/w10.pdf", WALL, leads("/login?next=/w10.pdf"))


# Certificates --------------------------------------------------------------------------------

for _name in ("expired", "early", "wrongname", "stranger", "own"):
    _host = f"{_name}.cert.example"
    site(_host, html("none", 404), SITES[NEW].pages["/"])
    link(
        f"certificate: {_name}",
        _host,
        "/plan",
        CERT,
        new("แผน", "<h1>แผน</h1><p>แผนปฏิบัติการของหน่วยงาน</p>"),
        secure=True,
    )
    link(
        f"certificate: led to {_name}",
        WP,
        f"/cert-{_name}",
        CERT,
        leads(f"https://{_host}:{{secure}}/plan"),
    )
    link(
        f"certificate: a file of {_name}",
        _host,
        "/f.pdf",
        CERT,
        data(PDF, "application/pdf"),
        secure=True,
    )


# Slow, gone ----------------------------------------------------------------------------------


def _drip(line) -> None:
    line.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 900\r\n\r\n")
    for _ in range(30):
        line.sendall(b"<p>")
        time.sleep(0.1)


def _reset(line) -> None:
    line.sendall(
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 9000\r\n\r\n"
        + _NEWS.encode()[:2000]
    )
    line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def _cut_pdf(line) -> None:
    line.sendall(
        b"HTTP/1.1 200 OK\r\nContent-Type: application/pdf\r\nContent-Length: 90000\r\n\r\n" + PDF
    )


def _half_chunk(line) -> None:
    line.sendall(
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1000\r\n" + _NEWS.encode()[:900]
    )


def _nothing(line) -> None:
    del line


def _silent(line) -> None:
    time.sleep(5.5)
    del line


def _huge(line) -> None:
    line.sendall(
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 209715200\r\n\r\n<html><body>"
    )
    for _ in range(3200):
        line.sendall(b"<p>a</p>" * 8192)


def _huge_unsaid(line) -> None:
    line.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html><body>")
    for _ in range(3200):
        line.sendall(b"<p>a</p>" * 8192)


def _ssh(line) -> None:
    line.sendall(b"220 ftp.example ready\r\n")


link(
    "slow: 2.2 seconds",
    NEW,
    "/slow1",
    ("slow",),
    late(2.2, new("แผน", "<h1>แผนพัฒนา</h1><p>แผนพัฒนาจังหวัดห้าปี พ.ศ. 2566 - 2570</p>")),
)
link("slow: a file", NEW, "/slow.pdf", ("slow",), late(2.2, data(PDF, "application/pdf")))
link("slow: drops", NEW, "/slow2", ("slow", "unknown"), rough(_drip))
link("slow: silent", NEW, "/slow3", ("slow", "unknown"), rough(_silent))
link("gone: a page of WordPress", WP, "/never/", GONE)
link("gone: a file of WordPress", WP, "/wp-content/uploads/2023/never.pdf", GONE)
link("gone: of the old kind", OLD, "/never.php?id=2", GONE)
link("gone: 410", NEW, "/gone1", GONE, html("gone", 410))
link("gone: 404 without a word", NEW, "/gone2", GONE, html("", 404))
link("gone: 404 with much", NEW, "/gone3", GONE, html(modern("อบจ.สาธิต", _POLICY * 20), 404))
link("gone: led to 404", NEW, "/gone4", GONE, leads("/never"))
link(
    "gone: 404 that leads home",
    NEW,
    "/gone5",
    ("gone", "redirected_home"),
    html("<meta http-equiv=refresh content='5;url=/'>ไม่พบ", 404),
)
link("gone: 404 with a pdf", NEW, "/gone6.pdf", GONE, data(PDF, "application/pdf", 404))
link(
    "gone: led to no host",
    NEW,
    "/gone7",
    ("gone", "unknown"),
    leads("http://nowhere.example:{port}/x"),
)
for _name, _act in (
    ("reset in its midst", _reset),
    ("a cut pdf", _cut_pdf),
    ("half a chunk", _half_chunk),
    ("closed at once", _nothing),
    ("another protocol", _ssh),
):
    link(
        f"broken off: {_name}",
        NEW,
        "/b-" + _name.replace(" ", "-") + (".pdf" if "pdf" in _name else ""),
        ("gone", "unknown", "slow"),
        rough(_act),
    )
site("nowhere.example", html(""), html(""))
link("gone: no such host", "nowhere.example", "/", ("gone", "unknown"))


# Cannot be told ------------------------------------------------------------------------------

_SHELL = "<!doctype html><html><head><title>อบต.สมัยใหม่</title><script type=module src=/a.js></script></head><body><div id=app></div></body></html>"
site("spa.example", html(_SHELL), html(_SHELL))
link("drawn by a script", "spa.example", "/oit/o12", ("unknown", "soft_404"))
link("drawn by a script, a file", "spa.example", "/f/p.pdf", ("unknown", "soft_404"))
link("after a mark that scripts read", NEW, "/#/oit/12", UNKNOWN)
link(
    "a page of frames",
    OLD,
    "/frames.php",
    UNKNOWN,
    html("<html><frameset cols='20%,80%'><frame src='m.php'><frame src='c.php'></frameset></html>"),
)
link(
    "a question for people",
    NEW,
    "/u1",
    UNKNOWN,
    html(
        "<title>Just a moment...</title><p>Checking your browser before accessing. Enable JavaScript and cookies to continue</p>",
        403,
    ),
)
link(
    "a question for people, 200",
    NEW,
    "/u2",
    UNKNOWN,
    html(
        "<title>Attention Required! | Cloudflare</title><p>Please complete the security check: captcha</p><div class=g-recaptcha></div>"
    ),
)
for _status in (500, 502, 503, 429):
    link(f"status {_status}", NEW, f"/u{_status}", UNKNOWN, html("busy", _status))
link("a loop of itself", NEW, "/loop", UNKNOWN, leads("/loop"))
link("a loop of two", NEW, "/loop1", UNKNOWN, leads("/loop2"))
SITES[NEW].pages["/loop2"] = leads("/loop1")
link("a loop of two hosts", NEW, "/loop3", UNKNOWN, leads(f"http://{WP}:{{port}}/loop4"))
SITES[WP].pages["/loop4"] = leads(f"http://{NEW}:{{port}}/loop3")
link(
    "a loop of metas",
    NEW,
    "/loop5",
    UNKNOWN,
    html("<meta http-equiv=refresh content='0;url=/loop6'>"),
)
SITES[NEW].pages["/loop6"] = html("<meta http-equiv=refresh content='0;url=/loop5'>")
link("an endless way", NEW, "/way/1", UNKNOWN, None)
for _n in range(1, 30):
    SITES[NEW].pages[f"/way/{_n}"] = leads(f"/way/{_n + 1}")
link("200 MB that say so", NEW, "/huge", ("unknown", "soft_404", "slow"), rough(_huge))
link(
    "200 MB that do not say so", NEW, "/huge2", ("unknown", "soft_404", "slow"), rough(_huge_unsaid)
)
link(
    "a bomb",
    NEW,
    "/bomb",
    ("unknown", "soft_404"),
    data(gzip.compress(bytes(60_000_000), 9), HTML, Content_Encoding="gzip"),
)
link(
    "packed as nobody asked",
    NEW,
    "/br",
    UNKNOWN,
    data(b"\x8b\x07\x80abc\x03", HTML, Content_Encoding="br"),
)
link(
    "called gzip and is not",
    NEW,
    "/notgzip",
    ("unknown", "alive"),
    data(_NEWS.encode(), HTML, Content_Encoding="gzip"),
)
link(
    "a pdf that is a picture of nothing",
    OLD,
    "/f/noise.pdf",
    UNKNOWN,
    data(bytes(range(256)) * 9, "application/pdf"),
)
link(
    "a docx that is a page",
    OLD,
    "/f/page.docx",
    ("unknown", "soft_404", "redirected_home"),
    old("อบต.ทดลอง", "<P>กรุณาติดต่อเจ้าหน้าที่เพื่อขอรับเอกสารฉบับนี้</P>"),
)
link("led nowhere", NEW, "/noloc", UNKNOWN, html("", 302))


# Inside, and not an address ------------------------------------------------------------------

for _n, _target in enumerate(
    (
        "http://10.0.0.5/plan",
        "http://192.168.1.1/",
        "http://172.16.0.9/",
        "http://127.0.0.1/",
        "http://LocalHost/",
        "http://169.254.169.254/latest/meta-data/",
        "http://[::1]/",
        "http://[fd00::1]/",
        "http://[::ffff:10.0.0.1]/",
        "http://2130706433/",
        "http://0x7f.1/",
        "http://0177.0.0.1/",
        "http://100.64.0.1/",
        "http://0.0.0.0/",
        "http://intranet.example/",
        "http://outside.example:22/",
        "http://outside.example:6379/",
    )
):
    link(
        f"inside: led to {_target}",
        NEW,
        f"/in{_n}",
        INSIDE + (UNFIT + UNKNOWN if _n in (9, 10, 11) else ()),
        leads(_target),
    )
for _n, _target in enumerate(
    (
        "javascript:alert(1)",
        "file:///etc/passwd",
        "ftp://outside.example/f",
        "data:text/html,hi",
        "http://user:secret@outside.example/",
    )
):
    link(
        f"led to no address: {_target}",
        NEW,
        f"/na{_n}",
        ("unfit", "unknown", "not_allowed"),
        leads(_target),
    )

TYPED = [
    ("http://10.1.2.3/plan.pdf", INSIDE),
    ("http://[::1]:8000/", INSIDE),
    ("http://LocalHost/x", INSIDE),
    ("http://127.1/", INSIDE + UNFIT),
    ("http://intranet.example/plan", INSIDE),
    ("https://192.168.0.10/", INSIDE),
    ("http://outside.example:25/", INSIDE),
    ("ftp://agency.example/f.pdf", UNFIT),
    ("file:///C:/plan.pdf", UNFIT),
    (r"\\server\share\plan.pdf", UNFIT),
    ("D:\\Users\\x\\plan.pdf", UNFIT),
    ("mailto:a@b.example", UNFIT),
    ("javascript:void(0)", UNFIT),
    ("http://officer:secret@agency.example/plan", UNFIT),
    ("http://", UNFIT),
    ("", UNFIT),
    ("แผนพัฒนา", UNFIT),
    ("http://agency.example/" + "a" * 3000, UNFIT),
    ("http://agency.example:99999/", UNFIT + INSIDE),
    ("http://agen\u200bcy.example/", UNFIT),
    ("http://agency .example/", UNFIT),
]


# Looked at again -----------------------------------------------------------------------------

_SAME = wp("รายงานผลการใช้จ่ายงบประมาณ ไตรมาส 1", _POLICY)
LATER = [
    ("nothing-but-the-counter", _SAME, _SAME, ALIVE),
    (
        "other-sidebar",
        _SAME,
        html(
            wordpress("รายงานผลการใช้จ่ายงบประมาณ ไตรมาส 1", _POLICY).replace(
                "ประชุมประชาคมหมู่บ้าน", "มอบถุงยังชีพ"
            )
        ),
        ALIVE,
    ),
    (
        "packed-now",
        _SAME,
        data(
            gzip.compress(wordpress("รายงานผลการใช้จ่ายงบประมาณ ไตรมาส 1", _POLICY).encode()),
            HTML,
            Content_Encoding="gzip",
        ),
        ALIVE,
    ),
    (
        "another-text",
        _SAME,
        wp(
            "รายงานผลการใช้จ่ายงบประมาณ ไตรมาส 1",
            "<p>อยู่ระหว่างจัดทำข้อมูลของปีใหม่ โดยกองคลังเป็นผู้รับผิดชอบ</p>",
        ),
        ("changed",),
    ),
    ("another-year", wp("แผนปี 2565", _LIST), wp("แผนปี 2566", _LIST), ("changed",)),
    (
        "another-figure",
        wp("สถิติผู้ใช้บริการ", "<p>ผู้ใช้บริการ 1,204 คน ในปีงบประมาณ 2565</p>"),
        wp("สถิติผู้ใช้บริการ", "<p>ผู้ใช้บริการ 2,877 คน ในปีงบประมาณ 2565</p>"),
        ("changed",),
    ),
    (
        "another-file-behind",
        wp("แผน", "<p>แผนพัฒนา <a href='/f/a.pdf'>ไฟล์</a></p>"),
        wp("แผน", "<p>แผนพัฒนา <a href='/f/b.pdf'>ไฟล์</a></p>"),
        ("changed",),
    ),
    ("file-as-before", data(PDF, "application/pdf"), data(PDF, "application/pdf"), ALIVE),
    (
        "file-is-another",
        data(PDF, "application/pdf"),
        data(PDF.replace(b"595 842", b"842 595"), "application/pdf"),
        ("changed",),
    ),
    (
        "file-became-a-page",
        data(PDF, "application/pdf"),
        wp("แผน", _POLICY),
        ("changed", "unknown"),
    ),
    ("page-was-removed", _SAME, html("none", 404), GONE),
    ("page-leads-home-now", _SAME, leads("/"), HOME),
    ("page-is-empty-now", _SAME, html(""), SOFT),
    ("page-says-not-found-now", _SAME, wp("ไม่พบหน้า", "<p>ขออภัย ไม่พบหน้าที่คุณต้องการ</p>"), SOFT),
    ("page-asks-for-a-password-now", _SAME, leads("/wp-login.php"), ("permission_wall", "gone")),
]


# Written before what the first look found was mended, looked at after it ------------------------

NOT_THERE = [
    "เอกสารนี้ถูกนำออกจากเว็บไซต์แล้ว",
    "ขออภัย ประกาศฉบับนี้หมดอายุการเผยแพร่",
    "ไฟล์แนบไม่สามารถเปิดได้ในขณะนี้",
    "ข่าวนี้ถูกซ่อนโดยผู้ดูแลระบบ",
    "หน้านี้ถูกย้ายไปยังเว็บไซต์ใหม่แล้ว",
    "ไม่มีรายการที่ตรงกับคำขอ",
    "อยู่ระหว่างการปรับปรุงข้อมูล",
    "กำลังปรับปรุงข้อมูล ขออภัยในความไม่สะดวก",
    "โพสต์นี้ไม่พร้อมใช้งานอีกต่อไป",
    "กรุณาล็อกอินก่อนดาวน์โหลดเอกสาร",
    "ท่านยังไม่ได้เข้าสู่ระบบ",
    "ไม่อนุญาตให้เข้าถึงโดยตรง",
    "เฉพาะบุคลากรภายในหน่วยงานเท่านั้น",
    "The item you requested has been unpublished.",
    "This article is no longer published.",
    "Sorry, this document has been withdrawn by its owner.",
    "You must be logged in to view this document.",
    "Your session has ended, please log in again.",
    "Direct access is not permitted.",
    "The link you followed has expired.",
    "Undefined index: id in /var/www/html/view.php on line 22",
    "Table 'web.news' doesn't exist",
    "Object reference not set to an instance of an object.",
    "ขณะนี้มีผู้ใช้งานจำนวนมาก กรุณาลองใหม่ภายหลัง",
    "ยังไม่มีข้อมูล",
    # Of the third look: told right only since a page with one sentence of its own is weighed.
    "ข่าวที่ท่านเลือกไม่มีในฐานข้อมูล",
    "ลิงก์นี้ใช้งานไม่ได้แล้ว",
    "เอกสารถูกเก็บถาวร โปรดติดต่อเจ้าหน้าที่",
    "หน้าเพจนี้ถูกปิดการมองเห็น",
    "ระบบปิดให้บริการชั่วคราว",
    "ไม่เปิดเผยต่อสาธารณะ",
    "เนื้อหาส่วนนี้เป็นความลับ",
    "สงวนสิทธิ์เฉพาะผู้ได้รับอนุญาต",
    "Members area",
    "This page is private",
    "Content temporarily offline",
    "Invalid ID",
    "ค่าที่ส่งมาไม่ถูกต้อง",
    "ไม่มีสิ่งที่ท่านต้องการ",
    "Nothing here yet",
    "Array",
    "NULL",
    "ไม่มีไฟล์แนบ",
    "Bad Request",
    "Database Error",
    "ยังไม่ได้ระบุ",
    "ข้อมูลอยู่ระหว่างดำเนินการ",
    "กรุณาติดต่อผู้ดูแลระบบ",
    "รายการนี้ยังไม่เปิดเผย",
    "The file is missing",
]
IS_THERE = [
    (
        "ประกาศยกเลิกการจัดซื้อจัดจ้าง",
        "<p>เทศบาลขอยกเลิกประกาศประกวดราคาจ้างก่อสร้างลานกีฬา เนื่องจากไม่มีผู้ยื่นข้อเสนอ</p>",
    ),
    ("ประกาศย้ายที่ทำการ", "<p>ที่ทำการเทศบาลถูกย้ายไปยังอาคารใหม่ ถนนสายหลัก ตั้งแต่วันที่ 1 เมษายน</p>"),
    ("รายงานผลการป้องกันการทุจริต", "<p>ไม่พบการทุจริต <a href='/f/r.pdf'>ดาวน์โหลด</a></p>"),
    ("ทะเบียนทรัพย์สินที่ยืม", "<p>ไม่มีรายการยืมในเดือนนี้ กองคลังรายงาน ณ วันที่ 31 มีนาคม 2566</p>"),
    ("วิธีขออนุญาตก่อสร้าง", "<p>ผู้ขอต้องได้รับอนุญาตก่อนเริ่มงาน ยื่นคำขอได้ที่กองช่าง พร้อมสำเนาโฉนด</p>"),
    ("แบบฟอร์มสำหรับเจ้าหน้าที่", "<p>แบบฟอร์มขอใช้รถ <a href='/f/car.docx'>เปิด</a></p>"),
    ("ขอเชิญร่วมเป็นสมาชิกกองทุน", "<p>กองทุนสวัสดิการชุมชนรับสมาชิกใหม่ถึงวันที่ 30 มิถุนายน ค่าสมัคร 20 บาท</p>"),
    ("แผนการจัดหาพัสดุ", "<p>วงเงิน 404,500 บาท จำนวน 3 โครงการ ไตรมาสที่ 2</p>"),
    ("ประกาศผลการสอบ", "<p>ผู้สอบผ่านเลขประจำตัว 404 และ 410 ให้มารายงานตัววันที่ 3 พฤษภาคม</p>"),
    (
        "Open data portal",
        "<p>Datasets that are no longer updated keep their last version and a note of the day.</p>",
    ),
    ("หมายเลขโทรศัพท์ภายใน", "<p>กองคลัง 401 กองช่าง 402 กองการศึกษา 403 สำนักปลัด 404</p>"),
    ("ปรับปรุงข้อมูลผู้ใช้น้ำ", "<p>กองประปาขอให้ผู้ใช้น้ำแจ้งปรับปรุงข้อมูลที่อยู่ภายในเดือนนี้</p>"),
    (
        "คำถามที่พบบ่อย",
        "<h2>ลืมรหัสผ่านทำอย่างไร</h2><p>ติดต่อสำนักปลัดเพื่อขอรหัสใหม่</p><h2>เอกสารหายทำอย่างไร</h2><p>แจ้งความแล้วนำใบแจ้งความมายื่น</p>",
    ),
    ("ประกาศงดให้บริการ", "<p>งดให้บริการวันที่ 6 เมษายน เนื่องจากเป็นวันหยุดราชการ</p>"),
    ("แจ้งปิดถนน", "<p>ปิดถนนสายในชั่วคราวเพื่อวางท่อประปา</p>"),
    ("การดำเนินการเพื่อจัดการความเสี่ยง", "<p>อยู่ระหว่างดำเนินการ 2 โครงการ แล้วเสร็จ 5 โครงการ</p>"),
    ("การขออนุญาต", "<p>ผู้ไม่ได้รับอนุญาตห้ามเข้าพื้นที่ก่อสร้าง</p>"),
    ("นโยบายความเป็นส่วนตัว", "<p>เทศบาลเก็บข้อมูลเฉพาะที่จำเป็น และไม่เปิดเผยต่อบุคคลอื่น</p>"),
    ("ผลการประชุม", "<p>ที่ประชุมมีมติรับรองรายงาน ไม่มีผู้คัดค้าน</p>"),
    ("ประกาศถอนชื่อ", "<p>ถอนชื่อผู้รับจ้างออกจากบัญชีผู้ทิ้งงาน</p>"),
    ("เอกสารประกวดราคา", "<p>เอกสารนี้จำหน่ายชุดละ 500 บาท ที่กองคลัง</p>"),
    ("รับสมัครงาน", "<p>ผู้สมัครต้องลงชื่อเข้าใช้ระบบรับสมัครก่อนวันที่ 9 มิถุนายน</p>"),
    ("เปลี่ยนเบอร์โทร", "<p>ข้อมูลติดต่อเดิมถูกยกเลิก ใช้หมายเลขใหม่ 0 0000 0000</p>"),
    ("มาตรการป้องกันการรับสินบน", "<p>เจ้าหน้าที่ต้องไม่รับทรัพย์สินใด ๆ จากผู้มาติดต่อ</p>"),
    ("ถังขยะเปียกลดโลกร้อน", "<p>ครัวเรือนส่งเอกสารขอรับถังขยะได้ที่กองสาธารณสุข</p>"),
]
for _n, _said in enumerate(NOT_THERE):
    for _kind, _host, _made in (
        ("wp", WP, wp("เอกสาร", f"<p>{_said}</p>")),
        ("old", OLD, old("อบต.ทดลอง", f"<P>{_said}</P>")),
        ("new", NEW, new("อบจ.สาธิต", f"<p>{_said}</p>")),
    ):
        link(
            f"held: {_kind} says {_said}",
            _host,
            f"/held{_n}",
            ("unknown", "soft_404", "permission_wall", "redirected_home"),
            _made,
        )
for _n, (_title, _inner) in enumerate(IS_THERE):
    for _kind, _host, _made in (
        ("wp", WP, wp(_title, _inner)),
        ("old", OLD, old(_title, f"<H2>{_title}</H2>{_inner}")),
        ("new", NEW, new(_title, f"<h1>{_title}</h1>{_inner}")),
    ):
        link(f"held: {_kind} tells of {_title}", _host, f"/there{_n}", ALIVE, _made)
