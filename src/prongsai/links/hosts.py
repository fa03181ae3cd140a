"""What is known of a host besides the address in question: its home, and what never was there."""

from __future__ import annotations

import re
import secrets
import threading
from collections import defaultdict
from collections.abc import Callable

from prongsai.core.patterns import compiled
from prongsai.links.addresses import Address, NotSeen, read_address
from prongsai.links.likeness import Shown, shown
from prongsai.links.reasons import Reason
from prongsai.links.visiting import Visitor

_MOST_FOLDERS = 30
_BY_CHANCE = frozenset(
    {Reason.NO_ANSWER_IN_TIME, Reason.NOT_FINISHED, Reason.CUT_OFF, Reason.NO_CONNECTION}
)
_OK = 200
_NUMBER_ASKED = compiled(r"(?:^|&)[^=&]+=([0-9]+|[0-9a-f-]{8,})(?=&|$)", re.IGNORECASE)


def _shape(address: Address) -> tuple[str, str, bool]:
    """The folder an address lies in, its ending, and whether its name is a number."""
    path = address.path
    stroke = "/" if path.endswith("/") and path != "/" else ""
    folder, _, name = path.removesuffix("/").rpartition("/") if stroke else path.rpartition("/")
    ending = f".{address.suffix}" if address.suffix and not stroke else ""
    return f"{folder}/", ending + stroke, name.removesuffix(ending).isdecimal()


class Hosts:
    """Asks once for a host's home page, and once in a folder for an address that never was."""

    def __init__(
        self, visitor: Visitor, *, random_word: Callable[[], str] = lambda: secrets.token_hex(9)
    ) -> None:
        """`random_word`: a word that no address has."""
        self._visitor = visitor
        self._word = random_word
        self._homes: dict[str, Shown | None] = {}
        self._randoms: dict[tuple[str, ...], tuple[Shown, ...]] = {}
        self._folders: dict[str, set[str]] = defaultdict(set)
        self._lock = threading.Lock()
        self._locks: dict[str, threading.Lock] = defaultdict(threading.Lock)

    def home(self, address: Address) -> Shown | None:
        """What the host's home page shows; None where it was not seen."""
        with self._of(f"home {address.origin}"):
            if address.origin not in self._homes:
                self._homes[address.origin] = self._seen(f"{address.origin}/")
        return self._homes[address.origin]

    def randoms(self, address: Address) -> tuple[Shown, ...]:
        """What addresses show that never were: one, or two where the host answers such with 200.

        Shape:  beside the address, in its folder, with its ending, a number where it is one; of a
                host with very many folders, beside the host's home.
        """
        folder, ending, is_number = _shape(address)
        with self._lock:
            folders = self._folders[address.origin]
            if folder not in folders and len(folders) >= _MOST_FOLDERS:
                folder = "/"
            folders.add(folder)
        key = (address.origin, folder, ending, str(is_number))
        with self._of(" ".join(key)):
            if key not in self._randoms:
                self._randoms[key] = self._asked(address.origin + folder, ending, is_number)
        return self._randoms[key]

    def other_number(self, address: Address) -> Shown | None:
        """What the address shows with another number after "?"; None where it has none there."""
        found = list(_NUMBER_ASKED.finditer(address.query))
        if not found:
            return None
        at = found[-1]
        query = address.query[: at.start(1)] + self._number() + address.query[at.end(1) :]
        return self._seen(f"{address.origin}{address.path}?{query}")

    def _asked(self, beginning: str, ending: str, is_number: bool) -> tuple[Shown, ...]:  # noqa: FBT001
        word = self._number if is_number else self._word
        first = self._seen(f"{beginning}{word()}{ending}")
        if first is None:
            return ()
        if first.status != _OK:
            return (first,)
        second = self._seen(f"{beginning}{word()}{ending}")
        return (first,) if second is None else (first, second)

    def _number(self) -> str:
        """A number that is that of nothing, as long as databases take it."""
        return str(900_000_000 + int.from_bytes(self._word().encode()) % 99_999_999)

    def _seen(self, url: str) -> Shown | None:
        try:
            address = read_address(url)
        except NotSeen:
            return None
        visit = self._visitor.visit(address)
        if visit.fault is not None and visit.fault.reason in _BY_CHANCE:
            # Once unseen by chance, a host that answers everything would pass for an honest one.
            visit = self._visitor.visit(address)
        if visit.fault is not None or visit.answer is None:
            return None
        answer = visit.answer
        return shown(visit.asked, visit.final, answer.status, visit.page, answer.body)

    def _of(self, key: str) -> threading.Lock:
        with self._lock:
            return self._locks[key]
