"""The measures plan on a paper of its own, in the layout that the agency uses."""

from __future__ import annotations

from msgspec.structs import replace

from prongsai.core.measures.cells import is_blank
from prongsai.core.papers.booklet.plan import measures_table
from prongsai.core.papers.case import Case
from prongsai.core.papers.document import Block, Document, Form, Heading, Paragraph, Section
from prongsai.core.papers.facts import Facts
from prongsai.core.papers.letters import letter

_UPRIGHT = 4


def plan_paper(case: Case) -> Document:
    """Title, one sentence, the day of approval where there is one, and the table."""
    facts = Facts(case)
    layout = case.settings.layout
    title = f"{facts('common.measures_title')} {facts('common.year')}"
    blocks: list[Block] = [Heading(1, title)]
    if not case.plan.measures:
        blocks.append(Paragraph(facts("booklet.measures.none")))
    else:
        blocks.append(Paragraph(facts("booklet.measures.lead")))
        if not is_blank(case.plan.approved):
            blocks.append(Paragraph(facts("plan.approved", day=case.plan.approved)))
        blocks.append(replace(measures_table(facts, layout), caption=""))
    return replace(
        letter(case, "plan", title, ()),
        sections=(Section(Form.CHAPTER, tuple(blocks), landscape=layout.columns > _UPRIGHT),),
        running_head=title,
    )
