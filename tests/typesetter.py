"""One process of the typesetter for all papers of a run: nearly all of a small paper is its start.

tests/documents/test_press.py holds that papers made in one press are those made in many, and what
becomes of a press that is left, dies or cannot start.
"""

from contextlib import contextmanager
from threading import RLock

import pytest

from prongsai.documents import counter_papers, handouts, pdf
from prongsai.documents.typesetting.font import fonts
from prongsai.documents.typesetting.press import Press


class _KeptPress:
    """A press that is not left when a paper is done, but when one was refused or broke off."""

    def __init__(self):
        self._lock = RLock()
        self._press = None

    def __enter__(self):
        self._lock.acquire()
        try:
            fonts()
            self._press = self._press or Press().__enter__()
        except BaseException:
            self._lock.release()
            raise
        return self._press

    def __exit__(self, kind, error, trace):
        if kind is not None:
            self.close()
        self._lock.release()

    def close(self):
        if self._press is not None:
            self._press.__exit__(None, None, None)
        self._press = None


@contextmanager
def kept():
    """What makes PDF in this process uses the same press again."""
    press = _KeptPress()
    with pytest.MonkeyPatch.context() as patch:
        for module in (pdf, handouts, counter_papers):
            patch.setattr(module, "Press", lambda: press)
        yield
    press.close()
