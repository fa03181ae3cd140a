"""Labels: a YAML file beside a document that says what a person read in it."""

from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from msgspec import Struct

from prongsai.core.errors import Place, UnreadableInput
from prongsai.core.ids import level_of
from prongsai.core.scoresheet.evaluation import Label
from prongsai.core.thai import arabic_digits
from prongsai.readers.yaml_file import read_yaml

# `hard`, `year`, `never`, `remarks` and `blank` are for people and other tests.
_KEYS = frozenset({
    "hard", "year", "give", "figures", "ratings", "not_read", "never", "contradictions", "flagged",
    "remarks", "blank",
})  # fmt: skip
_GIVEN = frozenset({"year", "agency"})


class Labelled(Struct, frozen=True):
    """A document with its label, and what is given to the reader of it."""

    document: Path
    label: Label
    year: int | None = None
    agency: str | None = None


def labelled_in(folder: Path) -> Iterator[Labelled]:
    """Every labelled document of a folder and the folders in it, by name.

    Errors: UnreadableInput where a label is wrong or has no document beside it.
    """
    for path in sorted(folder.rglob("*.yaml")):
        beside = (other for other in path.parent.glob(f"{_plain(path.stem)}.*") if other != path)
        document = next((other for other in sorted(beside) if other.stem == path.stem), None)
        if document is None:
            raise UnreadableInput("readers/label.no_document", place=Place(path.name))
        yield _labelled(document, path)


def _plain(stem: str) -> str:
    """A name as a pattern that fits only itself."""
    return "".join(f"[{letter}]" if letter in "*?[" else letter for letter in stem)


def _labelled(document: Path, path: Path) -> Labelled:
    data, place = read_yaml(path.read_bytes(), path.name).data, Place(path.name)
    if not isinstance(data, Mapping) or "figures" not in data:
        raise UnreadableInput("readers/label.no_figures", place=place)
    if unknown := sorted({*map(str, data)} - _KEYS):
        raise UnreadableInput("readers/label.unknown_key", place=place, name=unknown[0])
    given = data.get("give") or {}
    if not isinstance(given, Mapping) or {*given} - _GIVEN:
        raise UnreadableInput("readers/label.wrongly_given", place=place)
    reader = _Reader(path.name)
    return Labelled(
        document, reader.label(data), reader.year(given.get("year")), given.get("agency")
    )


class _Reader:
    """One label, whose faults name its file."""

    def __init__(self, name: str) -> None:
        self._name = name

    def label(self, data: Mapping[str, Any]) -> Label:
        """What the label says of its document."""
        ratings = data.get("ratings")
        if ratings is not None and not isinstance(ratings, Mapping):
            raise self._wrong(ratings)
        withheld = data.get("not_read") or ""
        if isinstance(withheld, Mapping):
            withheld = withheld.get("codes", "")
        return Label(
            figures=dict(self._by_year(data["figures"] or {})),
            also=frozenset(self._second_prints(data.get("contradictions") or [])),
            withheld=frozenset(map(self._code, _words(withheld))),
            ratings=None
            if ratings is None
            else {self.year(key): str(code) for key, code in ratings.items()},
        )

    def _by_year(self, figures: object) -> Iterator[tuple[int | None, dict[str, Decimal]]]:
        """Figures of each year, as a mapping or written "total=81.45 IIT=80"."""
        if not isinstance(figures, Mapping):
            raise self._wrong(figures)
        for year, row in figures.items():
            if isinstance(row, str):
                row = dict(pair.partition("=")[::2] for pair in row.split())  # noqa: PLW2901
            if not isinstance(row, Mapping):
                raise self._wrong(year)
            yield (
                self.year(year),
                {self._code(code): self._value(value) for code, value in row.items()},
            )

    def _second_prints(self, prints: list[Any]) -> Iterator[tuple[int | None, str, Decimal]]:
        for entry in prints:
            if not isinstance(entry, Mapping) or not {"code", "year", "printed"} <= {*entry}:
                raise self._wrong(entry)
            for text in entry["printed"]:
                yield self.year(entry["year"]), self._code(entry["code"]), self._value(text)

    def year(self, year: object) -> int | None:
        """A fiscal year, or None."""
        if year is not None and not str(year).isdecimal():
            raise self._wrong(year)
        return None if year is None else int(str(year))

    def _code(self, code: object) -> str:
        if level_of(str(code)) is None:
            raise self._wrong(code)
        return str(code)

    def _value(self, text: object) -> Decimal:
        try:
            return Decimal(arabic_digits(str(text)).replace(",", "."))
        except InvalidOperation as error:
            raise self._wrong(text) from error

    def _wrong(self, what: object) -> UnreadableInput:
        return UnreadableInput("readers/label.wrong_value", place=Place(self._name), what=what)


def _words(given: object) -> list[str]:
    """A list, or words with spaces between them."""
    return [str(word) for word in given] if isinstance(given, list) else str(given).split()
