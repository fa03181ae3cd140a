"""Build what the site sends to browsers: style, script, fonts, pictures, each with its digest.

Sources lie in src/prongsai/web/frontend and frontend/node_modules; the result, in
src/prongsai/web/static, is never committed and goes into the wheel.
"""

from __future__ import annotations

import gzip
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FRONTEND = ROOT / "src/prongsai/web/frontend"
BUILT = ROOT / "src/prongsai/web/static/built"
NODE_MODULES = ROOT / "frontend/node_modules"
FONTS = NODE_MODULES / "@fontsource/sarabun"
# Nothing that reaches a browser is of another licence than these.
LICENCES = {
    "govuk-frontend": FRONTEND / "licences/govuk-frontend.txt",  # its package carries none
    "htmx": NODE_MODULES / "htmx.org/LICENSE",
    "Sarabun": FONTS / "LICENSE",
}


def main() -> None:
    """Make everything anew: a file that lost its source must not stay."""
    shutil.rmtree(BUILT.parent, ignore_errors=True)
    (BUILT / "fonts").mkdir(parents=True)
    _style()
    _copies()
    _collect()
    for path in sorted(BUILT.glob("*.[cj]s*")):
        size = len(gzip.compress(path.read_bytes())) / 1024
        print(f"{path.relative_to(ROOT)}  {size:.1f} KB compressed")


def _style() -> None:
    command = [_node(), str(NODE_MODULES / "sass/sass.js"), "--style=compressed"]
    command += ["--no-source-map", "--quiet-deps", f"--load-path={NODE_MODULES}"]
    for name in ("site", "public", "grid"):
        subprocess.run(  # noqa: S603 - the browser that the fixture found
            [*command, str(FRONTEND / f"scss/{name}.scss"), str(BUILT / f"{name}.css")],
            check=True,
        )


def _copies() -> None:
    for subset in ("thai", "latin"):
        for weight in (400, 700):
            name = f"sarabun-{subset}-{weight}-normal.woff2"
            shutil.copyfile(FONTS / "files" / name, BUILT / "fonts" / name)
    for picture in (FRONTEND / "pictures").glob("*.svg"):
        shutil.copyfile(picture, BUILT / picture.name)
    shutil.copyfile(NODE_MODULES / "htmx.org/dist/htmx.min.js", BUILT / "htmx.min.js")
    scripts = sorted((FRONTEND / "script").glob("*.js"))
    joined = "\n".join(path.read_text(encoding="utf-8") for path in scripts)
    (BUILT / "site.js").write_text(joined, encoding="utf-8")
    parts = [f"{name}\n\n{path.read_text(encoding='utf-8')}" for name, path in LICENCES.items()]
    (BUILT / "licences.txt").write_text("\n\n".join(parts), encoding="utf-8")


def _collect() -> None:
    """Give every file its digest, and compress it: what the web server sends."""
    collect = [sys.executable, "-m", "django", "collectstatic"]
    with tempfile.TemporaryDirectory() as data:
        variables = os.environ | {
            "PRONGSAI_DATA": data,
            "DATABASE_URL": "",
            "DJANGO_SETTINGS_MODULE": "prongsai.web.project.settings",
        }
        subprocess.run(  # noqa: S603 - the browser that the fixture found
            # That package brings every htmx there is; ours is the pinned one.
            [*collect, "--noinput", "--verbosity=0", "--ignore=django_htmx"],
            check=True,
            env=variables,
        )


def _node() -> str:
    """Path of the node that set-up took from a Python package, else of this machine's."""
    places = os.pathsep.join((str(Path(sys.executable).parent), os.environ.get("PATH", "")))
    found = shutil.which("node", path=places)
    if found is None:
        sys.exit("node was not found: run make setup")
    return found


if __name__ == "__main__":
    main()
