"""What the pages of one item, one indicator and the tree of the total show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.urls import reverse
from msgspec import Struct

from prongsai.core.analysis.trend import lost, trend, worth
from prongsai.core.analysis.weakness import find_weak
from prongsai.core.errors import Severity
from prongsai.core.framework.model import Confidence, Framework
from prongsai.core.framework.years import details, short_title
from prongsai.core.ids import TOTAL, Level, instrument_of_item
from prongsai.core.messages import read_words
from prongsai.core.rounding import fraction_text, half_up
from prongsai.core.scoring.card import Score, ScoreCard, Verdict
from prongsai.core.text import Text, same
from prongsai.web.agency.models import Agency
from prongsai.web.platform.hits import Hit
from prongsai.web.year.analysis.rows import costliest, item_rows, line_of, printed_text, suggestions
from prongsai.web.year.scoring.queries import current_scores, history, remarks

_KEPT = 32
_FULL = 100


class Figure(Struct, frozen=True):
    """One score with what is known about it.

    Shape:  `worth` and `lost` exact points of the total, None where the year does not tell.
    """

    value: Decimal | None
    printed: str
    verdict: Verdict | None
    below: bool
    target: Decimal
    worth: Fraction | None
    lost: Fraction | None


class Step(Struct, frozen=True):
    """An item before or after another."""

    code: str
    name: Text


def item_page(agency: Agency, year: int, code: str) -> dict[str, Any] | None:
    current = current_scores(agency, year - 1)
    item = current.card.framework.items.get(code) if current else None
    if current is None or item is None:
        return None
    card = current.card
    figure = _figure(card, code)
    before, after = _neighbours(card.framework, code)
    above = card.framework.tree.get(item.indicator or "")
    # The item through the years, by the lineage that goes back farthest.
    own = [
        series for series in trend(history(agency, year - 1)).items if series.key in item.lineage
    ]
    longest = max(own, key=lambda series: len(series.points), default=None)
    return {
        "year": year,
        "score_year": year - 1,
        "code": code,
        "name": short_title(item),
        "official": item.name,
        "confidence": item.confidence,
        "instrument": instrument_of_item(code),
        "indicator": Step(above.code, above.name) if above else None,
        "questions": item.questions,
        "elements": _elements(card.framework, code),
        "figure": figure,
        "line": line_of(longest) if longest else None,
        "remarks": tuple(
            (number, remark.text)
            for number, remark in enumerate(remarks(agency, year - 1), start=1)
            if code in remark.items
        ),
        "measures": suggestions(card.framework, code),
        "before": before,
        "after": after,
        "try_score": _FULL if code[0] == "o" else int(figure.target),
    }


def hits(agency: Agency, year: int) -> Iterator[Hit]:
    """The items and indicators that have a score in a year, as a search lists them."""
    current = current_scores(agency, year - 1)
    if current is None:
        return
    framework = current.card.framework
    of_year = str(year - 1)
    kinds = read_words("analysis/item_score"), of_year
    for code, item in framework.items.items():
        url = reverse("analysis:item", args=[year, code])
        yield Hit(url, short_title(item), kinds, code, words=item.name.th)
    kinds = read_words("analysis/indicator_score"), of_year
    for part in framework.instruments:
        for indicator in part.indicators:
            url = reverse("analysis:indicator", args=[year, indicator.code])
            yield Hit(url, indicator.name, kinds, indicator.code)


def indicator_page(agency: Agency, year: int, code: str) -> dict[str, Any] | None:
    current = current_scores(agency, year - 1)
    score = current.card.scores.get(code) if current else None
    if current is None or score is None or score.level is not Level.INDICATOR:
        return None
    card = current.card
    weakness = find_weak(card)
    known = card.framework.items
    rows = [
        row
        for row in item_rows(card, weakness, remarks(agency, year - 1)).values()
        if row.code in known and known[row.code].indicator == code
    ]
    series = [
        trend_line
        for trend_line in trend(history(agency, year - 1)).indicators
        if trend_line.key == code
    ]
    above = card.framework.tree.get(card.framework.tree[code].parent or "")
    return {
        "year": year,
        "score_year": year - 1,
        "code": code,
        "name": score.name,
        "instrument": Step(above.code, above.name) if above else None,
        "figure": _figure(card, code),
        "items": costliest(rows),
        "weak_count": sum(1 for row in rows if row.below),
        "line": line_of(series[0]) if series else None,
    }


def _figure(card: ScoreCard, code: str) -> Figure:
    score: Score | None = card.scores.get(code)
    target = find_weak(card).target
    value = score.figure if score else None
    exact = score.value if score else None
    return Figure(
        value=value,
        printed=printed_text(score) if score else "–",
        verdict=score.verdict if score else None,
        below=value is not None and value < target,
        target=target,
        worth=worth(card.framework, code),
        lost=None if exact is None else lost(card.framework, code, exact),
    )


def _neighbours(framework: Framework, code: str) -> tuple[Step | None, Step | None]:
    """The items before and after one, within its instrument."""
    items = [item for item in framework.items.values() if item.code[0] == code[0]]
    place = next(number for number, item in enumerate(items) if item.code == code)
    steps = [Step(item.code, short_title(item)) for item in items]
    return (
        steps[place - 1] if place else None,
        steps[place + 1] if place + 1 < len(steps) else None,
    )


def _elements(framework: Framework, code: str) -> tuple[tuple[Text, Confidence], ...]:
    """What an OIT item must show, as far as the year's files know it, and how sure that is."""
    if code[0] != "o" or not framework.folder:
        return ()
    folder = Path(framework.folder)
    file = folder / "elements.yaml"
    changed = file.stat().st_mtime_ns if file.is_file() else 0
    return tuple(
        (
            Text(entry["text"]["th"], entry["text"]["en"]),
            Confidence(entry.get("confidence", Confidence.UNKNOWN)),
        )
        for entry in _read_elements(folder, changed).get(code) or ()
    )


