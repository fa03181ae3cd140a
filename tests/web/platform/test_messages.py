"""English is complete: nothing untranslated, nothing left over, no placeholder lost."""

import re

import pytest

from scripts import messages

_PLACEHOLDER = re.compile(r"%\([a-z_]+\)[sd]|\{[a-z_]*\}")


@pytest.fixture(scope="module")
def catalogue():
    return messages.kept()


def identities(catalogue):
    return {(message.id, message.context) for message in catalogue if message.id}


def test_every_sentence_of_the_site_is_in_the_catalogue(catalogue):
    kept, gathered = identities(catalogue), identities(messages.gathered())
    assert (kept - gathered, gathered - kept) == (set(), set()), "run: scripts/messages.py gather"


def test_every_sentence_has_its_english(catalogue):
    missing = [m.id for m in catalogue if m.id and not messages.is_translated(m)]
    assert missing == []


def test_english_keeps_every_placeholder(catalogue):
    wrong = []
    for message in catalogue:
        thai = message.id if isinstance(message.id, tuple) else (message.id,)
        english = message.string if isinstance(message.string, tuple) else (message.string,)
        wanted = set(_PLACEHOLDER.findall(thai[-1]))
        wrong += [e for e in english if e and set(_PLACEHOLDER.findall(e)) - wanted]
        wrong += [thai for e in english[-1:] if e and wanted - set(_PLACEHOLDER.findall(e))]
    assert wrong == []


def test_bare_pairs_are_read_and_kept_over_a_new_gathering(tmp_path, monkeypatch):
    (tmp_path / "a.py").write_text('x = _("ไปหน้าแรก")\ny = _("อื่น")\n', encoding="utf-8")
    monkeypatch.setattr(messages, "WEB", tmp_path)
    monkeypatch.setattr(messages, "ROOT", tmp_path)
    handed_in = tmp_path / "x.po"
    handed_in.write_text('msgid "ไปหน้าแรก"\nmsgstr "Home"\n', encoding="utf-8")
    catalogue = messages.updated(messages.kept(), [messages._read(handed_in)])
    assert catalogue.get("ไปหน้าแรก").string == "Home"
    assert messages.updated(catalogue).get("ไปหน้าแรก").string == "Home"


def test_sentences_are_found_wherever_they_stand(tmp_path, monkeypatch):
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates/a.html").write_text(
        '{% load i18n %}{% translate "หนึ่ง" %}{% include "x" with a=_("สอง") only %}'
        "{% blocktranslate trimmed count n=n %}\n สาม {{ n }}\n{% plural %}สาม {{ n }}"
        "{% endblocktranslate %}",
        encoding="utf-8",
    )
    (tmp_path / "a.py").write_text(
        'x = _("สี่" "ห้า")\ny = ngettext("หก", "หก", 2)\nz = pgettext("ที่", "เจ็ด")\nother("แปด")\n',
        encoding="utf-8",
    )
    monkeypatch.setattr(messages, "WEB", tmp_path)
    monkeypatch.setattr(messages, "ROOT", tmp_path)
    assert identities(messages.gathered()) == {
        ("หนึ่ง", None),
        ("สอง", None),
        (("สาม %(n)s", "สาม %(n)s"), None),
        ("สี่ห้า", None),
        (("หก", "หก"), None),
        ("เจ็ด", "ที่"),
    }


def test_no_text_is_marked_by_a_name_that_the_gathering_does_not_know():
    renamed = re.compile(r"\bn?p?gettext\w* as (?!_\b)(\w+)")
    found = []
    for path in sorted(messages.WEB.rglob("*.py")):
        source = path.read_text(encoding="utf-8")
        names = renamed.findall(source)
        found += [
            f"{path.relative_to(messages.WEB)}: {name}"
            for name in names
            if re.search(rf"\b{name}\(\s*f?[\"']", source)
        ]
    assert found == []
