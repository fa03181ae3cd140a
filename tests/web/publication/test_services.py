"""Publish, replace, take back; what stands is told from the approval of the file."""

import itertools
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.web.circulation import samples

from prongsai.core.approval.model import State
from prongsai.web.agency.refusals import Refused
from prongsai.web.platform.clock import now, today
from prongsai.web.platform.models import JournalEntry
from prongsai.web.signing.approval import handlers
from prongsai.web.signing.approval.models import Submission, Version
from prongsai.web.signing.publication import queries, services
from prongsai.web.signing.publication.gate import Look
from prongsai.web.signing.publication.models import CURRENT, REPLACED, WITHDRAWN, Publication

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_clock")]
YEAR = 2569


def publish(officer, subject=None, pages=2, **given):
    asked = {
        "kind": "notice", "title": "ประกาศนโยบายไม่รับของขวัญ", "year": YEAR, "number": "3/2569",
        "day": date(2026, 1, 12), "items": ("o21", "o22"), "look": Look(),
    }  # fmt: skip
    return services.publish(
        officer.agency, by=officer, subject=subject or uuid4(),
        **asked | {"file": given.pop("file", None) or samples.stored(officer.agency, pages=pages)}
        | given,
    )  # fmt: skip


def states(agency, row):
    return [one.state for one in queries.edition_page(agency, row.pk).editions]


def verbs(agency):
    return list(JournalEntry.objects.filter(agency=agency).values_list("verb", flat=True))


def test_a_published_paper_says_what_it_is(agency, officer):
    row = publish(officer)
    assert (row.edition, row.pages, row.check_code) == (1, 2, "")
    page = queries.published_page(agency, YEAR)
    (one,) = page["rows"]
    assert (one.title, one.number, one.items) == (
        "ประกาศนโยบายไม่รับของขวัญ", "3/2569", ["o21", "o22"],
    )  # fmt: skip
    assert (one.state, one.by_words, one.label.en) == (CURRENT, officer.words, "Announcements")
    assert (page["current"], page["withdrawn"]) == (1, 0)
    assert verbs(agency) == ["published"]


def test_the_same_file_again_is_the_same_edition_another_file_a_new_one(agency, officer):
    subject = uuid4()
    first = publish(officer, subject)
    assert publish(officer, subject) == first
    second = publish(officer, subject, pages=3)
    assert (second.edition, second.pages) == (2, 3)
    assert states(agency, first) == [CURRENT, REPLACED]
    assert queries.published_of(agency, "notice", subject).id == second.pk
    assert [one.id for one in queries.in_force(agency)] == [second.pk]
    assert verbs(agency) == ["published", "published"]


_numbers = itertools.count(2)


def approved(officer, kind, subject, days=0, **fields):
    """A paper of a kind that was signed in the system some days after today, and its copy."""
    agency, moment = officer.agency, now() + timedelta(days=days)
    file = samples.stored(agency, pages=next(_numbers))
    code = uuid4().hex[:8].upper()
    row = Submission.objects.create(
        agency=agency, fiscal_year=YEAR, kind=kind, subject=subject, title="เรื่อง", route="short",
        code=f"{code[:4]}-{code[4:]}", by=officer.user, by_words=officer.words, made_at=moment,
        changed_at=moment, decided_at=moment,
        **{"state": State.APPROVED.value, "steps": [], **fields},
    )  # fmt: skip
    Version.objects.create(
        agency=agency, submission=row, number=1, file=file, signed_file=file, digest=file.digest,
        fingerprint="", made_at=moment, by=officer.user, by_words=officer.words,
    )  # fmt: skip
    return file


@pytest.mark.parametrize("kind", sorted(handlers.KINDS))
@pytest.mark.few(3)
def test_only_the_newest_signed_copy_of_the_same_paper_takes_the_place_of_one(officer, kind):
    """Of every kind: no other file, no other paper, no other kind, nothing that was before."""
    subject, given = uuid4(), {"kind": kind, "number": "ตย 1/2569", "title": "เรื่อง"}
    files = [approved(officer, kind, subject, days) for days in (-9, -8, -7)]
    first = publish(officer, subject, file=files[2], **given)
    assert first.check_code
    another = approved(officer, kind, uuid4(), -1)
    other_kind = approved(officer, "memo" if kind != "memo" else "plan", subject, -1)
    refused = [
        samples.stored(officer.agency, pages=next(_numbers)),
        another,
        other_kind,
        *files[:2],
    ]

    def refuses(file):
        with pytest.raises(Refused) as refusal:
            publish(officer, subject, file=file, **given)
        assert refusal.value.field == "file"

    for file in refused:
        refuses(file)
    services.withdraw(first, by=officer, reason="ผิด")
    for file in refused:
        refuses(file)
    assert publish(officer, file=files[0], **given).edition == 1, "as another paper"
    anew = approved(officer, kind, subject, -1)
    refuses(files[2])
    assert publish(officer, subject, file=anew, **given).edition == 2, "signed here anew"
    # What was refused, or fell, is no newer one.
    for state in (State.REFUSED, State.SET_ASIDE, State.WITHDRAWN):
        refuses(approved(officer, kind, subject, 0, state=state.value))
    assert publish(officer, subject, file=anew, **given).edition == 2, "it stands"


