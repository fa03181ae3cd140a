"""What the desk forgets is out of the database's files, and a case says where it may not be."""

from datetime import timedelta
from secrets import token_bytes

import pytest
from django.db import connection
from django.urls import reverse
from tests.web import factories
from tests.web.desk.conftest import TYPED
from tests.web.leavings import bytes_of
from tests.web.roles import CHIEF_ADMINISTRATOR
from tests.web.running import until

from prongsai.core.desk.model import Outcome, Unfit
from prongsai.core.desk.reading import kind_of
from prongsai.core.slips import slip_of
from prongsai.web.agency.people import actor_on
from prongsai.web.citizens.desk.models import Case, CasePhoto, CaseWay
from prongsai.web.citizens.desk.services import case_entries, news, receiving, working
from prongsai.web.platform import remnants
from prongsai.web.platform.clock import today
from prongsai.web.platform.models import Remnant

WHO, WAY, PIXELS = b"somebody-0417", b"somebody-0418@example.com", b"somebody-0419"
AFTER = timedelta(days=90)
# PostgreSQL notes of columns what values they have, to plan its work.
TABLES = ("desk_case", "desk_caseway", "desk_casephoto", "pg_statistic")


@pytest.fixture
def officer(crowded):
    user = factories.make_user(factories.make_agency())
    factories.hold(user, factories.make_position(user.agency, CHIEF_ADMINISTRATOR))
    return actor_on(user, today())


@pytest.fixture
def case(officer):
    """A case of somebody who can be told, with a photo so large that it is kept apart."""
    typed = {**TYPED, "contact_name": WHO.decode()}
    row = receiving.receive(
        officer.agency, kind_of("complaint"), receiving.Brought(typed, slip_of(7))
    )
    CaseWay.objects.create(case=row, kind="mail", to=WAY.decode())
    for number in range(8, 12):  # of several PostgreSQL notes what there is
        other = receiving.receive(
            officer.agency, kind_of("complaint"), receiving.Brought(TYPED, slip_of(number))
        )
        CaseWay.objects.create(case=other, kind="mail", to=f"other-{number}@example.com")
    CasePhoto.objects.create(case=row, number=1, data=PIXELS + token_bytes(20_000))
    return row


def there():
    data = bytes_of(*TABLES)
    return {needle for needle in (WHO, WAY, PIXELS) if needle in data}


def settled():
    remnants.remove()
    return not Remnant.objects.exists()


def forget(case, officer):
    working.answer(case, by=officer, text="ซ่อมแล้ว", outcome=Outcome.DONE, seen=1)
    receiving.forget_contacts(today() + AFTER, AFTER)
    assert not Remnant.objects.exists(), "its time is not over"
    receiving.forget_contacts(today() + AFTER + timedelta(days=1), AFTER)


def take_out(case, officer):
    case_entries.delete_photo(case.photos.get(), by=officer, unfit=Unfit.PERSONAL, seen=1)


def want_no_more(case, officer):
    del officer
    news.change(case, None)


@pytest.mark.django_db(transaction=True)
@pytest.mark.databases_differ
@pytest.mark.parametrize(
    ("act", "gone"),
    [(forget, {WHO, WAY, PIXELS}), (take_out, {PIXELS}), (want_no_more, {WAY})],
)
@pytest.mark.few(3)
def test_what_is_forgotten_is_owed_and_out_of_the_files(case, officer, monkeypatch, act, gone):
    remnants.remove()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    with monkeypatch.context() as patched:
        patched.setattr(remnants, "remove", lambda: None)
        act(case, officer)
    assert there() & gone == gone, "what finds traces does find them"
    until(settled, 20)
    assert there() == {WHO, WAY, PIXELS} - gone
    act_again = receiving.forget_contacts(today() + AFTER + timedelta(days=1), AFTER)
    assert (act_again, Remnant.objects.count()) == (0, 0), "what forgets nothing owes nothing"


@pytest.mark.django_db(transaction=True)
@pytest.mark.long
def test_a_case_says_that_a_photo_may_still_be_in_the_files_until_it_is_not(
    case, officer, client_of, monkeypatch
):
    monkeypatch.setattr(remnants, "remove", lambda: None)
    other = receiving.receive(
        officer.agency, kind_of("complaint"), receiving.Brought(TYPED, slip_of(12))
    )
    CasePhoto.objects.create(case=other, number=1, data=b"x", copy_of=case.photos.get())
    said = "ไฟล์ของฐานข้อมูลอาจยังมีภาพที่นำออกแล้ว"

    def says():
        pages = [reverse("desk:case", args=[row.pk]) for row in Case.objects.all()]
        told = [said in client_of(officer).get(page).content.decode() for page in pages]
        return sum(told)

    assert says() == 0
    take_out(other, officer)
    assert says() == 2, "of a photo and of its copy"
    Remnant.objects.all().delete()
    assert says() == 0
