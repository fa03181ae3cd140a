"""Routes are data: what ships is whole, what is wrong is told with file and line."""

import pytest

from prongsai.core.approval.model import Ask
from prongsai.core.approval.routes import read, route_of, shipped
from prongsai.core.errors import Misuse

GOOD = """name: tiny
label: {th: สั้น, en: tiny}
about: {th: นายกเท่านั้น, en: the chief executive alone}
steps:
  - position: chief-executive
    ask: decide
    title: {th: "คำสั่ง{position}", en: "Decision: {position}"}
"""


def test_what_ships():
    assert list(shipped()) == ["usual", "short", "information"]
    assert route_of("information").is_information
    assert not route_of("usual").is_information
    assert route_of("usual").steps[-1].ask is Ask.DECIDE
    assert route_of("short").steps[0].named("ปลัดเทศบาล").th == "ความเห็นปลัดเทศบาล"
    with pytest.raises(Misuse) as unknown:
        route_of("longest")
    assert "usual" in unknown.value.next_step.th


def test_a_good_file_is_read():
    routes, findings = read({"tiny.yaml": GOOD})
    assert findings == ()
    assert routes[0].steps[0].position == "chief-executive"


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("position: chief-executive", "position: king", 5, "unit-head"),
        ("ask: decide", "ask: endorse", 4, "decide"),
        ("ask: decide", "ask: maybe", 6, "endorse"),
        ("about: {th: นายกเท่านั้น, en: the chief executive alone}\n", "", 1, "about"),
        ("en: tiny}", "de: winzig}", 2, "en"),
        ("name: tiny", "name: ''", 1, "ข้อความ"),
        ("name: tiny", "nome: tiny", 1, "name"),
        ("steps:", "steps: []\nmore:", 4, "more"),
        ("    ask: decide", "  - ask: decide", 5, "title"),
        ("{th: สั้น", "{th: สั้น, {", 2, "YAML"),
    ],
)
def test_a_fault_is_told_with_its_line(old, new, line, words):
    assert old in GOOD
    routes, findings = read({"tiny.yaml": GOOD.replace(old, new, 1)})
    assert routes == ()
    places = [(one.places[0].file, one.places[0].line) for one in findings]
    assert places[0][0] == "tiny.yaml"
    assert any(place[1] >= line for place in places), findings
    assert any(words in one.message.th for one in findings), findings
    assert all(one.next_step for one in findings)


def test_a_position_twice_and_a_name_twice_are_faults():
    twice = GOOD + GOOD.partition("steps:\n")[2]
    assert read({"a.yaml": twice})[1]
    routes, findings = read({"a.yaml": GOOD, "b.yaml": GOOD})
    assert len(routes) == 1
    assert findings[0].places[0].file == "b.yaml"
