"""The core is a library: it loads no framework, no socket, no process, and asks no clock."""

import ast
import json
import pkgutil
import subprocess
import sys
from pathlib import Path

import pytest

import prongsai.core

ROOT = Path(prongsai.core.__file__).parent
FILES = sorted(ROOT.rglob("*.py"))
MODULES = sorted(
    module.name for module in pkgutil.walk_packages(prongsai.core.__path__, "prongsai.core.")
)
# pathlib itself loads urllib.parse and importlib.resources loads tempfile: neither opens a thing.
FORBIDDEN = {
    "asyncio", "ctypes", "email", "ftplib", "http", "locale", "multiprocessing", "select",
    "smtplib", "socket", "socketserver", "sqlite3", "ssl", "subprocess", "telnetlib", "tkinter",
    "urllib.request", "webbrowser", "xmlrpc",
}  # fmt: skip
# msgspec looks for typing_extensions, wherever something else brought it.
ALLOWED_FROM_OUTSIDE = {"prongsai", "msgspec", "typing_extensions", "yaml", "_yaml"}
BUILT_BY_CYTHON = ("_cython", "cython_runtime")  # what PyYAML's fast loader brings along
LOADED = """
import importlib, json, sys
sys.path[:0] = {path!r}
before = set(sys.modules)
importlib.import_module({module!r})
print(json.dumps(sorted(set(sys.modules) - before)))
"""


def loaded_by(module):
    """The modules that a fresh interpreter loads for one import."""
    script = LOADED.format(path=sys.path, module=module)
    done = subprocess.run(  # noqa: S603 - our own interpreter and script
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    return set(json.loads(done.stdout))


def foreign(modules):
    """Of loaded modules those of neither the standard library nor the core's one dependency."""
    tops = {name.partition(".")[0] for name in modules} - sys.stdlib_module_names
    return {top for top in tops - ALLOWED_FROM_OUTSIDE if not top.startswith(BUILT_BY_CYTHON)}


@pytest.mark.parametrize("module", MODULES)
def test_a_module_of_the_core_loads_nothing_but_the_core_structs_and_yaml(module):
    loaded = loaded_by(module)
    assert module in loaded
    assert foreign(loaded) == set()
    assert not loaded & FORBIDDEN
    ours = {name for name in loaded if name.startswith("prongsai.")}
    assert {name for name in ours if not f"{name}.".startswith("prongsai.core.")} == set()


def test_the_check_notices_what_it_looks_for():
    assert foreign(loaded_by("rich.console") | {"yaml", "_cython_3"}) == {"rich"}
    assert {"socket", "subprocess"} <= loaded_by("asyncio") & FORBIDDEN


def test_every_module_is_looked_at():
    modules = [path for path in FILES if path.name != "__init__.py"]
    packages = [path.parent for path in FILES if path.name == "__init__.py" and path.parent != ROOT]
    assert len(MODULES) == len(modules) + len(packages)


WORLD = {"environ", "getenv", "now", "today", "utcnow", "urandom", "getpid", "gethostname"}
IMPORTED = {"os", "random", "secrets", "time", "uuid", "getpass", "platform"}


def asks_of_the_world(source):
    """Names by which a module could ask a clock, chance or the environment."""
    tree = ast.parse(source)
    asked = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)} & WORLD
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            asked |= {alias.name for alias in node.names} & IMPORTED
        if isinstance(node, ast.ImportFrom):
            asked |= {node.module} & IMPORTED
    return asked


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_module_of_the_core_asks_no_clock_no_chance_and_no_environment(path):
    assert asks_of_the_world(path.read_text("utf-8")) == set()


def test_the_look_at_the_source_notices_what_it_looks_for():
    source = "import time\nfrom os import environ\nfrom datetime import date\ndate.today()"
    assert asks_of_the_world(source) == {"time", "os", "today"}
