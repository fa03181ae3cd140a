"""`{% once %}`: the key of a form that may be sent twice and acts once."""

from __future__ import annotations

from uuid import uuid4

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from prongsai.web.platform.once import FIELD

register = template.Library()


@register.simple_tag
def once() -> SafeString:
    """A hidden field with a key of its own."""
    return format_html('<input type="hidden" name="{}" value="{}">', FIELD, uuid4().hex)
