"""A year's files as YAML text, always in one form, so that a correction shows as a small change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import yaml


class _Dumper(yaml.CSafeDumper):
    """Keys in their order, no anchors, short lists and texts on one line."""

    def ignore_aliases(self, data: Any) -> bool:
        """Write every value out."""
        del data
        return True


_ONE_LINE = 84


def _is_short(values: Iterable[object]) -> bool:
    held = list(values)
    simple = all(value is None or isinstance(value, (str, int, float)) for value in held)
    return simple and sum(len(str(value)) + 6 for value in held) <= _ONE_LINE


def _mapping(dumper: _Dumper, data: dict[str, Any]) -> yaml.Node:
    flow = set(data) <= {"th", "en", "polarity"} and _is_short(data.values())
    return dumper.represent_mapping("tag:yaml.org,2002:map", data.items(), flow_style=flow)


def _sequence(dumper: _Dumper, data: list[Any]) -> yaml.Node:
    return dumper.represent_sequence("tag:yaml.org,2002:seq", data, flow_style=_is_short(data))


_Dumper.add_representer(dict, _mapping)
_Dumper.add_representer(list, _sequence)


def dump(document: Mapping[str, Any], lead: str) -> str:
    """A file of a year as YAML with its first comment."""
    body = yaml.dump(dict(document), Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=100)
    return f"# {lead}\n{body}"
