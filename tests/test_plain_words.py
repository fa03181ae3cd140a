"""Words that say nothing: a name tells what it holds, a function what it does."""

import ast
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
import yaml

import prongsai

ROOT = Path(prongsai.__file__).parent
# How often each room may still use them. A number only falls: lower it when a room got better.
ALLOWED = yaml.safe_load((Path(__file__).parent / "cases/plain_words.yaml").read_text("utf-8"))
VALUES = {"one", "found", "told", "said"}
FUNCTIONS = {"of", "shown", "told", "act"}


def room_of(path):
    ring, *below = path.relative_to(ROOT).parts
    return f"{ring}.{below[0].removesuffix('.py')}" if ring in ("core", "web") else ring


def poor_names(path):
    """The names of values and functions in a file that are among the poor words."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store) and node.id in VALUES:
            yield node.id
        elif isinstance(node, ast.arg) and node.arg in VALUES:
            yield node.arg
        elif isinstance(node, ast.FunctionDef) and node.name.lstrip("_") in FUNCTIONS:
            yield node.name


@cache
def counted():
    numbers = Counter()
    for path in ROOT.rglob("*.py"):
        if "migrations" not in path.parts and path.parent != ROOT:
            numbers[room_of(path)] += sum(1 for _ in poor_names(path))
    return numbers


@pytest.mark.parametrize("room", sorted(ALLOWED))
def test_no_room_gains_poor_names(room):
    assert counted()[room] <= ALLOWED[room]


def test_every_room_is_counted():
    assert {room for room, number in counted().items() if number} <= set(ALLOWED)
