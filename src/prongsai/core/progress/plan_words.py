"""Words by which a result turns out to be a plan: the data and how a text is read with them."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from msgspec import Struct

from prongsai.core.errors import Severity
from prongsai.core.text import Text
from prongsai.core.thai import arabic_digits, around, mend_line
from prongsai.core.yaml_data.documents import load

_SHIPPED = Path(__file__).parents[2] / "data" / "progress" / "plan_words.yaml"
_AFTER, _BEFORE = 30, 24


class Rule(Struct, frozen=True):
    """One way of telling a plan instead of a result.

    Shape:  right after one of `not_after` the words are sound, unless that is the end of one of
            `nouns`; `months` is the only round it is of, None for both.
    """

    words: re.Pattern[str]
    not_after: tuple[str, ...]
    nouns: tuple[str, ...]
    severity: Severity
    reason: Text
    months: int | None = None

    def is_sound_after(self, before: str) -> bool:
        """Whether what stands before the words makes them sound."""
        text = before.rstrip()
        return text.endswith(self.not_after) and not text.endswith(self.nouns)


class Told(Struct, frozen=True):
    """A place at which a text tells a plan: the rule it falls under and the words around it."""

    rule: Rule
    quote: str


@lru_cache(maxsize=1)
def shipped() -> tuple[Rule, ...]:
    """The rules that come with the program, the weightier first."""
    text = _SHIPPED.read_text(encoding="utf-8")
    return read_rules(load(text))


def read_rules(data: Mapping[str, Any]) -> tuple[Rule, ...]:
    """The rules of a YAML file's content.

    Errors: KeyError, ValueError or re.error, for the file is ours.
    """
    nouns = tuple(data["nouns"])
    return tuple(
        Rule(
            re.compile(rule["words"]),
            tuple(rule.get("not_after", ())),
            nouns,
            Severity(rule["severity"]),
            Text(rule["th"], rule["en"]),
            rule.get("months"),
        )
        for rule in data["rules"]
    )


def plans_in(text: str, months: int, rules: Sequence[Rule] | None = None) -> tuple[Told, ...]:
    """Every place at which a result tells a plan, in reading order.

    >>> [told.quote for told in plans_in("ประกาศแล้ว และจะจัดอบรมเดือนหน้า", 6)]
    ['ประกาศแล้ว และจะจัดอบรมเดือนหน้า']
    >>> plans_in("เผยแพร่แนวทางที่ควรทำและไม่ควรทำแล้ว", 6)
    ()
    """
    return _found(text, months, shipped() if rules is None else tuple(rules))


# A page is read again and again while few of its texts change.
@lru_cache(maxsize=1024)
def _found(text: str, months: int, rules: tuple[Rule, ...]) -> tuple[Told, ...]:
    plain = mend_line(arabic_digits(text))
    taken: list[tuple[int, int, Rule]] = []
    for rule in rules:
        if rule.months is not None and rule.months != months:
            continue
        for match in rule.words.finditer(plain):
            first, last = match.span()
            if any(first < end and start < last for start, end, _ in taken):
                continue
            if not rule.is_sound_after(plain[:first]):
                taken.append((first, last, rule))
    return tuple(
        Told(rule, _quote(plain, first, last))
        for first, last, rule in sorted(taken, key=lambda hit: hit[0])
    )


def _quote(text: str, first: int, last: int) -> str:
    end = min(len(text), last + _AFTER)
    if end < len(text):
        blank = text.rfind(" ", last, end)
        end = blank if blank > last else end
    return around(text, first, end, _BEFORE) + ("…" if end < len(text) else "")
