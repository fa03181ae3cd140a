"""A unit proposes one of its people; who assigns decides."""

from __future__ import annotations

from django.db import transaction
from django.db.models import QuerySet

from prongsai.core.text import Text
from prongsai.web.agency.models import Agency, Unit, User
from prongsai.web.agency.people import Actor
from prongsai.web.agency.refusals import Refused
from prongsai.web.platform import journal
from prongsai.web.platform.clock import now, today
from prongsai.web.year.assessment.services.revisions import locked
from prongsai.web.year.ownership.models import Assignment, Proposal
from prongsai.web.year.ownership.owners import members_of, units_of
from prongsai.web.year.ownership.services.assigning import replace_owner
from prongsai.web.year.ownership.subjects import Subject


@transaction.atomic
def propose(agency: Agency, *, by: Actor, year: int, subject: Subject, user: User) -> Proposal:
    """Propose a person of one's own unit for what is assigned to the unit.

    An earlier proposal of the unit that nobody decided yet gives way.
    Errors: Refused where the subject is not the unit's, or the person not of it; Misuse where
            the year is not open.
    """
    locked(agency, year)
    unit = _unit_of(agency, by, year, subject)
    if user not in members_of(agency, [unit], today()):
        raise Refused(
            Text(f"{user} ไม่มีตำแหน่งใน{unit}", f"{user} holds no position in {unit}"),
            field="user",
            next_step=Text("เลือกคนของส่วนราชการ", "choose somebody of the unit"),
        )
    same = {"agency": agency, "fiscal_year": year, "kind": subject.kind, "subject": subject.key}
    Proposal.objects.filter(**same, unit=unit, decided_at__isnull=True).update(
        decided_at=now(), decided_by=by.user, decided_by_words=by.words
    )
    made = Proposal.objects.create(
        **same, unit=unit, user=user, made_at=now(), made_by=by.user, made_by_words=by.words
    )
    journal.record(
        agency, by, "owner-proposed", subject.words, year=year, person=str(user), unit=str(unit)
    )
    return made


@transaction.atomic
def decide(proposal: Proposal, subject: Subject, *, by: Actor, accept: bool) -> None:
    """Take a proposed person as the unit's owner, or not.

    Errors: Refused where somebody decided meanwhile, or the subject is the unit's no more.
    """
    agency, year = proposal.agency, proposal.fiscal_year
    locked(agency, year)
    taken = Proposal.objects.filter(pk=proposal.pk, decided_at__isnull=True).update(
        accepted=accept, decided_at=now(), decided_by=by.user, decided_by_words=by.words
    )
    if not taken:
        raise Refused(
            Text("ข้อเสนอนี้มีผู้พิจารณาแล้ว", "this proposal was decided already"),
            next_step=Text("ดูผลในหน้าของเรื่องนี้", "see what was decided on the subject's page"),
        )
    if accept:
        _accept(proposal, subject, by)
    verb = "owner-proposal-accepted" if accept else "owner-proposal-declined"
    journal.record(agency, by, verb, subject.words, year=year, person=str(proposal.user))


def _accept(proposal: Proposal, subject: Subject, by: Actor) -> None:
    row = _rows(proposal.agency, proposal.fiscal_year, subject).filter(unit=proposal.unit).first()
    if row is None or not proposal.user.is_active or proposal.unit.is_closed:
        raise Refused(
            Text(
                f"เรื่องนี้ไม่ได้มอบหมายให้{proposal.unit}แล้ว หรือคนที่เสนอไม่อยู่แล้ว",
                f"this is no longer {proposal.unit}'s, or the person is gone",
            ),
            next_step=Text("ไม่รับข้อเสนอ แล้วมอบหมายใหม่", "decline the proposal and assign it anew"),
        )
    if row.user_id != proposal.user_id:
        replace_owner(row, subject, by, proposal.unit, proposal.user)


def _unit_of(agency: Agency, by: Actor, year: int, subject: Subject) -> Unit:
    """The unit of the proposer that owns the subject."""
    mine = {unit.pk: unit for unit in units_of(by, today())}
    row = _rows(agency, year, subject).filter(unit__in=list(mine)).order_by("rank").first()
    if row is None or row.unit_id is None:
        raise Refused(
            Text("เรื่องนี้ไม่ได้มอบหมายให้ส่วนราชการของท่าน", "this is not assigned to your unit"),
            next_step=Text("ขอให้เจ้าหน้าที่ ITA มอบหมายก่อน", "ask the ITA officer to assign it first"),
        )
    return mine[row.unit_id]


def _rows(agency: Agency, year: int, subject: Subject) -> QuerySet[Assignment]:
    return Assignment.objects.filter(
        agency=agency,
        fiscal_year=year,
        kind=subject.kind,
        subject__in=subject.keys,
        ended_at__isnull=True,
    ).select_related("agency")
