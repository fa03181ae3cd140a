"""Who asked for it is told that there is news: no word of what, and nobody else learns where."""

import logging
from datetime import timedelta
from uuid import uuid4

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse
from msgspec.structs import replace
from tests.web.calendar.servers import Box, Broken, free_port, server_at
from tests.web.calendar.servers import running as mail_running
from tests.web.desk.conftest import TYPED
from tests.web.desk.hooks import SECRET, Provider
from tests.web.desk.hooks import running as sms_running
from tests.web.roles import COMPLAINT_OFFICER, ITA_OFFICER, UNIT_HEAD

from prongsai.core.desk.model import Channel, Outcome
from prongsai.core.desk.reading import kind_of, shipped
from prongsai.core.desk.ways import NewsWay, WayKind
from prongsai.core.errors import Misuse
from prongsai.core.slips import printed_slip, slip_of
from prongsai.web.agency.refusals import Refused
from prongsai.web.citizens.desk import rights, tasks
from prongsai.web.citizens.desk.models import Case, CaseNews, CaseWay
from prongsai.web.citizens.desk.services import news, receiving, working
from prongsai.web.citizens.desk.services.news import telling_of
from prongsai.web.citizens.desk.sms import SmsHook
from prongsai.web.platform.clock import freeze, now
from prongsai.web.project.environment import sms_hook

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both_databases]
QUICK = 0.02
MAIL, MOBILE = "told-nobody@mailbox.example.com", "0812345678"
BY_MAIL, BY_SMS = NewsWay(WayKind.MAIL, MAIL), NewsWay(WayKind.SMS, "+66812345678")
COMPLAINT = kind_of("complaint")


@pytest.fixture(autouse=True)
def site(settings):
    settings.SITE_ADDRESS, settings.ADDRESS_IS_TOLD = "https://ita.example.go.th", True
    settings.MAIL_SERVER = server_at(free_port())
    settings.SMS_HOOK = None
    return settings


@pytest.fixture
def told(agency, site):
    """A case whose citizen is told by mail."""
    return receiving.receive(agency, COMPLAINT, receiving.Brought(TYPED, slip_of(7), way=BY_MAIL))


def at(name, *args):
    return reverse(f"desk:{name}", args=args)


def follow(agency, **more):
    return Client().post(at("follow", agency.pk), {"receipt": slip_of(7), **more})


def fresh(case):
    return Case.objects.get(pk=case.pk)


def ask(case, by, text="ที่ไหน"):
    working.ask(fresh(case), by=by, text=text, seen=fresh(case).version)


def answer(case, by, text="ซ่อมเสาไฟแล้ว"):
    seen = fresh(case).version
    working.answer(fresh(case), by=by, text=text, outcome=Outcome.DONE, seen=seen)


def state_of(case):
    found = telling_of(case)
    return found.state if found else None


def test_a_mail_says_that_there_is_news_and_no_word_of_what(agency, told, officer, site):
    ask(told, officer)
    assert state_of(told) == "waiting"
    box = Box()
    with mail_running(box) as server:
        site.MAIL_SERVER = server
        assert news.send_all() == 1
        assert news.send_all() == 0
    (mail,) = box.mails
    assert box.people == [[MAIL]]
    text = mail.get_content() + mail["Subject"]
    assert agency.name in text
    page = at("news", agency.pk, CaseNews.objects.get().key)
    assert f"https://ita.example.go.th{page}" in text
    assert mail["List-Unsubscribe"] == f"<https://ita.example.go.th{page}>"
    number = told.printed_number
    said = [*TYPED.values(), "ที่ไหน", slip_of(7), printed_slip(slip_of(7)), number, str(told.pk)]
    for word in [*said, COMPLAINT.title.th, officer.words]:
        assert word not in text + mail.as_string()
    assert state_of(told) == "sent"


def test_whoever_gets_a_message_stops_them_without_a_receipt(agency, other_agency, told, officer):
    """Somebody may have given a stranger's address."""
    ask(told, officer)
    key = CaseNews.objects.get().key
    page = at("news", agency.pk, key)
    opened = Client().get(page)
    assert TYPED["subject"] not in opened.content.decode()
    assert 'action="' + at("follow", agency.pk) in opened.content.decode()
    for other in (at("news", other_agency.pk, key), at("news", agency.pk, uuid4())):
        assert Client().post(other).status_code == 200
        assert CaseWay.objects.exists()  # a look, another's page and a made-up key stop nothing
    answer = Client(enforce_csrf_checks=True).post(page, {"List-Unsubscribe": "One-Click"})
    assert "จะไม่มีข้อความของเรื่องนี้ส่งไปที่นั่นอีก" in answer.content.decode()
    assert not CaseWay.objects.exists()
    assert fresh(told).state == "asked"
    again = Client().post(page)
    assert again.content == answer.content


