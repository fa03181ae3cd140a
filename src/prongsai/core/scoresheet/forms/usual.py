"""Tables in forms of their own become the usual ones, where it is certain what they say.

Only words of headings and labels are put in other words; numbers and places stay as they are.
Where it is not certain the table stays as it is, and what is not read of it is told elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from prongsai.core.extract import Block, Table
from prongsai.core.scoresheet.around.topics import Topic
from prongsai.core.scoresheet.around.whose import NAMED_AGENCY
from prongsai.core.scoresheet.complaints import Complaints
from prongsai.core.scoresheet.forms.circumstances import Circumstances
from prongsai.core.scoresheet.forms.typed import is_typed
from prongsai.core.scoresheet.names import Names

_LONGEST_CAPTION = 220


class Usual:
    """Puts the tables of one document into the usual form."""

    def __init__(self, names: Names, complaints: Complaints, agency: str | None) -> None:
        """`agency` is the one that the caller named; `complaints` takes what stays unread."""
        self._names = names
        self._complaints = complaints
        self._agency = agency

    def table(self, table: Table, caption: str, topic: Topic) -> Table:
        """The table as it is usually printed; `caption` is the text right above it."""
        if is_typed(table):
            return table
        from prongsai.core.scoresheet.forms.all_forms import in_usual_form  # noqa: PLC0415

        around = Circumstances(caption, topic, self._names, self._complaints, self._agency)
        return in_usual_form(table, around)


def captions_above(blocks: Sequence[Block]) -> Iterator[str]:
    """For each block the last paragraph above it, none where a table stands between."""
    caption = ""
    for block in blocks:
        yield caption
        if isinstance(block, Table):
            caption = ""
        elif block.text.strip():
            # A line that only names the agency leaves the caption what it was.
            named = NAMED_AGENCY.fullmatch(block.text.strip())
            caption = f"{block.text}\n{caption}" if named and caption else block.text
            caption = caption[-_LONGEST_CAPTION:]
