"""Links written against the checker after it stood, by somebody who knows how it decides."""

from __future__ import annotations

import json

from tests.links import replies as r
from tests.links.hostile import Case, Site
from tests.links.labelled import SITES

ALIVE, SOFT, HOME, WALL = ("alive",), ("soft_404",), ("redirected_home",), ("permission_wall",)
GONE, UNKNOWN = ("gone",), ("unknown",)
ATTACKS: list[Case] = []
A = "attacked.example"
SITES[A] = Site({"/": r.HOME}, r.APACHE_404)
_EMPTY = r.shows("")
_LONG = "".join(
    f"<p>ข้อ {n} รายละเอียดของการดำเนินงานในไตรมาสที่ {n} ตามแผนที่สภาเห็นชอบ</p>" for n in range(30)
)


def case(name: str, path: str, answer, verdicts, at: str = A) -> None:
    if answer is not None:
        SITES[at].pages[path.partition("#")[0]] = answer
    ATTACKS.append(Case(name, at, path, verdicts))


# Missing things that answer 200 without a word of it.
SITES[A].pages["/view.php"] = r.shows("<h3>รายละเอียดข่าว</h3><p></p>")
case("number that was deleted", "/view.php?id=812", None, SOFT)
case(
    "number that is there",
    "/view.php?id=5",
    r.shows("<h3>รายละเอียดข่าว</h3><p>ประชาสัมพันธ์การชำระภาษีที่ดินและสิ่งปลูกสร้าง ประจำปี ณ สำนักงาน</p>"),
    ALIVE,
)
case("number that is ignored, with much beside", "/page.php?v=12345", r.shows(_LONG), ALIVE)
case("template without content", "/blank-template", _EMPTY, UNKNOWN + SOFT)


def _numbered(path):
    if path.startswith("/item/") and path[6:].isdecimal():
        return r.shows("<h3>ข้อมูลรายการ</h3><p>ชื่อเรื่อง</p><p>ผู้ลงข้อมูล</p>")(path)
    return r.APACHE_404(path)


SITES["numbered.example"] = Site({"/": r.HOME}, _numbered)
case("number in the path, deleted", "/item/812", None, SOFT, "numbered.example")
case("number in the path, there", "/item/5", r.shows(r.PLAN), ALIVE, "numbered.example")


def _stroke(path):
    return r.QUIET(path) if path.startswith("/oit/") else r.APACHE_404(path)


SITES["stroke.example"] = Site({"/": r.HOME}, _stroke)
case("folder with a stroke at its end", "/oit/o12/", None, SOFT, "stroke.example")
case("folder with a stroke, there", "/oit/o1/", r.shows(r.PLAN), ALIVE, "stroke.example")


def _many_folders(path):
    return r.QUIET(path) if path.startswith("/d") else r.APACHE_404(path)


SITES["folders.example"] = Site({"/": r.HOME}, _many_folders)
for number in range(20):
    case(f"one folder of many {number}", f"/d{number}/x", None, SOFT, "folders.example")

