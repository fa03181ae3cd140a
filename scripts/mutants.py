"""Change the lines of the modules that must not err, one by one, and see whether a test notices.

`make mutants` does all of tests/mutants/targets.toml, `make mutants ONLY="rights journal"` some.
Cosmic Ray makes the mutants, in a copy of the project under build/mutants, from where another run
goes on. A mutant that lives and that tests/mutants/explained.toml does not name ends with exit
code 1, and so does an explanation whose mutant no longer lives.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parents[1]
TREE = ROOT / "build" / "mutants"
TOOLS = TREE / "tools"
HERE = ROOT / "tests" / "mutants"
COPIED = ("src", "tests", "examples", "pyproject.toml")
SECONDS = 90  # a mutant that never ends is one that a test notices
SETTINGS = '''\
[cosmic-ray]
module-path = "src/{module}"
timeout = {seconds}
excluded-modules = []
test-command = """env PYTHONPATH=src {python} -m pytest -x -q -n 0 -p no:cacheprovider \
  -m '{marks}' {tests}"""

[cosmic-ray.distributor]
name = "local"

# Annotations are never evaluated.
[cosmic-ray.filters.operators-filter]
exclude-operators = ["core/ReplaceBinaryOperator_BitOr_.*"]
'''


class Mutant(NamedTuple):
    """One change that no test noticed.

    Shape:  `line` is the line that was changed as it stands, `became` what it was changed to.
    """

    module: str
    line: str
    became: str


def main(names: Sequence[str]) -> int:
    """Run them and print what lives; 1 where something lives that is not explained."""
    targets = tomllib.loads((HERE / "targets.toml").read_text(encoding="utf-8"))
    unknown = set(names) - set(targets)
    if unknown:
        print(f"no such target: {' '.join(sorted(unknown))}; there are: {' '.join(targets)}")
        return 2
    prepare()
    alive: list[Mutant] = []
    asked = {name: targets[name] for name in names or targets}
    for name, target in asked.items():
        found, counted = run(name, target)
        alive += found
        print(f"{name}: {counted.total()} mutants, {counted['survived']} live", flush=True)
    return told(alive, {target["module"] for target in asked.values()})


def prepare() -> None:
    """A copy of the project that may be changed, and the tool in an environment of its own."""
    TREE.mkdir(parents=True, exist_ok=True)
    for name in COPIED:
        source, copy = ROOT / name, TREE / name
        if source.is_dir():
            shutil.rmtree(copy, ignore_errors=True)
            shutil.copytree(source, copy, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy2(source, copy)
    if not (TOOLS / "bin" / "cosmic-ray").exists():
        command(sys.executable, "-m", "venv", str(TOOLS))
        command(
            str(TOOLS / "bin" / "pip"), "install", "--quiet", "--disable-pip-version-check",
            "--no-deps", "--require-hashes", "-r", str(ROOT / "requirements-mutants.txt"),
        )  # fmt: skip


def run(name: str, target: Mapping[str, Any]) -> tuple[list[Mutant], Counter[str]]:
    """The mutants of one module that live, and how many of each outcome there were."""
    session, settings = TREE / f"{name}.sqlite", TREE / f"{name}.toml"
    text = SETTINGS.format(
        module=target["module"],
        seconds=SECONDS,
        python=sys.executable,
        marks="not long" if target.get("postgresql") else "not long and not postgresql",
        tests=" ".join(target["tests"]),
    )
    tool = str(TOOLS / "bin" / "cosmic-ray")
    # Where the module, its tests or these settings changed, what was found before is of before.
    if (
        not settings.exists()
        or settings.read_text(encoding="utf-8") != text
        or is_older(session, target)
    ):
        session.unlink(missing_ok=True)
        settings.write_text(text, encoding="utf-8")
        command(tool, "init", str(settings), str(session))
        command(str(TOOLS / "bin" / "cr-filter-operators"), str(session), str(settings))
        command(tool, "baseline", str(settings))
    command(tool, "exec", str(settings), str(session))
    lines = command(tool, "dump", str(session)).splitlines()
    alive, counted = [], Counter[str]()
    for _, result in map(json.loads, lines):
        outcome = (result or {}).get("test_outcome") or "skipped"
        if (result or {}).get("worker_outcome") == "skipped":
            continue
        counted[outcome] += 1
        if outcome == "survived":
            alive.append(mutant_of(target["module"], result["diff"]))
    return alive, counted


def is_older(session: Path, target: Mapping[str, Any]) -> bool:
    """Whether something that a session is about was written after it."""
    if not session.exists():
        return True
    about = [ROOT / "src" / target["module"], *(ROOT / name for name in target["tests"])]
    files = [path for one in about for path in ([one] if one.is_file() else one.rglob("*.py"))]
    return max(path.stat().st_mtime for path in files) > session.stat().st_mtime


def mutant_of(module: str, diff: str) -> Mutant:
    """The change of a diff: the lines that went and those that came."""
    lines = [line for line in diff.splitlines() if not line.startswith(("---", "+++"))]
    gone = " ".join(line[1:].strip() for line in lines if line.startswith("-"))
    came = " ".join(line[1:].strip() for line in lines if line.startswith("+"))
    return Mutant(module, gone, came)


def told(alive: Sequence[Mutant], modules: set[str]) -> int:
    """Print what lives without a reason, and reasons of which nothing lives."""
    file = HERE / "explained.toml"
    explained = tomllib.loads(file.read_text(encoding="utf-8")).get("mutant", [])
    known = {Mutant(one["module"], one["line"], one["became"]) for one in explained}
    left = [one for one in alive if one not in known]
    gone = [one for one in known if one.module in modules and one not in set(alive)]
    for one in left:
        print(f"\nlives: {one.module}\n  - {one.line}\n  + {one.became}")
    for one in gone:
        print(f"\nexplained, but noticed now: {one.module}\n  - {one.line}\n  + {one.became}")
    print(f"\n{len(alive)} live, {len(alive) - len(left)} of them explained")
    return 1 if left or gone else 0


def command(*words: str) -> str:
    """What a command printed; its end with an error ends this."""
    done = subprocess.run(  # noqa: S603 - our own words
        words, cwd=TREE, capture_output=True, text=True, check=False
    )
    if done.returncode:
        sys.exit(f"{' '.join(words)}\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}")
    return done.stdout


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
