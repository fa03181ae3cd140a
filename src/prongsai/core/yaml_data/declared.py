"""Plain data held against a declared type: what can be taken of them, and every fault.

What is told of a fault follows from the type: an enumeration names its words, a struct its names.
A rule that a type cannot say stands in its `__post_init__` or its hook and raises `Wrong`.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from enum import Enum
from functools import cache
from math import isfinite
from types import NoneType, UnionType
from typing import Annotated, Any, Generic, Literal, TypeVar, Union, get_args, get_origin

import msgspec
from msgspec import NODEFAULT, Meta, Struct
from msgspec.structs import FieldInfo, replace

from prongsai.core.errors import Severity, Wrong
from prongsai.core.messages import code_of, read_message, read_words
from prongsai.core.text import Text, listed, perhaps, same
from prongsai.core.thai import shorten

Path = tuple[str | int, ...]
Hook = Callable[[Any, Any], Any]
Value = TypeVar("Value")
# A text that says something; in a list, where nothing is not the same as not given.
Filled = Annotated[str, Meta(min_length=1)]
_QUOTED = 60
_NOTHING = object()
_KINDS = {str: "text", int: "count", bool: "truth", tuple: "list", list: "list", dict: "mapping"}


def wanted(key: str) -> dict[str, str]:
    """What a `Meta` says beside its pattern: under which key the words for it stand."""
    return {"wanted": key}


class Fault(Struct, frozen=True):
    """What is wrong at a path of a document; `next_step` where it is more than to correct it."""

    path: Path
    code: str
    message: Text
    next_step: Text | None = None
    severity: Severity = Severity.ERROR


def fault_at(key: str, path: Path, **values: object) -> Fault:
    """Make the fault at a path whose message stands under `key` (`read_message`)."""
    known = read_message(key, **values)
    return Fault(path, code_of(key), known.text, known.next_step)


class Reading(Struct, Generic[Value], frozen=True):
    """What could be taken, None where that does not make a value; and every fault."""

    value: Value | None
    faults: tuple[Fault, ...]

    @property
    def sound(self) -> Value | None:
        """The value, None where anything is wrong."""
        return None if self.errors else self.value

    @property
    def errors(self) -> tuple[Fault, ...]:
        """The faults that are more than warnings."""
        return tuple(fault for fault in self.faults if fault.severity is Severity.ERROR)

    def is_whole(self, *path: str | int) -> bool:
        """Whether nothing was left out at or below a path."""
        return not any(error.path[: len(path)] == path for error in self.errors)


def read(
    data: Any,
    kind: type[Value],
    *,
    hook: Hook | None = None,
    tidy: Callable[[str], str] = str.strip,
    unknown: Severity = Severity.ERROR,
    lone: bool = False,
    path: Path = (),
) -> Reading[Value]:
    """Take what a declared type can of plain data; what it cannot is told and left out.

    Shape:  nothing (null, blank) is the same as not given; a struct without a name that it needs
            is left out; `tidy` is done to every text; `unknown` is how much a name weighs that the
            type does not have; `lone` takes one value alone for a list of one; `path` is where the
            data stand in their document.
    """
    taking = _Taking(hook, tidy, unknown, lone=lone)
    taken = taking.value(data, kind, path)
    value = None if taken is _NOTHING else msgspec.convert(taken, kind, dec_hook=hook)
    return Reading(value, tuple(taking.faults))


class _Taking:
    """Gathers faults on the way down."""

    def __init__(
        self, hook: Hook | None, tidy: Callable[[str], str], unknown: Severity, *, lone: bool
    ) -> None:
        self._hook = hook
        self._tidy = tidy
        self._unknown = unknown
        self._lone = lone
        self.faults: list[Fault] = []

    def value(self, data: Any, kind: Any, path: Path) -> Any:
        """The usable part of the data, _NOTHING where there is none."""
        if (
            self._lone
            and _is_list(kind)
            and data is not None
            and not isinstance(data, list | tuple)
        ):
            data = [data]
        bare = _bare(_fitting(data, kind))
        before = len(self.faults)
        if _is_struct(bare) and isinstance(data, Mapping):
            data = self._struct(data, bare, path)
        elif _is_list(bare) and isinstance(data, list | tuple):
            inner = get_args(bare)[0]
            taken = (self.value(part, inner, (*path, at)) for at, part in enumerate(data))
            data = [part for part in taken if part is not _NOTHING]
        elif get_origin(bare) is dict and isinstance(data, Mapping):
            inner = get_args(bare)[1]
            taken_names = (
                (name, self.value(part, inner, (*path, name))) for name, part in data.items()
            )
            data = {name: part for name, part in taken_names if part is not _NOTHING}
        elif isinstance(data, str) and bare is not Any:
            data = self._tidy(data)
        return data if data is _NOTHING else self._converted(data, kind, path, before)

    def _converted(self, data: Any, kind: Any, path: Path, before: int) -> Any:
        try:
            msgspec.convert(data, kind, dec_hook=self._hook)
        except msgspec.ValidationError as error:
            # Of a part whose own parts are faulty nothing more is known.
            if len(self.faults) == before or isinstance(error.__cause__, Wrong):
                self.faults.append(_wrong(data, kind, path, error.__cause__))
            return _NOTHING
        if isinstance(data, float) and not isfinite(data):
            self.faults.append(_wrong(data, kind, path))
            return _NOTHING
        return data

    def _struct(self, data: Mapping[Any, Any], kind: type[Struct], path: Path) -> Any:
        fields = _fields(kind)
        severity = Severity.ERROR if kind.__struct_config__.forbid_unknown_fields else self._unknown
        for name in data:
            if name not in fields:
                self.faults.append(_unknown(str(name), list(fields), path, severity))
        taken: dict[str, Any] = {}
        is_usable = True
        for name, field in fields.items():
            given = data.get(name)
            is_given = given is not None and not (isinstance(given, str) and not given.strip())
            inner = self.value(given, field.type, (*path, name)) if is_given else _NOTHING
            if inner is not _NOTHING:
                taken[name] = inner
            elif given is None and NoneType in get_args(field.type):
                taken[name] = None
            elif field.default is NODEFAULT and field.default_factory is NODEFAULT:
                is_usable = False
                if not is_given:
                    self.faults.append(_missing(name, field.type, path))
        return taken if is_usable else _NOTHING


@cache
def _fields(kind: type[Struct]) -> Mapping[str, FieldInfo]:
    return {field.encode_name: field for field in msgspec.structs.fields(kind)}


def _bare(kind: Any) -> Any:
    return get_args(kind)[0] if get_origin(kind) is Annotated else kind


def _is_struct(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, Struct)


def _is_list(kind: Any) -> bool:
    return get_origin(_bare(kind)) in (tuple, list)


def _members(kind: Any) -> tuple[Any, ...]:
    """The kinds that a union offers, but for nothing; of any other kind itself."""
    bare = _bare(kind)
    if get_origin(bare) in (Union, UnionType):
        return tuple(member for member in get_args(bare) if member is not NoneType)
    return (kind,)


def _fitting(data: Any, kind: Any) -> Any:
    """Of a union the kind that has the shape of the data."""
    members = _members(kind)
    for member in members:
        bare = _bare(member)
        is_mapping = _is_struct(bare) or get_origin(bare) is dict
        is_list = get_origin(bare) in (tuple, list)
        if (is_mapping and isinstance(data, Mapping)) or (
            is_list and isinstance(data, list | tuple)
        ):
            return member
    return members[0] if len(members) == 1 else kind


def dotted(path: Path) -> str:
    """A path as people read it; entries of lists count from 1."""
    return ".".join(str(part + 1) if isinstance(part, int) else part for part in path)


def _wrong(data: Any, kind: Any, path: Path, rule: BaseException | None = None) -> Fault:
    at = f"{dotted(path)}: " if path else ""
    if isinstance(rule, Wrong):
        return Fault(path, "wrong_value", listed((same(at), rule.message), ""))
    return fault_at("yaml_data/wrong_value", path, at=at, met=_met(data), wanted=wanted_of(kind))


def _met(data: Any) -> Text:
    """What was found instead, in words."""
    if data is None:
        return read_words("yaml_data/met.nothing")
    if isinstance(data, Mapping):
        return read_words("yaml_data/met.mapping")
    if isinstance(data, list | tuple):
        return read_words("yaml_data/met.list", count=len(data))
    written = str(data).lower() if isinstance(data, bool) else shorten(str(data), _QUOTED)
    return Text(f" “{written}”", f"“{written}”")


def _unknown(name: str, known: list[str], path: Path, severity: Severity) -> Fault:
    from difflib import get_close_matches  # noqa: PLC0415 - only where a fault is found

    near = perhaps(next(iter(get_close_matches(name, known, 1)), ""))
    within = f"{dotted(path)}: " if path else ""
    values = {"within": within, "name": name, "near": near, "names": ", ".join(known)}
    return replace(fault_at("yaml_data/unknown_name", (*path, name), **values), severity=severity)


def _missing(name: str, kind: Any, path: Path) -> Fault:
    whole = (*path, name)
    values = {"at": dotted(whole), "wanted": wanted_of(kind), "name": name}
    return fault_at("yaml_data/missing_name", whole, **values)


def wanted_of(kind: Any) -> Text:
    members = [_wanted(member) for member in _members(kind)]
    return Text(
        " หรือ ".join(words.th for words in members), " or ".join(words.en for words in members)
    )


def _wanted(kind: Any) -> Text:
    bare = _bare(kind)
    words = _wanted_bare(bare)
    if bare is kind:
        return words
    limits = [meta for meta in get_args(kind)[1:] if isinstance(meta, Meta)]
    own = next((meta.extra["wanted"] for meta in limits if meta.extra), None)
    if own is not None:
        return read_words(own)
    limit_texts = [limit for meta in limits for limit in _limits(meta, is_text=bare is str)]
    return listed((words, *limit_texts), "")


def _limits(meta: Meta, *, is_text: bool) -> Iterator[Text]:
    of_what = "of_text" if is_text else "of_list"
    if meta.min_length:
        yield read_words(f"yaml_data/shortest.{of_what}", count=meta.min_length)
    if meta.max_length is not None:
        yield read_words(f"yaml_data/longest.{of_what}", count=meta.max_length)
    if meta.ge is not None:
        yield read_words("yaml_data/least", number=meta.ge)
    if meta.le is not None:
        yield read_words("yaml_data/most", number=meta.le)


def _wanted_bare(kind: Any) -> Text:
    origin = get_origin(kind) or kind
    if origin in _KINDS:
        return read_words(f"yaml_data/kind.{_KINDS[origin]}")
    words: Sequence[object] = ()
    if origin is Literal:
        words = get_args(kind)
    elif isinstance(kind, type) and issubclass(kind, Enum):
        words = [member.value for member in kind]
    if words:
        known = ", ".join(map(str, words))
        return read_words("yaml_data/of_choices", known=known)
    if _is_struct(kind):
        names = ", ".join(kind.__struct_encode_fields__)
        return read_words("yaml_data/of_struct", names=names)
    return read_words("yaml_data/kind.number")
