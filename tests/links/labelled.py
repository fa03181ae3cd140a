"""The sites of the hostile server and their labelled links."""

from __future__ import annotations

import gzip

from tests.links import replies as r
from tests.links.hostile import Case, Site

ALIVE = ("alive",)
SOFT = ("soft_404",)
HOME = ("redirected_home",)
WALL = ("permission_wall",)
GONE = ("gone",)
UNKNOWN = ("unknown",)
SLOW = ("slow",)
INSIDE = ("not_allowed",)
UNFIT = ("unfit",)
CERTIFICATE = ("certificate",)

SITES: dict[str, Site] = {}
CASES: list[Case] = []
_LONG = "".join(
    f"<p>ข้อ {number} หน่วยงานดำเนินการเผยแพร่ข้อมูลรายการที่ {number} ต่อสาธารณะตามแบบที่กำหนดไว้ทุกประการ</p>"
    for number in range(40)
)


def site(name: str, missing, home=r.HOME, **pages) -> None:
    """A site with its home, what it answers to what it has not, and its rules."""
    SITES[name] = Site(
        {"/": home, **{key: value for key, value in pages.items() if value}}, missing
    )


def case(name: str, at: str, path: str, answer, verdicts, *, secure: bool = False) -> None:
    """One link, and the page behind it."""
    if answer is not None:
        SITES[at].pages[path.partition("#")[0]] = answer
    CASES.append(Case(name, at, path, verdicts, secure))


# Sites that answer 404 where nothing is.
site("hard.example", r.APACHE_404)
site("thai.example", r.THAI_404)
H, T = "hard.example", "thai.example"
case("plain page", H, "/plan", r.shows(r.PLAN), ALIVE)
case("home", H, "/", None, ALIVE)
case("home with language", H, "/?lang=th", None, ALIVE)
case("tiny page", H, "/tiny", r.says("<html><body>ok</body></html>"), ALIVE)
case("tiny Thai page", H, "/tiny-th", r.says("<p>สวัสดี</p>"), ALIVE)
case("plain text", H, "/notes.txt", r.says("รายงานผลการดำเนินงาน", kind="text/plain"), ALIVE)
case("Thai path", H, "/แผน/ปี2566", None, ALIVE)
SITES[H].pages["/%E0%B9%81%E0%B8%9C%E0%B8%99/%E0%B8%9B%E0%B8%B52566"] = r.shows(r.PLAN)
case("anchor", H, "/plan#section-2", None, ALIVE)
case("404", H, "/none", None, GONE)
case("404 in Thai", T, "/none", None, GONE)
case("410", H, "/was", r.says("Gone", 410), GONE)
case("404 with a long page", H, "/long404", r.shows(_LONG, status=404), GONE)
case("empty 200", H, "/empty", r.says(""), SOFT)
case("blanks only", H, "/blanks", r.says("  \n\r\n  "), SOFT)
case("204", H, "/204", r.says("", 204, Content_Length="-"), SOFT)
case(
    "markup without words",
    H,
    "/bare",
    r.says("<html><head><title></title></head><body><div></div></body></html>"),
    SOFT,
)
case("empty file", H, "/zero.pdf", r.gives(b"", "application/pdf"), SOFT)
case("500", H, "/500", r.says("Internal Server Error", 500), UNKNOWN)
case("502", H, "/502", r.says("Bad Gateway", 502), UNKNOWN)
case("503 maintenance", H, "/503", r.shows("<h1>ปิดปรับปรุง</h1>", status=503), UNKNOWN)
case("429", H, "/429", r.says("slow down", 429), UNKNOWN)
case("418", H, "/418", r.says("teapot", 418), UNKNOWN)
case("202", H, "/202", r.says("<p>accepted", 202), UNKNOWN)
case("304 for no reason", H, "/304", r.says("", 304, Content_Length="-"), UNKNOWN)
case("302 without a place", H, "/302", r.says("<p>moved", 302), UNKNOWN)
case(
    "401", H, "/401", r.says("<h1>Unauthorized</h1>", 401, WWW_Authenticate='Basic realm="x"'), WALL
)
case("403 of one folder", H, "/private/x", r.says("<h1>Forbidden</h1>", 403), WALL)
case(
    "403 with a sign-in",
    H,
    "/members",
    r.shows("<form><input type=password></form>", "เข้าสู่ระบบ", status=403),
    WALL,
)
case("early hints", H, "/early", r.rough(r.early), ALIVE)
case("chunked", H, "/chunked", r.rough(r.chunked), ALIVE)
case(
    "gzip",
    H,
    "/gzip",
    r.gives(gzip.compress(r.page(r.PLAN).encode()), "text/html", Content_Encoding="gzip"),
    ALIVE,
)
case(
    "brotli unasked",
    H,
    "/br",
    r.gives(b"\x0b\x05\x80xyz", "text/html", Content_Encoding="br"),
    UNKNOWN,
)
case(
    "gzip that is none",
    H,
    "/falsegzip",
    r.gives(b"<p>plain", "text/html", Content_Encoding="gzip"),
    UNKNOWN,
)
case(
    "gzip cut off",
    H,
    "/halfgzip",
    r.gives(gzip.compress(r.page(_LONG).encode())[:-40], "text/html", Content_Encoding="gzip"),
    UNKNOWN,
)
case("bomb", H, "/bomb", r.gives(r.BOMB, "text/html", Content_Encoding="gzip"), UNKNOWN)
case("endless page", H, "/endless", r.rough(r.endless), UNKNOWN)
case("lying length", H, "/lying", r.rough(r.lying), UNKNOWN)
case("cut off", H, "/cut", r.rough(r.cut), UNKNOWN)
case("cut in a chunk", H, "/cutchunk", r.rough(r.cut_chunk), UNKNOWN)
case("closed without a word", H, "/close", r.rough(r.close), UNKNOWN)
case("no HTTP", H, "/noise", r.rough(r.noise), UNKNOWN)
case("endless 100", H, "/hundreds", r.rough(r.hundreds), UNKNOWN)
case("slow page", H, "/slow", r.late(1.2, r.shows(r.PLAN)), SLOW)
case("hangs", H, "/hang", r.rough(r.hang), SLOW)
case("drips", H, "/drip", r.rough(r.drip), SLOW)
case("drips headers", H, "/driphead", r.rough(r.drip_head), SLOW)
case("slow 404", H, "/slow404", r.late(1.2, r.APACHE_404), GONE)
case("bit slow", H, "/bitslow", r.late(0.2, r.shows(r.PLAN)), ALIVE)