# Words.
for name, inner, title, verdicts in (
    (
        "quota",
        "<p>Sorry, you can't view or download this file at this time.</p>",
        "Google Drive - Quota exceeded",
        UNKNOWN,
    ),
    ("trash", "<p>This file is in the owner's trash.</p>", "Google Drive", SOFT),
    (
        "protected post",
        (
            "<p>This content is password protected. To view it please enter your password below:"
            "</p><input type=password>"
        ),
        "Protected: แผน",
        WALL,
    ),
    (
        "protected post in Thai",
        "<p>เนื้อหานี้ถูกป้องกันด้วยรหัสผ่าน กรุณาใส่รหัสผ่าน</p><input type=password>",
        "แผน",
        WALL,
    ),
    ("try later", "<p>ขณะนี้มีผู้ใช้งานจำนวนมาก กรุณาลองใหม่ภายหลัง</p>", "ระบบ", UNKNOWN),
    (
        "link removed",
        (
            "<h1>This link has been removed.</h1><p>Please contact the person who "
            "shared it with you.</p>"
        ),
        "OneDrive",
        SOFT + WALL,
    ),
    (
        "Facebook in Thai",
        "<h2>ขออภัย เนื้อหานี้ไม่พร้อมใช้งานในขณะนี้</h2><p>เจ้าของแชร์กับกลุ่มคนเพียงไม่กี่คน</p>",
        "Facebook",
        WALL,
    ),
    (
        "oops",
        (
            "<h1>Oops! That page can’t be found.</h1><p>It looks like nothing was found "
            "at this location.</p>"
        ),
        "Site",
        SOFT,
    ),
    ("spaced letters", "<h1>4 0 4</h1><p>ไม่พบหน้าที่คุณกำลังมองหา</p>", "Site", SOFT),
    (
        "404 split over tags",
        "<div><span>4</span><span>0</span><span>4</span></div><p>Page Not Found</p>",
        "Site",
        SOFT,
    ),
    ("sorry in a sentence", "<p>ขออภัยค่ะ หน้าที่ท่านเรียกอาจถูกลบ เปลี่ยนชื่อ หรือย้ายไปที่อื่น</p>", "Site", SOFT),
    ("JavaScript needed", "<p>Please enable JavaScript to view this page</p>", "Site", UNKNOWN),
    ("redirecting", "<p>กำลังพาท่านไปยังหน้าใหม่...</p><script src=/go.js></script>", "Site", UNKNOWN),
    ("captcha", "<h1>ยืนยันว่าคุณไม่ใช่บอท</h1><div class=captcha></div>", "Site", UNKNOWN),
    (
        "waterworks",
        "<h1>ประกาศปิดปรับปรุงระบบประปา หมู่ 3</h1><p>ในวันที่ 5 มิถุนายน 2566 เวลา 9.00 น.</p>",
        "ประกาศ",
        ALIVE,
    ),
    (
        "road works",
        "<h1>โครงการกำลังปรับปรุงถนนสายบ้านใหม่</h1><p>อยู่ระหว่างการจัดทำผิวจราจร</p>",
        "ข่าว",
        ALIVE,
    ),
    (
        "service suspended for a day",
        "<p>ประกาศระงับการให้บริการน้ำประปาชั่วคราว วันที่ 3 มกราคม 2566</p>",
        "ประกาศ",
        ALIVE,
    ),
    ("papers that expire", "<p>ผู้ที่เอกสารหมดอายุ ติดต่อกองคลังเพื่อต่ออายุใบอนุญาต</p>", "ประกาศ", ALIVE),
    (
        "nothing found in an audit",
        "<h1>ผลการตรวจสอบภายใน</h1><p>ไม่พบข้อมูลการทุจริตในรอบปีงบประมาณ 2566 ทั้งนี้ได้ตรวจครบทุกกอง</p>",
        "ผลการตรวจสอบ",
        ALIVE + UNKNOWN,
    ),
    (
        "for officers, a link in the menu",
        "<a>สำหรับเจ้าหน้าที่</a><p>คู่มือประชาชนของกองช่าง งานขออนุญาตก่อสร้างอาคาร</p>",
        "คู่มือ",
        ALIVE,
    ),
    (
        "box beside a short page",
        (
            "<h1>คู่มือปฏิบัติงาน</h1><p>คู่มือการปฏิบัติงานด้านการจัดซื้อจัดจ้างของหน่วยงาน ฉบับปรับปรุง</p>"
            "<a href='/m.pdf'>ดาวน์โหลด</a><form>ชื่อผู้ใช้<input><br>รหัสผ่าน<input type=password>เข้าสู่ระบบ"
            "</form>"
        ),
        "คู่มือ",
        ALIVE,
    ),
    (
        "steps of signing in",
        "<h1>ขั้นตอนการเข้าสู่ระบบ e-Service</h1><p>1. เปิดแอป 2. กดเข้าสู่ระบบ 3. กรอกเลขบัตร</p>",
        "ขั้นตอน",
        ALIVE,
    ),
    ("shares of a lottery", "<h1>ผลสลากกินแบ่งรัฐบาล</h1><p>งวดวันที่ 1 มิถุนายน 2566</p>", "ข่าว", ALIVE),
    (
        "error in a title of law",
        "<h1>พ.ร.บ. ว่าด้วยความรับผิดทางละเมิด</h1><p>เมื่อเจ้าหน้าที่กระทำผิดพลาด</p>",
        "กฎหมาย",
        ALIVE,
    ),
):
    case(name, "/w/" + name.replace(" ", "-").replace(",", ""), r.shows(inner, title), verdicts)

