"""Numbers and addresses of persons in a text that is to become public: found, named, masked.

What is looked for has a form of its own: a citizen's number with its check digit, a telephone
number, an account, an e-mail address. A name has none, so none is found here; a text in which
nothing is found is not thereby free of personal data.

The number of an office and its mailbox are public: a telephone beside the words of an office, a
mailbox of a *.go.th domain that names no person, and whatever the caller says is its own.
"""

import re
from collections.abc import Collection, Iterator

from msgspec import Struct

from prongsai.core.person_names import person_names
from prongsai.core.plain_letters import PLAIN, UNSEEN
from prongsai.core.text import Labelled

_ID_WORDS = re.compile(
    r"เลข(?:ที่)?(?:ประจำตัว|บัตร)|บัตร(?:ประจำตัว)?ประชาชน|เลขประชาชน|citizen|id\s?card", re.IGNORECASE
)
_OF_ACCOUNTS = (
    r"เลข(?:ที่)?\s?บัญชี|พร้อมเพย์|promptpay|account",
    r"บัญชี\s?(?:เลข(?:ที่)?|ธนาคาร|เงินฝาก|ออมทรัพย์|กระแสรายวัน)",
    r"(?<![ก-๙])บ[/.]?ช\.?[ :]{0,3}$",
)
_ACCOUNT_WORDS = re.compile("|".join(_OF_ACCOUNTS), re.IGNORECASE)
_OF_OFFICES = (
    r"สำนัก|เทศบาล|อบต|อบจ|องค์การบริหาร|กอง|ศูนย์|โรงเรียน|โรงพยาบาล|ที่ว่าการ|ศาลากลาง|หน่วยงาน",
    r"ธนาคาร|บริษัท|ห้าง|สายด่วน|ต่อ\s?[0-9]|office|call\s?cent",
)
_OFFICE_WORDS = re.compile("|".join(_OF_OFFICES), re.IGNORECASE)
# Few persons have one: a number beside it is an office's unless somebody is named there.
_FAX_WORDS = re.compile(r"โทรสาร|แฟกซ์|(?<![a-z])fax", re.IGNORECASE)
# Beside these a number is a person's however it is parted.
_PHONE_WORDS = re.compile(
    r"โทร(?!ทัศน์|เลข)|แฟกซ์|มือถือ|เบอร์|ติดต่อ|mobile|phone|fax|(?<![a-z])tel(?![a-z])|cell",
    re.IGNORECASE,
)
_ONE_OF_PERSONS = re.compile(
    r"ประจำตัวประชาชน|บัตรประจำตัว|บัตรประชาชน|เลขประชาชน|citizen|id\s?card", re.IGNORECASE
)
# Beside these a number of which the check digit fits is a person's however it is parted.
_CARD_WORDS = re.compile(
    r"บัตร\s?(?:หมายเลข|เลข(?:ที่)?|ปชช)|ผู้ถือบัตร|ปชช|เลข(?:ที่)?\s?(?:13|๑๓)\s?หลัก", re.IGNORECASE
)
_BANKS = re.compile(r"ออมสิน|กรุงไทย|กสิกร|ไทยพาณิชย์|ธ\.?\s?ก\.?\s?ส", re.IGNORECASE)
# Beside one of these and a name, ten to twelve figures are that person's account.
_OF_HOLDERS = (
    r"ธนาคาร|ชื่อบัญชี|ธ\.\s?(?:ก\.\s?ส|ออมสิน|ก)",
    r"กรุงไทย|ออมสิน|กสิกรไทย|ไทยพาณิชย์|กรุงศรี|ทหารไทย",
    r"(?<![a-z])(?:scb|ktb|bbl|bay|ttb|gsb|baac|kbank)(?![a-z])",
)
_HOLDERS = re.compile("|".join(_OF_HOLDERS), re.IGNORECASE)
_PAPERS = re.compile(r"โครงการ|สัญญา|หนังสือ|ฎีกา|เช็ค|ใบ|ผู้เสียภาษี|นิติบุคคล|ลงวันที่|บาท|รหัส")
_BEFORE, _AFTER = 60, 24  # letters around a number that tell what it is
_GAP = r"(?:[ .\-_·•]{1,3}|-\n ?)"
# Whatever is neither a figure nor a letter may part the figures of one number.
_SIGN = r"[^0-9A-Za-zก-๙]"
_ANY_GAP = rf"{_SIGN}{{0,3}}"
_SOME_GAP = rf"{_SIGN}{{1,3}}"
_ALONE = r"(?<![0-9])(?<![0-9][.\-])"
_END = r"(?![0-9])(?![.\-][0-9])"
# Thai letters and brackets end an address: what follows is the sentence.
_LINK = re.compile(r"https?://(?!wa\.me|line\.me)[^\s<>\"”()\[\]ก-๙]+", re.IGNORECASE)
# Names that a machine gave, such as a page's or a file's: their digits are nobody's number.
_GIVEN_NAME = re.compile(
    r"(?<![0-9a-z])(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|(?=[0-9]{0,39}[a-f])[0-9a-f]{40,})"
    r"(?![0-9a-z])",
    re.IGNORECASE,
)
_FRACTION = re.compile(r"[0-9]\.$")
_LONG_RUN = re.compile(r"[0-9]{9,}")
# The hour in milliseconds, which addresses of files have, looks like a citizen's number.
_MILLISECONDS = re.compile(r"1[4-9][0-9]{11}")


