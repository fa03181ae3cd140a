"""The text of a PromptPay QR, in EMVCo's merchant-presented form.

Sources: EMVCo, QR Code Specification for Payment Systems, Merchant-Presented Mode, v1.1 (2020),
whose own example the tests read and prove; the identifiers of PromptPay (A000000677010111 for a
proxy, A000000677010112 for a biller) and the forms of a proxy as banks' codes carry them, compared
with published examples of others (tests/core/bills). Thailand's own standard was not at hand.
"""

from collections.abc import Iterable
from decimal import Decimal

from msgspec import Struct

from prongsai.core.errors import Wrong
from prongsai.core.patterns import compiled
from prongsai.core.text import Labelled
from prongsai.core.thai import arabic_digits

_LEFT_OUT = compiled(r"[\s\-–—.()+]+")
_REFERENCE = compiled(r"[A-Z0-9]{1,20}")
_MOBILE, _TAX_ID, _BILLER = 10, 13, 15
_PROXY, _BILL = "A000000677010111", "A000000677010112"
_FORMAT, _POINT, _BY_PROXY, _BY_BILLER = "00", "01", "29", "30"
_CURRENCY, _AMOUNT, _COUNTRY, _CHECK = "53", "54", "58", "63"
_ONCE, _BAHT, _THAILAND = "12", "764", "TH"
_LONGEST = 99
MOST = Decimal("9999999999.99")  # thirteen characters, as many as an amount may have
_POLYNOMIAL, _FIRST, _WORD = 0x1021, 0xFFFF, 0xFFFF


class AccountKind(Labelled):
    """By what a payment finds the agency's account."""

    BILLER = "biller", "รหัสผู้รับชำระบิล (Biller ID) 15 หลัก", "Biller ID, 15 digits"
    TAX_ID = "tax-id", "เลขประจำตัวผู้เสียภาษี 13 หลัก", "tax number, 13 digits"
    MOBILE = "mobile", "เบอร์มือถือ 10 หลัก", "mobile number, 10 digits"

    @property
    def carries_reference(self) -> bool:
        """Whether the bank hands on the bill's reference with the money."""
        return self is AccountKind.BILLER


class Account(Struct, frozen=True):
    """Where bills are paid to; `number` in digits alone: a mobile with its first 0."""

    kind: AccountKind
    number: str


def read_account(kind: AccountKind, typed: str) -> Account:
    """The account that somebody typed, with Thai digits, spaces or hyphens.

    Errors: Wrong where it has another length, begins otherwise, or its last digit does not prove
            the others.
    """
    digits = _LEFT_OUT.sub("", arabic_digits(typed))
    if not (digits.isascii() and digits.isdigit()):
        raise Wrong("bills/not_only_digits")
    if kind is AccountKind.MOBILE and digits.startswith("66") and len(digits) == _MOBILE + 1:
        digits = f"0{digits[2:]}"
    wanted = {AccountKind.MOBILE: _MOBILE, AccountKind.TAX_ID: _TAX_ID, AccountKind.BILLER: _BILLER}
    if len(digits) != wanted[kind]:
        raise Wrong("bills/wrong_digit_count", kind=kind.label, count=len(digits))
    if kind is AccountKind.MOBILE and digits[:2] not in ("06", "08", "09"):
        raise Wrong("bills/mobile_prefix_unknown")
    if kind is AccountKind.TAX_ID and not _is_proved(digits):
        raise Wrong("bills/check_digit_wrong")
    return Account(kind, digits)


def payload(account: Account, amount: Decimal, reference: str) -> str:
    """The text of the QR of one bill.

    Units:  `amount` is baht with at most two places; `reference` 1–20 capital letters and digits,
            which a biller's code carries and a proxy's does not.
    Errors: ValueError for another amount or reference, the fault being ours.
    """
    if not 0 < amount <= MOST or amount != round(amount, 2):
        raise ValueError(amount)
    if not _REFERENCE.fullmatch(reference):
        raise ValueError(reference)
    parts = (
        (_FORMAT, "01"), (_POINT, _ONCE), _account(account, reference), (_CURRENCY, _BAHT),
        (_AMOUNT, f"{amount:.2f}"), (_COUNTRY, _THAILAND),
    )  # fmt: skip
    return proved(written(parts))


def written(fields: Iterable[tuple[str, str]]) -> str:
    """Fields one after the other: two digits of its name, two of its length, the value.

    Errors: ValueError for a value that is empty or longer than 99 letters.
    """
    parts = []
    for name, value in fields:
        if not 0 < len(value) <= _LONGEST:
            raise ValueError(value)
        parts.append(f"{name}{len(value):02d}{value}")
    return "".join(parts)


def proved(text: str) -> str:
    """A text with the four digits that prove it."""
    head = f"{text}{_CHECK}04"
    return f"{head}{crc(head.encode()):04X}"


def crc(data: bytes) -> int:
    """CRC-16/CCITT-FALSE: polynomial 1021, begun with FFFF, nothing turned around.

    >>> f"{crc(b'123456789'):04X}"
    '29B1'
    """
    checksum = _FIRST
    for byte in data:
        checksum ^= byte << 8
        for _ in range(8):
            checksum = (checksum << 1 ^ (_POLYNOMIAL if checksum & 0x8000 else 0)) & _WORD
    return checksum


def _account(account: Account, reference: str) -> tuple[str, str]:
    if account.kind is AccountKind.BILLER:
        parts = (("00", _BILL), ("01", account.number), ("02", reference))
        return _BY_BILLER, written(parts)
    if account.kind is AccountKind.MOBILE:
        return _BY_PROXY, written((("00", _PROXY), ("01", f"0066{account.number[1:]}")))
    return _BY_PROXY, written((("00", _PROXY), ("02", account.number)))


def _is_proved(digits: str) -> bool:
    """Whether the thirteenth digit follows from the twelve before it, as of every such number."""
    total = sum(int(digit) * (13 - place) for place, digit in enumerate(digits[:12]))
    return (11 - total % 11) % 10 == int(digits[12])
