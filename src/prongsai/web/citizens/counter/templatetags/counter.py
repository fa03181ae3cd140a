"""Times as pages of the counter tell them."""

from django import template

from prongsai.core.counter import queue

register = template.Library()


@register.filter
def minutes(seconds: int | None) -> str:
    """Whole minutes; a dash where nothing is known."""
    whole = queue.minutes(seconds)
    return "–" if whole is None else str(whole)


@register.filter
def hour(of_day: int) -> str:
    """An hour of the day: 09.00–09.59."""
    return f"{of_day:02d}.00–{of_day:02d}.59"
