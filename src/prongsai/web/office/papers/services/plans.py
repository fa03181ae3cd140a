"""Submit a plan."""

from __future__ import annotations

from django.db import transaction

from prongsai.core.text import Text
from prongsai.web.agency.models import Agency
from prongsai.web.agency.people import Actor
from prongsai.web.agency.refusals import Refused
from prongsai.web.office.papers.models import PlanFollowUp
from prongsai.web.signing.approval.models import Submission
from prongsai.web.signing.approval.services.numbering import number_for
from prongsai.web.signing.approval.services.submitting import submit
from prongsai.web.year.measures.queries import loaded
from prongsai.web.year.measures.queries.in_force import in_force
from prongsai.web.year.measures.queries.pages import APPROVAL_KIND
from prongsai.web.year.scoring.queries import current_scores


@transaction.atomic
def submit_plan(
    agency: Agency, *, by: Actor, year: int, circulates: bool = False, is_numbered: bool = False
) -> Submission:
    """Submit a year's plan, the first time or with what was changed since it was approved.

    Shape:  `circulates` sends it to all units once it is approved; `is_numbered` takes the
            register's next number at once.
    Errors: Refused without measures or scores, where nothing changed since the approval, and as
            `approval.services.submitting.submit` does.
    """
    held = loaded(agency, year)
    if held is None or not held.measures:
        raise Refused(
            Text("แผนยังไม่มีมาตรการ", "the plan has no measures yet"),
            next_step=Text("เพิ่มมาตรการก่อนเสนอ", "add measures first"),
        )
    if current_scores(agency, year - 1) is None:
        raise Refused(
            Text(f"ไม่มีผลคะแนนปี {year - 1}", f"there are no scores of {year - 1}"),
            next_step=Text("ใส่ผลคะแนนก่อนเสนอ", "enter the scores first"),
        )
    stands = in_force(agency, year, held)
    if stands is not None and stands.objected is not None and not stands.is_changed:
        raise Refused(
            Text("มีผู้คัดค้านการอนุมัติแผนนี้ พักไว้", "somebody objects to the approval of this plan"),
            next_step=Text(
                "ให้ผู้คัดค้านถอนคำคัดค้าน หรือขอยกเลิกผลที่คัดค้าน แล้วเสนอใหม่",
                "let who objects take it back, or ask that the result be set aside; then submit"
                " it anew",
            ),
        )
    if stands is not None and not stands.is_changed:
        raise Refused(
            Text("แผนนี้อนุมัติแล้วและยังไม่มีอะไรเปลี่ยน", "this plan is approved and nothing has changed"),
            next_step=Text("แก้แผนก่อนเสนออีกครั้ง", "edit the plan before submitting it again"),
        )
    sent = submit(agency, by=by, kind=APPROVAL_KIND, subject=held.row.pk, year=year)
    PlanFollowUp.objects.create(submission=sent, agency=agency, circulates=circulates)
    if is_numbered:
        number_for(sent, by=by)
    return sent
