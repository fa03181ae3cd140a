"""Why a link got its verdict: each reason belongs to one verdict, and quotes what was seen."""

from __future__ import annotations

from enum import StrEnum

from prongsai.core.text import Text
from prongsai.links.sayings import SAYINGS
from prongsai.links.verdicts import Verdict


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
        """The verdict this reason leads to."""
        return SAYINGS[self].verdict

    def why(self, detail: str = "") -> Text:
        """The reason in words, with what was seen."""
        return SAYINGS[self].why.format(detail=detail)

    @property
    def step(self) -> Text:
        """What to do now."""
        saying = SAYINGS[self]
        return saying.step or saying.verdict.step