def _grouped(*groups: str, gap: str = _GAP) -> str:
    return gap.join(groups)


_GROUPS_OF_CITIZEN = ("[1-8]", "[0-9]{4}", "[0-9]{5}", "[0-9]{2}", "[0-9]")
_CITIZEN = re.compile(
    r"(?<![0-9])(?:[1-8][0-9]{12}"
    rf"|{_grouped(*_GROUPS_OF_CITIZEN, gap=_SOME_GAP)}"
    rf"|[1-8](?: [0-9]){{12}}|[1-8](?:-[0-9]){{12}})(?![0-9])"
)
# One figure a cell or a line, with the same sign between all of them.
_APART_CITIZEN = re.compile(
    rf"(?<![0-9])(?<![0-9]{_SIGN})[1-8](?P<gap>{_SOME_GAP})[0-9](?:(?P=gap)[0-9]){{11}}(?!{_ANY_GAP}[0-9])"
)
# Wrapped by a narrow cell; parts so short or long are figures of a column below each other.
_WRAPPED_CITIZEN = re.compile(r"(?<![0-9.,\-])[1-8][0-9]{3,8}\n[0-9]{4,9}(?![0-9.,\-])")
_LOOSE_CITIZEN = re.compile(rf"(?<![0-9])[0-9](?:{_ANY_GAP}[0-9]){{12}}(?![0-9])")
_MOBILE_FORMS = (
    "[689][0-9]{8}",
    _grouped("[689][0-9]", "[0-9]{3}", "[0-9]{4}"),
    _grouped("[689][0-9]", "[0-9]{7}"),
    _grouped("[689][0-9]", "[0-9]{4}", "[0-9]{3}"),
    _grouped("[689]", "[0-9]{4}", "[0-9]{4}"),
    _grouped("[689]", "[0-9]{8}"),
    _grouped("[689][0-9]{2}", "[0-9]{3}", "[0-9]{3}", gap="-"),
    _grouped("[689][0-9]{3}", "[0-9]{5}"),
    r"[689](?: [0-9]){8}",
    r"[689][0-9]-[0-9]{3}\n[0-9]{4}",
    # A year at the end makes it the number of a paper.
    r"[689][0-9]/[0-9]{3}/(?!2[456][0-9]{2})[0-9]{4}",
)
_MOBILE = re.compile(
    rf"(?<![0-9])(?:\(?0|(?:\+|00)?66{_GAP}?\(?0?\)?|\(\+66\){_GAP}?)[ \-]?"
    rf"(?:{'|'.join(_MOBILE_FORMS)}|[689][0-9]\) ?[0-9]{{3}}{_GAP}?[0-9]{{4}})(?![0-9])"
)
_LOOSE_MOBILE = re.compile(
    rf"(?<![0-9])(?:0{_ANY_GAP}[689](?:{_ANY_GAP}[0-9]){{8}}"
    r"|[689][0-9]{8}|[689][0-9]([ \-])[0-9]{3}\1[0-9]{4})(?![0-9])"
)
_LANDLINE = re.compile(
    rf"{_ALONE}\(?0(?:2\)?{_GAP}?[0-9]{{3}}{_GAP}?[0-9]{{4}}"
    rf"|[3457][2-9]\)?{_GAP}?[0-9]{{3}}{_GAP}?[0-9]{{3}}"
    rf"|{_grouped('2', '[0-9]{7}')}|{_grouped('[3457]', '[0-9]{4}', '[0-9]{4}')}"
    # As the State writes them: 0 2123 4567.
    rf"|{_GAP}(?:2[0-9]|[3457][2-9])[0-9]{{2}}{_GAP}[0-9]{{4}}){_END}"
)
_ACCOUNT_FORM = re.compile(
    rf"{_ALONE}(?:[0-9]{{3}}-[0-9]-\n?[0-9]{{5}}-[0-9]|[0-9]{{3}} [0-9] [0-9]{{5}} [0-9]){_END}"
)
# "บัญชี" alone before ten figures is a person's, unless the line keeps books.
_BARE_ACCOUNT = re.compile(r"(?<!รหัส)(?<!ผัง)บัญชี[ :.]{0,3}$")
_BOOKS = re.compile(r"GFMIS|แยกประเภท|ผังบัญชี|ศูนย์ต้นทุน|เดบิต|เครดิต|งบทดลอง", re.IGNORECASE)
_PARTED_ACCOUNT = re.compile(
    rf"{_ALONE}[0-9]{{3}}{_SOME_GAP}[0-9]{_SOME_GAP}[0-9]{{5}}{_SOME_GAP}[0-9]{_END}"
)
_ACCOUNT_NUMBER = re.compile(r"(?<![0-9])[0-9](?:[ \-]?[0-9]){9,14}(?![0-9])")
_AT = (
    r"(?:\s?(?:@|[\[({](?:at|@)[\])}])\s?"
    r"| at (?=(?:[A-Za-z0-9\-]{1,63} dot ){1,4}(?:com|net|org|info|th)(?![a-z])))"
)
_DOT = (
    r"(?:\.| \. | \.(?=[A-Za-z]{2,4}(?![A-Za-z]))"
    r"|,(?=(?:com|net|org|(?:go|or|ac|co|in|mi)[.,]th)(?![a-z]))| dot |\s?[\[({]dot[\])}]\s?)"
)
_MAIL = re.compile(
    r"(?:(?<![A-Za-z0-9._%+\-])[A-Za-z0-9][A-Za-z0-9._%+\-]*|(?<![ก-๙])[ก-๙]{1,64})"
    rf"{_AT}(?:[A-Za-z0-9\-]{{1,63}}(?:(?<=-)\n[A-Za-z0-9]{{1,30}})?{_DOT}|[ก-๙]{{1,63}}{_DOT})+(?:[A-Za-z]{{2,}}|[ก-๙]{{2,}})",
    re.IGNORECASE,
)
_SPLIT = re.compile(r"[\[({]at|[\[({]?@| at ", re.IGNORECASE)
_OFFICIAL = re.compile(r"@(?:[a-z0-9\-]+\.)*(?:go|mi)\.th$", re.IGNORECASE)
_MAILBOX = re.compile(
    r"saraban|office|info|contact|admin|webmaster|service|complain|support|clinic|center|centre"
    # Short ones stand in names too (lalita, ismail, anan_pr): first, or beside an agency's word.
    r"|[0-9]{5,}|^(?:e?mail|ita|help|pr|hr)(?![a-z])"
    r"|(?:tess?aban|tambon|muni|sao|obt|abt|pao|obj|abj|muang|city|local).*"
    r"(?<![a-z])(?:mail|ita|help|pr|hr)(?![a-z])",
    re.IGNORECASE,
)
_LONGEST_ACCOUNT = 12


