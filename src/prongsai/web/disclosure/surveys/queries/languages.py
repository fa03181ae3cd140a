"""Languages that the operator's folder has catalogues of; a file that is wrong offers none."""

from __future__ import annotations

import logging
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from prongsai.core.surveys.languages import Language, read_language

FOLDER = "languages"
_LARGEST = 2_000_000
_log = logging.getLogger(__name__)


def languages() -> tuple[Language, ...]:
    """The languages in which questions can be put beside Thai and English, by their codes."""
    folder = Path(settings.DATA) / FOLDER
    files = sorted(folder.glob("*.yaml")) if folder.is_dir() else []
    found: dict[str, Language] = {}
    for path in files:
        try:
            told = path.stat()
        except OSError as fault:
            _log.warning("%s cannot be read: %s", path.name, fault)
            continue
        one = _read(path, told.st_mtime_ns, told.st_size)
        if one is not None:
            found.setdefault(one.code, one)
    return tuple(found[code] for code in sorted(found))


@lru_cache(maxsize=32)
def _read(path: Path, _changed: int, size: int) -> Language | None:
    """A catalogue, read anew once its file has changed; what is wrong is told in the log."""
    if size > _LARGEST:
        _log.warning("%s is too large for a catalogue of a language", path.name)
        return None
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as fault:
        _log.warning("%s cannot be read: %s", path.name, fault)
        return None
    found, findings = read_language(text, path.name)
    for one in findings:
        where = one.places[0].text().en if one.places else path.name
        _log.warning("%s: %s", where, one.message.en)
    return found
