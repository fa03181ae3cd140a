"""Fields that several forms share, and how a refusal of a service reaches its field."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from prongsai.web.agency.roster.checking import LOGIN
from prongsai.web.platform.fields import ThaiTextField


class OrderField(ThaiTextField):
    """The order or law by which somebody acts; whether one is needed, the rule of acting says."""

    # Neither required nor left to taste: no word beside the label says that it may be left out.
    is_conditional = True

    def __init__(self, **kwargs: Any) -> None:
        """A line of text with what to write."""
        given: dict[str, Any] = {
            "label": _("คำสั่งให้รักษาราชการแทน"),
            "max_length": 300,
            "required": False,
            "help_text": _(
                "เลขที่คำสั่งหรือมาตราของกฎหมาย ต้องมีเมื่อรักษาราชการแทน เช่น คำสั่งเทศบาล ที่ 12/2569"
            ),
        }
        super().__init__(**given | kwargs)


class LoginField(forms.CharField):
    """A login: lower case, no spaces."""

    default_error_messages = {
        "required": _("ใส่ชื่อผู้ใช้ เช่น somsri.clerk"),
        "wrong": _("ชื่อผู้ใช้ใช้ a–z 0–9 จุด หรือขีด 2–60 ตัว เช่น somsri.clerk"),
    }

    def __init__(self, **kwargs: Any) -> None:
        """A text box that no browser corrects."""
        widget = forms.TextInput(
            {"autocapitalize": "none", "spellcheck": "false", "autocomplete": "username"}
        )
        given: dict[str, Any] = {"label": _("ชื่อผู้ใช้"), "max_length": 60, "widget": widget}
        super().__init__(**given | kwargs)

    def clean(self, value: Any) -> str:
        """The login in lower case.

        Errors: ValidationError with an example.
        """
        login: str = super().clean(str(value or "").strip().lower())
        if login and not LOGIN.fullmatch(login):
            raise forms.ValidationError(self.error_messages["wrong"], code="wrong")
        return login
