"""What every act on a report begins with."""

from __future__ import annotations

from msgspec import Struct

from prongsai.core.text import Text
from prongsai.web.agency.models import Agency
from prongsai.web.agency.refusals import Refused
from prongsai.web.platform.clock import now, today
from prongsai.web.platform.journal import hold
from prongsai.web.year.reports.kinds import Kind
from prongsai.web.year.reports.models import Report
from prongsai.web.year.reports.queries import CompiledReport, compiled_report
from prongsai.web.year.reports.queries.states import State, state_in


class Locked(Struct, frozen=True):
    """A report that nobody else changes until the transaction ends."""

    report: Report
    compiled: CompiledReport
    state: State


def locked(agency: Agency, year: int, kind: Kind) -> Locked:
    """Lock a report, making its row where nobody wrote in it yet.

    Errors: Refused without a plan.
    """
    hold(agency)
    row, _ = Report.objects.get_or_create(
        agency=agency, fiscal_year=year, kind=kind.name, defaults={"made_at": now()}
    )
    report = Report.objects.select_for_update(no_key=True).get(pk=row.pk)
    compiled = compiled_report(agency, year, kind, today())
    if compiled is None:
        raise no_plan(year)
    return Locked(report, compiled, state_in(compiled, today()))


def no_plan(year: int) -> Refused:
    """There is nothing to report on."""
    return Refused(
        Text(f"ปี {year} ยังไม่มีแผนมาตรการ", f"there is no measures plan of {year}"),
        next_step=Text("ทำแผนก่อน", "make the plan first"),
    )


def check_open(one: Locked) -> None:
    """Whether the rows of a report may be changed.

    Errors: Refused before it opens, while it is being signed, and after it was approved.
    """
    if one.state.may_write:
        return
    if one.state is State.NOT_YET:
        raise Refused(
            Text("รอบนี้ยังไม่เปิด", "this round is not open yet"),
            next_step=Text("บันทึกผลในหน้าติดตามไว้ก่อน แถวจะเติมให้เองเมื่อเปิดรอบ",
                           "note results where measures are tracked; rows fill themselves"),
        )  # fmt: skip
    raise Refused(
        Text("รายงานนี้เสนอลงนามแล้ว จึงแก้ไม่ได้", "this report was submitted and cannot be changed"),
        next_step=Text("ถอนเรื่องกลับ หรือขอให้ผู้ลงนามส่งกลับ แล้วแก้ใหม่",
                       "withdraw it, or ask a signer to send it back; then change it"),
    )  # fmt: skip
