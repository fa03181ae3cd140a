"""Sentences: filled from a case, or the agency's own with plain fields and nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prongsai.core.errors import Place, Severity
from prongsai.core.papers.wording import Wording, fields_of, shipped

PLACE = Place("overrides.yaml")
OURS = Wording(
    {
        "memo.subject": "ขอความเห็นชอบของ{agency} ปี {plan_year}",
        "order.duties": ("ก", "ข {chief_executive}"),
    }
)


def replaced(**own):
    """The wording with one memo.subject or order.duties of the agency's own."""
    nested = {}
    for key, value in own.items():
        part, name = key.split("_", 1)
        nested.setdefault(part, {})[name] = value
    return OURS.replaced(nested, PLACE)


def test_a_sentence_is_filled():
    assert OURS("memo.subject", agency="เทศบาล", plan_year=2566) == "ขอความเห็นชอบของเทศบาล ปี 2566"
    assert OURS.several("order.duties", chief_executive="นายก") == ("ก", "ข นายก")


def test_a_value_with_braces_is_printed_and_not_filled_again():
    assert OURS("memo.subject", agency="{plan_year}", plan_year="1").endswith("{plan_year} ปี 1")


@pytest.mark.parametrize(
    "ask",
    [
        lambda: OURS("memo.subject", agency="เทศบาล"),
        lambda: OURS("memo.nothing"),
        lambda: OURS("order.duties", chief_executive="นายก"),
        lambda: OURS.several("memo.subject", agency="ก", plan_year="1"),
        lambda: OURS.several("order.duties"),
    ],
    ids=["field missing", "no such key", "list as text", "text as list", "field of list missing"],
)
def test_a_fault_of_ours_is_a_key_error(ask):
    with pytest.raises(KeyError):
        ask()


@pytest.mark.parametrize(
    "sentence",
    [
        "ขออนุมัติ",
        "ของ{agency}",
        "ปี {plan_year} ของ{agency} และ{agency}",
        "ก" * 2000,
        "วงเล็บ {{ปีกกา}} {agency}",
        "{agency:}",
    ],
)
def test_a_sentence_with_the_fields_of_ours_is_taken(sentence):
    wording, findings = replaced(memo_subject=sentence)
    assert findings.items == []
    filled = wording("memo.subject", agency="เทศบาล", plan_year="2566")
    assert filled == sentence.format(agency="เทศบาล", plan_year="2566")


@pytest.mark.parametrize(
    "sentence",
    [
        "{agency.__class__}",
        "{agency.name}",
        "{agency[0]}",
        "{agency!r}",
        "{agency:>99}",
        "{agency:{plan_year}}",
        "{}",
        "{0}",
        "{total}",
        "{self}",
        "{agency",
        "agency}",
        "{agency}}",
        "{ agency }",
        "ก" * 2001,
        "",
        "  ",
        None,
        ["ขออนุมัติ"],
    ],
)
def test_any_other_sentence_is_left_out_and_told(sentence):
    wording, findings = replaced(memo_subject=sentence)
    (finding,) = findings.items
    assert (finding.code, finding.severity) == ("unusable_wording", Severity.ERROR)
    assert "memo.subject" in finding.message.th
    assert finding.places == (PLACE,)
    assert wording("memo.subject", agency="ก", plan_year="1") == OURS(
        "memo.subject", agency="ก", plan_year="1"
    )


@pytest.mark.parametrize("duties", [["หนึ่ง", "สอง ของ{chief_executive}", "สาม"], ["เดียว"]])
def test_a_list_is_taken_whole(duties):
    wording, findings = replaced(order_duties=duties)
    assert findings.items == []
    assert wording.several("order.duties", chief_executive="นายก") == tuple(
        duty.format(chief_executive="นายก") for duty in duties
    )


@pytest.mark.parametrize(
    "duties", ["หนึ่ง", [], [""], ["หนึ่ง", None], ["{agency}"], [{"ก": "ข"}], ["ก" * 1001] * 2]
)
def test_a_list_that_cannot_be_used_is_left_out_and_told(duties):
    wording, findings = replaced(order_duties=duties)
    assert [finding.code for finding in findings.items] == ["unusable_wording"]
    assert wording.several("order.duties", chief_executive="ค") == ("ก", "ข ค")


@pytest.mark.parametrize(
    "own",
    [{"memo": "ข้อความ"}, {"memo": {"subjekt": "ก"}}, {"memo": {"subject": {"x": "ก"}}}, {1: "ก"}],
)
def test_a_name_that_is_none_of_ours_is_told(own):
    wording, findings = OURS.replaced(own, PLACE)
    assert [finding.code for finding in findings.items] == ["unknown_wording"]
    assert wording.several("order.duties", chief_executive="ค") == ("ก", "ข ค")


def test_one_bad_sentence_leaves_the_good_ones_in_place():
    wording, findings = replaced(memo_subject="{x}", order_duties=["ใหม่"])
    assert len(findings.items) == 1
    assert wording.several("order.duties") == ("ใหม่",)


def test_a_dotted_name_is_as_good_as_a_nested_one():
    wording, findings = OURS.replaced({"memo.subject": "ใหม่"}, PLACE)
    assert (wording("memo.subject"), findings.items) == ("ใหม่", [])


@given(st.text("{}agency!:.[]0", max_size=20))
def test_a_sentence_is_taken_only_where_it_can_be_filled(sentence):
    wording, findings = replaced(memo_subject=f"ก{sentence}")
    wording("memo.subject", agency="ข", plan_year="1")
    strange = fields_of(f"ก{sentence}") - {"agency", "plan_year"}
    assert bool(findings.items) == bool(strange)


def test_every_sentence_of_ours_is_usable_itself():
    ours = shipped()._sentences
    assert ours
    for key, value in ours.items():
        sentences = value if isinstance(value, tuple) else (value,)
        assert "" not in {name for one in sentences for name in fields_of(one)}, key
        assert all(one.strip() for one in sentences), key
        assert sum(map(len, sentences)) <= 2000, key
