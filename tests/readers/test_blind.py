"""Documents by somebody who had not read the readers: nothing certain is wrong, little is silent.

`truth.json` tells each document's own scores; `optional` ones may be read or not.
"""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from prongsai.core.framework.catalogue import Catalogue
from prongsai.readers.scores import read_scores

FOLDER = Path(__file__).parents[1] / "cases/blind"
TRUTH = json.loads((FOLDER / "truth.json").read_text("utf-8"))
_INSTRUMENTS = {"iit": "IIT", "eit": "EIT", "oit": "OIT"}

pytestmark = pytest.mark.long


def told(figures):
    """Year, code as the frameworks have it, and value of each figure."""
    return {
        (
            one["year"], _INSTRUMENTS.get(one["code"], one["code"].removeprefix("ind")),
            Decimal(one["value"]),
        )
        for one in figures
    }  # fmt: skip


def test_nothing_certain_is_wrong_and_nearly_all_the_rest_is_offered():
    wrong, silent, left = [], 0, 0
    for name, document in TRUTH.items():
        reading = read_scores((FOLDER / name).read_bytes(), name, Catalogue())
        truth = told(document["figures"])
        # Sub-indicators have no code in the truth.
        certain = {
            (one.year, one.code, one.value) for one in reading.sheet.figures if "." not in one.code
        }
        wrong += [(name, one) for one in certain - truth - told(document.get("optional", []))]
        offered = {one.value for one in reading.candidates}
        left += len(truth - certain)
        silent += sum(value not in offered for _, _, value in truth - certain)
    assert wrong == []
    assert silent <= left * 0.05