# Redirects.
case("to home", H, "/old", r.leads("/"), HOME)
case("to home, permanently", H, "/old301", r.leads("/", 301), HOME)
case("to index.php", H, "/old2", r.leads("/index.php"), HOME)
SITES[H].pages["/index.php"] = r.HOME
case("to home with a mark", H, "/old3", r.leads("/?notfound=1"), HOME)
case("to the Thai home", H, "/old4", r.leads("/th/"), HOME)
SITES[H].pages["/th/"] = r.HOME
case("to the home of another", H, "/old5", r.leads("http://thai.example:{port}/"), HOME)
case("two steps to home", H, "/old6", r.leads("/old"), HOME)
case(
    "by refresh to home",
    H,
    "/refresh",
    r.says("<meta http-equiv=refresh content='0; url=/'>"),
    HOME,
)
case(
    "by slow refresh to home",
    H,
    "/refresh5",
    r.says("<meta http-equiv='Refresh' content=\"5;URL='/'\"><p>กำลังพาท่านไปหน้าแรก"),
    HOME,
)
case("by refresh header to home", H, "/refreshhead", r.says("<p>wait", Refresh="3; url=/"), HOME)
case("by script to home", H, "/js", r.says("<script>window.location.href='/';</script>"), HOME)
case(
    "by script with replace",
    H,
    "/js2",
    r.says('<html><body><p>โปรดรอ</p><script>location.replace("/")</script>'),
    HOME,
)
case(
    "by script after a while",
    H,
    "/js3",
    r.says(
        "<script>setTimeout(function(){ window.location = '/index.php'; }, 3000);</script>"
        "<p>กลับหน้าแรก"
    ),
    HOME,
)
case("by onload", H, "/js4", r.says("<body onload=\"document.location='/'\">"), HOME)
case(
    "by script somewhere",
    H,
    "/js5",
    r.says("<script>location.href = base + name;</script>"),
    UNKNOWN,
)
case("by history", H, "/js6", r.says("<script>history.back()</script>"), UNKNOWN)
case(
    "alert and back", H, "/js7", r.says("<script>alert('ไม่พบข้อมูล');history.back();</script>"), SOFT
)
case(
    "script leads where it depends",
    H,
    "/js8",
    r.shows(r.PLAN + "<script>if (top != self) { top.location = self.location; }</script>"),
    ALIVE,
)
case(
    "script on a click",
    H,
    "/js9",
    r.shows(r.PLAN + "<script>function go(){ location.href='/'; }</script>"),
    ALIVE,
)
case("moved page", H, "/moved", r.leads("/plan", 301), ALIVE)
case(
    "moved by refresh",
    H,
    "/movedrefresh",
    r.says("<meta http-equiv=refresh content='1;url=/plan'>"),
    ALIVE,
)
case(
    "refreshes itself",
    H,
    "/live",
    r.shows(r.PLAN, head="<meta http-equiv=refresh content=20>"),
    ALIVE,
)
case("last stroke", H, "/plan2", r.leads("/plan2/", 301), ALIVE)
SITES[H].pages["/plan2/"] = r.shows(r.PLAN)
case("to a page above", H, "/docs/2566/o1", r.leads("/docs/"), HOME)
SITES[H].pages["/docs/"] = r.shows("<h1>เอกสารทั้งหมด</h1><p>เลือกปี</p>")
case("to a 404", H, "/to404", r.leads("/none"), GONE)
case("to a page called 404", H, "/tonamed", r.leads("/404.html"), SOFT)
SITES[H].pages["/404.html"] = r.shows("<h1>Oops</h1>")
case("to a page called error", H, "/toerror", r.leads("/error?code=7"), UNKNOWN)
SITES[H].pages["/error"] = r.shows("<p>โปรดแจ้งผู้ดูแล</p>")
case("loop", H, "/loop", r.leads("/loop2"), UNKNOWN)
SITES[H].pages["/loop2"] = r.leads("/loop")
case("loop with itself", H, "/self", r.leads("/self"), UNKNOWN)
case("many steps", H, "/s1", r.leads("/s2"), UNKNOWN)
for number in range(2, 9):
    SITES[H].pages[f"/s{number}"] = r.leads(f"/s{number + 1}")
