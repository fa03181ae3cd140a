"""Change the lines of the modules that must not err, one by one, and see whether a test notices.

`make mutants` does all of tests/mutants/targets.toml, `make mutants ONLY="rights journal"` some.
Cosmic Ray makes the mutants (mutants_list.py); a fork of a process
that has imported the rest already tries each (mutants_run.py). What came of them is kept under
build/mutants, from where another run goes on. A mutant that lives and that
tests/mutants/explained.toml does not name ends with exit code 1, and so does an explanation whose
mutant no longer lives.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parents[1]
KEPT = ROOT / "build" / "mutants"
HERE = ROOT / "tests" / "mutants"
SCRIPTS = ROOT / "scripts"


class Mutant(NamedTuple):
    """One change.

    Shape:  `line` is what was changed as it stands, `became` what it was changed to.
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
        counted = Counter[str]()
        for mutant, outcome in outcomes(name, target):
            counted[outcome] += 1
            if outcome == "lives":
                alive.append(mutant)
        print(f"{name}: {counted.total()} mutants, {counted['lives']} live", flush=True)
    return told(alive, {target["module"] for target in asked.values()})


def prepare() -> None:
    """Install Cosmic Ray, pinned by hash, unless it is there."""
    KEPT.mkdir(parents=True, exist_ok=True)
    if find_spec("cosmic_ray") is None:
        pins = KEPT / "requirements.txt"
        pins.write_text(command(str(SCRIPTS / "pins.sh"), "mutants"), encoding="utf-8")
        command(
            sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check",
            "--no-deps", "--require-hashes", "-r", str(pins),
        )  # fmt: skip


def outcomes(name: str, target: Mapping[str, Any]) -> Iterator[tuple[Mutant, str]]:
    """The mutants of one module, and whether each was noticed, lives or did not end."""
    module = str(ROOT / "src" / target["module"])
    lines = command(sys.executable, str(SCRIPTS / "mutants_list.py"), module)
    mutants = [json.loads(line) for line in lines.splitlines()]
    file = KEPT / f"{name}.jsonl"
    known = kept(file, digest_of(target))
    left = [one for one in mutants if one["source"] not in known]
    with file.open("a", encoding="utf-8") as stream:
        for one, result in zip(left, tried(name, target, left), strict=False):
            known[one["source"]] = result["outcome"]
            stream.write(json.dumps({**result, "source": one["source"]}) + "\n")
            stream.flush()
    for one in mutants:
        if one["source"] not in known:
            sys.exit(f"{name}: the process that tries the mutants ended before all were tried")
        yield Mutant(target["module"], one["line"], one["became"]), known[one["source"]]


def tried(
    name: str, target: Mapping[str, Any], mutants: Sequence[Mapping[str, Any]]
) -> Iterator[Mapping[str, Any]]:
    """What the tests say of each mutant, one after the other."""
    if not mutants:
        return
    asked = "".join(f"{json.dumps(one)}\n" for one in (target, *mutants))
    command_line = [sys.executable, str(SCRIPTS / "mutants_run.py")]
    asking = KEPT / f"{name}.asked.jsonl"
    asking.write_text(asked, encoding="utf-8")
    with (
        asking.open(encoding="utf-8") as stream,
        subprocess.Popen(  # noqa: S603 - our own words
            command_line, cwd=ROOT, stdin=stream, stdout=subprocess.PIPE, text=True
        ) as process,
    ):
        answers = map(json.loads, process.stdout or ())
        unchanged = next(answers, {"outcome": "nothing", "said": ""})
        if unchanged["outcome"] != "lives":
            sys.exit(f"{name}: the tests fail where nothing is changed\n{unchanged.get('said')}")
        yield from answers


def kept(file: Path, digest: str) -> dict[str, str]:
    """What came of mutants before, by their source; nothing where tests or module changed since."""
    lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    if not lines or json.loads(lines[0]) != {"about": digest}:
        file.write_text(json.dumps({"about": digest}) + "\n", encoding="utf-8")
        return {}
    return {one["source"]: one["outcome"] for one in map(json.loads, lines[1:])}


def digest_of(target: Mapping[str, Any]) -> str:
    """What results are about: the module, its tests and how they are run."""
    about = [ROOT / "src" / target["module"], *SCRIPTS.glob("mutants_*.py")]
    for name in target["tests"]:
        path = ROOT / name
        about += [path] if path.is_file() else sorted(path.rglob("*.py"))
    told = sha256(json.dumps(target, sort_keys=True).encode())
    for path in about:
        told.update(sha256(path.read_bytes()).digest())
    return told.hexdigest()


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
        words, cwd=ROOT, capture_output=True, text=True, check=False
    )
    if done.returncode:
        sys.exit(f"{' '.join(words)}\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}")
    return done.stdout


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
