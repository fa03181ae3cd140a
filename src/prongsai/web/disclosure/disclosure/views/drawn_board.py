"""The HTML of the board: kept until anything is written, then drawn again."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from prongsai.web.agency.people import Actor
from prongsai.web.disclosure.disclosure.forms import ManyForm, NarrowForm
from prongsai.web.disclosure.disclosure.queries.board import BY_PART, BY_UNIT, Asked, board
from prongsai.web.platform.request_cache import while_unchanged
from prongsai.web.platform.typesetting import as_set

NARROWING = ("state", "unit", "q", "group", "mine")


def narrowing_of(sent: Mapping[str, Any]) -> dict[str, str]:
    """The fields of a request that narrow the board."""
    return {name: str(sent[name]) for name in NARROWING if sent.get(name)}


def narrowed_board(
    person: Actor, year: int, on: date, narrowed: Mapping[str, Any]
) -> tuple[NarrowForm, dict[str, Any]]:
    form = NarrowForm(board(person, year, on, Asked())["units"], narrowed)
    return form, board(person, year, on, form.asked())


@while_unchanged
def drawn_once(
    person: Actor, year: int, on: date, narrowed: tuple[tuple[str, str], ...], _address: str
) -> dict[str, str]:
    """Draw the board with an empty form, so that nothing in it belongs to a single request.

    Shape:  `_address` is the site's; it tells kept boards apart, for no table holds it.
    """
    return drawn_again(person, year, on, dict(narrowed), ManyForm(), ())


def drawn_again(
    person: Actor, year: int, on: date, kept: dict[str, str], form: ManyForm, ticked: Sequence[str]
) -> dict[str, str]:
    """Draw and set what stands before the rows, and the rows with the form as it was typed."""
    narrow, page = narrowed_board(person, year, on, kept)
    context = {
        "page": page,
        "year": year,
        "narrow": narrow,
        "form": form,
        "ticked": ticked,
        "kept": kept,
        "groups": _groups(year, kept, page["asked"].group),
        "tick": any(card.may_work for card in page["all"]),
    }
    return {
        name: as_set(render_to_string(f"disclosure/_{name}.html", context).strip())
        for name in ("first", "rows")
    }


def _groups(year: int, kept: dict[str, str], here: str) -> list[dict[str, Any]]:
    """The switch between the two ways to group the board."""
    address = reverse("disclosure:board", args=[year])
    others = {name: value for name, value in kept.items() if name != "group"}
    entries = ((BY_PART, _("ตามตัวชี้วัดย่อย")), (BY_UNIT, _("ตามส่วนราชการ")))
    return [
        {
            "url": f"{address}?{urlencode(others | {'group': group})}",
            "label": label,
            "is_here": group == here,
        }
        for group, label in entries
    ]
