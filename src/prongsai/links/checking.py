"""Check one link or hundreds at once; results come as they are ready, in no order."""

import ssl
import threading
import time
from collections import defaultdict, deque
from collections.abc import Callable, Generator, Iterable, Iterator
from datetime import UTC, datetime
from queue import SimpleQueue

from msgspec.structs import replace

from prongsai.core.thai import shorten
from prongsai.links.addresses import Address, NotSeen, read_address
from prongsai.links.fetching import Fetcher, ServerAnswer
from prongsai.links.guard import Guard
from prongsai.links.judging import Judgement, judge
from prongsai.links.likeness import content_digest, digest_of
from prongsai.links.limits import Clock, Limits, Pace
from prongsai.links.results import AskedLink, LinkResult
from prongsai.links.verdicts import Reason
from prongsai.links.visiting import Hosts, Visit, Visitor

AT_ONCE = 64
_TITLE = 200


class Checker:
    """Checks links; what it learns of a host serves all links of that host."""

    def __init__(
        self,
        guard: Guard | None = None,
        limits: Limits | None = None,
        pace: Pace | None = None,
        *,
        trust: ssl.SSLContext | None = None,
        clock: Clock = time.monotonic,
        now: Callable[[], datetime] | None = None,
        keep: bool = False,
    ) -> None:
        """`keep`: results carry the bytes that went over the line, for the proof."""
        self.limits = limits or Limits()
        self._now = now or (lambda: datetime.now(UTC))
        fetcher = Fetcher(guard or Guard(), self.limits, trust=trust, clock=clock, now=self._now)
        self._pace = pace or Pace(clock=clock)
        self._visitor = Visitor(fetcher, self._pace)
        self._hosts = Hosts(self._visitor)
        self._keep = keep

    def check(self, asked: AskedLink) -> LinkResult:
        """What is known of one link; no fault of a server leaves as an error."""
        return self.read(asked)[0]

    def read(self, asked: AskedLink) -> tuple[LinkResult, ServerAnswer | None]:
        """What is known of one link, with the answer that was shown in the end."""
        at = self._now()
        try:
            address = read_address(asked.address)
        except NotSeen as fault:
            return LinkResult(asked, at, fault.reason, fault.detail), None
        try:
            visit = self._visitor.visit(address, keep=self._keep)
            return self._checked(asked, at, visit), visit.answer
        except Exception as fault:  # noqa: BLE001 - one page must not take the others with it
            return LinkResult(asked, at, Reason.OWN_FAULT, _where(fault), final=address.url), None

    def _checked(self, asked: AskedLink, at: datetime, visit: Visit) -> LinkResult:
        judgement = judge(visit, self._hosts)
        content = _content(visit) if judgement.reason.verdict.is_there else ""
        judgement = self._weighed(judgement, visit, content, asked)
        answer: ServerAnswer | None = visit.answer
        return LinkResult(
            asked,
            at,
            judgement.reason,
            judgement.detail,
            final=visit.final.url,
            status=answer.status if answer else None,
            title=shorten(visit.page.title, _TITLE) if visit.page else "",
            media=answer.media if answer else "",
            hops=tuple(visit.hops),
            seconds=visit.seconds,
            content=content if judgement.reason.verdict.is_there else "",
            size=len(answer.body) if answer else 0,
            exchanges=tuple(visit.exchanges),
        )

    def _weighed(
        self, judgement: Judgement, visit: Visit, content: str, asked: AskedLink
    ) -> Judgement:
        """A page that is there: whether it was slow, and whether it is what it was."""
        if not judgement.reason.verdict.is_there:
            return judgement
        if visit.seconds > self.limits.slow and self._is_slow_again(visit.asked):
            return Judgement(Reason.SLOW_ANSWER, f"{visit.seconds:.0f}")
        if asked.earlier is None or asked.earlier.content == content:
            return judgement
        again = self._visitor.visit(visit.asked)
        if again.fault is not None or again.answer is None or _content(again) != content:
            return Judgement(Reason.CHANGES_ITSELF)
        return Judgement(Reason.CONTENT_DIFFERS, f"{asked.earlier.at:%Y-%m-%d}")

    def _is_slow_again(self, address: Address) -> bool:
        """A second look: the first may have been slowed by what else this machine does."""
        again = self._visitor.visit(address)
        return again.fault is not None or again.seconds > self.limits.slow

    def check_many(
        self, links: Iterable[AskedLink], *, at_once: int = AT_ONCE
    ) -> Generator[LinkResult]:
        """Check links at once, few of each host at a time.

        Shape:  one result for each link, as it is ready; an address given twice is asked once.
                A caller that stops listening stops the work; what it has heard it may leave out
                of the next call.
        """
        grouped: dict[tuple[str, str], list[AskedLink]] = defaultdict(list)
        hosts: dict[str, deque[AskedLink]] = defaultdict(deque)
        at = self._now()
        for asked in links:
            try:
                address = read_address(asked.address)
            except NotSeen as fault:
                yield LinkResult(asked, at, fault.reason, fault.detail)
                continue
            key = _key(asked, address)
            if key not in grouped:
                hosts[address.host].append(asked)
            grouped[key].append(asked)
        crew = _Crew(self.check, hosts, self._pace.at_once)
        for result in crew.work(min(at_once, max(len(grouped), 1))):
            for asked in grouped[_key(result.asked, read_address(result.asked.address))]:
                yield replace(result, asked=asked)