case(
    "inside by redirect", H, "/inwards", r.leads("http://169.254.169.254/latest/meta-data/"), INSIDE
)
case("inside by name", H, "/inwards2", r.leads("http://intranet.example/"), INSIDE)
case(
    "inside by refresh",
    H,
    "/inwards3",
    r.says("<meta http-equiv=refresh content='0;url=http://10.0.0.1/'>"),
    INSIDE,
)
case("to a file of the machine", H, "/tofile", r.leads("file:///etc/passwd"), UNKNOWN)
case("to a script", H, "/toscript", r.leads("javascript:alert(1)"), UNKNOWN)
case("to a port", H, "/toport", r.leads("http://outside.example:22/"), INSIDE)
case("to a password", H, "/topassword", r.leads("http://a:b@hard.example/"), UNKNOWN)
case(
    "Thai in the place",
    H,
    "/tothai",
    lambda _: r.Reply(302, b"", {"Location": "/plan?ชื่อ=ก"}),
    ALIVE,
)

# Soft 404s.
site("soft.example", r.SOFT)
site("quiet.example", r.QUIET)
site("echo.example", r.echoing)
site("rotating.example", r.rotating)
site("catchall.example", r.HOME)
site("tohome.example", r.leads("/"))
site("spa.example", r.SHELL, home=r.SHELL)
site("subfolder.example", r.APACHE_404)
for name in ("soft", "quiet", "echo", "catchall"):
    at = f"{name}.example"
    case(f"{name}: missing", at, "/ita/o12", None, HOME + SOFT if name == "catchall" else SOFT)
    case(f"{name}: there", at, "/plan", r.shows(r.PLAN), ALIVE)
    case(f"{name}: short but there", at, "/short", r.shows("<p>คู่มือประชาชนฉบับย่อ</p>"), ALIVE)
    case(
        f"{name}: file missing",
        at,
        "/files/o9.pdf",
        None,
        HOME + SOFT if name == "catchall" else SOFT,
    )
    case(f"{name}: file there", at, "/files/o1.pdf", r.gives(r.PDF, "application/pdf"), ALIVE)
    case(f"{name}: home", at, "/", None, ALIVE)