class PersonalKind(Labelled):
    """What was found."""

    CITIZEN_NUMBER = "citizen-number", "เลขประจำตัวประชาชน", "citizen number"
    TELEPHONE = "telephone", "หมายเลขโทรศัพท์", "telephone number"
    ACCOUNT = "account", "เลขที่บัญชี", "account number"
    MAIL = "mail", "อีเมล", "e-mail address"


class PersonalDatum(Struct, frozen=True):
    """One hit.

    Shape:  `start` and `end` are places in the text as it was given; `masked` is what may be
            shown of it.
    """

    kind: PersonalKind
    start: int
    end: int
    masked: str


def as_of_office(text: str) -> str:
    """Label a contact as an office's, so that only a mobile number in it counts as a person's.

    Shape:  an address for mail is left out: an office's own may name who sits there.
    """
    return f"โทรศัพท์สำนักงาน {_MAIL.sub(' ', text)}"


def personal_data(text: str, own: Collection[str] = ()) -> tuple[PersonalDatum, ...]:
    """What a text holds of persons, in its order, nothing twice.

    Shape:  `own` are numbers and addresses that the agency itself makes public.

    >>> [one.masked for one in personal_data("โทร. ๐๘๑-๒๓๔-๕๖๗๘")]
    ['xxx-xxx-xx๗๘']
    """
    plain = text.translate(PLAIN)
    places = [place for place, letter in enumerate(plain) if letter != UNSEEN]
    # A page's address may hold any long number; its places stay.
    plain = _GIVEN_NAME.sub(lambda name: "/" * len(name.group()), plain.replace(UNSEEN, ""))
    plain = _LINK.sub(_without_runs, plain)
    public = {_bare(own_text.translate(PLAIN)) for own_text in own}
    taken = bytearray(len(plain))
    data: list[PersonalDatum] = []
    for kind, start, end in (*_mails(plain), *_citizens(plain), *_accounts(plain), *_phones(plain)):
        if not any(taken[start:end]) and _bare(plain[start:end]) not in public:
            taken[start:end] = b"x" * (end - start)
            first, last = places[start], places[end - 1] + 1
            data.append(PersonalDatum(kind, first, last, _mask(kind, text[first:last])))
    return tuple(sorted(data, key=lambda datum: datum.start))


