"""What the gates of Word and Excel find in a file that they do not let through."""

from __future__ import annotations

_SHOWN = 60


class Acts(Exception):  # noqa: N818 - named for what was found
    """Something in the file acts, or brings in what does; `what` names it."""

    def __init__(self, *what: str) -> None:
        """Keep the beginning of each word, for a hostile one may be long."""
        super().__init__(" ".join(word[:_SHOWN] for word in what))


class Untold(Acts):
    """A link that a formula puts together: nobody can say where it leads."""


class Unreadable(Exception):  # noqa: N818 - named for what was found
    """The file is not as Office writes it; the argument names where."""
