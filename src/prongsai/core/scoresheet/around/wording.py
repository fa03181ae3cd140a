"""Whether every word that leads to a number is one that published results are told in.

What is known to be a goal, a difference or another's is not read at all (`prose`). No list of
such words is ever complete; those that lead to an own result are few. Figures behind other words
are read, and whoever reads them is asked to make sure.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from prongsai.core.framework.model import Framework
from prongsai.core.patterns import compiled
from prongsai.core.scoresheet.around.bodies import Bodies
from prongsai.core.scoresheet.around.part_names import PartNames
from prongsai.core.scoresheet.around.result_words import WORDS_OF_RESULTS, beside
from prongsai.core.scoresheet.around.whose import NAME_STOPS, NAMED_AGENCY

_OWN = "\x01"  # stands where the own agency was named
_ITS_AUTHORS = (
    r"(?:สำนักงาน)?(?:คณะกรรมการ)?(?:การ)?ป้องกันและ(?:การ)?ปราบปรามการทุจริต(?:แห่งชาติ|ภาครัฐ)?"
    r"|(?<![A-Za-z])NACC(?![A-Za-z])"
)
_MONTHS = r"(?:มกรา|มีนา|พฤษภา|กรกฎา|สิงหา|ตุลา|ธันวา|กุมภา|เมษา|มิถุนา|กันยา|พฤศจิกา)(?:คม|ยน|พันธ์)"
_A_DAY = rf"[0-9๐-๙]{{1,2}}\s*{_MONTHS}(?:\s*(?:พ\.\s?ศ\.)?\s*[0-9๐-๙]{{4}})?"
# In which class of agencies it was assessed.
_A_CLASS = (
    r"(?:(?:หน่วยงาน)?ประเภท|กลุ่ม(?:หน่วยงาน)?)\s?(?:ของ)?(?:สถาบันอุดมศึกษา|สถาบันการศึกษา|องค์การมหาชน|องค์กรศาล|องค์กรอิสระ|องค์กรอัยการ|รัฐวิสาหกิจ"
    r"|ส่วนราชการ(?:ระดับกรม)?|กรม(?:หรือเทียบเท่า)?|กองทุน|หน่วยงานของรัฐอื่น\s?ๆ?|เทศบาล(?:ตำบล|เมือง|นคร)?|องค์การบริหารส่วน(?:ตำบล|จังหวัด))(?![ก-ฺเ-๎])(?![^\n]{0,60}เฉลี่ย)"
)
_PRIZE = (
    r"(?:เข้า)?(?:รับ)?(?:มอบ)?(?:โล่|เกียรติบัตร|ใบประกาศเกียรติคุณ)?รางวัล(?:ประกาศ|เกียรติคุณ|เชิดชูเกียรติ|เกียรติบัตร|และ|โล่|\s)*[“\"]?(?:สำหรับ)?(?:ผล)?(?:การ)?(?:ประเมิน)?\s?"
    r"(?=(?i:ITA)(?![A-Za-z])|คุณธรรมและความโปร่งใส)"
)
_PLACE = r"(?:ตำบล|อำเภอ|จังหวัด|ต\.|อ\.|จ\.)\s?[ก-ฺเ-๎]{2,30}\s*"
_IN_A_YEAR = r"(?:\s*ITA)?(?:\s*(?:ใน|ประจำ)?ปี(?:งบประมาณ)?\s*(?:พ\.\s?ศ\.)?\s*[0-9๐-๙]{4})?"
# What sentences have beside the words of headings, the longer first.
_SENTENCES = (
    rf"(?:{_OWN}\s*หรือ\s*)?{_OWN}+\s*(?:\(\s*องค์การมหาชน\s*\))?\s*(?:ใน)?(?:สังกัดกระทรวง[ก-ฺเ-๎]{{2,40}})?\s*(?:{_PLACE}){{0,3}}(?:เป็นหน่วยงานที่เข้า(?:ร่วม|รับ)\s?(?:รับ)?|ทำ(?=คะแนน))?|{_ITS_AUTHORS}|{_PRIZE}"
    # What web pages print above a text: when it appeared, and how often it was read.
    r"|(?<![A-Za-z])(?i:date|published|posted|updated)\s*:?\s*[0-9]{4}-[0-9]{2}(?:-[0-9]{2})?(?![0-9-])"
    r"|(?<![A-Za-z])(?i:hits|views)\s*:\s*[0-9][0-9,]*(?=\s)|(?:มา)?(?:อย่าง)?ต่อเนื่อง(?=\s|ใน|ที่|อยู่)"
    r"|(?<![A-Za-z])(?i:Open\s+Data|External|Internal)(?=\s+(?i:Integrity)\s)"
    # How many took part, where the own agency is named behind it.
    rf"|มี(?:จำนวน)?หน่วยงาน(?:ภาค)?(?:รัฐ)?(?:ทั่วประเทศ)?\s?(?:ที่)?(?:เข้า)?(?:ร่วม)?(?:รับ)?(?:การ)?(?:ประเมิน)?{_IN_A_YEAR}"
    rf"(?:ทั้งสิ้น|ทั้งหมด|จำนวน|กว่า|\s)*[0-9๐-๙,]+\s*(?:หน่วยงาน|แห่ง)(?:ทั่วประเทศ)?(?:เข้า)?(?:ร่วม)?(?:รับ)?(?:การประเมิน)?{_IN_A_YEAR}"
    rf"(?=[^0-9๐-๙]{{0,60}}{_OWN})"
    rf"|(?:ของ)?หน่วยงานภาครัฐทั่วประเทศ(?=[^\n]{{0,80}}{_OWN})|ทาง\s?(?={_OWN})"
    rf"|^\s*(?:ที่\s*)?{_A_DAY}|(?:เมื่อ)?(?:ณ\s?)?วันที่\s*{_A_DAY}(?:\s*ที่ผ่านมา)?|(?:เมื่อ)?(?:เปรียบ)?เทียบ(?:ผล)?(?:คะแนน)?(?:การประเมิน)?(?:ใน|กับ)\s?ปี\s?\d?\s?ที่ผ่านมา\s*(?:คือ|ได้แก่)(?=\s*(?:ใน)?ปี)"
    r"|อยู่ในเกณฑ์\s?(?:ระดับ)?\s?[“\"]?(?:ผ่านดีเยี่ยม|ผ่านดี|ผ่าน|AA|[A-F](?![A-Za-z]))(?!เกณฑ์)[”\"]?|ผ่าน\s?เกณฑ์(?:การ|มาตรฐาน)?(?:ประเมิน)?(?!\s?(?:ที่|ของ|[0-9๐-๙]|คือ|ขั้น))|สำหรับ(?=\s?(?:ผล)?คะแนน)|(?:เรียง|จัด)(?:ลำดับ)?จากคะแนน(?:สูงสุด|มาก(?:ที่สุด)?)(?:ไป(?:หา)?)?(?:ต่ำสุด|น้อย(?:ที่สุด)?)"
    r"|จัด(?:อยู่)(?=\s?ใน)|(?:ติดต่อกัน|ต่อเนื่อง(?:กัน)?)\s?(?:เป็น)?(?:ปีที่\s*[0-9๐-๙]+|\s*[0-9๐-๙]+\s*ปี(?:ซ้อน)?(?!\s*[0-9๐-๙]))|หรือ(?=\s*(?:การประเมิน\s*(?:ITA|คุณธรรม)|คุณธรรมและความโปร่งใส))|ชื่อ\s*(?=:)|(?:ผล)?คะแนนดังกล่าว|ตัวเลขถึง|(?:ออกเอกสาร)?ชี้แจง(?:ว่า)?|ระบุว่า|แถลง(?:ว่า|ผล)?|เผย(?=ผล|ว่า)"
    r"|(?<![A-Za-z])(?i:Integrity\s+(?:and|&)\s+Transparency|Integrity|Transparency|Assessment|Awards?)(?![A-Za-z])|\([^()]{0,160}(?:ขึ้นไป|ลงมา)[^()]{0,80}\)"
    # "สูงกว่าปี 2566 ซึ่งได้": the number is that other year's, and no difference.
    r"|(?:เพิ่มขึ้น|สูงขึ้น|ดีขึ้น|สูง|มาก|ลดลง|ต่ำ|น้อย)?(?:กว่า|จาก)\s?(?:ใน)?ปี(?:งบประมาณ)?\s*(?:พ\.\s?ศ\.)?\s*[0-9๐-๙]{0,4}\s*(?:(?:ซึ่ง|ที่)(?:ได้|มี|อยู่ที่)|\()"
    # "เพิ่มขึ้นเป็นร้อยละ 91.20 จากปีที่แล้วร้อยละ 89.40": what it came to, and from what.
    r"|(?:เพิ่มขึ้น|สูงขึ้น|ลดลง|ต่ำลง)(?:มา)?\s?เป็น(?=\s*(?:ร้อยละ|คะแนน)?\s*$)"
    r"|จากปี(?:ที่แล้ว|ก่อน(?:หน้า)?)(?=\s*(?:(?:ที่|ซึ่ง)\s?ได้)?\s*(?:ร้อยละ|คะแนน)?\s*$)"
    r"|เมื่อเปรียบเทียบกับ|(?:ที่)?(?:ได้)?(?:รับ)?(?:คะแนน)?(?:สูง|มาก|ต่ำ|น้อย)(?:ที่)?สุด(?:\s*\d+\s*อันดับ(?:แรก)?)?|รองลงมา|จุดแข็ง|จุดอ่อน|ที่(?:ควร|ต้อง)(?:พัฒนา|ปรับปรุง|แก้ไข)"
    r"|(?:อยู่)?(?:ใน)?ระดับ\s?(?:ผลการประเมิน|คะแนน)?\s*:?\s*[“\"'(]?(?:AA|[A-F](?![A-Za-z])|ผ่านดีเยี่ยม|ผ่านดี|ผ่าน|ต้องปรับปรุงโดยด่วน|ต้องปรับปรุง)?"
    r"|\(\s*(?:AA|[A-F]|ผ่านดีเยี่ยม|ผ่านดี|ผ่าน)\s*\)|(?:ขอ)?แจ้ง(?:ผล|ว่า)?|ประกาศ(?:ว่า)?|ขอประกาศ|ตามที่|ที่สำนักงาน|สำนักงาน|เข้ารับ|เข้าร่วม|แล้ว|ตชว\.?\s*\d{0,2}(?:\.\d)?"
    r"|การเปรียบเทียบ|เปรียบเทียบ|การวิเคราะห์|วิเคราะห์|ที่นำมา|เพื่อจัดทำมาตรการ|สรุป|แสดง|ย้อนหลัง|(?:ดัง)?(?:ต่อไป)?นี้|แบ่ง(?:ออก)?\s?(?:เป็น|ตาม)|เปิดเผยว่า|ที่เรา|เรา(?=ได้|มี)|(?:ลง)?วันที่\s*[0-9๐-๙]{1,2}\s*(?:มกรา|มีนา|พฤษภา|กรกฎา|สิงหา|ตุลา|ธันวา|กุมภา|เมษา|มิถุนา|กันยา|พฤศจิกา)(?:คม|ยน|พันธ์)|จำแนกเป็น|ประกอบด้วย|ได้แก่|ทั้งสิ้น"
    r"|ยินดีด้วย|ขอแสดงความยินดี(?:กับ)?|ข่าวดี|ข่าว|คว้า|สูงถึง|ด้วย|พบว่า|ปรากฏ(?:ว่า)?|เท่ากับ|อยู่ที่|คิดเป็น|เป็น|คือ|จึง|ซึ่ง|ส่วน(?!ที่\s*\d)|โดย|มี|นั้น|ใน|เมื่อ|เครื่องมือ"
    r"|\(\s*เป้าหมาย\s*[\d.]+\s*(?:คะแนน)?\s*\)|ขอเรียน|ที่ประชุม|เทศบาล(?=ของเรา|ได้|มี|อยู่|ผ่าน|\s)|ของเรา|แยก(?:ตาม)?|ครับ|ค่ะ|ถาม(?=\s*:)|ตอบ(?=\s*:)|เท่าไร|เรื่องใด|เรื่อง"
    r"|หรือ(?=\s*\(?ITA)|(?:จาก)?(?:คะแนน)?เต็ม\s*100|จากปีที่(?:ผ่านมา|แล้ว)(?=\s*\n)|(?:ภาพ|ตาราง|แผนภูมิ|หน้า)(?:ที่)?\s*\d*|ปลัด(?:เทศบาล|\s?อบต\.?)?|แบบตรวจ|แต่(?!ละ)|ขณะที่|ระหว่างปี|ท้ายประกาศ"
    r"|รายงาน|ทั้งนี้|พิจารณา|ข้อเท็จจริง|เฉพาะ|\(เรียงจาก(?:มากไปน้อย|น้อยไปมาก)\)|เรียน|นายก\s?(?:เทศมนตรี|อบต\.?|อบจ\.?)?(?=\s|$)|ว่า"
    r"|ที่\s*$|(?:ที่)?(?:ต่ำ|สูง|น้อย|มาก)กว่าเกณฑ์(?:ผ่าน)?(?:ของปี)?(?=\s*(?:มี|ได้แก่|คือ|\(|[0-9๐-๙]))|ประกอบกับ|โปร่งใส\s?(?:และ)?\s?ตรวจสอบได้|อย่างเป็นทางการ|หลังอุทธรณ์|เอกสารประกอบ|การดำเนินงาน|จำนวน|หลักการและเหตุผล|ภาครัฐ|ผ่าน|ระดับ|(?<![A-Za-z])(?i:Integrity\s+(?:and|&)\s+Transparency\s+Assessment)"
)
# Beside the own agency's name its class and rank tell nobody else's score: "อันดับที่ 12 ของจังหวัด".
_OWN_RANK = compiled(
    r"(?:อยู่|ได้|เป็น|คว้า|ติด)?(?:ใน)?\s?[“\"]?(?:อันดับ|ลำดับ)\s?(?:ที่)?\s*(?:[0-9๐-๙]{1,4}|หนึ่ง|สอง|สาม)\s*[”\"]?\s?"
    r"(?:(?:ของ|ใน)\s?(?:ระดับ)?(?:จังหวัด|อำเภอ|ประเทศ|ภาค|กลุ่ม(?!ที่)|กระทรวง|องค์กรหลัก|หน่วยงานภาครัฐ))?"
)
_OWN_CLASS = compiled(
    rf"{_A_CLASS}(?=\s*{_OWN})"
    rf"|(?P<own>{_OWN}[^\n0-9๐-๙{_OWN}]{{0,80}}?)(?:จัด)?(?:อยู่)?(?:ใน)?[ \t]?{_A_CLASS}"
)
# Whose score it is, of so many, is not said.
_MANY = compiled(r"(?<![0-9๐-๙/])[0-9๐-๙][0-9๐-๙,]+\s*(?:หน่วยงาน|แห่ง|จังหวัด)")
_KNOWN = compiled(f"{_SENTENCES}|{WORDS_OF_RESULTS}")
_ENGLISH_WORD = compiled(r"[A-Za-z]+")
# "เทศบาลลาดยาว" of เทศบาลตำบลลาดยาว.
_WITHOUT_KIND = compiled(
    r"(?:เทศบาล|อบต\.?)([ก-ฺเ-๎]{3,30}?)(?=\s|ได้(?:รับ)?(?:ผล)?(?:คะแนน|รางวัล)|มีคะแนน|คว้า)"
)
_KINDS_LEFT_OUT = ("เทศบาลตำบล", "เทศบาลเมือง", "เทศบาลนคร", "องค์การบริหารส่วนตำบล")
_REACH = 160
_A_SCORE = compiled(r"[0-9๐-๙]{1,3}\.[0-9๐-๙]{1,2}(?![0-9๐-๙])")
_CUT_WORD = compiled(r"^\S*\s")
_SIGN = compiled(r"[≥≤<▲▼△▽↑↓±~≈]|(?<!>)(?<=\S)[ \t]*>(?!>)|[+]\s*$")


class Wording:
    """What leads to the numbers of sentences and lines, for one year's names."""

    def __init__(
        self, framework: Framework, is_own: Callable[[str], bool | None], bodies: Bodies
    ) -> None:
        """`framework` gives the names of indicators; `is_own` tells the agency's own name.

        Shape: `bodies` knows the own name of who is no local government.
        """
        names = {node.name.th for node in framework.tree.values()}
        for part in framework.instruments:
            names |= {name for one in part.indicators for name in one.other_names}
        ordered = sorted(filter(None, names), key=len, reverse=True)
        # A name may wrap over lines; Thai has no spaces inside one.
        wrapped = (r"\s?".join(map(re.escape, re.sub(r"\s", "", name))) for name in ordered)
        self._names = compiled("|".join(wrapped))
        self._parts = PartNames(
            {node.name.th: code for code, node in framework.tree.items() if code.isdigit()}
        )
        english = {word for node in framework.tree.values() for word in node.name.en.split()}
        self._english = english | {word.lower() for word in english}
        self._is_own = is_own
        self._bodies = bodies

    def strange(self, text: str, first: int, end: int) -> str:
        """What leads to a number at `end` beside the words of published results, if anything.

        Shape: looked at is what stands between `first`, or the score before, and the number.
        """
        reach = max(first, end - _REACH)
        since = reach
        for one in _A_SCORE.finditer(text, reach, end):
            since = one.end()
        lead = text[since:end]
        if since == reach > first:
            lead = _CUT_WORD.sub("", lead)
        sign = _SIGN.search(lead)
        if sign:
            return sign[0]
        lead = _WITHOUT_KIND.sub(self._named_short, NAMED_AGENCY.sub(self._named, lead))
        lead = self._bodies.marked(lead, _OWN)
        if _OWN in lead:
            lead = _OWN_CLASS.sub(lambda one: one["own"] or " ", _OWN_RANK.sub(" ", lead))
        elif many := _MANY.search(lead):
            return many[0]
        lead = self._names.sub(" ", self._parts.without_short(lead))
        if lead.isascii():
            lead = _ENGLISH_WORD.sub(self._beside_english, lead)
        return beside(_KNOWN, lead)

    def _beside_english(self, word: re.Match[str]) -> str:
        return " " if word[0] in self._english else word[0]

    def _named_short(self, agency: re.Match[str]) -> str:
        """The own name without the word for its kind; what else so begins is kept."""
        ways = (self._is_own(f"{kind}{agency[1]}") for kind in _KINDS_LEFT_OUT)
        return _OWN if any(ways) else agency[0]

    def _named(self, agency: re.Match[str]) -> str:
        if self._is_own(agency[0].strip()) is False:
            return agency[0]
        end = NAME_STOPS.search(agency.string, agency.start(), agency.end())
        return _OWN + (agency.string[end.start() : agency.end()] if end else "")