case("rotating: missing", "rotating.example", "/ita/o12", None, SOFT)
case("rotating: there", "rotating.example", "/plan", r.shows(r.PLAN), ALIVE)
case(
    "link alone tells it apart",
    "quiet.example",
    "/list",
    r.shows("<p>โปรดเลือกรายการจากเมนูด้านบน</p><a href='/f/o7.pdf'>ดู</a>"),
    ALIVE,
)
case("all to home: missing", "tohome.example", "/ita/o12", None, HOME)
case("all to home: there", "tohome.example", "/plan", r.shows(r.PLAN), ALIVE)
case("all to home: home", "tohome.example", "/", None, ALIVE)
case("application shell", "spa.example", "/oit/o1", None, UNKNOWN + SOFT)
case("route after #", "hard.example", "/#/oit/o1", None, UNKNOWN)
case("route after #!", "hard.example", "/#!oit", None, UNKNOWN)
U = "subfolder.example"
SITES[U].pages["/cms/"] = r.HOME
for path in ("/cms/gone1", "/cms/gone2"):
    case(f"folder answers softly {path}", U, path, None, SOFT)


def _subfolder(path):
    return r.QUIET(path) if path.startswith("/cms/") else r.APACHE_404(path)


SITES[U] = Site(SITES[U].pages, _subfolder)
case("folder: there", U, "/cms/plan", r.shows(r.PLAN), ALIVE)
case("deleted article", H, "/news.php?id=99", r.shows("<h3>ไม่พบข้อมูล</h3>"), SOFT)
case(
    "says not found in English",
    H,
    "/soft-en",
    r.shows("<h1>Page not found</h1><p>Sorry.</p>", "Site"),
    SOFT,
)
case(
    "title says it",
    H,
    "/soft-title",
    r.shows("<p>โปรดตรวจสอบ</p>", f"404 - ไม่พบหน้า | {r.NAME}"),
    SOFT,
)
case(
    "long menu, says it",
    H,
    "/soft-menu",
    r.shows(_LONG.replace("<p>", "<li>") + "<h1>ไม่พบหน้าเว็บที่คุณต้องการ</h1>"),
    SOFT,
)
case("plain text says it", H, "/soft.txt", r.says("File not found.", kind="text/plain"), SOFT)
case(
    "JSON says it",
    H,
    "/soft.json",
    r.says('{"status": 404, "message": "Not found"}', kind="application/json"),
    SOFT,
)
case("says it was deleted", H, "/deleted", r.shows("<p>เอกสารนี้ถูกลบไปแล้ว</p>"), SOFT)
case(
    "file deleted, in a sentence",
    H,
    "/deleted2",
    r.shows("<p>ขออภัยในความไม่สะดวก ไฟล์ที่ท่านเรียกไม่มีอยู่ในระบบแล้ว โปรดติดต่อเจ้าหน้าที่</p>"),
    SOFT,
)
case(
    "no complaints found",
    H,
    "/complaints",
    r.shows(
        "<h1>สถิติเรื่องร้องเรียนการทุจริต</h1>"
        "<p>ประจำปี 2566 ไม่พบเรื่องร้องเรียนการทุจริตและประพฤติมิชอบของเจ้าหน้าที่ในทุกส่วนราชการ</p>" + r.PLAN
    ),
    ALIVE,
)
case(
    "lesson on 404",
    H,
    "/lesson",
    r.shows("<h1>ความหมายของ 404 Not Found</h1>" + _LONG, "404 Not Found คืออะไร"),
    ALIVE,
)
case(
    "empty list beside content",
    H,
    "/jobs",
    r.shows(r.PLAN + _LONG + "<h3>ตำแหน่งว่าง</h3><p>ไม่พบข้อมูล</p>"),
    ALIVE,
)
case(
    "hidden words of missing",
    H,
    "/hidden404",
    r.shows(r.PLAN + "<div style='display:none'><h1>ไม่พบหน้า</h1></div>"),
    ALIVE,
)
case(
    "hidden content",
    H,
    "/hiddenplan",
    r.shows(f"<div style='display:none'>{r.PLAN}</div><h1>ไม่พบหน้า</h1>"),
    SOFT,
)

