"""The text of a PromptPay QR: against EMVCo's example, others' published ones, and itself."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.payments import CutOffError, fields_of, read_payload

from prongsai.core.bills.promptpay import (
    Account,
    AccountKind,
    crc,
    payload,
    proved,
    read_account,
    written,
)
from prongsai.core.errors import Wrong

# EMVCo, Merchant-Presented Mode, the specification's own sample with its proof.
EMVCO = (
    "00020101021229300012D156000000000510A93FO3230Q31280012D15600000001030812345678520441115802CN"
    "5914BEST TRANSPORT6007BEIJING64200002ZH0104最佳运输0202北京540523.72530315655020162330304"
    "12340603***0708A60086670902ME91320016A0112233449988770708123456786304A13A"
)
# Published by the widely used promptpay-qr package, in its own order of fields and without the
# mark of a code that is used once.
OTHERS = (
    ("00020101021129370016A000000677010111011300668012345675802TH530376463046197", "0066801234567"),
    ("00020101021129370016A000000677010111021311111111111115802TH530376463047B5A", "1" * 13),
    (
        "00020101021229370016A000000677010111011300660000000005802TH530376454044.226304E469",
        "0066000000000",
    ),
)
THAI = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
AMOUNTS = st.integers(1, 999_999_999_999).map(lambda satang: Decimal(satang) / 100)
REFERENCES = st.from_regex(r"[A-Z0-9]{1,20}", fullmatch=True)
HEADS = st.sampled_from(["06", "08", "09"])
MOBILES = st.builds(lambda head, rest: f"{head}{rest:08d}", HEADS, st.integers(0, 99_999_999))


def tax_id(number):
    twelve = f"{number:012d}"
    total = sum(int(digit) * (13 - place) for place, digit in enumerate(twelve))
    return twelve + str((11 - total % 11) % 10)


TAX_IDS = st.integers(0, 10**12 - 1).map(tax_id)
BILLERS = st.integers(0, 10**15 - 1).map(lambda number: f"{number:015d}")
ACCOUNTS = st.one_of(
    MOBILES.map(lambda one: Account(AccountKind.MOBILE, one)),
    TAX_IDS.map(lambda one: Account(AccountKind.TAX_ID, one)),
    BILLERS.map(lambda one: Account(AccountKind.BILLER, one)),
)


def test_the_check_value_of_the_catalogue_of_crcs():
    assert crc(b"123456789") == 0x29B1
    assert crc(b"") == 0xFFFF


def test_emvcos_own_sample_is_read_and_proved_to_the_last_letter():
    fields = dict(read_payload(EMVCO))
    assert (fields["59"], fields["60"], fields["54"]) == ("BEST TRANSPORT", "BEIJING", "23.72")
    assert fields_of(fields["29"]) == (("00", "D15600000000"), ("05", "A93FO3230Q"))
    assert fields_of(fields["64"]) == (("00", "ZH"), ("01", "最佳运输"), ("02", "北京"))
    assert proved(written(read_payload(EMVCO))) == EMVCO


@pytest.mark.parametrize(("text", "number"), OTHERS)
def test_codes_that_others_published_are_proved(text, number):
    fields = dict(read_payload(text))
    inner = dict(fields_of(fields["29"]))
    assert inner["00"] == "A000000677010111"
    assert number in (inner.get("01"), inner.get("02"))
    assert (fields["53"], fields["58"]) == ("764", "TH")


def test_our_code_says_what_the_others_say():
    own = payload(Account(AccountKind.MOBILE, "0000000000"), Decimal("4.22"), "X")
    assert sorted(read_payload(own)) == sorted(read_payload(OTHERS[2][0]))


@given(ACCOUNTS, AMOUNTS, REFERENCES)
def test_a_code_is_read_back_as_it_was_written(account, amount, reference):
    text = payload(account, amount, reference)
    fields = dict(read_payload(text))
    assert text.startswith("000201")
    assert Decimal(fields["54"]) == amount
    assert fields["54"].partition(".")[2].isdigit()
    assert len(fields["54"].partition(".")[2]) == 2
    assert len(fields["54"]) <= 13
    inner = dict(fields_of(fields["30" if account.kind is AccountKind.BILLER else "29"]))
    told = {
        AccountKind.MOBILE: ("01", "0066" + account.number[1:]),
        AccountKind.TAX_ID: ("02", account.number),
        AccountKind.BILLER: ("01", account.number),
    }[account.kind]
    assert inner[told[0]] == told[1]
    assert (inner.get("02") == reference) == (account.kind is AccountKind.BILLER) or inner[
        "02"
    ] == account.number
    assert text.isascii()


@given(ACCOUNTS, AMOUNTS, st.data())
def test_one_letter_that_is_another_is_told(account, amount, data):
    text = payload(account, amount, "A1")
    place = data.draw(st.integers(0, len(text) - 1))
    other = data.draw(st.sampled_from("0123456789ABCDEF").filter(lambda one: one != text[place]))
    with pytest.raises(CutOffError):
        read_payload(text[:place] + other + text[place + 1 :])


@pytest.mark.parametrize(
    "text", ["", "00", "0002", EMVCO[:-1], EMVCO + "0", "ABCD", "6304FFFF", "²²²²"]
)
def test_a_text_that_is_cut_or_none_is_told(text):
    with pytest.raises(CutOffError):
        read_payload(text)


@pytest.mark.parametrize("amount", ["0", "-1", "0.001", "10000000000", "9999999999.991"])
def test_an_amount_that_no_bill_has_is_our_fault(amount):
    account = Account(AccountKind.MOBILE, "0801234567")
    with pytest.raises(ValueError, match=amount.lstrip("-")):
        payload(account, Decimal(amount), "A")
    assert "5404" in payload(account, Decimal("0.01"), "A")
    assert "9999999999.99" in payload(account, Decimal("9999999999.99"), "A")


@pytest.mark.parametrize("reference", ["", "a", "A" * 21, "ก", "A-1"])
def test_a_reference_that_banks_do_not_carry_is_our_fault(reference):
    with pytest.raises(ValueError, match=r".*"):
        payload(Account(AccountKind.BILLER, "1" * 15), Decimal(1), reference)


@given(MOBILES)
def test_a_mobile_is_read_however_it_is_typed(mobile):
    grouped = f"{mobile[:3]}-{mobile[3:6]} {mobile[6:]}"
    for typed in (mobile, grouped, grouped.translate(THAI), f"+66{mobile[1:]}", f"66 {mobile[1:]}"):
        assert read_account(AccountKind.MOBILE, typed).number == mobile


@given(TAX_IDS, st.integers(0, 12), st.integers(1, 9))
def test_a_tax_number_with_one_other_digit_is_told(number, place, more):
    assert read_account(AccountKind.TAX_ID, number.translate(THAI)).number == number
    wrong = str((int(number[place]) + more) % 10)
    changed = number[:place] + wrong + number[place + 1 :]
    # The proof is a remainder of 11 cut to one digit: 0 and 1 stand for two remainders each.
    total = sum(int(digit) * (13 - at) for at, digit in enumerate(changed[:12]))
    if (11 - total % 11) % 10 != int(changed[12]):
        with pytest.raises(Wrong):
            read_account(AccountKind.TAX_ID, changed)


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        (AccountKind.MOBILE, "0212345678"),
        (AccountKind.MOBILE, "08123456"),
        (AccountKind.MOBILE, "ไม่มี"),
        (AccountKind.TAX_ID, "1234567890123"),
        (AccountKind.TAX_ID, "123456789012"),
        (AccountKind.BILLER, "1" * 14),
        (AccountKind.BILLER, "²" * 15),
    ],
)
def test_what_is_no_account_is_told(kind, typed):
    with pytest.raises(Wrong):
        read_account(kind, typed)


def test_only_a_billers_code_carries_the_reference():
    for kind, number in ((AccountKind.MOBILE, "0801234567"), (AccountKind.TAX_ID, tax_id(99))):
        assert "R3F" not in payload(Account(kind, number), Decimal(1), "R3F")
        assert not kind.carries_reference
    assert "R3F" in payload(Account(AccountKind.BILLER, "1" * 15), Decimal(1), "R3F")
    assert AccountKind.BILLER.carries_reference
