"""What reaches a browser: only built files, no style or script inside a page."""

import json
import re
from pathlib import Path

import pytest

WEB = Path(__file__).resolve().parents[3] / "src/prongsai/web"
TEMPLATES = sorted(WEB.glob("**/templates/**/*.html"))
STYLES = sorted((WEB / "frontend/scss").glob("*.scss"))
# A page that must show when nothing else works.
_ALONE = {"fault_bare.html"}


@pytest.fixture(scope="module")
def manifest():
    path = WEB / "static/collected/staticfiles.json"
    if not path.is_file():
        pytest.skip("needs the site's style: run make setup")
    return json.loads(path.read_text(encoding="utf-8"))["paths"]


def named(pattern):
    found = {}
    for path in TEMPLATES:
        for match in re.finditer(pattern, path.read_text(encoding="utf-8")):
            found.setdefault(match[1], path.name)
    return found


def test_every_file_that_a_template_names_is_built(manifest):
    wanted = named(r'{% static "([^"]+)" %}')
    assert "prongsai/site.css" in wanted
    assert {name: page for name, page in wanted.items() if name not in manifest} == {}


def test_a_style_names_only_files_that_are_built(manifest):
    style = (WEB / "static/collected" / manifest["prongsai/site.css"]).read_text(encoding="utf-8")
    names = {name.strip("\"'") for name in re.findall(r"url\(([^)]+)\)", style)}
    assert len(names) >= 6
    for name in names:
        assert (WEB / "static/collected/prongsai" / name).is_file(), name


@pytest.mark.parametrize(
    "forbidden",
    [
        r"\sstyle=",
        r"\son(?:click|load|change|submit|input|key[a-z]+|error)=",
        r"<style\b",
        r"<script(?![^>]*(?:\ssrc=|application/json))",
        r"javascript:",
        r"https?:",
    ],
)
def test_no_page_carries_style_or_script_of_its_own(forbidden):
    places = [
        f"{path.name}: {match[0]}"
        for path in TEMPLATES
        if path.name not in _ALONE
        for match in re.finditer(forbidden, path.read_text(encoding="utf-8"))
    ]
    assert places == []


def test_every_include_of_a_part_shuts_the_page_out():
    open_ = [
        f"{path.name}: {match[0]}"
        for path in TEMPLATES
        if path.parent.name not in {"ui", "frame"}
        for match in re.finditer(r'{% include "ui/[a-z_]+\.html" with [^%]*%}', path.read_text())
        # The undo of a toast is a form and needs the page's token.
        if not match[0].endswith("only %}") and "ui/toast.html" not in match[0]
    ]
    assert open_ == []


def test_colours_are_named_in_one_place():
    loose = [
        f"{path.name}: {colour}"
        for path in STYLES
        if path.name != "_tokens.scss"
        for colour in re.findall(r"#[0-9a-f]{3,8}\b(?![^{;]*\{)", path.read_text(encoding="utf-8"))
        if colour not in {"#fff", "#ffffff"}
    ]
    assert loose == []


def test_the_style_is_small_enough_for_a_slow_line():
    path = WEB / "static/collected"
    if not path.is_dir():
        pytest.skip("needs the site's style: run make setup")
    sizes = [file.stat().st_size for file in path.glob("prongsai/site.*.css.gz")]
    assert sizes
    assert max(sizes) < 20_000
