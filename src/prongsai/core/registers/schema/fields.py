"""What a field, a check, a state and a move may declare; names that are missing or there twice."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import chain

from prongsai.core.errors import Wrong
from prongsai.core.registers.fields import Field, FieldKind
from prongsai.core.registers.formulas import FACTORS, check_operands, factors, parse
from prongsai.core.registers.model import Content
from prongsai.core.registers.rules import STATE, CheckKind, Condition, Move
from prongsai.core.roles import known_role
from prongsai.core.text import perhaps
from prongsai.core.thai import skeleton
from prongsai.core.yaml_data.declared import Fault, Path, fault_at

# Names that conditions, roll-ups and the columns of files use for something else.
_RESERVED = (STATE, "year", "quarter", "half", "row")
# What a field of a kind may declare beside what all do.
_OWN_WORDS = {
    "choices": (FieldKind.CHOICE,),
    "register": (FieldKind.REFERENCE,),
    "formula": (FieldKind.COMPUTED,),
    "result": (FieldKind.COMPUTED,),
}
_NEEDED_WORDS = {
    FieldKind.CHOICE: ("choices",),
    FieldKind.REFERENCE: ("register",),
    FieldKind.COMPUTED: ("formula", "result"),
}
_TEXTS = (FieldKind.TEXT, FieldKind.LONG_TEXT)


def faults_of_field(field: Field, path: Path, content: Content) -> Iterator[Fault]:
    """A word that says nothing of its kind, one that is missing, a formula that cannot be."""
    if field.name in _RESERVED:
        yield fault_at("registers/reserved.word_of_program", (*path, "name"), name=field.name)
    if field.name == "month" and content.dated_by != "month":
        yield fault_at("registers/reserved.month_not_dating", (*path, "name"))
    for word, kinds in _OWN_WORDS.items():
        if getattr(field, word) and field.kind not in kinds:
            yield _misplaced(word, field, path)
    for word in _NEEDED_WORDS.get(field.kind, ()):
        if not getattr(field, word):
            yield fault_at(
                "registers/missing.word_of_kind", (*path, word), kind=field.kind, word=word
            )
    yield from _of_bounds(field, path)
    if field.kind is FieldKind.COMPUTED:
        yield from _of_formula(field, path, content)


def _misplaced(word: str, field: Field, path: Path) -> Fault:
    return fault_at(
        "registers/misplaced.word_of_other_kind", (*path, word), word=word, kind=field.kind
    )


def _of_bounds(field: Field, path: Path) -> Iterator[Fault]:
    if field.least is not None and not field.kind.is_number:
        yield _misplaced("least", field, path)
    if field.most is not None and not (field.kind.is_number or field.kind in _TEXTS):
        yield _misplaced("most", field, path)
    if field.least is not None and field.most is not None and field.least > field.most:
        yield fault_at("registers/bounds", (*path, "most"))
    if field.kind is FieldKind.COMPUTED and (field.required or field.unique):
        yield _misplaced("required" if field.required else "unique", field, path)
    if all(choice.retired for choice in field.choices) and field.choices:
        yield fault_at("registers/all_retired", (*path, "choices"))


def _of_formula(field: Field, path: Path, content: Content) -> Iterator[Fault]:
    """A formula works with what stands before it, so that none goes round in a circle."""
    place = content.fields.index(field)
    before = {earlier.name: earlier for earlier in content.fields[:place]}
    before |= {
        typed_field.name: typed_field for typed_field in content.fields if typed_field.is_typed
    }
    counts: dict[str, int] = {}  # of each computed field, over the whole chain
    for computed in content.fields:
        if computed.formula:
            with suppress(Wrong):  # told where it stands
                counts[computed.name] = factors(parse(computed.formula), counts)
    wrong: Wrong | None = None
    if counts.get(field.name, 0) > FACTORS:
        wrong = Wrong("registers/formula_of_too_many_factors", most=FACTORS)
    try:
        if field.formula:
            check_operands(parse(field.formula), before)
    except Wrong as error:
        wrong = error
    if wrong is not None:
        yield fault_at("registers/formula", (*path, "formula"), words=wrong.message)


def field_of(content: Content, name: str) -> Field | None:
    return next((field for field in content.fields if field.name == name), None)


def no_field(name: str, content: Content, path: Path) -> Fault:
    from difflib import get_close_matches  # noqa: PLC0415 - only where a fault is found

    names = [field.name for field in content.fields]
    near = perhaps(next(iter(get_close_matches(name, names, 1)), ""))
    known = ", ".join(names)
    return fault_at("registers/no_field", path, name=name, near=near, known=known)


def unknown_fields(names: Iterable[str], content: Content, path: Path) -> Iterator[Fault]:
    """The names of a list that no field has."""
    for number, name in enumerate(names):
        if field_of(content, name) is None:
            yield no_field(name, content, (*path, number))


def faults_of_condition(
    content: Content, condition: Condition | None, path: Path
) -> Iterator[Fault]:
    """A condition that names no field, or a value that its field cannot have."""
    if condition is None:
        return
    if condition.of == STATE:
        known = [state.key for state in content.states]
    else:
        field = field_of(content, condition.of)
        if field is None:
            yield no_field(condition.of, content, (*path, "field"))
            return
        is_yes_no = field.kind is FieldKind.YES_NO
        known = ["yes", "no"] if is_yes_no else [choice.key for choice in field.choices]
    for place, value in enumerate(condition.among):
        if value not in known:
            listed = ", ".join(known) or "–"
            yield fault_at(
                "registers/no_value",
                (*path, "is", place),
                name=condition.of,
                value=value,
                listed=listed,
            )


def faults_of_roles(roles: Sequence[str], path: Path) -> Iterator[Fault]:
    """Roles that data/roles.yaml does not have."""
    for number, key in enumerate(roles):
        if known_role(key) is None:
            yield fault_at("registers/no_role", (*path, number), name=key)


def doubled(content: Content) -> Iterator[Fault]:
    """Names that stand twice, former ones too."""
    named = [(field.name, *field.was) for field in content.fields]
    yield from _twice(named, ("fields",), "name")
    yield from _twice(
        ((field.title.th, field.title.en, *field.headings) for field in content.fields),
        ("fields",),
        "headings",
    )
    for place, field in enumerate(content.fields):
        path = ("fields", place, "choices")
        yield from _twice([(choice.key, *choice.was) for choice in field.choices], path, "key")
        yield from _twice(
            ((choice.title.th, choice.title.en, *choice.also) for choice in field.choices),
            path,
            "also",
        )
    lists: tuple[tuple[str, Sequence[str]], ...] = (
        ("states", [state.key for state in content.states]),
        ("roll_ups", [roll_up.key for roll_up in content.roll_ups]),
        ("papers", [paper.key for paper in content.papers]),
    )
    for name, keys in lists:
        yield from _twice([(key,) for key in keys], (name,), "key")
    for place, paper in enumerate(content.papers):
        headings = [(heading.key,) for heading in paper.headings]
        yield from _twice(headings, ("papers", place, "headings"), "key")


def _twice(names: Iterable[tuple[str, ...]], path: Path, word: str) -> Iterator[Fault]:
    """Names that two entries have; an entry may have one twice where words are compared."""
    is_word = word in ("headings", "also")
    seen: dict[str, int] = {}
    for place, several in enumerate(names):
        for name in several:
            compared = skeleton(name) if is_word else name
            if seen.get(compared, place) != place or (compared in seen and not is_word):
                yield fault_at("registers/twice.name", (*path, place, word), name=name)
            seen.setdefault(compared, place)


_DATED = (FieldKind.DATE, FieldKind.MONTH)
_OF_DATES = (CheckKind.ORDER, CheckKind.DUE, CheckKind.HAPPENED)
# What each check needs beside its fields, and how many fields.
_CHECK_WORDS = {
    CheckKind.NOT_OVER: "limit",
    CheckKind.SUM: "total",
    CheckKind.FILLED_IN_MONTH: "months",
}
_FEWEST_FIELDS = {CheckKind.ORDER: 2, CheckKind.DUE: 2, CheckKind.FILLED_IN_MONTH: 0}


def faults_of_rules(content: Content) -> Iterator[Fault]:
    """The faults of all checks, states and moves."""
    for place, check in enumerate(content.checks):
        yield from _of_check(content, place)
        yield from faults_of_condition(content, check.when, ("checks", place, "when"))
    yield from _of_states(content)


def _of_check(content: Content, place: int) -> Iterator[Fault]:
    check, path = content.checks[place], ("checks", place)
    yield from unknown_fields(check.fields, content, (*path, "fields"))
    for word in ("limit", "total"):
        name = getattr(check, word)
        if name is not None and field_of(content, name) is None:
            yield no_field(name, content, (*path, word))
    needed = _CHECK_WORDS.get(check.kind)
    if needed is not None and not getattr(check, needed):
        yield fault_at(
            "registers/missing.word_of_check", (*path, needed), kind=check.kind, needed=needed
        )
    if check.kind is CheckKind.RANGE and check.least is None and check.most is None:
        yield fault_at("registers/missing.range_without_bounds", path)
    fewest = _FEWEST_FIELDS.get(check.kind, 1)
    if len(check.fields) < fewest:
        yield fault_at(
            "registers/missing.fields_of_check", (*path, "fields"), kind=check.kind, fewest=fewest
        )
    if check.kind is CheckKind.FILLED_IN_MONTH and content.dated_by is None:
        yield fault_at("registers/undated.check_of_months", path)
    yield from _of_checked_kinds(content, place)


def _of_checked_kinds(content: Content, place: int) -> Iterator[Fault]:
    check = content.checks[place]
    numbers = (CheckKind.RANGE, CheckKind.NOT_OVER, CheckKind.SUM)
    wanted = _DATED if check.kind in _OF_DATES else None
    names = check.fields[:1] if check.kind is CheckKind.DUE else check.fields
    for number, name in enumerate(chain(names, filter(None, (check.limit, check.total)))):
        field = field_of(content, name)
        if field is None:
            continue
        fits = field.kind in wanted if wanted else True
        if check.kind in numbers:
            fits = field.kind.is_number or field.kind is FieldKind.COMPUTED
        if not fits:
            yield fault_at(
                "registers/kind.kind_of_check",
                ("checks", place, "fields", number),
                kind=check.kind,
                name=name,
                field_kind=field.kind,
            )


def _of_holder(content: Content, move: Move, path: tuple[str | int, ...]) -> Iterator[Fault]:
    """Who takes a row on is named by a position of the row, or by roles, not by both."""
    if move.holder is None:
        return
    field = field_of(content, move.holder)
    if field is None:
        yield no_field(move.holder, content, path)
    elif field.kind is not FieldKind.POSITION:
        yield fault_at("registers/kind.holder_no_position", path, holder=move.holder)
    if move.roles:
        yield fault_at("registers/both", path)


def _of_states(content: Content) -> Iterator[Fault]:
    known = {state.key for state in content.states}
    for place, move in enumerate(content.moves):
        path = ("moves", place)
        named = [((*path, "from", number), key) for number, key in enumerate(move.origins)]
        for where, key in (*named, ((*path, "to"), move.to)):
            if key not in known:
                yield fault_at("registers/no_state.unknown", where, name=key)
        yield from unknown_fields(move.needs, content, (*path, "needs"))
        yield from faults_of_roles(move.roles, (*path, "roles"))
        yield from _of_holder(content, move, (*path, "holder"))
    reached = {content.states[0].key} if content.states else set()
    reached |= {move.to for move in content.moves}
    for place, state in enumerate(content.states):
        if state.key not in reached:
            yield fault_at("registers/unreached", ("states", place), state=state.key)
        is_left = any(state.key in move.origins for move in content.moves)
        if state.is_final and is_left:
            yield fault_at("registers/not_final", ("states", place, "final"), state=state.key)
