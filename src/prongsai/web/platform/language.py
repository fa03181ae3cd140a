"""The core's texts and errors in the language of who reads."""

from __future__ import annotations

from django.utils.translation import get_language

from prongsai.core.errors import ProngsaiError
from prongsai.core.text import Text


def reader_language() -> str:
    """The reader's language: "th" or "en"."""
    return "en" if (get_language() or "th").startswith("en") else "th"


def in_language(text: Text) -> str:
    """A text in the reader's language."""
    return text.in_language(reader_language())


def words_of(error: ProngsaiError) -> str:
    """What an error says and what to do now, in the reader's language."""
    parts = [in_language(error.message)]
    if error.next_step:
        parts.append(in_language(error.next_step))
    return " ".join(parts)
