"""Workbooks that come out the same for the same input."""

from __future__ import annotations

import io
from datetime import datetime
from typing import TYPE_CHECKING

from prongsai.core.measures.columns import EXPORTED

if TYPE_CHECKING:
    import xlsxwriter

# A file has no clock: the same year gives the same bytes.
_CREATED = datetime(2024, 1, 1)  # noqa: DTZ001 - a constant without place


def new_workbook(target: io.BytesIO, exported: datetime | None = None) -> xlsxwriter.Workbook:
    """An empty workbook that writes into `target` when closed.

    Shape:  `exported` is said in a property of the file that spreadsheet programs keep, so that
            who takes it in again knows which version was edited.
    """
    import xlsxwriter  # noqa: PLC0415 - a site that runs for months makes few

    workbook = xlsxwriter.Workbook(target, {"in_memory": True})
    workbook.set_properties({"created": _CREATED})
    if exported is not None:
        workbook.set_custom_property(EXPORTED, exported.isoformat(), "text")
    return workbook
