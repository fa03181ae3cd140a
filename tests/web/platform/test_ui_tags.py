from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from xml.etree import ElementTree as ET

import pytest
from django import forms
from django.template import Context, Template
from django.utils import translation

from prongsai.core.text import Text
from prongsai.web.platform.fields import ThaiDateField
from prongsai.web.platform.templatetags import ui

DAY = date(2023, 3, 20)


def shown(source, **context):
    return Template(source).render(Context(context))


def drawing(source, **context):
    """The SVG that a tag makes, parsed: it is well formed."""
    return ET.fromstring(shown(source, **context))  # noqa: S314 - our own drawing


@pytest.mark.parametrize(
    ("name", "thai", "english"),
    [
        ("thai_date", "20 มีนาคม 2566", "20 March BE 2566"),
        ("thai_short_date", "20 มี.ค. 2566", "20 Mar BE 2566"),
        ("month_year", "มีนาคม 2566", "March BE 2566"),
        ("thai_weekday", "วันจันทร์ที่ 20 มีนาคม 2566", "Monday 20 March BE 2566"),
    ],
)
def test_a_day_is_written_in_the_buddhist_era(name, thai, english):
    assert shown(f"{{{{ day|{name} }}}}", day=DAY) == thai
    with translation.override("en"):
        assert shown(f"{{{{ day|{name} }}}}", day=DAY) == english
    assert shown(f"{{{{ day|{name} }}}}", day=None) == ""


def test_a_moment_is_told_by_the_clock_of_thailand():
    late = datetime(2023, 3, 20, 18, 5, tzinfo=UTC)
    assert shown("{{ at|thai_moment }}", at=late) == "21 มี.ค. 2566 01.05 น."
    assert shown("{{ at|thai_date }}", at=late) == "21 มีนาคม 2566"
    with translation.override("en"):
        assert shown("{{ at|thai_moment }}", at=late) == "21 Mar BE 2566 01:05"
    assert shown("{{ at|thai_moment }}", at=None) == ""


@pytest.mark.parametrize(
    ("value", "printed"),
    [
        (Decimal("90.515"), "90.52"),
        (90.5, "90.50"),
        (Fraction(181, 2), "90.50"),
        (Fraction(2, 3), "0.67"),
        (Fraction(90515, 1000), "90.52"),
        ("59.5", "59.5"),
        (None, "–"),
        (0, "0.00"),
    ],
)
def test_a_score_has_two_places_and_published_text_stays(value, printed):
    assert shown("{{ value|score }}", value=value) == printed


@pytest.mark.parametrize(
    ("value", "printed"),
    [
        (0.5, "+0.50"),
        (Decimal("-0.505"), "\u22120.51"),
        (Fraction(-1, 3), "\u22120.33"),
        (0.001, "0.00"),
        (None, "–"),
        ("ใหม่", "ใหม่"),
    ],
)
def test_a_difference_carries_its_sign(value, printed):
    assert shown("{{ value|signed }}", value=value) == printed


def test_digits_and_texts_follow_the_reader():
    assert shown("{{ 2566|digits }}") == "๒๕๖๖"
    words = Text("ต่ำกว่า 85", "under 85")
    assert shown("{{ words|in_language }}", words=words) == "ต่ำกว่า 85"
    with translation.override("en"):
        assert shown("{{ words|in_language }}", words=words) == "under 85"
    assert shown("{{ words|in_language }}", words=None) == ""


def test_the_thai_filter_escapes_before_it_joins():
    assert shown("{{ t|thai }}", t="<b> 5 ข้อ") == "&lt;b&gt; 5\u00a0ข้อ"


def test_every_icon_is_well_formed_and_hidden_from_readers():
    names = set(ui._symbols()) - {"mark", "empty"}
    assert {"home", "check", "alert", "doc"} <= names
    for name in sorted(names):
        drawn = drawing("{% icon name %}", name=name)
        assert drawn.get("aria-hidden") == "true"
        assert len(drawn)
    assert drawing("{% logo %}").get("aria-hidden") == "true"
    assert drawing("{% empty_picture %}").get("aria-hidden") == "true"


def test_every_kind_of_tag_has_an_icon():
    for kind in ui._TAGS:
        assert f"ps-tag--{ui.tag_colour(kind)}" in shown(
            '{% include "ui/tag.html" with kind=kind text="คำ" only %}', kind=kind
        )


