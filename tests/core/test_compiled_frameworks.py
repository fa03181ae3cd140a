"""What was compiled of a year counts only for the very text it was made of."""

import shutil

import pytest
import yaml

from prongsai.core.compiled import COMPILED
from prongsai.core.framework.catalogue import Catalogue
from prongsai.core.framework.documents import compile_documents, load_framework, read_document

YEARS = Catalogue().years()


@pytest.fixture
def folder(tmp_path):
    """A copy of a year, compiled."""
    copied = tmp_path / "2565"
    shutil.copytree(Catalogue().folder(2565), copied)
    compile_documents(copied)
    return copied


@pytest.mark.parametrize("year", YEARS)
def test_a_compiled_year_is_the_year(year, tmp_path):
    plain, compiled = tmp_path / "plain", tmp_path / "compiled"
    for copied in (plain, compiled):
        shutil.copytree(Catalogue().folder(year), copied)
        (copied / COMPILED).unlink(missing_ok=True)
    compile_documents(compiled)
    for name in ("framework", "iit", "eit", "oit"):
        assert read_document(plain, name) == read_document(compiled, name)
    first, second = load_framework(plain), load_framework(compiled)
    assert (first.items, first.tree, first.rating) == (second.items, second.tree, second.rating)


def test_a_file_that_was_edited_outweighs_what_was_compiled_of_it(folder):
    path = folder / "framework.yaml"
    document = yaml.safe_load(path.read_text("utf-8"))
    document["target"]["score"] = 80
    path.write_text(yaml.safe_dump(document, allow_unicode=True), "utf-8")
    assert load_framework(folder).target_score == 80


@pytest.mark.parametrize("text", ["", "[]", "{", '{"framework": {"of": [1, 2], "document": {}}}'])
def test_a_compiled_file_that_is_rubbish_does_not_count(folder, text):
    (folder / COMPILED).write_text(text, "utf-8")
    assert load_framework(folder).target_score == 85
