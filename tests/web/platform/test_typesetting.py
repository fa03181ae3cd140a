import pytest
from django.http import HttpResponse, StreamingHttpResponse
from django.test import RequestFactory

from prongsai.web.platform import typesetting
from prongsai.web.platform.typesetting import Typesetting, glue, typeset

NB = "\u00a0"


@pytest.mark.parametrize(
    ("typed", "set_"),
    [
        ("31 จาก 43 ข้อ", f"31 จาก{NB}43{NB}ข้อ"),
        ("วันที่ 20 มี.ค. 2566", f"วันที่{NB}20{NB}มี.ค.{NB}2566"),
        ("20 พฤษภาคม ๒๕๖๖", f"20{NB}พฤษภาคม{NB}๒๕๖๖"),
        ("เสีย 9.48 คะแนน", f'เสีย 9.48{NB}<span class="w">คะแนน</span>'),
        ("93.10 × 30%", f"93.10{NB}×{NB}30%"),
        ("เดือน 1–12", 'เดือน <span class="w">1–12</span>'),
        ("30 / 30 / 40", f'<span class="w">30 /{NB}30 /{NB}40</span>'),
        ("ก · ข", f"ก{NB}· ข"),
        ("plain words", "plain words"),
    ],
)
def test_figures_stay_with_what_they_count(typed, set_):
    assert glue(typed) == set_


def test_the_longest_word_is_kept():
    assert glue("ปีงบประมาณ") == '<span class="w">ปีงบประมาณ</span>'
    assert glue("ใช้งบประมาณ") == 'ใช้<span class="w">งบประมาณ</span>'


@pytest.mark.parametrize(
    "untouched",
    [
        '<a title="ปีงบประมาณ 5 ข้อ">',
        "<textarea>ปีงบประมาณ 5 ข้อ</textarea>",
        "<option>ปีงบประมาณ 2566</option>",
        "<title>งบประมาณ</title>",
        '<svg><text class="c-text">5 ข้อ</text></svg>',
        "<pre>5 ข้อ</pre>",
        "<!-- งบประมาณ > 5 ข้อ -->",
        '<span class="w">งบประมาณ</span>',
    ],
)
def test_attributes_and_data_are_not_touched(untouched):
    assert typeset(untouched) == untouched
    assert typeset(f"{untouched}งบประมาณ").endswith('<span class="w">งบประมาณ</span>')


def test_the_lines_of_a_template_are_spaces():
    laid_out = "<p>\n    งาน\n    ·\n ทำแล้ว 5\n   ข้อ\n</p>"
    assert typeset(laid_out) == f"<p> งาน{NB}· ทำแล้ว 5{NB}ข้อ </p>"
    typed = '<dd class="ps-kept">ก\nข</dd>'
    assert typeset(f"{typed}\n<p>ก\nข</p>") == f"{typed} <p>ก ข</p>"


def test_setting_twice_changes_nothing():
    once = typeset("<p>ใช้งบประมาณ 5 ข้อ เดือน 1–12</p>")
    assert typeset(once) == once


def test_only_pages_are_set(settings):
    settings.TYPESETTING = True
    answers = {
        "text/html": ("<p>5 ข้อ</p>", f"<p>5{NB}ข้อ</p>"),
        "text/plain": ("5 ข้อ", "5 ข้อ"),
        "application/json": ("5 ข้อ", "5 ข้อ"),
    }
    for media_type, (made, sent) in answers.items():
        answer = HttpResponse(made, content_type=media_type)
        got = Typesetting(lambda _, answer=answer: answer)(RequestFactory().get("/"))
        assert got.content.decode() == sent
    stream = StreamingHttpResponse(["<p>5 ข้อ</p>"])
    assert Typesetting(lambda _: stream)(RequestFactory().get("/")) is stream


def test_no_kept_word_is_too_wide_for_a_small_phone():
    lines = typesetting._WORDS.read_text(encoding="utf-8").splitlines()[1:]
    words = [word for line in lines for word in line.split()]
    assert len(words) == len(set(words)) > 200
    assert max(map(len, words)) <= 23


SEEN = '<p><input type="hidden" name="{}seen" value="3"></p>'


@pytest.mark.parametrize("prefix", ["", "line0-", "main_"])
def test_a_form_that_shows_a_version_is_not_filled_by_what_a_browser_remembers(prefix):
    page = '<form method="post"><p>a</p></form><form method="post">' + SEEN.format(prefix) * 2
    assert typeset(page) == page.replace("</form><form", '</form><form autocomplete="off"')
    assert typeset(typeset(page)) == typeset(page)


def test_a_form_of_something_new_is_filled_again():
    page = '<form method="post"><input name="shown_q"><input name="unseen"></form>'
    assert typeset(page) == page
    assert typeset(SEEN.format("")) == SEEN.format(""), "a part without its form"