# Pages that say that something is wrong.
case(
    "parked",
    H,
    "/parked",
    r.says(
        "<title>example.go.th</title><h1>This domain is for sale</h1><a href=x>Buy this domain</a>"
    ),
    SOFT,
)
case(
    "parked in Thai", H, "/parked-th", r.says("<title>โดเมน</title><h1>โดเมนนี้หมดอายุแล้ว</h1>"), SOFT
)
case(
    "suspended",
    H,
    "/suspended",
    r.says(
        "<title>Account Suspended</title><h1>Account Suspended</h1>"
        "<p>Contact your hosting provider for more information."
    ),
    SOFT,
)
case("suspended in Thai", H, "/suspended-th", r.says("<h2>เว็บไซต์นี้ถูกระงับการใช้งานชั่วคราว</h2>"), SOFT)
case(
    "nginx default",
    H,
    "/nginx",
    r.says(
        "<title>Welcome to nginx!</title><h1>Welcome to nginx!</h1>"
        "<p>If you see this page, the nginx web server is successfully installed."
    ),
    SOFT,
)
case(
    "apache default",
    H,
    "/apache",
    r.says("<title>Apache2 Ubuntu Default Page: It works</title><p>It works!</p>"),
    SOFT,
)
case(
    "maintenance",
    H,
    "/maint",
    r.says("<h1>เว็บไซต์อยู่ระหว่างการปรับปรุง</h1><p>ขออภัยในความไม่สะดวก"),
    UNKNOWN,
)
case(
    "maintenance in English",
    H,
    "/maint-en",
    r.says("<title>Site under maintenance</title><p>We will be back soon"),
    UNKNOWN,
)
case(
    "database error",
    H,
    "/dberror",
    r.says("<h1>Error establishing a database connection</h1>"),
    UNKNOWN,
)
case(
    "PHP error",
    H,
    "/phperror",
    r.says(
        "<br /><b>Fatal error</b>: Uncaught Error: Call to undefined function in /var/www/x.php:3"
    ),
    UNKNOWN,
)
case("error in Thai", H, "/err-th", r.shows("<p>เกิดข้อผิดพลาดของระบบ กรุณาลองใหม่ภายหลัง</p>"), UNKNOWN)
case(
    "PHP warning above content",
    H,
    "/phpwarning",
    r.shows("<b>Warning</b>: Undefined index x in /var/www/a.php on line 3" + r.PLAN + _LONG),
    ALIVE,
)
case(
    "gambling",
    H,
    "/hacked",
    r.says("<title>สล็อตเว็บตรง บาคาร่า คาสิโนออนไลน์ อันดับ 1</title><p>สมัครวันนี้"),
    UNKNOWN,
)
case("news of a raid", H, "/raid", r.shows(r.PLAN, "ตำรวจจับบ่อนคาสิโนในตำบล"), ALIVE)
case(
    "frames",
    H,
    "/frames",
    r.says("<html><frameset cols=50%><frame src='http://elsewhere.example/'></frameset></html>"),
    UNKNOWN,
)
case("iframe alone", H, "/iframe", r.says("<body><iframe src='/x'></iframe></body>"), UNKNOWN)
case("picture alone", H, "/picture", r.says("<body><img src='/scan1.jpg'></body>"), ALIVE)
case(
    "loading",
    H,
    "/loading",
    r.says("<body><div>กำลังโหลด...</div><script src=/a.js></script></body>"),
    UNKNOWN,
)

# Walls.
for name in (
    "accounts.google.com",
    "drive.google.com",
    "login.microsoftonline.com",
    "www.facebook.com",
    "agency.sharepoint.com",
    "sso.agency.example",
):
    site(name, r.APACHE_404)
