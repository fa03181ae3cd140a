"""The demo's year up to the story's day, played by the people of the agency one after the other.

Everything is done by the services that the pages use, as the person whose turn it is, with the
clock held at each day. On the story's day, 20 March 2566, the plan is in force, its announcement
waits for the mayor, and the 6-month report is being written.
"""

from __future__ import annotations

from datetime import date

from msgspec.structs import replace

from prongsai.web.agency.services.positions import hold
from prongsai.web.office.announcements.content import KIND as NOTICE
from prongsai.web.office.announcements.content import codes_of
from prongsai.web.office.announcements.models import Announcement
from prongsai.web.office.announcements.queries.one import CEREMONY
from prongsai.web.office.announcements.services import drafting, sending
from prongsai.web.office.circulation.services import close, remind
from prongsai.web.office.meetings.models import Group
from prongsai.web.office.meetings.series import draft_of
from prongsai.web.office.meetings.services import groups
from prongsai.web.office.papers.services import ask_papers, submit_memo, submit_plan, write
from prongsai.web.project import demo_meetings, demo_photos
from prongsai.web.project.demo_stage import YEAR, Stage, on
from prongsai.web.signing.approval.models import Submission
from prongsai.web.signing.approval.queries import approved_file
from prongsai.web.signing.approval.services.submitting import resubmit
from prongsai.web.signing.evidence.services import add
from prongsai.web.signing.publication.services import publish
from prongsai.web.year.measures.queries import plan_row, rows_of
from prongsai.web.year.measures.services.editing import save_row

PLAN, ORDER = "plan", "order"
# Everybody but two: those are reminded.
_NO_GIFT_READ = ("mayor", "clerk", "head", "ita", "publication", "complaint", "auditor",
                 "unit2", "unit3")  # fmt: skip
_LATE = "M34"
_ORDER = "คำสั่งเทศบาลตำบลตัวอย่าง ที่ ๔๑/๒๕๖๖ (ตัวอย่าง)"
_SENT_BACK = (
    "มาตรการเรื่องช่องทางร้องเรียนการทุจริตกำหนดเสร็จสิ้นเดือนเมษายน ช้าเกินไป"
    " ขอให้แก้เป็นภายในวันที่ 17 มีนาคม 2566 แล้วเสนอใหม่"
)


def before_the_plan(stage: Stage) -> None:
    """November to January: the working group, the meetings, the policy of no gifts, a memo."""
    group = _working_group(stage)
    with on(date(2022, 11, 21)):
        demo_meetings.plan_monthly(stage)
        demo_meetings.plan_group(
            stage, group, demo_meetings.GROUP_DAY, "ประชุมคณะทำงาน ITA พิจารณาร่างแผนมาตรการ (ตัวอย่าง)"
        )
    demo_meetings.hold_monthly(stage, date(2022, 12, 27))
    _no_gift(stage)
    demo_meetings.hold_monthly(stage, date(2023, 1, 24))
    _memo(stage)
    with on(date(2023, 2, 1)):
        demo_meetings.plan_group(
            stage, group, date(2023, 4, 11), "ประชุมคณะทำงาน ITA ติดตามรอบ 6 เดือน (ตัวอย่าง)"
        )
        demo_meetings.plan_exchange(stage)


def after_the_draft(stage: Stage) -> None:
    """February and March: the plan is discussed, sent back, approved; its announcement waits."""
    demo_meetings.hold_group(stage)
    meeting = demo_meetings.hold_monthly(stage, date(2023, 2, 28))
    demo_meetings.give_tasks(stage, meeting)
    _plan_sent_back(stage)
    _plan_approved(stage)
    demo_meetings.remind_of_tasks(stage)
    _announcements(stage)


def _working_group(stage: Stage) -> Group:
    """The order of November, signed through the chain, numbered, published and sent round."""
    with on(date(2022, 11, 14)):
        draft = replace(draft_of(stage.agency, YEAR, "ita"), publishes=True)
        group = groups.make(stage.agency, by=stage.officer, year=YEAR, kind="ita", draft=draft)
        sent = groups.submit(group, by=stage.officer)
        stage.work()
    with on(date(2022, 11, 15)):
        _signed(stage, sent)
    with on(date(2022, 11, 17)):
        round_ = stage.circulated(ORDER, group.pk)
        stage.read_by_all(round_)
    with on(date(2022, 11, 18)):
        close(round_, by=stage.officer)
    return group


def _no_gift(stage: Stage) -> None:
    """Signed in January, read out, published, and acknowledged by most."""
    with on(date(2023, 1, 9)):
        announcement = drafting.draft(stage.agency, by=stage.officer, year=YEAR, key="no-gift")
        sent = sending.send(announcement, by=stage.officer)
        stage.work()
    with on(date(2023, 1, 10)):
        _signed(stage, sent)
    with on(date(2023, 1, 12), 15):
        for scene, caption in (
            (demo_photos.MEETING, "นายกเทศมนตรีอ่านประกาศต่อหน้าบุคลากร (ตัวอย่าง)"),
            (demo_photos.BOARD, "ติดประกาศที่จุดบริการ (ตัวอย่าง)"),
        ):
            add(stage.agency, by=stage.person("publication"), subject_kind=CEREMONY,
                subject=announcement.pk, name=f"no-gift-{scene}.jpg", caption=caption,
                data=demo_photos.drawing(scene, caption), taken_on=date(2023, 1, 12))  # fmt: skip
    round_ = stage.circulated(NOTICE, announcement.pk)
    for number, login in enumerate(_NO_GIFT_READ):
        with on(date(2023, 1, 13), 8 + number, 40 - 4 * number):
            stage.read(round_, login)
    with on(date(2023, 1, 16), 8, 30):
        remind(round_, by=stage.officer)


