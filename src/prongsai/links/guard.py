"""Who may be visited: names are looked up once, and every address of a name must lie outside.

Nothing here is read from the environment: what lies inside is allowed by name, by whoever calls.
"""

import socket
import threading
import time
from collections.abc import Callable, Collection, Sequence
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from queue import Empty, SimpleQueue

from prongsai.links.addresses import Address, NotSeen
from prongsai.links.limits import Clock, Deadline, TimeIsUp
from prongsai.links.verdicts import Reason

Resolver = Callable[[str, int], Sequence[str]]
PORTS = frozenset({80, 443, 8080, 8443})
_KEPT_SECONDS = 60.0
_OUTSIDE = ip_network("2000::/3")
# Global by the register, and yet each of them leads to an IPv4 address or to nobody.
_LEADS_ELSEWHERE = tuple(
    ip_network(network)
    for network in (
        "2001::/23",  # the protocols' own block: Teredo, benchmarks, ORCHID
        "2001:db8::/32",
        "2002::/16",  # 6to4
        "3fff::/20",  # documentation
        "192.88.99.0/24",  # the 6to4 relays
        "192.0.0.0/24",
        "100.64.0.0/10",
        "198.18.0.0/15",
    )
)
_ISATAP = 0x5EFE  # fe80-like endings, which carry an IPv4 address under any prefix
_ISATAP_MARKS = {_ISATAP, 0x0200_0000 | _ISATAP}
# Where none of these is found either, it is this machine that reaches no name server.
KNOWN_NAMES = ("www.nacc.go.th", "www.google.com", "www.iana.org")
# Names that no public name server ever has (RFC 2606).
_NEVER = (".invalid", ".example", ".test")
_GONE_NAMES = {socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME)}


def is_outside(text: str) -> bool:
    """Whether an address belongs to the public internet, and hides no other address inside.

    >>> is_outside("164.115.20.1"), is_outside("10.0.0.1"), is_outside("::ffff:8.8.8.8")
    (True, False, False)
    """
    try:
        number = ip_address(text)
    except ValueError:
        return False
    if isinstance(number, IPv6Address) and not _is_plain(number):
        return False
    return (
        number.is_global
        and not number.is_multicast
        and not any(
            number in network for network in _LEADS_ELSEWHERE if network.version == number.version
        )
    )


def _is_plain(number: IPv6Address) -> bool:
    """Whether an IPv6 address is one itself: no mapped, translated or tunnelled IPv4."""
    middle = (int(number) >> 32) & 0xFFFF_FFFF
    return number.scope_id is None and number in _OUTSIDE and middle not in _ISATAP_MARKS


def look_up(host: str, port: int) -> list[str]:
    """The addresses of a name, by the system."""
    entries = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in entries))


class Guard:
    """Looks names up once a minute, and lets only those outside be visited."""

    def __init__(
        self,
        *,
        allowed_hosts: Collection[str] = (),
        resolver: Resolver = look_up,
        ports: Collection[int] = PORTS,
        clock: Clock = time.monotonic,
    ) -> None:
        """`allowed_hosts`: names or "name:port" that may lie inside, on any port or that one."""
        self._allowed = frozenset(host.lower() for host in allowed_hosts)
        self._resolver = resolver
        self._ports = frozenset(ports)
        self._clock = clock
        self._finds_names = False
        self._found: dict[tuple[str, int], tuple[float, tuple[str, ...]]] = {}

    def is_allowed(self, address: Address) -> bool:
        """Whether somebody named this host as one that may lie inside."""
        host, port = address.host, address.port
        return bool({host, f"{host}:{port}", f"[{host}]:{port}"} & self._allowed)

    def ways_to(self, address: Address, deadline: Deadline) -> tuple[str, ...]:
        """The addresses of a host, to connect to just these.

        Errors: NotSeen with INSIDE or PORT; with NO_SUCH_HOST or NAME_SERVER; TimeIsUp.
        """
        allowed = self.is_allowed(address)
        if not allowed and address.port not in self._ports:
            raise NotSeen(Reason.PORT, str(address.port))
        key = (address.host, address.port)
        when, ways = self._found.get(key, (0.0, ()))
        if not ways or self._clock() - when > _KEPT_SECONDS:
            ways = self._asked(address, deadline)
            self._found[key] = (self._clock(), ways)
        inside = [way for way in ways if not is_outside(way)]
        if inside and not allowed:
            number = "" if inside[0] == address.host else f" ({inside[0]})"
            raise NotSeen(Reason.INSIDE, f"{address.host}{number}")
        return ways

    def _asked(self, address: Address, deadline: Deadline) -> tuple[str, ...]:
        number = _number(address.host)
        if number is not None:
            return (str(number),)
        try:
            numbers = _in_time(lambda: self._resolver(address.host, address.port), deadline)
        except socket.gaierror as error:
            gone = error.errno in _GONE_NAMES and self._would_find(address.host, deadline)
            reason = Reason.NO_SUCH_HOST if gone else Reason.NAME_SERVER
            raise NotSeen(reason, address.host) from error
        except (OSError, UnicodeError) as error:
            raise NotSeen(Reason.NAME_SERVER, address.host) from error
        if not numbers:
            raise NotSeen(Reason.NO_SUCH_HOST, address.host)
        self._finds_names = True
        return tuple(numbers)

    def _would_find(self, host: str, deadline: Deadline) -> bool:
        """Whether a name that was not found is missing, and not the line to the name server."""
        if host.endswith(_NEVER):
            return True
        for name in () if self._finds_names else KNOWN_NAMES:
            try:
                numbers = _in_time(lambda name=name: self._resolver(name, 80), deadline)  # type: ignore[misc]
            except (OSError, UnicodeError):
                continue
            self._finds_names = bool(numbers)
            break
        return self._finds_names


def _number(host: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(host)
    except ValueError:
        return None


def _in_time(ask: Callable[[], Sequence[str]], deadline: Deadline) -> Sequence[str]:
    """What a look-up gives; one that hangs is left behind, since none can be broken off."""
    answers: SimpleQueue[Sequence[str] | Exception] = SimpleQueue()

    def run() -> None:
        try:
            answers.put(ask())
        except Exception as error:  # noqa: BLE001 - raised again where it is waited for
            answers.put(error)

    threading.Thread(target=run, name="look-up", daemon=True).start()
    try:
        answer = answers.get(timeout=deadline.left())
    except Empty:
        raise TimeIsUp from None
    if isinstance(answer, Exception):
        raise answer
    return answer
