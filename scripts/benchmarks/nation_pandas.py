"""The peer of `prongsai nation score`: pandas, as strong as we could make it, as a program alone.

    python nation_pandas.py MANIFEST IIT.parquet EIT.parquet AGENCIES.csv OUT.csv

It takes the points and shares from a manifest, checks nothing, reckons in floats, and writes the
scores as CSV: no counts, Parquet, workbooks or report. It reads only the columns that it needs,
agencies as a dictionary, and counts with numpy, a third faster than by groupby. pandas and
pyarrow are no dependencies of ours; run it with a Python that has them.
"""

from __future__ import annotations

import json
import sys
from typing import Any

import numpy as np
import pandas as pd

_ROOM = 8  # options of a question at most, and 0 for none


def main() -> None:
    """Score all agencies."""
    manifest, iit, eit, agencies, out = sys.argv[1:]
    with open(manifest, encoding="utf-8") as file:  # noqa: PTH123 - a program alone
        rules = json.load(file)["rules"]
    table = pd.read_csv(agencies, dtype={"agency": str}, usecols=_is_wanted).set_index("agency")
    scores = {code: table[code].astype(float) for code in table.columns}
    for path, letter in ((iit, "i"), (eit, "e")):
        scores |= _items(path, [code for code in rules["points"] if code[0] == letter], rules)
    for code in reversed(rules["shares"]):
        parts = rules["shares"][code]
        scores[code] = sum(
            scores[part] * (int(share.split("/")[0]) / int(share.split("/")[1]))
            for part, share in parts.items()
        )
    pd.DataFrame(scores).round(2).sort_index().to_csv(out)


def _is_wanted(column: str) -> bool:
    return column == "agency" or (column[0] == "o" and column[1:].isdigit())


def _items(path: str, codes: list[str], rules: dict[str, Any]) -> dict[str, Any]:
    """The scores of a survey's items."""
    rows = pd.read_parquet(path, columns=["agency", *codes], read_dictionary=["agency"])
    keys = rows.pop("agency").astype("category")
    names = keys.cat.categories
    places = keys.cat.codes.to_numpy().astype(np.int32) * _ROOM
    sums: dict[str, tuple[Any, Any]] = {}
    for code in codes:
        points = np.zeros(_ROOM)
        points[1 : 1 + len(rules["points"][code])] = rules["points"][code]
        chosen = places + rows[code].to_numpy()
        counts = np.bincount(chosen, minlength=_ROOM * len(names)).reshape(-1, _ROOM)
        earned, answers = sums.get(rules["items"][code], (0, 0))
        sums[rules["items"][code]] = earned + counts @ points, answers + counts[:, 1:].sum(axis=1)
    return {item: pd.Series(own / answers, index=names) for item, (own, answers) in sums.items()}


if __name__ == "__main__":
    main()
