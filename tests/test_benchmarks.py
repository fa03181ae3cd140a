"""Measurements run rarely: what they import of the package is there."""

import importlib
from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parents[1] / "scripts/benchmarks"
# One needs what only the measurement of the nation installs, one is a process of its own.
_OTHERS = {"nation_pandas", "nation_bare", "bare"}
NAMES = sorted({path.stem for path in FOLDER.glob("*.py")} - {"__init__", *_OTHERS})


@pytest.mark.parametrize("name", NAMES)
def test_a_measurement_finds_what_it_measures(name):
    importlib.import_module(f"scripts.benchmarks.{name}")
