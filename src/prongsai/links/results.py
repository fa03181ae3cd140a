"""What is handed in to be checked, and what comes back: values, for a table, a page or a file."""

from datetime import datetime
from typing import Any

from msgspec import Struct

from prongsai.core.scoring.data import text_data
from prongsai.core.text import Text
from prongsai.links.addresses import without_sign_in
from prongsai.links.fetching import Exchange
from prongsai.links.verdicts import Reason, Verdict
from prongsai.links.visiting import Hop


class Earlier(Struct, frozen=True):
    """What an address showed at an earlier look."""

    content: str
    """`LinkResult.content` of then."""
    at: datetime


class AskedLink(Struct, frozen=True):
    """One link to check, as it was typed; `item` is the caller's own, and comes back."""

    address: str
    item: str = ""
    earlier: Earlier | None = None


class LinkResult(Struct, frozen=True):
    asked: AskedLink
    at: datetime
    reason: Reason
    detail: str = ""
    final: str = ""
    """The address that was shown in the end; "" where none was asked for."""
    status: int | None = None
    title: str = ""
    media: str = ""
    hops: tuple[Hop, ...] = ()
    seconds: float = 0.0
    content: str = ""
    """A digest of what the page means, to compare at the next look; "" where nothing was shown."""
    size: int = 0
    exchanges: tuple[Exchange, ...] = ()

    @property
    def address(self) -> str:
        """The address as a report may show it: who signs in there, and how, is left out."""
        return without_sign_in(self.asked.address)

    @property
    def verdict(self) -> Verdict:
        return self.reason.verdict

    @property
    def why(self) -> Text:
        return self.reason.why(self.detail)

    @property
    def step(self) -> Text:
        return self.reason.step


class EarlierLink(Struct, frozen=True):
    """What is read of a link's `result_data`."""

    address: str
    checked_at: datetime
    content_sha256: str | None = None


class EarlierRun(Struct, frozen=True):
    """What is read of an earlier run."""

    links: tuple[EarlierLink, ...]


def result_data(result: LinkResult) -> dict[str, Any]:
    return {
        "item": result.asked.item or None,
        "address": result.address,
        "verdict": result.verdict.value,
        "is_there": result.verdict.is_there,
        "reason": result.reason.value,
        "detail": result.detail or None,
        "words": text_data(result.verdict.words),
        "why": text_data(result.why),
        "next_step": text_data(result.step),
        "status": result.status,
        "final_address": result.final or None,
        "title": result.title or None,
        "media": result.media or None,
        "hops": [{"address": hop.url, "status": hop.status} for hop in result.hops],
        "seconds": round(result.seconds, 3),
        "size": result.size,
        "content_sha256": result.content or None,
        "checked_at": result.at.isoformat(timespec="seconds"),
    }
