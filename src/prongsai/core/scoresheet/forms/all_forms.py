"""Every form of its own that a table may have, in the order in which they are tried.

Loaded by the first table that is no typed sheet of codes and scores: most sheets need none.
"""

from __future__ import annotations

from collections.abc import Sequence

from prongsai.core.extract import Block, Table
from prongsai.core.scoresheet.forms.barred_groups import without_barred_groups
from prongsai.core.scoresheet.forms.circumstances import Circumstances
from prongsai.core.scoresheet.forms.crowded import apart
from prongsai.core.scoresheet.forms.goals_beside import without_goals
from prongsai.core.scoresheet.forms.group_scores import with_groups_apart
from prongsai.core.scoresheet.forms.headed_scores import with_heads_joined
from prongsai.core.scoresheet.forms.heading_words import in_usual_headings
from prongsai.core.scoresheet.forms.indicators_in_order import with_indicators_named
from prongsai.core.scoresheet.forms.mean_row import with_mean_named
from prongsai.core.scoresheet.forms.name_over_score import with_names_and_scores_joined
from prongsai.core.scoresheet.forms.number_first import with_names_first
from prongsai.core.scoresheet.forms.numbered_indicators import with_indicator_numbers
from prongsai.core.scoresheet.forms.pairs_above import with_pairs_as_titles
from prongsai.core.scoresheet.forms.pairs_in_rows import with_pairs_in_rows
from prongsai.core.scoresheet.forms.side_by_side import with_own_titles
from prongsai.core.scoresheet.forms.ticks import with_ticks_worth
from prongsai.core.scoresheet.forms.tiles import with_tiles
from prongsai.core.scoresheet.forms.weights_beside import with_weights_beside
from prongsai.core.scoresheet.forms.yearly_totals import with_totals_headed
from prongsai.core.scoresheet.names import Names

_FORMS = (
    without_barred_groups,
    with_indicator_numbers,
    with_ticks_worth,
    with_pairs_in_rows,
    with_pairs_as_titles,
    with_weights_beside,
    in_usual_headings,
    with_own_titles,
    with_names_and_scores_joined,
    with_indicators_named,
    with_groups_apart,
    with_totals_headed,
    with_mean_named,
)


def in_usual_form(table: Table, around: Circumstances) -> Table:
    """A table in the usual form, where it is certain what it says."""
    table = apart(table)
    for form in _FORMS:
        table = form(table, around)
    return table


def in_usual_words(blocks: Sequence[Block], names: Names) -> list[Block]:
    """The blocks with names before their scores, and without goals beside these."""
    told = with_names_first(without_goals(blocks, names), names)
    return with_heads_joined(with_tiles(told, names), names)
