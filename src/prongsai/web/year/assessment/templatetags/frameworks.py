"""What a framework says, for pages: names, sources, and the banner of what is not confirmed."""

from typing import Any

from django import template

from prongsai.web.year.assessment.framework.documents import name_of
from prongsai.web.year.assessment.queries import unconfirmed_notes
from prongsai.web.year.assessment.queries.pages import where_of

register = template.Library()
register.filter("name_of", name_of)
register.filter("where_of", where_of)


@register.inclusion_tag("assessment/_unconfirmed_notes.html", takes_context=True)
def unconfirmed(context: dict[str, Any], *fiscal_years: int) -> dict[str, Any]:
    """Notes on those of some years whose facts are not confirmed; that of the results is first."""
    person = context.get("person")
    notes = unconfirmed_notes(person.agency, *fiscal_years) if person else ()
    return {"notes": notes, "of": fiscal_years[0] + 1}
