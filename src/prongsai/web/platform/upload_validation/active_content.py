"""What is found in a Word or Excel file that makes it unfit to be kept."""

from __future__ import annotations

_SHOWN = 60


class ActiveContent(Exception):  # noqa: N818 - named for what was found
    """Something in the file acts, or brings in what does; `what` names it."""

    def __init__(self, *what: str) -> None:
        """Keep the beginning of each word, for a hostile one may be long."""
        super().__init__(" ".join(word[:_SHOWN] for word in what))


class UnknownTarget(ActiveContent):
    """A link that a formula puts together: nobody can say where it leads."""


class Unreadable(Exception):  # noqa: N818 - named for what was found
    """The file is not as Office writes it; the argument names where."""