@lru_cache(maxsize=_KEPT)
def _read_elements(folder: Path, changed: int) -> dict[str, Any]:
    """The elements of a year by item, read once for each time the file was changed."""
    del changed
    elements: dict[str, Any] = details(folder)["elements"]
    return elements


_PERCENT = 100


class Branch(Struct, frozen=True):
    """One node of the tree.

    Shape:  `how` tells how its parts make it; `note` what recomputation found; `printed` as
            published, else as computed; `computed` "–" where nothing was; `because` why a print
            was not recomputed; `is_open` on the way to the lowest indicator.
    """

    code: str
    name: Text
    level: Level
    printed: str
    computed: str
    below: bool
    verdict: Verdict | None
    how: Text
    note: Text | None
    because: Text | None
    is_open: bool
    branches: tuple[Branch, ...]


def why_page(agency: Agency, year: int) -> dict[str, Any] | None:
    """How the total is made; None before there are scores.

    Shape:  `root` is its tree, `outside` the figures that the year's tree has no place for;
            `is_whole` where every figure of the tree goes down to items and adds up again;
            `verified` how the figures of each level stood up: how many of each verdict.
    """
    current = current_scores(agency, year - 1)
    if current is None:
        return None
    card = current.card
    target = find_weak(card).target
    root = _branch(card, TOTAL, target, None)
    every = list(_every(root))
    held = {branch.code for branch in every}
    known = [score for score in card.scores.values() if _is_known(score)]
    shares = [share for _, share in card.framework.tree[TOTAL].children or ()]
    nodes = [card.scores[code] for code in card.framework.tree]
    return {
        "year": year,
        "score_year": year - 1,
        "target": target,
        "root": root,
        "outside": tuple(_branch(card, score.code, target, None) for score in known
                         if score.code not in held),
        # Every node is there, each above the items made of its parts, none contradicted.
        "is_whole": all(
            (node.parts or (node.level is Level.ITEM and node.value is not None))
            and node.verdict is not Verdict.CONTRADICTS
            for node in nodes
        ),
        "is_contradicted": any(score.verdict is Verdict.CONTRADICTS for score in known),
        "verified": _verified(card),
        "explained": tuple(branch for branch in every if branch.verdict is Verdict.EXPLAINED),
        "respondents": card.respondents,
        "findings": tuple(
            finding for finding in card.findings if finding.severity is not Severity.NOTE
        ),
        "weights": " / ".join(_percent(share) for share in shares),
        "confidence": card.framework.confidence,
    }  # fmt: skip


def _parts_of(card: ScoreCard, code: str) -> dict[str, Fraction | None]:
    """The parts of a node with their shares; None where the year does not tell the weights."""
    node = card.framework.tree.get(code)
    if node is not None and node.children:
        return dict(node.children)
    parts = card.framework.instruments
    if code == TOTAL:
        return dict.fromkeys(part.code for part in parts)
    return dict.fromkeys(
        indicator.code for part in parts if part.code == code for indicator in part.indicators
    )


