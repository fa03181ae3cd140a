"""The words by which pages say what is wrong with them, as patterns, Thai and English.

Each is tried on titles, headings and single lines of at most a few hundred letters.
"""

import re

from prongsai.core.patterns import compiled


def _any_of(*ways: str, flags: int = 0) -> re.Pattern[str]:
    return compiled("|".join(ways), re.IGNORECASE | flags)


_ASKED_FOR = (
    r"(?:(?:ที่)?(?:คุณ|ท่าน|เรา)?(?:กำลัง)?"
    r"(?:ต้องการ|ค้นหา|ร้องขอ|เรียกดู|เรียก|เลือก|ระบุ|ขอ)(?:ดู|หา)?(?:อยู่)?)?"
)
_THING = (
    r"(?:หน้า(?:เว็บ(?:ไซต์|เพจ)?|เพจ|นี้|ดังกล่าว)?|เว็บเพจ|เพจ|ข้อมูล|ไฟล์|แฟ้ม|เอกสาร|เนื้อหา|บทความ|ข่าว"
    r"|รายการ|ประกาศ|รายละเอียด|ผลลัพธ์|ผลการค้นหา|ลิงก์|ลิงค์|url|page|file|สิ่ง)"
)
_SORRY = (
    r"(?:(?:ขออภัยค่ะ|ขออภัยครับ|ขออภัย|ขอโทษ|เสียใจ|อุ๊ปส์?|โอ๊ะ|oops|whoops|sorry|error|404|๔๐๔|ข้อผิดพลาด)"
    r"[\s,!.:…-]*){0,3}"
)
_POLITE = (
    r"[\s!.,…]*(?:นะคะ|นะครับ|ค่ะ|ครับ)?[\s!.…]*(?:\(?\s*(?:error\s*)?(?:code\s*)?404\s*\)?)?[\s!.…]*"
)
_NO = r"(?:ไม่สามารถค้นหา|หาไม่พบ|หาไม่เจอ|ไม่ปรากฏ|ไม่พบ|ไม่เจอ|ไม่มี)"
_DELETED = (
    r"(?:ไม่พบ|ไม่มี(?:อยู่)?(?:จริง)?(?:แล้ว|ในระบบ)?|ลบหรือย้าย(?:ไป)?(?:แล้ว)?"
    r"|ลบ(?:ไป)?(?:แล้ว|ออก(?:ไป)?(?:แล้ว)?)?|หมดอายุ(?:แล้ว)?|ย้าย(?:หรือลบ)?(?:ไป)?(?:แล้ว)?)"
)
_ENGLISH_THING = (
    r"(?:(?:page|file or directory|file|resource|object|document|article|content|url|item|record"
    r"|post|address|link)\s*)?"
)
_ENGLISH_NO = (
    r"(?:(?:was|is|were|are)?\s*not (?:be )?(?:found|available|exist)|no longer (?:available"
    r"|exists?)"
    r"|(?:is|was) (?:no longer available|gone)|does(?:n't|n’t| not) exist"
    r"|(?:can(?:not|'t|’t| not)|could(?:n't|n’t| not)) be (?:found|located)"
    r"|(?:has been|was) (?:removed|deleted))"
)
NOT_FOUND = compiled(
    rf"{_SORRY}(?:"
    rf"{_NO}\s*{_THING}\s*{_ASKED_FOR}\s*{_THING}?\s*(?:อยู่)?(?:จริง)?\s*(?:ในระบบ|บนเซิร์ฟเวอร์"
    rf"|บนเว็บไซต์|แล้ว)?"
    rf"|{_THING}\s*{_ASKED_FOR}\s*(?:นี้|ดังกล่าว)?\s*(?:อาจ)?(?:ได้)?(?:ถูก)?\s*{_DELETED}"
    r"(?:\s*(?:ในระบบ|จากระบบ|บนเซิร์ฟเวอร์|ไปแล้ว|แล้ว))?"
    r"|ไม่พบ"
    r"|(?:http(?: error)?|error|status|รหัส|ข้อผิดพลาด)?\s*(?:404|๔๐๔)\.?(?:\s*(?:error|ข้อผิดพลาด"
    r"|page))?"
    r"|(?:(?:http|error|status|404|410)[\s:.,!–—-]*){0,3}(?:(?:the|this|that|your"
    r"|requested)\s+){0,2}"
    rf"{_ENGLISH_THING}"
    r"(?:(?:that )?you(?:'re|’re| are| have| were)?\s*"
    r"(?:looking for|requested|trying to (?:access|reach|view))\s*)?"
    rf"{_ENGLISH_NO}(?:\s+on this (?:server|site|website))?(?:[\s.:(]*404\)?)?"
    r"|(?:we\s+)?(?:can(?:'t|’t|not)|could(?:n't|n’t| not))(?: seem to)? find"
    r" (?:the|that|this) (?:page|file|document)(?: you(?:'re|’re| are) looking for)?"
    r"|nothing (?:was )?found"
    r"|no (?:such )?(?:page|file|document|record|data|results?|items?)(?: (?:was |were )?found)?"
    rf"){_POLITE}",
    re.IGNORECASE,
)
EMPTY_LIST = _any_of(
    r"[^\w]{0,20}(?:ขออภัย[^\w]{0,20})?(?:ไม่พบ|ไม่มี)\s*(?:ข้อมูล|รายการ|ประกาศ|ข่าว|บทความ|เอกสาร"
    r"|รายละเอียด)?"
    r"(?:ในระบบ|ที่(?:คุณ|ท่าน)?(?:ค้นหา|เลือก|ต้องการ))?[^\w]{0,20}",
    r"[^\w]{0,20}(?:no|nothing)\b.*",
    r"[^\w]{0,20}(?:data|records?|items?|results?) not (?:found|available)[^\w]{0,20}",
)
"""What a list with nothing in it says as well."""
PERHAPS_NOT_FOUND = _any_of(
    r"ไม่พบ(?:หน้า|ไฟล์|แฟ้ม|เอกสาร|ข้อมูล|รายการ|บทความ|เนื้อหา|ลิงก์|ที่อยู่)",
    r"ไม่มี(?:หน้า|ไฟล์|เอกสาร)(?:นี้|ที่|ดังกล่าว)|หน้านี้ไม่มี|ถูกลบ(?:ไป)?แล้ว|ไม่มีอยู่ในระบบ",
    # A number of a road, an order, a telephone or a sum is none of an error.
    r"(?<!หมายเลข)(?<!หมายเลข\s)(?<!ที่)(?<!ที่\s)(?<!ตัว)(?<!ตัว\s)(?<!สาย)(?<!สาย\s)(?<!จำนวน\s)"
    r"(?<![\w.,/-])404(?![\w/-]|[.,][0-9]|\s*(?:บาท|คน|ราย|ครั้ง|ครัวเรือน|เมตร))|not\s+found"
    r"|no\s+longer\s+(?:available|exists?)|does(?:n't|n’t| not)\s+exist",
    r"(?:cannot|can't|could not|couldn't)\s+be\s+found|has\s+been\s+(?:removed|deleted)",
)
QUESTION = _any_of(r"(?:ถาม|คำถาม|q)\s*[:.)0-9๐-๙].*", r".*(?:อย่างไร|ยังไง)(?:คะ|ค่ะ|ครับ)?\s*\??")
"""What somebody asks, a page of questions and answers for one; it is not said of the page."""
NUMBERED = compiled(r"[^0-9]*(?:(?!404)[0-9]{3}[^0-9]+)+404\b.*|.*\b404[^0-9]+(?!404)[0-9]{3}\b.*")
"""404 among other numbers: telephones, rooms, who passed."""
_GIVEN = r"(?:หน้า|ไฟล์|แฟ้ม|เอกสาร|เนื้อหา|บทความ|ข่าว|ประกาศ|โพสต์|ลิงก์|ลิงค์|รายการ|ข้อมูล|url)"
TAKEN_AWAY = _any_of(
    rf"{_GIVEN}[^\s]{{0,20}}?\s*(?:นี้|ฉบับนี้|ดังกล่าว|ที่\S{{1,30}})\s*(?:อาจ)?(?:ได้)?(?:ถูก|โดน)?(?:นำ|ลบ"
    rf"|ย้าย|ซ่อน|ถอน|ยกเลิก|ปิด|ระงับ"
    r"|หมดอายุ|ไม่พร้อม|ไม่สามารถ|ไม่มี|สิ้นสุด)",
    rf"{_GIVEN}\S{{0,15}}(?:ถูก|โดน)(?:ลบ|ซ่อน|ถอน|ยกเลิกการเผยแพร่|นำออก|ระงับ)",
    r"ยกเลิกการเผยแพร่|หมดอายุการเผยแพร่|ไม่(?:ได้)?เผยแพร่(?:แล้ว|อีกต่อไป)|(?:ไม่พร้อมใช้งาน"
    r"|ไม่มีให้บริการ)(?:อีกต่อไป)?",
    rf"{_GIVEN}\S{{0,15}}\s*ไม่สามารถ|ไม่สามารถ(?:ดู|เปิด|แสดง|เข้าถึง|เข้าชม|ดาวน์โหลด|ดำเนินการ)",
    r"ไม่(?:มี|พบ)(?:รายการ|ข้อมูล|เอกสาร|ผลลัพธ์|สิ่ง|หน้า)\S{0,10}(?:ที่)?(?:ตรง|ค้นหา|ร้องขอ|ต้องการ|เรียก"
    r"|ระบุ)|^ยังไม่มี(?:ข้อมูล|รายการ|เอกสาร)\W*$",
    r"^\W*(?:อยู่(?:ใน)?ระหว่าง|กำลัง)(?:การ)?(?:ปรับปรุง|จัดทำ|พัฒนา|รวบรวม|ดำเนินการ)(?:ข้อมูล|เว็บไซต์|ระบบ"
    r"|หน้านี้)?\W*(?:$|ขออภัย|กรุณา|โปรด)",
    r"\b(?:page|item|article|document|file|content|post|link|resource)\b.{0,40}\b(?:(?:has"
    r"|have) been|is|was|has) "
    r"(?:no longer |now )?(?:unpublished|withdrawn|removed|deleted|expired|published|moved"
    r"|archived|hidden"
    r"|unavailable|available)\b",
)
"""That what is asked for was taken away, in a page that says hardly anything else."""
STAY_OUT = _any_of(
    r"(?:สำหรับ|เฉพาะ)(?:สมาชิก|เจ้าหน้าที่|บุคลากร|ผู้ใช้)\S{0,30}เท่านั้น"
    r"|(?:กรุณา|โปรด|^\W*(?:ขออภัย\W*)?(?:ท่าน|คุณ)?(?:จะ)?(?:จำเป็น)?(?:ต้อง|ยังไม่(?:ได้)?))\s*"
    r"(?:เข้าสู่ระบบ|ล็อกอิน|ล๊อกอิน|ลงชื่อเข้าใช้|login|log in|sign in)",
    r"(?:must|need to|have to|please) (?:be )?(?:log(?:ged)?|sign(?:ed)?)[- ]?in\b"
    r"|session.{0,30}(?:expired|ended|หมดอายุ|timed out)",
    r"ไม่(?:มีสิทธิ์?|ได้รับอนุญาต|อนุญาต)(?:ให้|ใน)?(?:การ)?(?:เข้า|ดู|เปิด)|direct(?: script)? access"
    r"|not (?:permitted|allowed|authori[sz]ed)\b",
)
"""That others may see it, in a page that says hardly anything else."""
IN_A_WORD = _any_of(
    r"ใช้(?:งาน|การ)?ไม่ได้|(?:ไม่|มิได้|ยังไม่(?:ได้)?)(?:เปิดเผย|เผยแพร่|ระบุ)|ความลับ|ผู้(?:ที่)?ได้รับอนุญาต"
    r"|ปิดให้บริการ|ปิดการมองเห็น"
    r"|(?:ค่า|รหัส|พารามิเตอร์|คำขอ|ลิงก์|ลิงค์|ที่อยู่)\S{0,15}ไม่ถูกต้อง|ติดต่อ(?:ผู้ดูแล|แอดมิน)|ถูกเก็บ(?:ถาวร)?"
    r"|^ไม่มี(?:ไฟล์|เอกสาร|สิ่ง)"
    r"|(?:ข้อมูล|เอกสาร)(?:อยู่)(?:ใน)?ระหว่าง",
    r"\b(?:private|offline|missing|unpublished|restricted|confidential|invalid|members? area)\b"
    r"|^(?:array|null|undefined|none|object)$"
    r"|^nothing (?:here|to)\b|database error",
)
"""Words of which a page of content has more beside them."""
NOT_EXISTING = _any_of(
    r"(?:page|file|document|url|resource|address|content|article|link)\b.{0,80}?"
    r"(?:not found|no longer (?:available|exists?)|does(?:n't|n’t| not) exist"
    r"|(?:cannot|can't|could not|couldn't) be found|has been (?:removed|deleted|moved))",
    r"(?:หน้า|ไฟล์|แฟ้ม|เอกสาร|ลิงก์|ลิงค์|เนื้อหา|url).{0,60}?(?:ไม่มีอยู่|ไม่มีแล้ว|ถูกลบ|ไม่พบ)",
    r"(?:ลิงก์|ลิงค์|url).{0,40}?(?:หมดอายุ|ถูกย้าย)|(?:ไฟล์|แฟ้ม|เอกสาร)\S{0,15}\s?อยู่ใน(?:\S{0,12})?ถังขยะ",
    r"(?:file|document|folder).{0,30}\b(?:trash|recycle bin)|specified key does not exist",
    r"ไม่พบ(?:หน้า|ไฟล์|แฟ้ม|เอกสาร|ลิงก์|เนื้อหา|url|สิ่ง)",
)
BOTS = _any_of(
    r"just a moment\.\.\.|attention required!|checking (?:your browser|if the site connection)",
    r"verify(?:ing)? (?:that )?you are (?:a )?human|are you a robot|i(?:'|’)m not a robot",
    r"ddos protection by|enable javascript and cookies to continue|incapsula|imperva",
    r"your ip (?:address )?.{0,40}(?:not allowed|blocked|banned|denied)|ไม่อนุญาต.{0,10}(?:ไอพี"
    r"|\bip\b)",
    r"not available in your (?:country|region|location)|ให้บริการเฉพาะ(?:ใน|ภายใน)ประเทศ",
    r"pardon our interruption|request rejected|the requested url was rejected",
    r"access denied.{0,200}reference\s*#|sucuri website firewall|bot (?:detection|verification)",
    r"unusual traffic|you have been blocked|error code:? 10[0-9]{2}\b|security check"
    r"|web application firewall|ตรวจสอบเบราว์เซอร์",
    r"ยืนยันว่า(?:คุณ|ท่าน)?(?:เป็นมนุษย์|ไม่ใช่(?:บอท|โปรแกรม|หุ่นยนต์))|กรุณายืนยันตัวตนว่าไม่ใช่",
    flags=re.DOTALL,
)
PARKED = _any_of(
    r"(?:this |the )?(?:web ?site|domain)(?: name)?(?: [\w.-]{1,80})? (?:is|may be|has been|has"
    r"|was) (?:now )?"
    r"(?:for sale|parked|expired|registered and parked|available for purchase)",
    r"buy this domain|domain (?:parking|is parked|parked|expired|for sale|has expired"
    r"|name expired)",
    r"parked free|parkingcrew|sedoparking|hugedomains",
    r"โดเมน(?:เนม)?(?:นี้)?\s*(?:[\w.-]{1,80}\s*)?(?:หมดอายุ|ว่าง|ประกาศขาย|พร้อมขาย|ขาย|ถูกพัก"
    r"|ยังไม่ได้ต่ออายุ|สิ้นสุดอายุ)",
    r"(?:ขาย|จำหน่าย)โดเมน|โดเมน\S{0,15}(?:ถูก)?(?:จดทะเบียน|จอด)(?:และจอด)?(?:ไว้|แล้ว|โดย)",
)
SUSPENDED = _any_of(
    r"(?:account|site|website|web ?hosting|page|domain)(?: has been| is| was)? (?:temporarily )?"
    r"(?:suspended|disabled|deactivated)|suspended (?:page|account)",
    r"(?:เว็บไซต์|เว็บ|บัญชี|โฮสต์|โฮสติ้ง|โดเมน)(?:นี้|ของท่าน|ของคุณ)?\s*(?:ได้)?(?:ถูก|โดน)(?:ระงับ|ปิด)",
)
DEFAULT_PAGE = _any_of(
    r"welcome to nginx|apache2? (?:ubuntu |debian |http server )?(?:default|test) page",
    r"test page for the (?:apache|nginx|http)|it works!|iis windows server|default web ?site page",
    r"internet information services|default (?:plesk|parallels)|this is the default (?:page"
    r"|welcome)",
    r"web server's default page|placeholder page|caddy works|litespeed web server at",
)
MAINTENANCE = _any_of(
    r"(?:เว็บไซต์|เว็บ|ระบบ|หน้า(?:เว็บ)?นี้)(?:นี้)?\s*(?:อยู่)?(?:ใน)?\s*(?:ปิด|กำลัง|ระหว่าง)\s*(?:การ)?"
    r"(?:ปรับปรุง|ซ่อมบำรุง|พัฒนา|จัดทำ|บำรุงรักษา)",
    r"(?:ปิด|อยู่(?:ใน)?ระหว่าง|กำลัง)(?:การ)?(?:ปรับปรุง|ซ่อมบำรุง|พัฒนา|จัดทำ)(?:เว็บไซต์|ระบบ|ข้อมูล|หน้านี้)?$",
    r"(?:under|down for|scheduled) (?:construction|maintenance)|maintenance (?:mode|break)"
    r"|coming soon$",
    r"(?:be|come) back (?:soon|shortly)|(?:site|website|page|service|server) (?:is )?temporarily",
)
ERROR = _any_of(
    r"(?:fatal|parse|compile|uncaught) error\b|\bwarning: \w+"
    r"|error establishing a database connection",
    r"internal server error|database (?:connection )?(?:error|failed)|server error in"
    r"|runtime error",
    r"bad gateway|gateway time-?out|service (?:temporarily )?unavailable"
    r"|traceback \(most recent call last\)",
    r"(?:please )?try again (?:later|in a|shortly)|unable to open the file|can(?:'t|’t"
    r"|not) view or download",
    r"^forbidden[.!]?$|^(?:invalid|missing|bad|wrong) (?:request|parameters?|id|url|token|link)\b",
    r"unknown column|undefined (?:index|variable|offset|array key|function)|call to undefined"
    r"|object reference not set|table '[^']{1,80}' doesn't exist|(?:no|unknown) database\b"
    r"|in 'where clause'"
    r"|\.(?:php|asp|aspx|jsp)(?: on|\(| \()?\s*line \d|too many connections|adodb\.|odbc (?:driver"
    r"|error)",
    r"no input file specified|\bnotice: (?:undefined|trying)|^(?:รหัส|พารามิเตอร์|ลิงก์|ลิงค์)\s*ไม่ถูกต้อง",
    r"no longer accepting responses|แบบฟอร์ม.{0,80}ไม่(?:ได้)?รับคำตอบ|video (?:is )?unavailable"
    r"|วิดีโอ(?:นี้)?ไม่พร้อม",
    r"(?:กรุณา|โปรด)ลองใหม่(?:ภายหลัง|อีกครั้ง)|ลองใหม่อีกครั้งในภายหลัง",
    r"something went wrong|an? (?:unexpected |application )?error (?:has )?occurred|sqlstate\["
    r"|ora-0\d{4}",
    r"microsoft ole db provider|you have an error in your sql syntax|access denied for user",
    r"could not connect to|mysqli?[_ ]|unhandled exception|stack trace:|bandwidth limit exceeded",
    r"(?:500|502|503|504|508) (?:error|internal|service|resource)|http (?:error"
    r"|status) (?:5\d\d|403|400|429)",
    r"(?:400|403) (?:bad request|forbidden)|quota (?:has been )?exceeded",
    r"เกิดข้อผิดพลาด|(?:ระบบ|เซิร์ฟเวอร์|เว็บไซต์)\s*(?:ขัดข้อง|มีปัญหา|ล่ม)|การเชื่อมต่อ(?:ฐานข้อมูล)?ล้มเหลว",
    r"ไม่สามารถ(?:เชื่อมต่อ|ติดต่อ)(?:กับ)?\s*(?:ฐานข้อมูล|เซิร์ฟเวอร์|ระบบ|database)",
    r"ไม่สามารถ(?:แสดง|เปิด|โหลด|ดำเนินการ)(?:หน้า|ข้อมูล|เอกสาร|ไฟล์|ได้)",
)
SIGN_IN = _any_of(
    r"(?:sign|log)[- ]?(?:in|on)(?: (?:to|with|-|into) .{1,60})?(?: to continue)?",
    r"login(?: page| form| required)?|authentication required|members? (?:only|login)",
    r"(?:you (?:must|need to|have to) |please |log ?in |sign ?in )(?:be )?"
    r"(?:log(?:ged)?|sign(?:ed)?)[- ]?in.{0,80}",
    r"google (?:drive|docs|accounts?): sign-in.{0,40}",
    r"(?:กรุณา|โปรด|ต้อง|คุณต้อง|ท่านต้อง|จำเป็นต้อง)?\s*"
    r"(?:เข้าสู่ระบบ|ลงชื่อเข้าใช้(?:งาน)?|ลงชื่อเข้าสู่ระบบ|ล็อกอิน|ล๊อกอิน|login|เข้าใช้งานระบบ).{0,60}",
    r"สำหรับ(?:สมาชิก|เจ้าหน้าที่)(?:เท่านั้น)?",
)
SIGN_IN_BOX = _any_of(
    r"(?:ชื่อ)?ผู้ใช้(?:งาน)?:?|user ?name:?|e-?mail:?|อีเมล:?|รหัสผ่าน:?|password:?|ลืมรหัสผ่าน\??",
    r"forgot (?:your )?password\??|สมัคร(?:สมาชิก)?|register|sign up|จดจำ.{0,20}|remember me",
)
PLEA = _any_of(r"กรุณา|โปรด|ต้อง|must|need|please|required|to continue|เท่านั้น|only")
PERMISSION = _any_of(
    r"(?:you )?(?:need|request|requires?) (?:access|permission)|access (?:denied|required)"
    r"|request access",
    r"(?:sorry, )?(?:you )?(?:do(?:n't|n’t| not) have|need) (?:access|permission"
    r"|authori[sz]ation).{0,80}",
    r"no permission|permission denied|not authori[sz]ed|unauthori[sz]ed",
    r"this (?:content|page) isn(?:'t|’t) available(?: right now| at the moment)?.{0,40}",
    r"you can(?:'t|’t) (?:access|view) this.{0,60}",
    r"(?:this )?(?:item|folder|file|link|video)(?: might)? (?:is|isn(?:'t|’t)) (?:private|shared"
    r"|available to you).{0,60}",
    r"(?:this )?(?:link|sharing link|invitation) (?:has been|was|is) (?:removed|disabled"
    r"|expired|no longer valid).{0,60}",
    r"(?:คุณ|ท่าน)?(?:ต้อง|จำเป็นต้อง)(?:มี|ได้รับ|ขอ)?(?:สิทธิ์|สิทธิ|อนุญาต)(?:ในการ)?(?:เข้าถึง)?.{0,60}",
    r"(?:ขออภัย\W{0,5})?(?:คุณ|ท่าน)?ไม่(?:มี|ได้รับ)(?:สิทธิ์|สิทธิ|อนุญาต).{0,80}",
    r"(?:ส่งคำ)?ขอสิทธิ์(?:การ)?เข้าถึง.{0,40}",
    r"(?:this |the )?(?:content|page|post|document) is (?:password )?protected.{0,120}",
    r"(?:เนื้อหา|หน้า|บทความ|เอกสาร)(?:นี้)?(?:ได้)?(?:ถูก)?(?:ป้องกัน|ล็อก)(?:ไว้)?(?:ด้วย|โดย)รหัสผ่าน.{0,80}",
    r"(?:ขณะนี้)?(?:คุณ|ท่าน)?ไม่สามารถ(?:ดู|เข้าถึง|เข้าชม)(?:เนื้อหา|หน้า|เอกสาร|ไฟล์)?(?:นี้)?(?:ได้)?.{0,40}",
    r"(?:ขออภัย\W{0,5})?เนื้อหานี้ไม่(?:พร้อมใช้งาน|สามารถใช้งานได้).{0,40}",
    r"(?:your )?session (?:has )?(?:expired|timed out).{0,60}|(?:เซสชัน|หมดเวลา)(?:การ)?(?:ใช้งาน"
    r"|หมดอายุ).{0,60}",
    r"วิดีโอ(?:นี้)?เป็นวิดีโอส่วนตัว.{0,40}",
    r"ปฏิเสธการเข้าถึง|ไม่อนุญาตให้เข้า(?:ถึง|ชม|ดู).{0,60}",
    r"เฉพาะ(?:สมาชิก|เจ้าหน้าที่|บุคลากร)(?:ภายใน)?เท่านั้น.{0,40}",
)
GAMBLING = _any_of(
    r"สล็อต|บาคาร่า|คาสิโน|แทงบอล|เว็บตรง|หวยออนไลน์|ยิงปลา|รูเล็ต|เครดิตฟรี|พนันออนไลน์|แตกง่าย",
    r"ufabet|pg ?slot|slot ?gacor|\bslots?\b|casino|baccarat|judi|togel|betflix",
)

