"""A kind of paper for tests: a small real memo whose text can be edited."""

from __future__ import annotations

from hashlib import sha256

from prongsai.core.approval.model import State
from prongsai.core.papers.document import (
    Document,
    Form,
    Labelled,
    MemoHead,
    Opinion,
    Opinions,
    Paragraph,
    Section,
    Signature,
)
from prongsai.core.text import Text
from prongsai.web.signing.approval.handlers import Handler
from prongsai.web.signing.approval.models import Submission

KIND = "test-memo"
YEAR = 2566


class Memo(Handler):
    """Draws a memo, and remembers what it was told at the end.

    Shape:  `unhashed` are lines that it prints although its fingerprint does not know them.
    """

    label = Text("บันทึกทดสอบ", "test memo")
    route = "usual"
    after = Text("ใช้แผน แล้วแจ้งเวียน", "the plan is in force, then circulated")

    def __init__(self):
        self.texts = ["ตามที่หน่วยงานได้รับผลคะแนนแล้วนั้น", "จึงเรียนมาเพื่อโปรดพิจารณาอนุมัติ"]
        self.unhashed = []
        self.ends = []
        self.copies = []
        self.drawn = []

    def title(self, agency, subject):  # noqa: ARG002
        return "ขออนุมัติมาตรการส่งเสริมคุณธรรม"

    def url(self, agency, subject):  # noqa: ARG002
        return "/2566/plan/"

    def fingerprint(self, agency, subject):  # noqa: ARG002
        return sha256("\n".join(self.texts).encode()).hexdigest()

    def written_by(self, agency, user, until=None):  # noqa: ARG002
        return Submission.objects.none().values("pk")

    def draw(self, agency, subject, on, signing):
        steps, number, mark = signing.steps, signing.number, signing.mark
        self.drawn.append((steps, number))
        drafter, *others = steps
        head = MemoHead(
            "บันทึกข้อความ", Labelled("ส่วนราชการ", agency.name), Labelled("ที่", number),
            Labelled("วันที่", str(on)), Labelled("เรื่อง", self.title(agency, subject)),
            Labelled("เรียน", "นายก"), "", (),
        )  # fmt: skip
        boxes = tuple(
            Opinion(step.title, step.position, text=step.opinion, signed=step.signed)
            for step in others
        )
        blocks = (
            head,
            *map(Paragraph, [*self.texts, *self.unhashed]),
            Signature(drafter.position, signed=drafter.signed, name=drafter.name),
            Opinions(boxes),
        )
        return Document("memo", "บันทึก", agency.name, on, (Section(Form.LETTER, blocks),), mark=mark)

    def decided(self, submission, *, by):
        self.ends.append((State(submission.state), by.words if by else ""))

    def copied(self, submission):
        self.copies.append(submission.code)
