"""Whether acts take their locks in the one order that `journal.hold` names: the agency first.

SQLite locks no rows, so the statements are looked at: what is read for update or changed before the
agency is locked, in the same transaction, would be locked before it on PostgreSQL.
"""

import sys
from contextlib import contextmanager
from pathlib import Path
from unittest import mock

from django.db.models.sql import compiler
from django.db.transaction import Atomic

AGENCY = "agency_agency"


class Watch:
    """The tables locked in the transaction that goes on, and where the agency came after them."""

    def __init__(self):
        self.depth, self.locked, self.made, self.wrong = 0, [], set(), []

    def lock(self, table):
        # What was added in this transaction nobody else can hold.
        if not self.depth or table in self.made:
            return
        if table == AGENCY and self.locked and AGENCY not in self.locked:
            self.wrong.append((tuple(self.locked), _service()))
        self.locked.append(table)

    def enter(self, block):
        if not block._from_testcase:
            if not self.depth:
                self.locked, self.made = [], set()
            self.depth += 1

    def leave(self, block):
        if not block._from_testcase:
            self.depth -= 1


def _service():
    """The function of the site that asked."""
    frame = sys._getframe()
    while frame and ("site-packages" in frame.f_code.co_filename or _is_aside(frame)):
        frame = frame.f_back
    return frame.f_code.co_name


def _is_aside(frame):
    return Path(frame.f_code.co_filename).name in {"lock_order.py", "journal.py"}


@contextmanager
def watched():
    """Watch the transactions of this thread."""
    watch = Watch()

    def before(owner, name, look):
        kept = getattr(owner, name)

        def looking(self, *args, **kwargs):
            look(self)
            return kept(self, *args, **kwargs)

        return mock.patch.object(owner, name, looking)

    def table(self):
        return self.query.model._meta.db_table

    def read(self):
        query = self.query
        if getattr(query, "select_for_update", False):
            # Who adds a row that hangs on the agency would wait, and be waited for at its entry.
            has_agency = table(self) == AGENCY or query.select_related
            if has_agency and not query.select_for_update_of and not query.select_for_no_key_update:
                watch.wrong.append(((table(self),), _service()))
            watch.lock(table(self))

    def changed(self):
        watch.lock(table(self))

    with (
        before(compiler.SQLCompiler, "execute_sql", read),
        before(compiler.SQLUpdateCompiler, "execute_sql", changed),
        before(compiler.SQLDeleteCompiler, "execute_sql", changed),
        before(compiler.SQLInsertCompiler, "execute_sql", lambda self: watch.made.add(table(self))),
        before(Atomic, "__enter__", watch.enter),
        before(Atomic, "__exit__", watch.leave),
    ):
        yield watch
