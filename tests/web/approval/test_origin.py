"""With a result that is annulled falls what its own paper has; the same bytes of another stay."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from tests.web.approval.conftest import SUBJECT, small_pdf
from tests.web.approval.papers import KIND
from tests.web.approval.test_annulling import WHY, signed
from tests.web.running import run_jobs

from prongsai.core.approval.model import Way
from prongsai.core.text import Text
from prongsai.web.agency.refusals import Refused
from prongsai.web.platform import clock, files
from prongsai.web.platform.clock import now, today
from prongsai.web.signing.approval import queries
from prongsai.web.signing.approval.models import Enclosure, Submission
from prongsai.web.signing.approval.objections import objected_files, refuse_held
from prongsai.web.signing.approval.services import (
    annulling,
    choosing,
    deciding,
    on_paper,
    submitting,
)
from prongsai.web.signing.approval.services.common import Upload
from prongsai.web.signing.publication import services as publishing
from prongsai.web.signing.publication.gate import Look
from prongsai.web.signing.publication.queries import held_of

pytestmark = [pytest.mark.both_databases]


def signed_here(office, row):
    """Signed by all of the route in the system; the copy that was drawn of it."""
    for name, verdict in (
        ("section", "endorse"), ("head", "endorse"), ("clerk", "endorse"), ("mayor", "approve"),
    ):  # fmt: skip
        deciding.decide(row, by=office[name], verdict=verdict)
    run_jobs()
    return queries.signed_copy(office.agency, KIND, row.subject)


def published(office, file):
    return publishing.publish(
        office.agency, by=office["analyst"], kind="announcement", subject=SUBJECT, title="ก",
        year=2569, file=file, number="1/2569", day=today(), look=Look(),
    )  # fmt: skip


def another(office, memo, enclosed=()):
    """Another paper, whose steps are signed on paper."""
    choosing.choose(office.agency, by=office["head"], kind=KIND, route="short", way=Way.ON_PAPER)
    memo.enclosures = lambda *_: [("ก", one) for one in enclosed]
    row = submitting.submit(
        office.agency, by=office["analyst"], kind=KIND, subject=uuid4(), year=2569
    )
    run_jobs()
    return Submission.objects.get(pk=row.pk)


def on_sheet(office, row, data, seconds):
    """Results whose scan is the same file at each step; those that have a second are confirmed."""
    for verdict, second in zip(("endorse", "approve"), seconds, strict=False):
        row = Submission.objects.get(pk=row.pk)
        sheet = on_paper.Sheet(today(), Upload("s.pdf", data))
        made = on_paper.enter(row, by=office["analyst"], verdict=verdict, sheet=sheet)
        if second:
            on_paper.note_looked(made, by=office[second])
            on_paper.confirm(made, by=office[second])
    run_jobs()
    return Submission.objects.get(pk=row.pk)


@pytest.mark.parametrize("way", ["scan that waits", "scan", "enclosed"])
def test_a_paper_signed_here_stays_whoever_enters_or_encloses_it(
    way, office, memo, submitted, client
):
    copy = signed_here(office, submitted())
    edition = published(office, copy)
    address = reverse("publication:file", args=[office.agency.pk, edition.pk])
    with clock.freeze(now() + timedelta(minutes=3)):
        if way == "enclosed":
            row = another(office, memo, [copy])
            signed(row, office)
        else:
            seconds = [""] if way == "scan that waits" else ["head", "clerk"]
            row = on_sheet(office, another(office, memo), files.read(copy), seconds)
        run_jobs()
        own = queries.signed_copy(office.agency, KIND, row.subject)
        annulling.annul(row, by=office["clerk"], why=WHY)
    assert held_of(edition) is None
    answer = client.get(address)
    assert answer.status_code == 200
    # Read to its end, so that the file is closed.
    assert b"".join(answer.streaming_content) == files.read(copy)
    if own is not None:
        assert objected_files(office.agency, [own.digest]), "what was drawn of it falls"
    memo.enclosures = lambda *_: []
    choosing.choose(office.agency, by=office["head"], kind=KIND, route="usual", way=Way.IN_SYSTEM)
    memo.texts[0] = "ฉบับใหม่"
    with clock.freeze(now() + timedelta(minutes=6)):
        assert published(office, signed_here(office, submitted())).edition == 2


def test_a_forged_sheet_goes_nowhere_by_any_other_paper(office, memo, submitted):
    """Enclosed in a good paper, kept as its copy, or entered anew for another: it is the same."""
    row = another(office, memo)
    signed(row, office)
    run_jobs()
    forged = [
        queries.signed_copy(office.agency, KIND, row.subject),
        row.decisions.last().scan,
    ]
    annulling.annul(row, by=office["mayor"], why=WHY)
    with clock.freeze(now() + timedelta(minutes=3)):
        later = another(office, memo, forged)
        deciding.final_copy(
            later, by=office["analyst"], copy=Upload("f.pdf", files.read(forged[1]))
        )
        on_sheet(office, later, files.read(forged[1]), ["head", "clerk"])
    later.refresh_from_db()
    assert later.is_approved
    for file in forged:
        with pytest.raises(Refused):
            refuse_held(office.agency, file, Text("ก", "a"))
    own = queries.signed_copy(office.agency, KIND, later.subject)
    refuse_held(office.agency, own, Text("ก", "a"))


@pytest.mark.parametrize("when", ["before", "after", "taken back"])
@pytest.mark.long
def test_what_was_published_by_hand_before_a_paper_enclosed_it_stays(when, office, memo):
    annex = files.store(office.agency, None, "a.pdf", "application/pdf", small_pdf("annex"))
    edition = published(office, annex) if when != "after" else None
    if when == "taken back":
        publishing.withdraw(edition, by=office["analyst"], reason="ผิดฉบับ")
    with clock.freeze(now() + timedelta(minutes=3)):
        row = another(office, memo, [annex])
        signed(row, office)
    with clock.freeze(now() + timedelta(minutes=6)):
        edition = edition or published(office, annex)
        annulling.annul(row, by=office["mayor"], why=WHY)
    assert (held_of(edition) is None) == (when == "before")
    with pytest.raises(Refused):
        refuse_held(office.agency, annex, Text("ก", "a"))


def test_a_sheet_that_was_published_by_hand_falls_with_its_paper(office, memo):
    """Whoever publishes a forged sheet before it is entered keeps nothing of it public."""
    sheet = files.store(office.agency, None, "s.pdf", "application/pdf", small_pdf("sheet"))
    edition = published(office, sheet)
    with clock.freeze(now() + timedelta(minutes=3)):
        row = on_sheet(office, another(office, memo, [sheet]), files.read(sheet), ["head", "clerk"])
        annulling.annul(row, by=office["mayor"], why=WHY)
    assert held_of(edition) is not None


@pytest.mark.long
def test_what_was_enclosed_is_free_once_a_paper_that_stands_encloses_it(office, memo):
    annex = files.store(office.agency, None, "a.pdf", "application/pdf", small_pdf("annex"))
    row = another(office, memo, [annex])
    signed(row, office)
    annulling.annul(row, by=office["mayor"], why=WHY)
    with pytest.raises(Refused):
        refuse_held(office.agency, annex, Text("ก", "a"))
    with clock.freeze(now() + timedelta(minutes=3)):
        again = submitting.submit(
            office.agency, by=office["analyst"], kind=KIND, subject=row.subject, year=2569
        )
        run_jobs()
        assert Enclosure.objects.filter(version__submission=again).exists()
        with pytest.raises(Refused):
            refuse_held(office.agency, annex, Text("ก", "a"))
        signed(again, office)
        refuse_held(office.agency, annex, Text("ก", "a"))
        annulling.annul(again, by=office["mayor"], why=WHY)
    with pytest.raises(Refused):
        refuse_held(office.agency, annex, Text("ก", "a"))


@pytest.mark.long
def test_the_sheet_of_a_paper_that_stands_is_no_forgery_where_another_enters_it(office, memo):
    row = another(office, memo)
    signed(row, office)
    sheet = row.decisions.last().scan
    with clock.freeze(now() + timedelta(minutes=3)):
        later = on_sheet(office, another(office, memo), files.read(sheet), [""])
        annulling.annul(later, by=office["clerk"], why=WHY)
        assert objected_files(office.agency, [sheet.digest]) == {}
        annulling.annul(row, by=office["mayor"], why=WHY)
        assert objected_files(office.agency, [sheet.digest])
