"""Replace a sentence of the papers, go back to the program's own, restore an earlier version."""

from __future__ import annotations

from difflib import get_close_matches

from django.db import transaction

from prongsai.core.errors import Findings, Severity
from prongsai.core.papers.wording import fields_of, shipped
from prongsai.core.text import Text
from prongsai.web.agency.models import Agency, WordingRow
from prongsai.web.agency.offices import unfolded, wording_with
from prongsai.web.agency.people import Actor
from prongsai.web.agency.refusals import Refused
from prongsai.web.office.papers.wording_queries import newest
from prongsai.web.office.papers.wording_words import editable, paper_label, paper_of
from prongsai.web.platform import journal
from prongsai.web.platform.versions import made

MOST_SENTENCES = 20


class WordingChanged(Refused):
    """Somebody else changed the sentence meanwhile; `text` is what stands."""

    def __init__(self, text: str) -> None:
        """Keep what stands beside the words."""
        super().__init__(
            Text("มีผู้แก้ข้อความนี้หลังจากเปิดหน้า", "somebody changed this after the page was opened"),
            field="text",
            next_step=Text("เทียบกับข้อความที่ใช้อยู่ แล้วบันทึกอีกครั้ง", "compare, then save again"),
        )
        self.text = text


@transaction.atomic
def set_sentence(
    agency: Agency, *, by: Actor, key: str, text: str, seen: int | None = None
) -> WordingRow | None:
    """Use a sentence of the agency's own from now on; None where it stands already.

    Shape:  of a key that holds several, one a line; "" and the program's own text both go back to
            the program's own; `seen` the version that the page showed, 0 for none.
    Errors: Refused with what is wrong in it (`check`); WordingChanged where another version
            stands; KeyError for a key that there is not.
    """
    if key not in editable():
        raise KeyError(key)
    text = tidy(text)
    own = "" if text == shipped().unfilled(key) else text
    if own:
        check(key, own)
    Agency.objects.select_for_update(no_key=True).get(pk=agency.pk)
    before = newest(agency, key)
    if seen is not None and seen != (before.number if before else 0):
        raise WordingChanged(before.text if before else "")
    if own == (before.text if before else ""):
        return None
    row = WordingRow.objects.create(
        agency=agency,
        key=key,
        text=own,
        shipped=shipped().unfilled(key),
        number=before.number + 1 if before else 1,
        **made(by),
    )
    verb = "wording-replaced" if own else "wording-reset"
    paper = paper_label(paper_of(key)).th
    journal.record(agency, by, verb, key, paper=paper, number=row.number)
    return row


def check(key: str, text: str) -> None:
    """Refuse a sentence that cannot be used, at the form's field.

    Errors: Refused: naming the field that is not allowed and those that are, a brace that stands
            alone, too long, too many lines. KeyError for a key that there is not.
    """
    ours = shipped().unfilled(key)
    unknown = fields_of(text) - fields_of(ours) - {""}
    strange = sorted(_strange(text) | {f"{{{name}}}" for name in unknown})
    allowed = allowed_words(key)
    if strange:
        meant = _meant(unknown, fields_of(ours))
        raise _refused(
            Text(f"ใช้ {' '.join(strange)} ไม่ได้", f"{' '.join(strange)} cannot be used"),
            Text(f"{meant.th}ช่องที่ใช้ได้: {allowed.th}", f"{meant.en}what may be used: {allowed.en}"),
        )
    if "" in fields_of(text):
        raise _refused(
            Text("วงเล็บปีกกาไม่ครบคู่", "a brace has no partner"),
            Text(f"ลบวงเล็บที่เกิน ช่องที่ใช้ได้: {allowed.th}",
                 f"delete it; what may be used: {allowed.en}"),
        )  # fmt: skip
    lines = text.splitlines()
    if shipped().is_list(key) and len(lines) > MOST_SENTENCES:
        raise _refused(
            Text(f"เกิน {MOST_SENTENCES} บรรทัด", f"more than {MOST_SENTENCES} lines"),
            Text("รวมบรรทัดที่เป็นเรื่องเดียวกัน", "join those of one matter"),
        )
    if not shipped().is_list(key) and len(lines) > 1:
        raise _refused(
            Text("ข้อความนี้มีได้บรรทัดเดียว", "this is one line"),
            Text("ลบการขึ้นบรรทัดใหม่", "delete the line breaks"),
        )
    _refuse_faults(wording_with({key: unfolded(key, text)})[1])


def allowed_words(key: str) -> Text:
    """The fields of a key as they are typed."""
    names = sorted(fields_of(shipped().unfilled(key)))
    if not names:
        return Text("ไม่มี", "none")
    told = " ".join(f"{{{name}}}" for name in names)
    return Text(told, told)


def _strange(text: str) -> set[str]:
    """What stands in braces and is no plain field, as it was typed."""
    found: set[str] = set()
    depth, start = 0, 0
    for place, letter in enumerate(text):
        if letter == "{":
            depth += 1
            start = place if depth == 1 else start
        elif letter == "}" and depth:
            depth -= 1
            if depth == 0:
                inside = text[start + 1 : place]
                if not inside.isidentifier():
                    found.add(text[start : place + 1])
    return found


def _meant(unknown: frozenset[str], known: frozenset[str]) -> Text:
    """What a misspelt field was meant to be; nothing where none is near."""
    near = [
        f"{{{name}}} → {{{close[0]}}}"
        for name in sorted(unknown)
        if (close := get_close_matches(name, sorted(known), 1))
    ]
    if not near:
        return Text("", "")
    told = ", ".join(near)
    return Text(f"อาจหมายถึง {told} ", f"perhaps {told}; ")


def _refuse_faults(findings: Findings) -> None:
    for one in findings.items:
        if one.severity is Severity.ERROR:
            raise Refused(one.message, field="text", next_step=one.next_step)


def _refused(message: Text, next_step: Text) -> Refused:
    return Refused(message, field="text", next_step=next_step)


def tidy(text: str) -> str:
    """Without control characters and empty lines; a space at the end of a line may be meant."""
    plain = text.replace("\r\n", "\n").replace("\N{NO-BREAK SPACE}", " ")
    clean = "".join(letter for letter in plain if letter == "\n" or letter.isprintable())
    return "\n".join(line for line in clean.split("\n") if line.strip())
