"""What each part of the tree is worth in the total, and what is lost there."""

from __future__ import annotations

from fractions import Fraction

from prongsai.core.framework.model import Framework
from prongsai.core.ids import TOTAL

FULL = 100


def share_in(framework: Framework, code: str, ancestor: str = TOTAL) -> Fraction | None:
    """How much one point of `code` moves `ancestor`; None where the year does not tell.

    >>> from prongsai.core.framework.catalogue import Catalogue
    >>> share_in(Catalogue().get(2565), "o43")
    Fraction(1, 20)
    """
    if ancestor == TOTAL:
        return framework.shares_of_total.get(code)
    share = Fraction(1)
    tree = framework.tree
    while code != ancestor:
        if code not in tree:
            return None
        parent = tree[code].parent
        if parent is None:
            return None
        own = dict(tree[parent].children or ()).get(code)
        if own is None:
            return None
        share *= own
        code = parent
    return share


def worth(framework: Framework, code: str) -> Fraction | None:
    """Points of the total that a full score of `code` is worth."""
    share = share_in(framework, code)
    return None if share is None else share * FULL


def lost(framework: Framework, code: str, score: Fraction) -> Fraction | None:
    """Points of the total that are missing because `code` is below 100."""
    share = share_in(framework, code)
    return None if share is None else share * (FULL - score)
