"""What can be said of a link: eleven verdicts, and under each the reasons that lead to it."""

from __future__ import annotations

from enum import StrEnum

from prongsai.core.text import Text


class Verdict(StrEnum):
    """What became of a link. Only `ALIVE` and `CHANGED` say that the page is there."""

    ALIVE = "alive"
    CHANGED = "changed"
    HOME = "redirected_home"
    SOFT_GONE = "soft_404"
    WALL = "permission_wall"
    CERTIFICATE = "certificate"
    SLOW = "slow"
    GONE = "gone"
    NOT_ALLOWED = "not_allowed"
    UNFIT = "unfit"
    UNKNOWN = "unknown"

    @property
    def words(self) -> Text:
        """The verdict as a reader meets it."""
        return _WORDS[self]

    @property
    def step(self) -> Text:
        """What to do now, where the reason knows nothing better."""
        return _STEPS[self]

    @property
    def is_there(self) -> bool:
        """Whether the page was seen."""
        return self in (Verdict.ALIVE, Verdict.CHANGED)

    @property
    def is_broken(self) -> bool:
        """Whether it is certain that citizens do not get what the link is given for."""
        return not self.is_there and self not in (Verdict.SLOW, Verdict.UNKNOWN)


_WORDS = {
    Verdict.ALIVE: Text("เปิดได้", "alive"),
    Verdict.CHANGED: Text("เปิดได้ แต่เนื้อหาเปลี่ยนไป", "alive, but its content has changed"),
    Verdict.HOME: Text("พาไปหน้าแรก", "leads to the home page"),
    Verdict.SOFT_GONE: Text("ตอบว่ามี แต่ไม่มีเนื้อหา", "answers as if it were there, but is not"),
    Verdict.WALL: Text("ติดสิทธิ์ ต้องเข้าสู่ระบบ", "behind a sign-in or a permission"),
    Verdict.CERTIFICATE: Text("ใบรับรองความปลอดภัยผิด", "faulty certificate"),
    Verdict.SLOW: Text("ช้าเกินไป", "too slow"),
    Verdict.GONE: Text("ไม่มีแล้ว", "gone"),
    Verdict.NOT_ALLOWED: Text("ที่อยู่ภายใน ไม่เข้าไปตรวจ", "an inside address, not visited"),
    Verdict.UNFIT: Text("ที่อยู่ใช้ไม่ได้", "not an address that can be used"),
    Verdict.UNKNOWN: Text("บอกไม่ได้", "cannot be told"),
}

_OPEN_IT = Text(
    "เปิดดูด้วยเบราว์เซอร์ที่ไม่ได้เข้าสู่ระบบ แล้วบันทึกผลเอง",
    "open it in a browser that is not signed in, and note what it shows",
)
_REPLACE = Text(
    "นำหน้าหรือแฟ้มกลับขึ้นเว็บ หรือแก้เป็นที่อยู่ที่ถูกต้อง",
    "put the page or file back, or replace the address",
)
_STEPS = {
    Verdict.ALIVE: Text("ไม่ต้องทำอะไร", "nothing to do"),
    Verdict.CHANGED: Text(
        "เปิดดูว่าเนื้อหายังตรงกับข้อที่ใช้เป็นหลักฐานหรือไม่",
        "open it and see whether it still proves the item",
    ),
    Verdict.HOME: Text(
        "ใช้ที่อยู่ของหน้าหรือแฟ้มนั้นโดยตรง ไม่ใช่หน้าแรก",
        "give the address of the page or file itself, not of the home page",
    ),
    Verdict.SOFT_GONE: _REPLACE,
    Verdict.WALL: Text(
        "เปิดสิทธิ์ให้ทุกคนที่มีลิงก์ดูได้ หรือนำขึ้นเว็บไซต์ของหน่วยงาน",
        "let everybody with the link see it, or put it on the agency's own site",
    ),
    Verdict.CERTIFICATE: Text(
        "ให้ผู้ดูแลเว็บไซต์ต่ออายุหรือติดตั้งใบรับรองใหม่ให้ครบชุด",
        "have the site's keeper renew the certificate or install its whole chain",
    ),
    Verdict.SLOW: Text(
        "ตรวจซ้ำภายหลัง หากยังช้าให้ผู้ดูแลเว็บไซต์ตรวจเครื่องหรือย่อแฟ้ม",
        "check it again later; if it stays slow have the server looked at or the file made smaller",
    ),
    Verdict.GONE: _REPLACE,
    Verdict.NOT_ALLOWED: Text(
        "ใช้ที่อยู่บนเว็บไซต์ที่ประชาชนเปิดได้", "use an address that citizens can open"
    ),
    Verdict.UNFIT: Text(
        "คัดลอกที่อยู่จากแถบที่อยู่ของเบราว์เซอร์อีกครั้ง", "copy the address from the browser's bar again"
    ),
    Verdict.UNKNOWN: _OPEN_IT,
}
