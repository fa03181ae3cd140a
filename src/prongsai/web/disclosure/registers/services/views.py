"""Keep how a person narrowed and sorted a register's list; under a known name it is kept anew."""

from __future__ import annotations

from django.db import transaction

from prongsai.core.registers.model import Register
from prongsai.core.text import Text
from prongsai.web.agency.people import Actor
from prongsai.web.agency.refusals import Refused
from prongsai.web.disclosure.registers.models import SavedView
from prongsai.web.disclosure.registers.queries.rows import Asked
from prongsai.web.disclosure.registers.queries.views import may_be_shared
from prongsai.web.platform.clock import now

MOST_VIEWS = 30


@transaction.atomic
def save(person: Actor, register: Register, *, name: str, asked: Asked, is_shared: bool) -> None:
    """Keep a view of a list.

    Errors: Refused where the list is neither narrowed nor sorted, and for one view too many.
    """
    if not asked.told:
        raise Refused(
            Text("รายการยังไม่ได้กรองหรือเรียง", "the list is neither narrowed nor sorted"),
            next_step=Text("กรองหรือเรียงก่อน แล้วบันทึก", "narrow or sort it, then save"),
        )
    own = SavedView.objects.filter(agency=person.agency, register=register.key, user=person.user)
    if own.exclude(name=name).count() >= MOST_VIEWS:
        raise Refused(
            Text(f"บันทึกได้ไม่เกิน {MOST_VIEWS} มุมมอง", f"no more than {MOST_VIEWS} views are kept"),
            next_step=Text("ลบมุมมองที่ไม่ใช้ก่อน", "delete one that is not used"),
        )
    SavedView.objects.update_or_create(
        agency=person.agency, register=register.key, user=person.user, name=name,
        defaults={
            "asked": asked.told, "changed_at": now(),
            "is_shared": is_shared and may_be_shared(register),
        },
    )  # fmt: skip