def _branch(card: ScoreCard, code: str, target: Decimal, share: Fraction | None) -> Branch:
    score = card.scores[code]
    children = _parts_of(card, code)
    value = score.figure
    item = card.framework.items.get(code)
    return Branch(
        code=code,
        name=short_title(item) if item else score.name,
        level=score.level,
        printed=printed_text(score),
        computed="–" if score.computed is None else f"{half_up(score.computed):.2f}",
        below=value is not None and value < target,
        verdict=score.verdict,
        how=_how(card, score, children, share),
        note=_note(score),
        because=score.because,
        is_open=score.level is Level.INSTRUMENT or code == _lowest(card, target),
        branches=tuple(
            _branch(card, child, target, part)
            for child, part in children.items()
            if child in card.scores and _is_known(card.scores[child])
        ),
    )


def _lowest(card: ScoreCard, target: Decimal) -> str | None:
    """The indicator that is farthest below target."""
    known = [(value, score.code) for score in card.of_level(Level.INDICATOR)
             if (value := score.figure) is not None and value < target]  # fmt: skip
    return min(known)[1] if known else None


def _is_known(score: Score) -> bool:
    return score.value is not None or score.published is not None


def _how(
    card: ScoreCard, score: Score, children: Mapping[str, Fraction | None], share: Fraction | None
) -> Text:
    """The formula of a node in the figures that are printed."""
    known = [card.scores[code] for code in children if _is_known(card.scores[code])]
    if score.level is Level.ITEM:
        return same("")
    if not children:
        return read_words("analysis/parts_unknown")
    shares = {code: part for code, part in children.items() if part is not None}
    if not known or len(shares) < len(children):
        return read_words("analysis/no_weights") if known else read_words("analysis/no_parts")
    if score.level is Level.TOTAL:
        return same(_weighted(card, shares))
    parts = read_words(f"analysis/level.{known[0].level}")
    mean = read_words("analysis/mean", count=len(children), parts=parts)
    if score.level is Level.INSTRUMENT and share is not None and score.value is not None:
        given, whole = f"{half_up(score.value * share):.2f}", _percent(share)
        return read_words("analysis/mean_in_total", mean=mean, given=given, whole=whole)
    return mean if score.level is Level.INSTRUMENT else _with_parts(mean, known, len(children))


def _with_parts(mean: Text, known: Sequence[Score], count: int) -> Text:
    """The mean with what it was taken of: which part had 0, or all the figures."""
    zeros = ", ".join(score.code for score in known if score.value == 0)
    if len(known) < count:
        return read_words("analysis/mean_of_known", mean=mean, count=len(known))
    if zeros:
        return read_words("analysis/mean_with_zeros", mean=mean, zeros=zeros)
    added = " + ".join(printed_text(score) for score in known)
    return read_words("analysis/mean_written_out", mean=mean, added=added, count=count)


def _weighted(card: ScoreCard, children: Mapping[str, Fraction]) -> str:
    """93.10 × 30% + … = 27.93 + …, from the values that are not rounded."""
    terms = [(printed_text(card.scores[code]), card.scores[code].value, children[code])
             for code in children]  # fmt: skip
    left = " + ".join(f"{printed} × {_percent(share)}%" for printed, _, share in terms)
    if any(value is None for _, value, _ in terms):
        return left
    right = " + ".join(
        f"{half_up(value * share):.2f}" for _, value, share in terms if value is not None
    )
    return f"{left} = {right}"


def _percent(share: Fraction) -> str:
    return f"{float(share * _PERCENT):g}"


def _note(score: Score) -> Text | None:
    """What a reader of a difference of 0.01 wants to know."""
    if score.verdict is Verdict.EXPLAINED and score.exact is not None:
        exact = f"{fraction_text(score.exact)} = {half_up(score.exact, 4)}"
        plain = "–" if score.plain is None else f"{half_up(score.plain, 3)}"
        return read_words(
            "analysis/rounding_explained", plain=plain, exact=exact, published=score.published
        )
    if score.verdict is Verdict.CONTRADICTS and score.computed is not None:
        computed = f"{half_up(score.computed):.2f}"
        return read_words(
            "analysis/print_contradicts", computed=computed, published=score.published
        )
    # Of items the list of verdicts tells it once for all.
    if score.level is Level.ITEM or score.verdict is Verdict.FITS:
        return None
    return score.because


def _verified(card: ScoreCard) -> list[tuple[Text, tuple[tuple[Verdict, int], ...]]]:
    """Every figure that was printed, whether the tree has a place for it or not."""
    rows = []
    for level in Level:
        counted = Counter(score.verdict for score in card.of_level(level) if score.verdict)
        if counted:
            verdicts = tuple((v, counted[v]) for v in Verdict if counted[v])
            rows.append((read_words(f"analysis/level.{level}"), verdicts))
    return rows


def _every(branch: Branch) -> Iterator[Branch]:
    yield branch
    for inner in branch.branches:
        yield from _every(inner)
