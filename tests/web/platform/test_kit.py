"""The kit page shows every shared part there is, in the states that it has to bear."""

import re
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from prongsai.web import platform
from prongsai.web.platform.kit import EMPTY, LONG, MANY, OFF, USUAL, WRONG, parts
from prongsai.web.platform.templatetags import ui

TEMPLATES = Path(platform.__file__).parent / "templates"
# A page is laid out in one way: the kit is a page with the rail.
OTHER_LAYOUTS = {
    "ui/entry.html", "ui/entry_form.html", "ui/one_form.html", "ui/print.html",
    "ui/staff_form.html",
}  # fmt: skip
PARTS = {part.name: part for part in parts()}
# What is drawn by a part around it, which shows its states.
INSIDE = {
    "choices": "fields",
    "field_words": "fields",
    "tree_node": "tree",
    "tree_words": "tree",
    "empty": "nothing_yet",
}


def source(part):
    file = TEMPLATES / "ui" / f"{part.name}.html"
    return file.read_text(encoding="utf-8") if file.is_file() else ""


def kit(settings, client):
    settings.DEMO = True
    answer = client.get("/kit/")
    assert answer.status_code == 200
    return answer


def test_every_template_of_a_part_is_drawn(settings, client_of, officer):
    answer = kit(settings, client_of(officer))
    drawn = {template.name for template in answer.templates}
    there = {str(file.relative_to(TEMPLATES)) for file in (TEMPLATES / "ui").rglob("*.html")}
    assert len(there) > 30
    assert there - OTHER_LAYOUTS - drawn == set()


def test_every_template_has_its_states_told():
    names = {file.stem for file in (TEMPLATES / "ui").glob("*.html")}
    layouts = {"base", "staff", "staff_form", "one_form", "entry", "entry_form", "print"}
    assert names - layouts - INSIDE.keys() - PARTS.keys() == set()
    assert INSIDE.keys() <= names
    assert set(INSIDE.values()) <= PARTS.keys()


def test_every_tag_is_among_the_parts():
    assert "tile" in ui.register.tags
    assert ui.register.tags.keys() - PARTS.keys() == set()


@pytest.mark.long
def test_every_state_is_on_the_page(settings, client_of, officer):
    page = kit(settings, client_of(officer)).content.decode()
    assert len(PARTS) > 30
    for part in PARTS.values():
        section = page.partition(f'id="part-{part.name}"')[2].partition('id="part-')[0]
        assert re.findall('<p class="state">(.*?)</p>', section) == list(part.states), part.name


@pytest.mark.parametrize("name", PARTS)
def test_a_state_gives_only_what_the_line_declares(name):
    part = PARTS[name]
    declared = set(re.findall(r"\w+", part.line))
    for state, inputs in part.states.items():
        assert inputs.keys() <= declared, state


def test_a_step_of_a_chain_gives_only_what_is_drawn():
    steps = [step for inputs in PARTS["chain"].states.values() for step in inputs["steps"]]
    assert len(steps) > 5
    assert {f"step.{key}" for step in steps for key in step} <= set(
        re.findall(r"step\.\w+", source(PARTS["chain"]))
    )


@pytest.mark.parametrize("name", PARTS)
def test_a_part_of_a_list_is_shown_empty_and_with_many(name):
    part = PARTS[name]
    if "{% for" in source(part):
        assert {EMPTY, USUAL, LONG, MANY} <= part.states.keys()


@pytest.mark.parametrize("name", PARTS)
def test_a_part_that_says_what_it_is_given_bears_long_words(name):
    part = PARTS[name]
    says = re.search(r"{{ *(\w+\.)?(text|title|name|words|heading|code|who|label)\b", source(part))
    if says:
        assert LONG in part.states


def test_fields_are_shown_wrong_and_closed():
    assert {EMPTY, USUAL, WRONG, OFF, LONG, MANY} <= PARTS["fields"].states.keys()
    drawn = dict(PARTS["fields"].drawn)
    controls = [
        control
        for control in LexborHTMLParser(drawn[OFF]).css("input, select, textarea")
        if control.attributes.get("type") != "hidden"
    ]
    assert len(controls) > len(PARTS["fields"].states[OFF]["form"].fields)
    assert [control.html for control in controls if "disabled" not in control.attributes] == []
    assert "disabled" not in drawn[USUAL]


def test_what_is_empty_is_not_what_is_usual():
    drawn = {name: dict(part.drawn) for name, part in PARTS.items()}
    both = {name: found for name, found in drawn.items() if {EMPTY, USUAL} <= found.keys()}
    assert len(both) > 10
    assert [name for name, found in both.items() if found[EMPTY] == found[USUAL]] == []
