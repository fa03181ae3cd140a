"""allauth's forms in the house's words: labels that stay, no placeholders."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as account
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as factor
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import forms as totp
from allauth.mfa.totp.internal.auth import TOTP
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.utils.translation import gettext_lazy as _

_USED = "incorrect_code"


def _say(form: forms.BaseForm, name: str, label: Any, required: Any, hint: Any = "") -> None:
    field = form.fields[name]
    field.label, field.help_text = label, hint
    field.error_messages["required"] = required
    field.widget.attrs.pop("placeholder", None)


class LoginForm(account.LoginForm):  # type: ignore[misc]
    """Login and password; a session ends with the browser or after eight hours."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Two fields."""
        super().__init__(*args, **kwargs)
        self.fields.pop("remember", None)
        _say(self, "login", _("ชื่อผู้ใช้"), _("ใส่ชื่อผู้ใช้ที่ผู้ดูแลระบบให้มา"))
        _say(self, "password", _("รหัสผ่าน"), _("ใส่รหัสผ่าน"))
        attributes = {"autocapitalize": "none", "spellcheck": "false"}
        self.fields["login"].widget.attrs.update(attributes)

    def clean(self) -> Any:
        """Without the tick box a session is never remembered."""
        values = super().clean()
        if isinstance(values, dict):
            values["remember"] = False
        return values


class ReauthenticateForm(account.ReauthenticateForm):  # type: ignore[misc]
    """The password again."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """One field."""
        super().__init__(*args, **kwargs)
        _say(self, "password", _("รหัสผ่าน"), _("ใส่รหัสผ่านของท่าน"))


class _Twice:
    """Two passwords that must be alike, told in the house's words."""

    def clean(self) -> Any:
        """Tell at the second field."""
        form: Any = self
        values = forms.Form.clean(form)
        first, second = (form.cleaned_data.get(name) for name in ("password1", "password2"))
        if first and second and first != second:
            form.add_error("password2", _("รหัสผ่านสองช่องไม่ตรงกัน พิมพ์ใหม่ทั้งสองช่อง"))
        return values


class ChangePasswordForm(_Twice, account.ChangePasswordForm):  # type: ignore[misc]
    """The old password, and the new one twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Three fields."""
        super().__init__(*args, **kwargs)
        _say(self, "oldpassword", _("รหัสผ่านปัจจุบัน"), _("ใส่รหัสผ่านที่เพิ่งใช้เข้าสู่ระบบ"))
        _say_new(self)


class SetPasswordForm(_Twice, account.SetPasswordForm):  # type: ignore[misc]
    """A first password, twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Two fields."""
        super().__init__(*args, **kwargs)
        _say_new(self)


def _say_new(form: forms.BaseForm) -> None:
    hint = _("อย่างน้อย 12 ตัว วลีที่จำง่ายหลายคำดีกว่าคำเดียวที่แปลก")
    _say(form, "password1", _("รหัสผ่านใหม่"), _("ตั้งรหัสผ่านใหม่อย่างน้อย 12 ตัว"), hint)
    _say(form, "password2", _("รหัสผ่านใหม่อีกครั้ง"), _("พิมพ์รหัสผ่านใหม่อีกครั้ง"))


def _say_code(form: forms.BaseForm, hint: Any) -> None:
    _say(form, "code", _("รหัสยืนยัน"), _("ใส่รหัสจากแอป หรือรหัสสำรองหนึ่งชุด"), hint)
    form.fields["code"].widget.attrs.update(
        {"inputmode": "numeric", "autocomplete": "one-time-code"}
    )


class AuthenticateForm(factor.AuthenticateForm):  # type: ignore[misc]
    """A code while signing in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """One field."""
        super().__init__(*args, **kwargs)
        _say_code(self, _("เลข 6 หลักจากแอป หรือรหัสสำรอง 8 หลัก"))


class FactorReauthenticateForm(factor.ReauthenticateForm):  # type: ignore[misc]
    """A code to prove it is still the same person."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """One field."""
        super().__init__(*args, **kwargs)
        _say_code(self, _("เลข 6 หลักจากแอป หรือรหัสสำรอง 8 หลัก"))


class ActivateTOTPForm(totp.ActivateTOTPForm):  # type: ignore[misc]
    """The first code of a new generator."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """One field."""
        super().__init__(*args, **kwargs)
        _say_code(self, _("เลข 6 หลักที่แอปแสดงตอนนี้"))

    def clean_code(self) -> str:
        """A code that was used here is used: who saw it typed cannot sign in with it."""
        code: str = super().clean_code()
        generator = TOTP(Authenticator(user=self.user, type=Authenticator.Type.TOTP))
        if not generator._mark_code_used(code):  # noqa: SLF001 - allauth marks it at signing in
            raise get_adapter().validation_error(_USED)
        return code


class AddWebAuthnForm(webauthn.AddWebAuthnForm):  # type: ignore[misc]
    """A name for a new passkey."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """One field beside the hidden key."""
        super().__init__(*args, **kwargs)
        _say_key(self)


class EditWebAuthnForm(webauthn.EditWebAuthnForm):  # type: ignore[misc]
    """Another name for a passkey."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """One field."""
        super().__init__(*args, **kwargs)
        _say_key(self)


def _say_key(form: forms.BaseForm) -> None:
    _say(
        form, "name", _("ชื่อพาสคีย์"), _("ใส่ชื่อให้จำได้ เช่น โทรศัพท์"),
        _("ตั้งให้รู้ว่าอยู่ในเครื่องไหน เช่น โทรศัพท์ หรือกุญแจ USB"),
    )  # fmt: skip
