"""Scores and levels that a document states in sentences.

A number is a score only where the sentence says so ("… คะแนน") and says whose; thresholds, full
marks, growth and the means of other bodies are numbers about scores, not scores.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal

from prongsai.core.extract import Paragraph
from prongsai.core.ids import TOTAL, Level, level_of
from prongsai.core.patterns import compiled
from prongsai.core.scoresheet.around.part_names import Behind, NamedBehind
from prongsai.core.scoresheet.around.sights import RELATIVE_YEAR, years_of_results
from prongsai.core.scoresheet.around.spending import OF_MONEY, may_be_spent
from prongsai.core.scoresheet.around.topics import Topic
from prongsai.core.scoresheet.around.whose import NAMED_AGENCY, without_names
from prongsai.core.scoresheet.around.wording import Wording
from prongsai.core.scoresheet.complaints import Complaints
from prongsai.core.scoresheet.model import (
    Figure,
    PublishedRating,
)
from prongsai.core.scoresheet.names import Names
from prongsai.core.scoresheet.numbers import joined
from prongsai.core.scoresheet.sentences.claims import ClaimReader
from prongsai.core.scoresheet.sentences.item_lists import ItemReader
from prongsai.core.scoresheet.sentences.mentions import ITEM_SPOKEN, Kind, Mentions
from prongsai.core.scoresheet.sentences.speech import Speech, speech_of
from prongsai.core.scoresheet.sentences.told import DIGIT, REACH, Told, is_item
from prongsai.core.scoresheet.sentences.torn_numbers import is_torn
from prongsai.core.thai import repair, squeeze

_NUMBER = compiled(
    rf"(?<![0-9๐-๙.,/:])(?<!FY)(?![0๐]{DIGIT})({DIGIT}{{1,3}}(?:\.{DIGIT}{{1,2}})?)(?![0-9๐-๙A-Za-z]|[.,/:'’]{DIGIT})"
)
# "IIT 95.83", "IIT = 96.13": a decimal right behind an instrument is its score.
_BESIDE_PART = compiled(
    r"(?:(?<![A-Za-z])(?:IIT|EIT|OIT)|(?:^|[\s|·,/•;])รวม)[ \t]*[:=]?[ \t]*\(?$"
)
_TWO_PLACES = compiled(rf"{DIGIT}{{2}}\.{DIGIT}{{2}}")
_NAMED_BEHIND = compiled(
    r"[ ]*(?:คะแนน)?[ ]*\(?(?:อยู่)?(?:ใน)?(?:ระดับ[^\n0-9๐-๙()]{0,20})?\)?[ ]*(?:สูง(?:ที่)?สุด)?[ ]*"
    r"(?:จาก|ใน|ผ่านเกณฑ์|ผ่าน)?[ ]*(?:โครงการ)?(?:การ)?(?:ประกาศ)?(?:ผล)?"
    r"(?:การ)?(?:ตรวจ)?(?:ประเมิน)?(?:ผล|ระดับ)*"
    rf"คุณธรรมและความโปร่งใส[^\n0-9๐-๙]{{0,160}}?(?:ปี|พ\.\s?ศ\.|งบประมาณ|ค\.\s?ศ\.|\s)+{DIGIT}{{2,4}}(?!{DIGIT})"
)
# "ผลปรากฏว่า อบต.… ได้คะแนนจำนวน 77.70".
_GOT_A_SCORE = compiled(r"^[^0-9๐-๙]{0,90}ได้(?:รับ)?(?:ผล)?คะแนน(?:จำนวน|รวม|ประเมิน|การประเมิน)?\s*$")
_ANNOUNCED = compiled(
    rf"คุณธรรมและความโปร่งใส[^\n]{{0,120}}(?:25|๒๕){DIGIT}{{2}}\s*(?:ไป)?(?:แล้ว)?\s?(?:นั้น)?[\s.,]*$"
)
_OF_THE_YEAR_BEFORE = compiled(r"ปี(?:ก่อน|ที่แล้ว|ที่ผ่านมา)(?:หน้า)?\s*(?:ที่|ซึ่ง)?(?:ได้)?\s*$")
_LEAST_TOLD = 20
# "… 90.11 EIT 88.90": nothing stands between that could bar the second.
_PLAIN_BESIDE = compiled(rf"{DIGIT}\s+(?:IIT|EIT|OIT)\s+$")
_SHORT = 12
# "85.44 คะแนน และ 90.22 คะแนน ตามลำดับ": numbers in a row, for years or things listed before.
_ROW_GOES_ON = compiled(r"\s*(?:คะแนน)?\s*(?:,|และ|กับ|/)?\s*(?:ร้อยละ)?\s*")
_IN_ORDER = compiled(r"\s*(?:คะแนน)?\s*ตามลำดับ")
_SCORE_WORD_AFTER = compiled(
    r"\s*[)\]]?\s*(?:คะแนน(?!รวม)|จาก(?:คะแนน)?เต็ม\s*(?:100|๑๐๐)(?![0-9๐-๙]))"
)
_SCORE_WORD_BEFORE = compiled(
    r"(?:คะแนน(?!ขึ้นไป|ลงมา)|ผลการประเมิน|ผลประเมิน|ITA)[^0-9๐-๙\n]{0,24}?(?:เท่ากับ|อยู่ที่|คือ|เป็น|ได้|:|=|ร้อยละ)\s*(?:ร้อยละ|คะแนน)?\s*$"
    r"|เต็ม\s*100\s*(?:คะแนน)?\s*ได้(?:คะแนน)?\s*$"
    # "คะแนน ITA ปี 2568 เพิ่มขึ้นเป็นร้อยละ".
    r"|(?:คะแนน|ผลการประเมิน|ผลประเมิน)(?:\s?ITA|รวม|\s)*(?:ใน|ของ)?(?:ปี|งบประมาณ|พ\.\s?ศ\.|\s)*(?:(?:25|๒๕)[0-9๐-๙]{2})?\s*"
    r"(?:เพิ่มขึ้น|สูงขึ้น|ลดลง|ต่ำลง)(?:มา)?\s?เป็น\s*(?:ร้อยละ|คะแนน)?\s*$"
)
_DECIMAL_AFTER_SCORE_WORD = compiled(r"คะแนน[^0-9๐-๙\n]{0,24}$")
_CODE_BEFORE = compiled(r"[ieoIEO๐][0-9๐-๙]{1,2}\s*[:=]\s*$")
_LIST_NUMBER = compiled(r"^\s*[).]\s*[ก-ฮเ-ไ]")
# Right before the number: it is a limit, a full mark, a difference or a share.
_NOT_A_SCORE_BEFORE = compiled(
    r"(?:น้อยกว่า|ต่ำกว่า|สูงกว่า|มากกว่า|ไม่ถึง|เกินกว่า|เกิน|ตั้งแต่|เต็ม|เกณฑ์|เป้าหมาย|ผ่านเกณฑ์|เพิ่มขึ้น|ลดลง|สูงขึ้น"
    r"|ต่ำลง|ต่างกัน|แตกต่าง|ผลต่าง|ขาด|อีก|ระหว่าง|ถึง|น้ำหนัก|ไม่ผ่าน|(?<!ส่วน)เสีย|เกณฑ์\s{0,2}\S{0,3}\s{0,2}(?:ผ่าน|ประเมิน|มาตรฐาน)|เพิ่ม|ลด|[-–—+]|≥|<|>|≤|ขั้นต่ำ|ช่วง|จาก)"
    r"\s*(?:จำนวน|ร้อยละ|คะแนน|เป็น|ที่|คือ|[(:=]|อยู่ที่|ขั้นต่ำ|กำหนด|ไว้|กว่า)*\s*$"
    r"|(?:ปี|(?<!หน้า)(?<!นา้ )ที่)\s*$|=\s*\(\s*$"
    # "(80.00 × 30%) + (70.00 × 40%) = 79.00": a sum that somebody works out.
    rf"|[×xX*]\s*{DIGIT}{{1,3}}(?:\.{DIGIT}+)?\s*%?\s*\)\s*=\s*$"
    r"|(?:เพิ่มขึ้น|ลดลง|สูงขึ้น|ต่ำลง|เพิ่ม|ลด)[^\n]{0,60}?(?:จำนวน|คิดเป็น|เท่ากับ)\s*(?:ร้อยละ)?\s*$"
    # "ลดลงจากปีก่อน 0.47 คะแนน": by how much.
    r"|(?:เพิ่มขึ้น|ลดลง|สูงขึ้น|ต่ำลง)\s?(?:เล็กน้อย)?\s?(?:จาก|กว่า)\s?(?:เดิม|ปี(?:งบประมาณ)?\s?(?:ก่อน(?:หน้า)?|ที่\s?(?:แล้ว|ผ่านมา))(?:นี้)?)\s*$"
    r"|เป้าหมาย[^\n]{0,40}?(?:ไว้)?(?:ที่|เท่ากับ|คือ)\s*$|คะแนนเต็ม[^\n0-9๐-๙]{0,12}$"
    # "ระดับ 5 ได้ 95 คะแนน": what a step of a scale is worth; "ร้อยละผู้ตอบ IIT 98.5": who answered.
    rf"|ระดับ\s*(?:ที่\s*)?{DIGIT}\s*(?:ได้|คือ|=|หมายถึง|ต้องได้)?\s*$"
    r"|(?:ผู้ตอบ|ตอบแบบ\S{0,6}|กลุ่มตัวอย่าง)(?:[^\n0-9๐-๙]{0,24}|(?:(?!คะแนน|ได้)[^\n0-9๐-๙]){0,48})$"
    # "88.53 คะแนน คิดเป็นร้อยละ …": a share of something, after a score that is complete.
    r"|(?<!ส่วน)เสีย\s?(?:คะแนน)?\s?(?:รวม)?\s?(?:ไป)?\s*$|เกณฑ์(?:(?!คะแนน|ได้)[^0-9๐-๙]){0,40}คือ\s*$"
    rf"|{DIGIT}\s*คะแนน(?:(?!คะแนน)[^\n0-9๐-๙]){{0,60}}คิดเป็น\s*(?:ร้อยละ|สัดส่วน)?\s*$"
    r"|(?:ไม่|มิ)ได้(?:รับ)?(?:คะแนน|ระดับ)*(?:รวม|ถึง)?\s*$"
    # "24 ข้อ จาก 28 ข้อ คิดเป็น …": what somebody counted; a mean of several years is of none.
    rf"|{DIGIT}\s*(?:ข้อ|ประเด็น|ตัวชี้วัด)[^\n0-9๐-๙]{{0,30}}คิดเป็น\s*(?:ร้อยละ)?\s*$"
    rf"|(?:(?<!{DIGIT})[2-9๒-๙]\s*ปี(?!งบ|\s*{DIGIT})|(?:25|๒๕){DIGIT}\d\s*(?:[-–—]|ถึง)\s*(?:ปี|พ\.ศ\.|\s)*{DIGIT}{{2,4}})"
    r"[^\n]{0,90}เฉลี่ย(?:รวม)?[^\n0-9๐-๙]{0,12}$"
    # "(6 ข้อ 20 คะแนน)": what a form's questions give.
    rf"|[(\[]\s*(?:จำนวน\s*)?{DIGIT}{{1,3}}\s*ข้อ[\s,/:=]*(?:รวม\s*)?$"
)
# "คืบหน้า ITA 66 IIT 75 %": how much was done.
_HOW_MUCH_WAS_DONE = compiled(r"(?:คืบ|ก้าว)หน้า[^ก-ฮ]{0,80}$")
# "ได้ 3.61 จากคะแนนเต็ม 4 IIT 3.60": of four, as the score before it.
_OF_FEWER_MARKS = compiled(rf"เต็ม\s*([2-9๒-๙]|10|๑๐)(?![.]?{DIGIT})[\s\S]{{0,120}}$")
# "16 หน่วยงาน … มีคะแนนเฉลี่ยภาพรวม 89.01 คะแนน เพิ่มขึ้นจาก … ซึ่งอยู่ที่ 86.06": of many agencies.
_NOBODY_NAMED = r"(?:(?!ได้(?:รับ)?\s?(?:ผล)?คะแนน|เทศบาล|อบต|อบจ|องค์การบริหาร)[^\n])"
_MEAN_OF_MANY = compiled(
    rf"(?:{DIGIT}\s*(?:หน่วยงาน|แห่ง|จังหวัด)|ระดับประเทศ)"
    rf"{_NOBODY_NAMED}{{0,120}}เฉลี่ย{_NOBODY_NAMED}{{0,70}}$"
)
# "ข้อที่ได้ 100 คะแนน: O1, O2": of things that it goes on to name.
_OF_THOSE_THAT = compiled(
    r"(?:ข้อ|ประเด็น|คำถาม|ตัวชี้วัด|รายการ)ที่(?:ได้|มี)(?:รับ)?(?:คะแนน)?\s*(?:เต็ม)?\s*(?:ร้อยละ)?\s*$"
)
_SET_AGAINST = compiled(r"[ ]*(?:คะแนน|%)?[ ,]*(?:ส่วน|(?:ใน)?ขณะที่|แต่)\s?(?:ของ\s?)?")
# "สูง" and "ขึ้น 14.38" on two lines of a page.
_BROKEN_WORD = compiled(r"(?<=[ก-๎])\n(?=[ก-๎]{1,8}\s*$)")
# Two figures of one thing are a question, not a choice.
_OLD_OR_NEW = compiled(
    r"(?:เก่า|เดิม|ใหม่|(?:รอบ|ครั้ง)แรก|(?:ก่อน|หลัง)(?:การ)?ชี้แจง|แก้(?:ไข)?เป็น|ก่อนแก้(?:ไข)?|หลังแก้(?:ไข)?|ปรับเป็น|ทบทวนเป็น)"
    r"\s*(?:ประกาศ(?:ไว้)?|ได้|อยู่ที่)?\s*(?:คือ|:|=|ที่)?\s*$|ข้อความ\s?เดิม[^\d\n]{0,40}$"
)
_STATED_AT = compiled(
    # "ระดับผ่านดีเยี่ยม ที่ 98.14 คะแนน"; the numbers of sections and tables have no score word.
    r"(?:คะแนน(?:การประเมิน|ประเมิน|รวม|ฯ)*|ประเมินฯ?|ITA|[”\"')]|(?:25|๒๕)[0-9๐-๙]{2}|เยี่ยม|ผ่านดี?|ระดับ\s?A{1,2}|อันดับ\s*[0-9๐-๙]+|สูง(?:ที่)?สุด)\s*ที่\s*$|"
    # "ผลคะแนน ITA ของเทศบาล ที่ 93.79".
    r"(?:คะแนน|ประเมิน)(?:การประเมิน)?\s?(?:ITA)?\s?(?:(?:ของ)?(?:หน่วยงาน|เทศบาล|อบต\.?)|(?:ใน)?ภาพรวม)ฯ?\s*ที่\s*$|"
    r"(?:สูงถึง|ตัวเลขถึง|ผลประเมินที่|ผลการประเมินที่|อยู่ที่|เท่ากับ|จาก(?:การประเมิน|ผล)\S*)\s*(?:คะแนน)?\s*$"
)
# "เพิ่มขึ้นเป็นร้อยละ 91.20" is what it came to, and no difference, but where somebody wishes it.
_CAME_TO = compiled(r"(?:เพิ่มขึ้น|สูงขึ้น|ลดลง|ต่ำลง)(?:มา)?\s?เป็น\s*(?:ร้อยละ|คะแนน)?\s*$")
_WISHED = compiled(r"ให้|จะ|ควร|ต้อง|เป้า|คาด|หวัง|อยาก|มุ่ง|แผน|หาก|ถ้า|เพื่อ|ร่าง|น่า|ค่า(?!เฉลี่ย)")
_LEAST_CAME_TO = 50
_NOT_A_SCORE_AFTER = compiled(
    r"^[ ]*[)\]]?[ ]*(?:คะแนน)?[ ]*(?:ขึ้นไป|ลงมา|[-–—]\s*[0-9๐-๙]|ถึง\s*[0-9๐-๙]"
    # "ใช้ 85 คะแนนจาก 100 คะแนนเป็นเป้าหมาย".
    r"|(?:จาก(?:คะแนน)?(?:เต็ม)?\s*(?:100|๑๐๐)\s*(?:คะแนน)?\s*)?(?:ถือ)?เป็น\s?(?:ค่า|คะแนน)?(?:เป้าหมาย|เกณฑ์)"
    r"|(?:จำนวน|อยู่|มี)?\s*[0-9๐-๙]{1,2}\s*(?:ประเด็น|ข้อ|คำถาม|ตัวชี้วัด)"
    # "ค่าลงทะเบียน EIT 85.00 บาท": money, people, measures.
    r"|(?:ล้าน|บาท|กิโล(?:เมตร|กรัม)|ตาราง(?:เมตร|วา)|ไร่|ครัวเรือน|คน(?=[\s,.)\]]|$))"
    # "3.61 จากคะแนนเต็ม 4"; "95.00 คะแนน เป็นข้อมูลที่คลาดเคลื่อน".
    r"|(?:จาก(?:คะแนน)?(?:เต็ม)?|/)\s*(?!(?:100|๑๐๐)(?![0-9๐-๙]))[0-9๐-๙]{1,3}(?:\.[0๐]{1,2})?(?![0-9๐-๙.])"
    r"(?!\s*(?:ข้อ|ประเด็น|ตัวชี้วัด|แบบวัด|คำถาม|หน่วย|แห่ง))"
    r"|[^0-9๐-๙\n]{0,24}?(?:คลาดเคลื่อน|ไม่ถูกต้อง|ผิดพลาด|ไม่เป็นความจริง|ไม่ใช่ความจริง|ข่าวปลอม|ข่าวเท็จ))"
)
# "เพิ่มขึ้นจากปี 2564 จำนวน 2.25 คะแนน ซึ่งได้ 85.20": that year's; "โดยได้" is said of this one.
_OF_THE_YEAR_COMPARED = compiled(r"\s*(?:คะแนน|%)?\s*[,(]?\s*(?:ซึ่ง|ที่)")
# "EIT ผ่าน 85": a whole number there is the limit, not the score.
_PASSES = compiled(r"ผ่าน\s*(?:ที่|ร้อยละ|คะแนน|\s)*$")
# "ผลต่าง IIT 2.10 EIT 3.20", "ปีก่อน IIT 90.10 EIT 89.00": what leads a list is said of all in it.
_LED_APART = compiled(
    r"^[\s•*–—-]*(?:(?:ผล|ส่วน|ความ|คะแนน)*(?:แตก)?ต่าง(?:กัน)?|เพิ่มขึ้น|ลดลง|(?:การ)?เปลี่ยนแปลง|(?:ใน)?ปี(?:งบประมาณ)?\s?(?:ที่แล้ว|ก่อน(?:หน้า)?|ที่ผ่านมา))"
    r"(?:\s?(?:จาก|กับ|ของ)?\s?(?:ปี(?:ก่อน(?:หน้า)?|ที่แล้ว|ที่ผ่านมา)|เดิม))?\s*[:=]?\s*"
    rf"(?:(?:IIT|EIT|OIT|รวม|คะแนนรวม|และ)\s*[:=]?\s*(?:{DIGIT}{{1,3}}(?:\.{DIGIT}+)?\s*(?:คะแนน|%)?)?[\s,/]*)+$"
)
# "ได้คะแนนเต็ม 100 คะแนน ในด้าน…": it was got.
_GOT_ALL = compiled(r"ได้(?:รับ)?(?:ผล)?(?:คะแนน)?\s?(?:ITA)?\s?เต็ม\s*$")
_MEAN_OF_YEARS = compiled(r"เฉลี่ย(?:สะสม|\s*(?:จำนวน\s*)?[2-9๒-๙]\s*ปี)[^\n]{0,40}$")
# "75.62 → 81.45", "75.62 แก้ไขเป็น 81.45": which of the two holds is a question.
_TWO_VALUES = compiled(
    r"[ ]*(?:คะแนน)?[ ]*[(,/]?[ ]*(?:[-–—=]{1,2}>|[→⇒]|(?:ปรับ|แก้(?:ไข)?|เปลี่ยน)(?:ใหม่)?เป็น"
    r"|หรือ|แต่(?:ประกาศ|ผลจริง)|หลัง(?:การ)?(?:อุทธรณ์)?|จริง|อุทธรณ์)"
    rf"[ ]*(?:ได้|เป็น)?[ ]*(?={DIGIT}{{1,3}}\.{DIGIT})"
)
# "6.2 ไม่มีเรื่องร้องเรียน" begins a line: the number of a section.
_OF_A_SECTION = compiled(r"[ \t]*[1-9๑-๙]\d?\.[1-9๑-๙]\d?")
_TITLE = compiled(r"\s+(?!คะแนน(?!รวม|เฉลี่ย|ภาพ))[ก-ฮเ-ไA-Za-z]")
# "จากผลการประเมิน ITA ในปีที่ผ่านมา ได้คะแนน …" where no year is told.
_LAST_YEARS = compiled(r"(?:ใน|ของ)ปี(?:งบประมาณ)?(?:ที่\s?ผ่านมา|ที่\s?แล้ว|ก่อน(?:หน้า)?)(?!นี้)")
_COUNTED_AFTER = compiled(
    r"^[ ]*(?:ประเด็น|ข้อ|ตัวชี้วัด|แบบวัด|ปี|เดือน|วัน|คน|ราย|หน่วยงาน|บาท|โครงการ|ครั้ง"
    r"|ระดับ(?!\s*[“\"(]?\s*(?:[A-F]|ผ่าน|ต้อง)))"
)
_COUNTED_THINGS = compiled(r"(?:ประเด็น|ข้อ(?!มูล)|คำถาม|ตัวชี้วัด)\S{0,30}$")
_WORKED_EXAMPLE = compiled(r"ตัวอย่างการ(?:คำนวณ|คิด)|วิธีการ?(?:คำนวณ|คิด)")
_LONGEST_TITLE = 120
_LONGEST_ANNOUNCED = 240
_LONGEST_WORDS = 60
_BEFORE_WORDS = 90
_GOAL_FOLLOWS = compiled(r"[\s”\"]*\(\s*(?:ค่า|ระดับ)?(?:เป้าหมาย|คาดการณ์|คาดว่า|ตั้งเป้า)")
_BESIDE_REACH = 40
# What introduces a level; "ยกระดับ" (to raise) does not.
_LEVEL_FOLLOWS = compiled(
    r"(?:(?:(?<!ยก)ระดับ|เกรด)\s*(?:ผลการประเมิน|คะแนน|การประเมิน)?\s*(?:คือ|เป็น|:|อยู่ที่)?"
    r"|(?P<result>ผลการประเมิน\s*(?:คือ|:|อยู่ใน\s?เกณฑ์)?|อยู่ใน\s?เกณฑ์(?:\s?[:=]|\s?คือ)?)"
    r"|(?P<beside>[0-9๐-๙]\s*(?:คะแนน)?\s*(?=\()))\s*[“\"'‘(]?\s*"
)
_WORD_GOES_ON = compiled(r"[A-Za-z+ก-ฮะ-ฺเ-๎]")
_BAND_FOLLOWS = compiled(
    rf"[”\"'’)]?\s*[(=:]?\s*(?:ช่วง)?(?:คะแนน)?\s*{DIGIT}{{1,3}}(?:\.{DIGIT}+)?\s*(?:คะแนน)?\s*"
    rf"(?:[-–—]\s*{DIGIT}|ถึง\s*{DIGIT}|ขึ้นไป)"
)
# "ระดับผ่านดี 60 แห่ง": how many agencies have it.
_COUNTED_LEVEL = compiled(rf"[”\"'’)]?\s*(?:จำนวน)?\s*{DIGIT}+\s*(?:แห่ง|หน่วยงาน|อปท)")
_BAND_BEFORE = compiled(
    rf"{DIGIT}\s*(?:[-–—]|ถึง)\s*{DIGIT}{{1,3}}(?:\.{DIGIT}+)?\s*(?:คะแนน)?[^\n0-9๐-๙]{{0,20}}$"
)
# "ผลการประเมิน ผ่านเกณฑ์ 85": whether a limit is reached, no level.
_LIMIT_FOLLOWS = compiled(rf"\s*(?:เกณฑ์|ร้อยละ|{DIGIT})")
_GOAL_BEFORE = compiled(
    r"(?:ไม่น้อยกว่า|ไม่ต่ำกว่า|ตัวชี้วัดความสำเร็จ|เป้าหมาย|เพื่อให้|มุ่งสู่|มุ่งเน้น|ตั้งเป้า|คาดว่า)[^\n]{0,40}$"
)
_MEAN_OF_OTHERS = compiled(
    r"(?:เฉลี่ย|ค่ากลาง)[^\n]{0,60}(?:ประเทศ|(?<!ส่วน)จังหวัด|อำเภอ|ภาค|กลุ่ม)[^\n]{0,40}$"
)
_WHOLE_AGENCY = compiled(
    rf"ผลการประเมิน|ภาพรวม|คะแนนรวม|คะแนน\s?ITA|ผลคะแนน|หน่วยงาน|(?<=\s)รวม(?=\s*[:=]?\s*{DIGIT}{{2,3}}\.{DIGIT})"
)
_CLAUSE_END = compiled(r"[\n]\s*\n|(?<=[ๆก-๙])\s{2,}(?=[ก-ฮ])")


Levels = Callable[[int | None], Mapping[str, str]]


class _Years:
    """The result years of one text, found once; each number asks for the nearest before it."""

    def __init__(self, text: str) -> None:
        self._found = years_of_results(text)
        self._starts = [start for start, _ in self._found]

    def before(self, position: int) -> int | None:
        """The nearest result year before a position."""
        number = bisect_left(self._starts, position)
        return self._found[number - 1][1] if number else None


def _leading_level(text: str, words: Mapping[str, str]) -> str | None:
    """The level word a text opens with, whole: "ผ่านดี" is not "ผ่าน"."""
    fitting = [word for word in words if text.startswith(word)]
    word = max(fitting, key=len, default=None)
    return None if word is None or _WORD_GOES_ON.match(text, len(word)) else word


class ProseReader:
    """Reads sentences for one year's names."""

    def __init__(
        self,
        names: Names,
        complaints: Complaints,
        is_own: Callable[[str], bool | None],
        wording: Wording,
        *,
        in_ita: bool,
    ) -> None:
        """`complaints` takes scores of nobody certain; `is_own` tells the agency's own name.

        Shape: `wording` knows the words that lead to a score; `in_ita` says that the document
               speaks of nothing but this assessment.
        """
        self.names = names
        self.complaints = complaints
        self._is_own = is_own
        self._in_ita = in_ita
        self._mentions = Mentions(names.framework)
        self._items = ItemReader(names, complaints)
        self._wording = wording
        self.claims = ClaimReader(self._mentions, is_own, in_ita=in_ita)

    def figures(
        self,
        paragraph: Paragraph,
        year: int | None,
        topic: Topic = Topic.UNKNOWN,
        above: str = "",
    ) -> Iterator[Figure]:
        """Scores stated in a paragraph; `year` where the sentence names none.

        Shape: `topic` is what the caption above says that the text is about; `above` the paragraph
               before, which may announce the result.
        """
        text = joined(repair(paragraph.text))
        if _WORKED_EXAMPLE.search(text, 0, _LONGEST_TITLE):
            return
        yield from self._items.figures(paragraph, text, year, topic)
        speech = speech_of(text, self._mentions.of(text), topic, self._is_own, in_ita=self._in_ita)
        numbers = list(_NUMBER.finditer(text))
        announced = _announced(above)
        told = Told(paragraph, text, speech, year, self.complaints, announced=announced)
        row_end = 0
        for place, number in enumerate(numbers):
            speech.pass_to(number.start())
            if number.start() < row_end or self._is_torn(number, told):
                continue
            if change := told.from_to(numbers, place):
                row_end = change[0][-1].end()
                self._ask(number, told, speech.named_to(number.start()))
                yield from told.in_order(*change)
                continue
            if _TWO_VALUES.match(text, number.end()) and speech.is_of_agency:
                row_end = numbers[place + 1].end() if place + 1 < len(numbers) else number.end()
                told.unattributed(number)
                continue
            row = _row(text, numbers, place)
            whose = _whose_in_order(text, speech, row)
            if whose is not None:
                row_end = row[-1].end()
                if any(self._is_score(one, told) for one in row) and not _is_barred(row[0], told):
                    self._ask(number, told)
                    yield from told.in_order(row, whose)
            elif figure := self._not_spent(number, told, self._figure(number, told)):
                if not is_item(figure.code):  # whose name is compared with the year's
                    self._ask(number, told)
                yield figure

    @staticmethod
    def _is_torn(number: re.Match[str], told: Told) -> bool:
        """Whether a number is a piece of a broken one; told where a score is awaited."""
        if not is_torn(told.text, number):
            return False
        if told.speech.is_of_agency and (told.speech.is_waiting or told.speech.year_is_new):
            told.unattributed(number)
            told.speech.use()
        return True

    def _ask(self, number: re.Match[str], told: Told, end: int | None = None) -> None:
        """Tell the words before a score, or before `end`, that may make it no result."""
        words = self._wording.strange(told.text, told.speech.since, end or number.start())
        words = words or told.goes_on_asked(number)
        told.asked = (words, number.end())
        if words:
            self.complaints.strange_wording(words[:_LONGEST_WORDS], told.place(number))

    def _figure(self, number: re.Match[str], told: Told) -> Figure | None:
        """The score that a number of a sentence is; None where it is none, or nobody's."""
        behind = self._named_behind(number, told)
        if behind is None:
            return told.of_the_year_before(number) or self._named_before(number, told)
        is_score = self._is_score(number, told) and (
            _GOT_ALL.search(told.before(number)) or not _is_barred(number, told)
        )
        if not is_score:
            return None
        if behind.how is not Behind.ITS_NAME or Decimal(number[1]) > 100:  # noqa: PLR2004
            told.unattributed(number)
            return None
        return told.figure(number, behind.code, told.year_behind(number) or told.speech.year)

    def _not_spent(self, number: re.Match[str], told: Told, figure: Figure | None) -> Figure | None:
        """The figure, unless it may be a share of money that was spent: that is told."""
        if figure is None or figure.code != OF_MONEY:
            return figure
        is_spent = may_be_spent(told.text, number.start(1), number.end(1))
        if not is_spent or self._mentions.tells_other_indicators(told.text, OF_MONEY):
            return figure
        told.unattributed(number)
        return None

    def _named_before(self, number: re.Match[str], told: Told) -> Figure | None:
        """The score of what is named before a number, or of the assessment as a whole."""
        speech = told.speech
        before = told.before(number)
        if speech.is_of_agency and _OLD_OR_NEW.search(before[-_BEFORE_WORDS // 2 :]):
            told.unattributed(number)
        is_score = self._is_score(number, told)
        if not is_score or _is_barred(number, told):
            self._leave(number, told, before, is_score=is_score)
            return None
        if speech.is_others_agency:
            self.complaints.told_of(speech.other_agency, told.place(number))
        code, value = speech.whose(number.start()), Decimal(number[1])
        if code is None and (figure := self._of_the_assessment(number, told)):
            return figure
        if value > 100 or told.is_too_low(number, code):  # noqa: PLR2004
            return None
        is_new = speech.is_waiting or speech.year_is_new
        if code is None or not is_new:
            if value != told.last_value and speech.is_of_agency:
                told.unattributed(number)
            return None
        is_anothers = code == TOTAL and self._is_contrasted(number, told)
        if is_anothers or self._is_of_an_untold_year(number, told, before):
            told.unattributed(number)
            return None
        name = _after_code(before) if is_item(code) else None
        return told.figure(number, code, told.year_behind(number) or speech.year, name)

    def _is_contrasted(self, number: re.Match[str], told: Told) -> bool:
        """Whether the own agency is set against whoever got a number: "… ได้ 90.11 ส่วน อบต.…"."""
        against = _SET_AGAINST.match(told.text, number.end())
        named = NAMED_AGENCY.match(told.text, against.end()) if against else None
        if named is None or not self._is_own(named[0].strip()):
            return False
        since = told.text.rfind("\n", 0, number.start()) + 1
        before = NAMED_AGENCY.finditer(
            told.text, max(since, number.start() - REACH), number.start()
        )
        return not any(self._is_own(one[0].strip()) for one in before)

    @staticmethod
    def _leave(number: re.Match[str], told: Told, before: str, *, is_score: bool) -> None:
        """Pass over a number that is no score, told where it is another year's."""
        speech = told.speech
        if is_score:
            told.barred_end = number.end()
            if not _OF_THE_YEAR_COMPARED.match(told.text, number.end()):
                speech.leave_compared_year()
        if _tells_of_another_year(number, before) and speech.is_of_agency:
            told.unattributed(number)

    def _named_behind(self, number: re.Match[str], told: Told) -> NamedBehind | None:
        """The part behind a number that it belongs to, where nothing before is surely meant."""
        speech = told.speech
        behind = self._mentions.parts.behind(told.text, number.end())
        if behind is None or not speech.is_of_agency:
            return None
        named = speech.subject if speech.is_waiting else None
        if named is None or named.name == Kind.RESULT.value:
            return behind
        is_certain = behind.how is Behind.ITS_NAME
        # "คะแนนรวม 92.10 คะแนน ด้านการใช้งบประมาณ": nobody knows whose; the next sentence may begin.
        rivals = named.code == TOTAL or level_of(named.code) is level_of(behind.code)
        return NamedBehind(behind.code, Behind.PERHAPS_ITS_NAME) if is_certain and rivals else None

    @staticmethod
    def _is_of_an_untold_year(number: re.Match[str], told: Told, before: str) -> bool:
        """Whether it is last year's: "ปี 2568 … คะแนนปีที่ผ่านมา"."""
        years = told.speech.years
        # No further back: from each number to a year at the top takes the square of a text.
        if not years:
            return bool(_LAST_YEARS.search(before))
        since = max(years[-1].end, number.start() - REACH)
        return bool(RELATIVE_YEAR.search(told.text, since, number.start()))

    @staticmethod
    def _of_the_assessment(number: re.Match[str], told: Told) -> Figure | None:
        """The total of a sentence that names the assessment behind it, or begins below its name.

        Shape:  "ได้คะแนน 98.58 จากการประเมินคุณธรรมและความโปร่งใส (ITA) ประจำปี 2565"; the
                paragraph above ends with "… (ITA) ประจำปี 2566 นั้น".
        """
        is_ours = told.speech.is_own_result(number.start())
        if not is_ours or not _TWO_PLACES.fullmatch(number[1]):
            return None
        if named := _NAMED_BEHIND.match(told.text, number.end()):
            years = years_of_results(named[0])
            return told.figure(number, TOTAL, years[-1][1]) if len(years) == 1 else None
        is_first = told.announced is not None and told.last_value < 0
        if is_first and _GOT_A_SCORE.search(told.text, 0, number.start()):
            return told.figure(number, TOTAL, told.announced)
        return None

    @staticmethod
    def _is_score(number: re.Match[str], told: Told) -> bool:
        """Whether words say that a number is a score; others may bar it."""
        before = told.before(number)[-_BEFORE_WORDS:]
        if _SCORE_WORD_AFTER.match(told.text, number.end()):
            return True
        if "." in number[1] and _PLAIN_BESIDE.search(before[-_SHORT:]):
            is_barred = told.goes_on_from_barred(number)
            told.barred_end = number.end() if is_barred else told.barred_end
            return not is_barred
        if _SCORE_WORD_BEFORE.search(before):
            return True
        if "." not in number[1]:
            return False
        if _BESIDE_PART.search(before[-_SHORT:]) or _DECIMAL_AFTER_SCORE_WORD.search(before):
            return True
        return told.is_beside_a_thing(number) or told.is_of_a_year(number)

    def ratings(
        self, paragraph: Paragraph, year: int | None, levels: Levels
    ) -> Iterator[PublishedRating]:
        """Result levels a paragraph states: "อยู่ในระดับ B", "ระดับผลการประเมิน “A”".

        Shape: `levels` gives the codes of a year's level words.
        """
        text = repair(paragraph.text)
        years = _Years(text)
        for found in _LEVEL_FOLLOWS.finditer(text):
            spoken_year = years.before(found.start()) or year
            before = text[max(0, found.start() - REACH) : found.start()]
            after = text[found.end() : found.end() + REACH]
            words = levels(spoken_year)
            word = _leading_level(after, words)
            if word is None or not self._is_a_rating(before, after[len(word) :], found):
                continue
            place = paragraph.place_at(found.start(), squeeze(found[0] + word))
            yield PublishedRating(words[word], spoken_year, word, place)

    def _is_a_rating(self, before: str, after: str, found: re.Match[str]) -> bool:
        """Whether a level word is the agency's own: no band, no goal, no level of a part."""
        if (
            _COUNTED_LEVEL.match(after)
            or _BAND_FOLLOWS.match(after)
            or _BAND_BEFORE.search(before)
            or _GOAL_BEFORE.search(before)
        ):
            return False
        if _GOAL_FOLLOWS.match(after) or (found["result"] and _LIMIT_FOLLOWS.match(after)):
            return False
        clause = _CLAUSE_END.split(before)[-1]
        if _MEAN_OF_OTHERS.search(clause):
            return False
        named = self._mentions.subjects(clause)
        if not named:
            return not found["beside"] or bool(_WHOLE_AGENCY.search(clause[-_BESIDE_REACH:]))
        last = named[-1]
        later = clause[last.end :] + (found[0] if level_of(last.code) is Level.INSTRUMENT else "")
        return bool(_WHOLE_AGENCY.search(later))


def _announced(above: str) -> int | None:
    """The year of the assessment that a paragraph ends with, as "… (ITA) ประจำปี 2566 นั้น"."""
    found = _ANNOUNCED.search(above[-_LONGEST_ANNOUNCED:])
    years = years_of_results(found[0]) if found else ()
    return years[-1][1] if years else None


def _is_barred(number: re.Match[str], told: Told) -> bool:
    """Whether a number is a limit, a full mark, a difference, a count, a number of a list."""
    before = _BROKEN_WORD.sub("", without_names(told.before(number)))
    printed = number[1]
    after = told.text[number.end() : number.end() + REACH]
    is_whole = "." not in printed
    of_a_section = _OF_A_SECTION.fullmatch(before.rpartition("\n")[2] + printed)
    of_a_list = (of_a_section and _TITLE.match(after)) or (is_whole and _LIST_NUMBER.match(after))
    if of_a_list or _NOT_A_SCORE_AFTER.match(after) or _is_measured_otherwise(before, printed):
        return True
    if _PLAIN_BESIDE.search(before[-_SHORT:]):
        return False
    if _NOT_A_SCORE_BEFORE.search(before) and not (
        _STATED_AT.search(before) or _is_what_it_came_to(before, printed)
    ):
        return True
    near = before[-_BEFORE_WORDS:]
    if (is_whole and _COUNTED_AFTER.match(after)) or _COUNTED_THINGS.search(before[-36:]):
        return True
    is_led_apart = _LED_APART.match(before.rpartition("\n")[2]) is not None
    is_limit = is_whole and _PASSES.search(near) is not None
    if (
        is_led_apart
        or is_limit
        or _OF_THOSE_THAT.search(near)
        or _MEAN_OF_MANY.search(told.before(number))
    ):
        told.unattributed(number)
        return True
    return bool(_OLD_OR_NEW.search(near) or _CODE_BEFORE.search(near))


def _is_measured_otherwise(before: str, printed: str) -> bool:
    """Whether what stands before says: of few marks, of many years, how much was done."""
    marks = _OF_FEWER_MARKS.search(before)
    if marks and Decimal(printed) <= int(marks[1]):
        return True
    return bool(_HOW_MUCH_WAS_DONE.search(before) or _MEAN_OF_YEARS.search(before))


def _is_what_it_came_to(before: str, printed: str) -> bool:
    """Whether a number is said to be what a score rose or fell to, by nobody's wish."""
    found = _CAME_TO.search(before)
    if found is None or Decimal(printed) < _LEAST_CAME_TO:
        return False
    return not _WISHED.search(before, before.rfind("\n", 0, found.start()) + 1, found.start())


def _tells_of_another_year(number: re.Match[str], before: str) -> bool:
    """Whether a decimal is what "the year before" had, and no difference."""
    is_told = "." in number[1] and _OF_THE_YEAR_BEFORE.search(before[-_BEFORE_WORDS:])
    return bool(is_told) and Decimal(number[1]) >= _LEAST_TOLD


def _row(text: str, numbers: Sequence[re.Match[str]], first: int) -> list[re.Match[str]]:
    """The decimals that stand in a row from one on, with nothing but "คะแนน" and "และ" between."""
    row = [numbers[first]]
    # Without a copy of the rest: a text may hold fifty thousand numbers.
    for place in range(first + 1, len(numbers)) if "." in numbers[first][1] else ():
        number = numbers[place]
        if "." not in number[1] or not _ROW_GOES_ON.fullmatch(text, row[-1].end(), number.start()):
            break
        row.append(number)
    return row


def _whose_in_order(
    text: str, speech: Speech, row: Sequence[re.Match[str]]
) -> list[tuple[str, int | None]] | None:
    """Whose the numbers of a row are by lists before them; None where each is read for itself."""
    whose = speech.in_order(row[0].start(), len(row))
    is_in_order = len(row) > 1 and _IN_ORDER.match(text, row[-1].end())
    return [] if whose is None and is_in_order else whose


def _after_code(before: str) -> str:
    """What stands between the last spoken item code and the number: the item's name, if any."""
    spoken = list(ITEM_SPOKEN.finditer(before))
    return squeeze(before[spoken[-1].end() :].strip(" \"“”('")) if spoken else ""
