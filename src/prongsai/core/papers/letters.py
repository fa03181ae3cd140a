"""The short papers: memo, announcement, working-group order."""

from collections.abc import Sequence

from msgspec.structs import replace

from prongsai.core.analysis.weakness import RankedItem
from prongsai.core.ids import INSTRUMENTS, Level
from prongsai.core.papers.approving import (
    UNSIGNED,
    Signing,
    drafter_signature,
    last_signature,
    opinions_of,
)
from prongsai.core.papers.case import Case, Member
from prongsai.core.papers.document import (
    Block,
    Dated,
    Document,
    Heading,
    NoticeHead,
    Numbered,
    Paragraph,
    Together,
)
from prongsai.core.papers.facts import Facts, named, score_text
from prongsai.core.papers.memos import GroupOrder, MemoText, memo_head, order_blocks, order_head
from prongsai.core.papers.responsibility import owners_of

# Groups and measures of an announcement that stand on one page with what is signed.
_LINES_ON_A_PAGE = 14


def memo(case: Case, signing: Signing = UNSIGNED, *, enclosed: str = "memo.booklet") -> Document:
    """The memo that asks the chief executive for approval, with the chain of opinions.

    Shape:  what `signing` leaves open is that of the case's settings; it comes from the unit that
            drafted it; `enclosed` is the sentence that names the measures it brings: the booklet,
            or the table of measures ("memo.table").
    """
    case = case.of_unit(signing.unit)
    facts, settings, agency = Facts(case), case.settings, case.agency
    signing = replace(
        signing,
        number=signing.number or f"{agency.number_prefix}{settings.memo_number}",
        day=signing.day or settings.memo_day,
    )
    subject = facts("memo.subject")
    enclosures = (facts(enclosed), facts("memo.announcement"))
    text = MemoText(subject, to=facts("memo.to"), enclosures=enclosures)
    sections = (_background, _findings, _consideration, _proposal)
    body = [block for number, part in enumerate(sections, start=1) for block in part(facts, number)]
    officer = drafter_signature(signing, agency.positions.officer)
    closing = Together((Paragraph(facts("memo.closing")), officer))
    chain = opinions_of(case.office, signing)
    blocks = (memo_head(facts, agency, text, signing), *body, closing, chain)
    return case.office.letter("memo", subject, blocks, signing.mark)


def measures_announcement(case: Case, signing: Signing = UNSIGNED) -> Document:
    """The announcement of the measures, for the chief executive to sign."""
    facts = Facts(case)
    signing = replace(signing, day=signing.day or case.settings.announcement_day)
    weak = facts(_standing_of(facts))
    numbered = _clauses(facts)
    head = NoticeHead(facts("announcement.issuer"), _subject(facts, "announcement"))
    blocks: tuple[Block, ...] = (
        head,
        Paragraph(facts("announcement.reason", still_weak=weak)),
        Paragraph(facts("announcement.purpose")),
        *numbered[:-1],
        Together(
            (
                numbered[-1],
                Paragraph(facts("announcement.effect")),
                Paragraph(facts("announcement.closing")),
                Dated(facts("announcement.dated", day=signing.notice_day)),
                last_signature(signing, case.agency.positions.chief_executive),
            )
        ),
    )
    title = " ".join((head.issuer, *head.subject))
    return case.office.letter("announcement", title, blocks, signing.mark)


def _standing_of(facts: Facts) -> str:
    """The sentence on what is weak: counted, lost nobody knows where, none, or not known."""
    weakness = facts.case.weakness
    if weakness.count:
        return "announcement.still_weak"
    if weakness.unplaced is not None:
        return "announcement.low_total"
    if facts.knows_all_items():
        return "announcement.no_weak"
    return "announcement.no_weak_known" if weakness.all_items else "announcement.no_items"


def _clauses(facts: Facts) -> list[Numbered]:
    """A clause for each group with its measures, then who does and who reports.

    Shape:  each measure on a line of its own, unless the lines would push the signature to
            another page: then they run on, as long announcements have them.
    """
    clauses: list[Numbered] = []
    groups = facts.case.plan.groups
    runs_on = len(groups) + len(facts.case.plan.measures) > _LINES_ON_A_PAGE
    for number, (name, measures) in enumerate(groups, start=1):
        clause = facts("announcement.clause", number=number)
        words = facts("announcement.group", name=name) if name else facts("announcement.no_group")
        titles = [
            Numbered(f"({place})", measure.title, 2)
            for place, measure in enumerate(measures, start=1)
        ]
        if runs_on:
            lines = [f"{title.number}\u00a0{title.text}" for title in titles]
            words = " ".join([words, *(lines if len(lines) > 1 else [titles[0].text])])
        clauses += [Numbered(clause, words), *([] if runs_on else titles)]
    for number, key in enumerate(("duty", "report"), start=len(groups) + 1):
        clause = facts("announcement.clause", number=number)
        clauses.append(Numbered(clause, facts(f"announcement.{key}")))
    return clauses


def order(case: Case, signing: Signing = UNSIGNED) -> Document:
    """The order that appoints the working group."""
    facts, settings = Facts(case), case.settings
    signing = replace(signing, day=signing.day or settings.order_day)
    lines = _subject(facts, "order")
    head = order_head(facts, lines, signing, settings.made_on, settings.order_number)
    group_order = GroupOrder(
        subject=lines[0],
        fiscal_year=case.plan.fiscal_year,
        reason=facts("order.reason"),
        duties=settings.duties or case.wording.several("order.duties", **facts.fields),
        members=settings.members or _usual_members(facts),
    )
    blocks = order_blocks(facts, case.agency, group_order, signing)
    title = " ".join((head.issuer, *head.subject))
    return case.office.letter("order", title, (head, *blocks), signing.mark)


