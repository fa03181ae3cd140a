"""Sheets of scores: what changes between two, and their findings in words."""

import json
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from hashlib import sha256
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from prongsai.core.errors import Finding, Place, ProngsaiError, Severity
from prongsai.core.framework.model import Framework
from prongsai.core.framework.years import short_title
from prongsai.core.ids import sort_key
from prongsai.core.messages import has_message, read_words
from prongsai.core.scoresheet.model import Figure, Origin, PublishedRating, ScoreSheet
from prongsai.core.text import Text, same
from prongsai.web.platform.error_data import finding_data, finding_of
from prongsai.web.year.assessment.framework.documents import RowFate

# What the command line tells people to type, as things to press.
_FOR_THE_COMMAND_LINE = ("prongsai ", "--")


def for_site(finding: Finding) -> Finding:
    """The finding with a next step that a page can offer."""
    return replace(finding, next_step=_step(finding.code, finding.next_step))


def next_step_of(error: ProngsaiError) -> Text | None:
    """What to do now about a file that cannot be read."""
    return _step("", error.next_step)


def _step(code: str, step: Text | None) -> Text | None:
    if has_message(f"scoring/on_site.{code}"):
        return read_words(f"scoring/on_site.{code}")
    if step is not None and any(mark in step.en for mark in _FOR_THE_COMMAND_LINE):
        return read_words("scoring/type_or_fill_sheet")
    return step


def as_data(findings: Iterable[Finding]) -> list[dict[str, Any]]:
    """Findings to keep; `findings_of` takes them back."""
    return [finding_data(finding) for finding in findings]


def findings_of(data: Iterable[Mapping[str, Any]]) -> tuple[Finding, ...]:
    """Kept findings, worded for the site, the weightiest first."""
    order = list(Severity)
    ordered = sorted(map(finding_of, data), key=lambda finding: order.index(finding.severity))
    return tuple(for_site(finding) for finding in ordered)


RATING = "rating"


class FigureChange(Struct, frozen=True):
    """One figure that two sheets print differently; `code` is "rating" for the level."""

    code: str
    name: Text
    kind: RowFate
    before: str | None
    after: str | None


_FEW = 15


class ChangeGroup(Struct, frozen=True):
    """Changes of one kind; long lists are folded."""

    title: Text
    changes: tuple[FigureChange, ...]

    @property
    def is_open(self) -> bool:
        """Whether it is short enough to be shown at once."""
        return len(self.changes) <= _FEW


def grouped(differing: Sequence[FigureChange]) -> tuple[ChangeGroup, ...]:
    """Changes by kind: changed first, gone last."""
    return tuple(
        ChangeGroup(read_words(f"scoring/change.{kind}"), changes)
        for kind in (RowFate.CHANGED, RowFate.NEW, RowFate.GONE)
        if (changes := tuple(change for change in differing if change.kind is kind))
    )


def digest_of(sheet: ScoreSheet) -> str:
    """The digest of what a sheet says; where in which file it says so does not count.

    A figure counts by its value: "93.1" in a workbook is the "93.10" of the paper.
    """
    years = {figure.year for figure in sheet.figures}
    content = [
        sheet.fiscal_year,
        [_figures_in(sheet, year) for year in sorted(years, key=lambda year: year or 0)],
        sorted([rating.year or 0, rating.code] for rating in sheet.ratings),
        sorted(
            [claim.year or 0, claim.instrument or "", claim.counted.value, claim.number]
            for claim in sheet.claims
        ),
    ]
    return sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()


def _figures_in(sheet: ScoreSheet, year: int | None) -> list[object]:
    if year is None:
        undated = [figure for figure in sheet.figures if figure.year is None]
        return [None, sorted([figure.code, _plain(figure.value)] for figure in undated)]
    standing = [[code, _plain(figure.value)] for code, figure in sheet.of_year(year).items()]
    others = [
        [code, sorted(_plain(figure.value) for figure in prints)]
        for code, prints in sorted(sheet.other_prints(year).items())
    ]
    return [year, standing, others]


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"


def of_year(sheet: ScoreSheet, year: int) -> ScoreSheet:
    """The same sheet, taken as one that is chiefly about `year`."""
    return replace(sheet, fiscal_year=year)


def filled(sheet: ScoreSheet, base: ScoreSheet, year: int) -> ScoreSheet:
    """A sheet with what `base` prints of a year and it does not."""
    given = sheet.of_year(year)
    kept = [figure for figure in base.figures if figure.year == year and figure.code not in given]
    levels = () if sheet.rating_of(year) else tuple(r for r in base.ratings if r.year == year)
    return replace(sheet, figures=(*sheet.figures, *kept), ratings=(*sheet.ratings, *levels))


def changes(
    before: ScoreSheet | None, after: ScoreSheet, framework: Framework
) -> list[FigureChange]:
    """What differs in the framework's year, in code order, the level first."""
    year = framework.fiscal_year
    held = before.of_year(year) if before else {}
    given = after.of_year(year)
    changed = [
        _change(code, name_of(code, framework, given.get(code) or held[code]), old, new)
        for code in sorted({*held, *given}, key=sort_key)
        for old, new in [(held.get(code), given.get(code))]
        if old is None or new is None or old.value != new.value
    ]
    level = before.rating_of(year) if before else None
    new_level = after.rating_of(year)
    if (level.code if level else None) != (new_level.code if new_level else None):
        name = read_words("scoring/published_level")
        changed.insert(0, _change(RATING, name, level, new_level))
    return changed


def _change(
    code: str,
    name: Text,
    old: Figure | PublishedRating | None,
    new: Figure | PublishedRating | None,
) -> FigureChange:
    kind = RowFate.NEW if old is None else RowFate.GONE if new is None else RowFate.CHANGED
    return FigureChange(
        code, name, kind, old.published if old else None, new.published if new else None
    )


def name_of(code: str, framework: Framework, figure: Figure | None = None) -> Text:
    """The name of what a code stands for, by default as `figure` printed it."""
    item = framework.items.get(code)
    if item is not None:
        return short_title(item)
    node = framework.tree.get(code)
    return node.name if node is not None else same((figure and figure.name) or code)


def with_typed(
    base: ScoreSheet | None, framework: Framework, figures: Mapping[str, str], rating: str
) -> ScoreSheet:
    """A sheet with the typed figures of the framework's year; all else stays as it was.

    Shape:  `figures` are checked texts by code, `rating` a level's code or "". A figure that is
            typed as it stood keeps its place, its other prints and its printed form.
    """
    year = framework.fiscal_year
    base = base or ScoreSheet(year)
    standing = base.of_year(year)
    kept = {
        code
        for code, text in figures.items()
        if code in standing and standing[code].value == Decimal(text)
    }
    typed = [
        Figure(code, year, text, Decimal(text), Origin.TABLE, Place())
        for code, text in figures.items()
        if code not in kept
    ]
    return replace(
        base,
        fiscal_year=year,
        figures=(*(f for f in base.figures if f.year != year or f.code in kept), *typed),
        ratings=_typed_ratings(base, framework, rating),
    )


def _typed_ratings(
    base: ScoreSheet, framework: Framework, rating: str
) -> tuple[PublishedRating, ...]:
    year = framework.fiscal_year
    held = base.rating_of(year)
    if (held.code if held else "") == rating:
        return base.ratings
    others = tuple(other for other in base.ratings if other.year != year)
    level = next(
        (
            rating_level
            for rating_level in framework.rating.levels or ()
            if rating_level.code == rating
        ),
        None,
    )
    if level is None:
        return others
    return (*others, PublishedRating(level.code, year, level.label.th, Place()))