case(
    "data with an error",
    "/api/1",
    r.says(json.dumps({"success": False, "code": 17}), kind="application/json"),
    UNKNOWN,
)
case(
    "data with 'unauthorized'",
    "/api/2",
    r.says('{"error":"Unauthorized"}', kind="application/json"),
    WALL + UNKNOWN,
)
case(
    "data",
    "/api/3",
    r.says(json.dumps({"items": [{"name": "แผน", "year": 2566}]}), kind="application/json"),
    ALIVE,
)
case(
    "bucket says no such key",
    "/bucket/x",
    r.says(
        "<?xml version='1.0'?><Error><Code>NoSuchKey</Code><Message>The specified key does "
        "not exist.</Message></Error>",
        kind="application/xml",
    ),
    SOFT,
)
case(
    "empty listing",
    "/files/",
    r.says(
        "<html><head><title>Index of /files</title></head><body><h1>Index of /files</h1>"
        "<a href='?C=N'>Name</a> <a href='?C=M'>Last modified</a> <a>Size</a> <a>Description"
        "</a><hr><a href='/'>Parent Directory</a></body></html>"
    ),
    SOFT,
)
case(
    "listing with files",
    "/files2/",
    r.says(
        "<html><head><title>Index of /files2</title></head><body><h1>Index of /files2</h1>"
        "<a href='?C=N'>Name</a><a href='/'>Parent Directory</a><a href='o1.pdf'>o1.pdf</a>"
        "</body></html>"
    ),
    ALIVE,
)

# Ways.
for name, script, verdicts in (
    ("base and name", "location.href=location.protocol+'//'+location.host", UNKNOWN),
    ("top.location", 'top.location.href = "/"', HOME),
    ("wrapped", "(function(){window.location.replace('/')})()", HOME),
    ("onload", "window.onload=function(){location.assign('/')}", HOME),
    ("commented out", "/* location.href='/' */ var a = 1;", SOFT + UNKNOWN),
    ("eval", "eval(atob('bG9jYXRpb249Jy8n'))", UNKNOWN),
    ("alert that it is missing, then home", "alert('ไม่พบหน้าที่ต้องการ'); location='/';", HOME + SOFT),
    ("close", "alert('ไม่พบข้อมูล'); window.close();", SOFT),
):
    case(
        f"script: {name}",
        f"/s/{name.replace(' ', '-')}",
        r.says(f"<html><body><script>{script}</script></body></html>"),
        verdicts,
    )
