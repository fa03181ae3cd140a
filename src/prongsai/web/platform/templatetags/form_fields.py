"""What every form carries: the key of one that acts once, and Django's token with its reader."""

from uuid import uuid4

from django import template
from django.template.context import Context
from django.template.defaulttags import CsrfTokenNode
from django.utils.html import format_html
from django.utils.safestring import SafeString

from prongsai.web.platform import drawn
from prongsai.web.platform.idempotency import FIELD

register = template.Library()


@register.simple_tag
def idempotency_key() -> SafeString:
    return format_html('<input type="hidden" name="{}" value="{}">', FIELD, uuid4().hex)


@register.simple_tag(takes_context=True)
def csrf_token(context: Context) -> SafeString:
    """Django's token, and for whom the form is drawn."""
    token = format_html("{}", CsrfTokenNode().render(context))
    mark = drawn.mark(getattr(context, "request", None))
    if not mark:
        return token
    return format_html('{}<input type="hidden" name="{}" value="{}">', token, drawn.FIELD, mark)
