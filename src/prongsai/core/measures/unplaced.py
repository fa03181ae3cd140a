"""A total below target of which nobody knows where it was lost: no plan can answer that."""

from __future__ import annotations

from prongsai.core.analysis.weakness import Weakness
from prongsai.core.errors import Findings
from prongsai.core.text import Text


def tell_unplaced(weakness: Weakness, findings: Findings) -> None:
    """Add a warning where the total is low and the known weak points do not account for it."""
    total = weakness.unplaced
    if total is None:
        return
    more = Text("อีก", " besides") if weakness.count else Text("", "")
    findings.warning(
        "measures/weak_where_unknown", figure=total.figure, target=weakness.target, more=more
    )
