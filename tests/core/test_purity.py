"""The core is a library: it loads no framework, no socket, no process, and asks no clock."""

import ast
import json
import pkgutil
import subprocess
import sys
from pathlib import Path

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
loaded = {{}}
for module in {modules!r}:
    before = set(sys.modules)
    importlib.import_module(module)
    loaded[module] = sorted(set(sys.modules) - before)
print(json.dumps(loaded))
"""


def loaded_by(*modules):
    """What a fresh interpreter loads anew for each import, one after the other."""
    script = LOADED.format(path=sys.path, modules=modules)
    done = subprocess.run(  # noqa: S603 - our own interpreter and script
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    return {module: set(loaded) for module, loaded in json.loads(done.stdout).items()}


def foreign(modules):
    """Of loaded modules those of neither the standard library nor the core's one dependency."""
    tops = {name.partition(".")[0] for name in modules} - sys.stdlib_module_names
    return {top for top in tops - ALLOWED_FROM_OUTSIDE if not top.startswith(BUILT_BY_CYTHON)}


def astray(modules):
    """Of loaded modules those that the core may not load, whoever brought them."""
    others = {name for name in modules if name.startswith("prongsai.") and not is_of_the_core(name)}
    return foreign(modules) | (modules & FORBIDDEN) | others


def is_of_the_core(module):
    return f"{module}.".startswith("prongsai.core.")


def test_no_module_of_the_core_loads_anything_but_the_core_structs_and_yaml():
    loaded = loaded_by(*MODULES)
    assert {module: astray(names) for module, names in loaded.items() if astray(names)} == {}
    # The first imports bring others along: every module is loaded by one of them.
    assert set(MODULES) <= set().union(*loaded.values())


def test_the_check_notices_what_it_looks_for():
    loaded = loaded_by("prongsai.core.ids", "rich.console", "asyncio", "prongsai.readers.scores")
    assert astray(loaded["prongsai.core.ids"] | {"yaml", "_cython_3"}) == set()
    assert foreign(loaded["rich.console"]) == {"rich"}
    assert {"socket", "subprocess"} <= astray(loaded["rich.console"] | loaded["asyncio"])
    assert "prongsai.readers.scores" in astray(loaded["prongsai.readers.scores"])


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
        # The type alone of uuid's is a value; what makes one asks chance or the machine.
        if isinstance(node, ast.ImportFrom) and (
            node.module != "uuid" or {alias.name for alias in node.names} != {"UUID"}
        ):
            asked |= {node.module} & IMPORTED
    return asked


def test_no_module_of_the_core_asks_a_clock_chance_or_the_environment():
    asking = {path: asks_of_the_world(path.read_text("utf-8")) for path in FILES}
    assert {path: names for path, names in asking.items() if names} == {}


def test_the_look_at_the_source_notices_what_it_looks_for():
    source = "import time\nfrom os import environ\nfrom datetime import date\ndate.today()"
    assert asks_of_the_world(source) == {"time", "os", "today"}
    assert asks_of_the_world("from uuid import UUID, uuid4") == {"uuid"}
    assert asks_of_the_world("from uuid import UUID") == set()
