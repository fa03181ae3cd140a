"""The reasons in words, Thai and English, each under its verdict, with what to do now."""

from __future__ import annotations

from msgspec import Struct

from prongsai.core.text import Text
from prongsai.links.verdicts import Verdict


class Saying(Struct, frozen=True):
    """A reason in words; `{detail}` is the quotation."""

    verdict: Verdict
    why: Text
    step: Text | None = None


_ADD_HTTPS = Text("เขียนที่อยู่เต็มที่ขึ้นต้นด้วย https://", "write the whole address, beginning with https://")
_AGAIN = Text("ตรวจซ้ำภายหลัง", "check it again later")
_OWN_LINE = Text(
    "ตรวจว่าเครื่องที่ตรวจต่ออินเทอร์เน็ตได้ แล้วตรวจซ้ำ",
    "see that this machine reaches the internet, then check it again",
)

SAYINGS: dict[str, Saying] = {
    "answers": Saying(Verdict.ALIVE, Text("ตอบพร้อมเนื้อหา", "it answers with content")),
    "moved": Saying(
        Verdict.ALIVE,
        Text("ตอบพร้อมเนื้อหา ที่อยู่ใหม่ {detail}", "it answers with content, now at {detail}"),
        Text("ควรใช้ที่อยู่ใหม่", "better use the new address"),
    ),
    "large": Saying(
        Verdict.ALIVE,
        Text(
            "แฟ้มใหญ่ ดูเฉพาะส่วนต้น {detail}",
            "a large file; only its beginning was looked at, {detail}",
        ),
    ),
    "changes_itself": Saying(
        Verdict.ALIVE,
        Text(
            "ตอบพร้อมเนื้อหาที่ต่างกันทุกครั้งที่เปิด จึงบอกไม่ได้ว่าเปลี่ยนไปจากเดิมหรือไม่",
            "its content differs at each look, so that a change cannot be told",
        ),
    ),
    "content_differs": Saying(
        Verdict.CHANGED,
        Text("เนื้อหาต่างจากที่เห็นเมื่อ {detail}", "the content differs from that seen on {detail}"),
    ),
    "to_home": Saying(
        Verdict.HOME, Text("ถูกพาไปหน้าแรก {detail}", "it leads to the home page {detail}")
    ),
    "to_above": Saying(
        Verdict.HOME,
        Text("ถูกพาไปหน้าที่อยู่เหนือขึ้นไป {detail}", "it leads to a page above, {detail}"),
    ),
    "shows_home": Saying(
        Verdict.HOME,
        Text("แสดงเนื้อหาเดียวกับหน้าแรก {detail}", "it shows what the home page shows, {detail}"),
    ),
    "same_as_random": Saying(
        Verdict.SOFT_GONE,
        Text(
            "แสดงเนื้อหาเดียวกับที่อยู่สุ่มที่ไม่มีจริง {detail}",
            "it shows what an address shows that never was, {detail}",
        ),
    ),
    "says_not_found": Saying(
        Verdict.SOFT_GONE, Text("หน้าเขียนว่า “{detail}”", "the page says “{detail}”")
    ),
    "named_not_found": Saying(
        Verdict.SOFT_GONE,
        Text("ถูกพาไปหน้าแจ้งว่าไม่พบ {detail}", "it leads to a page for what is missing, {detail}"),
    ),
    "empty": Saying(
        Verdict.SOFT_GONE,
        Text("ตอบรหัส {detail} แต่ไม่มีเนื้อหาเลย", "it answers {detail} with nothing at all"),
    ),
    "parked": Saying(
        Verdict.SOFT_GONE,
        Text("โดเมนว่างหรือถูกขาย: “{detail}”", "the domain is parked or for sale: “{detail}”"),
        Text(
            "ตรวจการต่ออายุโดเมน แล้วแก้ที่อยู่",
            "see whether the domain was renewed, then mend the address",
        ),
    ),
    "suspended": Saying(
        Verdict.SOFT_GONE,
        Text("เว็บไซต์ถูกระงับ: “{detail}”", "the site is suspended: “{detail}”"),
        Text("ติดต่อผู้ให้บริการเว็บไซต์", "ask the company that hosts the site"),
    ),
    "default_page": Saying(
        Verdict.SOFT_GONE,
        Text("หน้าเปล่าของโปรแกรมเว็บ: “{detail}”", "the empty page of a web server: “{detail}”"),
    ),
    "sign_in_address": Saying(
        Verdict.WALL, Text("ถูกพาไปหน้าเข้าสู่ระบบ {detail}", "it leads to a sign-in, {detail}")
    ),
    "sign_in_page": Saying(
        Verdict.WALL, Text("หน้าขอให้เข้าสู่ระบบ: “{detail}”", "the page asks to sign in: “{detail}”")
    ),
    "asks_permission": Saying(
        Verdict.WALL,
        Text("หน้าแจ้งว่าไม่มีสิทธิ์: “{detail}”", "the page says that one may not see it: “{detail}”"),
    ),
    "asks_password": Saying(
        Verdict.WALL, Text("ตอบรหัส {detail} ขอรหัสผ่าน", "it answers {detail}, asking for a password")
    ),
    "forbidden_here": Saying(
        Verdict.WALL,
        Text(
            "ตอบรหัส 403 ที่ที่อยู่นี้ ขณะที่ที่อยู่อื่นของเว็บเดียวกันตอบปกติ",
            "it answers 403 here, while other addresses of the site answer as usual",
        ),
    ),
    "certificate_expired": Saying(
        Verdict.CERTIFICATE,
        Text("ใบรับรองของ {detail} หมดอายุ", "the certificate of {detail} has expired"),
    ),
    "certificate_early": Saying(
        Verdict.CERTIFICATE,
        Text("ใบรับรองของ {detail} ยังไม่ถึงวันใช้", "the certificate of {detail} is not valid yet"),
    ),
    "certificate_name": Saying(
        Verdict.CERTIFICATE,
        Text("ใบรับรองไม่ใช่ของ {detail}", "the certificate is not that of {detail}"),
    ),
    "certificate_own": Saying(
        Verdict.CERTIFICATE,
        Text("{detail} รับรองตัวเอง", "{detail} vouches for itself (self-signed)"),
    ),
    "certificate_issuer": Saying(
        Verdict.CERTIFICATE,
        Text(
            "ไม่รู้จักผู้ออกใบรับรองของ {detail} หรือติดตั้งไม่ครบชุด",
            "the issuer of {detail}'s certificate is not known, or its chain is not whole",
        ),
    ),
    "certificate_other": Saying(
        Verdict.CERTIFICATE, Text("ใบรับรองผิด: {detail}", "a fault of the certificate: {detail}")
    ),
    "slow_answer": Saying(
        Verdict.SLOW,
        Text(
            "ตอบครบ แต่ใช้เวลา {detail} วินาที", "it answers with content, but takes {detail} seconds"
        ),
    ),
    "no_answer_in_time": Saying(
        Verdict.SLOW,
        Text(
            "รับการติดต่อแล้วไม่ตอบภายใน {detail} วินาที",
            "it took the connection and did not answer within {detail} seconds",
        ),
    ),
    "not_finished": Saying(
        Verdict.SLOW,
        Text("ส่งเนื้อหาไม่จบภายใน {detail} วินาที", "its content did not end within {detail} seconds"),
    ),
    "not_found": Saying(Verdict.GONE, Text("ตอบรหัส {detail}", "it answers {detail}")),
    "no_such_host": Saying(
        Verdict.GONE,
        Text("ไม่มีชื่อเว็บไซต์ {detail}", "there is no host of the name {detail}"),
        Text(
            "ตรวจตัวสะกดของชื่อเว็บไซต์ และการต่ออายุโดเมน",
            "see how the host is spelled, and whether the domain was renewed",
        ),
    ),
    "refused": Saying(
        Verdict.GONE,
        Text("{detail} ปฏิเสธการติดต่อ", "{detail} refuses the connection"),
        Text(
            "ให้ผู้ดูแลเว็บไซต์ตรวจว่าเครื่องยังทำงาน แล้วตรวจซ้ำ",
            "have the keeper see whether the server runs, then check again",
        ),
    ),
    "inside": Saying(
        Verdict.NOT_ALLOWED,
        Text("{detail} อยู่ในเครือข่ายภายใน", "{detail} lies inside a network"),
    ),
    "port": Saying(
        Verdict.NOT_ALLOWED,
        Text("ไม่ตรวจพอร์ต {detail}", "port {detail} is not visited"),
        Text(
            "ใช้ที่อยู่ของพอร์ตปกติ (80, 443) หรือเปิดดูเอง",
            "use an address of the usual ports (80, 443), or look yourself",
        ),
    ),
    "password": Saying(
        Verdict.UNFIT,
        Text("ที่อยู่มีชื่อผู้ใช้หรือรหัสผ่าน", "the address holds a user name or password"),
        Text(
            "ตัดส่วนหน้าเครื่องหมาย @ ออก แล้วเปลี่ยนรหัสผ่านนั้น",
            "cut what stands before @, and change that password",
        ),
    ),
    "too_long": Saying(
        Verdict.UNFIT,
        Text("ที่อยู่ยาว {detail} ตัวอักษร", "the address has {detail} letters"),
        Text("ใช้ที่อยู่สั้นของหน้าเดียวกัน", "use a shorter address of the same page"),
    ),
    "scheme": Saying(
        Verdict.UNFIT, Text("ไม่ใช่ที่อยู่เว็บ ({detail}:)", "no web address ({detail}:)"), _ADD_HTTPS
    ),
    "unseen_letter": Saying(
        Verdict.UNFIT,
        Text(
            "มีช่องว่างหรืออักขระที่มองไม่เห็น ({detail})", "it holds a blank or an unseen letter ({detail})"
        ),
    ),
    "number_as_host": Saying(
        Verdict.UNFIT, Text("ชื่อเว็บไซต์เป็นตัวเลข {detail}", "its host is a bare number, {detail}")
    ),
    "place_in_page": Saying(
        Verdict.UNFIT,
        Text("{detail} เป็นตำแหน่งในหน้า ไม่ใช่ที่อยู่", "{detail} is a place within a page, no address"),
        _ADD_HTTPS,
    ),
    "no_address": Saying(
        Verdict.UNFIT,
        Text("อ่านเป็นที่อยู่เว็บไม่ได้: {detail}", "this is no web address: {detail}"),
        _ADD_HTTPS,
    ),
    "robots": Saying(
        Verdict.UNKNOWN,
        Text(
            "เว็บไซต์ไม่ให้โปรแกรมเข้าที่อยู่นี้ ({detail})",
            "the site lets no program visit this address ({detail})",
        ),
    ),
    "robots_unreadable": Saying(
        Verdict.UNKNOWN,
        Text(
            "อ่านกติกาสำหรับโปรแกรมของเว็บไซต์ไม่ได้ ({detail}) จึงไม่เข้าไป",
            "the site's rules for programs cannot be read ({detail}), so it was not visited",
        ),
        _AGAIN,
    ),
    "server_error": Saying(
        Verdict.UNKNOWN,
        Text("เครื่องของเว็บไซต์ขัดข้อง ตอบรหัส {detail}", "the server failed with {detail}"),
        _AGAIN,
    ),
    "forbidden": Saying(
        Verdict.UNKNOWN,
        Text(
            "ตอบรหัส {detail} อาจไม่รับโปรแกรม แต่รับคน",
            "it answers {detail}; it may refuse programs and serve people",
        ),
    ),
    "too_many": Saying(
        Verdict.UNKNOWN,
        Text("เว็บไซต์ขอให้เข้าน้อยลง (รหัส {detail})", "the site asks for fewer visits ({detail})"),
        _AGAIN,
    ),
    "other_status": Saying(Verdict.UNKNOWN, Text("ตอบรหัส {detail}", "it answers {detail}")),
    "bot_wall": Saying(
        Verdict.UNKNOWN,
        Text("เว็บไซต์กันโปรแกรม: “{detail}”", "the site keeps programs out: “{detail}”"),
    ),
    "no_connection": Saying(
        Verdict.UNKNOWN, Text("ติดต่อ {detail} ไม่ได้", "{detail} cannot be reached"), _OWN_LINE
    ),
    "name_server": Saying(
        Verdict.UNKNOWN,
        Text("ถามชื่อ {detail} ไม่ได้คำตอบ", "the name {detail} could not be asked for"),
        _OWN_LINE,
    ),
    "no_secure_line": Saying(
        Verdict.UNKNOWN,
        Text("ตั้งการติดต่อที่ปลอดภัยกับ {detail} ไม่ได้", "no secure line could be made with {detail}"),
    ),
    "cut_off": Saying(
        Verdict.UNKNOWN,
        Text(
            "เครื่องของเว็บไซต์ตัดการติดต่อกลางคัน ({detail})", "the server cut the line short ({detail})"
        ),
        _AGAIN,
    ),
    "not_http": Saying(
        Verdict.UNKNOWN,
        Text("คำตอบไม่ใช่ HTTP ที่ถูกต้อง ({detail})", "the answer is no proper HTTP ({detail})"),
    ),
    "encoded": Saying(
        Verdict.UNKNOWN,
        Text(
            "เนื้อหาห่อมาแบบที่อ่านไม่ได้ ({detail})", "the content is packed in no readable way ({detail})"
        ),
    ),
    "too_large": Saying(
        Verdict.UNKNOWN,
        Text("หน้าใหญ่เกินกว่าจะตรวจ ({detail})", "the page is too large to be judged ({detail})"),
    ),
    "loop": Saying(
        Verdict.UNKNOWN,
        Text("ถูกพาวนไปมา {detail}", "it is sent on and on, {detail}"),
        Text("ใช้ที่อยู่สุดท้ายที่เปิดได้ในเบราว์เซอร์", "use the last address, if a browser opens one"),
    ),
    "bad_redirect": Saying(
        Verdict.UNKNOWN,
        Text(
            "ถูกพาไปที่อยู่ที่ตามไปไม่ได้ {detail}",
            "it leads to an address that cannot be followed, {detail}",
        ),
    ),
    "maintenance": Saying(
        Verdict.UNKNOWN,
        Text(
            "เว็บไซต์แจ้งว่าปิดปรับปรุง: “{detail}”", "the site says that it is being mended: “{detail}”"
        ),
        _AGAIN,
    ),
    "error_page": Saying(
        Verdict.UNKNOWN,
        Text("หน้าแสดงข้อผิดพลาด: “{detail}”", "the page shows an error: “{detail}”"),
        _AGAIN,
    ),
    "drawn_by_script": Saying(
        Verdict.UNKNOWN,
        Text(
            "เนื้อหาวาดด้วยสคริปต์ โปรแกรมนี้มองไม่เห็น",
            "its content is drawn by a script and not seen here",
        ),
    ),
    "led_by_script": Saying(
        Verdict.UNKNOWN,
        Text("สคริปต์พาไปที่อื่น ({detail})", "a script leads elsewhere ({detail})"),
    ),
    "frames": Saying(
        Verdict.UNKNOWN,
        Text(
            "เนื้อหาอยู่ในกรอบของหน้าอื่น {detail}",
            "its content lies in a frame of another page, {detail}",
        ),
        Text("ใช้ที่อยู่ของหน้าในกรอบโดยตรง", "use the address of the page in the frame"),
    ),
    "route_in_fragment": Saying(
        Verdict.UNKNOWN,
        Text(
            "ส่วนหลัง # ({detail}) เปิดด้วยสคริปต์เท่านั้น",
            "what stands after # ({detail}) is opened by a script",
        ),
    ),
    "page_for_file": Saying(
        Verdict.UNKNOWN,
        Text(
            "ที่อยู่เป็นแฟ้ม {detail} แต่ตอบเป็นหน้าเว็บ",
            "the address names a {detail} file, the answer is a page",
        ),
    ),
    "damaged_file": Saying(
        Verdict.UNKNOWN,
        Text("แฟ้มเสียหรือไม่ครบ ({detail})", "the file is damaged or not whole ({detail})"),
        Text(
            "ดาวน์โหลดแล้วเปิดดู หากเปิดไม่ได้ให้นำขึ้นใหม่",
            "download and open it; put it up anew if it does not open",
        ),
    ),
    "perhaps_not_found": Saying(
        Verdict.UNKNOWN,
        Text("ในหน้ามีคำว่า “{detail}”", "the page has the words “{detail}”"),
    ),
    "like_random": Saying(
        Verdict.UNKNOWN,
        Text(
            "แทบไม่ต่างจากที่อยู่สุ่มที่ไม่มีจริง {detail}",
            "it hardly differs from an address that never was, {detail}",
        ),
    ),
    "nothing_own": Saying(
        Verdict.UNKNOWN,
        Text(
            "ไม่มีเนื้อหาใดนอกจากที่หน้าแรกมีอยู่แล้ว",
            "it has nothing that the home page does not have",
        ),
    ),
    "own_fault": Saying(
        Verdict.UNKNOWN,
        Text(
            "โปรแกรมผิดพลาดเองขณะตรวจ ({detail})",
            "the program itself failed while checking ({detail})",
        ),
    ),
    "gambling": Saying(
        Verdict.UNKNOWN,
        Text(
            "ชื่อหน้าเป็นเรื่องการพนัน: “{detail}” เว็บอาจถูกแฮ็ก",
            "its title speaks of gambling: “{detail}”; the site may have been broken into",
        ),
        Text("แจ้งผู้ดูแลเว็บไซต์ทันที", "tell the site's keeper at once"),
    ),
}
