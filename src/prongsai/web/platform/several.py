"""Several alike in one form, as many as a person wants, without a script."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from prongsai.web.platform.typed import whole_number

MORE = 3
_PREFIX = "field"


def several(
    kind: type[forms.Form],
    initial: Sequence[dict[str, Any]],
    data: Any = None,
    *,
    most: int,
    more: int = 0,
) -> Any:
    """A form for each, and some that are empty; `more` of them beside those that were sent."""
    made = forms.formset_factory(kind, extra=MORE, max_num=most, absolute_max=most)
    if data is not None and more:
        told = data.copy()
        told[f"{_PREFIX}-TOTAL_FORMS"] = str(min(most, _count(data) + more))
        data = told
    return made(data, initial=list(initial) if data is None else [], prefix=_PREFIX)


def _count(data: Any) -> int:
    return whole_number(data.get(f"{_PREFIX}-TOTAL_FORMS", "")) or 0