def test_what_may_have_arrived_is_not_called_untold(agency, told, officer):
    ask(told, officer)
    for state, tag, other in (
        ("unsure", "ไม่ทราบว่าแจ้งถึงหรือไม่", "แจ้งไม่ได้"),
        ("refused", "แจ้งไม่ได้", "ไม่ทราบว่าแจ้งถึงหรือไม่"),
    ):
        CaseNews.objects.update(state=state, finished_at=now())
        shown = follow(agency).content.decode()
        assert tag in shown
        assert other not in shown
        assert "ดูสถานะที่หน้านี้ด้วยเลขใบรับ" in shown


@pytest.mark.long
def test_an_sms_is_posted_to_the_provider_with_the_secret(agency, officer, site):
    provider = Provider()
    with sms_running(provider) as hook:
        site.SMS_HOOK = hook
        case = receiving.receive(
            agency, COMPLAINT, receiving.Brought(TYPED, slip_of(7), way=BY_SMS, language="en")
        )
        answer(case, officer)
        assert news.send_all() == 1
    ((headers, body),) = provider.asked
    assert set(body) == {"to", "text"}
    assert body["to"] == "+66812345678"
    assert "there is news" in body["text"]
    assert TYPED["subject"] not in body["text"]
    assert headers["Authorization"] == f"Bearer {SECRET}"
    assert headers["Idempotency-Key"] == str(CaseNews.objects.get().key)
    assert state_of(case) == "sent"


@pytest.mark.parametrize(
    ("act", "is_told"),
    [
        (ask, True),
        (answer, True),
        (lambda case, by: working.note(fresh(case), by=by, text="จด", seen=1), False),
        (lambda case, _by: working.reply(fresh(case), text="เพิ่ม"), False),
    ],
)
def test_what_the_citizen_waits_for_is_told_and_nothing_else(told, officer, act, is_told):
    act(told, officer)
    assert CaseNews.objects.exists() == is_told


def test_several_at_once_are_one_message(told, officer):
    ask(told, officer)
    answer(told, officer)
    assert CaseNews.objects.count() == 1


def test_each_of_the_joined_is_told_and_who_gave_nothing_is_not(agency, told, officer):
    second = receiving.receive(agency, COMPLAINT, receiving.Brought(TYPED, slip_of(8), way=BY_MAIL))
    third = receiving.receive(agency, COMPLAINT, receiving.Brought(TYPED, slip_of(9)))
    for row in (second, third):
        working.join(
            fresh(row), fresh(told), by=officer, seen=fresh(row).version,
            main_seen=fresh(told).version,
        )  # fmt: skip
    assert not CaseNews.objects.exists()
    answer(told, officer)
    assert set(CaseNews.objects.values_list("way__case", flat=True)) == {told.pk, second.pk}
    CaseNews.objects.all().delete()
    # An official opens an answered one again.
    working.part(fresh(second), by=officer, seen=fresh(second).version)
    assert list(CaseNews.objects.values_list("way__case", flat=True)) == [second.pk]


def test_a_dead_server_holds_no_case_up_and_is_given_up_in_words(agency, told, officer, site):
    answer(told, officer)
    assert fresh(told).state == "answered"
    assert news.send_all(patience=QUICK) == 0
    assert state_of(told) == "waiting"
    with freeze(now() + timedelta(days=2)):
        news.send_all(patience=QUICK)
    assert CaseNews.objects.get().attempts == 2
    with freeze(now() + timedelta(days=4)):
        news.send_all(patience=QUICK)
    assert state_of(told) == "given-up"
    page = Client()
    page.force_login(officer.user)
    shown = page.get(at("case", told.pk)).content.decode()
    assert "แจ้งไม่ได้" in shown
    assert "ผู้แจ้งต้องดูสถานะเอง" in shown
    assert "แจ้งไม่ได้" in follow(agency).content.decode()


