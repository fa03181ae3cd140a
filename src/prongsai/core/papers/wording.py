"""The sentences of the papers: ours from data, or the agency's own under the same key.

A sentence may name fields ({agency}) and nothing else: no attribute, index, conversion or format,
so that a replaced sentence can never reach into the program.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from string import Formatter
from typing import Any

from prongsai.core.errors import Findings, Place
from prongsai.core.roles import in_words_of_today
from prongsai.core.yaml_data.documents import load

_SHIPPED = Path(__file__).parents[2] / "data" / "papers" / "wording.yaml"
_LONGEST = 2000

Sentences = Mapping[str, str | tuple[str, ...]]


class Wording:
    """All sentences by dotted key ("memo.subject")."""

    def __init__(self, sentences: Sentences) -> None:
        """Shape: a value is one sentence, or a tuple of sentences that belong together."""
        self._sentences = sentences

    def __call__(self, key: str, /, **fields: object) -> str:
        """One sentence, filled.

        Errors: KeyError for a key or field that does not exist, the fault being ours.
        """
        sentence = self._sentences[key]
        if isinstance(sentence, tuple):
            raise KeyError(key)
        return sentence.format_map(fields)

    def several(self, key: str, /, **fields: object) -> tuple[str, ...]:
        """The sentences of a list, filled."""
        sentences = self._sentences[key]
        if isinstance(sentences, str):
            raise KeyError(key)
        return tuple(sentence.format_map(fields) for sentence in sentences)

    @property
    def sentences(self) -> Sentences:
        """Every sentence with its fields open, by key; `Wording` makes the same of it again."""
        return dict(self._sentences)

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(self._sentences)

    def is_list(self, key: str) -> bool:
        """Whether a key holds several sentences."""
        return isinstance(self._sentences[key], tuple)

    def unfilled(self, key: str) -> str:
        """The sentence of a key with its fields open; of a list one sentence a line."""
        sentence = self._sentences[key]
        return sentence if isinstance(sentence, str) else "\n".join(sentence)

    def replaced(self, own: Mapping[str, Any], place: Place) -> tuple[Wording, Findings]:
        """With an agency's own sentences; those that cannot be used are left out and told."""
        findings = Findings()
        usable = {
            key: value
            for key, value in _flat(own)
            if _usable(key, value, self._sentences.get(key), findings, place)
        }
        return Wording({**self._sentences, **usable}), findings


@lru_cache(maxsize=1)
def shipped() -> Wording:
    """The sentences that come with the program."""
    text = _SHIPPED.read_text(encoding="utf-8")
    return Wording(dict(_flat(load(text))))


def fields_of(sentence: str) -> frozenset[str]:
    """The fields a sentence names; "" where it asks for anything but a plain field.

    >>> sorted(fields_of("{agency} ได้ {total}"))
    ['agency', 'total']
    >>> fields_of("{agency.__class__}")
    frozenset({''})
    """
    try:
        parts = list(Formatter().parse(sentence))
    except ValueError:
        return frozenset({""})
    names = {
        name if name.isidentifier() and not form and not conversion else ""
        for _, name, form, conversion in parts
        if name is not None
    }
    return frozenset(names)


def _flat(data: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in data.items():
        key = f"{before}{name}"
        if isinstance(value, Mapping):
            yield from _flat(value, f"{key}.")
        elif isinstance(value, list):
            yield (
                key,
                tuple(
                    "" if sentence is None else in_words_of_today(str(sentence))
                    for sentence in value
                ),
            )
        else:
            yield key, "" if value is None else in_words_of_today(str(value))


def _usable(
    key: str, value: Any, ours: str | tuple[str, ...] | None, findings: Findings, place: Place
) -> bool:
    if ours is None:
        findings.warning("papers/unknown_wording", place, name=key)
        return False
    if isinstance(ours, tuple) is not isinstance(value, tuple):
        findings.error("papers/unusable_wording.no_list", place, name=key)
        return False
    sentences = value if isinstance(value, tuple) else (value,)
    if not all(sentence.strip() for sentence in sentences or ("",)):
        findings.error("papers/unusable_wording.empty", place, name=key)
        return False
    known = fields_of(" ".join(ours) if isinstance(ours, tuple) else ours)
    strange = {name for sentence in sentences for name in fields_of(sentence)} - known
    if strange:
        allowed = ", ".join(f"{{{name}}}" for name in sorted(known)) or "–"
        findings.error("papers/unusable_wording.field", place, name=key, allowed=allowed)
        return False
    if sum(map(len, sentences)) > _LONGEST:
        findings.error("papers/unusable_wording.long", place, name=key, most=_LONGEST)
        return False
    return True
