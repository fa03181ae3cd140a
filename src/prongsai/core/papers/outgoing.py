"""Letters to other agencies and to citizens (หนังสือภายนอก): their head, their end, the letter."""

from collections.abc import Sequence
from itertools import chain

from msgspec import Struct

from prongsai.core.dates import long_date
from prongsai.core.papers.approving import UNSIGNED, Signing, last_signature
from prongsai.core.papers.document import (
    Block,
    Document,
    Labelled,
    LetterHead,
    LetterRow,
    PaperColumn,
    Paragraph,
    Signature,
    TableStyle,
    Together,
)
from prongsai.core.papers.office import Office
from prongsai.core.papers.tables import table_of_rows

_KEY = "letter"


class LetterText(Struct, frozen=True):
    """What a letter says, in the officer's own words.

    Shape:  `refers` are the letters that it answers; `reason` and `purpose` are paragraphs; "" in
            `closing` is the usual.
    """

    subject: str
    to: str
    refers: tuple[str, ...] = ()
    enclosures: tuple[str, ...] = ()
    reason: tuple[str, ...] = ()
    purpose: tuple[str, ...] = ()
    closing: str = ""


def letter(office: Office, text: LetterText, signing: Signing = UNSIGNED) -> Document:
    """The letter in the regulation's form, from the unit that drafted it."""
    office = office.of_unit(signing.unit)
    signature = last_signature(signing, office.agency.positions.chief_executive)
    blocks = (
        letter_head(office, text, signing),
        *map(Paragraph, chain(text.reason, text.purpose)),
        *letter_end(office, text.closing or office(f"{_KEY}.closing"), signature),
    )
    return office.letter(_KEY, text.subject, blocks, signing.mark)


def letter_head(office: Office, text: LetterText, signing: Signing) -> LetterHead:
    """Number, sender, day, subject, and the lines below it that say something."""
    agency = office.agency
    rows: Sequence[tuple[str, tuple[str, ...]]] = (
        ("memo.to_label", (text.to,)),
        (f"{_KEY}.refers", text.refers),
        ("memo.enclosures", text.enclosures),
    )
    return LetterHead(
        number=Labelled(office("memo.number"), signing.number or agency.number_prefix),
        issuer=tuple(filter(None, (agency.name, agency.place))),
        day=long_date(signing.day) if signing.day else office(f"{_KEY}.open_day"),
        subject=Labelled(office("memo.subject_label"), text.subject),
        rows=tuple(LetterRow(office(label), texts) for label, texts in rows if texts),
    )


def letter_end(office: Office, closing: str, signature: Signature) -> tuple[Block, ...]:
    """The last sentence, the signature below the words of respect, and the unit with its lines."""
    agency = office.agency
    below = Signature(
        signature.position, above=office(f"{_KEY}.respectfully"), signed=signature.signed,
        name=signature.name,
    )  # fmt: skip
    lines = filter(None, (agency.office, agency.telephone, agency.email))
    unit = table_of_rows("", (PaperColumn(""),), ((line,) for line in lines), TableStyle.PLAIN)
    return Together((Paragraph(closing), below)), unit