G = "drive.google.com"
SITES["accounts.google.com"].pages["/ServiceLogin"] = r.says(
    "<title>Sign in - Google Accounts</title><h1>Sign in</h1>"
)
case(
    "Drive to sign-in",
    G,
    "/file/d/AAA/view",
    r.leads("http://accounts.google.com:{port}/ServiceLogin?continue=x"),
    WALL,
)
case(
    "Drive folder to sign-in",
    G,
    "/drive/folders/BBB",
    r.leads("http://accounts.google.com:{port}/ServiceLogin?continue=y"),
    WALL,
)
case(
    "Drive needs access",
    G,
    "/file/d/CCC/view",
    r.says(
        "<title>Google Drive</title><h1>You need access</h1><p>Request access, or switch to "
        "an account with access."
    ),
    WALL,
)
case(
    "Drive needs access in Thai",
    G,
    "/file/d/DDD/view",
    r.says(
        "<title>Google ไดรฟ์</title><p>คุณต้องมีสิทธิ์เข้าถึง</p><p>ขอสิทธิ์เข้าถึง หรือสลับไปใช้บัญชีที่มีสิทธิ์เข้าถึง</p>"
    ),
    WALL,
)
case(
    "Drive shows",
    G,
    "/file/d/EEE/view",
    r.says(
        "<title>แผนปี 2566.pdf - Google ไดรฟ์</title><meta property='og:title' content='แผนปี "
        "2566.pdf'><body><script>var a=1</script></body>"
    ),
    ALIVE,
)
case(
    "Drive deleted",
    G,
    "/file/d/FFF/view",
    r.says(
        "<title>Page Not Found</title><p>Sorry, the file you have requested does not exist.", 404
    ),
    GONE,
)
SITES["login.microsoftonline.com"].pages["/common/oauth2/authorize"] = r.says(
    "<title>Sign in to your account</title>"
)
case(
    "SharePoint to sign-in",
    "agency.sharepoint.com",
    "/:b:/s/x/AAA",
    r.leads("http://login.microsoftonline.com:{port}/common/oauth2/authorize?client=1"),
    WALL,
)
case(
    "SharePoint denied",
    "agency.sharepoint.com",
    "/x/_layouts/15/AccessDenied.aspx",
    r.says("<title>Access required</title><h1>Sorry, you don't have access</h1>"),
    WALL,
)
case("Facebook to sign-in", "www.facebook.com", "/agency/posts/1", r.leads("/login/?next=x"), WALL)
SITES["www.facebook.com"].pages["/login/"] = r.says(
    "<title>Log in to Facebook</title><input type=password>"
)
case(
    "Facebook sign-in page",
    "www.facebook.com",
    "/agency/posts/2",
    r.says(
        "<title>Facebook</title><p>You must log in to continue.</p><form><input name=e>"
        "<input type=password></form>"
    ),
    WALL,
)
case(
    "Facebook not available",
    "www.facebook.com",
    "/agency/posts/3",
    r.says(
        "<title>Facebook</title><h2>This content isn't available right now</h2>"
        "<p>When this happens, it's usually because the owner only shared it with a small group"
    ),
    WALL,
)
case("own sign-in by redirect", H, "/intranet/o1", r.leads("/login.php?return=/intranet/o1"), WALL)
SITES[H].pages["/login.php"] = r.shows(
    "<h1>เข้าสู่ระบบ</h1><form><input><input type=password></form>", "เข้าสู่ระบบ"
)
case(
    "sso of the agency",
    H,
    "/intranet/o2",
    r.leads("http://sso.agency.example:{port}/realms/x/start"),
    WALL,
)
SITES["sso.agency.example"].pages["/realms/x/start"] = r.says("<p>welcome")
case(
    "sign-in page with 200",
    H,
    "/backoffice",
    r.shows("<form><input name=u><input type=password></form>", "เข้าสู่ระบบ | สำนักงาน"),
    WALL,
)
case("please sign in", H, "/docs/secret", r.shows("<p>กรุณาเข้าสู่ระบบก่อนดาวน์โหลดเอกสาร</p>"), WALL)
case("no right to see", H, "/docs/secret2", r.shows("<h2>คุณไม่มีสิทธิ์เข้าถึงหน้านี้</h2>"), WALL)
case(
    "sign-in box beside content",
    H,
    "/withbox",
    r.shows(r.PLAN + _LONG + "<h3>เข้าสู่ระบบ</h3><form><input><input type=password></form>"),
    ALIVE,
)
case(
    "manual on signing in",
    H,
    "/manual",
    r.shows("<h1>คู่มือการเข้าสู่ระบบ e-Service</h1>" + _LONG, "คู่มือการเข้าสู่ระบบ"),
    ALIVE,
)
site(
    "walled.example",
    r.says(
        "<title>Just a moment...</title><p>Checking your browser", 403, cf_mitigated="challenge"
    ),
    home=r.says("<title>Just a moment...</title>", 403),
)
case("bot wall", "walled.example", "/o1", None, UNKNOWN)
site("refuses.example", r.says("<h1>Forbidden</h1>", 403), home=r.says("<h1>Forbidden</h1>", 403))
case("403 for everything", "refuses.example", "/o1", None, UNKNOWN)
case(
    "bot wall with 200",
    H,
    "/botwall",
    r.says("<title>Just a moment...</title><p>Enable JavaScript and cookies to continue"),
    UNKNOWN,
)
case("bot wall 503", H, "/botwall503", r.says("<title>Just a moment...</title>", 503), UNKNOWN)
case(
    "WAF",
    H,
    "/waf",
    r.says(
        "<html><head><title>Request Rejected</title></head>"
        "<body>The requested URL was rejected. Please consult with your administrator."
    ),
    UNKNOWN,
)

