"""Pages of queues, for everybody and for clerks."""

import io
from datetime import timedelta

import pypdfium2
import pytest
from django.test import Client
from django.urls import reverse
from tests.web.roles import AUDITOR

from prongsai.core.counter.queue import TicketState
from prongsai.web.citizens.counter import queries
from prongsai.web.citizens.counter.models import ServicePoint, Ticket
from prongsai.web.citizens.counter.services import queues as calling
from prongsai.web.citizens.counter.services import queues as planning
from prongsai.web.citizens.counter.services import queues as taking
from prongsai.web.citizens.counter.views import queues as pages
from prongsai.web.platform import clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def public(point):
    return reverse("counter:take", args=[point.agency_id, point.code])


def text_of(answer):
    return answer.content.decode()


def test_a_number_is_taken_without_a_cookie_and_told_to_no_cache(public, point, line):
    browser = Client(enforce_csrf_checks=True)
    answer = browser.post(public, {"line": line.pk, "once": "ab" * 16})
    again = browser.post(public, {"line": line.pk, "once": "ab" * 16})
    assert answer["Location"] == again["Location"]
    assert Ticket.objects.count() == 1
    page = browser.get(answer["Location"])
    assert "A001" in text_of(page)
    assert (page["Cache-Control"], page["Referrer-Policy"]) == ("no-store", "no-referrer")
    assert not browser.cookies
    assert '<meta http-equiv="refresh" content="15">' in text_of(page)


def test_a_line_that_is_none_takes_nothing_and_says_so(public, point):
    for typed in ("", "x", "0", str(2**70)):
        answer = Client().post(public, {"line": typed})
        assert answer.status_code == 422
        assert "ยังไม่ได้บัตรคิว" in text_of(answer)
    assert not Ticket.objects.exists()


def test_a_closed_queue_says_so(public, point, line, clerk):
    planning.end_day(point, by=clerk)
    assert "ตอนนี้ไม่รับบัตรคิว" in text_of(Client().get(public))
    assert Client().post(public, {"line": line.pk}).status_code == 422
    planning.open_day(point, by=clerk)
    assert Client().post(public, {"line": line.pk}).status_code == 302


def test_the_state_of_a_ticket_and_its_part(point, line, windows, clerk):
    ticket = taking.take(point, line)
    address = reverse("counter:ticket", args=[point.agency_id, ticket.code])
    part = {"HTTP_HX_REQUEST": "true"}
    assert "ท่านเป็นคิวต่อไปของงานนี้" in text_of(Client().get(address))
    calling.call_next(windows[0], by=clerk, seen=calling.NOBODY)
    answer = text_of(Client().get(address, **part))
    assert "เชิญที่ช่อง 1" in answer
    assert "<html" not in answer
    calling.end(windows[0], by=clerk, seen=ticket.pk)
    answer = text_of(Client().get(address, **part))
    assert "บริการเสร็จแล้ว" in answer
    assert "hx-get" not in answer  # nothing more comes


def test_the_screen_in_english(point, line, windows, clerk):
    taking.take(point, line)
    calling.call_next(windows[0], by=clerk, seen=calling.NOBODY)
    address = reverse("counter:screen", args=[point.agency_id, point.code])
    page = text_of(Client().get(f"{address}?language=en"))
    assert "A001" in page
    assert "Please come to window 1" in page
    assert '<meta http-equiv="refresh" content="5">' in page


@pytest.mark.parametrize("language", ["", "?language=en"])
def test_the_code_of_a_ticket_leads_to_it_in_its_language(point, line, language, monkeypatch):
    told = []
    monkeypatch.setattr(pages, "qr_inline", lambda text, **_given: told.append(text) or "")
    ticket = taking.take(point, line)
    address = reverse("counter:ticket", args=[point.agency_id, ticket.code])
    assert Client().get(f"{address}{language}").status_code == 200
    assert [one.partition("/site/")[2] for one in told] == [
        f"{address}{language}".removeprefix("/site/")
    ]


def test_a_device_at_the_counter_goes_back_to_its_beginning(public, line):
    answer = Client().post(f"{public}?kiosk", {"line": line.pk})
    page = text_of(Client().get(answer["Location"]))
    assert f"url={public}?kiosk" in page


def test_another_agencys_address_has_no_such_point_or_ticket(point, line, other_agency):
    ticket = taking.take(point, line)
    for name, code in (
        ("take", point.code), ("screen", point.code), ("ticket", ticket.code),
        ("ticket-paper", ticket.code),
    ):  # fmt: skip
        own = reverse(f"counter:{name}", args=[point.agency_id, code])
        assert Client().get(own).status_code == 200
        elsewhere = reverse(f"counter:{name}", args=[other_agency.pk, code])
        assert Client().get(elsewhere).status_code == 404


def test_a_ticket_on_paper_says_number_line_and_day(point, line):
    ticket = taking.take(point, line)
    answer = Client().get(reverse("counter:ticket-paper", args=[point.agency_id, ticket.code]))
    paper = pypdfium2.PdfDocument(io.BytesIO(answer.content))
    assert len(paper) == 1
    told = paper[0].get_textpage().get_text_range().replace("\u2060", "")
    assert "A001" in told
    assert "15 มกราคม 2569 เวลา 09.00 น." in told


