"""The rules by which elements are looked for: data/frameworks/preaudit.yaml."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import msgspec
from msgspec import Struct

from prongsai.core.framework.catalogue import BUILTIN
from prongsai.core.framework.documents import read_document
from prongsai.core.framework.model import Confidence
from prongsai.core.thai import squeeze

NAME = "preaudit"


class Rule(Struct, frozen=True, forbid_unknown_fields=True):
    """One way to look for an element.

    Shape:  `any` are the phrases, `but` what makes a phrase another thing, `also` further groups
            of phrases that are all needed; `near` words that may stand for a phrase, so that it
            is not said to be absent, and `heads` those of them that are enough where they head
            something; `parts` what else such a paper is known by: words that fill a title, that
            head something, and that stand anywhere, one of each; `with_amount` words that count in
            a sentence with their amount, which is of what is `counted`; `numbers` how many of what
            the matcher counts, `year` what the element names.
    """

    match: str
    any: tuple[str, ...] = ()
    but: tuple[str, ...] = ()
    also: tuple[tuple[str, ...], ...] = ()
    near: tuple[str, ...] = ()
    heads: tuple[str, ...] = ()
    parts: tuple[tuple[str, ...], ...] = ()
    with_amount: tuple[str, ...] = ()
    counted: tuple[str, ...] = ()
    numbers: int = 1
    why: str = "contents"
    year: int | None = None


class Lineage(Struct, frozen=True, forbid_unknown_fields=True):
    """Papers of an item, by their titles.

    Shape:  `kind` is plan or report, `titles` their names, `about` what a title must name one of,
            `beside` what it may say more; anything else makes it narrower but where `is_open`.
    """

    titles: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    is_open: bool = False
    kind: str = ""
    elements: dict[str, str] = {}

    @property
    def is_closed(self) -> bool:
        """Whether a title may say no more than that it is of the item."""
        return bool(self.kind or self.about or self.beside) and not self.is_open


class Rules(Struct, frozen=True, forbid_unknown_fields=True):
    """The whole file; `known` are words of any title that make its paper no narrower."""

    confidence: Confidence
    sources: tuple[str, ...]
    known: tuple[str, ...]
    rules: dict[str, Rule]
    elements: dict[str, str]
    lineages: dict[str, Lineage]

    def rule_for(self, words: str, lineage: str) -> Rule:
        """Return the rule of an element as the year's file writes it; looking by eye if none."""
        begins = squeeze(words)
        own = self.lineages.get(lineage, Lineage()).elements
        for table in (own, self.elements):
            fitting = [prefix for prefix in table if begins.startswith(prefix)]
            if fitting:
                return self.rules[table[max(fitting, key=len)]]
        return Rule(match="by_eye")


@lru_cache(maxsize=1)
def shipped_rules() -> Rules:
    """Read the rules that are shipped."""
    document: dict[str, Any] = read_document(BUILTIN, NAME)
    return msgspec.convert(document, Rules)
