"""A question that was answered becomes one that everybody reads: in the officer's own words."""

from __future__ import annotations

from django.db import transaction

from prongsai.core.desk.contacts import told_of
from prongsai.core.desk.model import State
from prongsai.core.text import Text
from prongsai.web.agency.people import Actor
from prongsai.web.agency.permissions import Right, may
from prongsai.web.agency.refusals import Refused
from prongsai.web.citizens.desk.models import Case
from prongsai.web.citizens.desk.queries.kinds import kind_in
from prongsai.web.citizens.desk.services.acts import locked, not_yours, record
from prongsai.web.disclosure.public_site.markdown import plain
from prongsai.web.disclosure.public_site.models import PageKind, SitePage
from prongsai.web.disclosure.public_site.queries.persons import hits_in, own_data
from prongsai.web.disclosure.public_site.services.editions import Shown
from prongsai.web.disclosure.public_site.services.writing import begin


def may_become_faq(case: Case, person: Actor) -> bool:
    """Whether a person may write a frequent question from a case that they see."""
    kind = kind_in(case.agency_id, case.kind)
    is_answered = case.state == State.ANSWERED
    is_offered = kind is not None and kind.may_be_faq and is_answered and case.faq_id is None
    return is_offered and may(person, Right.KEEP_DESK)


@transaction.atomic
def make_faq(case: Case, *, by: Actor, question: str, answer: str, seen: int) -> SitePage:
    """Draft the page of a frequent question; who publishes submits it, as every page.

    Shape:  `question` and `answer` are what the officer wrote; nothing is taken from the case.
    Errors: Refused where the person does not keep the desk, the kind is none of questions, it is
            not answered or was made one already, something happened since it was seen, or the
            words hold something of a person: a number, or what the case's own fields say of who
            brought it.
    """
    if not may(by, Right.KEEP_DESK):
        raise not_yours()
    row = locked(case, by, seen)
    if not may_become_faq(row, by):
        raise Refused(
            Text(
                "เรื่องนี้ยังไม่ได้ตอบ ไม่ใช่คำถาม หรือทำเป็นคำถามที่พบบ่อยแล้ว",
                "it is not answered, no question, or became a frequent one already",
            ),
            next_step=Text("กลับไปที่เรื่อง", "go back to the case"),
        )
    _refuse_persons(row, "question", question)
    _refuse_persons(row, "answer", answer)
    page = begin(row.agency, by=by, kind=PageKind.FAQ, shown=Shown(question, answer))
    row.faq = page
    row.save(update_fields=["faq"])
    record(row, by, "case-made-faq")
    return page


def _refuse_persons(case: Case, field: str, text: str) -> None:
    read = f"{text}\n{plain(text)}"
    hits = hits_in(read, own_data(case.agency))
    kind = kind_in(case.agency_id, case.kind)
    own = told_of(case.values, kind.contact if kind else (), read)
    if not (hits or own):
        return
    quotes = "; ".join(dict.fromkeys([*(hit.masked for hit in hits), *own]))
    raise Refused(
        Text(
            f"มีข้อมูลของคน: {quotes}",
            f"something of a person stands in it: {quotes}",
        ),
        field=field,
        next_step=Text(
            "เขียนใหม่โดยไม่มีสิ่งที่บอกว่าใครถาม เพราะทุกคนอ่านได้",
            "write it without what tells who asked: everybody reads it",
        ),
    )