def test_a_site_that_lost_its_server_keeps_what_waits(told, officer, site):
    server = site.MAIL_SERVER
    site.MAIL_SERVER = None
    answer(told, officer)
    assert news.send_all(patience=QUICK) == 0
    assert (state_of(told), CaseNews.objects.get().attempts) == ("waiting", 0)
    box = Box()
    with mail_running(box, server.port):
        site.MAIL_SERVER = server
        assert news.send_all() == 1


@pytest.mark.parametrize(
    ("box", "state", "code"),
    [
        (lambda: Box(f"550 no such user {MAIL}"), "refused", 550),
        (lambda: Box(at_rcpt=[f"550 <{MAIL}> unknown"]), "refused", 550),
        (lambda: Box(at_rcpt=["450 mailbox full"]), "waiting", 450),
    ],
)
def test_an_address_that_bounces_is_told_without_being_repeated(
    told, officer, site, box, state, code, caplog
):
    ask(told, officer)
    with caplog.at_level(logging.DEBUG), mail_running(box()) as server:
        site.MAIL_SERVER = server
        assert news.send_all() == 0
    assert (state_of(told), CaseNews.objects.get().code) == (state, code)
    assert not [one for one in caplog.records if MAIL in one.getMessage()
                and one.name.startswith("prongsai")]  # fmt: skip


@pytest.mark.long
@pytest.mark.parametrize(
    ("moment", "deed", "state"),
    [
        ("greeting", "die", "waiting"), ("mail", "wait", "waiting"),
        ("end", "die", "unsure"), ("end", "wait", "unsure"),
    ],
)  # fmt: skip
def test_what_may_have_arrived_is_never_sent_again(told, officer, site, moment, deed, state):
    ask(told, officer)
    with Broken(moment, deed) as server:
        site.MAIL_SERVER = server
        news.send_all(patience=QUICK)
    assert state_of(told) == state
    box = Box()
    with mail_running(box) as server, freeze(now() + timedelta(hours=7)):
        site.MAIL_SERVER = server
        news.send_all()
    assert len(box.mails) == (state == "waiting")


@pytest.mark.parametrize(
    ("answers", "state", "later"),
    [
        ([500, 200], "waiting", "sent"),
        ([503, 200], "waiting", "sent"),
        ([429, 200], "waiting", "sent"),
        ([400], "refused", "refused"),
        ([401], "refused", "refused"),
        ([302], "refused", "refused"),
        (["wait"], "unsure", "unsure"),
        (["die"], "unsure", "unsure"),
    ],
)
@pytest.mark.few(3)
def test_a_provider_that_fails_is_told_and_tried_again_where_nothing_went_out(
    agency, officer, site, answers, state, later
):
    provider = Provider(*answers)
    with sms_running(provider) as hook:
        site.SMS_HOOK = hook
        case = receiving.receive(
            agency, COMPLAINT, receiving.Brought(TYPED, slip_of(7), way=BY_SMS)
        )
        ask(case, officer)
        news.send_all(patience=QUICK)
        assert state_of(case) == state
        with freeze(now() + timedelta(hours=7)):
            news.send_all(patience=1)
        assert state_of(case) == later
    keys = {headers["Idempotency-Key"] for headers, _body in provider.asked}
    assert len(keys) == 1


@pytest.mark.long
def test_a_private_address_is_asked_only_where_the_settings_say_so(agency, officer, site):
    provider = Provider()
    with sms_running(provider, is_inside=False) as hook:
        site.SMS_HOOK = hook
        case = receiving.receive(
            agency, COMPLAINT, receiving.Brought(TYPED, slip_of(7), way=BY_SMS)
        )
        ask(case, officer)
        news.send_all(patience=QUICK)
    assert not provider.asked
    assert state_of(case) == "waiting"


@pytest.mark.long
def test_a_provider_that_is_down_keeps_no_mail_back(agency, told, officer, site):
    with sms_running(Provider()) as hook:
        site.SMS_HOOK = hook
        other = receiving.receive(
            agency, COMPLAINT, receiving.Brought(TYPED, slip_of(8), way=BY_SMS)
        )
    ask(other, officer)
    ask(told, officer)
    box = Box()
    with mail_running(box) as server:
        site.MAIL_SERVER = server
        assert news.send_all(patience=QUICK) == 1
    assert (state_of(other), state_of(told)) == ("waiting", "sent")


