"""What plays the demo's year: the day, the person, and the jobs that are done at once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from msgspec import Struct

from prongsai.web.agency.models import Agency, Position, Unit, User
from prongsai.web.agency.people import Actor, actor_on
from prongsai.web.office.circulation.models import Circulation
from prongsai.web.office.circulation.services import acknowledge, note_opened
from prongsai.web.platform import jobs
from prongsai.web.platform.clock import freeze, today
from prongsai.web.platform.models import Job, JobState
from prongsai.web.signing.approval.models import Submission
from prongsai.web.signing.approval.services.deciding import decide

YEAR = 2566
# The other story: the year officers live in.
TODAY = 2570
_ZONE = ZoneInfo("Asia/Bangkok")


@contextmanager
def on(day: date, hour: int = 9, minute: int = 0) -> Iterator[None]:
    """Hold the clock at a moment of the story."""
    with freeze(datetime.combine(day, time(hour, minute), _ZONE)):
        yield


class Stage(Struct, frozen=True):
    """The demo's agency with its people, each by the login that names the position."""

    agency: Agency

    def person(self, login: str) -> Actor:
        """Somebody with the positions of the story's day."""
        found = actor_on(User.objects.get(agency=self.agency, login=login), today())
        if found is None:
            message = f"the demo has nobody called {login}"
            raise LookupError(message)
        return found

    @property
    def officer(self) -> Actor:
        """Who does most."""
        return self.person("ita")

    def position(self, role: str) -> Position:
        """The position of a role; there is one of each but heads of units."""
        return Position.objects.get(agency=self.agency, kind=role)

    def unit(self, name: str) -> Unit:
        """A unit by its name."""
        return Unit.objects.get(agency=self.agency, name=name)

    def sign(
        self, submission: Submission, login: str, verdict: str, opinion: str = "", reason: str = ""
    ) -> Submission:
        """One step of a submission, as it stands now."""
        row = Submission.objects.get(pk=submission.pk)
        return decide(row, by=self.person(login), verdict=verdict, opinion=opinion, reason=reason)

    def read(self, circulation: Circulation, *logins: str) -> None:
        """Some people acknowledge a paper."""
        for login in logins:
            note_opened(circulation, by=self.person(login))
            acknowledge(circulation, by=self.person(login))

    def read_by_all(self, circulation: Circulation) -> None:
        """Everybody who was sent it acknowledges a paper."""
        asked = circulation.recipients.exclude(user=None).order_by("added_at", "position")
        self.read(circulation, *asked.values_list("user__login", flat=True))

    def circulated(self, kind: str, subject: Any) -> Circulation:
        """What was sent round about a subject."""
        return Circulation.objects.get(agency=self.agency, kind=kind, subject=subject)

    def work(self) -> None:
        """Do every job that waits, and those that they ask for, as a worker would.

        Errors: that of the job that failed; nothing of the demo stays then.
        """
        rows = Job.objects.filter(agency=self.agency, state=JobState.WAITING)
        while waiting := list(rows.order_by("asked_at")):
            for job in waiting:
                jobs.run.call(str(job.pk))
                job.refresh_from_db()
                error = jobs.failure_of(job)
                if error is not None:
                    raise error
