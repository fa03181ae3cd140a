"""What Django says of a field in no Thai, or in stiff Thai, said plainly; the English is ours."""

from django.core.validators import MaxLengthValidator, ProhibitNullCharactersValidator
from django.forms import Field
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy


def speak_thai() -> None:
    """Put our words in the place of Django's."""
    Field.default_error_messages["required"] = _("กรอกช่องนี้ด้วย")
    MaxLengthValidator.message = ngettext_lazy(
        "ยาวได้ไม่เกิน %(limit_value)d ตัวอักษร ที่พิมพ์มี %(show_value)d",
        "ยาวได้ไม่เกิน %(limit_value)d ตัวอักษร ที่พิมพ์มี %(show_value)d",
        "limit_value",
    )
    ProhibitNullCharactersValidator.message = _("มีอักขระที่เก็บไม่ได้ พิมพ์ใหม่โดยไม่คัดลอกมา")
