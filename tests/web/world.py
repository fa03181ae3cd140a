"""An agency in which there is one of everything, for those who walk over all addresses."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from tests.web import factories
from tests.web.analysis import years

from prongsai.core.measures.data import plan_data
from prongsai.web.agency.models import PositionKind, Roster, Unit
from prongsai.web.agency.people import Acting
from prongsai.web.agency.services import units
from prongsai.web.analysis.models import Scenario
from prongsai.web.assessment.models import Assessment, Deed, FrameworkPreview, ItemNote
from prongsai.web.assessment.services import revisions as frameworks
from prongsai.web.calendar.inbox_queries import feed_token
from prongsai.web.calendar.models import OwnEvent, Wish
from prongsai.web.measures.models import (
    MeasureRevision,
    MeasureRow,
    PlanPreview,
    PlanRow,
    PointRevision,
    PointRow,
)
from prongsai.web.measures.queries import plan_of
from prongsai.web.ownership.models import Assignment, Proposal
from prongsai.web.papers.models import PaperFile
from prongsai.web.platform import files
from prongsai.web.platform.clock import now, today
from prongsai.web.platform.models import Job, StoredFile
from prongsai.web.scoring.models import Remark, ScoreDraft, ScoreRevision

YEAR = 2566
MARK = "เครื่องหมายลับของหน่วยงานแรก"


@dataclass(frozen=True)
class World:
    """Rows that addresses speak of, by the name of the address's argument."""

    person: Acting
    rows: dict[str, object]


def full(agency, person: Acting) -> World:
    """One row of every kind, each carrying `MARK` where it has words."""
    years.full_year(agency, YEAR)
    years.open_year(agency, 2569)
    remark = Remark.objects.filter(agency=agency).first()
    Remark.objects.filter(agency=agency).update(text=MARK)
    ItemNote.objects.create(
        agency=agency, fiscal_year=YEAR, lineage="basic-structure", text=MARK, changed_at=now()
    )
    rows = _of_agency(agency, person) | _of_year(agency, person) | _of_owners(agency, person)
    rows |= _of_plan(agency, person, rows["measure_id"])
    return World(person, rows | {
        "year": YEAR,
        "remark_id": remark.pk,
    })  # fmt: skip


def _of_owners(agency, person) -> dict[str, object]:
    """A measure of the unit, and the person whom the unit proposes for it."""
    plan, _ = PlanRow.objects.get_or_create(
        agency=agency,
        fiscal_year=YEAR,
        defaults={"score_year": YEAR - 1, "made_at": now(), "changed_at": now()},
    )
    measure = MeasureRow.objects.filter(plan=plan, removed_at=None).first()
    if measure is None:
        measure = MeasureRow.objects.create(
            agency=agency, plan=plan, key="own-1", place=1, number="1", title=MARK
        )
    unit = Unit.objects.get(agency=agency, name=MARK)
    subject = {
        "agency": agency, "fiscal_year": YEAR, "kind": "measure", "subject": str(measure.pk),
        "unit": unit,
    }  # fmt: skip
    Assignment.objects.create(**subject, begun_at=now())
    proposal = Proposal.objects.create(**subject, user=person.user, made_at=now())
    return {"measure_id": measure.pk, "proposal_id": proposal.pk}