# Rules for programs.
site("norobots.example", r.APACHE_404)
SITES["norobots.example"].pages["/robots.txt"] = r.says(
    "User-agent: *\nDisallow: /", kind="text/plain"
)
case("robots forbid all", "norobots.example", "/plan", r.shows(r.PLAN), UNKNOWN)
site("somerobots.example", r.APACHE_404)
SITES["somerobots.example"].pages["/robots.txt"] = r.says(
    "User-agent: *\nDisallow: /private\nAllow: /private/open\n", kind="text/plain"
)
case("robots forbid this", "somerobots.example", "/private/x", r.shows(r.PLAN), UNKNOWN)
case("robots allow this", "somerobots.example", "/private/open/x", r.shows(r.PLAN), ALIVE)
case("robots forbid the next", "somerobots.example", "/step", r.leads("/private/y"), UNKNOWN)
site("brokenrobots.example", r.APACHE_404)
SITES["brokenrobots.example"].pages["/robots.txt"] = r.says("oops", 500)
case("robots unreadable", "brokenrobots.example", "/plan", r.shows(r.PLAN), UNKNOWN)
site("htmlrobots.example", r.APACHE_404)
SITES["htmlrobots.example"].pages["/robots.txt"] = r.HOME
case("robots are a page", "htmlrobots.example", "/plan", r.shows(r.PLAN), ALIVE)

# Files.
case("PDF", H, "/a.pdf", r.gives(r.PDF, "application/pdf"), ALIVE)
case("PDF as octets", H, "/b.pdf", r.gives(r.PDF, "application/octet-stream"), ALIVE)
case("PDF that is cut", H, "/c.pdf", r.gives(r.PDF[:200], "application/pdf"), UNKNOWN)
case(
    "PDF that is noise",
    H,
    "/d.pdf",
    r.gives(b"\x01\x02\x03 noise" * 50, "application/pdf"),
    UNKNOWN,
)
case("PDF that answers a page", H, "/e.pdf", r.shows(r.PLAN), UNKNOWN)
case("PDF that answers 'not found'", H, "/f.pdf", r.shows("<h1>ไม่พบไฟล์</h1>"), SOFT)
case(
    "PDF by header, page by bytes",
    H,
    "/g.pdf",
    r.gives(r.page("<h1>ไม่พบเอกสาร</h1>").encode(), "application/pdf"),
    SOFT,
)
case("page by header, PDF by bytes", H, "/show.php?f=1", r.gives(r.PDF, "text/html"), ALIVE)
case("picture", H, "/a.png", r.gives(r.PNG, "image/png"), ALIVE)
case("Word file", H, "/a.docx", r.gives(r.DOCX, "application/msword"), ALIVE)
case(
    "zero bytes of a download",
    H,
    "/download.php?id=5",
    r.gives(b"", "application/octet-stream"),
    SOFT,
)
case(
    "large PDF",
    H,
    "/large.pdf",
    r.gives(r.PDF + b"x" * 3_000_000 + b"%%EOF", "application/pdf"),
    ALIVE,
)
case("PDF to a sign-in", H, "/h.pdf", r.leads("/login.php"), WALL)

