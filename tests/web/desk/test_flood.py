"""A flood on the desk's page: nothing typed is lost, the same words are one case."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse
from tests.web import factories
from tests.web.desk.conftest import TYPED
from tests.web.roles import UNIT_HEAD

from prongsai.core.desk.model import Channel, Outcome
from prongsai.core.desk.reading import kind_of
from prongsai.core.slips import RECEIPT, read_slip, slip_of
from prongsai.web.agency.refusals import Refused
from prongsai.web.citizens.desk import guarding
from prongsai.web.citizens.desk.guarding import GUARD, digest_of
from prongsai.web.citizens.desk.models import Case
from prongsai.web.citizens.desk.queries import again_of, counts_of, joined_with
from prongsai.web.citizens.desk.rights import seen_by
from prongsai.web.citizens.desk.services import receiving, working
from prongsai.web.platform.clock import freeze, now, today

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
START = datetime(2026, 11, 25, 9, tzinfo=ZoneInfo("Asia/Bangkok"))


def at(name, *args):
    return reverse(f"desk:{name}", args=args)


def bring(agency, **typed):
    return Client().post(at("bring", agency.pk, "complaint"), {**TYPED, **typed})


def receipt_in(answer):
    (told,) = re.findall(r"(?:\d{4} ){3}\d{4}", answer.content.decode())
    return read_slip(told, RECEIPT)


def follow(agency, receipt, **more):
    return Client().post(at("follow", agency.pk), {"receipt": receipt, **more})


def keys_in(answer):
    text = answer.content.decode()
    return {
        name: re.search(f'name="{name}" value="([^"]*)"', text)[1] for name in ("once", "opened")
    }


def test_under_fire_nothing_typed_is_lost_and_pressing_again_sends_it(agency, monkeypatch):
    monkeypatch.setattr(guarding, "WATCHED_BELOW", guarding.MOST_AT_ONCE)
    with freeze(START):
        refused = bring(agency)
        assert refused.status_code == 422
        assert TYPED["what"] in refused.content.decode()
        assert "สิ่งที่พิมพ์ยังอยู่" in refused.content.decode()
        keys = keys_in(refused)
        hasty = bring(agency, **keys)
        assert hasty.status_code == 422
        assert keys_in(hasty) == keys
    with freeze(START + timedelta(seconds=5)):
        assert bring(agency, **keys).status_code == 200
        assert bring(agency, **keys).status_code == 200
        assert Case.objects.count() == 1
        # Another matter in the same form: it comes back with a key of its own.
        other = bring(agency, **{**keys, "what": "อีกเรื่อง"})
        assert other.status_code == 422
        assert "อีกเรื่อง" in other.content.decode()
        fresh = keys_in(other)
        assert fresh["once"] != keys["once"]
    with freeze(START + timedelta(seconds=10)):
        assert bring(agency, **{**fresh, "what": "อีกเรื่อง"}).status_code == 200
    assert Case.objects.count() == 2


def test_the_form_that_everybody_opens_has_a_mark_that_passes(agency, monkeypatch):
    monkeypatch.setattr(guarding, "WATCHED_BELOW", guarding.MOST_AT_ONCE)
    with freeze(START):
        keys = keys_in(Client().get(at("bring", agency.pk, "complaint")))
    with freeze(START + timedelta(minutes=9)):
        assert bring(agency, **keys).status_code == 200


def test_a_full_limit_has_words_and_officials_still_take_in(agency, officer, monkeypatch):
    monkeypatch.setattr(guarding, "MOST_AT_ONCE", 2)
    monkeypatch.setattr(guarding, "WATCHED_BELOW", 0)
    with freeze(START):
        statuses = [bring(agency, what=f"โฆษณา {number}").status_code for number in range(4)]
        assert statuses == [200, 200, 422, 422]
        last = bring(agency, what="ที่พิมพ์ไว้นาน")
        assert "ชั่วโมงนี้มีเรื่องส่งเข้ามามาก" in last.content.decode()
        assert "ที่พิมพ์ไว้นาน" in last.content.decode()
        receiving.receive(
            agency,
            kind_of("complaint"),
            receiving.Brought(TYPED, slip_of(9), channel=Channel.PHONE, by=officer),
        )
    with freeze(START + timedelta(hours=1)):
        assert bring(agency, what="ที่พิมพ์ไว้นาน").status_code == 200


def test_the_same_words_are_one_case_sent_so_often_each_with_its_receipt(agency, officer):
    receipts = [receipt_in(bring(agency)) for _ in range(4)]
    assert len(set(receipts)) == 4
    main = Case.objects.get(joined_to=None)
    assert again_of(main) == 4
    (count,) = [
        one for one in counts_of(agency, main.fiscal_year, 12, today())
        if one.kind == "complaint"
    ]  # fmt: skip
    assert (count.received, count.merged) == (1, 0)
    browser = Client()
    browser.force_login(officer.user)
    page = browser.get(at("case", main.pk)).content.decode()
    assert "ส่งมา 4 ครั้ง" in page
    assert browser.get(at("cases")).content.decode().count(TYPED["subject"]) == 1
    # What one adds no other reads; officials find it.
    follow(agency, receipts[1], act="reply", text="โทร 081 234 5678 ได้")
    assert "081 234 5678" not in follow(agency, receipts[0]).content.decode()
    assert "081 234 5678" not in follow(agency, receipts[2]).content.decode()
    assert [one.replies for one in joined_with(main, officer, today())] == [1]
    working.answer(
        Case.objects.get(pk=main.pk), by=officer, text="ซ่อมเสาแล้ว", outcome=Outcome.DONE,
        seen=main.version,
    )  # fmt: skip
    for receipt in receipts:
        assert "ซ่อมเสาแล้ว" in follow(agency, receipt).content.decode()
    follow(agency, receipts[3], act="reopen", text="ยังมืดอยู่")
    (count,) = [
        one for one in counts_of(agency, main.fiscal_year, 12, today())
        if one.kind == "complaint"
    ]  # fmt: skip
    assert count.received == 2


@pytest.mark.parametrize("kind", ["hearing", "opinion"])
def test_the_same_opinion_of_several_is_as_many_voices(agency, kind):
    typed = {"subject": "ถนนสายใหม่", "opinion": "เห็นด้วย"}
    page = at("bring", agency.pk, kind)
    forms = [{**typed, "once": f"{number:032x}"} for number in range(3)]
    # The answer to the last one was lost, and it came again.
    for form in [*forms, forms[-1]]:
        assert Client().post(page, form).status_code == 200
    assert not Case.objects.filter(is_again=True).exists()
    (count,) = [
        one for one in counts_of(agency, Case.objects.first().fiscal_year, 12, today())
        if one.kind == kind
    ]  # fmt: skip
    assert count.received == 3


def test_what_was_sent_twice_is_joined_with_an_earlier_one_all_the_same(
    agency, officer, unit, person
):
    with freeze(now() - timedelta(days=2)):
        first = receiving.receive(
            agency,
            kind_of("complaint"),
            receiving.Brought({**TYPED, "what": "มืดทั้งซอย"}, slip_of(9)),
        )
    receipts = [receipt_in(bring(agency)) for _ in range(3)]
    main = Case.objects.get(receipt=digest_of(agency, receipts[0]))
    working.join(main, first, by=officer, seen=main.version, main_seen=first.version)
    first.refresh_from_db()
    working.assign(first, by=officer, unit=unit, class_key="", seen=first.version)
    head = person(UNIT_HEAD, unit)
    assert seen_by(head, today()).count() == 4
    (count,) = [
        one for one in counts_of(agency, first.fiscal_year, 12, today())
        if one.kind == "complaint"
    ]  # fmt: skip
    assert (count.received, again_of(main), again_of(first)) == (2, 3, 0)
    first.refresh_from_db()
    working.answer(first, by=head, text="ซ่อมเสาแล้ว", outcome=Outcome.DONE, seen=first.version)
    for receipt in receipts:
        assert "ซ่อมเสาแล้ว" in follow(agency, receipt).content.decode()
    main.refresh_from_db()
    working.part(main, by=officer, seen=main.version)
    main.refresh_from_db()
    working.answer(main, by=officer, text="อีกเสาหนึ่ง", outcome=Outcome.DONE, seen=main.version)
    for receipt in receipts:
        assert "อีกเสาหนึ่ง" in follow(agency, receipt).content.decode()


def test_what_others_are_joined_with_is_joined_with_none(agency, officer):
    with freeze(now() - timedelta(days=2)):
        first, second, third = (
            receiving.receive(
                agency,
                kind_of("complaint"),
                receiving.Brought({**TYPED, "what": f"มืด {number}"}, slip_of(number)),
            )
            for number in (21, 22, 23)
        )
    working.join(second, first, by=officer, seen=second.version, main_seen=first.version)
    first.refresh_from_db()
    with pytest.raises(Refused):
        working.join(first, third, by=officer, seen=first.version, main_seen=third.version)


def test_who_sent_it_twice_is_answered_by_name_but_not_where_another_reads_it(agency, officer):
    receipts = [receipt_in(bring(agency)) for _ in range(2)]
    main = Case.objects.get(joined_to=None)
    named = f"เรียน{TYPED['contact_name']} ซ่อมแล้ว"

    def answer():
        main.refresh_from_db()
        working.answer(main, by=officer, text=named, outcome=Outcome.DONE, seen=main.version)

    typed = {**TYPED, "what": "คำอื่น", "contact_name": "อีกคนสมมุติ"}
    other = receiving.receive(agency, kind_of("complaint"), receiving.Brought(typed, slip_of(9)))
    working.join(other, main, by=officer, seen=other.version, main_seen=main.version)
    with pytest.raises(Refused):
        answer()
    other.refresh_from_db()
    working.part(other, by=officer, seen=other.version)
    answer()
    for receipt in receipts:
        assert named in follow(agency, receipt).content.decode()


def test_parted_it_counts_for_itself(agency, officer):
    bring(agency)
    bring(agency)
    again = Case.objects.get(is_again=True)
    working.part(again, by=officer, seen=again.version)
    again.refresh_from_db()
    assert (again.is_again, again.state) == (False, "received")


@pytest.mark.parametrize(
    "other",
    [{"what": "คำอื่น"}, {"contact_name": "อีกคนสมมุติ"}, {"place": "หมู่ 4"}],
)
def test_one_word_more_is_another_matter(agency, other):
    bring(agency)
    bring(agency, **other)
    assert not Case.objects.filter(is_again=True).exists()
    assert Case.objects.filter(state="received").count() == 2


def test_an_hour_later_or_at_another_agency_it_is_a_matter_of_its_own(agency):
    bring(agency)
    bring(factories.make_agency(name="เทศบาลตำบลอื่นตัวอย่าง"))
    with freeze(now() + timedelta(minutes=61)):
        bring(agency)
    assert not Case.objects.filter(is_again=True).exists()


def test_what_was_answered_meanwhile_takes_no_other_in(agency, officer):
    bring(agency)
    first = Case.objects.get()
    working.answer(first, by=officer, text="ซ่อมแล้ว", outcome=Outcome.DONE, seen=first.version)
    bring(agency)
    second = Case.objects.exclude(pk=first.pk).get()
    assert (second.joined_to, second.is_again, second.state) == (None, False, "received")


def test_nothing_of_who_sent_or_when_is_kept(agency):
    GUARD.forget()
    with freeze(START.replace(hour=13, minute=37, second=11)):
        bring(agency)
        bring(agency)
    rows = "".join(
        repr(list(model.objects.values()))
        for model in apps.get_models()
        if model._meta.app_label == "desk"
    )
    assert "127.0.0.1" not in rows
    assert "37, 11" not in rows
