"""The number on a slip of paper: sixteen digits of which the last proves the others.

Who holds a receipt may read how the case goes, who holds a card may answer once. The number is
guessed by nobody and typed by anybody, with Thai digits, spaces and hyphens, and one slip of the
hand is told at once.
"""

from prongsai.core.errors import Wrong
from prongsai.core.patterns import compiled
from prongsai.core.text import Text
from prongsai.core.thai import arabic_digits

RECEIPT = Text("เลขใบรับ", "a receipt")
CARD = Text("เลขบัตรตอบ", "a card")
DIGITS = 16
_GROUP = 4
_LEFT_OUT = compiled(r"[\s\-–—.#]+")


def slip_of(number: int) -> str:
    """The slip of a number below 10^15.

    >>> slip_of(123456789012345)
    '1234567890123459'

    Errors: ValueError for another number, the fault being ours.
    """
    if not 0 <= number < 10 ** (DIGITS - 1):
        raise ValueError(number)
    digits = f"{number:0{DIGITS - 1}d}"
    return digits + _proof(digits)


def drawn_slip(lot: bytes) -> str:
    """The slip that 32 or more bytes of chance give: each is as likely as any other."""
    return slip_of(int.from_bytes(lot, "big") % 10 ** (DIGITS - 1))


def printed_slip(slip: str) -> str:
    """A slip in groups of four, as people read it aloud."""
    return " ".join(slip[at : at + _GROUP] for at in range(0, len(slip), _GROUP))


def read_slip(typed: str, name: Text) -> str:
    """The slip that somebody typed; `name` is what people call it, in a sentence.

    Errors: Wrong where digits are missing, there are too many, or one is another.
    """
    digits = _LEFT_OUT.sub("", arabic_digits(typed))
    if not (digits.isascii() and digits.isdigit()):
        raise Wrong("core/not_only_digits", name=name)
    if len(digits) != DIGITS:
        raise Wrong("core/wrong_digit_count", name=name, count=len(digits))
    if _proof(digits[:-1]) != digits[-1]:
        raise Wrong("core/check_digit_wrong", name=name)
    return digits


def _proof(digits: str) -> str:
    """The digit of ISO 7064 MOD 11,10: it finds every wrong digit, and most that changed places."""
    product = 10
    for digit in digits:
        total = (int(digit) + product) % 10 or 10
        product = total * 2 % 11
    return str((11 - product) % 10)
