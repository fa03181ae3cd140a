"""Templates can be read."""

import re
from pathlib import Path

WEB = Path(__file__).resolve().parents[3] / "src/prongsai/web"
TEMPLATES = sorted(WEB.glob("**/templates/**/*.html"))
LONGEST = 120  # characters; djangofmt counts columns, and Thai has characters without one
MOST_CONDITIONS = 40  # what is said is decided by the page's own properties
CONDITION = re.compile(r"{%\s*(?:if|elif)\b")


def test_no_line_of_a_template_is_too_long_to_read():
    long = [
        f"{path.relative_to(WEB)}:{number}: {len(line)}"
        for path in TEMPLATES
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if len(line) > LONGEST
    ]
    assert TEMPLATES
    assert not long


def test_no_name_of_anything_is_cut():
    cut = re.compile(r"\b(?:title|subject|name|heading|about|measure)\|truncate")
    assert [
        str(path.relative_to(WEB))
        for path in TEMPLATES
        if cut.search(path.read_text(encoding="utf-8"))
    ] == []


def test_no_template_decides_what_its_page_could():
    counts = {
        str(path.relative_to(WEB)): len(CONDITION.findall(path.read_text(encoding="utf-8")))
        for path in TEMPLATES
    }
    assert any(counts.values())
    assert {name: count for name, count in counts.items() if count > MOST_CONDITIONS} == {}


def test_every_form_says_for_whom_it_was_drawn():
    by_hand = [
        str(path.relative_to(WEB))
        for path in TEMPLATES
        if 'name="csrfmiddlewaretoken"' in path.read_text(encoding="utf-8")
    ]
    assert not by_hand, "only the tag csrf_token brings the mark without which nothing is kept"
