"""What a worker does by itself: each day's reminders, and the mail that waits."""

from datetime import timedelta

from prongsai.web.platform.periodic import periodic_task
from prongsai.web.year.calendar.services import mailing


@periodic_task(timedelta(minutes=5))
def remind() -> None:
    """The reminders of a day that has none yet, and a mail of them."""
    mailing.remind_all()
    mailing.queue_all()


@periodic_task(timedelta(minutes=1))
def send() -> None:
    """What is queued and due."""
    mailing.send_all()
