"""A text in the two languages of the product. The surface chooses; the core never does."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Self

from msgspec import Struct


class Text(Struct, frozen=True):
    """One text, Thai and English."""

    th: str
    en: str

    def in_language(self, language: str) -> str:
        """The text in `language` ("th" or "en"); Thai is the source language."""
        return self.en if language == "en" else self.th

    def format(self, **values: object) -> Text:
        """Fill both languages; a value that is itself a `Text` is put in by language.

        >>> Text("{n} แถว", "{n} {n:row|rows}").format(n=1).en
        '1 row'
        """

        def fill(template: str, language: str) -> str:
            return template.format(
                **{
                    name: _Value(value.in_language(language) if isinstance(value, Text) else value)
                    for name, value in values.items()
                }
            )

        return Text(fill(self.th, "th"), fill(self.en, "en"))


class _Value:
    """A value to be filled in: `{count:row|rows}` is the word for so many, the first for 1."""

    def __init__(self, value: object) -> None:
        self._value = value

    def __format__(self, spec: str) -> str:
        single, bar, several = spec.partition("|")
        if bar:
            return single if str(self._value) == "1" else several
        return format(self._value, spec)


class Labelled(StrEnum):
    """A word of the data with the words for people: `OPEN = "open", "รอชำระ", "to be paid"`."""

    label: Text

    def __new__(cls, value: str, *words: str) -> Self:
        member = str.__new__(cls, value)
        member._value_, member.label = value, Text(*words)
        return member


def listed(texts: Iterable[Text], between: str = ", ") -> Text:
    """Several texts as one, a comma between them."""
    several = list(texts)
    return Text(
        between.join(text.th for text in several), between.join(text.en for text in several)
    )


def perhaps(name: str) -> Text:
    """What is added to a message of an unknown name: the name near it; nothing for ""."""
    return Text(f" อาจหมายถึง “{name}”", f"; perhaps “{name}” is meant") if name else same("")


def same(text: str) -> Text:
    """A text that is alike in both languages: a code, a number, a quotation."""
    return Text(text, text)