def masked(text: str, data: Collection[PersonalDatum]) -> str:
    parts, place = [], 0
    for datum in sorted(data, key=lambda hit: hit.start):
        parts += [text[place : datum.start], datum.masked]
        place = datum.end
    return "".join([*parts, text[place:]])


def letters_of(text: str) -> str:
    """The letters and figures of what was found, however they are parted.

    >>> letters_of("๐๘๑-๒๓๔ 5678")
    '0812345678'
    """
    return "".join(letter for letter in text.translate(PLAIN).casefold() if letter.isalnum())


def is_citizen_number(digits: str) -> bool:
    """Whether thirteen digits carry the right check digit.

    >>> is_citizen_number("1234567890121")
    True
    """
    total = sum((13 - place) * int(digit) for place, digit in enumerate(digits[:12]))
    return len(digits) == 13 and (11 - total % 11) % 10 == int(digits[12])  # noqa: PLR2004


_Found = tuple[PersonalKind, int, int]


def _without_runs(link: re.Match[str]) -> str:
    """The link without its long numbers, but for those with the check digit of a citizen."""

    def blank(run: re.Match[str]) -> str:
        digits = run.group()
        if is_citizen_number(digits) and not _MILLISECONDS.fullmatch(digits):
            return digits
        return "/" * len(digits)

    return _LONG_RUN.sub(blank, link.group())


def _citizens(text: str) -> Iterator[_Found]:
    for hit in _CITIZEN.finditer(text):
        digits = _digits(hit.group())
        if hit.group().isdigit() and _FRACTION.search(_before(text, hit.start(), 2)):
            continue
        if is_citizen_number(digits) or _is_near(_ID_WORDS, text, hit.start(), hit.end()):
            yield PersonalKind.CITIZEN_NUMBER, hit.start(), hit.end()
    for hit in _WRAPPED_CITIZEN.finditer(text):
        if is_citizen_number(_digits(hit.group())):
            yield PersonalKind.CITIZEN_NUMBER, hit.start(), hit.end()
    for hit in _APART_CITIZEN.finditer(text):
        start, end = hit.span()
        is_told = _is_near(_ID_WORDS, text, start, end) or _is_beside_name(text, start, end)
        if is_told and is_citizen_number(_digits(hit.group())):
            yield PersonalKind.CITIZEN_NUMBER, start, end
    for hit in _LOOSE_CITIZEN.finditer(text):
        fits = is_citizen_number(_digits(hit.group()))
        if _is_after(_ONE_OF_PERSONS, text, hit.start()) or (
            fits and _is_after(_CARD_WORDS, text, hit.start())
        ):
            yield PersonalKind.CITIZEN_NUMBER, hit.start(), hit.end()


def _phones(text: str) -> Iterator[_Found]:
    for hit in _MOBILE.finditer(text):
        if _is_whole(text, hit.start(), hit.end()):
            yield PersonalKind.TELEPHONE, hit.start(), hit.end()
    for hit in _LANDLINE.finditer(text):
        start, end = hit.span()
        is_fax = _is_near(_FAX_WORDS, text, start, end) and not _is_beside_name(text, start, end)
        if not is_fax and not _is_near(_OFFICE_WORDS, text, start, end):
            yield PersonalKind.TELEPHONE, start, end
    above = len(text)
    for hit in _LOOSE_MOBILE.finditer(text):
        start, end = hit.span()
        # Without its zero it may be the number of a bill: "ค่าโทรศัพท์ ... ใบแจ้งเลขที่".
        is_paper = hit.group()[0] != "0" and _PAPERS.search(_before(text, start, _AFTER))
        is_below = text.count("\n", above, start) == 1
        if not is_paper and (is_below or _is_after(_PHONE_WORDS, text, start)):
            above = end
            yield PersonalKind.TELEPHONE, start, end


