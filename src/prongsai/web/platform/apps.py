"""What happens when Django is ready."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules

from prongsai.web.platform.django_words import speak_thai


class PlatformConfig(AppConfig):
    name = "prongsai.web.platform"

    def ready(self) -> None:
        """Say Django's words in Thai, and let each app tell the others of itself."""
        speak_thai()
        for module in ("hooks", "guards", "checking"):
            autodiscover_modules(module)
