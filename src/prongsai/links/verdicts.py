"""What can be said of a link: eleven verdicts, and the reasons that lead to them."""

from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from msgspec import Struct

from prongsai.core.errors import Misuse
from prongsai.core.text import Text
from prongsai.core.yaml_data.documents import read_text

_SHIPPED = Path(__file__).parents[1] / "data" / "links.yaml"


class VerdictSaying(Struct, frozen=True, forbid_unknown_fields=True):
    """A verdict in words; `step` says what to do where the reason knows nothing better."""

    words: Text
    step: Text


class Saying(Struct, frozen=True, forbid_unknown_fields=True):
    """A reason in words, with the verdict it leads to; `{detail}` is the quotation."""

    verdict: str
    why: Text
    step: Text | None = None


class Sayings(Struct, frozen=True, forbid_unknown_fields=True):
    """All that can be said of a link, by the stored values of verdicts and reasons."""

    verdicts: dict[str, VerdictSaying]
    reasons: dict[str, Saying]


@lru_cache(maxsize=1)
def sayings() -> Sayings:
    """Read the sayings that are shipped."""
    content, findings = read_text(
        _SHIPPED.read_text(encoding="utf-8"), _SHIPPED.name, Sayings, "links"
    )
    if content is None:
        first = findings[0]
        raise Misuse(first.message, place=first.places[0], next_step=first.next_step)
    return content


class Verdict(StrEnum):
    """What became of a link. Only `ALIVE` and `CHANGED` say that the page is there."""

    ALIVE = "alive"
    CHANGED = "changed"
    HOME = "redirected_home"
    SOFT_GONE = "soft_404"
    WALL = "permission_wall"
    CERTIFICATE = "certificate"
    SLOW = "slow"
    GONE = "gone"
    NOT_ALLOWED = "not_allowed"
    UNFIT = "unfit"
    UNKNOWN = "unknown"

    @property
    def words(self) -> Text:
        """The verdict as a reader meets it."""
        return sayings().verdicts[self].words

    @property
    def step(self) -> Text:
        """What to do now, where the reason knows nothing better."""
        return sayings().verdicts[self].step

    @property
    def is_there(self) -> bool:
        """Whether the page was seen."""
        return self in (Verdict.ALIVE, Verdict.CHANGED)

    @property
    def is_broken(self) -> bool:
        """Whether it is certain that citizens do not get what the link is given for."""
        return not self.is_there and self not in (Verdict.SLOW, Verdict.UNKNOWN)


class Reason(StrEnum):
    """What was seen, by a name that stays."""

    ANSWERS = "answers"
    MOVED = "moved"
    LARGE = "large"
    CHANGES_ITSELF = "changes_itself"
    CONTENT_DIFFERS = "content_differs"
    TO_HOME = "to_home"
    TO_ABOVE = "to_above"
    SHOWS_HOME = "shows_home"
    SAME_AS_RANDOM = "same_as_random"
    SAYS_NOT_FOUND = "says_not_found"
    NAMED_NOT_FOUND = "named_not_found"
    EMPTY = "empty"
    PARKED = "parked"
    SUSPENDED = "suspended"
    DEFAULT_PAGE = "default_page"
    SIGN_IN_ADDRESS = "sign_in_address"
    SIGN_IN_PAGE = "sign_in_page"
    ASKS_PERMISSION = "asks_permission"
    ASKS_PASSWORD = "asks_password"  # noqa: S105 - a reason, no password
    FORBIDDEN_HERE = "forbidden_here"
    CERTIFICATE_EXPIRED = "certificate_expired"
    CERTIFICATE_EARLY = "certificate_early"
    CERTIFICATE_NAME = "certificate_name"
    CERTIFICATE_OWN = "certificate_own"
    CERTIFICATE_ISSUER = "certificate_issuer"
    CERTIFICATE_OTHER = "certificate_other"
    SLOW_ANSWER = "slow_answer"
    NO_ANSWER_IN_TIME = "no_answer_in_time"
    NOT_FINISHED = "not_finished"
    NOT_FOUND = "not_found"
    NO_SUCH_HOST = "no_such_host"
    REFUSED = "refused"
    INSIDE = "inside"
    PORT = "port"
    PASSWORD = "password"  # noqa: S105 - a reason, no password
    TOO_LONG = "too_long"
    SCHEME = "scheme"
    UNSEEN_LETTER = "unseen_letter"
    NUMBER_AS_HOST = "number_as_host"
    PLACE_IN_PAGE = "place_in_page"
    NO_ADDRESS = "no_address"
    ROBOTS = "robots"
    ROBOTS_UNREADABLE = "robots_unreadable"
    SERVER_ERROR = "server_error"
    FORBIDDEN = "forbidden"
    TOO_MANY = "too_many"
    OTHER_STATUS = "other_status"
    BOT_WALL = "bot_wall"
    NO_CONNECTION = "no_connection"
    NAME_SERVER = "name_server"
    NO_SECURE_LINE = "no_secure_line"
    CUT_OFF = "cut_off"
    NOT_HTTP = "not_http"
    ENCODED = "encoded"
    TOO_LARGE = "too_large"
    LOOP = "loop"
    BAD_REDIRECT = "bad_redirect"
    MAINTENANCE = "maintenance"
    ERROR_PAGE = "error_page"
    DRAWN_BY_SCRIPT = "drawn_by_script"
    LED_BY_SCRIPT = "led_by_script"
    FRAMES = "frames"
    ROUTE_IN_FRAGMENT = "route_in_fragment"
    PAGE_FOR_FILE = "page_for_file"
    DAMAGED_FILE = "damaged_file"
    PERHAPS_NOT_FOUND = "perhaps_not_found"
    LIKE_RANDOM = "like_random"
    NOTHING_OWN = "nothing_own"
    OWN_FAULT = "own_fault"
    GAMBLING = "gambling"

    @property
    def verdict(self) -> Verdict:
        return Verdict(sayings().reasons[self].verdict)

    def why(self, detail: str = "") -> Text:
        return sayings().reasons[self].why.format(detail=detail)

    @property
    def step(self) -> Text:
        return sayings().reasons[self].step or self.verdict.step
