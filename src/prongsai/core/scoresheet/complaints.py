"""What a table's rows leave open or get wrong, said with the place and the next step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from prongsai.core.errors import Findings, Place
from prongsai.core.ids import Level, level_of
from prongsai.core.patterns import compiled
from prongsai.core.scoresheet.gathered_complaints import GatheredComplaints
from prongsai.core.scoresheet.model import Figure
from prongsai.core.text import Text
from prongsai.core.thai import arabic_digits

_RANK_NUMBER = compiled(r"^\s*(\d{1,2})\s*[.)]?\s")
_AGENCIES_SHOWN = 4


class Complaints(GatheredComplaints):
    """The findings of reading tables of one year."""

    def __init__(self, findings: Findings, year: int, *, asks_whose: bool = False) -> None:
        """`findings` is where they are gathered; `asks_whose` where nobody named the agency."""
        super().__init__(findings, year)
        self.asks_whose = asks_whose
        self.disagreements = 0
        self.agencies: set[str] = set()
        self.agencies_in_text: set[str] = set()

    def weighted(self, parts: Sequence[Figure], weights: Mapping[str, Fraction]) -> None:
        """Instruments with their weights in them, divided by `weights`; asked where empty."""
        listed = ", ".join(f"{part.code} {part.published}" for part in parts)
        places = [part.place for part in parts]
        if weights:
            self.findings.warning(
                "weighted_scores",
                Text(
                    f"คะแนนแบบวัดพิมพ์แบบถ่วงน้ำหนักแล้ว ({listed}) เพราะรวมกันได้คะแนนรวมพอดี"
                    " จึงหารด้วยน้ำหนักของปีนั้น",
                    f"the instruments are printed with their weights in them ({listed}): they add"
                    " up to the total; they are divided by the year's weights",
                ),
                *places,
                next_step=Text("ตรวจกับผลที่ประกาศ", "check against the published result"),
            )
            return
        self.findings.warning(
            "weighted_or_not",
            Text(
                f"คะแนนแบบวัด ({listed}) อาจถ่วงน้ำหนักแล้ว แต่บอกไม่ได้แน่ชัดหรือไม่ทราบน้ำหนักของปีนั้น จึงไม่อ่าน",
                f"the instruments ({listed}) may have their weights in them; nothing tells for"
                " certain, or the year's weights are not known; they are not read",
            ),
            *places,
            next_step=Text(
                "กรอกคะแนนเต็ม 100 ของแต่ละแบบวัด", "enter each instrument's score out of 100"
            ),
        )

    def out_of_full_marks(self, marked: Sequence[tuple[Figure, Decimal]]) -> None:
        """Instruments that stand beside full marks of 30 or 40, divided by these."""
        listed = ", ".join(f"{part.code} {part.published}/{marks}" for part, marks in marked)
        self.findings.warning(
            "out_of_full_marks",
            Text(
                f"ตารางมีคะแนนเต็มของแต่ละแบบวัดกำกับ ({listed}) จึงคิดเป็นร้อยละของคะแนนเต็มนั้น",
                f"full marks stand beside the instruments ({listed}): they are given in percent of"
                " these",
            ),
            *(part.place for part, _ in marked),
            next_step=Text("ตรวจกับผลที่ประกาศ", "check against the published result"),
        )

    def too_long(self, letters: int, place: Place) -> None:
        """A paragraph longer than any that people write."""
        self.findings.warning(
            "text_too_long",
            Text(
                f"ข้อความย่อหน้าเดียวยาว {letters} ตัวอักษร จึงไม่อ่านเป็นประโยค",
                f"a single paragraph has {letters} letters; it is not read as sentences",
            ),
            place,
            next_step=Text(
                "บันทึกเฉพาะส่วนที่มีคะแนนแล้วส่งใหม่", "save the part with scores and send that"
            ),
        )

    def five_points(self, figures: Sequence[Figure]) -> None:
        """A column on a scale to five."""
        self.findings.warning(
            "scale_of_five",
            Text(
                f"คะแนน {len(figures)} ค่าอยู่ในมาตรา 0–5 ไม่ใช่ร้อยละ จึงไม่อ่านเป็นคะแนน ITA",
                f"{len(figures)} scores lie on a scale to five, not in percent;"
                " they are not read as ITA scores",
            ),
            *(figure.place for figure in figures),
        )

    def all_zero(self, figures: Sequence[Figure]) -> None:
        """A sheet of nothing but 0."""
        self.findings.warning(
            "all_zero",
            Text(
                f"คะแนนทั้ง {len(figures)} ค่าเป็น 0 น่าจะเป็นแบบฟอร์มที่ยังไม่กรอก จึงไม่อ่าน",
                f"all {len(figures)} scores are 0, as in a form that nobody filled in;"
                " they are not read",
            ),
            *(figure.place for figure in figures),
            next_step=Text(
                "กรอกคะแนนที่ประกาศแล้วส่งใหม่", "enter the published scores and send it again"
            ),
        )

    def out_of_range(self, code: str, published: str, place: Place) -> None:
        """A number that no score can be."""
        self.findings.error(
            "score_out_of_range",
            Text(
                f"คะแนน {published} ของ {code} ไม่อยู่ระหว่าง 0–100 จึงไม่นำมาใช้",
                f"the score {published} of {code} is not within 0-100 and is left out",
            ),
            place,
            next_step=Text("แก้ตัวเลขในแฟ้ม แล้วอ่านใหม่", "correct the file and read it again"),
        )

    def told_of(self, agency: str, place: Place) -> None:
        """Another agency's score in a text; a question where nobody said which agency is ours."""
        self.agencies_in_text.add(agency)
        if self.asks_whose:
            self.of_another(place)

    def seen(self, agency: str) -> None:
        """An agency that a table of several names."""
        if agency:
            self.agencies.add(agency)

    def several_agencies(self, labels: Sequence[str], place: Place) -> None:
        """A table of many agencies where nobody said which is ours."""
        shown = ", ".join(labels[:_AGENCIES_SHOWN])
        if not shown:
            self._rows_of_nobody(place)
            return
        self.findings.warning(
            "several_agencies",
            Text(
                f"ตารางนี้มีคะแนนของหลายหน่วยงาน ({shown} …) จึงไม่เลือกให้",
                f"this table has the scores of several agencies ({shown} …); none is chosen",
            ),
            place,
            next_step=Text(
                "ระบุชื่อหน่วยงานเต็มด้วย --agency", "give the agency's full name with --agency"
            ),
        )

    def _rows_of_nobody(self, place: Place) -> None:
        self.findings.warning(
            "several_agencies",
            Text(
                "ตารางนี้มีคะแนนหลายแถวใต้หัวข้อเดียวกัน แต่ไม่บอกว่าแถวใดเป็นของใคร จึงไม่เลือกให้",
                "this table has several rows of scores below one heading and does not say whose"
                " each is; none is chosen",
            ),
            place,
            next_step=Text(
                "ใส่ชื่อหน่วยงานหรือปีไว้หน้าแต่ละแถว", "put the agency or the year before each row"
            ),
        )

    def rank(self, label: str, node: str, place: Place) -> None:
        """A printed number that is not the official one; others will trip on it."""
        found = _RANK_NUMBER.match(label)
        if not found or level_of(node) is not Level.INDICATOR:
            return
        if int(arabic_digits(found[1])) != int(node):
            self.findings.note(
                "number_is_not_official",
                Text(
                    f"เลขที่พิมพ์หน้า “{label[:40]}” ไม่ใช่เลขตัวชี้วัด จึงจับคู่ด้วยชื่อเป็นตัวชี้วัดที่ {node}",
                    f"the number printed before “{label[:40]}” is not the indicator's;"
                    f" joined by name as indicator {node}",
                ),
                place,
            )

    def disagrees(self, code: str, other: str | None, place: Place) -> None:
        """A code beside another item's name, or beside no known name."""
        hint = f" ({other})" if other else ""
        self.findings.warning(
            "code_and_name_disagree",
            Text(
                f"รหัส {code} อยู่ข้างชื่อที่ไม่ใช่ของข้อนี้ในปี {self.year}{hint} จึงไม่นับคะแนนนี้",
                f"code {code} stands beside a name that is not its own in {self.year}{hint};"
                " the score is not counted",
            ),
            place,
            next_step=Text(
                "ตรวจรหัสกับคู่มือของปีนั้น หรือระบุปีที่ถูกต้องด้วย --year",
                "check the code against that year's manual, or give the right --year",
            ),
        )

    def shares(self, place: Place) -> None:
        """Scores kept as shares of one."""
        self.findings.warning(
            "scores_are_shares",
            Text(
                "คะแนนในตารางเก็บเป็นสัดส่วน 0–1 (ร้อยละของโปรแกรมตารางคำนวณ) จึงอ่านเป็นร้อยละ",
                "the table keeps its scores as shares of one (a spreadsheet's percentages);"
                " they are read as percent",
            ),
            place,
        )

    def two_scores(self, code: str, first: str, second: str, place: Place) -> None:
        """Two different scores for one thing in one row."""
        self.findings.warning(
            "two_scores_in_a_row",
            Text(
                f"แถวนี้มีคะแนนของ {code} สองค่าที่ต่างกัน ({first} และ {second}) จึงไม่เลือกให้",
                f"this row has two different scores of {code} ({first} and {second});"
                " none is chosen",
            ),
            place,
            next_step=Text(
                "ลบคอลัมน์ที่ไม่ใช่คะแนนที่ประกาศ", "remove the column that is not the published score"
            ),
        )
