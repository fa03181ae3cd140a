"""From when on searched words are shown to the staff."""

from __future__ import annotations

# One reader alone does not often ask the same again on another day; what is rarer stays a number
# in the total of its day.
LEAST_TIMES = 3
LEAST_DAYS = 2
# Our own measure, not the NACC's: a page that nobody renewed for so long is looked at again.
STALE_DAYS = 365
SOON_DAYS = 14
KIND = "web-quarter"  # of approval
