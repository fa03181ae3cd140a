"""What the apps above may listen to, in the transaction in which it happens."""

from __future__ import annotations

from django.dispatch import Signal

# Sent with `agency` and `key` once a register was changed, closed or opened again.
register_changed = Signal()
