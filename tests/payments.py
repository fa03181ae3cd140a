"""The fields of a PromptPay QR's text, read as a bank does."""

from prongsai.core.bills.promptpay import proved

_CHECK, _HEAD = "63", 4


class CutOffError(ValueError):
    """A text of which something is missing, or whose proof is another."""


def read_payload(text):
    """The fields in their order, the proof left out."""
    fields = fields_of(text)
    if not fields or fields[-1][0] != _CHECK or proved(text[: -_HEAD * 2]) != text:
        raise CutOffError(text)
    return fields[:-1]


def fields_of(text):
    """The fields of a text, or of a value that is itself made of fields."""
    fields, place = [], 0
    while place < len(text):
        head = text[place : place + _HEAD]
        is_head = len(head) == _HEAD and head.isascii() and head.isdigit()
        value = text[place + _HEAD : place + _HEAD + int(head[2:])] if is_head else ""
        if not value or len(value) != int(head[2:]):
            raise CutOffError(place + 1)
        fields.append((head[:2], value))
        place += _HEAD + len(value)
    return tuple(fields)
