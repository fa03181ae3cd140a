"""Times as pages of the counter tell them."""

from django import template

from prongsai.web.citizens.counter.queries import minutes_of

register = template.Library()


@register.filter
def minutes(seconds: int | None) -> str:
    """Whole minutes; a dash where nothing is known."""
    return minutes_of(seconds)


@register.filter
def hour(of_day: int) -> str:
    """An hour of the day: 09.00–09.59."""
    return f"{of_day:02d}.00–{of_day:02d}.59"
