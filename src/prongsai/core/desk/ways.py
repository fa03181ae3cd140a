"""The ways to who brought a case: how news are told, contacts as typed, a chat as pasted."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence

from msgspec import Struct

from prongsai.core.errors import Wrong
from prongsai.core.messages import read_words
from prongsai.core.text import Labelled
from prongsai.core.thai import arabic_digits, squeeze

LONGEST_WAY = 254
_LONGEST_DOMAIN = 253
_MAIL = re.compile(
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@"
    r"(?:[A-Za-z0-9\u0E00-\u0E7F](?:[A-Za-z0-9\u0E00-\u0E7F-]{0,61}[A-Za-z0-9\u0E00-\u0E7F])?\.)+"
    r"[A-Za-z\u0E00-\u0E7F][A-Za-z0-9\u0E00-\u0E7F-]{0,61}[A-Za-z0-9\u0E00-\u0E7F]"
)
# Thai mobile numbers: ten digits from 06, 08 or 09, or the same behind the country's code.
_MOBILE = re.compile(r"(?:0|\+?66|0066)([689][0-9]{8})")
_BETWEEN = re.compile(r"[\s().-]")


class WayKind(Labelled):
    """By what somebody is told."""

    MAIL = "mail", "อีเมล", "e-mail"
    SMS = "sms", "SMS", "SMS"


class NewsState(Labelled):
    """Where one message stands.

    Shape:  UNSURE is one that was handed over and not answered: it is never sent again; GIVEN_UP
            one that nobody took for days.
    """

    WAITING = "waiting", "รอส่ง", "waiting to be sent"
    SENDING = "sending", "กำลังส่ง", "being sent"
    ENDING = "ending", "กำลังส่ง", "being sent"
    SENT = "sent", "ส่งแล้ว", "sent"
    REFUSED = "refused", "ปลายทางไม่รับ", "refused by the receiver"
    UNSURE = "unsure", "ไม่แน่ใจว่าส่งถึง", "may not have arrived"
    GIVEN_UP = "given-up", "ส่งไม่ได้หลายวัน เลิกส่งแล้ว", "could not be sent for days, given up"

    @property
    def is_failed(self) -> bool:
        """Whether nobody knows that it arrived, and nothing more is tried."""
        return self in (NewsState.REFUSED, NewsState.UNSURE, NewsState.GIVEN_UP)


class NewsWay(Struct, frozen=True):
    """Where somebody is told; `to` a mail address, or a mobile number behind +66."""

    kind: WayKind
    to: str

    def __repr__(self) -> str:
        """By what; never where, so that no log holds it."""
        return f"Way({self.kind})"


def read_way(typed: str, offered: Collection[WayKind]) -> NewsWay:
    """What was typed, of the kinds that are offered.

    Errors: Wrong, which does not repeat what was typed.

    >>> read_way("๐๘๑ ๒๓๔-๕๖๗๘", [WayKind.SMS]).to
    '+66812345678'
    """
    text = arabic_digits(typed).strip()
    mobile = _MOBILE.fullmatch(_BETWEEN.sub("", text))
    if mobile and WayKind.SMS in offered:
        return NewsWay(WayKind.SMS, f"+66{mobile[1]}")
    if "@" in text and WayKind.MAIL in offered and len(text) <= LONGEST_WAY:
        name = text.rpartition("@")[0]
        dots = ".." in name or name.startswith(".") or name.endswith(".")
        if _MAIL.fullmatch(text) and not dots and _is_written_as_it_is(text):
            return NewsWay(WayKind.MAIL, text)
    kinds = "_or_".join(kind for kind in WayKind if kind in offered) or "none"
    raise Wrong(read_words(f"desk/way_unusable.{kinds}"))


def _is_written_as_it_is(address: str) -> bool:
    """Whether a mail's head has it as it was typed: “=?” begins words that are read as others."""
    try:
        domain = address.rpartition("@")[2].encode("idna")
    except UnicodeError:  # a label that is too long once it is written in ASCII
        return False
    return "=?" not in address and len(domain) <= _LONGEST_DOMAIN


