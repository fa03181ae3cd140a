"""The guides: each page leads to its part, and what they name is in the site."""

import re
from functools import cache
from pathlib import Path

import pytest
import yaml
from babel.messages.pofile import read_po
from django.urls import reverse
from tests.web import factories
from tests.web.roles import CHIEF_EXECUTIVE, OFFICER

from prongsai.core.desk.reading import shipped
from prongsai.core.roles import all_roles
from prongsai.core.text import Labelled
from prongsai.core.thai import squeeze
from prongsai.web.menu.frame import FOLDER, GUIDES, NAME, ROOMS, anchors_of, help_address, text_of

pytestmark = pytest.mark.django_db
SOURCES = FOLDER.parents[1]
PICTURES = re.compile(r"pictures/([a-z-]+\.png)")


@cache
def words_of_the_site():
    """The Thai sentences of pages, and of what is data or has both languages beside each other."""
    with Path(SOURCES / "web/locale/en/LC_MESSAGES/django.po").open("rb") as file:
        ids = {message.id for message in read_po(file) if message.id}
    words = {text for entry in ids for text in ([entry] if isinstance(entry, str) else entry)}
    for path in (*SOURCES.glob("core/**/*.py"), *SOURCES.glob("web/**/*.py")):
        words |= set(re.findall(r'Text\(\s*"([^"]+)"', path.read_text(encoding="utf-8")))
    words |= {word.label.th for kind in Labelled.__subclasses__() for word in kind}
    named = (SOURCES / "data/menu.yaml", SOURCES / "data/roles.yaml")
    folders = (*SOURCES.glob("data/messages/*.yaml"), *SOURCES.glob("data/desk/*.yaml"))
    for path in (*named, *folders):
        words |= set(_thai(yaml.safe_load(path.read_text(encoding="utf-8"))))
    return {squeeze(text) for text in words}


def _thai(value):
    for key, entry in value.items() if isinstance(value, dict) else enumerate(value):
        if key == "th":
            yield entry
        elif isinstance(entry, dict | list):
            yield from _thai(entry)


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.key)
def test_a_guide_names_what_is_there(guide):
    names = set(NAME.findall(text_of(guide.key)))
    assert names - words_of_the_site() == set()
    assert set(PICTURES.findall(text_of(guide.key))) <= {
        path.name for path in (FOLDER / "pictures").iterdir()
    }


def test_no_guide_sends_corruption_to_the_desk_where_superiors_read_it():
    restricted = {kind.title.th for kind in shipped() if kind.restricted}
    for guide in GUIDES:
        text = text_of(guide.key)
        assert "แจ้งการทุจริต" not in text, guide.key
        if "ทุจริต" in text:
            assert "ป.ป.ช. สายด่วน 1205" in text, guide.key
        if "ผู้อ่าน" in text:
            assert restricted & set(NAME.findall(text)), "which kinds those are"


def test_each_role_has_a_guide_and_each_page_its_part():
    assert {key for guide in GUIDES for key in guide.roles} == {role.key for role in all_roles()}
    there = {anchor for guide in GUIDES for anchor in anchors_of(guide.key)}
    asked = {page.help or room.help for room in ROOMS for page in room.pages}
    assert asked <= there


def test_a_page_leads_to_its_part_in_the_readers_own_guide(agency, client_of):
    unit = factories.make_unit(agency)
    officer, mayor = factories.make_actor(agency), factories.make_actor(agency, CHIEF_EXECUTIVE)
    factories.hold(officer.user, factories.make_position(agency, OFFICER, unit))
    assert help_address(mayor, "signing") == "/help/mayor/#signing"
    assert help_address(mayor, "surveys") == "/help/ita-officer/#surveys", "the first that has it"
    for person, address in (
        (mayor, reverse("approval:inbox")),
        (officer, reverse("ownership:work")),
    ):
        page = client_of(person).get(address).content.decode()
        found = re.search(r'class="ps-help" href="([^"#]+)#([a-z-]+)"', page)
        guide = client_of(person).get(found[1])
        assert f'id="{found[2]}"' in guide.content.decode()


def test_the_citizens_guide_is_everybodys_and_the_others_are_the_staffs(client):
    answer = client.get("/help/citizen/")
    assert (answer.status_code, dict(answer.cookies)) == (200, {})
    assert client.get("/help/mayor/").status_code == 302
    assert client.get("/help/pictures/nothing.png").status_code == 404


def test_every_page_of_staff_has_the_link():
    """The header has it, and no page of staff draws a header of its own."""
    header = SOURCES / "web/platform/templates/ui/frame/header.html"
    assert "frame.help" in header.read_text(encoding="utf-8")
    frame = (SOURCES / "web/platform/templates/ui/staff.html").read_text(encoding="utf-8")
    assert frame.count('{% include "ui/frame/header.html" %}') == 1
    own = [
        path.name
        for path in SOURCES.glob("web/**/templates/**/*.html")
        if 'extends "ui/staff' in (text := path.read_text(encoding="utf-8"))
        and "{% block body %}" in text
    ]
    assert own == []
