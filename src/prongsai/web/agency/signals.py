"""What other apps may want to hear of; they listen from their own `apps.ready`."""

from __future__ import annotations

from django.dispatch import Signal

# Sent inside the transaction that makes an agency: agency, fiscal_year (Buddhist era), by (Acting).
agency_started = Signal()
