"""Charts of services: read, summed, compared."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prongsai.core.counter.charts import (
    Chart,
    ChartVerdict,
    ServiceChange,
    ServiceStep,
    Total,
    in_words,
    read_list,
    read_steps,
    typed_steps,
)
from prongsai.core.errors import Wrong


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("รับคำขอ | ๕ นาที | งานทะเบียน", ServiceStep("รับคำขอ", 5, 0, "งานทะเบียน")),
        ("ตรวจ\t1 ชั่วโมง 30 นาที\tนิติกร", ServiceStep("ตรวจ", 90, 0, "นิติกร")),
        ("อนุญาต | 2 วันทำการ", ServiceStep("อนุญาต", 0, 2)),
        ("อนุญาต | 3วัน | นายช่าง", ServiceStep("อนุญาต", 0, 3, "นายช่าง")),
        ("รับเรื่อง", ServiceStep("รับเรื่อง")),
        ("รับเรื่อง | - | ใครก็ได้", ServiceStep("รับเรื่อง", 0, 0, "ใครก็ได้")),
        ("check | 2 hours", ServiceStep("check", 120)),
    ],
)
def test_a_step_is_read_as_it_is_typed(typed, told):
    assert read_steps(typed) == (told,)
    assert read_steps(typed_steps([told])) == (told,)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("", "1 ถึง 20"), ("รับ | 5 นาที | ก | ข", "บรรทัดที่ 1"), ("รับ\n | 5 นาที", "บรรทัดที่ 2"),
        ("รับ | เร็ว", "เขียนเวลา"), ("รับ | 5", "เขียนเวลา"), ("รับ | 0 นาที", "เขียนเวลา"),
        ("\n".join(["รับ"] * 21), "1 ถึง 20"),
    ],
)  # fmt: skip
def test_what_is_no_step_is_told(typed, told):
    with pytest.raises(Wrong) as fault:
        read_steps(typed)
    assert told in fault.value.message.th


def test_a_list_is_read_by_lines():
    assert read_list("บัตรประชาชน\n\n  ทะเบียนบ้าน ") == ("บัตรประชาชน", "ทะเบียนบ้าน")
    assert read_list("") == ()
    with pytest.raises(Wrong):
        read_list("\n".join(["ก"] * 31))


@pytest.mark.parametrize(
    ("minutes", "days", "thai", "english"),
    [
        (5, 0, "5 นาที", "5 minutes"), (60, 0, "1 ชั่วโมง", "1 hour"),
        (61, 2, "2 วันทำการ 1 ชั่วโมง 1 นาที", "2 working days 1 hour 1 minute"),
    ],
)  # fmt: skip
def test_times_in_words(minutes, days, thai, english):
    told = in_words(minutes, days)
    assert (told.th, told.en) == (thai, english)


def test_no_time_is_said_as_none():
    assert in_words(0, 0) is None
    chart = Chart((ServiceStep("ก", 5), ServiceStep("ข"), ServiceStep("ค", 0, 2)))
    assert chart.total == Total(3, 5, 2, 1)


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ((30, 0), (20, 0), ChartVerdict.LESS), ((20, 0), (30, 0), ChartVerdict.MORE),
        ((20, 1), (20, 1), ChartVerdict.SAME), ((0, 3), (30, 1), ChartVerdict.LESS),
        ((30, 0), (0, 1), ChartVerdict.MORE), ((30, 2), (30, 1), ChartVerdict.LESS),
        # A thousand minutes may be more than the day that went.
        ((0, 3), (1_000, 2), ChartVerdict.UNCLEAR),
    ],
)  # fmt: skip
def test_before_and_today(before, after, told):
    change = ServiceChange(Total(2, *before, 0), Total(2, *after, 0))
    assert change.time is told
    assert change.steps is ChartVerdict.SAME


def test_of_a_step_without_time_nobody_says_it_is_quicker():
    assert ServiceChange(Total(3, 30, 0, 1), Total(2, 5, 0, 0)).time is ChartVerdict.UNCLEAR
    assert ServiceChange(Total(3, 30, 0, 0), Total(2, 5, 0, 0)).time is ChartVerdict.LESS
    assert ServiceChange(Total(3, 30, 0, 1), Total(2, 5, 0, 0)).steps is ChartVerdict.LESS


_TOTALS = st.builds(
    Total, st.integers(1, 9), st.integers(0, 2_000), st.integers(0, 9), st.integers(0, 1)
)
_OPPOSITE = {
    ChartVerdict.LESS: ChartVerdict.MORE, ChartVerdict.MORE: ChartVerdict.LESS,
    ChartVerdict.SAME: ChartVerdict.SAME,
    ChartVerdict.UNCLEAR: ChartVerdict.UNCLEAR,
}  # fmt: skip


@given(_TOTALS, _TOTALS)
def test_seen_from_the_other_side_it_is_the_opposite(one, other):
    there, back = ServiceChange(one, other), ServiceChange(other, one)
    assert back.time is _OPPOSITE[there.time]
    assert back.steps is _OPPOSITE[there.steps]
