"""The platform is the ground that all apps stand on: it names none of them, not even as a type."""

import re
from pathlib import Path

from prongsai.web import platform

_OTHERS = re.compile(r"^\s*(?:from|import) prongsai\.web\.(?!platform\b)\w+", re.MULTILINE)


def test_no_module_of_the_platform_imports_an_app():
    folder = Path(platform.__file__).parent
    modules = [path for path in folder.rglob("*.py") if "kit" not in path.parts]
    assert len(modules) > 50
    found = [
        f"{path.relative_to(folder)}: {line.strip()}"
        for path in modules
        for line in _OTHERS.findall(path.read_text(encoding="utf-8"))
    ]
    assert found == []
