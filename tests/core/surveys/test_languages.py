"""Catalogues of other languages: what they have is put in them, what they lack in English."""

import pytest

from prongsai.core.framework.catalogue import Catalogue
from prongsai.core.framework.workbook import dump
from prongsai.core.surveys.languages import read_language, texts_of
from prongsai.core.surveys.own import shipped
from prongsai.core.surveys.questionnaire import questionnaire
from prongsai.core.text import Text

EIT = questionnaire(Catalogue(), 2566, "EIT")


def file_of(texts, language="xx", name="ภาษาสมมติ"):
    entries = [{"th": text, "to": told} for text, told in texts.items()]
    return dump({"language": language, "name": name, "texts": entries}, "invented")


def test_every_text_of_a_form_can_be_translated():
    for form in (EIT, *(one.form for one in shipped())):
        told = {text: f"[{text}]" for text in texts_of(form)}
        language, findings = read_language(file_of(told), "xx.yaml")
        assert findings == ()
        assert language.lacks(form) == ()
        for one in form.asked:
            for text in (one.lead, *one.options):
                assert language.translate(text).th == language.translate(text).en == f"[{text.th}]"


def test_what_is_lacking_is_english_and_counted():
    texts = texts_of(EIT)
    language, _ = read_language(file_of(dict.fromkeys(texts, "") | {texts[0]: "ก-1"}), "x")
    assert language.translate(Text(texts[0], "first")).th == "ก-1"
    assert language.translate(Text(texts[1], "second")) == Text("second", "second")
    assert len(language.lacks(EIT)) == len(texts) - 1


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("language: th\nname: ก\ntexts: []\n", "own"),
        ("language: Burmese!\nname: ก\ntexts: []\n", "language"),
        ("name: ก\ntexts: []\n", "language"),
        ("language: my\nname: ก\ntexts: [{to: a}]\n", "th"),
        ("language: my\nname: ก\ntexts: []\nmore: 1\n", "more"),
        ("language: [", ""),
        ("", ""),
    ],
)
def test_a_wrong_catalogue_is_told_and_offers_nothing(text, told):
    language, findings = read_language(text, "my.yaml")
    assert language is None
    assert findings
    assert told in f"{findings[0].message.en} {findings[0].places}"
