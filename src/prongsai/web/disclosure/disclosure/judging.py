"""What a person says of a verdict of the pre-audit: the forms of an item's cards."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from prongsai.core.disclosure.model import Presence
from prongsai.core.preaudit.model import Verdict
from prongsai.web.disclosure.disclosure.queries.reading import ReadCard
from prongsai.web.platform.fields import ThaiTextField
from prongsai.web.platform.forms import labels
from prongsai.web.platform.language import in_language


class JudgeForm(forms.Form):
    """What a person says of a verdict; the answer is the button."""

    presence = forms.ChoiceField(choices=labels(Presence))
    seen = forms.ChoiceField(choices=[(verdict.value, verdict.value) for verdict in Verdict])
    reason = ThaiTextField(
        label=_("เพราะเหตุใด หรืออยู่หน้าใด"), required=False, max_length=300,
        help_text=_("ต้องบอกเมื่อตอบต่างจากผลที่อ่านได้"),
    )  # fmt: skip

    @property
    def answers(self) -> list[tuple[str, str]]:
        """The buttons: value and words."""
        return [(answer.value, in_language(answer.label)) for answer in Presence]


def judge_rows(
    page: dict[str, Any], judged: tuple[str, JudgeForm] | None = None
) -> list[tuple[ReadCard, JudgeForm]]:
    """Each verdict with the form that judges it; `judged` is one that was refused, by its key."""
    cards = page["reading"]["cards"] if page["reading"] else ()
    refused = dict([judged]) if judged else {}
    return [
        (card, refused.get(card.entry.requirement.key) or JudgeForm(auto_id=_judge_id(card)))
        for card in cards
    ]


def _judge_id(card: ReadCard) -> str:
    return f"judge_{card.entry.requirement.key}_%s"
