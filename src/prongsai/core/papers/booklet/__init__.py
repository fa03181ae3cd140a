"""The booklet of measures: from last year's figures to this year's work."""

from msgspec.structs import replace

from prongsai.core.papers.booklet.analysis import analysis
from prongsai.core.papers.booklet.introduction import calendar, following, introduction
from prongsai.core.papers.booklet.parts import cover, front, measures, numbered, summary
from prongsai.core.papers.booklet.results import results
from prongsai.core.papers.booklet.sources import sources
from prongsai.core.papers.case import Case
from prongsai.core.papers.document import Document, Form, Section
from prongsai.core.papers.facts import Facts


def booklet(case: Case) -> Document:
    """Cover, preface, contents, summary, five chapters, and where each figure comes from."""
    facts = Facts(case)
    title = f"{facts('common.measures_title')} {facts('common.year')}"
    sections = (
        Section(Form.COVER, (cover(facts),)),
        Section(Form.FRONT, front(facts)),
        Section(
            Form.CHAPTER,
            (*summary(facts), *introduction(facts), *results(facts), *analysis(facts)),
        ),
        Section(Form.CHAPTER, measures(facts), landscape=True),
        Section(Form.CHAPTER, following(facts)),
        Section(Form.CHAPTER, calendar(facts), landscape=True),
        Section(Form.CHAPTER, sources(facts)),
    )
    filled = numbered(facts, [section for section in sections if section.blocks])
    paper = case.office.paper("booklet", title, filled)
    return replace(paper, running_head=title, emblem_label=facts("common.seal"))