@pytest.mark.parametrize(
    ("source", "classes"),
    [
        ("{% bar 84.94 %}", ["c-track", "c-low", "c-target"]),
        ("{% bar 85 %}", ["c-track", "c-ok", "c-target"]),
        ("{% bar 83.93 gain_from=68.93 %}", ["c-track", "c-gain", "c-low", "c-target"]),
        ("{% bar 50 target=None %}", ["c-track", "c-ok"]),
        ("{% bar None %}", ["c-track", "c-target"]),
    ],
)
def test_a_bar_tells_by_colour_on_which_side_of_the_target_it_is(source, classes):
    drawn = drawing(source)
    assert [part.get("class") for part in drawn] == classes
    assert drawn.get("aria-hidden") == "true"


def test_a_bar_alone_tells_its_figure_and_never_leaves_its_frame():
    drawn = drawing('{% bar 140 "140 จาก 100" %}')
    assert (drawn.get("role"), drawn.get("aria-label")) == ("img", "140 จาก 100")
    assert drawn[1].get("width") == "300"
    assert drawing("{% bar -3 %}")[1].get("width") == "0"


def test_a_scored_figure_stands_beside_its_bar():
    assert "is-low" in shown("{% scored 78.86 %}")
    assert ">78.86<" in shown("{% scored 78.86 %}")
    assert "is-low" not in shown("{% scored 85 %}")
    assert ">59.5<" in shown('{% scored 59.5 "59.5" %}')
    assert ">–<" in shown("{% scored None %}")
    assert "&lt;i&gt;" in shown('{% scored 1 "<i>" %}')


def test_work_is_green_only_when_all_is_done():
    assert drawing('{% progress 42 43 "42 จาก 43" %}')[1].get("class") == "c-ok"
    assert drawing('{% progress 43 43 "43 จาก 43" %}')[1].get("class") == "c-done"
    assert drawing('{% progress 0 0 "ยังไม่มี" %}')[1].get("width") == "0"
    assert drawing("{% progress 1 2 %}").get("aria-label") == "50%"


def test_a_line_breaks_where_a_year_has_no_value():
    points = [("2562", 40, "40"), ("2563", None), ("2564", 85.26), ("2565", 90.52, "90.52")]
    drawn = drawing('{% line_chart points "สี่ปี" %}', points=points)
    assert len([part for part in drawn if part.tag == "polyline"]) == 2
    texts = [part.text for part in drawn if part.get("class") == "c-strong"]
    assert texts == ["40", "85.26", "90.52"]
    dots = [part.get("class") for part in drawn if part.tag == "circle"]
    assert dots == ["c-dotlow", "c-dot", "c-dot"]


@pytest.mark.parametrize("values", [[], [None], [85], [0, 100], [None, 59.5, 85.26, None]])
@pytest.mark.parametrize("tag", ["spark", "mini"])
def test_small_lines_take_any_number_of_values(tag, values):
    drawn = drawing(f'{{% {tag} values "ค่า" %}}', values=values)
    assert drawn.get("aria-label") == "ค่า"
    for line in (part for part in drawn if part.tag == "polyline"):
        for pair in line.get("points").split():
            x, y = map(float, pair.split(","))
            assert 0 <= x <= 150
            assert 0 <= y <= 60


@pytest.mark.parametrize("points", [[], [("EIT", None)], [("IIT", 0), ("EIT", 78.86, "78.86")]])
def test_charts_take_any_number_of_points(points):
    drawn = drawing('{% line_chart points "แบบวัด" %}', points=points)
    assert drawn.get("role") == "img"


@pytest.mark.parametrize(("count", "told"), [(6, [1, 2, 3, 4, 5, 6]), (10, [2, 4, 6, 8, 10])])
def test_of_many_points_only_some_have_words_the_last_always(count, told):
    points = [(f"ปี {year}", 80 + year, f"{year}") for year in range(1, count + 1)]
    drawn = drawing('{% line_chart points "หลายปี" %}', points=points)
    assert [part.text for part in drawn if part.get("class") == "c-strong"] == [*map(str, told)]
    words = [part.text for part in drawn if part.get("class") == "c-text"]
    assert [text for text in words if text.startswith("ปี")] == [f"ปี {year}" for year in told]
    assert len([part for part in drawn if part.get("class") in {"c-dot", "c-dotlow"}]) == count


def test_parts_of_a_stack_fill_it():
    drawn = drawing(
        '{% stacked parts "เสีย" %}', parts=[("eit", 6.34), ("iit", 2.07), ("odd", 1.07)]
    )
    assert [part.get("class") for part in drawn] == ["c-eit", "c-iit", "c-ok"]
    end = float(drawn[-1].get("x")) + float(drawn[-1].get("width"))
    assert 297 < end < 300


def test_a_label_cannot_break_out_of_its_drawing():
    points = [("<2565>", 90.52, '"><script>')]
    drawn = drawing("{% line_chart points label %}", points=points, label='"><script>')
    assert drawn.get("aria-label") == '"><script>'


