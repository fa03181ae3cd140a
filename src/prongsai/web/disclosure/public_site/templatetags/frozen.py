"""Parts of a page that never change, for the edition that they show never does."""

from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from prongsai.web.agency.models import Agency
from prongsai.web.disclosure.public_site.content import ItaContent
from prongsai.web.disclosure.public_site.models import SiteEdition

register = template.Library()
# An ITA page of 43 items is 60,000 letters with all its parts.
_MOST = 100
_kept: OrderedDict[Hashable, SafeString] = OrderedDict()
_lock = Lock()


@register.simple_tag
def frozen(
    name: str,
    edition: SiteEdition,
    content: ItaContent,
    agency: Agency,
    keep: str = "",
    target: str = "",
) -> SafeString:
    """A part that shows nothing but the content of an edition, in one language, drawn once.

    Shape:  the digest covers all that the edition shows.
    """
    key = (name, edition.pk, edition.digest, agency.pk, keep, target, get_language())
    with _lock:
        if key in _kept:
            _kept.move_to_end(key)
            return _kept[key]
    context = {
        "content": content, "scores": content.scores, "agency": agency, "keep": keep,
        "target": target,
    }  # fmt: skip
    made = mark_safe(render_to_string(name, context))  # noqa: S308 - a template of ours made it
    with _lock:
        _kept[key] = made
        while len(_kept) > _MOST:
            _kept.popitem(last=False)
    return made
