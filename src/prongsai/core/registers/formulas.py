"""The little language of computed fields: read by hand, worked out exactly, never run as code.

    paid + owed              empty where one of them is
    sum(january, february)   what is filled in is added; empty where nothing is
    budget - paid            likelihood * impact
    paid / people
    percent(paid, budget)    paid of budget in percent
    days(lent_on, returned_on)
    numbers such as 100 or 0.5, and brackets

A division by nothing gives nothing. Values are exact fractions; `numbers.rounded` rounds them.
Over a chain of fields at most FACTORS values are multiplied or divided by one another, and no field
comes to more than DIGITS whole digits: no row takes long, whatever is typed into it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from msgspec import Struct

from prongsai.core.errors import Wrong
from prongsai.core.patterns import compiled
from prongsai.core.registers.fields import Field, FieldKind

_SYMBOL = compiled(r"\s*(?:([a-z][a-z0-9_]*)|([0-9]{1,12}(?:\.[0-9]{1,6})?)|([-+*/(),]))")
DIGITS = 15
_LARGEST: int = 10**DIGITS
# As many factors of two digits and more already give a number of over fifteen.
FACTORS = 15
# The denominators of FACTORS typed values, of 27 digits each: sums of quotients grow them, too.
_FINEST: int = 10 ** (27 * FACTORS)
_LONGEST = 300
_DEEPEST = 10
# How many arguments each function takes.
_FUNCTIONS = {"sum": (1, 20), "percent": (2, 2), "days": (2, 2)}
_MULTIPLYING = ("*", "/", "percent")
_HUNDRED = 100


class Number(Struct, frozen=True):
    """A number that the formula itself holds."""

    value: Fraction


class Named(Struct, frozen=True):
    name: str


class Called(Struct, frozen=True):
    """A function or operator with its arguments."""

    function: str
    arguments: tuple[Expression, ...]


Expression = Number | Named | Called


@lru_cache(maxsize=512)
def parse(text: str) -> Expression:
    """A formula as an expression.

    Errors: Wrong, with what is not understood.

    >>> parse("budget - paid")
    Called(function='-', arguments=(Named(name='budget'), Named(name='paid')))
    """
    if len(text) > _LONGEST:
        raise Wrong("registers/formula_too_long", longest=_LONGEST)
    return _Parser(text).whole()


def names_in(expression: Expression) -> Iterator[str]:
    """The fields of an expression, as often as they stand in it."""
    if isinstance(expression, Named):
        yield expression.name
    elif isinstance(expression, Called):
        for argument in expression.arguments:
            yield from names_in(argument)


def dates_in(expression: Expression) -> Iterator[str]:
    """The fields that the expression takes for dates."""
    if isinstance(expression, Called):
        for argument in expression.arguments:
            if expression.function == "days" and isinstance(argument, Named):
                yield argument.name
            else:
                yield from dates_in(argument)


def check_operands(expression: Expression, fields: Mapping[str, Field]) -> None:
    """See that an expression can be worked out of these fields."""
    dates = set(dates_in(expression))
    for name in names_in(expression):
        field = fields.get(name)
        if field is None:
            raise Wrong("registers/formula_field_unknown", name=name)
        if name in dates and field.kind is not FieldKind.DATE:
            raise Wrong("registers/formula_of_no_date", name=name)
        if name not in dates and not (field.kind.is_number or field.kind is FieldKind.COMPUTED):
            raise Wrong("registers/formula_of_no_number", name=name)
    _check_days(expression)


def factors(expression: Expression, known: Mapping[str, int]) -> int:
    """Count the values that are multiplied or divided by one another.

    Shape:  `known` holds the factors of computed fields by name; any other field is one.

    >>> factors(parse("sum(paid * rate * rate, owed) / people"), {"rate": 2})
    6
    """
    if isinstance(expression, Called):
        counts = [factors(argument, known) for argument in expression.arguments]
        return sum(counts) if expression.function in _MULTIPLYING else max(counts)
    return known.get(expression.name, 1) if isinstance(expression, Named) else 1


def _check_days(expression: Expression) -> None:
    """See that days() takes two fields and nothing else."""
    if not isinstance(expression, Called):
        return
    is_of_fields = all(isinstance(argument, Named) for argument in expression.arguments)
    if expression.function == "days" and not is_of_fields:
        raise Wrong("registers/days_of_no_fields")
    for argument in expression.arguments:
        _check_days(argument)


def worked_out(expression: Expression, values: Mapping[str, object]) -> Fraction | None:
    """What an expression comes to; None where something that it needs is empty.

    >>> worked_out(parse("percent(paid, budget)"), {"paid": 1, "budget": 3})
    Fraction(100, 3)
    >>> worked_out(parse("paid / budget"), {"paid": 1, "budget": 0}) is None
    True
    """
    if isinstance(expression, Number):
        return expression.value
    if isinstance(expression, Named):
        value = values.get(expression.name)
        if isinstance(value, bool) or not isinstance(value, Decimal | int | Fraction):
            return None
        return Fraction(value)
    if expression.function == "days":
        first, last = (
            values.get(argument.name)
            for argument in expression.arguments
            if isinstance(argument, Named)
        )
        if not isinstance(first, date) or not isinstance(last, date):
            return None
        return Fraction((last - first).days)
    return _called(
        expression.function, [worked_out(argument, values) for argument in expression.arguments]
    )


def is_oversized(value: Fraction) -> bool:
    """Whether a result has over DIGITS whole digits, or is too fine to go on with exactly."""
    return abs(value) >= _LARGEST or value.denominator >= _FINEST


def _called(function: str, operands: list[Fraction | None]) -> Fraction | None:
    known = [operand for operand in operands if operand is not None]
    if function == "sum":
        return sum(known, Fraction(0)) if known else None
    if len(known) < len(operands):
        return None
    return -known[0] if len(known) == 1 else _combined(function, *known)


def _combined(function: str, first: Fraction, second: Fraction) -> Fraction | None:
    if function in ("/", "percent") and not second:
        return None
    if function == "percent":
        return first * _HUNDRED / second
    if function == "/":
        return first / second
    if function == "*":
        return first * second
    return first - second if function == "-" else first + second


class _Parser:
    """Reads a formula from left to right."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.symbols = list(_symbols(text))
        self.at = 0
        self.depth = 0

    def whole(self) -> Expression:
        expression = self.sum()
        if self.next is not None:
            raise self.misread()
        return expression

    @property
    def next(self) -> str | None:
        return self.symbols[self.at] if self.at < len(self.symbols) else None

    def sum(self) -> Expression:
        expression = self.product()
        while self.next in ("+", "-"):
            operator = self.take()
            expression = Called(operator, (expression, self.product()))
        return expression

    def product(self) -> Expression:
        expression = self.single()
        while self.next in ("*", "/"):
            operator = self.take()
            expression = Called(operator, (expression, self.single()))
        return expression

    def single(self) -> Expression:
        symbol = self.next
        if symbol is None:
            raise self.misread()
        if symbol == "-":
            self.take()
            return Called("-", (self.nested(self.single),))
        if symbol == "(":
            self.take()
            expression = self.nested(self.sum)
            self.expect(")")
            return expression
        if symbol[0].isdigit():
            return Number(Fraction(self.take()))
        if symbol in _FUNCTIONS and self.is_called:
            return self.called()
        if symbol[0].isalpha():
            return Named(self.take())
        raise self.misread()

    @property
    def is_called(self) -> bool:
        return self.symbols[self.at + 1 : self.at + 2] == ["("]

    def called(self) -> Expression:
        function = self.take()
        self.expect("(")
        arguments = [self.nested(self.sum)]
        while self.next == ",":
            self.take()
            arguments.append(self.nested(self.sum))
        self.expect(")")
        least, most = _FUNCTIONS[function]
        if not least <= len(arguments) <= most:
            raise Wrong(
                "registers/function_value_count_wrong",
                function=function,
                least=least,
                most=most,
                count=len(arguments),
            )
        return Called(function, tuple(arguments))

    def nested(self, read: Callable[[], Expression]) -> Expression:
        """Go one level down; a formula without end is refused."""
        self.depth += 1
        if self.depth > _DEEPEST:
            raise Wrong("registers/formula_nested_too_deeply")
        expression = read()
        self.depth -= 1
        return expression

    def take(self) -> str:
        symbol = self.symbols[self.at]
        self.at += 1
        return symbol

    def expect(self, symbol: str) -> None:
        if self.next != symbol:
            raise self.misread()
        self.take()

    def misread(self) -> Wrong:
        here = self.next or "…"
        return Wrong("registers/formula_not_understood", text=self.text, here=here)


def _symbols(text: str) -> Iterator[str]:
    position = 0
    while position < len(text.rstrip()):
        match = _SYMBOL.match(text, position)
        if match is None:
            strange = text[position:].strip()[:1]
            raise Wrong("registers/formula_sign_not_allowed", strange=strange)
        yield match[match.lastindex or 0]
        position = match.end()