def test_no_drawing_carries_a_style_of_its_own():
    html = shown(
        "{% bar 1 %}{% spark v l %}{% mini v l %}{% line_chart p l %}{% stacked s l %}",
        l="ค่า",
        v=[1, 2],
        p=[("a", 1)],
        s=[("eit", 1)],
    )
    assert "style" not in html


class Sample(forms.Form):
    name = forms.CharField(label="ชื่อ", help_text="สั้น")
    kind = forms.ChoiceField(choices=[("a", "ก"), ("b", "ข")], widget=forms.RadioSelect)
    many = forms.MultipleChoiceField(
        choices=[("a", "ก"), ("b", "ข")], widget=forms.CheckboxSelectMultiple, required=False
    )
    unit = forms.ChoiceField(choices=[("1", "คลัง")])
    words = forms.CharField(widget=forms.Textarea({"class": "own"}), required=False)
    file = forms.FileField(required=False)
    sure = forms.BooleanField(required=False)
    day = ThaiDateField(required=False)
    hidden = forms.CharField(widget=forms.HiddenInput, required=False)


def fields_of(form):
    return shown('{% include "ui/fields.html" with form=form only %}', form=form)


def test_every_kind_of_field_has_its_class_and_its_label():
    html = fields_of(Sample())
    for name in ("input", "radios__input", "checkboxes__input", "select", "textarea"):
        assert f'class="govuk-{name}' in html or f"govuk-{name}" in html
    assert 'class="own govuk-textarea"' in html
    assert '<input type="hidden" name="hidden"' in html
    for label in ("id_name", "id_kind_0", "id_many_1", "id_unit", "id_sure", "id_day"):
        assert f'for="{label}"' in html


def test_a_field_points_to_its_hint_and_its_fault_and_keeps_what_was_typed():
    form = Sample({"day": "31/2/2566", "words": "ยาว"})
    html = fields_of(form)
    assert 'aria-describedby="id_name_hint id_name_error"' in html
    assert 'id="id_name_hint"' in html
    assert 'id="id_name_error"' in html
    assert "govuk-input--error" in html
    assert 'value="31/2/2566"' in html
    assert ">ยาว</textarea>" in html.replace("\n", "")
    summary = shown('{% include "ui/errors.html" with form=form only %}', form=form)
    for target in ("#id_name", "#id_kind_0", "#id_unit", "#id_day"):
        assert f'href="{target}"' in summary
        assert f'id="{target[1:]}"' in html


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("13/3/2566", date(2023, 3, 13)),
        ("13 มี.ค. 66", date(2023, 3, 13)),
        (" ๑๓ มีนาคม ๒๕๖๖ ", date(2023, 3, 13)),
        ("13/03/2023", date(2023, 3, 13)),
        ("2023-03-13", date(2023, 3, 13)),
        ("29-2-2567", date(2024, 2, 29)),
        ("", None),
    ],
)
def test_a_thai_date_is_read_as_people_type_it(typed, day):
    form = Sample({"day": typed, "name": "x", "kind": "a", "unit": "1"})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["day"] == day


@pytest.mark.parametrize("typed", ["13 2566", "13/15/2566", "31 ก.พ. 2566", "x", "มี.ค. 2566"])
def test_what_is_no_date_is_refused_in_words(typed):
    form = Sample({"day": typed})
    assert form.errors.as_data()["day"][0].code == "wrong"


def test_a_thai_date_shows_a_stored_day():
    html = fields_of(Sample(initial={"day": date(2023, 3, 13)}))
    assert 'value="13 มี.ค. 2566"' in html


def test_states_have_words_in_both_languages():
    assert [ui.step_words(state) for state in ui._STEPS] == ["เสร็จ", "ทำต่อ", "ยังไม่ถึง"]
    assert {ui.severity_words(name) for name in ui._SEVERITIES} == {"ต้องแก้", "ควรดู", "ข้อสังเกต"}
    assert {ui.step_kind(state) for state in ui._STEPS} <= set(ui._TAGS)
    assert {ui.severity_kind(name) for name in ui._SEVERITIES} <= set(ui._TAGS)
    assert {ui.step_icon(state) for state in ui._CHAIN_ICONS} <= set(ui._symbols())


@pytest.mark.parametrize(
    ("days", "kind", "words"),
    [
        (-3, "bad", "เกินกำหนด 3 วัน"),
        (0, "warn", "ครบวันนี้"),
        (1, "warn", "อีก 1 วัน"),
        (7, "warn", "อีก 7 วัน"),
        (8, "calm", "อีก 8 วัน"),
    ],
)
def test_a_day_is_told_by_how_near_it_is(days, kind, words):
    drawn = shown('{% include "ui/due.html" with days=days only %}', days=days)
    assert f"ps-tag--{kind}" in drawn
    assert words in drawn