def test_a_clerk_calls_by_buttons_and_a_press_sent_twice_calls_one(
    point, line, windows, clerk, client_of
):
    for _ in range(3):
        taking.take(point, line)
    browser = client_of(clerk)
    address = reverse("counter:window", args=[point.pk, windows[0].pk])
    sent = {"act": "next", "seen": "0", "once": "ab" * 16}
    for _ in range(2):
        assert browser.post(address, sent).status_code == 302
    assert Ticket.objects.filter(state=TicketState.CALLED).count() == 1
    at = queries.at_window(windows[0])
    browser.post(address, {"act": "skip", "seen": at.pk})
    assert "เรียก A001 กลับมา" in text_of(browser.get(address))
    browser.post(address, {"act": "back", "ticket": at.pk, "seen": "0"})
    browser.post(address, {"act": "again", "seen": at.pk})
    browser.post(address, {"act": "end", "seen": at.pk})
    at.refresh_from_db()
    assert (at.state, at.calls) == (TicketState.SERVED, 3)
    late = browser.post(address, {"act": "end", "seen": at.pk}, follow=True)
    assert "มีคนเรียกหรือปิดคิวที่ช่องนี้ไปแล้ว" in text_of(late)


@pytest.mark.long
def test_a_clerks_page_that_stays_open_gives_everybody_their_own_number(
    point, line, clerk, client_of
):
    browser, address = client_of(clerk), reverse("counter:give", args=[point.pk])
    sent, opened = {"line": line.pk, "once": "ab" * 16}, clock.now()
    for waited, count in ((0, 1), (2, 1), (60, 2), (62, 2), (120, 3)):  # seconds; numbers by then
        with clock.freeze(opened + timedelta(seconds=waited)):
            answer = browser.post(address, sent)
        assert answer["Content-Type"] == "application/pdf"
        assert Ticket.objects.count() == count
    assert [str(one) for one in Ticket.objects.all()] == ["A001", "A002", "A003"]


def test_a_window_of_another_point_is_none_here(point, windows, keeper, words, client_of):
    other = planning.make_point(by=keeper, words=words("จุดอื่น"))
    browser = client_of(keeper)
    own = reverse("counter:window", args=[point.pk, windows[0].pk])
    crossed = reverse("counter:window", args=[other.pk, windows[0].pk])
    assert browser.get(own).status_code == 200
    assert browser.get(crossed).status_code == 404


def test_who_calls_not_here_is_led_to_waits_and_nothing_else(point, person, clerk, client_of):
    browser = client_of(person(AUDITOR))
    waits = reverse("counter:waits", args=[point.pk])
    own = reverse("counter:point", args=[point.pk])
    listed = browser.get(reverse("counter:counter")).content.decode()
    assert f'href="{waits}"' in listed
    assert f'href="{own}"' not in listed
    assert f'href="{own}"' in client_of(clerk).get(reverse("counter:counter")).content.decode()
    assert browser.get(waits).status_code == 200
    assert browser.get(reverse("counter:point", args=[point.pk])).status_code == 403
    assert browser.post(reverse("counter:day", args=[point.pk]), {"act": "end"}).status_code == 403


def test_a_point_is_set_up_by_its_form_with_faults_told(keeper, client_of):
    browser = client_of(keeper)
    address = reverse("counter:make")
    wrong = {"name": "จุด", "lines": "งานทะเบียน", "windows": "1", "once": "ab" * 16}
    answer = browser.post(address, wrong)
    assert answer.status_code == 422
    assert "บรรทัดที่ 1" in text_of(answer)
    good = wrong | {"lines": "A งานทะเบียน\nB งานคลัง", "windows": "๑: A\n2", "has_thai_digits": "on"}
    assert browser.post(address, good).status_code == 302
    point = ServicePoint.objects.get()
    assert point.has_thai_digits
    page = text_of(browser.get(reverse("counter:change", args=[point.pk])))
    assert "A งานทะเบียน" in page
    assert "1: A" in page


def test_pages_ask_as_many_questions_however_many_windows(
    point, keeper, words, client_of, django_assert_max_num_queries
):
    browser = client_of(keeper)
    address = reverse("counter:point", args=[point.pk])
    browser.get(address)
    with django_assert_max_num_queries(40) as asked:
        browser.get(address)
    few = len(asked)
    for number in range(10):
        point.windows.create(place=9, name=f"เพิ่ม {number}")
    with django_assert_max_num_queries(few):
        browser.get(address)


@pytest.mark.parametrize("address", ["http://127.0.0.1:8000", "https://www.example.go.th"])
def test_tickets_and_screens_have_a_code_once_others_find_the_site(
    point, line, clerk, client_of, settings, address
):
    ticket = taking.take(point, line)
    settings.SITE_ADDRESS, is_found = address, "127" not in address
    of_ticket = [point.agency_id, ticket.code]
    pdf = Client().get(reverse("counter:ticket-paper", args=of_ticket)).content
    drawn = pypdfium2.PdfDocument(io.BytesIO(pdf))[0].get_textpage().get_text_bounded()
    assert ("A001" in drawn, "สแกน" in drawn) == (True, is_found)
    pages = [
        Client().get(reverse("counter:ticket", args=of_ticket)),
        Client().get(reverse("counter:screen", args=[point.agency_id, point.code])),
        client_of(clerk).get(reverse("counter:point", args=[point.pk])),
    ]
    for page in map(text_of, pages):
        assert ("<svg" in page and 'role="img"' in page) == is_found
        assert "127.0.0.1" not in page
    assert ("จนกว่าจะตั้งที่อยู่ของเว็บ" in text_of(pages[-1])) != is_found
