"""The acts of a story by their names: services of the site, and acts of this folder."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from demo_agency import beginning, counter, desk, office, registers, surveys, website
from demo_agency.stage import Stage
from prongsai.web.agency.services import positions
from prongsai.web.citizens.bills import services as bills
from prongsai.web.citizens.counter.services import queues
from prongsai.web.citizens.desk.services import keeping, opinion_box
from prongsai.web.disclosure.public_site.services import publishing
from prongsai.web.disclosure.surveys.services import answering, planning
from prongsai.web.disclosure.surveys.services import keeping as mixing
from prongsai.web.office.announcements.services import drafting, sending
from prongsai.web.office.circulation import services as rounds
from prongsai.web.office.meetings.services import groups, tasks
from prongsai.web.office.papers import services as papers
from prongsai.web.signing.approval.services import deciding, submitting
from prongsai.web.year.calendar.services import dates
from prongsai.web.year.measures.services import editing
from prongsai.web.year.ownership import services as ownership


def do_jobs(stage: Stage) -> None:
    """Do the jobs that wait."""
    stage.work()


ACTS: dict[str, Callable[..., Any]] = {
    "do jobs": do_jobs,
    # the beginning
    "begin agency": beginning.begin_agency,
    "bring officers": beginning.bring_officers,
    "import scores": beginning.import_scores,
    "import remarks": beginning.import_remarks,
    # the year
    "add date": dates.add,
    "move date": office.move_date,
    "mark dates done": office.mark_dates_done,
    "draft plan": editing.draft,
    "edit measure": office.edit_measure,
    "leave out measure": office.leave_out_measure,
    "assign indicators": office.assign_indicators,
    "assign as planned": ownership.assign_as_planned,
    "note progress": office.note_progress,
    "write report": office.write_report,
    "remind of report": office.remind_of_report,
    # papers
    "submit plan": papers.submit_plan,
    "write memo": papers.write,
    "submit memo": papers.submit_memo,
    "make papers": papers.ask_papers,
    "publish plan": papers.publish_plan,
    "draft announcement": drafting.draft,
    "send announcement": sending.send,
    "show ceremony": office.show_ceremony,
    "decide": deciding.decide,
    "sign through": office.sign_through,
    "submit again": submitting.resubmit,
    "appoint": positions.hold,
    "find circulation": office.circulation,
    "read": office.read_paper,
    "remind of paper": rounds.remind,
    "close circulation": rounds.close,
    # meetings
    "make group": office.make_group,
    "submit group": groups.submit,
    "plan meetings": office.plan_meetings,
    "hold meeting": office.hold_meeting,
    "give task": office.give_task,
    "finish task": tasks.finish,
    "remind of tasks": tasks.remind,
    # disclosure
    "set due days": website.set_due_days,
    "link evidence": website.link_evidence,
    "upload evidence": website.upload_evidence,
    "upload papers": website.upload_papers,
    "look through": website.look_through,
    "say done": website.say_done,
    "publish items": website.publish_items,
    "publish page": website.publish_page,
    "begin page": publishing.begin,
    "count readings": website.count_readings,
    "count searches": website.count_searches,
    "report readings": website.report_readings,
    # registers
    "fill registers": registers.fill_registers,
    "add row": registers.add_row,
    "add row with photo": registers.add_row_with_photo,
    "fill row": registers.fill_row,
    "move row": registers.move_row,
    "report nothing": registers.report_nothing,
    "swap duty": registers.swap_duty,
    "send row round": registers.send_row_round,
    # surveys
    "begin survey": planning.begin,
    "print cards": planning.print_cards,
    "ask satisfaction": surveys.ask_satisfaction,
    "answer satisfaction": surveys.answer_satisfaction,
    "answer as staff": surveys.answer_as_staff,
    "answer as visitors": surveys.answer_as_visitors,
    "answer with one hand": surveys.answer_with_one_hand,
    "bring answers": surveys.bring_answers,
    "close survey": answering.close,
    "report survey": mixing.make,
    # citizens
    "bring old cases": desk.bring_old_cases,
    "report old cases": desk.report_old_cases,
    "show old papers": desk.show_old_papers,
    "set map": keeping.set_map,
    "bring cases": desk.bring_cases,
    "open box": opinion_box.open_box,
    "confirm box": opinion_box.confirm,
    "key slip": desk.key_slip,
    "make point": queues.make_point,
    "report old queue": counter.report_old_queue,
    "publish charts": counter.publish_charts,
    "publish forms": counter.publish_forms,
    "serve queue": counter.serve_queue,
    "set account": bills.set_account,
    "make bills": desk.make_bills,
    "pay bills": desk.pay_bills,
}
