"""What reading leaves out or doubts, gathered place by place and said once for a document."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence, Sized

from msgspec.structs import replace

from prongsai.core.errors import Findings, Place
from prongsai.core.scoresheet.model import Figure
from prongsai.core.text import Text

_ITEMS_SHOWN = 8
_MAKE_SURE = Text(
    "ตรวจว่าเป็นผลที่ ป.ป.ช. ประกาศ ไม่ใช่ร่าง เป้าหมาย ผลต่าง หรือของหน่วยงานอื่น",
    "make sure that they are what the NACC published, and no draft, goal, difference or another"
    " agency's",
)


class GatheredComplaints:
    """The findings of a document that many of its places share."""

    def __init__(self, findings: Findings, year: int) -> None:
        """`findings` is where they are told at the end."""
        self.findings = findings
        self.year = year
        self._worded: dict[str, Place] = {}
        self._unknown: dict[str, dict[str, Place]] = {}
        self._unknown_codes: dict[str, Place] = {}
        self._unread: dict[str, list[Place]] = {}
        self._blank: dict[str, list[Place]] = {}
        self._not_ita: list[Place] = []
        self._unattributed: list[Place] = []
        self._marked: dict[str, Place] = {}
        self._of_others: list[Place] = []
        self._strange: dict[str, Place] = {}
        self._captions: dict[str, list[Place]] = {}
        self._wordings: dict[str, list[Place]] = {}
        self._weights: dict[tuple[Place, str], Place] = {}

    def weights(self, figures: Iterable[Figure]) -> None:
        """The instruments' weights or full marks, once where lines and sentences meet them."""
        for figure in figures:
            line = replace(figure.place, quote=None, column=None)
            self._weights.setdefault((line, f"{figure.code} {figure.published}"), figure.place)

    def strange_caption(self, caption: str, places: Sequence[Place]) -> None:
        """Figures below words that may say that they are something else than results."""
        self._captions.setdefault(caption, []).extend(places)

    def strange_wording(self, words: str, place: Place) -> None:
        """A figure behind words of a sentence that may say that it is something else."""
        self._wordings.setdefault(words, []).append(place)

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

    def taken_back(self, figures: Iterable[Figure]) -> list[Figure]:
        """Those of some figures that were told as governed by no anchor, and are so no more."""
        ends = {(place.quote or "").rpartition(" ")[2] for place in self._not_ita}
        found = [figure for figure in figures if figure.published in ends]
        numbers = [figure.published for figure in found]
        self._not_ita[:] = [place for place in self._not_ita if not _is_of(place, numbers)]
        return found

    def verdict_word(self, code: str, place: Place) -> None:
        """A word such as "ผ่าน" where a score is looked for."""
        self._worded.setdefault(code, place)

    def unknown_code(self, code: str, place: Place) -> None:
        """A code that the year does not have, with its score."""
        self._unknown_codes.setdefault(code, place)

    def unknown_item(self, code: str, place: Place) -> None:
        """A code of an instrument whose items the year does not know."""
        self._unknown.setdefault(code[0], {}).setdefault(code, place)

    def finish(self, read: Iterable[Figure], read_after_all: Iterable[Figure] = ()) -> None:
        """Say what is said once for a whole document, but of what was `read_after_all`.

        Shape: `read` are the figures that stand; words beside others are no doubt of a score.
        """
        read = list(read)
        for code, places in self._unread.items():
            known = [figure.published for figure in read if figure.code == code]
            places[:] = [one for one in places if not _is_of(one, known)]
        published = [figure.published for figure in read]
        self._leave_out_unread(self._wordings, published)
        self._leave_out_unread(self._captions, published)
        proven = [figure.published for figure in read_after_all]
        for places in (self._not_ita, self._unattributed, *self._unread.values()):
            places[:] = [one for one in places if not _is_of(one, proven)]
        self._unread = {code: places for code, places in self._unread.items() if places}
        for letter, codes in self._unknown.items():
            self._say_unknown(letter, codes)
        held: tuple[tuple[Sized, Callable[[], None]], ...] = (
            (self._unknown_codes, self._say_unknown_codes),
            (self._worded, self._say_worded),
            (self._unread, self._say_unread),
            (self._blank, self._say_blank),
            (self._not_ita, self._say_not_ita),
            (self._unattributed, self._say_unattributed),
            (self._marked, self._say_marked),
            (self._of_others, self._say_of_others),
            (self._strange, self._say_strange),
            (self._captions, self._say_captions),
            (self._wordings, self._say_wordings),
            (self._weights, self._say_weights),
        )
        for found, say in held:
            if found:
                say()

    def _leave_out_unread(self, doubted: dict[str, list[Place]], published: Sequence[str]) -> None:
        """Of scores that were not read in the end nobody is asked whether they are results."""
        weights = list(self._weights.values())
        for words, places in list(doubted.items()):
            # A caption stands among the places of its figures.
            is_caption = doubted is self._captions
            figures = [
                one for one in places if not (is_caption and (one.quote or "").startswith(words))
            ]
            unread = [one for one in figures if not _is_of(one, published)]
            if len(unread) < len(figures):
                places[:] = [one for one in places if one not in unread]
            else:
                del doubted[words]
            known = (*weights, *self._unattributed, *self._not_ita)
            self._unattributed += [one for one in unread if one not in known]

    def _say_weights(self) -> None:
        self.findings.note(
            "weights_not_scores",
            Text(
                "ตัวเลข 30, 30 และ 40 เป็นน้ำหนักของแบบวัด หรือคะแนนเต็มถ่วงน้ำหนัก จึงไม่อ่านเป็นคะแนน",
                "30, 30 and 40 are the instruments' weights, or full weighted marks;"
                " they are not read as scores",
            ),
            *self._weights.values(),
        )

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

    def _say_unknown_codes(self) -> None:
        listed = _listed(self._unknown_codes)
        self.findings.warning(
            "code_not_known",
            Text(
                f"รหัสที่ไม่ใช่รหัสของปี {self.year} จึงไม่นำคะแนนมาใช้: {listed}",
                f"codes that {self.year} does not have; their scores are left out: {listed}",
            ),
            *self._unknown_codes.values(),
            next_step=Text(
                "ใช้รหัสตามแบบฟอร์มจาก prongsai template scores เช่น total, IIT, 1, 9.1, i1",
                "use the codes of the sheet of prongsai template scores: total, IIT, 1, 9.1, i1",
            ),
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
        listed = _listed(_in_words(self._unread, "ตัวชี้วัดที่ "))
        in_english = _listed(_in_words(self._unread, "indicator "))
        self.findings.warning(
            "score_not_read",
            Text(
                f"อ่านคะแนนไม่ได้แน่ชัด จึงไม่นำมาใช้: {listed}",
                f"scores that cannot be read for certain are left out: {in_english}",
            ),
            *(place for places in self._unread.values() for place in places),
            next_step=Text(
                "ตรวจตัวเลขในแฟ้ม แล้วพิมพ์เป็นเลขเดียว เช่น 81.45",
                "look at the file and type one number, such as 81.45",
            ),
        )

    def _say_blank(self) -> None:
        listed = _listed(_in_words(self._blank, "ตัวชี้วัดที่ "))
        in_english = _listed(_in_words(self._blank, "indicator "))
        self.findings.note(
            "no_score_printed",
            Text(
                f"ช่องคะแนนไม่มีตัวเลข (เช่น - หรือ N/A) จึงไม่นับเป็น 0: {listed}",
                f"score cells without a number (such as - or N/A) do not count as 0: {in_english}",
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

    def _say_captions(self) -> None:
        listed = _listed([f"“{one}”" for one in self._captions])
        places = [place for places in self._captions.values() for place in places]
        self.findings.warning(
            "caption_not_understood",
            Text(
                f"คะแนนอ่านแล้ว แต่ข้อความเหนือคะแนนมีคำที่บอกไม่ได้ว่าเป็นผลที่ประกาศหรือไม่: {listed}",
                f"the scores are read, but words above them do not tell whether they are the"
                f" published results: {listed}",
            ),
            *dict.fromkeys(places),
            next_step=_MAKE_SURE,
        )

    def _say_wordings(self) -> None:
        listed = _listed([f"“{one}”" for one in self._wordings])
        places = [place for places in self._wordings.values() for place in places]
        self.findings.warning(
            "wording_not_understood",
            Text(
                f"คะแนนอ่านแล้ว แต่ประโยคมีคำที่บอกไม่ได้ว่าเป็นผลที่ประกาศหรือไม่: {listed}",
                f"the scores are read, but their sentences have words that do not tell whether they"
                f" are the published results: {listed}",
            ),
            *dict.fromkeys(places),
            next_step=_MAKE_SURE,
        )


def _is_of(place: Place, numbers: Sequence[str]) -> bool:
    """Whether a place's quote ends with one of the numbers."""
    return any((place.quote or "").endswith(f" {number}") for number in numbers)


def _in_words(codes: Collection[str], indicator: str) -> list[str]:
    """Codes as people say them: a bare number is an indicator's."""
    return [f"{indicator}{code}" if code[:1].isdigit() else code for code in codes]


def _listed(codes: Collection[str]) -> str:
    more = " …" if len(codes) > _ITEMS_SHOWN else ""
    return ", ".join(list(codes)[:_ITEMS_SHOWN]) + more
