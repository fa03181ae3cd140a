"""What a table's rows leave open or get wrong, said with the place and the next step."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from fractions import Fraction

from prongsai.core.errors import Findings, Place
from prongsai.core.ids import Level, level_of
from prongsai.core.patterns import compiled
from prongsai.core.scoresheet.model import Figure
from prongsai.core.text import Text
from prongsai.core.thai import arabic_digits

_RANK_NUMBER = compiled(r"^\s*([\d๐-๙]{1,2})\s*[.)]?\s")
_AGENCIES_SHOWN = 4
_ITEMS_SHOWN = 8


class Complaints:
    """The findings of reading tables of one year."""

    def __init__(self, findings: Findings, year: int, *, asks_whose: bool = False) -> None:
        """`findings` is where they are gathered; `asks_whose` where nobody named the agency."""
        self.findings = findings
        self.year = year
        self.asks_whose = asks_whose
        self._worded: dict[str, Place] = {}
        self._unknown: dict[str, dict[str, Place]] = {}
        self._unread: dict[str, list[Place]] = {}
        self._blank: dict[str, list[Place]] = {}
        self._not_ita: list[Place] = []
        self._unattributed: list[Place] = []
        self._marked: dict[str, Place] = {}
        self._of_others: list[Place] = []
        self._strange: dict[str, Place] = {}
        self.disagreements = 0
        self.agencies: set[str] = set()

    def finish(self) -> None:
        """Say what is said once for a whole document."""
        for letter, places in self._unknown.items():
            self._say_unknown(letter, places)
        if self._worded:
            self._say_worded()
        if self._unread:
            self._say_unread()
        if self._blank:
            self._say_blank()
        if self._not_ita:
            self._say_not_ita()
        if self._unattributed:
            self._say_unattributed()
        if self._marked:
            self._say_marked()
        if self._of_others:
            self._say_of_others()
        if self._strange:
            self._say_strange()

    def _say_unknown(self, letter: str, places: Mapping[str, Place]) -> None:
        listed = _listed(places)
        self.findings.note(
            "item_not_known",
            Text(
                f"ยังไม่ทราบรายชื่อข้อ {letter} ของปี {self.year} จึงเก็บคะแนนไว้แต่ตรวจชื่อไม่ได้: {listed}",
                f"the {letter}-items of {self.year} are not known: the scores are kept, their names"
                f" cannot be checked: {listed}",
            ),
            *places.values(),
        )

    def _say_worded(self) -> None:
        listed = _listed(self._worded)
        count = len(self._worded)
        self.findings.note(
            "words_are_no_scores",
            Text(
                f"ข้อ OIT {count} ข้อมีคำหรือเครื่องหมาย (เช่น ผ่าน ✓) แทนคะแนน จึงไม่แปลงเป็น 100 หรือ 0:"
                f" {listed}",
                f"{count} OIT items have a word or tick in place of a score, not turned into"
                f" 100 or 0: {listed}",
            ),
            *self._worded.values(),
            next_step=Text(
                "ถ้าเป็นผลที่ประกาศ ให้กรอก 100 หรือ 0 ในแบบฟอร์มจาก prongsai template scores",
                "if this is the published result, enter 100 or 0 in the sheet that"
                " prongsai template scores makes",
            ),
        )

    def _say_unread(self) -> None:
        listed = _listed(self._unread)
        self.findings.warning(
            "score_not_read",
            Text(
                f"อ่านคะแนนไม่ได้แน่ชัด จึงไม่นำมาใช้: {listed}",
                f"scores that cannot be read for certain are left out: {listed}",
            ),
            *(place for places in self._unread.values() for place in places),
            next_step=Text(
                "ตรวจตัวเลขในแฟ้ม แล้วพิมพ์เป็นเลขเดียว เช่น 81.45",
                "look at the file and type one number, such as 81.45",
            ),
        )

    def _say_blank(self) -> None:
        listed = _listed(self._blank)
        self.findings.note(
            "no_score_printed",
            Text(
                f"ช่องคะแนนไม่มีตัวเลข (เช่น - หรือ N/A) จึงไม่นับเป็น 0: {listed}",
                f"score cells without a number (such as - or N/A) do not count as 0: {listed}",
            ),
            *(place for places in self._blank.values() for place in places),
        )

    def _say_not_ita(self) -> None:
        count = len(self._not_ita)
        self.findings.note(
            "not_said_to_be_ita",
            Text(
                f"ตัวเลข {count} ค่าคล้ายคะแนน แต่ไม่มีคำใดบอกว่าเป็นคะแนน ITA ของหน่วยงาน จึงไม่อ่าน",
                f"{count} numbers look like scores, but nothing says that they are the agency's"
                " ITA scores; they are not read",
            ),
            *self._not_ita,
            next_step=Text(
                "ถ้าเป็นคะแนน ITA ให้กรอกในแบบฟอร์มจาก prongsai template scores",
                "if they are, enter them in the sheet of prongsai template scores",
            ),
        )

    def _say_unattributed(self) -> None:
        count = len(self._unattributed)
        self.findings.note(
            "score_of_nobody",
            Text(
                f"ข้อความมีคะแนน {count} ค่าที่บอกไม่ได้แน่ชัดว่าเป็นของข้อใด จึงไม่อ่าน",
                f"the text gives {count} scores without saying for certain whose they are;"
                " they are not read",
            ),
            *self._unattributed,
            next_step=Text("ดูที่ตารางคะแนน หรือกรอกเอง", "see the score table, or enter them by hand"),
        )

    def _say_marked(self) -> None:
        listed = _listed(self._marked)
        self.findings.warning(
            "marked_as_no_result",
            Text(
                f"ตัวเลขที่มีเครื่องหมายของหมายเหตุว่าไม่ใช่ผลที่ประกาศ จึงไม่อ่าน: {listed}",
                f"numbers with the mark of a note that they are no published results are not"
                f" read: {listed}",
            ),
            *self._marked.values(),
        )

    def _say_of_others(self) -> None:
        count = len(self._of_others)
        self.findings.warning(
            "scores_of_another_agency",
            Text(
                f"ข้อความมีคะแนนของหน่วยงานอื่น {count} ค่า จึงไม่อ่าน"
                " โดยถือว่าหน่วยงานที่กล่าวถึงก่อนเป็นเจ้าของเอกสาร",
                f"the text has {count} scores of another agency, which are not read; the agency"
                " named first is taken for the document's own",
            ),
            *self._of_others,
            next_step=Text(
                "ระบุชื่อหน่วยงานเต็มด้วย --agency", "give the agency's full name with --agency"
            ),
        )

    def _say_strange(self) -> None:
        listed = _listed([f"“{one}”" for one in self._strange])
        self.findings.warning(
            "heading_not_understood",
            Text(
                f"หัวคอลัมน์หรือคำในแถวบอกมากกว่าว่าเป็นคะแนนที่ประกาศ จึงไม่อ่านตัวเลขนั้น: {listed}",
                f"headings or words of a row say more than that the numbers are published scores;"
                f" they are not read: {listed}",
            ),
            *self._strange.values(),
            next_step=Text(
                "ถ้าเป็นผลที่ประกาศ ให้เปลี่ยนหัวคอลัมน์เป็น “คะแนน” แล้วส่งใหม่",
                "if they are the published results, head the column “คะแนน” and send it again",
            ),
        )

    def strange_heading(self, heading: str, place: Place) -> None:
        """Numbers under words that may say that they are something else than results."""
        self._strange.setdefault(heading, place)

    def marked(self, text: str, place: Place) -> None:
        """A number, row or column with the mark of a note that bars it."""
        self._marked.setdefault(text, place)

    def of_another(self, place: Place) -> None:
        """A score of an agency that is not the one named first, where nobody said whose counts."""
        self._of_others.append(place)

    def unattributed(self, place: Place) -> None:
        """A score in a sentence that does not say whose it is."""
        self._unattributed.append(place)

    def unread(self, code: str, place: Place) -> None:
        """A score that is there and cannot be read for certain."""
        self._unread.setdefault(code, []).append(place)

    def blank(self, code: str, place: Place) -> None:
        """A word or dash that says that there is no score."""
        self._blank.setdefault(code, []).append(place)

    def not_ita(self, figures: Iterable[Figure]) -> None:
        """Numbers beside words like those of scores that no anchor governs."""
        self._not_ita += [figure.place for figure in figures]

    def weights(self, figures: Sequence[Figure]) -> None:
        """The three instruments' weights where scores are looked for."""
        self.findings.note(
            "weights_not_scores",
            Text(
                "ตัวเลข 30, 30 และ 40 เป็นน้ำหนักของแบบวัด หรือคะแนนเต็มถ่วงน้ำหนัก จึงไม่อ่านเป็นคะแนน",
                "30, 30 and 40 are the instruments' weights, or full weighted marks;"
                " they are not read as scores",
            ),
            *(figure.place for figure in figures),
        )

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

    def too_wide(self, columns: int, place: Place) -> None:
        """A table of more columns than any score table has."""
        self.findings.warning(
            "table_too_wide",
            Text(
                f"ตารางมี {columns} คอลัมน์ มากกว่าตารางคะแนนใด ๆ จึงไม่อ่าน",
                f"the table has {columns} columns, more than any score table; it is not read",
            ),
            place,
            next_step=Text(
                "บันทึกเฉพาะตารางคะแนนแล้วส่งใหม่", "save the score table alone and send that"
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

    def verdict_word(self, code: str, place: Place) -> None:
        """A word such as "ผ่าน" where a score is looked for."""
        self._worded.setdefault(code, place)

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

    def seen(self, agency: str) -> None:
        """An agency that a table of several names."""
        if agency:
            self.agencies.add(agency)

    def several_agencies(self, labels: Sequence[str], place: Place) -> None:
        """A table of many agencies where nobody said which is ours."""
        shown = ", ".join(labels[:_AGENCIES_SHOWN])
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

    def unknown_item(self, code: str, place: Place) -> None:
        """A code of an instrument whose items the year does not know."""
        self._unknown.setdefault(code[0], {}).setdefault(code, place)

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


def _listed(codes: Collection[str]) -> str:
    more = " …" if len(codes) > _ITEMS_SHOWN else ""
    return ", ".join(list(codes)[:_ITEMS_SHOWN]) + more
