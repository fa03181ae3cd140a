"""Routes of the agency's own: make one, change it, take it away."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from msgspec import Struct

from prongsai.core.approval.own import MOST_POSTS
from prongsai.core.text import Text
from prongsai.web.agency.models import Agency, Position
from prongsai.web.agency.people import Actor
from prongsai.web.agency.refusals import Refused
from prongsai.web.platform.clock import now
from prongsai.web.platform.db.tenancy import own
from prongsai.web.platform.journal import hold, record
from prongsai.web.signing.approval.handlers import KINDS
from prongsai.web.signing.approval.models import KindChoice, OwnRoute, OwnStep
from prongsai.web.signing.approval.routes import (
    UNIT_HEAD_OF_DRAFTER,
    signing_posts,
    step_position_of,
)
from prongsai.web.signing.approval.services.choosing import tell_who_decides

MOST_ROUTES = 20


class RouteDraft(Struct, frozen=True):
    """A route as it was typed; a step of None is the head of the drafter's unit."""

    label: str
    steps: tuple[Position | None, ...]


@transaction.atomic
def make(agency: Agency, *, by: Actor, draft: RouteDraft) -> OwnRoute:
    """A new route of the agency.

    Errors: Refused for a name that is taken, a post that stands twice, cannot sign, or decides
            already, and more routes than fit a list.
    """
    hold(agency)
    standing = OwnRoute.objects.filter(agency=agency)
    if standing.count() >= MOST_ROUTES:
        raise Refused(
            Text(f"มีสายของหน่วยงาน {MOST_ROUTES} สายแล้ว", f"there are {MOST_ROUTES} routes already"),
            next_step=Text("ลบสายที่ไม่ใช้ก่อน", "take away one that is not used"),
        )
    _check(agency, draft, standing.filter(label=draft.label).exists())
    route = OwnRoute.objects.create(
        agency=agency, label=draft.label, changed_at=now(), by_words=by.words
    )
    _write_steps(route, draft.steps)
    record(agency, by, "route-made", route.label, steps=_words(draft))
    return route


@transaction.atomic
def edit(route: OwnRoute, *, by: Actor, seen: int, draft: RouteDraft) -> OwnRoute:
    """Change a route; `seen` is the revision that the page showed. What is on its way stays.

    Errors: Refused where somebody changed it meanwhile, and what `make` refuses.
    """
    hold(route.agency)
    row = OwnRoute.objects.select_for_update(no_key=True).get(pk=route.pk)
    if row.revision != seen:
        raise Refused(
            Text(f"{row.by_words}แก้สายนี้ระหว่างนี้", f"{row.by_words} changed this route meanwhile"),
            next_step=Text(
                "สิ่งที่ท่านเลือกยังอยู่ ดูสายล่าสุดในอีกแท็บ แล้วบันทึกอีกครั้งหากต้องการใช้ของท่าน",
                "what you chose is still here; compare it with the newest, then save again",
            ),
        )
    twins = OwnRoute.objects.filter(agency=row.agency, label=draft.label).exclude(pk=row.pk)
    _check(row.agency, draft, twins.exists())
    before = tuple(step.position for step in row.steps.select_related("position"))
    old = RouteDraft(row.label, before)
    if old == draft:
        return row
    row.label = draft.label
    row.revision, row.changed_at, row.by_words = row.revision + 1, now(), by.words
    row.save()
    row.steps.all().delete()
    _write_steps(row, draft.steps)
    record(row.agency, by, "route-edited", row.label, steps=_words(draft), old=_words(old))
    for kind in kinds_on(row):
        tell_who_decides(row.agency, by, kind)
    return row


@transaction.atomic
def remove(route: OwnRoute, *, by: Actor) -> None:
    """Take a route away that no kind of paper takes.

    Errors: Refused while one does.
    """
    hold(route.agency)
    kinds = kinds_on(route)
    if kinds:
        raise _in_use(kinds)
    record(route.agency, by, "route-removed", route.label)
    OwnRoute.objects.filter(pk=route.pk).delete()


def kinds_on(route: OwnRoute) -> list[str]:
    """The kinds of papers that take a route."""
    rows = KindChoice.objects.filter(agency=route.agency, route=str(route.pk), kind__in=KINDS)
    return list(rows.values_list("kind", flat=True))


def _check(agency: Agency, draft: RouteDraft, is_taken: bool) -> None:  # noqa: FBT001 - asked once
    if is_taken:
        raise Refused(
            Text(f"มีสายชื่อ “{draft.label}” แล้ว", f"there is a route “{draft.label}” already"),
            field="label",
            next_step=Text("ใช้ชื่ออื่น หรือแก้สายเดิม", "use another name, or change that one"),
        )
    for position in draft.steps:
        own(agency, position)
    if len(draft.steps) > MOST_POSTS:
        raise Refused(
            Text(f"มีได้ไม่เกิน {MOST_POSTS} ตำแหน่ง", f"at most {MOST_POSTS} posts"),
            next_step=Text("ตัดตำแหน่งที่ไม่ต้องลงนามออก", "leave out who need not sign"),
        )
    _check_posts(agency, draft)


def _check_posts(agency: Agency, draft: RouteDraft) -> None:
    usable = {position.pk for position in signing_posts(agency)}
    seen: set[Position | None] = set()
    for position in draft.steps:
        title = str(position or UNIT_HEAD_OF_DRAFTER)
        if position is not None and position.pk not in usable:
            raise Refused(
                Text(f"“{title}” ไม่ใช่ตำแหน่งที่ลงนาม", f"“{title}” is not a post that signs"),
                next_step=Text(
                    "เลือกหัวหน้าส่วนราชการ หัวหน้าสำนักงานกลาง หัวหน้าฝ่ายประจำ หรือผู้บริหารสูงสุด",
                    "choose the head of a unit, of the central office, the chief administrator or"
                    " the chief executive",
                ),
            )
        if position is not None and position.role.leads_agency:
            raise Refused(
                Text(
                    f"“{title}” อนุมัติเป็นขั้นสุดท้ายอยู่แล้ว",
                    f"“{title}” decides at the end already",
                ),
                next_step=Text("ลบแถวนั้นออก", "leave that row out"),
            )
        if position in seen:
            raise Refused(
                Text(f"“{title}” อยู่ในสายสองครั้ง", f"“{title}” stands on the route twice"),
                next_step=Text("เหลือไว้ขั้นเดียว", "leave one of them"),
            )
        seen.add(position)


def _in_use(kinds: Sequence[str]) -> Refused:
    thai = ", ".join(KINDS[kind].label.th for kind in kinds)
    english = ", ".join(KINDS[kind].label.en for kind in kinds)
    return Refused(
        Text(f"สายนี้ใช้กับ {thai} อยู่", f"this route is taken by {english}"),
        next_step=Text(
            "เลือกสายอื่นให้เอกสารนั้นก่อน แล้วกลับมาทำใหม่",
            "choose another route for them first, then come back",
        ),
    )


def _write_steps(route: OwnRoute, steps: Sequence[Position | None]) -> None:
    OwnStep.objects.bulk_create(
        OwnStep(agency=route.agency, route=route, place=place, position=position)
        for place, position in enumerate(steps, start=1)
    )


def _words(draft: RouteDraft) -> str:
    """The posts in their order, for the journal."""
    titles = [step_position_of(position).title for position in draft.steps]
    return " → ".join([*titles, "ผู้บริหารสูงสุดอนุมัติ"])
