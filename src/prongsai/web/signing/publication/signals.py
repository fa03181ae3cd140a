"""What the apps above may listen to, in the transaction in which it happens."""

from __future__ import annotations

from django.dispatch import Signal

# Sent with `agency`, `kind` and `subject` once a paper was published or taken back.
paper_changed = Signal()
