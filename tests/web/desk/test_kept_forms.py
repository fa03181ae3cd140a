"""What an official typed in a case while the session ended comes back where it was typed."""

import pytest
from django.urls import reverse
from selectolax.lexbor import LexborHTMLParser
from tests.web import factories
from tests.web.factories import drawn_for

from prongsai.web.desk.services import working

pytestmark = pytest.mark.django_db
TYPED = "จดไว้ในหน่วยงานเท่านั้น"


@pytest.mark.parametrize("act", ["note", "answer", "ask"])
def test_a_note_comes_back_in_no_box_that_who_brought_the_case_reads(
    case, officer, unit, client, act
):
    working.assign(case, by=officer, unit=unit, class_key="", seen=1)
    at = reverse("desk:case", args=[case.pk])
    client.post(at, drawn_for(officer.user, act=act, text=TYPED, seen="2"))
    client.post(
        reverse("account_login"), {"login": officer.user.login, "password": factories.PASSWORD}
    )
    page = LexborHTMLParser(client.get(f"{at}?kept=1").content.decode())
    boxes = {
        form.css_first("button[name=act]").attributes["value"]: form
        for form in page.css("form")
        if form.css_first("textarea[name=text]")
    }
    assert {"note", "answer", "ask", "forward"} <= set(boxes)
    assert [name for name, form in boxes.items() if TYPED in form.text()] == [act]
    assert "open" in boxes[act].parent.attributes
