"""What an official typed in a case while the session ended comes back where it was typed."""

import pytest
from django.urls import reverse
from selectolax.lexbor import LexborHTMLParser
from tests.web import factories

from prongsai.web.citizens.desk.services import working

pytestmark = pytest.mark.django_db
TYPED = "จดไว้ในหน่วยงานเท่านั้น"


def boxes_of(page):
    """The forms of a case with a box for words, by their act."""
    return {
        form.css_first("button[name=act]").attributes["value"]: form
        for form in LexborHTMLParser(page.content.decode()).css("form")
        if form.css_first("textarea[name=text]")
    }


def hidden(form):
    """What a form brings along as its page drew it."""
    found = form.css("input[type=hidden][name]")
    return {one.attributes["name"]: one.attributes["value"] for one in found}


def sign_in(client, user):
    given = {"login": user.login, "password": factories.PASSWORD}
    return client.post(reverse("account_login"), given)


@pytest.mark.parametrize("act", ["note", "answer", "ask"])
def test_a_note_comes_back_in_no_box_that_who_brought_the_case_reads(
    case, officer, unit, client, act
):
    working.assign(case, by=officer, unit=unit, class_key="", seen=1)
    at = reverse("desk:case", args=[case.pk])
    sign_in(client, officer.user)
    drawn = hidden(boxes_of(client.get(at))[act])
    client.cookies.clear()
    client.post(at, drawn | {"act": act, "text": TYPED})
    sign_in(client, officer.user)
    boxes = boxes_of(client.get(f"{at}?kept=1"))
    assert {"note", "answer", "ask", "forward"} <= set(boxes)
    assert [name for name, form in boxes.items() if TYPED in form.text()] == [act]
    assert "open" in boxes[act].parent.attributes


@pytest.mark.parametrize("is_answered", [False, True])
def test_an_answer_comes_back_in_no_note_where_the_case_was_answered_meanwhile(
    case, officer, unit, client, is_answered
):
    working.assign(case, by=officer, unit=unit, class_key="", seen=1)
    at = reverse("desk:case", args=[case.pk])
    sign_in(client, officer.user)
    drawn = hidden(boxes_of(client.get(at))["ask"])
    client.cookies.clear()
    client.post(at, drawn | {"act": "ask", "text": TYPED * 20})
    if is_answered:
        working.answer(case, by=officer, text="ซ่อมแล้ว", outcome="done", seen=2)
    sign_in(client, officer.user)
    page = client.get(f"{at}?kept=1", follow=True)
    shown = page.content.decode()
    assert ("นำสิ่งที่พิมพ์ไว้กลับมาใส่ให้แล้ว" in shown) is not is_answered
    assert ("หน้านั้นไม่มีแบบฟอร์มนี้แล้ว" in shown) is is_answered
    boxes = boxes_of(client.get(at) if is_answered else page)
    assert ("ask" in boxes) is not is_answered
    filled = [name for name, form in boxes.items() if TYPED in form.text()]
    assert filled == ([] if is_answered else ["ask"])
    assert not is_answered or TYPED * 20 in shown
