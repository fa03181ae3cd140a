"""What a worker does by itself: drafts of scores that nobody came back for."""

from datetime import timedelta

from prongsai.web.platform.periodic import periodic_task
from prongsai.web.year.scoring.services import drafts


@periodic_task(timedelta(hours=1))
def sweep() -> None:
    """Drafts whose time is over, with the pictures of their pages."""
    drafts.sweep()
