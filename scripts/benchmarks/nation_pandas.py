"""The peer of `prongsai nation score`: pandas, as strong as we could make it, as a program alone.

    python nation_pandas.py MANIFEST IIT.parquet EIT.parquet AGENCIES.csv OUT.csv

It takes the points and shares from a manifest, checks nothing, reckons in floats, and writes the
scores as CSV: no counts, workbooks or report. pandas and pyarrow are no dependencies
of ours; run it with a Python that has them.
"""

from __future__ import annotations

import json
import sys

import numpy as np
import pandas as pd


def main() -> None:
    """Score all agencies."""
    manifest, iit, eit, agencies, out = sys.argv[1:]
    with open(manifest, encoding="utf-8") as file:  # noqa: PTH123 - a program alone
        rules = json.load(file)["rules"]
    table = pd.read_csv(agencies, dtype={"agency": str}).set_index("agency")
    scores = {code: table[code].astype(float) for code in table.columns if code[0] == "o"}
    for path in (iit, eit):
        codes = [code for code in rules["points"] if code[0] == ("i" if path == iit else "e")]
        rows = pd.read_parquet(path, columns=["agency", *codes])
        keys = rows.pop("agency").astype("category")
        earned = {
            code: np.array([0, *rules["points"][code]], np.int16)[rows[code].to_numpy()]
            for code in codes
        }
        sums = pd.DataFrame(earned, copy=False).groupby(keys.array, observed=True, sort=False).sum()
        counts = keys.value_counts().reindex(sums.index)
        for item in dict.fromkeys(rules["items"][code] for code in codes):
            own = [code for code in codes if rules["items"][code] == item]
            scores[item] = sums[own].sum(axis=1) / (counts * len(own))
    for code in reversed(rules["shares"]):
        parts = rules["shares"][code]
        scores[code] = sum(
            scores[part] * (int(share.split("/")[0]) / int(share.split("/")[1]))
            for part, share in parts.items()
        )
    pd.DataFrame(scores).round(2).sort_index().to_csv(out)


if __name__ == "__main__":
    main()