def _key(asked: AskedLink, address: Address) -> tuple[str, str]:
    """What tells two checks apart: the fragment counts, since a script may read it."""
    earlier = asked.earlier.content if asked.earlier else ""
    return f"{address.url}#{address.fragment}", earlier


class _Crew:
    """Threads that take links, none more of a host at a time than it bears."""

    def __init__(
        self,
        check: Callable[[AskedLink], LinkResult],
        hosts: dict[str, deque[AskedLink]],
        of_a_host: int,
    ) -> None:
        self._check = check
        self._hosts = hosts
        self._ready = deque(host for host in hosts for _ in range(of_a_host))
        self._left = sum(map(len, hosts.values()))
        self._lock = threading.Condition()
        self._stopped = False
        self._results: SimpleQueue[LinkResult | BaseException] = SimpleQueue()

    def work(self, threads: int) -> Iterator[LinkResult]:
        expected = self._left
        for number in range(min(threads, expected)):
            threading.Thread(target=self._run, name=f"links-{number}", daemon=True).start()
        try:
            for _ in range(expected):
                result = self._results.get()
                if isinstance(result, BaseException):
                    raise result
                yield result
        finally:
            with self._lock:
                self._stopped = True
                self._lock.notify_all()

    def _run(self) -> None:
        while (taken := self._take()) is not None:
            host, asked = taken
            try:
                self._results.put(self._check(asked))
            except BaseException as fault:  # noqa: BLE001 - raised where the results are read
                self._results.put(fault)
            with self._lock:
                self._ready.append(host)
                self._lock.notify()

    def _take(self) -> tuple[str, AskedLink] | None:
        """The next link of a host that may be asked now; None when all are taken."""
        with self._lock:
            while not self._stopped and self._left:
                while self._ready:
                    host = self._ready.popleft()
                    if self._hosts[host]:
                        self._left -= 1
                        return host, self._hosts[host].popleft()
                self._lock.wait()
            self._lock.notify_all()
            return None


def _where(fault: Exception) -> str:
    at = fault.__traceback__
    while at is not None and at.tb_next is not None:
        at = at.tb_next
    line = f" {at.tb_frame.f_globals.get('__name__')}:{at.tb_lineno}" if at else ""
    return f"{type(fault).__name__}{line}"


def _content(visit: Visit) -> str:
    if visit.page is not None:
        return content_digest(visit.page)
    answer = visit.answer
    if answer is None:
        return ""
    length = b"" if answer.whole else str(answer.declared_length).encode()
    return digest_of(answer.body + length)
