"""Workbooks that come out the same for the same input."""

from __future__ import annotations

import io
from datetime import datetime

import xlsxwriter

# A file has no clock: the same year gives the same bytes.
_CREATED = datetime(2024, 1, 1)  # noqa: DTZ001 - a constant without place


def new_workbook(target: io.BytesIO) -> xlsxwriter.Workbook:
    """An empty workbook that writes into `target` when closed."""
    workbook = xlsxwriter.Workbook(target, {"in_memory": True})
    workbook.set_properties({"created": _CREATED})
    return workbook