@pytest.mark.parametrize("kind", ["order", "memo", "report-6", "report-12", "results"])
def test_what_bears_a_number_is_not_published_without(officer, kind):
    for number in ("", "  ", "-", "\u200b"):
        with pytest.raises(Refused) as refused:
            publish(officer, kind=kind, number=number)
        assert refused.value.field == "number"
    assert publish(officer, kind=kind, number="ตย ๐๐๐๐๑/๑").number
    assert publish(officer, kind="notice", number="").number == ""


def test_the_site_publishes_by_itself(agency, officer):
    row = services.publish(
        agency, by=None, kind="plan", subject=uuid4(), title="แผน", year=YEAR,
        file=samples.stored(agency), day=today(),
    )  # fmt: skip
    assert (row.by, row.by_words) == (None, "")


def test_withdrawing_takes_the_whole_paper_back_with_a_reason(agency, officer):
    subject = uuid4()
    first = publish(officer, subject)
    second = publish(officer, subject, pages=3)
    with pytest.raises(Refused) as told:
        services.withdraw(second, by=officer, reason=" ")
    assert told.value.field == "reason"
    assert states(agency, first) == [CURRENT, REPLACED]
    assert services.withdraw(second, by=officer, reason="มีเลขบัตรประชาชน") == 2
    assert states(agency, first) == [WITHDRAWN, WITHDRAWN]
    assert queries.in_force(agency) == ()
    with pytest.raises(Refused):
        services.withdraw(second, by=officer, reason="อีกครั้ง")
    assert verbs(agency).count("publication-withdrawn") == 1


def test_an_earlier_edition_is_withdrawn_alone(agency, officer):
    subject = uuid4()
    first = publish(officer, subject)
    publish(officer, subject, pages=3)
    assert services.withdraw(first, by=officer, reason="สแกนไม่ชัด") == 1
    assert states(agency, first) == [CURRENT, WITHDRAWN]


def test_after_a_withdrawal_the_paper_may_be_published_again(agency, officer):
    subject = uuid4()
    first = publish(officer, subject)
    services.withdraw(first, by=officer, reason="พิมพ์ผิด")
    again = publish(officer, subject)
    assert (again.edition, again.withdrawn_at) == (2, None)
    assert states(agency, first) == [CURRENT, WITHDRAWN]


@pytest.mark.parametrize(
    ("wrong", "field"), [({"title": " "}, "title"), ({"day": date(2026, 1, 16)}, "day")]
)
def test_what_cannot_be_published_is_refused_at_its_field(officer, wrong, field):
    with pytest.raises(Refused) as told:
        publish(officer, **wrong)
    assert told.value.field == field
    assert not Publication.objects.exists()
    publish(officer, day=today())


def test_pages_of_another_agency_are_not_found(agency, other_agency, officer):
    row = publish(officer)
    assert queries.edition_page(other_agency, row.pk) is None
    assert queries.published_of(other_agency, "notice", row.subject) is None
    assert queries.published_page(other_agency, YEAR)["rows"] == ()
    assert queries.public_page(other_agency)["years"] == ()


def test_everybody_sees_what_stands_by_year_and_kind(agency, officer):
    publish(officer)
    publish(officer, kind="plan", title="แผน")
    publish(officer, kind="plan", title="แผนปีก่อน", year=YEAR - 1)
    gone = publish(officer, title="ถอน", pages=5)
    services.withdraw(gone, by=officer, reason="ผิด")
    page = queries.public_page(agency)
    assert (page["year"], page["years"]) == (YEAR, (YEAR, YEAR - 1))
    assert [(label.en, len(rows)) for label, rows in page["groups"]] == [
        ("Announcements", 1), ("Measures plans", 1),
    ]  # fmt: skip
    assert [(one.key, one.count) for one in page["kinds"]] == [("", 2), ("notice", 1), ("plan", 1)]
    narrowed = queries.public_page(agency, YEAR, "plan")
    assert [[one.title for one in rows] for _, rows in narrowed["groups"]] == [["แผน"]]
    assert queries.public_page(agency, YEAR - 1)["groups"][0][1][0].title == "แผนปีก่อน"
    assert queries.public_page(agency, 2500)["year"] == YEAR


def test_lists_ask_as_often_at_one_row_as_at_three(agency, officer):
    def counted(act):
        with CaptureQueriesContext(connection) as taken:
            act()
        return len(taken)

    acts = (lambda: queries.published_page(agency, YEAR), lambda: queries.public_page(agency))
    publish(officer)
    one = [counted(act) for act in acts]
    publish(officer)
    publish(officer, kind="plan")
    assert [counted(act) for act in acts] == one
    assert max(one) <= 4


def test_a_day_long_past_is_no_fault(officer):
    assert publish(officer, day=today() - timedelta(days=4000)).day.year == 2015
