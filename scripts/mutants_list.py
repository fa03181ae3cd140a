"""Print the mutants of a module as JSON lines (for mutants.py).

Of the operators of Cosmic Ray some are left out, for whoever notices one kept here notices them:

- of an arithmetic sign stay three others: two of them differ wherever an operand is 0 or 1;
- of a comparison stay the two neighbours and the opposite: `<` becomes `<=`, `!=` and `>=`. Tests
  that tell these apart try a value below, at and above the border, so they tell all apart;
- `is` becomes `is not` only, for `is` and `==` are one for whatever this project compares so;
- of a sign before a number stays that it goes: another one is another number, which is tried.

Annotations and what is imported for them are left alone: nothing evaluates them, and mypy holds
them.
"""

from __future__ import annotations

import ast
import difflib
import json
import sys
from collections.abc import Iterator
from pathlib import Path

from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import mutate_code
from cosmic_ray.plugins import get_operator, operator_names

BINARY = {
    "Add": {"Sub", "Mul", "FloorDiv"},
    "Sub": {"Add", "Mul", "FloorDiv"},
    "Mul": {"Add", "Sub", "FloorDiv"},
    "Div": {"Sub", "Mul", "FloorDiv"},
    "FloorDiv": {"Sub", "Mul", "Div"},
    "Mod": {"Add", "Mul", "FloorDiv"},
    "Pow": {"Add", "Sub", "Mul"},
    "BitOr": {"BitAnd", "BitXor", "Sub"},
    "BitAnd": {"BitOr", "BitXor", "Sub"},
    "BitXor": {"BitOr", "BitAnd", "Sub"},
}
COMPARED = {
    "Eq": {"LtE", "GtE", "NotEq"},
    "NotEq": {"Lt", "Gt", "Eq"},
    "Lt": {"LtE", "NotEq", "GtE"},
    "LtE": {"Lt", "Eq", "Gt"},
    "Gt": {"GtE", "NotEq", "LtE"},
    "GtE": {"Gt", "Eq", "Lt"},
    "Is": {"IsNot"},
    "IsNot": {"Is"},
}
LEFT_OUT = {"USub_Invert", "USub_Not", "USub_UAdd"}


def main(module: str) -> None:
    """One line for each mutant: `line` that changes, what it `became`, and the whole `source`."""
    source = Path(module).read_text(encoding="utf-8")
    for changed in mutated(source):
        gone, came, number = difference(source, changed)
        print(json.dumps({"number": number, "line": gone, "became": came, "source": changed}))


def mutated(source: str) -> Iterator[str]:
    """The source with one change, for each of those that are tried."""
    tree, seen = get_ast(source), {without_annotations(source)}
    for name in filter(is_tried, operator_names()):
        operator = get_operator(name)
        if operator.arguments():
            continue
        count = sum(len(list(operator().mutation_positions(node))) for node in ast_nodes(tree))
        for occurrence in range(count):
            try:
                changed = mutate_code(source, operator(), occurrence)
            except AttributeError:
                continue  # Cosmic Ray cannot replace an exception that is named with its module
            meaning = without_annotations(changed)
            if meaning and meaning not in seen:
                seen.add(meaning)
                yield changed


def is_tried(operator: str) -> bool:
    """Whether an operator says something that those left do not."""
    _, _, change = operator.rpartition("Operator_")
    before, _, after = change.partition("_")
    if "ReplaceBinaryOperator" in operator:
        return after in BINARY.get(before, {after})
    if "ReplaceComparisonOperator" in operator:
        return after in COMPARED.get(before, {after})
    return change not in LEFT_OUT


def without_annotations(source: str) -> str:
    """What a source does, by which two are one that differ in types only; "" for none."""
    try:
        tree = ast.parse(source.replace("if not TYPE_CHECKING", "if TYPE_CHECKING"))
    except SyntaxError:
        return ""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            node.returns = None
        if isinstance(node, ast.arg | ast.AnnAssign):
            node.annotation = ast.Constant(None)
    return ast.dump(tree)


def difference(before: str, after: str) -> tuple[str, str, int]:
    """The lines that went, those that came, and the number of the first."""
    lines = list(difflib.ndiff(before.splitlines(), after.splitlines()))
    gone = [line[2:].strip() for line in lines if line.startswith("- ")]
    came = [line[2:].strip() for line in lines if line.startswith("+ ")]
    kept = 1
    for line in lines:
        if line.startswith(("- ", "+ ")):
            break
        kept += line.startswith("  ")
    return " ".join(gone), " ".join(came), kept


if __name__ == "__main__":
    main(sys.argv[1])
