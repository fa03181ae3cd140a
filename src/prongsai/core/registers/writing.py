"""A register as the YAML that it is read from."""

from __future__ import annotations

from typing import Any

import msgspec
import yaml
from msgspec import Struct
from msgspec.structs import asdict

from prongsai.core.registers.model import Content, Register


class _Dumper(yaml.CSafeDumper):
    """Values written out, texts of one word and short lists on a line."""

    def ignore_aliases(self, data: Any) -> bool:
        """Write every value out."""
        del data
        return True


def content_of(register: Register) -> Content:
    """What the YAML of a register holds, without the name of its file."""
    held = asdict(register)
    del held["key"]
    return Content(**held)


def yaml_of(content: Struct) -> str:
    """The YAML of a register, or of another thing that is declared; read again it is the same.

    Shape:  what is as usual is left out.
    """
    told = msgspec.to_builtins(content)
    return yaml.dump(told, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=100)
