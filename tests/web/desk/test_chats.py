"""A chat that is pasted at the desk: words stay, names and times do not."""

import pytest
from django.urls import reverse

from prongsai.web.citizens.desk.models import Case

from .conftest import TYPED

SAVED = "10:02\tสมมุติ\tไฟดับหน้าโรงเรียน\n10:05\tเจ้าหน้าที่\tรับไว้แล้ว"
pytestmark = pytest.mark.both_databases


@pytest.mark.parametrize(("channel", "is_cut"), [("chat", True), ("phone", False)])
def test_only_a_chat_loses_its_names(client_of, officer, channel, is_cut):
    typed = {**TYPED, "what": SAVED, "channel": channel, "once": "ab" * 16}
    page = client_of(officer.user).post(reverse("desk:take", args=["complaint"]), typed)
    assert page.status_code == 200
    kept = Case.objects.get()
    assert ("สมมุติ\t" not in kept.values["what"]) is is_cut
    assert ("ผู้แจ้ง: ไฟดับหน้าโรงเรียน" in kept.values["what"]) is is_cut
    assert ("ตัดเวลาและชื่อผู้ส่งในแชทออกแล้ว" in page.content.decode()) is is_cut