case(
    "script on a page with much content",
    "/s/long",
    r.shows(_LONG + "<script>location.href='/';</script>"),
    HOME,
)
case(
    "refresh in noscript",
    "/s/noscript",
    r.shows(_LONG + "<noscript><meta http-equiv=refresh content='0;url=/'></noscript>"),
    ALIVE,
)
case(
    "refresh in an hour",
    "/s/hour",
    r.shows(_LONG, head="<meta http-equiv=refresh content='3600;url=/'>"),
    ALIVE,
)
case(
    "Google from a page",
    "/toGoogle",
    r.leads("https://accounts.google.com/ServiceLogin?continue=x"),
    WALL,
)
case(
    "Microsoft that nobody finds",
    "/toMicrosoft",
    r.leads("https://login.microsoftonline.com/common/oauth2/v2.0/authorize?x=1"),
    WALL,
)
case("Facebook's door", "/toFacebook", r.leads("https://www.facebook.com/login/?next=x"), WALL)
case("home by another name", "/toWelcome", r.leads("/welcome-page"), HOME)
SITES[A].pages["/welcome-page"] = r.HOME
case("home with a campaign", "/toCampaign", r.leads("/?utm_source=old&ref=404"), HOME)
case("article by its number", "/?p=12", r.shows(r.PLAN), ALIVE)
case("to an article by its number", "/toArticle", r.leads("/?p=12"), ALIVE)
case("to login that asks nothing", "/toLogin", r.leads("/member/login?returnUrl=%2FtoLogin"), WALL)
SITES[A].pages["/member/login"] = r.shows("<p>ยินดีต้อนรับ</p>")
case(
    "address of a login itself",
    "/officer/login.php",
    r.shows("<h1>เข้าสู่ระบบ</h1><input><input type=password>", "เข้าสู่ระบบ"),
    WALL,
)
case("blog on logins", "/blog/login-tips", r.shows("<h1>เคล็ดลับ</h1>" + _LONG), ALIVE)
case("encoding 'none'", "/enc-none", r.says(r.page(r.PLAN), Content_Encoding="none"), ALIVE)
case("encoding 'utf-8'", "/enc-utf8", r.says(r.page(r.PLAN), Content_Encoding="UTF-8"), ALIVE)
case("two packings", "/enc-two", r.says("x", Content_Encoding="gzip, gzip"), UNKNOWN)
case("NULs", "/nul", r.gives(b"\0" * 5000, "text/html"), SOFT)
case("BOM alone", "/bom", r.gives(b"\xef\xbb\xbf", "text/html"), SOFT)
case("deep page", "/deep", r.says("<div>" * 60_000 + "x"), UNKNOWN)
case(
    "attribute without end",
    "/attr",
    r.says("<p>" + "<a " * 50_000 + r.PLAN),
    ALIVE + UNKNOWN + SOFT,
)
case(
    "regular expression bait",
    "/bait",
    r.shows("<p>" + "ขออภัย " * 40 + "ไม่พบ " * 30 + "</p>" * 3 + _LONG),
    ALIVE + UNKNOWN,
)
case(
    "script bait",
    "/bait2",
    r.shows(_LONG + "<script>" + "/*" * 100_000 + "window." * 100_000 + "</script>"),
    ALIVE,
)
case(
    "meta bait",
    "/bait3",
    r.shows(_LONG, head="<meta http-equiv=refresh content='" + "0" * 100_000 + "'>"),
    ALIVE,
)


def _busy():
    asked = []

    def answer(path):
        asked.append(path)
        return r.says("busy", 429)(path) if len(asked) == 1 else r.shows(r.PLAN)(path)

    return answer


case("busy once", "/busy", _busy(), ALIVE)


def _flaky():
    asked = []

    def answer(path):
        asked.append(path)
        return r.Reply(raw=r.close) if len(asked) == 1 else r.shows(r.PLAN)(path)

    return answer


case("breaks off once", "/flaky", _flaky(), ALIVE)


def _lottery(path):
    """Words at length that differ each time, and none of them says that something is missing."""
    number = next(r.counter)
    words = "".join("กขคงจฉชซดต"[(number * n * n + n) % 10] * 3 + " " for n in range(1, 90))
    return r.Reply(200, r.page(f"<p>ข่าวสารทั่วไป {words}</p>").encode())


SITES["lottery.example"] = Site({"/": r.HOME}, _lottery)
case("each time other words, missing", "/oit/o1", None, UNKNOWN + SOFT, "lottery.example")
case("search finds nothing", "/search", r.shows("<h1>ผลการค้นหา</h1><p>ไม่พบผลลัพธ์ที่ค้นหา</p>"), SOFT)
case(
    "picture of a digger",
    "/img1",
    r.says("<body><img src='/images/under-construction.gif'></body>"),
    UNKNOWN,
)
case(
    "picture of a 404",
    "/img2",
    r.says("<body><img src='/x.png' alt='404 not found'></body>"),
    UNKNOWN,
)
case("PDF that is a sentence", "/r2/a.pdf", r.gives("ไม่พบไฟล์".encode(), "application/pdf"), SOFT)
case(
    "PDF that is a sentence, as text",
    "/r2/b.pdf",
    r.says("File not found.", kind="text/plain"),
    SOFT,
)
case(
    "status in a meta",
    "/r2/meta",
    r.shows("<p>โปรดเลือกเมนู</p>", head="<meta name='prerender-status-code' content='404'>"),
    SOFT,
)
case(
    "form that is closed",
    "/r2/form",
    r.shows("<h1>แบบประเมิน EIT</h1><p>แบบฟอร์ม แบบประเมิน EIT ไม่รับคำตอบอีกต่อไป</p>"),
    UNKNOWN,
)
case("video that is private", "/r2/video", r.shows("<h1>This video is private</h1>"), WALL)
for text in ("0", "null", "[]", "{}", "false"):
    case(f"answers {text}", f"/r2/n{ord(text[0])}", r.says(text), SOFT)
    case(
        f"answers {text} as data",
        f"/r2/d{ord(text[0])}",
        r.says(text, kind="application/json"),
        SOFT,
    )
