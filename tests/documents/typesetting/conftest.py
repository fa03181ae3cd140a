"""What the tests of the typesetting ground share."""

from pathlib import Path

import pytest
import yaml

from prongsai.documents.typesetting.finish import finish

HARD_WORDS = Path(__file__).with_name("hard_words.yaml")


@pytest.fixture(autouse=True)
def _font(paper_fonts):
    """Widths, breaks and text layer all need the papers' font."""


@pytest.fixture(scope="session")
def hard_words():
    """Words with "|" where a line may end."""
    return yaml.safe_load(HARD_WORDS.read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def finished(compile_typst):
    """The finished PDF of a Typst source in the papers' font."""

    def made(source, inputs=None, standards=()):
        head = '#set text(font: "Prongsai Sarabun", lang: "th", hyphenate: false)\n'
        return finish(compile_typst(head + source, inputs, standards))

    return made