def _subject(facts: Facts, paper: str) -> tuple[str, str]:
    return facts(f"{paper}.subject"), facts("common.year")


def _background(facts: Facts, number: int) -> list[Block]:
    text = facts("memo.background_text", rated=facts.rated, versus_before=facts.versus_before)
    return [Heading(2, facts("memo.background"), f"{number}."), Paragraph(text)]


def _findings(facts: Facts, number: int) -> list[Block]:
    sentences = [_instrument(facts, code) for code in INSTRUMENTS]
    if facts.case.remarks:
        sentences.append(facts("memo.remarks"))
    if not any(sentences):
        return [
            Heading(2, facts("memo.facts"), f"{number}."),
            Paragraph(" ".join(filter(None, (facts("memo.facts_none"), facts.low_total)))),
        ]
    return [
        Heading(2, facts("memo.facts"), f"{number}."),
        Paragraph(" ".join(filter(None, (_analysed(facts), facts.low_total)))),
        *(
            Numbered(f"{number}.{place}", text)
            for place, text in enumerate(filter(None, sentences), start=1)
        ),
    ]


def _analysed(facts: Facts) -> str:
    """What was analysed: all levels, or the scores that there are."""
    items, above = facts.case.weakness.all_items, (Level.INSTRUMENT, Level.INDICATOR)
    is_whole = bool(items) and not any(facts.unknown_of(level) for level in above)
    return facts("memo.facts_text" if is_whole else "memo.facts_text_known")


def _instrument(facts: Facts, code: str) -> str:
    """One instrument's sentence; "" where nothing is known of it or of its parts."""
    case = facts.case
    score = case.card.scores[code]
    own = [item for item in case.weakness.all_items if item.instrument == code]
    tree = case.card.framework.tree
    inside = [
        indicator
        for indicator in case.card.of_level(Level.INDICATOR)
        if tree[indicator.code].parent == code
    ]
    if score.figure is None and not own and not inside:
        return ""
    weak = [item for item in case.weakness.below_target if item.instrument == code]
    if not own:
        below = facts("memo.instrument_no_items")
    elif not weak and facts.knows_all_items(code):
        below = facts("memo.instrument_pass")
    elif not weak:
        below = facts("memo.instrument_pass_known", count=len(own))
    elif all(item.score == 0 for item in weak):
        below = facts("memo.instrument_zero", count=len(weak), worst=_names(facts, weak))
    elif len(weak) == 1:
        below = facts("memo.instrument_one", worst=facts.worst(weak))
    else:
        below = facts("memo.instrument_below", count=len(weak), worst=facts.worst(weak[:1]))
    nodes = named(
        (node.name.th, node.score)
        for node in case.weakness.nodes_below
        if tree[node.key].parent == code
    )
    if nodes:
        below += " " + facts("memo.instrument_nodes", names=nodes)
    elif inside and not own:
        below += " " + facts("memo.instrument_indicators_known", count=len(inside))
    if score.figure is None:
        return facts("memo.instrument_unknown", name=score.name.th, code=code, below=below)
    return facts(
        "memo.instrument", name=score.name.th, code=code, score=score_text(score), below=below
    )


def _names(facts: Facts, items: Sequence[RankedItem]) -> str:
    names = [facts.item_name(item) for item in items]
    return " และ".join(filter(None, (" ".join(names[:-1]), names[-1])))


def _consideration(facts: Facts, number: int) -> list[Block]:
    plan = facts.case.plan
    money = [measure.money for measure in plan.measures]
    open_count = sum(1 for stated in money if stated is None)
    if not money:
        budget = ""
    elif open_count:
        budget = facts("memo.budget_open", count=open_count)
    elif all(stated is not None and stated.amount == 0 for stated in money):
        budget = facts("memo.no_budget")
    else:
        budget = facts("memo.with_budget")
    return [
        Heading(2, facts("memo.consideration"), f"{number}."),
        Paragraph(" ".join(filter(None, (facts("memo.consideration_text"), budget)))),
    ]


def _proposal(facts: Facts, number: int) -> list[Block]:
    proposals = facts.case.wording.several("memo.proposals", **facts.fields)
    return [
        Heading(2, facts("memo.proposal"), f"{number}."),
        Paragraph(facts("memo.proposal_text")),
        *(Numbered(f"{number}.{place}", text) for place, text in enumerate(proposals, start=1)),
    ]


def _usual_members(facts: Facts) -> tuple[Member, ...]:
    """The working group where the agency names none: those who sign, and the plan's units."""
    positions = facts.case.agency.positions
    units = dict.fromkeys(
        owner.split()[0]
        for measure in facts.case.plan.measures
        for owner in owners_of(measure.unit)
        if owner.startswith("กอง")
    )
    heads = [f"ผู้อำนวยการ{unit}" for unit in units]
    return (
        Member(positions.chief_administrator, facts("order.chair")),
        *(Member(head, facts("order.member")) for head in heads),
        Member(positions.office_head, facts("order.secretary")),
        Member(positions.officer, facts("order.assistant")),
    )
