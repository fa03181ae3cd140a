"""A kind of case of an agency's own: what a person says on a page becomes the YAML of a kind.

What a page cannot say, such as who is billed, stays as it was. Nothing is ever taken from a case
by a change: a field that is asked no more stays known as `former`, a class or step is only offered
no more, and a field that told who somebody is does so for ever.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from msgspec import Struct
from msgspec.structs import replace

from prongsai.core.announcements.model import Basis, Confidence
from prongsai.core.desk.model import (
    Audience,
    CaseKind,
    Content,
    Days,
    Due,
    Escalation,
    EscalationStep,
)
from prongsai.core.desk.reading import shipped
from prongsai.core.registers.fields import Choice, Field, FieldKind
from prongsai.core.registers.own import kept_choices, new_name
from prongsai.core.text import Text
from prongsai.core.thai import printed

OWN_SOURCE = "หน่วยงานกำหนดเอง"
_BASIS = Basis(source="ชนิดเรื่องที่หน่วยงานกำหนดเอง")
_MOST = {FieldKind.TEXT: Decimal(200), FieldKind.LONG_TEXT: Decimal(5_000)}
# What every kind asks alike of who brings a case, where it asks.
CONTACT = ("contact_name", "contact_way")
_LIKE = "complaint"
# Values of a kind that stand there exactly as a person typed them.
AS_SAID = ("restricted", "may_be_faq", "photos", "point", "each_counts", "unit")
_SUPERIORS = ("chief-administrator", "chief-executive")


class OwnField(Struct, frozen=True):
    """One field as a person says it.

    Shape:  `name` is that of the field before, "" of a new one; `identifies` where it tells who
            somebody is; `choices` are the words of a choice, in order.
    """

    title: Text
    kind: FieldKind
    name: str = ""
    required: bool = False
    identifies: bool = False
    choices: tuple[Text, ...] = ()


class OwnKind(Struct, frozen=True, kw_only=True):
    """A kind as a person says it.

    Shape:  `unit` is the name of the unit that gets a case as it comes, "" for none; `steps` and
            `classes` are words, in order; `asks_contact` where name and way to answer may be told,
            in the fields that all kinds have for them; `escalates` says how many working days past
            the last day a case goes to the chief administrator and to the chief executive, None
            for not at all.
    """

    title: Text
    purpose: Text
    notice: Text
    fields: tuple[OwnField, ...]
    within: int
    days: Days
    source: str = OWN_SOURCE
    audience: Audience = Audience.CITIZENS
    restricted: bool = False
    may_be_faq: bool = False
    photos: int = 0
    point: bool = False
    each_counts: bool = False
    asks_contact: bool = True
    unit: str = ""
    steps: tuple[Text, ...] = ()
    classes: tuple[Text, ...] = ()
    escalates: tuple[int | None, int | None] = (None, None)


def own_of(kind: CaseKind) -> OwnKind:
    """A kind as the page shows it."""
    return OwnKind(
        title=kind.title, purpose=kind.purpose, notice=kind.notice,
        fields=tuple(_own_field(kind, field) for field in kind.fields if field.name not in CONTACT),
        asks_contact=any(field.name in CONTACT for field in kind.fields),
        within=kind.due.within, days=kind.due.days, source=kind.due.source, audience=kind.audience,
        **{name: getattr(kind, name) for name in AS_SAID},
        steps=_words(kind.steps), classes=_words(kind.classes), escalates=_escalates(kind),
    )  # fmt: skip


def content_of(kind: CaseKind) -> Content:
    """What the YAML of a kind holds, without the name of its file."""
    return Content(**{name: getattr(kind, name) for name in Content.__struct_fields__})


def content_said(own: OwnKind, before: CaseKind | None = None) -> Content:
    """The kind that a person says; `reading` tells what is wrong with it.

    Shape:  `before` is the kind that is changed. A field of another sort than before is a new one
            under a new name, so that it never shows what was typed for the other.
    """
    asked = tuple(_fields(own.fields, before))
    fields = (*asked, *(_contact(before) if own.asks_contact else ()))
    names = {field.name for field in fields}
    former = tuple(field for field in before.fields if field.name not in names) if before else ()
    former += tuple(field for field in before.former if field.name not in names) if before else ()
    known = names | {field.name for field in former}
    telling = [
        field.name
        for own_field, field in zip(own.fields, asked, strict=True)
        if own_field.identifies
    ]
    telling += [field.name for field in fields if field.name in CONTACT]
    held = [name for name in (before.contact if before else ()) if name in known]
    contact = tuple(dict.fromkeys([*held, *telling]))
    bill_to = before.bill_to if before and before.bill_to in names else None
    due = Due(within=own.within, days=own.days, source=own.source, confidence=Confidence.UNKNOWN)
    if before and (before.due.within, before.due.days, before.due.source) == (
        own.within, own.days, own.source,
    ):  # fmt: skip
        due = before.due
    content = content_of(before) if before else Content(
        title=own.title, purpose=own.purpose, basis=(_BASIS,), fields=fields, named_by="",
        notice=own.notice, due=due,
    )  # fmt: skip
    return replace(
        content, title=own.title, purpose=own.purpose, notice=own.notice, fields=fields,
        former=former, contact=contact, named_by=_named(fields, contact, before), bill_to=bill_to,
        reckoned_by=before.reckoned_by if before and bill_to else "",
        due=due, audience=own.audience, **{name: getattr(own, name) for name in AS_SAID},
        steps=_choices(own.steps, before.steps if before else (), "step"),
        classes=_choices(own.classes, before.classes if before else (), "class"),
        escalation=_escalation(own, before),
    )  # fmt: skip


def usual_notice() -> Text:
    """What the kinds of the program tell of what is kept: true of every kind."""
    return _like().notice


def _like() -> CaseKind:
    return next(kind for kind in shipped() if kind.key == _LIKE)


def _contact(before: CaseKind | None) -> Iterator[Field]:
    """The fields that tell who somebody is, as the kind has them, else as all have them."""
    for name in CONTACT:
        field = (before.field(name) if before else None) or _like().field(name)
        if field is not None:
            yield field


def _own_field(kind: CaseKind, field: Field) -> OwnField:
    return OwnField(
        field.title, field.kind, field.name, field.required, field.name in kind.contact,
        _words(field.choices),
    )  # fmt: skip


def _words(choices: Sequence[Choice]) -> tuple[Text, ...]:
    return tuple(choice.title for choice in choices if not choice.retired)


def _fields(own_fields: Sequence[OwnField], before: CaseKind | None) -> Iterator[Field]:
    used = {*CONTACT}
    used |= {field.name for field in (*before.fields, *before.former)} if before else set()
    asked = {field.name: field for field in before.fields} if before else {}
    for own_field in own_fields:
        # The same name twice is one field and a new one.
        standing = asked.pop(own_field.name, None)
        if standing is not None and standing.kind is own_field.kind:
            choices = _choices(own_field.choices, standing.choices, "choice")
            yield replace(
                standing, title=own_field.title, required=own_field.required, choices=choices
            )
            continue
        yield Field(
            name=new_name("field_", used), kind=own_field.kind, title=own_field.title,
            required=own_field.required,
            most=_MOST.get(own_field.kind), choices=_choices(own_field.choices, (), "choice"),
        )  # fmt: skip


def _choices(words: Sequence[Text], before: Sequence[Choice], stem: str) -> tuple[Choice, ...]:
    return kept_choices([Text(printed(word.th), printed(word.en)) for word in words], before, stem)


def _named(fields: Sequence[Field], contact: Sequence[str], before: CaseKind | None) -> str:
    """By what a case is known: as before, else the first field of text that tells nobody's name."""
    free = [field for field in fields if field.name not in contact]
    if before and before.named_by in [field.name for field in free]:
        return before.named_by
    texts = [field for field in free if field.kind is FieldKind.TEXT]
    return next(iter([*texts, *free, *fields])).name if fields else ""


def _escalates(kind: CaseKind) -> tuple[int | None, int | None]:
    steps = kind.escalation.steps if kind.escalation else ()
    after = {step.to: step.after for step in steps}
    return after.get(_SUPERIORS[0]), after.get(_SUPERIORS[1])


def _escalation(own: OwnKind, before: CaseKind | None) -> Escalation | None:
    if before is not None and own.escalates == _escalates(before):
        return before.escalation
    pairs = zip(_SUPERIORS, own.escalates, strict=True)
    steps = tuple(EscalationStep(to=to, after=after) for to, after in pairs if after is not None)
    if not steps:
        return None
    return Escalation(steps=steps, source=OWN_SOURCE, confidence=Confidence.UNKNOWN)
