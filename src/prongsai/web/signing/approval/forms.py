"""Decide, skip, enter from paper, bring a file, choose routes, check a paper."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from prongsai.core.approval.model import Verdict, Way
from prongsai.web.agency.forms.people import OrderField
from prongsai.web.agency.models import Position
from prongsai.web.platform.fields import (
    ThaiDateField,
    ThaiTextField,
    WholeNumberField,
    with_this_year,
)
from prongsai.web.platform.forms import SeenOrNewForm
from prongsai.web.platform.language import in_language
from prongsai.web.platform.rows import RowForm
from prongsai.web.signing.approval.routes import UNIT_HEAD_OF_DRAFTER, KindLine
from prongsai.web.signing.approval.services.common import Seen

_LONGEST = 2000
_FILE = {"accept": ".pdf,.jpg,.jpeg,.png"}


class SeenVersionForm(forms.Form):
    """A form that knows over which version, and at which step, it was filled in."""

    seen_number = WholeNumberField(widget=forms.HiddenInput, max_value=10_000)
    seen_digest = forms.CharField(widget=forms.HiddenInput, max_length=64)
    seen_place = WholeNumberField(widget=forms.HiddenInput, required=False, max_value=100)

    @property
    def seen(self) -> Seen:
        data = self.cleaned_data
        return Seen(data["seen_number"], data["seen_digest"], data["seen_place"])


class OpinionForm(SeenVersionForm):
    """A verdict with what is said to it."""

    @property
    def words(self) -> dict[str, str]:
        """What was written: a reason where the verdict needs one, else an opinion."""
        needs = self.cleaned_data["verdict"] in (Verdict.REFUSE, Verdict.SEND_BACK)
        return {"reason" if needs else "opinion": self.cleaned_data["opinion"]}


class DecisionForm(OpinionForm):
    """An opinion; the button that sends it is the verdict."""

    opinion = forms.CharField(
        label=_("ความเห็น"),
        required=False,
        max_length=_LONGEST,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("ต้องมีเหตุผลเมื่อไม่อนุมัติหรือส่งกลับ"),
    )
    verdict = forms.ChoiceField(choices=[(option.value, option.value) for option in Verdict])


class SkipForm(SeenVersionForm):
    reason = ThaiTextField(
        label=_("เหตุผลที่ข้าม"),
        max_length=500,
        help_text=with_this_year(_("เช่น ตำแหน่งว่างตั้งแต่ 1 ต.ค. 2566 ยังไม่มีผู้รักษาราชการแทน")),
        error_messages={"required": _("เขียนเหตุผลที่ข้ามขั้นนี้")},
    )


class PaperForm(OpinionForm):
    """What was decided on paper: verdict, day, position, the scan."""

    verdict = forms.ChoiceField(
        label=_("ผลบนกระดาษ"),
        widget=forms.RadioSelect,
        error_messages={"required": _("เลือกผลตามที่ลงนามบนกระดาษ")},
    )
    on = ThaiDateField(
        label=_("วันที่ลงนาม"),
        help_text=_("ตามที่เขียนบนกระดาษ เช่น 14 มี.ค. 2566"),
        error_messages={"required": _("ใส่วันที่ลงนาม เช่น 14 มี.ค. 2566")},
    )
    position = forms.ChoiceField(
        label=_("ตำแหน่งผู้ลงนาม"),
        help_text=_("ตามที่พิมพ์ใต้ลายมือชื่อ"),
        error_messages={
            "required": _("เลือกตำแหน่งผู้ลงนาม"),
            "invalid_choice": _("เลือกตำแหน่งจากรายการ"),
        },
    )
    authority = OrderField()
    opinion = forms.CharField(
        label=_("ความเห็นหรือเหตุผล"),
        required=False,
        max_length=_LONGEST,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("ต้องมีเหตุผลเมื่อไม่อนุมัติหรือส่งกลับ"),
    )
    scan = forms.FileField(
        label=_("ภาพสแกนหน้าที่ลงนาม"),
        widget=forms.FileInput(_FILE),
        help_text=_("PDF หรือรูปถ่าย JPG, PNG ไม่เกิน 20 MB"),
        error_messages={"required": _("แนบภาพสแกนหรือรูปถ่ายหน้าที่ลงนาม")},
    )

    def __init__(
        self, verdicts: Sequence[Verdict], titles: Sequence[str], *args: Any, **kwargs: Any
    ) -> None:
        """Offer what the waiting step allows, and the posts that can sign there."""
        super().__init__(*args, **kwargs)
        post: Any = self.fields["position"]
        post.choices = [(title, title) for title in titles]
        field: Any = self.fields["verdict"]
        field.choices = [(verdict.value, in_language(verdict.label)) for verdict in verdicts]


class WhyForm(forms.Form):
    """Why a result of paper is not confirmed."""

    why = ThaiTextField(
        label=_("เหตุผล"),
        max_length=500,
        widget=forms.Textarea({"rows": 2}),
        error_messages={"required": _("เขียนเหตุผลสั้น ๆ")},
    )


class AnnulForm(WhyForm):
    """Why a result of paper is annulled, and which one the page showed."""

    seen_result = forms.UUIDField(widget=forms.HiddenInput)


class FinalForm(forms.Form):
    """A copy that was edited by hand."""

    copy = forms.FileField(
        label=_("ฉบับแก้นอกระบบ"),
        widget=forms.FileInput({"accept": ".docx,.pdf"}),
        help_text=_("DOCX ที่แก้แล้ว หรือ PDF ไม่เกิน 20 MB เก็บไว้ข้างฉบับที่ลงนาม พร้อมค่าตรวจสอบของไฟล์นั้น"),
        error_messages={"required": _("เลือกไฟล์ที่แก้นอกระบบ")},
    )


class WithdrawForm(forms.Form):
    reason = ThaiTextField(label=_("เหตุผลที่ถอน"), max_length=500, required=False)


class RoutesForm(forms.Form):
    """For each kind of paper the route and the way of signing."""

    def __init__(self, lines: Sequence[KindLine], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ways = [(way.value, in_language(way.label)) for way in Way]
        self._lines = lines
        for line in lines:
            label = in_language(line.label)
            self.fields[f"route-{line.kind}"] = forms.ChoiceField(
                label=_("สายของ %(kind)s") % {"kind": label},
                choices=[(route.name, in_language(route.label)) for route in line.usable],
                initial=line.route.name,
            )
            self.fields[f"way-{line.kind}"] = forms.ChoiceField(
                label=_("วิธีลงนาม %(kind)s") % {"kind": label},
                choices=ways,
                initial=line.way.value,
            )

    @property
    def rows(self) -> list[tuple[KindLine, forms.BoundField, forms.BoundField]]:
        return [
            (line, self[f"route-{line.kind}"], self[f"way-{line.kind}"]) for line in self._lines
        ]

    def chosen(self) -> list[tuple[str, str, Way]]:
        """(kind, route, way) of a valid form."""
        data = self.cleaned_data
        return [
            (line.kind, data[f"route-{line.kind}"], Way(data[f"way-{line.kind}"]))
            for line in self._lines
        ]


_OF_DRAFTER = "unit-head"


class RouteForm(SeenOrNewForm):
    """A route of the agency's own; its posts are rows of `RouteStepForm`."""

    label = ThaiTextField(
        label=_("ชื่อสาย"),
        max_length=100,
        help_text=_("เช่น สายกองช่าง ผ่านหัวหน้าฝ่าย"),
        error_messages={"required": _("ตั้งชื่อสาย เช่น สายกองช่าง")},
    )


