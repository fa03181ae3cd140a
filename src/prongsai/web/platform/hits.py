"""What a search finds, and how words are compared: every app lists its own things as hits."""

from collections.abc import Iterable

from msgspec import Struct

from prongsai.core.text import Text
from prongsai.web.platform.thai_order import folded

MOST_ASKED = 100  # characters; nobody types more to find something


class Hit(Struct, frozen=True):
    """One thing that a search may find.

    Shape:  `code` stands before the title ("o13"), `notes` say what and where it is; `words` are
            searched and not shown. Texts are found in both languages.
    """

    url: str
    title: Text | str
    notes: tuple[Text | str, ...] = ()
    code: str = ""
    words: str = ""


def matching(hits: Iterable[Hit], asked: str) -> tuple[Hit, ...]:
    """The hits that hold every word asked: the code first, then titles that begin so."""
    wanted = folded(asked[:MOST_ASKED])
    parts = wanted.split()
    if not parts:
        return ()
    ranked = []
    for place, hit in enumerate(hits):
        title = _read(hit.title)
        rest = " ".join(_read(note) for note in (*hit.notes, hit.words))
        text = f"{folded(hit.code)} {title} {rest}"
        if all(part in text for part in parts):
            rank = _rank(wanted, parts, hit, title)
            ranked.append((rank, place, hit))
    return tuple(hit for _, _, hit in sorted(ranked, key=lambda triple: triple[:2]))


def _read(text: Text | str) -> str:
    return folded(f"{text.th} {text.en}" if isinstance(text, Text) else text)


def _rank(wanted: str, parts: list[str], hit: Hit, title: str) -> int:
    if folded(hit.code) == wanted:
        return 0
    if title.startswith(wanted) or wanted in folded(hit.words).split():
        return 1
    return 2 if all(part in title for part in parts) else 3
