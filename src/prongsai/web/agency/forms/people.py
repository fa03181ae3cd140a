"""Units, positions, people, appointments, and a file of them."""

from collections.abc import Mapping
from typing import Any, ClassVar

from allauth.account import forms as account
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as factor
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import forms as totp
from allauth.mfa.totp.internal.auth import TOTP
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.utils.translation import gettext_lazy as _

from prongsai.core.roles import all_roles
from prongsai.web.agency.models import Agency, AgencyKind, User
from prongsai.web.agency.queries.journal import verbs
from prongsai.web.agency.queries.people import open_units, people_to_appoint
from prongsai.web.agency.roles import choices_of
from prongsai.web.agency.roster.checking import LOGIN
from prongsai.web.platform.clock import today
from prongsai.web.platform.fields import ChosenField, ThaiDateField, ThaiTextField
from prongsai.web.platform.forms import MarkForm
from prongsai.web.platform.language import in_language


class OrderField(ThaiTextField):
    """The order or law by which somebody acts; whether one is needed, the rule of acting says."""

    # Neither required nor left to taste: no word beside the label says that it may be left out.
    is_conditional = True

    def __init__(self) -> None:
        """A line of text with what to write."""
        super().__init__(
            label=_("คำสั่งให้รักษาราชการแทน"),
            max_length=300,
            required=False,
            help_text=_("เลขที่คำสั่งหรือมาตราของกฎหมาย ต้องมีเมื่อรักษาราชการแทน เช่น คำสั่งเทศบาล ที่ 12/2569"),
        )


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
        super().__init__(label=_("ชื่อผู้ใช้"), max_length=60, widget=widget, **kwargs)

    def clean(self, value: Any) -> str:
        login: str = super().clean(str(value or "").strip().lower())
        if login and not LOGIN.fullmatch(login):
            raise forms.ValidationError(self.error_messages["wrong"], code="wrong")
        return login


class UnitForm(forms.Form):
    name = ThaiTextField(
        label=_("ชื่อส่วนราชการ"),
        max_length=200,
        error_messages={"required": _("ใส่ชื่อส่วนราชการ เช่น กองคลัง")},
    )


class PositionForm(forms.Form):
    kind = forms.ChoiceField(label=_("ตำแหน่ง"), error_messages={"required": _("เลือกตำแหน่ง")})
    unit = ChosenField(label=_("ส่วนราชการ"), required=False)
    title = ThaiTextField(
        label=_("ชื่อตำแหน่งที่พิมพ์ในเอกสาร"),
        max_length=200,
        required=False,
        help_text=_("เว้นว่างไว้ ระบบใช้ชื่อปกติ"),
    )

    def __init__(self, agency: Agency, *args: Any, **kwargs: Any) -> None:
        """Titles as this agency calls them, its open units."""
        super().__init__(*args, **kwargs)
        kind: Any = self.fields["kind"]
        kind.choices = choices_of(all_roles(), AgencyKind(agency.kind))
        unit: Any = self.fields["unit"]
        unit.offer(open_units(agency), _("ทั้งหน่วยงาน"))


class TitleForm(forms.Form):
    title = ThaiTextField(
        label=_("ชื่อตำแหน่งที่พิมพ์ในเอกสาร"),
        max_length=200,
        error_messages={"required": _("ใส่ชื่อตำแหน่ง เช่น ปลัดเทศบาล")},
    )


class HoldForm(forms.Form):
    """Who holds a position, from when to when."""

    user = ChosenField(
        label=_("ผู้ดำรงตำแหน่ง"),
        help_text=_("ชื่อผู้ใช้และตำแหน่งที่ดำรงอยู่ต่อท้ายชื่อ ถ้าย้ายแล้วให้สิ้นสุดตำแหน่งเดิมที่หน้าของคนนั้น"),
        error_messages={"required": _("เลือกคนจากรายการ หรือเพิ่มคนก่อน")},
    )
    first_day = ThaiDateField(
        label=_("ตั้งแต่วันที่"),
        help_text=_("เช่น 1 ต.ค. 2568 พิมพ์ปี ค.ศ. ก็ได้"),
        error_messages={"required": _("ใส่วันเริ่มต้น เช่น 1 ต.ค. 2568")},
    )
    last_day = ThaiDateField(label=_("ถึงวันที่"), required=False, help_text=_("เว้นว่างถ้าไม่มีกำหนด"))
    is_acting = forms.BooleanField(
        label=_("รักษาราชการแทน"),
        required=False,
        help_text=_("ทำหน้าที่แทนชั่วคราวตามคำสั่ง ต้องมีวันสิ้นสุด"),
    )
    authority = OrderField()

    def __init__(self, agency: Agency, *args: Any, **kwargs: Any) -> None:
        """People of this agency who can sign in, with the posts that they hold already."""
        super().__init__(*args, **kwargs)
        user: Any = self.fields["user"]
        people = people_to_appoint(agency, today())
        user.offer(people, _("เลือกคน"), people.__getitem__)