class RouteStepForm(RowForm):
    post = forms.ChoiceField(label=_("ตำแหน่ง"), required=False)
    counting_field = "post"

    def __init__(self, posts: Sequence[Position], *args: Any, **kwargs: Any) -> None:
        """The posts that sign; the head of the drafter's unit is whoever that is."""
        super().__init__(*args, **kwargs)
        post: Any = self.fields["post"]
        self._posts = {str(position.pk): position for position in posts}
        titles = [(key, position.title) for key, position in self._posts.items()]
        post.choices = [("", _("ไม่เลือก")), (_OF_DRAFTER, UNIT_HEAD_OF_DRAFTER), *titles]

    @property
    def position(self) -> Position | None:
        """The chosen post; None for the head of the drafter's unit."""
        return self._posts.get(self.cleaned_data["post"])

    @staticmethod
    def typed(position: Position | None) -> dict[str, str]:
        return {"post": str(position.pk) if position else _OF_DRAFTER}


class CodeForm(forms.Form):
    """The code that is printed on a paper."""

    code = forms.CharField(
        label=_("รหัสบนเอกสาร"),
        max_length=20,
        help_text=_("อยู่ข้างคิวอาร์ที่ท้ายเอกสาร เช่น 7F3A-91C2"),
        error_messages={"required": _("ใส่รหัสที่พิมพ์ข้างคิวอาร์ เช่น 7F3A-91C2")},
        widget=forms.TextInput(
            {"autocapitalize": "characters", "autocomplete": "off", "spellcheck": "false"}
        ),
    )