@pytest.mark.parametrize(("left", "becomes"), [("sending", "sent"), ("ending", "unsure")])
def test_what_a_dead_worker_left(told, officer, site, left, becomes):
    ask(told, officer)
    CaseNews.objects.update(state=left, claimed_at=now(), attempts=1)
    box = Box()
    with mail_running(box) as server:
        site.MAIL_SERVER = server
        assert news.send_all() == 0
        with freeze(now() + timedelta(hours=1)):
            news.send_all()
    assert state_of(told) == becomes


def test_two_workers_send_one(told, officer, site):
    ask(told, officer)
    pk = CaseNews.objects.get().pk
    box = Box()
    with mail_running(box) as server:
        site.MAIL_SERVER = server
        assert news.send(pk) is not None
        assert news.send(pk) is None
    assert len(box.mails) == 1


def test_the_citizen_turns_it_off_and_on_by_the_receipt(agency, told, officer):
    ask(told, officer)
    shown = follow(agency).content.decode()
    assert "ให้แจ้งทาง อีเมล" in shown
    assert MAIL not in shown
    assert follow(agency, act="tell-no").status_code == 200
    assert not CaseWay.objects.exists()
    assert not CaseNews.objects.exists()
    wrong = follow(agency, act="tell", tell_to="no address")
    assert wrong.status_code == 422
    assert "no address" in wrong.content.decode()
    assert follow(agency, act="tell", tell_to="other@example.com").status_code == 200
    assert CaseWay.objects.get().to == "other@example.com"
    # Nobody does so without the receipt, and of another agency's case no more.
    assert Client().post(at("follow", agency.pk), {"act": "tell-no"}).status_code == 422
    assert CaseWay.objects.exists()


def test_what_is_turned_off_while_a_worker_has_it_is_not_sent(told, officer, site, monkeypatch):
    ask(told, officer)
    first = news._text
    monkeypatch.setattr(news, "_text", lambda row: (news.change(fresh(told), None), first(row))[1])
    box = Box()
    with mail_running(box) as server:
        site.MAIL_SERVER = server
        assert news.send(CaseNews.objects.get().pk) is None
    assert not box.mails


def bring(agency, kind="complaint", **typed):
    return Client().post(at("bring", agency.pk, kind), {**TYPED, **typed})


def test_the_form_offers_it_and_nobody_must(agency, site):
    shown = Client().get(at("bring", agency.pk, "complaint")).content.decode()
    assert "อีเมลที่ให้ระบบแจ้งเมื่อมีคำตอบ" in shown
    assert "เบอร์มือถือ" not in shown
    assert bring(agency).status_code == 200
    assert not CaseWay.objects.exists()
    answer_ = bring(agency, what="อีกเรื่อง", tell_to=f" {MAIL} ")
    assert answer_.status_code == 200
    assert MAIL not in answer_.content.decode()
    assert CaseWay.objects.get().to == MAIL


def test_a_wrong_address_loses_nothing_that_was_typed(agency):
    sent = bring(agency, tell_to="name(at)example.com")
    assert sent.status_code == 422
    assert TYPED["what"] in sent.content.decode()
    assert "name(at)example.com" in sent.content.decode()
    assert not Case.objects.exists()


def test_sent_twice_with_the_address_corrected_is_one_case_with_the_newer(agency):
    once = "0123456789abcdef" * 2
    bring(agency, once=once, tell_to="first@example.com")
    bring(agency, once=once, tell_to="second@example.com")
    assert Case.objects.count() == 1
    assert CaseWay.objects.get().to == "second@example.com"


def test_without_a_server_it_is_not_offered_and_officers_read_why(agency, site, officer):
    site.MAIL_SERVER = None
    shown = Client().get(at("bring", agency.pk, "complaint")).content.decode()
    assert "tell_to" not in shown
    # Sent all the same, it is not kept.
    assert bring(agency, tell_to=MAIL).status_code == 200
    assert not CaseWay.objects.exists()
    page = Client()
    page.force_login(officer.user)
    text = page.get(at("kinds")).content.decode()
    assert "PRONGSAI_SMTP_URL" in text
    assert "PRONGSAI_SMS_URL" in text