class EndForm(forms.Form):
    last_day = ThaiDateField(
        label=_("วันสุดท้ายที่ดำรงตำแหน่ง"),
        help_text=_("สิทธิ์ของตำแหน่งหมดเมื่อสิ้นวันที่ระบุ"),
        error_messages={"required": _("ใส่วันสุดท้าย เช่น 30 ก.ย. 2569")},
    )


class _PersonForm(forms.Form):
    """How a person is shown and written to."""

    display_name = ThaiTextField(
        label=_("ชื่อที่แสดง"),
        max_length=120,
        required=False,
        help_text=_("คำนำหน้า ชื่อ สกุล พิมพ์ในวงเล็บใต้ลายมือชื่อ เว้นว่างไว้ก็ได้"),
    )
    email = forms.EmailField(
        label=_("อีเมล"),
        required=False,
        error_messages={"invalid": _("เขียนอีเมลให้ครบ เช่น clerk@example.go.th")},
    )


class PersonEditForm(_PersonForm, MarkForm): ...


class PersonForm(_PersonForm):
    login = LoginField(
        help_text=_("ใช้เข้าสู่ระบบ ตัวอักษรอังกฤษหรือตัวเลข เช่น somsri.clerk"),
    )
    field_order = ("login", "display_name", "email")


class RosterForm(forms.Form):
    """A file of units, positions and people."""

    file = forms.FileField(
        label=_("ไฟล์รายชื่อ"),
        help_text=_("XLSX หรือ CSV ตามแบบ ไม่เกิน 5 MB ระบบแสดงให้ดูก่อนนำเข้าเสมอ"),
        error_messages={
            "required": _("เลือกไฟล์รายชื่อก่อน"),
            "empty": _("ไฟล์ว่างเปล่า เลือกไฟล์ใหม่"),
        },
        widget=forms.FileInput({"accept": ".xlsx,.xls,.ods,.csv"}),
    )


class JournalForm(forms.Form):
    person = ChosenField(label=_("ใคร"), required=False)
    verb = forms.ChoiceField(label=_("ทำอะไร"), required=False)
    day = ThaiDateField(label=_("วันที่"), required=False)

    def __init__(self, people: Mapping[User, str], *args: Any, **kwargs: Any) -> None:
        """People of the agency, acts in the reader's language."""
        super().__init__(*args, **kwargs)
        person: Any = self.fields["person"]
        person.offer(people, _("ทุกคน"), people.__getitem__)
        verb: Any = self.fields["verb"]
        verb.choices = [
            ("", _("ทุกอย่าง")),
            *((name, in_language(label)) for name, label in verbs()),
        ]


_USED = "incorrect_code"
_PASSWORD_HINT = _("อย่างน้อย 12 ตัว วลีที่จำง่ายหลายคำดีกว่าคำเดียวที่แปลก")
_NEW_PASSWORD = {
    "password1": (_("รหัสผ่านใหม่"), _("ตั้งรหัสผ่านใหม่อย่างน้อย 12 ตัว"), _PASSWORD_HINT),
    "password2": (_("รหัสผ่านใหม่อีกครั้ง"), _("พิมพ์รหัสผ่านใหม่อีกครั้ง"), ""),
}


def _code(hint: Any) -> dict[str, tuple[Any, Any, Any]]:
    return {"code": (_("รหัสยืนยัน"), _("ใส่รหัสจากแอป หรือรหัสสำรองหนึ่งชุด"), hint)}


