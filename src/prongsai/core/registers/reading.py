"""Registers from their YAML; every fault is told with file, line and field."""

from collections.abc import Collection, Iterator, Mapping
from functools import lru_cache
from pathlib import Path as File

from msgspec import Struct
from msgspec.structs import asdict

from prongsai.core.errors import Finding, Misuse, Severity, UnreadableInput
from prongsai.core.registers.fields import LONGEST_NAME, FieldKind
from prongsai.core.registers.model import Content, Register
from prongsai.core.registers.schema.whole import faults_of
from prongsai.core.yaml_data.declared import Fault, Path, fault_at, read
from prongsai.core.yaml_data.documents import Document, parse

SHIPPED = File(__file__).parents[2] / "data" / "registers"
PREFIX = "register"
_KEY_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-")


class Registers(Struct, frozen=True):
    """Registers in their order, and what is wrong with the files of others."""

    registers: tuple[Register, ...]
    findings: tuple[Finding, ...] = ()

    def register(self, key: str) -> Register | None:
        return next((register for register in self.registers if register.key == key), None)

    def serving(self, lineage: str) -> tuple[Register, ...]:
        """The registers that answer a subject of OIT items, themselves or by a paper."""
        return tuple(register for register in self.registers if lineage in register.all_lineages)


@lru_cache(maxsize=1)
def shipped() -> Registers:
    """The registers that come with the program."""
    return read_folder(SHIPPED)


@lru_cache(maxsize=64)
def shipped_register(key: str) -> Register:
    """One register of the program, its file alone being read.

    Errors: Misuse where there is none, or its file is wrong.
    """
    path = SHIPPED / f"{key}.yaml"
    if set(key) <= _KEY_LETTERS and path.is_file():
        register, findings = read_register(key, path.read_text(encoding="utf-8"), path.name)
        if register is not None:
            return register
        raise Misuse.from_finding(findings[0])
    known = ", ".join(sorted(file.stem for file in SHIPPED.glob("*.yaml")))
    raise Misuse("registers/register_unknown", name=key, known=known)


def read_folder(folder: File, lineages: Collection[str] | None = None) -> Registers:
    """The registers of all YAML files of a folder; a broken file is left out and told.

    Shape:  `lineages` are the subjects of OIT items that frameworks know, None where that is not
            asked.
    """
    texts = {path.name: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.yaml"))}
    return read_several(texts, lineages)


def read_several(
    texts: Mapping[str, str],
    lineages: Collection[str] | None = None,
    others: Mapping[str, Register] | None = None,
) -> Registers:
    """Registers by the names of their files, and what is wrong with them beside each other.

    Shape:  `others` are registers that references may name, though they are not read here.
    """
    documents: dict[str, Document] = {}
    registers: dict[str, Register] = {}
    findings: list[Finding] = []
    for name, text in texts.items():
        key = name.removesuffix(".yaml").removesuffix(".yml")
        document, register, own_findings = _read(key, text, name)
        findings += own_findings
        if document is not None and register is not None:
            documents[key], registers[key] = document, register
    known = {**(others or {}), **registers}
    for key in list(registers):
        faults = list(_beside(registers[key], known, lineages))
        findings += documents[key].findings(faults, PREFIX)
        if any(fault.severity is Severity.ERROR for fault in faults):
            del registers[key]
    order = sorted(registers.values(), key=lambda register: (register.rank, register.key))
    return Registers(tuple(order), tuple(findings))


def read_register(key: str, text: str, file: str) -> tuple[Register | None, tuple[Finding, ...]]:
    """A register from the text of its file; None with findings where anything is wrong.

    Shape:  `key` names the register, `file` the file in findings. What it says of other registers
            is looked at by `read_several` alone.
    """
    _, register, findings = _read(key, text, file)
    return register, findings


def _read(
    key: str, text: str, file: str
) -> tuple[Document | None, Register | None, tuple[Finding, ...]]:
    try:
        document = parse(text, file)
    except UnreadableInput as error:
        places = (error.place,) if error.place else ()
        code = f"{PREFIX}_not_yaml"
        finding = Finding(code, Severity.ERROR, error.message, places, error.next_step)
        return None, None, (finding,)
    reading = read(document.data, Content)
    faults = [*_of_key(key), *document.twice, *reading.faults]
    if reading.value is not None:
        faults += faults_of(reading.value)
    findings = tuple(document.findings(faults, PREFIX))
    is_sound = not any(fault.severity is Severity.ERROR for fault in faults)
    if reading.value is None or not is_sound:
        return document, None, findings
    return document, Register(key=key, **asdict(reading.value)), findings


def _of_key(key: str) -> Iterator[Fault]:
    if not key or not set(key) <= _KEY_LETTERS or len(key) > LONGEST_NAME or key.strip("-") != key:
        yield fault_at("registers/key", (), name=key)


def _beside(
    register: Register, known: Mapping[str, Register], lineages: Collection[str] | None
) -> Iterator[Fault]:
    """What a register says of other registers, and of the frameworks."""
    for place, field in enumerate(register.fields):
        if field.kind is FieldKind.REFERENCE and field.register not in known:
            yield fault_at(
                "registers/no_register", ("fields", place, "register"), register=field.register
            )
    for place, roll_up in enumerate(register.roll_ups):
        for word in ("by", "planned"):
            named = roll_up.by if word == "by" else (roll_up.planned or "",)
            for name in named:
                yield from _of_path(register, known, name, ("roll_ups", place, word))
    if lineages is not None:
        yield from _of_lineages(register, lineages)


def _of_path(
    register: Register, known: Mapping[str, Register], name: str, path: Path
) -> Iterator[Fault]:
    """A field of the row that a reference names."""
    reference, _, inner = name.partition(".")
    other = known.get(register.named(reference).register or "") if inner else None
    if other is not None and other.field(inner) is None:
        yield fault_at("registers/no_field.of_register", path, register=other.key, inner=inner)
    elif other is not None and path[-1] == "planned" and not other.named(inner).can_be_added:
        yield fault_at("registers/kind.not_added", path, name=name)


def _of_lineages(register: Register, lineages: Collection[str]) -> Iterator[Fault]:
    named: list[tuple[Path, str]] = [
        (("lineages", place), lineage) for place, lineage in enumerate(register.lineages)
    ]
    for place, paper in enumerate(register.papers):
        inner = ("papers", place, "lineages")
        named += [((*inner, number), lineage) for number, lineage in enumerate(paper.lineages)]
    for path, lineage in named:
        if lineage not in lineages:
            yield fault_at("registers/no_lineage", path, lineage=lineage)