def _of_plan(agency, person, measure_id) -> dict[str, object]:
    """A measure and a point with two versions each, one of them kept aside; a workbook read."""
    measure = MeasureRow.objects.get(pk=measure_id)
    point = PointRow.objects.create(
        agency=agency, plan=measure.plan, place=1, remark=1, name=MARK, reason=MARK
    )
    made = {
        "agency": agency, "made_at": now(), "made_by": person.user, "values": {"title": MARK},
    }  # fmt: skip
    stands = MeasureRevision.objects.create(measure=measure, number=1, deed="added", **made)
    waits = MeasureRevision.objects.create(measure=measure, based_on=1, deed="refused", **made)
    made["values"] = {"reason": MARK}
    first = PointRevision.objects.create(point=point, number=1, deed="drafted", **made)
    second = PointRevision.objects.create(point=point, based_on=1, deed="refused", **made)
    content = plan_data(plan_of(agency, YEAR))
    preview = PlanPreview.objects.create(
        agency=agency, plan=measure.plan, name=f"{MARK}.xlsx", content=content, made_at=now()
    )
    return {
        "point_id": point.pk,
        "measure_version_id": stands.pk,
        "refused_measure_id": waits.pk,
        "point_version_id": first.pk,
        "refused_point_id": second.pk,
        "plan_preview_id": preview.pk,
    }


def _of_agency(agency, person) -> dict[str, object]:
    unit = units.add_unit(agency=agency, by=person, name=MARK)
    seat = factories.make_position(agency, PositionKind.UNIT_HEAD, unit, f"หัวหน้า{MARK}")
    user = factories.make_user(agency, login="somebody", display_name=MARK)
    coming = factories.hold(user, seat, first_day=today() + timedelta(days=9))
    agency.emblem = files.store(agency, person, f"{MARK}.png", "image/png", b"\x89PNG")
    agency.save()
    roster = Roster.objects.create(
        agency=agency,
        name=f"{MARK}.xlsx",
        rows=[{"row": 2, "cells": {"login": "newcomer"}}],
        made_at=now(),
        by=person.user,
    )
    return {
        "unit_id": unit.pk,
        "position_id": seat.pk,
        "user_id": user.pk,
        "holding_id": coming.pk,
        "roster_id": roster.pk,
    }


def _of_year(agency, person) -> dict[str, object]:
    assessment = Assessment.objects.get(agency=agency, fiscal_year=YEAR)
    texts = frameworks.shipped(assessment)
    frameworks.keep(assessment, by=person, texts=texts, deed=Deed.COPIED, official=texts)
    preview = FrameworkPreview.objects.create(
        agency=agency, assessment=assessment, name=f"{MARK}.xlsx", rows={}, made_at=now()
    )
    standing = ScoreRevision.objects.filter(agency=agency).first()
    draft = ScoreDraft.objects.create(
        agency=agency,
        by=person.user,
        score_year=YEAR - 1,
        sheet=standing.sheet,
        source=f"{MARK}.csv",
        saved_at=now(),
        expires_at=now() + timedelta(days=1),
    )
    scenarios = [
        Scenario.objects.create(
            agency=agency,
            score_year=YEAR - 1,
            name=f"{MARK} {deleted_at}",
            asked={},
            result={"total": None, "level": None},
            revision=standing.number,
            made_at=now(),
            deleted_at=deleted_at,
        )
        for deleted_at in (None, now())
    ]
    job = Job.objects.create(
        agency=agency, kind="papers", arguments={"year": YEAR, "kinds": []}, asked_at=now()
    )
    stored: StoredFile = files.store(agency, person, f"{MARK}.pdf", "application/pdf", b"%PDF-")
    paper = PaperFile.objects.create(
        agency=agency, fiscal_year=YEAR, kind="memo", form="pdf", file=stored, revision=standing,
        job=job, made_at=now(),
    )  # fmt: skip
    event = OwnEvent.objects.create(
        agency=agency, fiscal_year=YEAR, name=MARK, first_day=today(), last_day=today(),
        made_at=now(),
    )  # fmt: skip
    Wish.objects.create(user=person.user, agency=agency, feed_number=1, changed_at=now())
    return {
        "event_id": event.pk,
        "token": feed_token(person.user, 1),
        "preview_id": preview.pk,
        "number": standing.number,
        "draft_id": draft.pk,
        "scenario_id": scenarios[0].pk,
        "deleted_scenario_id": scenarios[1].pk,
        "job_id": job.pk,
        "file_id": paper.pk,
    }