NAMED_MISSING = _any_of(
    r"(?:^|[/_.-])(?:404|410|error[-_]?404|404[-_]?error|page[-_]?not[-_]?found|not[-_]?found"
    r"|notfound"
    r"|pagenotfound|nopage|no[-_]page|missing)(?:$|[/_.-])"
)
NAMED_ERROR = _any_of(
    r"(?:^|[/_.-])(?:error|err|errors|error[-_]?page|errorpage|oops|maintenance"
    r"|unavailable)(?:$|[/_.-])"
)
WALL_HOST = compiled(
    r"(?:^|\.)(?:accounts\.google\.com|login\.microsoftonline\.com|login\.microsoft\.com"
    r"|login\.live\.com"
    r"|login\.windows\.net|appleid\.apple\.com|(?:sts|adfs|sso|idp|login|auth|signin)\.[\w.-]+)$"
)
KNOWN_WALL = _any_of(
    r"^(?:accounts\.google\.com|login\.microsoftonline\.com|login\.microsoft\.com|login\.live\.com"
    r"|login\.windows\.net|appleid\.apple\.com|access\.line\.me)/",
    r"^(?:[\w-]+\.)?(?:facebook|instagram|linkedin|x|twitter)\.com/(?:login|accounts/login"
    r"|authwall|i/flow/login)",
)
"""Sign-ins that everybody knows: to be led there is enough, whatever they answer."""
WALL_PATH = _any_of(
    r"(?:^|/)(?:login|log-in|log_in|signin|sign-in|sign_in|signon|sign-on|sso|servicelogin"
    r"|v3/signin"
    r"|interactivelogin|accountchooser|wp-login|userlogin|user_login|memberlogin|member_login"
    r"|adminlogin"
    r"|logon|accessdenied|access-denied|access_denied|authorize|oauth2?|saml2?|adfs|_forms"
    r"|authenticate"
    r"|auth/[\w-]*|checkpoint|unauthorized|no-?permission|requestaccess|members-only)"
    r"(?:\.[a-z]{2,5})?(?:/|$)"
)
WALL_QUERY = _any_of(
    r"(?:^|&)(?:option=com_users&view=login|view=login|page=login|action=login|do=login|mod=login"
    r"|route=login|module=login|r=site(?:%2F|/)login|p=login|m=login|pg=login)"
)
