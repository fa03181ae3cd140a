"""What is said of a hand-in: how long explanations may be, and what is disputed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.timezone import localtime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from prongsai.core.dates import short_date
from prongsai.core.disclosure.lengths import Counting, Limit
from prongsai.web.disclosure.disclosure.forms.tables import MOST_OF_A_TABLE
from prongsai.web.disclosure.disclosure.models import ExplanationLimit, ItemProof
from prongsai.web.platform.fields import (
    ChosenField,
    LongTextField,
    ThaiTextField,
    WholeNumberField,
)
from prongsai.web.platform.forms import SeenOrNewForm
from prongsai.web.platform.language import in_language


def _kept_words(pack: ItemProof) -> str:
    """When a proof was kept, and how much of it opened."""
    at = localtime(pack.kept_at)
    told = {"day": short_date(at.date()), "there": pack.there, "links": pack.links}
    return gettext("%(day)s เปิดได้ %(there)s จาก %(links)s ลิงก์") % told


class DisputeForm(forms.Form):
    """What a letter that disputes a result says."""

    to = ThaiTextField(label=_("เรียน"), max_length=300)
    told = ThaiTextField(
        label=_("ผลที่ได้รับแจ้ง"), max_length=1000, help_text=_("ตามถ้อยคำของผู้ตรวจ เช่น ไม่พบข้อมูล")
    )
    answer = LongTextField(
        label=_("คำชี้แจง"), rows=6, max_length=8000,
        help_text=_("บรรทัดละย่อหน้า ไม่ใส่ชื่อหรือเบอร์โทรศัพท์ส่วนตัว"),
    )  # fmt: skip
    pack = ChosenField(label=_("ชุดพิสูจน์ที่ส่งด้วย"))

    def __init__(self, packs: Iterable[ItemProof], *args: Any, **kwargs: Any) -> None:
        """Only what was kept can be sent."""
        super().__init__(*args, **kwargs)
        pack: Any = self.fields["pack"]
        pack.offer(packs, gettext("เลือกชุดพิสูจน์"), _kept_words)


class LimitForm(SeenOrNewForm):
    """How long an explanation may be in a year, and where that is written."""

    most = WholeNumberField(
        label=_("ยาวที่สุดกี่ตัวอักษร"),
        required=False,
        min_value=1,
        max_value=MOST_OF_A_TABLE,
        help_text=_("เว้นว่างถ้าไม่ทราบ"),
    )
    counting = forms.ChoiceField(label=_("แบบของ ป.ป.ช. นับอย่างไร"), widget=forms.RadioSelect)
    source = ThaiTextField(
        label=_("แหล่งที่มา"),
        required=False,
        max_length=300,
        help_text=_("คู่มือและหน้า หรือหนังสือแจ้ง เช่น คู่มือปี 2569 หน้า 45"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """The ways of counting in the reader's language."""
        super().__init__(*args, **kwargs)
        counting: Any = self.fields["counting"]
        counting.choices = [(one.value, in_language(one.label)) for one in Counting]

    @classmethod
    def of(cls, row: ExplanationLimit | None, sent: Any = None) -> LimitForm:
        """The form as the limit stands, or as it was sent."""
        initial: dict[str, Any] = {"counting": Counting.UNKNOWN.value, "seen": 0}
        if row is not None:
            initial = {
                "most": row.most,
                "counting": row.counting,
                "source": row.source,
                "seen": row.version,
            }
        return cls(sent, initial=initial)

    def limit(self) -> Limit | None:
        """What was typed; None where it is not known."""
        said = self.cleaned_data
        if said["most"] is None:
            return None
        return Limit(said["most"], Counting(said["counting"]), said["source"])

    def has_been_told(self, row: ExplanationLimit | None) -> None:
        """Let who saves once more win: the page told that another saved meanwhile."""
        version = str(row.version if row else 0)
        self.data = {**self.data.dict(), "seen": version}  # type: ignore[attr-defined]
