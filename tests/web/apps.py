"""Which app of the site a file belongs to."""

from pathlib import Path

import prongsai.web

ROOT = Path(prongsai.web.__file__).parent
DISTRICTS = {"signing", "year", "office", "disclosure", "citizens"}


def app_of(path):
    """The label of an app, wherever in its folder the file stands."""
    district, *below = path.relative_to(ROOT).parts
    return below[0] if district in DISTRICTS else district