def _memo(stage: Stage) -> None:
    """A memo for information, noted by all three."""
    with on(date(2023, 1, 26)):
        row = write(stage.agency, by=stage.officer, year=YEAR, values={
            "subject": "รายงานผลการประเมิน ITA ปีงบประมาณ พ.ศ. 2565 และกำหนดการทำแผน (ตัวอย่าง)",
            "to": "นายกเทศมนตรี",
            "background": "ตามที่มีการประกาศผลการประเมิน ITA ปีงบประมาณ พ.ศ. 2565 แล้ว",
            "facts": "คะแนนรวมของหน่วยงานอยู่ที่ 90.52 มีข้อที่ต่ำกว่าเกณฑ์ซึ่งต้องทำมาตรการ",
            "proposals": "เสนอคณะทำงานพิจารณาร่างแผนวันที่ 9 กุมภาพันธ์ 2566",
            "closing": "จึงเรียนมาเพื่อโปรดทราบ",
            "is_information": True,
        })  # fmt: skip
        sent = submit_memo(stage.agency, row.pk, by=stage.officer, is_numbered=True)
        stage.work()
    for day, login in ((26, "head"), (27, "clerk"), (27, "mayor")):
        with on(date(2023, 1, day), 13):
            sent = stage.sign(sent, login, "noted", opinion="ทราบ" if login != "mayor" else "")
    with on(date(2023, 1, 27), 13, 5):
        stage.work()


def _plan_sent_back(stage: Stage) -> None:
    with on(date(2023, 3, 13), 10):
        sent = submit_plan(
            stage.agency, by=stage.officer, year=YEAR, circulates=True, is_numbered=True
        )
        stage.work()
    with on(date(2023, 3, 14), 10):
        stage.sign(sent, "head", "send-back", reason=_SENT_BACK)


def _plan_approved(stage: Stage) -> None:
    """Mended and submitted again; the clerk is away, the head of the office acts for two days."""
    with on(date(2023, 3, 15), 8, 40):
        row = next(one for one in rows_of(stage.agency, YEAR) if one.key == _LATE)
        save_row(
            stage.agency, by=stage.officer, fiscal_year=YEAR, row=row, seen=row.version,
            values={"due": "17 มีนาคม 2566", "period": "มีนาคม 2566 ถึง 17 มีนาคม 2566"},
        )  # fmt: skip
        sent = resubmit(_submission(stage, PLAN), by=stage.officer)
        hold(
            position=stage.position("chief-administrator"), user=stage.person("head").user,
            by=stage.officer, first_day=date(2023, 3, 15), last_day=date(2023, 3, 16),
            is_acting=True, authority=_ORDER,
        )  # fmt: skip
        stage.work()
    with on(date(2023, 3, 15), 9, 30):
        stage.sign(sent, "head", "endorse", opinion="แก้ไขครบถ้วนแล้ว เห็นควรอนุมัติ")
    with on(date(2023, 3, 15), 9, 40):
        stage.sign(sent, "head", "endorse", opinion="เห็นควรอนุมัติและแจ้งทุกกองถือปฏิบัติ")
    with on(date(2023, 3, 15), 14):
        stage.sign(sent, "mayor", "approve")
        stage.work()
    with on(date(2023, 3, 15), 15):
        _publish_plan(stage, sent)
        ask_papers(stage.agency, by=stage.officer, year=YEAR, kinds=["announcement", "order"])
        stage.work()
    with on(date(2023, 3, 16), 9, 30):
        stage.read(stage.circulated(PLAN, sent.subject), "ita", "head", "unit2", "unit3", "unit5")


def _publish_plan(stage: Stage, sent: Submission) -> None:
    head, sent = plan_row(stage.agency, YEAR), _submission(stage, PLAN)
    file = approved_file(stage.agency, PLAN, sent.subject)
    if head is None or file is None:
        message = "the demo's plan was approved and its signed copy drawn"
        raise LookupError(message)
    publish(
        stage.agency, by=stage.person("publication"), kind=PLAN, subject=head.pk,
        title=f"แผนมาตรการส่งเสริมคุณธรรมและความโปร่งใส ประจำปีงบประมาณ พ.ศ. {YEAR} (ตัวอย่าง)",
        year=YEAR, file=file, number=sent.number, day=date(2023, 3, 15),
        items=codes_of(stage.agency, YEAR, ["integrity-measures"]),
    )  # fmt: skip


def _announcements(stage: Stage) -> None:
    """The announcement of the measures waits for the mayor; another is a draft."""
    with on(date(2023, 3, 16), 11):
        drafting.draft(stage.agency, by=stage.officer, year=YEAR, key="do-and-dont")
        announcement: Announcement = drafting.draft(
            stage.agency, by=stage.officer, year=YEAR, key="measures"
        )
    with on(date(2023, 3, 17), 9):
        sent = sending.send(announcement, by=stage.officer)
        stage.work()
    with on(date(2023, 3, 17), 10):
        stage.sign(sent, "head", "endorse", opinion="เห็นควรประกาศ")
    with on(date(2023, 3, 17), 15):
        stage.sign(sent, "clerk", "endorse", opinion="เห็นควรลงนาม")


def _signed(stage: Stage, sent: Submission) -> None:
    """Three signatures in one day, and what follows them."""
    stage.sign(sent, "head", "endorse", opinion="เห็นควรอนุมัติ")
    stage.sign(sent, "clerk", "endorse", opinion="เห็นชอบตามเสนอ")
    stage.sign(sent, "mayor", "approve")
    stage.work()


def _submission(stage: Stage, kind: str) -> Submission:
    return Submission.objects.get(agency=stage.agency, kind=kind)
