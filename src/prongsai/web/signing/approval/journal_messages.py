"""The sentences of approval in the journal."""

from __future__ import annotations

from prongsai.web.platform.journal_messages import message, register

register(
    {
        "approval-submitted": message(
            "เสนอเรื่อง", "Submitted",
            "เสนอ “{subject}” รหัส {code}", "submitted “{subject}”, code {code}",
        ),
        "approval-resubmitted": message(
            "เสนอฉบับใหม่", "Submitted a new version",
            "เสนอ “{subject}” ฉบับที่ {number} ความเห็นในฉบับก่อนเป็นโมฆะ",
            "submitted version {number} of “{subject}”; earlier decisions are void",
        ),
        "approval-withdrawn": message(
            "ถอนเรื่อง", "Withdrew",
            "ถอนเรื่อง “{subject}” {reason}", "withdrew “{subject}” {reason}",
        ),
        "approval-numbered": message(
            "ใส่เลขที่", "Numbered",
            "ใส่เลขที่ {number} ให้ “{subject}”", "gave “{subject}” the number {number}",
        ),
        "approval-drawn": message(
            "ทำฉบับที่จะลงนาม", "Drew the paper to sign",
            "ทำฉบับที่ {version} ของ “{subject}” ลายนิ้วมือ {digest}",
            "drew version {version} of “{subject}”, digest {digest}",
        ),
        "approval-copied": message(
            "ทำสำเนาลงนาม", "Drew the signed copy",
            "ทำสำเนาลงนามของ “{subject}” ลายนิ้วมือ {digest}",
            "drew the signed copy of “{subject}”, digest {digest}",
        ),
        "approval-final-copy": message(
            "รับฉบับแก้ด้วยมือ", "Took a copy edited by hand",
            "รับฉบับแก้ด้วยมือของ “{subject}”: {name} ลายนิ้วมือ {digest}",
            "took a copy of “{subject}” edited by hand: {name}, digest {digest}",
        ),
        "approval-endorse": message(
            "เห็นชอบ", "Endorsed",
            "{position} เห็นชอบ “{subject}” ฉบับที่ {version} ลายนิ้วมือ {digest}",
            "{position} endorsed “{subject}” version {version}, digest {digest}",
        ),
        "approval-approve": message(
            "อนุมัติ", "Approved",
            "{position} อนุมัติ “{subject}” ฉบับที่ {version} ลายนิ้วมือ {digest}",
            "{position} approved “{subject}” version {version}, digest {digest}",
        ),
        "approval-refuse": message(
            "ไม่อนุมัติ", "Did not approve",
            "{position} ไม่อนุมัติ “{subject}” ฉบับที่ {version} เพราะ {reason} ลายนิ้วมือ {digest}",
            "{position} did not approve “{subject}” version {version} because {reason}, "
            "digest {digest}",
        ),
        "approval-noted": message(
            "รับทราบ", "Noted",
            "{position} ทราบ “{subject}” ฉบับที่ {version} ลายนิ้วมือ {digest}",
            "{position} noted “{subject}” version {version}, digest {digest}",
        ),
        "approval-send-back": message(
            "ส่งกลับ", "Sent back",
            "{position} ส่งกลับ “{subject}” ฉบับที่ {version} เพราะ {reason} ลายนิ้วมือ {digest}",
            "{position} sent “{subject}” version {version} back because {reason}, digest {digest}",
        ),
        "approval-skip": message(
            "ข้ามขั้น", "Skipped a step",
            "ข้ามขั้นของ{position}ใน “{subject}” เพราะ {reason} ลายนิ้วมือ {digest}",
            "skipped {position} of “{subject}” because {reason}, digest {digest}",
        ),
        "approval-paper-endorse": message(
            "เห็นชอบบนกระดาษ", "Endorsed on paper",
            "{position}เห็นชอบ “{subject}” บนกระดาษ ลายนิ้วมือ {digest}",
            "{position} endorsed “{subject}” on paper, digest {digest}",
        ),
        "approval-paper-approve": message(
            "อนุมัติบนกระดาษ", "Approved on paper",
            "{position}อนุมัติ “{subject}” บนกระดาษ ลายนิ้วมือ {digest}",
            "{position} approved “{subject}” on paper, digest {digest}",
        ),
        "approval-paper-refuse": message(
            "ไม่อนุมัติบนกระดาษ", "Refused on paper",
            "{position}ไม่อนุมัติ “{subject}” บนกระดาษ เพราะ {reason} ลายนิ้วมือ {digest}",
            "{position} did not approve “{subject}” on paper because {reason}, "
            "digest {digest}",
        ),
        "approval-paper-noted": message(
            "รับทราบบนกระดาษ", "Noted on paper",
            "{position}ทราบ “{subject}” บนกระดาษ ลายนิ้วมือ {digest}",
            "{position} noted “{subject}” on paper, digest {digest}",
        ),
        "approval-paper-send-back": message(
            "ส่งกลับบนกระดาษ", "Sent back on paper",
            "{position}ส่งกลับ “{subject}” บนกระดาษ เพราะ {reason} ลายนิ้วมือ {digest}",
            "{position} sent “{subject}” back on paper because {reason}, "
            "digest {digest}",
        ),
        "approval-paper-entered": message(
            "บันทึกผลบนกระดาษ", "Entered a result on paper",
            "บันทึกว่า{position} {said} “{subject}” บนกระดาษ รอผู้อื่นยืนยัน",
            "entered that {position} signed “{subject}” on paper ({said}), to be confirmed",
        ),
        "approval-paper-confirmed": message(
            "ยืนยันผลบนกระดาษ", "Confirmed a result on paper",
            "ยืนยันกับภาพสแกนว่า{position} {said} “{subject}”",
            "confirmed with the scan that {position} signed “{subject}” ({said})",
        ),
        "approval-paper-rejected": message(
            "ไม่ยืนยันผลบนกระดาษ", "Rejected a result on paper",
            "ไม่ยืนยันผลบนกระดาษของ{position}ใน “{subject}” เพราะ {reason}",
            "rejected the result on paper of {position} on “{subject}” because {reason}",
        ),
        "approval-paper-objected": message(
            "คัดค้านผลที่รอยืนยัน", "Objected to a result on paper",
            "คัดค้านผลบนกระดาษในนาม{position}ของ “{subject}” เพราะ {reason}",
            "objected to the result on paper of {position} on “{subject}” because {reason}",
        ),
        "approval-objected": message(
            "คัดค้านและพักเรื่อง", "Objected, and the paper is held",
            "คัดค้านผลบนกระดาษของ “{subject}” เพราะ {reason} เรื่องถูกพักไว้",
            "objected to the result on paper of “{subject}” because {reason}; it is held",
        ),
        "approval-objection-lifted": message(
            "ถอนคำคัดค้าน", "Took an objection back",
            "ถอนคำคัดค้านของ “{subject}”", "took the objection to “{subject}” back",
        ),
        "approval-release-asked": message(
            "ขอให้คำคัดค้านสิ้นสุด", "Asked that an objection end",
            "ขอให้คำคัดค้านของ “{subject}” ที่ผู้คัดค้านตอบไม่ได้แล้วสิ้นสุด เพราะ {reason}",
            "asked that an objection to “{subject}” end, whose author can no longer answer,"
            " because {reason}",
        ),
        "approval-released": message(
            "ยืนยันให้คำคัดค้านสิ้นสุด", "Ended an objection",
            "ยืนยันให้คำคัดค้านของ “{subject}” สิ้นสุดตามคำขอของ{stated} เพราะ {reason}",
            "ended an objection to “{subject}” as {stated} asked, because {reason}",
        ),
        "approval-aside-asked": message(
            "ขอยกเลิกผลที่คัดค้าน", "Asked to set a disputed result aside",
            "ขอให้ยกเลิกผลบนกระดาษของ “{subject}” ที่คัดค้าน เพราะ {reason}",
            "asked that the disputed result of “{subject}” be set aside because {reason}",
        ),
        "approval-set-aside": message(
            "ยืนยันยกเลิกผลที่คัดค้าน", "Set a disputed result aside",
            "ยืนยันยกเลิกผลบนกระดาษของ “{subject}” ตามคำขอของ{stated} เพราะ {reason}",
            "set the disputed result of “{subject}” aside as {stated} asked, because {reason}",
        ),
        "route-made": message(
            "ตั้งสายการลงนาม", "Made a route",
            "ตั้งสายการลงนาม “{subject}”: {steps}", "made the route “{subject}”: {steps}",
        ),
        "route-edited": message(
            "แก้สายการลงนาม", "Changed a route",
            "แก้สายการลงนาม “{subject}”: {steps} เดิม: {old}",
            "changed the route “{subject}”: {steps}; before: {old}",
        ),
        "route-removed": message(
            "ลบสายการลงนาม", "Removed a route",
            "ลบสายการลงนาม “{subject}”", "removed the route “{subject}”",
        ),
        "route-chosen": message(
            "เลือกสายการลงนาม", "Chose a route",
            "เลือกสายการลงนามของ “{subject}”: {route} {way}",
            "chose the route of “{subject}”: {route}, {way}",
        ),
    }
)  # fmt: skip