@pytest.mark.parametrize("setting", [{"DEMO": True}, {"SITE_ADDRESS": "http://127.0.0.1:8000"}])
def test_a_demo_and_a_site_without_an_address_offer_nothing(agency, site, setting):
    for name, value in setting.items():
        setattr(site, name, value)
    assert news.ways_open() == ()
    with pytest.raises(Refused):
        receiving.receive(agency, COMPLAINT, receiving.Brought(TYPED, slip_of(7), way=BY_MAIL))
    assert not Case.objects.exists()


def test_of_a_kind_that_superiors_must_not_read_no_mail_server_learns(agency, site, person):
    person(COMPLAINT_OFFICER)
    restricted = [kind for kind in shipped() if kind.restricted]
    assert restricted
    for number, kind in enumerate(restricted):
        page = Client().get(at("bring", agency.pk, kind.key)).content.decode()
        assert "tell_to" not in page
        with pytest.raises(Refused):
            receiving.receive(
                agency, kind, receiving.Brought(TYPED, slip_of(50 + number), way=BY_MAIL)
            )


def test_a_kind_that_became_restricted_sends_nothing_any_more(told, officer, monkeypatch):
    now_restricted = replace(COMPLAINT, restricted=True)
    for found in (now_restricted, None):
        with monkeypatch.context() as patch:
            patch.setattr(rights, "kind_in", lambda *_, found=found: found)
            news.queue(told)
        assert not CaseNews.objects.exists()
    news.queue(told)
    assert CaseNews.objects.exists()


def test_an_official_writes_it_down_for_somebody(agency, officer):
    page = Client()
    page.force_login(officer.user)
    sent = page.post(at("take", "complaint"), {**TYPED, "channel": Channel.PHONE, "tell_to": MAIL})
    assert sent.status_code == 200
    assert CaseWay.objects.get().to == MAIL
    assert MAIL not in sent.content.decode()


def everything(but=()):
    """Every row of every table, as text."""
    rows = []
    for model in apps.get_models():
        if model not in but:
            rows += [repr(list(model.objects.values()))]
    return "".join(rows)


@pytest.mark.long
def test_the_address_is_in_no_other_row_page_export_or_log(
    agency, told, officer, person, unit, site, tmp_path, caplog
):
    """Walked as everybody who may look, after every act on the case."""
    caplog.set_level(logging.DEBUG, logger="prongsai")
    complaint, head = person(COMPLAINT_OFFICER), person(UNIT_HEAD, unit)
    ita = person(ITA_OFFICER)
    working.assign(fresh(told), by=officer, unit=unit, class_key="", seen=fresh(told).version)
    ask(told, head)
    with mail_running(Box(f"550 {MAIL} refused")) as server:
        site.MAIL_SERVER = server
        news.send_all()
    follow(agency, act="reply", text="ที่เดิม")
    answer(told, head)
    assert MAIL not in everything(but=(CaseWay,))
    pages = [
        at("cases"), at("case", told.pk), at("kinds"), at("answers"), at("box"),
        at("statistics", 2570), at("table", 2570), reverse("agency:journal"),
    ]  # fmt: skip
    searches = [f"{at('cases')}?q={word}&standing=all" for word in (MAIL, "mailbox")]
    for one in (officer, complaint, head, ita):
        browser = Client()
        browser.force_login(one.user)
        for page in pages:
            assert MAIL not in browser.get(page).content.decode(errors="replace"), page
        for page in searches:
            # What was searched for is repeated; nothing is found by it.
            assert TYPED["subject"] not in browser.get(page).content.decode(), page
    public = [at("public", agency.pk), at("follow", agency.pk)]
    assert all(MAIL not in Client().get(page).content.decode() for page in public)
    assert MAIL not in follow(agency).content.decode()
    assert MAIL not in caplog.text
    assert MAIL not in "".join(map(str, (*CaseWay.objects.all(), *CaseNews.objects.all(), told)))


def test_after_the_term_no_row_and_no_backup_has_it(agency, told, officer, frozen_clock):
    answer(told, officer)
    with freeze(now() + timedelta(days=90)):
        tasks.forget()
    assert CaseWay.objects.exists()
    with freeze(now() + timedelta(days=91)):
        tasks.forget()
    assert not CaseWay.objects.exists()
    assert not CaseNews.objects.exists()
    assert MAIL not in everything()


