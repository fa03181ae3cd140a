"""A register of an agency's own: what a person says on a page becomes the YAML of a register.

What a page cannot say, such as states, checks and formulas of a file, stays as it was.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import count
from typing import Any

import msgspec
import yaml
from msgspec import Struct
from msgspec.structs import replace

from prongsai.core.announcements.model import Basis
from prongsai.core.messages import read_words
from prongsai.core.registers.fields import Choice, Field, FieldKind
from prongsai.core.registers.model import Content, Group, Register
from prongsai.core.registers.papers import Heading, Paper, Period, Shows
from prongsai.core.registers.rules import Every, Owing, Reach, Rhythm, Rights
from prongsai.core.text import Text, same
from prongsai.core.thai import squeeze


class _Dumper(yaml.CSafeDumper):
    """Values written out, texts of one word and short lists on a line."""

    def ignore_aliases(self, data: Any) -> bool:
        del data
        return True


def content_of(register: Register) -> Content:
    """What the YAML of a register holds, without the name of its file."""
    return Content(**{name: getattr(register, name) for name in Content.__struct_fields__})


def yaml_of(content: Struct) -> str:
    """The YAML of a register, or of another thing that is declared; read again it is the same.

    Shape:  what is as usual is left out.
    """
    plain = msgspec.to_builtins(content)
    return yaml.dump(plain, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=100)


# What a person may choose on a page; the others need a file.
PAGE_KINDS = tuple(
    kind for kind in FieldKind if kind not in (FieldKind.REFERENCE, FieldKind.COMPUTED)
)
_BASIS = Basis(source="ทะเบียนที่หน่วยงานกำหนดเอง")
_DATED = (FieldKind.DATE, FieldKind.MONTH)


class OwnField(Struct, frozen=True):
    """One field as a person says it.

    Shape:  `name` is that of the field before, "" of a new one; `choices` are the words of a
            choice, in order.
    """

    title: str
    kind: FieldKind
    name: str = ""
    required: bool = False
    public: bool = False
    choices: tuple[str, ...] = ()


class OwnRegister(Struct, frozen=True):
    """A register as a person says it; `every` None where nothing is owed at set times.

    Shape:  `by_unit` where each unit owes; `is_restricted` where a unit sees its own rows alone.
    """

    title: str
    purpose: str
    fields: tuple[OwnField, ...]
    group: Group = Group.OTHER
    every: Every | None = None
    by_unit: bool = False
    is_restricted: bool = False


def own_of(register: Register) -> OwnRegister:
    """A register as the page shows it; fields that a page cannot say are not in it."""
    rhythm = register.rhythm
    return OwnRegister(
        register.title.th,
        register.purpose.th,
        tuple(_own_field(register, field) for field in register.fields if field.kind in PAGE_KINDS),
        register.group,
        rhythm.every if rhythm else None,
        rhythm is not None and rhythm.owed_by is Owing.UNIT,
        register.is_restricted,
    )


def content_said(
    own: OwnRegister, before: Register | None = None, taken: Collection[str] = ()
) -> Content:
    """The register that a person says; `schema` tells what is wrong with it.

    Shape:  `before` is the register that is changed; `taken` are the names that fields ever had:
            a new field gets another, so that it never shows what stood in one that is gone.
    """
    fields = _with_others(tuple(_fields(own.fields, before, taken)), before)
    dated, owned = before.dated_by if before else None, before.owned_by if before else None
    # What a file left open stays open until something needs it.
    if before is None or dated is not None or own.every is not None:
        dated = _first(fields, _DATED, dated)
    if before is None or owned is not None or own.by_unit or own.is_restricted:
        owned = _first(fields, (FieldKind.UNIT,), owned)
    named = _named(fields, before)
    rhythm = _rhythm(own, before)
    public = tuple(_public(own.fields, fields, before))
    title, purpose = _text(own.title, before, "title"), _text(own.purpose, before, "purpose")
    if before is None:
        return Content(
            title=title, purpose=purpose, basis=(_BASIS,), fields=fields, named_by=named,
            dated_by=dated, owned_by=owned, rhythm=rhythm, public=public, group=own.group,
            rights=_rights(own), papers=(_paper(title),),
        )  # fmt: skip
    return replace(
        content_of(before), title=title, purpose=purpose, fields=fields, named_by=named,
        dated_by=dated, owned_by=owned, rhythm=rhythm, public=public, group=own.group,
        rights=before.rights if before.is_restricted == own.is_restricted else _rights(own),
    )  # fmt: skip


def _own_field(register: Register, field: Field) -> OwnField:
    words = tuple(choice.title.th for choice in field.choices if not choice.retired)
    return OwnField(
        field.title.th, field.kind, field.name, field.required, field.name in register.public, words
    )


def _text(typed: str, before: Register | None, word: str) -> Text:
    """The Thai words; the English ones of before where the Thai are the same."""
    former: Text | None = getattr(before, word) if before else None
    text = squeeze(typed)
    return former if former is not None and former.th == text else same(text)


def _fields(
    own_fields: Sequence[OwnField], before: Register | None, taken: Collection[str]
) -> Iterator[Field]:
    used = {*taken, *(field.name for field in before.fields)} if before else set(taken)
    for own_field in own_fields:
        former = before.field(own_field.name) if before and own_field.name else None
        yield _field(own_field, former.name if former else new_name("field_", used), former)


def _with_others(fields: Sequence[Field], before: Register | None) -> tuple[Field, ...]:
    """The fields with those that a page cannot say, each behind the one that it stood behind."""
    placed = list(fields)
    last = ""
    for field in before.fields if before else ():
        if field.kind not in PAGE_KINDS:
            names = [each.name for each in placed]
            placed.insert(names.index(last) + 1 if last in names else len(names), field)
        last = field.name
    return tuple(placed)


def _field(own_field: OwnField, name: str, former: Field | None) -> Field:
    title = squeeze(own_field.title)
    if former is None or former.kind is not own_field.kind:
        former = Field(name=name, kind=own_field.kind, title=same(title))
    words = former.title if former.title.th == title else same(title)
    titles = {choice.title.th: choice.title for choice in former.choices}
    asked = (titles.get(word) or same(word) for word in map(squeeze, own_field.choices))
    choices = (
        kept_choices(asked, former.choices, "choice") if own_field.kind is FieldKind.CHOICE else ()
    )
    return replace(former, title=words, required=own_field.required, choices=choices)


def kept_choices(words: Iterable[Text], before: Sequence[Choice], stem: str) -> tuple[Choice, ...]:
    """Choices keep their keys by their Thai words; one that is gone is offered no more."""
    known = {choice.title.th: choice for choice in before}
    keys = {choice.key for choice in before}
    titles = {word.th: word for word in words if word.th}
    choices = [
        replace(known[th], title=title, retired=False)
        if th in known
        else Choice(key=new_name(f"{stem}-", keys), title=title)
        for th, title in titles.items()
    ]
    choices += [replace(choice, retired=True) for th, choice in known.items() if th not in titles]
    return tuple(choices)


def new_name(stem: str, used: set[str]) -> str:
    """A stem with the first number that makes it a new name, which is used from now on."""
    name = next(name for number in count(1) if (name := f"{stem}{number}") not in used)
    used.add(name)
    return name


def _first(fields: Sequence[Field], kinds: Collection[FieldKind], before: str | None) -> str | None:
    """What it was before, else the first field of some kinds."""
    names = [field.name for field in fields if field.kind in kinds]
    return before if before in names else next(iter(names), None)


def _named(fields: Sequence[Field], before: Register | None) -> tuple[str, ...]:
    """By what people know a row: as before, else the first field, of text if there is one."""
    names = {field.name for field in fields}
    kept = tuple(name for name in before.named_by if name in names) if before else ()
    texts = [field.name for field in fields if field.kind is FieldKind.TEXT]
    return kept or tuple((texts or [field.name for field in fields])[:1])


def _rhythm(own: OwnRegister, before: Register | None) -> Rhythm | None:
    if own.every is None:
        return None
    owed_by = Owing.UNIT if own.by_unit else Owing.AGENCY
    former = before.rhythm if before else None
    if former is not None and (former.every, former.owed_by) == (own.every, owed_by):
        return former
    return Rhythm(every=own.every, owed_by=owed_by)


def _public(
    own_fields: Sequence[OwnField], fields: Sequence[Field], before: Register | None
) -> Iterator[str]:
    """The columns that citizens see: as they were ordered, then those that are new."""
    shown = (field for field in fields if field.kind in PAGE_KINDS)
    public_by_name = {
        field.name: own_field.public for own_field, field in zip(own_fields, shown, strict=True)
    }
    former = before.public if before else ()
    there = {field.name for field in fields}
    yield from (name for name in former if public_by_name.get(name, name in there))
    yield from (name for name, public in public_by_name.items() if public and name not in former)


def _rights(own: OwnRegister) -> Rights:
    if not own.is_restricted:
        return Rights()
    return Rights(
        sees=Reach.OWN_UNIT, seeing_roles=("chief-executive", "chief-administrator", "ita-officer")
    )


def _paper(title: Text) -> Paper:
    """The yearly paper: the rows, and what a person must say."""
    return Paper(
        key="year",
        title=read_words("registers/own_paper.title", title=title),
        period=Period.YEAR,
        headings=(
            Heading(key="rows", title=read_words("registers/own_paper.rows"), shows=Shows.ROWS),
            Heading(
                key="problems",
                title=read_words("registers/own_paper.problems"),
                shows=Shows.SAID,
            ),
        ),
    )
