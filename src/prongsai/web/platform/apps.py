"""What happens when Django is ready."""

from django.apps import AppConfig
from django.core.validators import MaxLengthValidator, ProhibitNullCharactersValidator
from django.forms import Field
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy


class PlatformConfig(AppConfig):
    name = "prongsai.web.platform"

    def ready(self) -> None:
        """Say Django's words in Thai, and let each app tell the others of itself."""
        speak_thai()
        for module in ("hooks", "guards", "checking"):
            autodiscover_modules(module)


def speak_thai() -> None:
    """Say plainly what Django says of a field in no Thai, or in stiff Thai; the English is ours."""
    Field.default_error_messages["required"] = _("กรอกช่องนี้ด้วย")
    MaxLengthValidator.message = ngettext_lazy(
        "ยาวได้ไม่เกิน %(limit_value)d ตัวอักษร ที่พิมพ์มี %(show_value)d",
        "ยาวได้ไม่เกิน %(limit_value)d ตัวอักษร ที่พิมพ์มี %(show_value)d",
        "limit_value",
    )
    ProhibitNullCharactersValidator.message = _("มีอักขระที่เก็บไม่ได้ พิมพ์ใหม่โดยไม่คัดลอกมา")
