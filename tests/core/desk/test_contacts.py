"""What a text repeats of who brought a case."""

import pytest

from prongsai.core.desk.reading import shipped
from prongsai.core.desk.ways import told_of

CASE = {"subject": "ขยะ", "contact_name": "นายสมมุติ ใจตัวอย่าง", "contact_way": "โทรศัพท์ 081-234 5678"}
CONTACT = ("contact_name", "contact_way")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("คุณใจตัวอย่างถาม", ("ใจตัวอย่าง",)),
        ("สมมุติว่ามีขยะ", ("สมมุติ",)),  # told rather than missed: the officer writes it otherwise
        ("โทร ๐๘๑ ๒๓๔ ๕๖๗๘", ("0812345678",)),
        ("โทรศัพท์ถึงหน่วยงาน เรื่องขยะ", ()),
        ("081", ()),
        ("", ()),
    ],
)
def test_names_and_telephones_are_told_and_common_words_are_not(text, found):
    assert told_of(CASE, CONTACT, text) == found


def test_a_mail_or_an_account_is_told_whatever_its_letters():
    case = {"contact_way": "ไลน์ Somebody_1 หรือ a.b@mail.example"}
    assert told_of(case, CONTACT, "ถึง SOMEBODY_1 และ A.B@mail.example") == (
        "Somebody_1", "a.b@mail.example",
    )  # fmt: skip


def test_a_case_without_contact_tells_nothing():
    assert told_of({}, CONTACT, "อะไรก็ได้") == ()


def test_every_kind_names_its_contact_the_same_way():
    assert {one.contact for one in shipped()} == {CONTACT}
