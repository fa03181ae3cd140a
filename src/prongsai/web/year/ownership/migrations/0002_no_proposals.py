"""Heads assign within their unit: whom they had proposed and nobody had decided on is taken."""

from __future__ import annotations

from typing import Any

from django.db import migrations

from prongsai.web.platform.clock import now


def take_proposed(apps: Any, _editor: Any) -> None:
    """Put the proposed person in the place of the unit's standing owner."""
    proposals = apps.get_model("ownership", "Proposal").objects.filter(
        decided_at=None, user__is_active=True, unit__is_closed=False
    )
    assignments = apps.get_model("ownership", "Assignment").objects
    for proposal in proposals:
        subject = {
            "agency": proposal.agency_id, "fiscal_year": proposal.fiscal_year,
            "kind": proposal.kind, "subject": proposal.subject, "unit": proposal.unit_id,
        }  # fmt: skip
        row = assignments.filter(**subject, ended_at=None).order_by("rank").first()
        if row is None or row.user_id == proposal.user_id:
            continue
        head = {"by_id": proposal.made_by_id, "by_words": proposal.made_by_words, "at": now()}
        for name, value in head.items():
            setattr(row, f"ended_{name}", value)
        row.save()
        row.pk, row.user_id, row._state.adding = None, proposal.user_id, True  # noqa: SLF001
        for name, value in head.items():
            setattr(row, f"begun_{name}", value)
            setattr(row, f"ended_{name}", "" if name == "by_words" else None)
        row.save()


class Migration(migrations.Migration):
    dependencies = [
        ("ownership", "0001_initial"),
        ("agency", "0004_reach"),
    ]

    operations = [
        migrations.RunPython(take_proposed, migrations.RunPython.noop, elidable=True),
    ]