_CODE = _code(_("เลข 6 หลักจากแอป หรือรหัสสำรอง 8 หลัก"))
_KEY = {
    "name": (
        _("ชื่อพาสคีย์"),
        _("ใส่ชื่อให้จำได้ เช่น โทรศัพท์"),
        _("ตั้งให้รู้ว่าอยู่ในเครื่องไหน เช่น โทรศัพท์ หรือกุญแจ USB"),
    )
}
_ATTRIBUTES = {
    "login": {"autocapitalize": "none", "spellcheck": "false"},
    "code": {"inputmode": "numeric", "autocomplete": "one-time-code"},
}


class _HouseWords(forms.Form):
    """A form of allauth's whose fields bear the house's words.

    Shape:  `words` has of each field its label, what is said where it is empty, and its hint.
    """

    words: ClassVar[Mapping[str, tuple[Any, Any, Any]]]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Put the words where allauth has its own."""
        super().__init__(*args, **kwargs)
        for name, (label, required, hint) in self.words.items():
            field = self.fields[name]
            field.label, field.help_text = label, hint
            field.error_messages["required"] = required
            field.widget.attrs.pop("placeholder", None)
            field.widget.attrs.update(_ATTRIBUTES.get(name, {}))


class LoginForm(_HouseWords, account.LoginForm):  # type: ignore[misc]
    """Login and password; a session ends with the browser or after eight hours."""

    words = {
        "login": (_("ชื่อผู้ใช้"), _("ใส่ชื่อผู้ใช้ที่ผู้ดูแลระบบให้มา"), ""),
        "password": (_("รหัสผ่าน"), _("ใส่รหัสผ่าน"), ""),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("remember", None)

    def clean(self) -> Any:
        """Without the tick box a session is never remembered."""
        values = super().clean()
        if isinstance(values, dict):
            values["remember"] = False
        return values


class ReauthenticateForm(_HouseWords, account.ReauthenticateForm):  # type: ignore[misc]
    words = {"password": (_("รหัสผ่าน"), _("ใส่รหัสผ่านของท่าน"), "")}


class _Twice(_HouseWords):
    """Two passwords that must be alike, told in the house's words."""

    def clean(self) -> Any:
        form: Any = self
        values = forms.Form.clean(form)
        first, second = (form.cleaned_data.get(name) for name in ("password1", "password2"))
        if first and second and first != second:
            form.add_error("password2", _("รหัสผ่านสองช่องไม่ตรงกัน พิมพ์ใหม่ทั้งสองช่อง"))
        return values


class ChangePasswordForm(_Twice, account.ChangePasswordForm):  # type: ignore[misc]
    """The old password, and the new one twice."""

    words = {
        "oldpassword": (_("รหัสผ่านปัจจุบัน"), _("ใส่รหัสผ่านที่เพิ่งใช้เข้าสู่ระบบ"), ""),
        **_NEW_PASSWORD,
    }


class SetPasswordForm(_Twice, account.SetPasswordForm):  # type: ignore[misc]
    words = _NEW_PASSWORD


class AuthenticateForm(_HouseWords, factor.AuthenticateForm):  # type: ignore[misc]
    words = _CODE


class FactorReauthenticateForm(_HouseWords, factor.ReauthenticateForm):  # type: ignore[misc]
    """A code to prove it is still the same person."""

    words = _CODE


class ActivateTOTPForm(_HouseWords, totp.ActivateTOTPForm):  # type: ignore[misc]
    """The first code of a new generator."""

    words = _code(_("เลข 6 หลักที่แอปแสดงตอนนี้"))

    def clean_code(self) -> str:
        """A code that was used here is used: who saw it typed cannot sign in with it."""
        code: str = super().clean_code()
        generator = TOTP(Authenticator(user=self.user, type=Authenticator.Type.TOTP))
        if not generator._mark_code_used(code):  # noqa: SLF001 - allauth marks it at signing in
            raise get_adapter().validation_error(_USED)
        return code


class AddWebAuthnForm(_HouseWords, webauthn.AddWebAuthnForm):  # type: ignore[misc]
    """A name for a new passkey, beside the hidden key."""

    words = _KEY


class EditWebAuthnForm(_HouseWords, webauthn.EditWebAuthnForm):  # type: ignore[misc]
    words = _KEY