# Shorter ones are particles and titles that stand in any sentence.
_SHORTEST = 3
_LEAST_DIGITS = 6
# The field of this name says how to reach somebody: its Thai words stand in any answer.
_WAY = "contact_way"
_TELLS = re.compile(r"[0-9@A-Za-z]")
_ONLY_DIGITS = re.compile(r"[0-9.+\-]*")
_TITLES = ("นางสาว", "นาง", "นาย", "ด.ช.", "ด.ญ.", "คุณ", "น.ส.")


def told_of(values: Mapping[str, str], contact: Iterable[str], text: str) -> tuple[str, ...]:
    """The words of a case's fields that tell who somebody is, as far as a text repeats them.

    Shape:  `contact` names those fields of `values`. A telephone is found however it is parted and
            in Thai digits; of a name each of its words with at least three letters, without title;
            of the way to answer only what holds a digit, a Latin letter or “@”.
    """
    plain = squeeze(arabic_digits(text)).casefold()
    digits = re.sub(r"[^0-9]", "", plain)
    words = []
    for name in contact:
        for word in _words(values.get(name, "")):
            if name == _WAY and not _TELLS.search(word):
                continue
            number = re.sub(r"[^0-9]", "", word)
            is_number = len(number) >= _LEAST_DIGITS and number in digits
            if is_number or word.casefold() in plain:
                words.append(word)
    return tuple(dict.fromkeys(words))


def _words(typed: str) -> Iterable[str]:
    plain = squeeze(arabic_digits(typed))
    # A telephone parted by blanks is one.
    whole = re.sub(r"[^0-9]", "", plain)
    if len(whole) >= _LEAST_DIGITS:
        yield whole
    for word in re.split(r"[\s,;/()]+", plain):
        title = next((known for known in _TITLES if word.startswith(known)), "")
        bare = word.removeprefix(title)
        if len(bare) >= _SHORTEST and not _ONLY_DIGITS.fullmatch(bare):
            yield bare


_SAID = re.compile(
    r"(?:[0-2]?\d[:.][0-5]\d|[๐-๒]?[๐-๙][:.][๐-๕][๐-๙])(?: ?(?:AM|PM|น\.?))?\t([^\t]+)\t(.*)"
)
_DAY = re.compile(
    r"(?:\d{4}[./]\d{1,2}[./]\d{1,2}|(?:[ก-๙]{1,8}\.?|[A-Z][a-z]{2}),? ?\d{1,2}/\d{1,2}/\d{4})"
    r"(?: ?\([ก-๙A-Za-z.]+\)| [ก-๙A-Za-z.]+)?"
)
_HEAD = re.compile(r"(?:\[LINE\] .*|(?:บันทึกเมื่อ|Saved on):? ?[\d๐-๙].*)")
_FIRST, _OTHER = "ผู้แจ้ง", "อีกฝ่าย"  # the words beside them are Thai


class Chat(Struct, frozen=True):
    """A chat without names and times.

    Shape:  `speakers` tells how many there were; 0 where the text is no saved chat.
    """

    text: str
    speakers: int = 0


def without_names(text: str) -> Chat:
    r"""The words of a saved chat; who wrote first and who answered are told apart, never named.

    >>> without_names("10:02\tก\tไฟดับ\n10:05\tข\tที่ไหน\n10:06\tก\tหน้าวัด").text
    'ผู้แจ้ง: ไฟดับ\nอีกฝ่าย: ที่ไหน\nผู้แจ้ง: หน้าวัด'
    """
    lines = text.splitlines()
    names: list[str] = []
    for line in lines:
        if (match := _SAID.fullmatch(line)) and match[1] not in names:
            names.append(match[1])
    if not names:
        return Chat(text)
    return Chat("\n".join(_chat_words(lines, names)).strip(), len(names))


def _chat_words(lines: Sequence[str], names: Sequence[str]) -> list[str]:
    words = []
    for line in lines:
        if match := _SAID.fullmatch(line):
            # A message of several lines stands between quotation marks.
            message = match[2].removeprefix('"')
            side = _FIRST if match[1] == names[0] else _OTHER
            words.append(f"{side}: {message}" if len(names) > 1 else message)
        elif not _DAY.fullmatch(line.strip()) and not _HEAD.fullmatch(line.strip()):
            words.append(line.removesuffix('"') if words else line)
    return words
