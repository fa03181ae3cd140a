"""Analyses as plain data, for JSON, charts and pages."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

from prongsai.core.analysis.trend import Series, Trend
from prongsai.core.analysis.weakness import RankedItem, Weakness, WeakNode
from prongsai.core.analysis.whatif import CheapestWay, WhatIfOutcome
from prongsai.core.rounding import half_up
from prongsai.core.scoresheet.model import Remark
from prongsai.core.scoring.data import score_data, text_data


def _points(value: Fraction | None) -> str | None:
    return None if value is None else str(half_up(value, places=4))


def _signed(value: Fraction | Decimal | None) -> str | None:
    if value is None:
        return None
    exact = Fraction(value)
    return f"-{half_up(-exact)}" if exact < 0 else str(half_up(exact))


def item_data(item: RankedItem) -> dict[str, Any]:
    """One item of a list; `worth` and `lost` are points of the total, null where not known."""
    return {
        "code": item.code,
        "name": text_data(item.name),
        "instrument": item.instrument,
        "score": str(item.score),
        "published": item.published,
        "rank": item.rank,
        "worth": _points(item.worth),
        "lost": _points(item.lost),
    }


def weakness_data(weakness: Weakness) -> dict[str, Any]:
    """All lists of one year."""
    return {
        "target": str(weakness.target),
        "target_is_official": weakness.is_official_target,
        "below_target": [item_data(item) for item in weakness.below_target],
        "keep_improving": [item_data(item) for item in weakness.keep_improving],
        "top_three": [item_data(item) for item in weakness.best],
        "at_zero": [item_data(item) for item in weakness.at_zero],
        "without_items": [_node_data(node) for node in weakness.nodes_below],
        "weak_points": weakness.count,
        "total_below_target_where_unknown": weakness.unplaced is not None,
        "indicators_below_target": [score_data(score) for score in weakness.indicators_below],
        "worth": [item_data(item) for item in weakness.all_items],
    }


def _node_data(node: WeakNode) -> dict[str, Any]:
    return {
        "code": node.code,
        "name": text_data(node.name),
        "score": str(node.score),
        "published": node.published,
    }


def remark_data(remark: Remark, items: tuple[str, ...]) -> dict[str, Any]:
    """A remark with the items it seems to touch."""
    return {
        "text": remark.text,
        "instrument": remark.instrument,
        "number": remark.number,
        "items": list(items),
        "where": text_data(remark.place.text()),
    }


def series_data(series: Series) -> dict[str, Any]:
    """One line of a chart."""
    return {
        "key": series.key,
        "name": text_data(series.name),
        "points": [
            {
                "fiscal_year": point.fiscal_year,
                "code": point.code,
                "score": str(point.figure),
                "computed": str(half_up(point.value)),
                "published": point.published,
                "recomputed": None if point.recomputed is None else str(point.recomputed),
            }
            for point in series.points
        ],
        "change": _signed(series.change),
        "comparable": series.comparable,
    }


def trend_data(trend: Trend) -> dict[str, Any]:
    return {
        "years": list(trend.years),
        "total": series_data(trend.total),
        "instruments": [series_data(series) for series in trend.instruments],
        "indicators": [series_data(series) for series in trend.indicators],
        "items": [series_data(series) for series in trend.items],
    }


def outcome_data(outcome: WhatIfOutcome) -> dict[str, Any]:
    """Scores after changes."""
    rating = outcome.rating
    return {
        "total": None if outcome.total is None else str(half_up(outcome.total)),
        "instruments": [
            {"code": code, "score": str(half_up(value))}
            for code, value in outcome.instruments.items()
        ],
        "rating": rating
        and {
            "code": rating.code,
            "label": text_data(rating.label),
            "provisional": rating.provisional,
            "possible": list(rating.possible),
        },
        "gates": [
            {
                "level": gate.level.code,
                "minimum": str(gate.level.minimum),
                "each_instrument": str(gate.level.each_instrument),
                "total_reached": gate.total_reached,
                "shut_by": list(gate.shut_by),
                "unknown": list(gate.unknown),
                "open": gate.is_open,
            }
            for gate in outcome.gates
        ],
    }


def way_data(way: CheapestWay) -> dict[str, Any]:
    """The cheapest way: steps in code order, what they cost and give."""
    after = outcome_data(way.after)
    return {
        "target": way.target,
        "reachable": way.reachable,
        "contradicted": list(way.contradicted),
        "steps": [
            {
                "code": step.code,
                "name": text_data(step.name),
                "from": str(step.start),
                "to": str(step.end),
                "gain": _points(step.gain),
                "cost": _number(step.cost),
            }
            for step in way.steps
        ],
        "cost": _number(way.cost),
        "total_after": after["total"],
        "rating_after": after["rating"],
        "instruments_after": after["instruments"],
        "gates_after": after["gates"],
        "unknown": list(way.unknown),
        "unknown_adds_at_most": {code: str(half_up(most)) for code, most in way.most.items()},
    }


def _number(value: Fraction) -> str:
    """A cost without needless zeros."""
    text = str(half_up(value, 4))
    return text.rstrip("0").rstrip(".") if "." in text else text
