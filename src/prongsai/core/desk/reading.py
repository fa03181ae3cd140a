"""Kinds of cases from their YAML; every fault is told with file, line and field."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache, partial
from pathlib import Path as File

from msgspec.structs import asdict

from prongsai.core.desk.model import KEPT_AFTER_ANSWER, CaseKind, Content, false_time
from prongsai.core.errors import Finding
from prongsai.core.registers.fields import Choice, FieldKind
from prongsai.core.roles import known_role
from prongsai.core.text import Text
from prongsai.core.thai import skeleton
from prongsai.core.yaml_data.declared import Fault, Path, fault_at
from prongsai.core.yaml_data.documents import read_shipped_folder, read_text

_WORDS = (
    "ทุจริต", "ประพฤติมิชอบ", "คอร์รัปชัน", "คอรัปชัน", "คอรัปชั่น", "คอร์รัปชั่น", "สินบน", "เงินใต้โต๊ะ",
    "corrupt", "bribe", "malfeasance",
)  # fmt: skip
_BY_SKELETON = {skeleton(word): word for word in _WORDS}
# That something is no place for them is no invitation.
_NOT = re.compile(
    "(?:ไม่ใช่ช่องทาง|ไม่รับ|no channel for)(?:แจ้ง|เรื่อง|ร้องเรียน|การ|\\s)*(?:ทุจริต|corruption)"
)


def corruption_in(text: str) -> str:
    """The word of a text that speaks of corruption; "" for none.

    >>> corruption_in("แจ้งเบาะแสการ ทุ จริต"), corruption_in("ไม่ใช่ช่องทางแจ้งการทุจริต")
    ('ทุจริต', '')
    """
    known = skeleton(_NOT.sub("", text))
    return next((word for bare, word in _BY_SKELETON.items() if bare in known), "")


SHIPPED = File(__file__).parents[2] / "data" / "desk"
PREFIX = "case_kind"
# What a citizen can fill in without knowing the agency from inside.
KINDS_OF_FIELDS = (
    FieldKind.TEXT, FieldKind.LONG_TEXT, FieldKind.DATE, FieldKind.MONEY, FieldKind.COUNT,
    FieldKind.CHOICE, FieldKind.YES_NO,
)  # fmt: skip


@lru_cache(maxsize=1)
def shipped() -> tuple[CaseKind, ...]:
    """The kinds that come with the program, in their order.

    Errors: Misuse where a file is wrong, the fault being ours.
    """
    kinds = read_shipped_folder(SHIPPED, read_kind)
    return tuple(sorted(kinds, key=lambda kind: (kind.rank, kind.key)))


def kind_of(key: str) -> CaseKind | None:
    return next((kind for kind in shipped() if kind.key == key), None)


def read_kind(key: str, text: str, file: str) -> tuple[CaseKind | None, tuple[Finding, ...]]:
    """A kind from the text of its file; None with findings where anything is wrong."""
    content, findings = read_text(text, file, Content, PREFIX, partial(_faults_of))
    if content is None:
        return None, findings
    return CaseKind(key=key, **asdict(content)), findings


def _faults_of(content: Content) -> Iterator[Fault]:
    names = [field.name for field in content.fields]
    ever = [*names, *(field.name for field in content.former)]
    yield from _faults_of_fields(content, names, ever)
    if content.named_by not in names:
        yield _no_field(content.named_by, ("named_by",))
    elif content.named_by in content.contact:
        # What a case is about stays when who brought it is forgotten.
        yield fault_at("desk/named_by_contact", ("named_by",), name=content.named_by)
    for place, name in enumerate(content.contact):
        if name not in ever:
            yield _no_field(name, ("contact", place))
    yield from _faults_of_choices("classes", content.classes)
    yield from _faults_of_choices("steps", content.steps)
    yield from _faults_of_corruption(content)
    yield from _faults_of_notice(content)
    yield from _faults_of_bill(content)
    yield from _faults_of_escalation(content)
    if content.unit and content.restricted:
        yield fault_at("desk/restricted.unit", ("unit",))


def _faults_of_fields(
    content: Content, names: Sequence[str], ever: Sequence[str]
) -> Iterator[Fault]:
    for place, field in enumerate(content.fields):
        path: Path = ("fields", place)
        if field.kind not in KINDS_OF_FIELDS:
            offered = ", ".join(KINDS_OF_FIELDS)
            yield fault_at("desk/kind.field", (*path, "kind"), offered=offered)
        if names.index(field.name) != place:
            yield _doubled(field.name, (*path, "name"))
        if field.kind is FieldKind.CHOICE and not field.choices:
            yield fault_at("desk/no_choices", (*path, "choices"))
    for place, field in enumerate(content.former):
        if ever.index(field.name) != place + len(names):
            yield _doubled(field.name, ("former", place, "name"))


def _doubled(name: str, path: Path) -> Fault:
    return fault_at("desk/doubled.field", path, name=name)


def _faults_of_choices(name: str, choices: Sequence[Choice]) -> Iterator[Fault]:
    keys = [choice.key for choice in choices]
    for place, key in enumerate(keys):
        if keys.index(key) != place:
            yield fault_at("desk/doubled.choice", (name, place, "key"), name=key)


def _faults_of_corruption(content: Content) -> Iterator[Fault]:
    """No kind takes in what must not come here: reports of corruption."""
    texts: list[tuple[Path, Text]] = [(("title",), content.title), (("purpose",), content.purpose)]
    texts += [
        (("fields", place, "title"), field.title) for place, field in enumerate(content.fields)
    ]
    for name, choices in (("classes", content.classes), ("steps", content.steps)):
        texts += [((name, place, "title"), choice.title) for place, choice in enumerate(choices)]
    texts += [
        (("fields", place, "choices", number, "title"), choice.title)
        for place, field in enumerate(content.fields)
        for number, choice in enumerate(field.choices)
    ]
    for path, text in texts:
        word = corruption_in(text.th) or corruption_in(text.en)
        if word:
            yield fault_at("desk/corruption.kind", path, word=word)


def _faults_of_notice(content: Content) -> Iterator[Fault]:
    """No notice promises another time than the one that is kept."""
    time = false_time(content.notice.th) or false_time(content.notice.en)
    if time:
        days = KEPT_AFTER_ANSWER.days
        yield fault_at("desk/time.notice", ("notice",), time=time, days=days)


def _faults_of_bill(content: Content) -> Iterator[Fault]:
    if content.bill_to is None:
        return
    if content.restricted:
        yield fault_at("desk/restricted.bill", ("bill_to",))
    payer = next((field for field in content.fields if field.name == content.bill_to), None)
    if payer is None or content.bill_to not in content.contact:
        yield fault_at("desk/no_contact", ("bill_to",), name=content.bill_to)
    elif not payer.required:
        yield fault_at("desk/not_required", ("bill_to",))


def _faults_of_escalation(content: Content) -> Iterator[Fault]:
    if content.escalation is None:
        return
    if content.restricted:
        yield fault_at("desk/restricted.escalation", ("escalation",))
    steps = content.escalation.steps
    for place, step in enumerate(steps):
        path: Path = ("escalation", "steps", place)
        if known_role(step.to) is None:
            yield fault_at("desk/no_role", (*path, "to"), role=step.to)
        if step.to in [earlier.to for earlier in steps[:place]]:
            yield fault_at("desk/doubled.receiver", (*path, "to"), role=step.to)
        if place and step.after <= steps[place - 1].after:
            yield fault_at("desk/order.steps", (*path, "after"))


def _no_field(name: str, path: Path) -> Fault:
    return fault_at("desk/no_field", path, name=name)
