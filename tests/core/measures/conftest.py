"""What the tests of the measures share."""

import runpy
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def plans():
    """A strategy of plans."""
    return runpy.run_path(str(Path(__file__).with_name("random_plans.py")))["PLANS"]
