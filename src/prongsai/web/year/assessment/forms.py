"""Forms to open a year, name its source, take in a workbook, and note what became known."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from prongsai.core.thai import shorten
from prongsai.web.platform.fields import FiscalYearField, LongTextField, NumberField
from prongsai.web.platform.forms import SeenForm
from prongsai.web.platform.language import in_language
from prongsai.web.year.assessment.framework.documents import Documents
from prongsai.web.year.assessment.framework.editing import (
    OWN_SOURCE,
    PutKnown,
    find_instrument,
    id_of,
    manual_of,
)
from prongsai.web.year.assessment.queries.pages import (
    UnknownFact,
    UnknownYear,
    percent,
    rating_words,
    shown_number,
)


class OpenYearForm(forms.Form):
    fiscal_year = FiscalYearField(label=_("ปีงบประมาณ (พ.ศ.)"), max_length=10)


class SourceForm(SeenForm):
    """A document or a web page that says something about the year."""

    proves = LongTextField(label=_("ชื่อเอกสาร และสิ่งที่ใช้ยืนยัน"), max_length=500)
    address = forms.CharField(
        label=_("ที่อยู่"), max_length=500, required=False, help_text=_("ลิงก์ หรือที่เก็บไฟล์")
    )


class WorkbookForm(forms.Form):
    file = forms.FileField(
        label=_("ไฟล์ XLSX ที่ส่งออกจากปีนี้และแก้แล้ว"),
        error_messages={"required": _("เลือกไฟล์ XLSX ก่อน")},
        widget=forms.FileInput({"accept": ".xlsx"}),
    )


class NoteForm(SeenForm):
    text = LongTextField(label=_("หมายเหตุของหน่วยงาน"), rows=6, max_length=5000, required=False)


_WEIGHTS = ("iit", "eit", "oit")
# The facts whose page stands beside their values, not in the list: value fields, then page.
_FIELDS = {
    "weight": (*_WEIGHTS, "weights_page"),
    "rating": ("rating", "rating_page"),
    "target": ("target", "target_page"),
}
_WITH_VALUE = (*_FIELDS, "answers")
_LONGEST_SOURCE_NAME = 60
_MOST_PAGES = 2_000


def _page_field(label: Any) -> NumberField:
    return NumberField(label=label, least=1, most=_MOST_PAGES, whole=True, required=False)


class KnownForm(SeenForm):
    """All that is open of one year; empty boxes change nothing."""

    source = forms.ChoiceField(label=_("เลขหน้าเป็นของเอกสารใด"))
    iit = NumberField(label=_("IIT ร้อยละ"), required=False)
    eit = NumberField(label=_("EIT ร้อยละ"), required=False)
    oit = NumberField(label=_("OIT ร้อยละ"), required=False)
    weights_page = _page_field(_("เลขหน้าอ้างอิงน้ำหนัก"))
    rating = forms.ChoiceField(label=_("ระดับผล"), required=False)
    rating_page = _page_field(_("เลขหน้าอ้างอิงระดับผล"))
    target = NumberField(label=_("คะแนนเป้าหมาย"), required=False)
    target_page = _page_field(_("เลขหน้าอ้างอิงคะแนนเป้าหมาย"))

    def __init__(
        self,
        data: Any,
        *,
        year: UnknownYear,
        ratings: Mapping[int, Mapping[str, Any]],
    ) -> None:
        """Offer what is open; what is confirmed already has no field."""
        self.year, self.ratings = year, ratings
        self.documents: Documents = year.data.documents
        number = year.data.fiscal_year
        initial = {**self._values(), "seen": year.data.number, "source": manual_of(number)}
        super().__init__(data, initial=initial, prefix=str(number))
        self.fields["source"].choices = _source_choices(self.documents)  # type: ignore[attr-defined]
        self.fields["rating"].choices = [  # type: ignore[attr-defined]
            ("", _("เหมือนเดิม") if self._rating() else _("ยังไม่ทราบ")),
            *(
                (str(known_year), _rating_choice(known_year, rating))
                for known_year, rating in ratings.items()
            ),
        ]
        # What was sent stays, though somebody confirmed it meanwhile.
        sent = {name.removeprefix(f"{self.prefix}-") for name, value in self.data.items() if value}
        self.open = {
            entry.fact.key: entry
            for entry in year.all_facts
            if entry.is_open or sent & set(_names(entry))
        }
        kinds = {key[0] for key in self.open}
        for kind, names in _FIELDS.items():
            if kind not in kinds:
                for name in names:
                    del self.fields[name]
        for key in self.open:
            self._add(key)

    def _rating(self) -> Any:
        return self.documents["framework"]["rating"].get("levels")

    def _values(self) -> dict[str, Any]:
        weights = {
            part["code"].lower(): percent(part.get("weight"))
            for part in self.documents["framework"]["instruments"]
        }
        return {**weights, "target": shown_number(self.documents["framework"]["target"]["score"])}

    def _add(self, key: tuple[str, ...]) -> None:
        entry = self.open[key]
        if key[0] == "answers":
            listed = self.documents["framework"]["scales"]
            scales = {scale["code"]: scale["name"]["th"] for scale in listed}
            offered = find_instrument(self.documents, key[1]).get("answer_scales") or ()
            self.fields[f"answers_{key[1]}"] = forms.ChoiceField(
                label=_("คำตอบ %(code)s มีกี่ระดับ") % {"code": key[1]},
                required=False,
                choices=[
                    ("", _("ยังไม่ทราบ")),
                    *((scale, scales.get(scale, scale)) for scale in offered),
                ],
            )
        if key[0] == "answers" or key[0] not in _WITH_VALUE:
            code = "" if key[0] == "answers" else entry.fact.code  # its name has the code
            name = f"{code} {in_language(entry.fact.name)}".strip()
            label = _("เลขหน้าอ้างอิง %(name)s") % {"name": name}
            self.fields[f"page_{entry.id}"] = _page_field(label)

    def clean(self) -> dict[str, Any]:
        """Weights add up; a page is of a value that is known."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if "weights_page" in self.fields:
            self._check_weights(cleaned)
            self._needs(cleaned, "weights_page", "iit")
        if "target_page" in self.fields:
            self._needs(cleaned, "target_page", "target")
        if cleaned.get("rating_page") and not cleaned.get("rating") and not self._rating():
            self.add_error("rating", _("เลือกระดับผลที่ตรงกับหน้านี้"))
        for code in self._answers():
            page, value = f"page_{id_of(('answers', code))}", f"answers_{code}"
            self._needs(cleaned, page, value)
        return cleaned

    def _check_weights(self, cleaned: Mapping[str, Any]) -> None:
        """The three weights are all given and make a hundred, or none is given."""
        if set(_WEIGHTS) & set(self.errors):
            return
        given = [cleaned.get(name) for name in _WEIGHTS]
        known = [value for value in given if value is not None]
        if known and len(known) < len(given):
            self.add_error("oit", _("ใส่น้ำหนักให้ครบสามแบบวัด หรือเว้นว่างทั้งหมดถ้ายังไม่ทราบ"))
        elif known and round(sum(known), 4) != 100:  # noqa: PLR2004 - percent
            details = {"sum": f"{sum(known):g}"}
            wrong = _("น้ำหนักรวมได้ %(sum)s ต้องรวมได้ 100")
            self.add_error("oit", forms.ValidationError(wrong, params=details))

    def _needs(self, cleaned: Mapping[str, Any], page: str, value: str) -> None:
        if cleaned.get(page) and cleaned.get(value) in (None, "") and value not in self.errors:
            self.add_error(value, _("ใส่ค่าที่อ่านได้จากหน้านี้"))

    def _answers(self) -> tuple[str, ...]:
        return tuple(key[1] for key in self.open if key[0] == "answers")

    def edit(self) -> PutKnown:
        """The checked values as one edit: only what was changed, or got its page."""
        data, typed = self.cleaned_data, set(self.changed_data)
        is_weighed = bool(typed & {*_WEIGHTS, "weights_page"}) and data.get("iit") is not None
        is_aimed = bool(typed & {"target", "target_page"}) and data.get("target") is not None
        rating = data.get("rating")
        pages = {entry.id: data.get(_names(entry)[-1]) for entry in self.open.values()}
        return PutKnown(
            source=data["source"],
            pages={key: int(page) for key, page in pages.items() if page},
            weights={name.upper(): round(data[name] / 100, 6) for name in _WEIGHTS}
            if is_weighed
            else {},
            target=data["target"] if is_aimed else None,
            levels=self.ratings[int(rating)] if rating else None,
            answers={
                code: data[f"answers_{code}"] for code in self._answers() if data[f"answers_{code}"]
            },
        )

    @property
    def main(self) -> list[list[BoundField]]:
        """The values that matter most, each row with its page at the end."""
        answers = [self.open["answers", answer] for answer in self._answers()]
        rows = [*_FIELDS.values(), *map(_names, answers)]
        return [[self[name] for name in row] for row in rows if row[0] in self.fields]

    @property
    def listed(self) -> list[dict[str, Any]]:
        """The other entries by kind, each with its page."""
        listed = []
        for group, entries in self.year.groups.items():
            rows = [
                {"one": entry, "field": self[f"page_{entry.id}"]}
                for entry in entries
                if entry.fact.key[0] not in _WITH_VALUE
            ]
            if rows:
                wrong = any(row["field"].errors for row in rows)  # type: ignore[attr-defined]
                listed.append({"label": group.label, "rows": rows, "is_wrong": wrong})
        return listed


def _names(entry: UnknownFact) -> tuple[str, ...]:
    kind, *rest = entry.fact.key
    if kind in _FIELDS:
        return _FIELDS[kind]
    page = f"page_{entry.id}"
    return (f"answers_{rest[0]}", page) if kind == "answers" else (page,)


def _source_choices(documents: Documents) -> list[tuple[str, Any]]:
    """The documents to choose from: the year's manual first, then those that the agency added.

    Shipped sources are left out: they are notes of research, of which no person has a page.
    """
    year = documents["framework"]["fiscal_year"]
    manual = manual_of(year)
    names = {
        source["id"]: shorten(source.get("proves") or source["id"], _LONGEST_SOURCE_NAME)
        for source in documents["sources"].get("sources") or []
        if source["id"] == manual or source["id"].startswith(OWN_SOURCE)
    }
    first = names.pop(manual, _("คู่มือการประเมิน ITA ปี %(year)s") % {"year": year})
    return [(manual, first), *names.items()]


def _rating_choice(year: int, rating: Mapping[str, Any]) -> str:
    words = in_language(rating_words(rating))
    return str(_("เหมือนปี %(year)s: %(levels)s") % {"year": year, "levels": words})
