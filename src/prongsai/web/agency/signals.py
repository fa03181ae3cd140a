"""What other apps may want to hear of; they listen from their own `apps.ready`."""

from django.dispatch import Signal

# Sent inside the transaction that makes an agency: agency, fiscal_year (Buddhist era), by (Actor).
agency_started = Signal()
# Sent inside the transaction in which units get a name, new or another, are closed or opened again:
# agency, units, former (the name that they bore while open, "" for none), by (Actor, or None).
units_named = Signal()