@pytest.mark.parametrize(
    ("given", "is_inside"),
    [
        ({"PRONGSAI_SMS_URL": "https://sms.example.com/send"}, False),
        ({"PRONGSAI_SMS_URL": "http://10.0.0.5:9000/send", "PRONGSAI_SMS_INSIDE": "1"}, True),
    ],
)
def test_a_hook_is_read_from_the_environment(given, is_inside):
    found = sms_hook({**given, "PRONGSAI_SMS_SECRET": SECRET})
    assert (found.url, found.is_inside) == (given["PRONGSAI_SMS_URL"], is_inside)
    assert SECRET not in repr(found)
    assert sms_hook({}) is None


@pytest.mark.parametrize(
    "given",
    [
        {"PRONGSAI_SMS_URL": "http://sms.example.com/send"},
        {"PRONGSAI_SMS_URL": "sms.example.com"},
        {"PRONGSAI_SMS_URL": "https://"},
        {"PRONGSAI_SMS_URL": "https://a:x/"},
        {"PRONGSAI_SMS_URL": "https://sms.example.com/", "PRONGSAI_SMS_SECRET": ""},
        {"PRONGSAI_SMS_URL": "https://sms.example.com/", "PRONGSAI_SMS_SECRET": "two words"},
    ],
)
def test_a_hook_that_would_tell_the_secret_is_refused_with_an_example(given):
    with pytest.raises(Misuse) as caught:
        sms_hook({"PRONGSAI_SMS_SECRET": SECRET, **given})
    assert caught.value.next_step.th


@pytest.mark.parametrize(
    "to",
    [
        "=?utf-8?q?=0d=0aBcc=3A_victim=40example.com?=@example.com",
        "=?utf-8?q?victim=40example.com=2C_b?=@example.com", "a@" + "ก" * 60 + ".ไทย",
    ],
)  # fmt: skip
def test_an_address_of_which_no_mail_can_be_made_stops_nobody_elses(
    agency, told, officer, site, to
):
    # Kept by an edition that let it in.
    bad = receiving.receive(
        agency, COMPLAINT, receiving.Brought(TYPED, slip_of(8), way=NewsWay(WayKind.MAIL, to))
    )
    ask(bad, officer)
    ask(told, officer)
    box = Box()
    with mail_running(box) as server:
        site.MAIL_SERVER = server
        assert news.send_all() == 1
        assert news.send_all() == 0
    assert box.people == [[MAIL]]
    assert (state_of(bad), state_of(told)) == ("refused", "sent")


def test_no_page_takes_an_address_that_a_mails_head_reads_as_others(agency):
    typed = {**TYPED, "tell_to": "=?utf-8?q?victim=40example.com=2C_b?=@example.com"}
    page = at("bring", agency.pk, "complaint")
    assert Client().post(page, typed).status_code == 422
    assert not Case.objects.exists()
    assert Client().post(page, {**typed, "tell_to": MAIL}).status_code == 200
    assert CaseWay.objects.get().to == MAIL


def test_sent_again_without_an_address_none_is_kept_and_with_another_that_one(agency):
    page = at("bring", agency.pk, "complaint")
    typed = {**TYPED, "once": "a" * 32}
    Client().post(page, {**typed, "tell_to": MAIL})
    Client().post(page, {**typed, "tell_to": "second@mailbox.example.com"})
    assert CaseWay.objects.get().to == "second@mailbox.example.com"
    shown = Client().post(page, typed).content.decode()
    assert "อีเมล" not in shown
    assert (Case.objects.count(), CaseWay.objects.count()) == (1, 0)


@pytest.mark.parametrize("is_set", [True, False])
@pytest.mark.long
def test_many_that_no_provider_takes_keep_no_mail_back(agency, told, officer, site, is_set):
    down = SmsHook(f"http://127.0.0.1:{free_port()}/sms", SECRET, is_inside=True)
    site.SMS_HOOK = down
    for number in range(60):
        case = receiving.receive(
            agency, COMPLAINT, receiving.Brought(TYPED, slip_of(100 + number), way=BY_SMS)
        )
        news.queue(case)
    ask(told, officer)
    site.SMS_HOOK = down if is_set else None
    box = Box()
    with mail_running(box) as server:
        site.MAIL_SERVER = server
        assert news.send_all(patience=QUICK) == 1
    assert box.people == [[MAIL]]
    assert CaseNews.objects.filter(way__kind="sms", state="waiting").count() == 60
