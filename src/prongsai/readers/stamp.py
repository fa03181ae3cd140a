"""When a workbook of ours was taken out, as it says itself."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import datetime

from prongsai.core.measures.columns import EXPORTED

_PART = "docProps/custom.xml"
_MOST_BYTES = 65_536
_VALUE = re.compile(
    rb'name="' + EXPORTED.encode() + rb'"[^>]*>\s*<vt:lpwstr>([0-9T:.+\-]{10,40})</vt:lpwstr>'
)


def exported_at(data: bytes) -> datetime | None:
    """The moment, with its zone; None for any other file, and where it cannot be read."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive, archive.open(_PART) as part:
            match = _VALUE.search(part.read(_MOST_BYTES))
        moment = datetime.fromisoformat(match[1].decode()) if match else None
    except (zipfile.BadZipFile, KeyError, ValueError, OSError, NotImplementedError, RuntimeError):
        return None
    return moment if moment is None or moment.tzinfo else None
