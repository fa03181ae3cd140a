"""Forms of the plan: a measure, a point, the head, a workbook."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from msgspec import Struct

from prongsai.core.analysis.weakness import find_weak
from prongsai.core.dates import is_day
from prongsai.core.ids import INSTRUMENTS
from prongsai.core.measures.cells import in_code_order, is_blank, list_of, list_text, tidy
from prongsai.core.measures.model import NO_BUDGET
from prongsai.core.papers.case import Narrative
from prongsai.core.rounding import plain_number
from prongsai.core.scoring.card import ScoreCard
from prongsai.core.thai import arabic_digits, squeeze
from prongsai.web.platform.fields import with_this_year
from prongsai.web.platform.forms import SeenOrNewForm
from prongsai.web.year.analysis.models import Scenario
from prongsai.web.year.measures.models import MeasureRow, PlanRow, PointRow

_LINE, _TEXT = 300, 4_000
_FULL = 100
_PLACES = 2
NONE, TYPED = "none", "typed"
_TEXTS = (
    "number", "title", "group", "unit", "period", "start", "due", "at_six_months",
    "at_twelve_months",
)  # fmt: skip


class LineField(forms.CharField):
    """One line, spaces and control characters tidied."""

    def __init__(self, **kwargs: Any) -> None:
        """Short by default, and not needed."""
        given: dict[str, Any] = {"max_length": _LINE, "required": False}
        super().__init__(**given | kwargs)

    def clean(self, value: Any) -> str:
        text: str = super().clean(squeeze(tidy(value or "")))
        return text


class LinesField(forms.CharField):
    """A text of several lines."""

    def __init__(self, rows: int = 3, **kwargs: Any) -> None:
        """A box of so many rows, and not needed."""
        given: dict[str, Any] = {
            "max_length": _TEXT,
            "required": False,
            "widget": forms.Textarea({"rows": rows}),
        }
        super().__init__(**given | kwargs)

    def clean(self, value: Any) -> str:
        text: str = super().clean(tidy(value or ""))
        return text


class EntriesField(LinesField):
    """A list, an entry in each line; numbers and bullets in front are understood."""

    def clean(self, value: Any) -> list[str]:  # type: ignore[override]  # a list from a text
        return list(list_of(super().clean(value)))


def _middle(**attrs: str) -> forms.TextInput:
    return forms.TextInput({**attrs, "class": "field-m"})


class MeasureForm(SeenOrNewForm):
    """One measure; every field may stay empty but its title, and what is missing is told."""

    title = LinesField(
        label=_("มาตรการ"),
        rows=2,
        required=True,
        error_messages={"required": _("ใส่ชื่อมาตรการ")},
    )
    group = LineField(
        label=_("ด้าน"),
        help_text=_("มาตรการของด้านเดียวกันอยู่ด้วยกัน เลือกจากที่มีหรือพิมพ์ใหม่"),
        widget=forms.TextInput({"autocomplete": "off", "list": "groups"}),
    )
    number = LineField(label=_("ลำดับ"), max_length=40, widget=_middle())
    steps = EntriesField(label=_("ขั้นตอน"), help_text=_("บรรทัดละหนึ่งขั้น"), rows=6)
    unit = LineField(
        label=_("หน่วยงานรับผิดชอบ"),
        help_text=_("เลือกจากส่วนราชการหรือพิมพ์เอง หลายหน่วยงานคั่นด้วยจุลภาค"),
        widget=forms.TextInput({"autocomplete": "off", "list": "units"}),
    )
    period = LineField(
        label=_("ระยะเวลา"),
        help_text=with_this_year(_("เช่น ทุกไตรมาส หรือ ต.ค. 2565 ถึง ก.ย. 2566")),
    )
    start = LineField(
        label=_("เริ่ม"),
        help_text=with_this_year(_("วันหรือเดือน เช่น ต.ค. 2565")),
        widget=_middle(),
    )
    due = LineField(
        label=_("กำหนดแล้วเสร็จ"),
        help_text=with_this_year(_("วันหรือเดือน เช่น 30 กันยายน 2566")),
        widget=_middle(),
    )
    evidence = EntriesField(label=_("หลักฐานที่ต้องมี"), help_text=_("บรรทัดละหนึ่งอย่าง"), rows=3)
    at_six_months = LinesField(label=_("ติดตามรอบ 6 เดือน"), rows=2)
    at_twelve_months = LinesField(label=_("ติดตามรอบ 12 เดือน"), rows=2)
    money = forms.ChoiceField(
        label=_("งบประมาณ"),
        choices=[(NONE, _("ไม่ใช้งบประมาณ")), (TYPED, _("ใช้งบประมาณ หรือยังไม่ทราบ"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("เลือกว่าใช้งบประมาณหรือไม่")},
    )
    budget = LineField(
        label=_("จำนวนเงิน"),
        help_text=_("เช่น 5,000 บาท เว้นว่างถ้ายังไม่ทราบ"),
        widget=_middle(autocomplete="off"),
    )
    items = forms.MultipleChoiceField(required=False)
    remarks = forms.TypedMultipleChoiceField(required=False, coerce=int)

    def __init__(
        self,
        data: Any = None,
        *,
        row: MeasureRow | None = None,
        codes: Sequence[str] = (),
        numbers: Sequence[int] = (),
        initial: Mapping[str, Any] | None = None,
        keeps_unit: bool = False,
    ) -> None:
        """`codes` and `numbers` may be ticked besides those that the row has already."""
        self.row = row
        self.own = [list(pair) for pair in row.other] if row is not None else []
        super().__init__(data, initial=_initial(row) | dict(initial or {}))
        held = list(row.items) if row is not None else []
        held_remarks = list(row.remarks) if row is not None else []
        self._offer("items", dict.fromkeys((*codes, *held)))
        self._offer("remarks", dict.fromkeys((*numbers, *held_remarks)))
        for place, (name, text) in enumerate(self.own):
            self.fields[f"own_{place}"] = LinesField(label=name, initial=text, rows=2)
        if keeps_unit:
            self.fields["unit"].disabled = True
            self.fields["unit"].help_text = _("เปลี่ยนหน่วยงานรับผิดชอบได้เฉพาะผู้ดูแลแผน")

    def _offer(self, name: str, values: Mapping[Any, None]) -> None:
        self.fields[name].choices = [(str(value), str(value)) for value in values]  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        """The values of the measure, as a revision holds them.

        What only tidying would change stays to the letter.
        """
        cleaned = self.cleaned_data
        budget = NO_BUDGET if cleaned["money"] == NONE else cleaned["budget"]
        texts = {name: cleaned[name] for name in _TEXTS} | {"budget": budget}
        held = {name: getattr(self.row, name) for name in texts} if self.row else {}
        for name, old in held.items():
            if squeeze(tidy(old)) == squeeze(texts[name]):
                texts[name] = old
        items, remarks = in_code_order(cleaned["items"]), sorted(cleaned["remarks"])
        if self.row is not None:
            items = list(self.row.items) if set(items) == set(self.row.items) else items
            remarks = list(self.row.remarks) if set(remarks) == set(self.row.remarks) else remarks
        return {
            **texts,
            "steps": cleaned["steps"],
            "evidence": cleaned["evidence"],
            "items": items,
            "remarks": remarks,
            "other": [[name, cleaned[f"own_{place}"]] for place, (name, _text)
                      in enumerate(self.own) if cleaned[f"own_{place}"]],
        }  # fmt: skip


def _initial(row: MeasureRow | None) -> dict[str, Any]:
    if row is None:
        return {"money": NONE, "seen": 0}
    free = row.budget == NO_BUDGET
    return {
        **{name: getattr(row, name) for name in _TEXTS},
        "seen": row.version,
        "steps": list_text(row.steps),
        "evidence": list_text(row.evidence),
        "money": NONE if free else TYPED,
        "budget": "" if free else row.budget,
        "items": [str(code) for code in row.items],
        "remarks": [str(number) for number in row.remarks],
    }


class PointForm(SeenOrNewForm):
    """What is said about a weak point: a guideline, or why nothing is done."""

    guideline = LinesField(
        label=_("แนวทาง"), help_text=_("พิมพ์ในตารางจากจุดอ่อนสู่มาตรการของเล่ม"), rows=3
    )
    reason = LinesField(label=_("เหตุผลที่ไม่ดำเนินการ"), help_text=_("ใช้เมื่อไม่มีมาตรการที่ตอบจุดนี้"), rows=3)

    def __init__(self, data: Any = None, *, row: PointRow) -> None:
        initial = {"seen": row.version, "guideline": row.guideline, "reason": row.reason}
        super().__init__(data, initial=initial)

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("guideline", "reason")}


class NarrativeGroup(Struct, frozen=True):
    """The fields of one instrument with its score and what is weak and best in it."""

    code: str
    score: Decimal | None
    fields: tuple[forms.BoundField, ...]
    weak: tuple[str, ...]
    best: tuple[str, ...]


class NarrativesForm(SeenOrNewForm):
    """What the officer says of each instrument: to mend, to improve, to keep."""

    def __init__(self, data: Any = None, *, row: PlanRow) -> None:
        labels = {"mend": _("ต้องแก้ไข"), "improve": _("ควรปรับปรุง"), "keep": _("รักษาระดับ")}
        initial: dict[str, Any] = {"seen": row.version}
        super().__init__(data, initial=initial)
        for code in INSTRUMENTS:
            for name, label in labels.items():
                key = f"{code}-{name}"
                self.fields[key] = LinesField(label=f"{code}: {label}")
                initial[key] = row.narratives.get(code, {}).get(name, "")

    def groups(self, card: ScoreCard | None) -> tuple[NarrativeGroup, ...]:
        """The fields by instrument, beside what the scores say of it."""
        weakness = find_weak(card) if card else None
        groups = []
        for code in INSTRUMENTS:
            own = [i for i in weakness.below_target if i.instrument == code] if weakness else []
            best = [i for i in weakness.best if i.instrument == code] if weakness else []
            nodes = [
                node.code
                for node in (weakness.nodes_below if weakness and card else ())
                if code in (node.key, card.framework.tree[node.key].parent if card else "")
            ]
            bound = tuple(self[f"{code}-{name}"] for name in ("mend", "improve", "keep"))
            groups.append(
                NarrativeGroup(
                    code,
                    card.scores[code].figure if card else None,
                    bound,
                    (*nodes, *(item.code for item in own)),
                    tuple(item.code for item in best),
                )
            )
        return tuple(groups)

    def narratives(self) -> tuple[Narrative, ...]:
        typed = self.cleaned_data
        return tuple(
            Narrative(code, *(typed[f"{code}-{name}"] for name in ("mend", "improve", "keep")))
            for code in INSTRUMENTS
        )


class HeadForm(SeenOrNewForm):
    scenario = forms.ChoiceField(
        label=_("เป้าหมายจากแบบจำลอง"),
        help_text=_("คะแนนเป้าหมายของแบบจำลองที่เก็บไว้จะเป็นเป้าของแผน"),
        required=False,
    )
    target = LineField(
        label=_("คะแนนเป้าหมาย"),
        help_text=_("ข้อที่ต่ำกว่านี้เป็นจุดอ่อนที่แผนต้องตอบ เช่น 85"),
        max_length=20,
        widget=forms.TextInput({"inputmode": "decimal", "class": "field-s"}),
    )
    approved = LineField(
        label=_("วันที่อนุมัติแผน"),
        help_text=with_this_year(_("เช่น 15 ตุลาคม 2565 เว้นว่างถ้ายังไม่อนุมัติ")),
        max_length=120,
        widget=_middle(),
    )

    def __init__(
        self,
        data: Any = None,
        *,
        row: PlanRow,
        scenarios: Sequence[tuple[Scenario, Decimal]],
        is_approved: bool = False,
    ) -> None:
        """`scenarios` are the kept what-ifs with the score that each aims at.

        Shape:  `is_approved` where the site's own approval sets the day: then nobody types it.
        """
        self.targets = {str(scenario.pk): (scenario.name, target) for scenario, target in scenarios}
        initial = {
            "seen": row.version,
            "target": f"{row.target.normalize():f}",
            "approved": row.approved,
            "scenario": next((str(s.pk) for s, _t in scenarios if s.name == row.scenario), ""),
        }
        super().__init__(data, initial=initial)
        self.row = row
        self.fields["scenario"].choices = [  # type: ignore[attr-defined]
            ("", _("ไม่ใช้ พิมพ์คะแนนเอง")),
            *((key, f"{name} ({target:f})") for key, (name, target) in self.targets.items()),
        ]
        if is_approved:
            del self.fields["approved"]

    def clean_approved(self) -> str:
        """One day and nothing else, for it is printed."""
        typed = str(self.cleaned_data["approved"])
        if not is_blank(typed) and not is_day(typed):
            details = {"typed": typed}
            raise forms.ValidationError(
                _("“%(typed)s” ไม่ใช่วันที่ ใส่วันเดียว เช่น 15 ตุลาคม 2565") % details
            )
        return typed

    def clean(self) -> dict[str, Any]:
        """The target of the chosen scenario, else the one that was typed."""
        cleaned = super().clean() or self.cleaned_data
        chosen = self.targets.get(cleaned.get("scenario") or "")
        if chosen is not None and cleaned.get("scenario") != self.initial["scenario"]:
            cleaned["name"], cleaned["score"] = chosen
            return cleaned
        typed = str(cleaned.get("target") or "")
        score = plain_number(arabic_digits(typed))
        is_score = score is not None and 0 < score <= _FULL
        if score is None or not is_score or round(score, _PLACES) != score:
            self.add_error(
                "target", _("“%(typed)s” ไม่ใช่คะแนนเป้าหมาย ใส่ตัวเลขถึง 100 เช่น 85") % {"typed": typed}
            )
            return cleaned
        cleaned["score"] = score
        is_of_scenario = chosen is not None and chosen[1] == score
        cleaned["name"] = chosen[0] if chosen is not None and is_of_scenario else ""
        return cleaned


class UploadForm(forms.Form):
    file = forms.FileField(
        label=_("ไฟล์แผน"),
        help_text=_("XLSX ที่ดาวน์โหลดจากที่นี่ หรือ XLS ODS CSV YAML DOCX PDF TXT"),
        error_messages={
            "required": _("เลือกไฟล์แผนก่อน"),
            "empty": _("ไฟล์นี้ว่าง เลือกไฟล์อื่น"),
        },
    )
