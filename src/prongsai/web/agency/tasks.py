"""What a worker does by itself: files are compared, the journals' heads written outside."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction

from prongsai.core.messages import read_words
from prongsai.core.roles import Told
from prongsai.web.agency.models import Agency
from prongsai.web.agency.services.notifying import notify, watching
from prongsai.web.platform import anchors, journal, keeping
from prongsai.web.platform.clock import now
from prongsai.web.platform.models import JournalEntry
from prongsai.web.platform.periodic import periodic_task

_MONTH = timedelta(days=30)
_WEEK = timedelta(days=7)


@periodic_task(timedelta(hours=1))
def write_heads() -> None:
    """The last entry of each journal, in a file beside the database."""
    anchors.write(settings.DATA)


@periodic_task(timedelta(hours=1))
def tell_heads() -> None:
    """Once a week the auditors are told the head of their journal; the daily mail takes it out."""
    for agency in Agency.objects.all():
        last = JournalEntry.objects.filter(agency=agency).order_by("-number").first()
        recent = JournalEntry.objects.filter(agency=agency, verb="head-told", at__gte=now() - _WEEK)
        auditors = watching(agency, Told.JOURNAL)
        if last is None or not auditors or recent.exists():
            continue
        digest = last.digest[:16]
        message = read_words("agency/journal_head", number=last.number, digest=digest)
        with transaction.atomic():
            notify(agency, auditors, message)
            journal.record(agency, None, "head-told", agency.name, at_number=last.number)


@periodic_task(timedelta(hours=1))
def check_files() -> None:
    """Each agency's files once in thirty days, and once one was met lost; who must know is told."""
    for agency in Agency.objects.all():
        entries = JournalEntry.objects.filter(agency=agency, at__gte=now() - _MONTH)
        checks = entries.filter(verb__in=("files-checked", "file-lost")).order_by("-number")
        if checks.values_list("verb", flat=True).first() != "files-checked":
            lost = list(keeping.verify(agency))
            with transaction.atomic():
                journal.record(agency, None, "files-checked", agency.name, lost=len(lost))
                for lost_file in lost:
                    notify(agency, watching(agency, Told.LOST_FILES), lost_file.words)