case(
    "says forbidden with 200",
    "/r2/forbidden",
    r.says("Forbidden", kind="text/plain"),
    UNKNOWN + WALL,
)
case("wrong number", "/r2/number", r.shows("<p>รหัสไม่ถูกต้อง</p>"), UNKNOWN + SOFT)
case("session expired", "/r2/session", r.shows("<h2>Session expired</h2>"), WALL)
case(
    "other country",
    "/r2/country",
    r.shows("<p>This content is not available in your country.</p>"),
    UNKNOWN,
)
case(
    "not rendered",
    "/r2/angular",
    r.says("<body><h1>{{ title }}</h1><p>{{ body }}</p></body>"),
    UNKNOWN,
)
case(
    "menu and an empty place",
    "/r2/react",
    r.shows("<div id=root></div><script src=/a.js></script>"),
    UNKNOWN,
)
case(
    "place that is filled",
    "/r2/next",
    r.shows(f"<div id=__next>{r.PLAN}</div><script src=/a.js></script>"),
    ALIVE,
)
case(
    "home by a base",
    "/r2/base",
    r.says("<base href='/'><meta http-equiv=refresh content='0;url=./'>"),
    HOME,
)
case("no-width letters between", "/r2/zw", r.shows("<h1>ไม่\u200bพบ\u200bหน้า</h1>"), SOFT)
case(
    "place in the Thai page",
    "/r2/874",
    lambda _: r.Reply(302, b"", {"Location": "/r2/แผน".encode("cp874").decode("latin-1")}),
    ALIVE,
)
SITES[A].pages["/r2/%E1%BC%B9"] = r.shows(r.PLAN)
case(
    "frames for old browsers",
    "/r2/noframes",
    r.says(
        "<html><frameset rows='*'><frame src=a.html><noframes>"
        "<body>Your browser does not support frames.</body></noframes></frameset></html>"
    ),
    UNKNOWN,
)
case("two strokes", "//r2//plan", r.shows(r.PLAN), ALIVE)
case("answers with a place as well", "/r2/place", r.says(r.page(r.PLAN), Location="/"), ALIVE)
case("partial content", "/r2/206", r.says("<p>part", 206), UNKNOWN)
case("multiple choices", "/r2/300", r.says("<h1>Multiple Choices</h1>", 300), UNKNOWN)
case(
    "zip that is cut", "/r2/a.zip", r.gives(b"PK\x03\x04" + b"x" * 300, "application/zip"), UNKNOWN
)


def _slug(path):
    """Says what was asked for, with its words apart, and offers to share the page."""
    name = path.rpartition("/")[2].partition(".")[0].replace("-", " ").title()
    return r.shows(
        f"<p>ท่านเรียก {name} จากเว็บไซต์ของเรา</p><p>แชร์</p><a href='/share?file={path}'>แชร์</a>"
        f"<a href='{path}'>ลองอีก</a>"
    )(path)


SITES["slug.example"] = Site({"/": r.HOME}, _slug)
case("words of the address apart", "/annual-report-2566", None, SOFT, "slug.example")
case("short name in a sentence", "/oit/o1", None, SOFT, "slug.example")
case("file that is only offered again", "/files/o12.pdf", None, SOFT, "slug.example")
case("words apart, there", "/annual-plan", r.shows(r.PLAN), ALIVE, "slug.example")