# Letters.
_THAI = "<title>แผน</title><h1>แผนป้องกันการทุจริต</h1><p>หน่วยงานตัวอย่างเผยแพร่แผน"
_THAI_GONE = "<title>ไม่พบหน้า</title><h1>ไม่พบหน้าที่ต้องการ</h1>"
for name, text, verdicts in (("there", _THAI, ALIVE), ("gone", _THAI_GONE, SOFT)):
    case(
        f"windows-874, {name}",
        H,
        f"/874-{name}",
        r.gives(text.encode("cp874"), "text/html; charset=windows-874"),
        verdicts,
    )
    case(
        f"tis-620 undeclared, {name}",
        H,
        f"/tis-{name}",
        r.gives(text.encode("cp874"), "text/html"),
        verdicts,
    )
    case(
        f"tis-620 declared UTF-8, {name}",
        H,
        f"/tisutf-{name}",
        r.gives(b"<meta charset=utf-8>" + text.encode("cp874"), "text/html; charset=utf-8"),
        verdicts,
    )
    case(
        f"UTF-8 declared tis-620, {name}",
        H,
        f"/utftis-{name}",
        r.gives(b"<meta charset=tis-620>" + text.encode(), "text/html; charset=tis-620"),
        verdicts,
    )
    case(
        f"UTF-8 declared latin, {name}",
        H,
        f"/utflatin-{name}",
        r.gives(text.encode(), "text/html; charset=iso-8859-1"),
        verdicts,
    )
    case(
        f"UTF-16, {name}",
        H,
        f"/utf16-{name}",
        r.gives(text.encode("utf-16"), "text/html"),
        verdicts,
    )
    case(
        f"entities, {name}",
        H,
        f"/entities-{name}",
        r.gives(text.encode("ascii", "xmlcharrefreplace"), "text/html"),
        verdicts,
    )
    case(f"no kind told, {name}", H, f"/nokind-{name}", r.gives(text.encode(), "-"), verdicts)

# Hosts.
site("www.twin.example", r.APACHE_404)
site("twin.example", r.APACHE_404)
case(
    "no-www to www",
    "twin.example",
    "/plan",
    r.leads("http://www.twin.example:{port}/plan", 301),
    ALIVE,
)
SITES["www.twin.example"].pages["/plan"] = r.shows(r.PLAN)
case(
    "no-www to the home of www",
    "twin.example",
    "/o1",
    r.leads("http://www.twin.example:{port}/", 301),
    HOME,
)
case(
    "home to the home of www",
    "twin.example",
    "/",
    r.leads("http://www.twin.example:{port}/", 301),
    ALIVE,
)
case("name that is not", "nowhere.example", "/", None, GONE)
case("name server silent", "silent.example", "/", None, UNKNOWN)
case("refused", "refused.example", "/", None, GONE)

# Certificates: what the line of each name shows is made in the fixture.
for name, verdicts in (
    ("good", ALIVE),
    ("expired", CERTIFICATE),
    ("early", CERTIFICATE),
    ("own", CERTIFICATE),
    ("wrongname", CERTIFICATE),
    ("stranger", CERTIFICATE),
):
    site(f"{name}.secure.example", r.APACHE_404)
    case(
        f"certificate {name}",
        f"{name}.secure.example",
        "/plan",
        r.shows(r.PLAN),
        verdicts,
        secure=True,
    )
case(
    "to a faulty certificate",
    H,
    "/tosecure",
    r.leads("https://expired.secure.example:{secure}/plan"),
    CERTIFICATE,
)
case("TLS that is none", "plain.secure.example", "/", None, UNKNOWN, secure=True)

# Addresses that are none, as typed.
TYPED: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("#top", UNFIT),
    ("http://user:secret@hard.example/", UNFIT),
    ("http://hard.example/" + "a" * 3_000, UNFIT),
    ("ftp://hard.example/a", UNFIT),
    ("javascript:alert(1)", UNFIT),
    ("mailto:a@hard.example", UNFIT),
    ("http://hard.example/a b", UNFIT),
    ("http://hard.example/a\u200bb", UNFIT),
    ("ดูที่เว็บไซต์", UNFIT),
    ("http://10.0.0.1/", INSIDE),
    ("http://intranet.example/", INSIDE),
    ("http://[::1]/", INSIDE),
    ("http://outside.example:22/", INSIDE),
    ("http://2130706433/", UNFIT),
)