def _is_whole(text: str, start: int, end: int) -> bool:
    """Whether what looks like a telephone is no part of a longer number, a code or a fraction."""
    is_run = text[start:end].isdigit()
    before, after = _before(text, start, 8), text[end : end + 4]
    if re.search(r"[0-9]-$", before) or (is_run and re.match(r"[.\-][0-9]", after)):
        return False
    if is_run and re.search(r"[0-9]\.$", before):
        # The number of a line in a list, not a fraction.
        return bool(re.search(r"(?:^|\n) {0,3}[1-9][0-9]?\.$", before))
    # Two lines of one subscriber: 081-234-5678-9.
    return not re.match(r"-[0-9]", after) or bool(re.match(r"-[0-9]{1,2}(?![0-9\-])", after))


def _accounts(text: str) -> Iterator[_Found]:
    for hit in _ACCOUNT_FORM.finditer(text):
        yield PersonalKind.ACCOUNT, hit.start(), hit.end()
    for hit in _PARTED_ACCOUNT.finditer(text):
        if _is_near(_ACCOUNT_WORDS, text, hit.start(), hit.end()):
            yield PersonalKind.ACCOUNT, hit.start(), hit.end()
    for hit in _ACCOUNT_NUMBER.finditer(text):
        start, end = hit.span()
        is_dashed = "-" in hit.group() and _is_near(_BANKS, text, start, start)
        is_told = _is_near(_ACCOUNT_WORDS, text, start, start)
        is_told = is_told or _is_after(_ACCOUNT_WORDS, text, start)
        if is_dashed or is_told or _is_account_of_somebody(text, start, end):
            yield PersonalKind.ACCOUNT, start, end


def _is_account_of_somebody(text: str, start: int, end: int) -> bool:
    if _is_near(_BOOKS, text, start, end):
        return False
    before = _before(text, start, _BEFORE).rpartition("\n")[2]
    is_held = (
        len(_digits(text[start:end])) <= _LONGEST_ACCOUNT
        and not _PAPERS.search(_before(text, start, _AFTER))
        and (_is_after(_HOLDERS, text, start) or _is_near(_HOLDERS, text, start, end))
    )
    return bool(_BARE_ACCOUNT.search(before) or (is_held and _is_beside_name(text, start, end)))


def _is_beside_name(text: str, start: int, end: int) -> bool:
    """Whether somebody is named before a number, in its line or the line above, or behind it."""
    beside = _lines_before(text, start), _behind(text, end)
    return any(person_names(words.replace("|", " ")) for words in beside)


def _mails(text: str) -> Iterator[_Found]:
    for hit in _MAIL.finditer(text):
        address = hit.group()
        if not (_OFFICIAL.search(address) and _MAILBOX.search(_SPLIT.split(address)[0])):
            yield PersonalKind.MAIL, hit.start(), hit.end()


def _before(text: str, start: int, most: int) -> str:
    """The letters before a place, `most` of them."""
    return text[max(0, start - most) : start]


def _behind(text: str, end: int) -> str:
    return text[end : end + _AFTER].partition("\n")[0]


def _lines_before(text: str, start: int) -> str:
    """The letters before a number, in its line and in the line above."""
    above, end, line = _before(text, start, _BEFORE).rpartition("\n")
    return f"{above.rpartition(chr(10))[2]}{end}{line}"


def _is_near(words: re.Pattern[str], text: str, start: int, end: int) -> bool:
    """Whether words stand before a number in its line, or right behind it."""
    before = _before(text, start, _BEFORE).rpartition("\n")[2]
    return bool(words.search(before) or words.search(_behind(text, end)))


def _is_after(words: re.Pattern[str], text: str, start: int) -> bool:
    """Whether words stand before a number, in its line or in the line above."""
    return bool(words.search(_lines_before(text, start)))


def _digits(text: str) -> str:
    return re.sub(r"[^0-9]", "", text)


def _bare(text: str) -> str:
    """What two writings of one number or address have in common."""
    return text.lower() if "@" in text else _digits(text)


def _mask(kind: PersonalKind, text: str) -> str:
    """All but what tells whose it is not: the last two digits, the first letter and the domain."""
    if kind is PersonalKind.MAIL:
        return f"{text[0]}…{text[text.find('@') :]}" if "@" in text else f"{text[0]}…"
    hidden = [place for place, letter in enumerate(text) if letter.isdigit()][:-2]
    return "".join("x" if place in hidden else letter for place, letter in enumerate(text))
