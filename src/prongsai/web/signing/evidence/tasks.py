"""What a worker does by itself: pieces and drafts that nobody came back for."""

from datetime import timedelta

from prongsai.web.platform.periodic import periodic_task
from prongsai.web.signing.evidence import services


@periodic_task(timedelta(hours=1))
def sweep() -> None:
    """Files half sent a day ago, and those of forms left a month ago."""
    services.sweep()
    services.sweep_drafts()
