"""The core's texts and errors in the language of who reads."""

from django.http import HttpRequest
from django.middleware.locale import LocaleMiddleware
from django.utils import translation
from django.utils.translation import get_language

from prongsai.core.errors import ProngsaiError
from prongsai.core.text import Text

# Where the pages for everybody stand.
PUBLIC = "/site/"
_LANGUAGES = ("th", "en")


def language_asked(request: HttpRequest) -> str:
    """The language of a page: of a public one that of its address before that of its reader."""
    asked = request.GET.get("language", "") if request.path_info.startswith(PUBLIC) else ""
    return asked if asked in _LANGUAGES else translation.get_language_from_request(request)


class AskedLanguage(LocaleMiddleware):
    """The language in which forms, days and refusals are told, as the frame of a page is."""

    def process_request(self, request: HttpRequest) -> None:
        """Begin to speak it."""
        translation.activate(language_asked(request))
        request.LANGUAGE_CODE = translation.get_language()


def reader_language() -> str:
    """The reader's language: "th" or "en"."""
    return "en" if (get_language() or "th").startswith("en") else "th"


def asked_alone() -> str:
    """What an address for everybody ends with, to be read in the language that is spoken now.

    Shape:  "" for Thai, which is what a page speaks by itself.
    """
    return "?language=en" if reader_language() == "en" else ""


def in_language(text: Text) -> str:
    return text.in_language(reader_language())


def words_of(error: ProngsaiError) -> str:
    """What an error says and what to do now, in the reader's language."""
    parts = [in_language(error.message)]
    if error.next_step:
        parts.append(in_language(error.next_step))
    return " ".join(parts)
