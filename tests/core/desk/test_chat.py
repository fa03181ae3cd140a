"""Chats that are pasted: names and times go, words stay."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prongsai.core.desk.ways import Chat, without_names

SAVED = """[LINE] ประวัติการแชทกับ หนึ่ง
บันทึกเมื่อ: 24/11/2026 10:30

2026/11/24(อ.)
10:02\tหนึ่ง\tไฟทางดับ 3 ต้น
10:03\tหนึ่ง\t"หน้าวัด
ตั้งแต่วันจันทร์"
10:05\tงานไฟฟ้า เทศบาล\tรับเรื่องแล้วค่ะ
"""


def test_a_saved_chat_keeps_words_and_no_name_or_time():
    chat = without_names(SAVED)
    assert chat.text.split("\n") == [
        "ผู้แจ้ง: ไฟทางดับ 3 ต้น", "ผู้แจ้ง: หน้าวัด", "ตั้งแต่วันจันทร์", "อีกฝ่าย: รับเรื่องแล้วค่ะ",
    ]  # fmt: skip
    assert chat.speakers == 2


@pytest.mark.parametrize(
    "line", ["10:02\tหนึ่ง\tไฟดับ", "๑๐:๐๒ น.\tหนึ่ง\tไฟดับ", "9.05\tหนึ่ง\tไฟดับ", "10:02 PM\tหนึ่ง\tไฟดับ"]
)
def test_one_speaker_needs_no_label(line):
    assert without_names(line) == Chat("ไฟดับ", 1)


@pytest.mark.parametrize(
    "text",
    [
        "ไฟทางดับตั้งแต่ 10:02 หน้าวัด",
        "10:02 หนึ่ง ไฟทางดับ",  # nobody can tell where a name ends
        "รายการ\tจำนวน\tหน่วย",
        "24/11/2569 ขอถามเรื่องภาษี",
        "",
    ],
)
def test_what_is_no_saved_chat_stays_as_it_is(text):
    assert without_names(text) == Chat(text)


@given(st.text(alphabet=st.characters(exclude_characters="\t"), max_size=200))
def test_text_without_a_saved_line_is_never_changed(text):
    assert without_names(text) == Chat(text)


@given(st.lists(st.text(alphabet="กขคงabc 123", min_size=1, max_size=20), min_size=1, max_size=6))
def test_every_word_of_a_saved_chat_stays(words):
    saved = "\n".join(f"10:0{number}\tหนึ่ง\t{said}" for number, said in enumerate(words))
    assert without_names(saved).text == "\n".join(words).strip()
