"""Documents by somebody who had not read the readers: nothing certain is wrong, little is silent.

`truth.json` tells each document's own scores; `optional` ones may be read or not. The texts of
later sets, written to mislead, stand in one file, files of other kinds in a folder.
"""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from prongsai.core.framework.catalogue import Catalogue
from prongsai.readers.scores import read_scores

FOLDER = Path(__file__).parents[1] / "cases/blind"
OFFICE = FOLDER.parent / "blind_office"
TEXTS = FOLDER.parent / "blind_texts.jsonl"
TRUTH = json.loads((FOLDER / "truth.json").read_text("utf-8"))
KEYS = ("year", "code", "value")
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


def documents():
    """Every document of both sets: name, bytes, agency, its scores, and those that may be read."""
    for name, document in TRUTH.items():
        data = (FOLDER / name).read_bytes()
        # Of the first set the agency was not given.
        yield name, data, None, told(document["figures"]), told(document.get("optional", []))
    for name, document in json.loads((OFFICE / "truth.json").read_text("utf-8")).items():
        scores, optional = (
            told([dict(zip(KEYS, row, strict=True)) for row in document.get(key, [])])
            for key in ("figures", "optional")
        )
        yield name, (OFFICE / name).read_bytes(), document["agency"], scores, optional
    for line in TEXTS.read_text("utf-8").splitlines():
        one = json.loads(line)
        figures = [dict(zip(KEYS, row, strict=True)) for row in one["figures"]]
        for agency in (one["agency"], None):
            yield one["name"], one["text"].encode(), agency, told(figures), set()


def test_nothing_certain_is_wrong_and_nearly_all_the_rest_is_offered():
    wrong, silent, left = [], 0, 0
    for name, data, agency, truth, optional in documents():
        reading = read_scores(data, name, Catalogue(), agency=agency)
        # Sub-indicators have no code in the first truth.
        read = {(one.year, one.code, round(one.value, 2)) for one in reading.sheet.figures}
        certain = {one for one in read if "." not in one[1] or one in truth}
        wrong += [(name, one) for one in certain - truth - optional]
        offered = {one.value and round(one.value, 2) for one in reading.candidates}
        left += len(truth - certain)
        # A list of many agencies offers nothing until somebody says whose scores are asked.
        asked = truth - certain if agency or reading.candidates or certain else set()
        silent += sum(value not in offered for _, _, value in asked)
    assert wrong == []
    assert silent <= left * 0.05
