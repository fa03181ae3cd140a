"""Pieces of HTML that are safe by their type: words come in only through `words`."""

from html import escape
from typing import NewType

from prongsai.documents.typesetting.breaks import tie
from prongsai.documents.wording import printable

Markup = NewType("Markup", str)

NOTHING = Markup("")
_WITHOUT_END = frozenset({"col", "img", "meta"})


def words(text: str) -> Markup:
    """Words of a paper, escaped; a number and its word stay on one line.

    >>> words("<b> & co")
    '&lt;b&gt; &amp; co'
    """
    return Markup(escape(printable(tie(text))))


def joined(*parts: Markup) -> Markup:
    """Pieces one after another."""
    return Markup("".join(parts))


def tag(name: str, /, *content: Markup, **attributes: str | int | None) -> Markup:
    """An element; `class_` is its class, `data_label` becomes data-label, None is left out.

    >>> tag("th", words("ข้อ"), scope="col", class_=None)
    '<th scope="col">ข้อ</th>'
    """
    given = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(printable(str(value)))}"'
        for key, value in attributes.items()
        if value is not None
    )
    end = "" if name in _WITHOUT_END else f"</{name}>"
    return Markup(f"<{name}{given}>{''.join(content)}{end}")


def each(name: str, texts: tuple[str, ...] | list[str], **attributes: str | None) -> Markup:
    """One element for each text that is not empty."""
    return joined(*(tag(name, words(text), **attributes) for text in texts if text))
