"""Numbers that a browser sends outside a form's fields: none of them stops a page."""

import ast
import re
from collections import Counter
from pathlib import Path

import pytest
from django.urls import reverse
from tests.web.apps import app_of

import prongsai.web

ROOT = Path(prongsai.web.__file__).parent
# `int` in the site, by app and by its very words, and why no request reaches it unbounded.
ALLOWED = {
    ("platform", "int(cursor.fetchone()[0])"): "the database's own setting",
    ("platform", "int(code[1], 16)"): "two digits of a name",
    ("platform", "int(text)"): "the one that bounds what it reads",
    ("platform", "int(match[1])"): "our own child's memory and key",
    ("platform", "int(sys.argv[1])"): "our own child's memory and key",
    ("platform", "int"): "rounds figures; among the types of a figure",
    (
        "platform",
        "int((min(values) - 5) // 20 * 20)",
    ): "rounds figures; among the types of a figure",
    ("platform", "int(_FULL)"): "rounds figures; among the types of a figure",
    ("platform", "int(lowest)"): "rounds figures; among the types of a figure",
    ("platform", "int(ends[-1][1])"): "twelve digits at most",
    ("platform", "int(former[1])"): "twelve digits at most",
    ("desk", "int(now().timestamp())"): "at most 64 letters of a form's mark; the clock",
    ("desk", "int(hex_seconds, 16)"): "at most 64 letters of a form's mark; the clock",
    ("platform", "int(named)"): "the parent that started this process",
    ("assessment", "int(value)"): "of a framework that was checked",
    ("assessment", "int(page)"): "the same",
    ("assessment", "int(rating)"): "the same; one of some choices",
    ("measures", "int(row.number)"): "of a row, whose field is short",
    ("measures", "int(columns)"): "one of a few",
    ("platform", 'int(self.cleaned_data.get("seen") or 0)'): "of a whole-number field",
    ("meetings", "int"): "of one among some choices",
    ("evidence", "int"): "one among some choices, as in the three below",
    ("disclosure", "int"): "the same",
    ("measures", "int"): "the same",
    ("ownership", "int"): "the same",
    ("scoring", "int"): "the same",
    ("project", "int"): "a command's option",
    ("analysis", "int"): "among the types of a cell",
    ("reports", 'int(row.arguments["year"])'): "the arguments of our own job",
    ("papers", 'int(running.arguments["year"])'): "the same",
    ("project", 'int(mark.read_text(encoding="ascii"))'): "a file of the server",
    ("project", "int(_READY / 0.1)"): "a constant",
    ("project", "int(story)"): "a command's choice; its option's type",
    ("tracking", "int(part)"): "a code of a framework",
    ("agency", "int((timezone.now() - until).total_seconds() // 60)"): "the clock",
    ("analysis", "int(figure.target)"): "a target of a framework",
    ("statistics", "int(match[1])"): "four digits, and one",
    ("statistics", "int(match[2])"): "four digits, and one",
    ("statistics", "int(cursor.fetchone()[0])"): "a setting of the database; yes or no",
    ("statistics", "int(not is_found)"): "a setting of the database; yes or no",
    ("registers", "int(total)"): "a sum of whole numbers",
    ("calendar", "int(is_new)"): "yes or no",
    ("approval", 'int(step["place"])'): "our own steps",
    ("approval", "int(now().timestamp())"): "the clock",
}


def parsed(words):
    """App, source and tree of every file in which one of some words stands."""
    for path in sorted(ROOT.rglob("*.py")):
        source = path.read_text(encoding="utf-8")
        if "migrations" not in path.parts and re.search(rf"\b(?:{words})\b", source):
            yield app_of(path), source, ast.parse(source)


def without_calls(node):
    """A node and what is in it, but for what a call reads."""
    yield node
    for inner in ast.iter_child_nodes(node):
        if not isinstance(inner, ast.Call):
            yield from without_calls(inner)


def in_annotations(tree):
    """The nodes of every annotation and base class: there `int` reads nothing."""
    for node in ast.walk(tree):
        spots = [getattr(node, "annotation", None), getattr(node, "returns", None)]
        spots += list(getattr(node, "type_params", ()))
        if isinstance(node, ast.Subscript):  # dict[str, int], wherever it stands
            spots.append(node.slice)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            # isinstance(x, int) asks, and reads nothing; so does cast.
            spots += node.args[1:] if node.func.id in ("isinstance", "issubclass") else []
        for spot in spots:
            if spot is not None and not isinstance(spot, ast.Call):
                yield from map(id, without_calls(spot))


def readings(source, tree):
    """Every call of `int`, and every other use of its name: map(int, …), another name for it."""
    quiet = set(in_annotations(tree))
    calls = {id(node.func): node for node in ast.walk(tree) if isinstance(node, ast.Call)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node.id == "int" and id(node) not in quiet:
            yield ast.get_source_segment(source, calls.get(id(node), node))
        if isinstance(node, ast.Attribute) and node.attr in ("int", "__int__"):
            yield ast.get_source_segment(source, node)


def test_no_number_of_a_request_is_read_but_by_the_one_that_bounds_it():
    """A new `int` is read here by a person: what a browser sent goes through `whole_number`."""
    trees = parsed("int|__int__")
    found = {(app, words) for app, source, tree in trees for words in readings(source, tree)}
    assert found == set(ALLOWED)


def test_digits_are_not_asked_for_apart():
    """`"²".isdigit()`: true, and no number. What asks so is named, and reads nothing by it."""
    asking = {
        # With its length and letters; whether a length was told at all; the environment of the
        # server.
        "platform": 3,
        "measures": 1,  # of a row
        "meetings": 1,  # whether a line begins with a number
        "publication": 1,  # whether a number holds a digit
        "scoring": 1,  # a code of a framework
        "tracking": 1,  # the same
        "agency": 1,  # whether an order names a number or a section
        "numbering": 1,  # what is wrong with a year: it is read by whole_number
    }
    asked, found = {"isdigit", "isdecimal", "isnumeric"}, Counter()
    for name, _, tree in parsed("|".join(asked)):
        attributes = (node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute))
        found[name] += sum(attribute in asked for attribute in attributes)
    assert found == asking


@pytest.mark.parametrize(
    "line",
    ["int(x)", "list(map(int, x))", "read = int", "builtins.int(x)", "f(type=int)", "x[int(y)]"],
)
def test_the_search_is_not_fooled(line):
    assert list(readings(line, ast.parse(line)))


@pytest.mark.parametrize(
    "line", ["def f(x: int) -> int: ...", "x: dict[str, int] = {}", "isinstance(x, int)"]
)
def test_the_search_tells_nothing_of_a_type(line):
    assert not list(readings(line, ast.parse(line)))


TYPED = ["9" * 4_400, "²", "๑", "-1", "1e5", "", "1" * 10]


@pytest.mark.django_db
@pytest.mark.parametrize("typed", TYPED)
def test_what_a_browser_sends_for_a_number_stops_no_page(client_of, officer, typed):
    browser = client_of(officer)
    assert browser.get(reverse("platform:year"), {"year": typed}).status_code == 302
