"""The wording page: every sentence of the papers with the agency's own beside it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from msgspec import Struct, convert
from msgspec.structs import replace

from prongsai.core.messages import read_words
from prongsai.core.papers.booklet import booklet
from prongsai.core.papers.case import Case
from prongsai.core.papers.document import Block, Document, Heading, Paragraph
from prongsai.core.papers.letters import measures_announcement, memo, order
from prongsai.core.papers.memos import MemoText, general_memo, plan_paper
from prongsai.core.papers.responsibility import responsibility
from prongsai.core.papers.wording import Wording, fields_of, shipped
from prongsai.core.text import Text, same
from prongsai.core.yaml_data.documents import load
from prongsai.web.agency.models import Agency, WordingRow
from prongsai.web.agency.offices import (
    newest_of_each_key,
    office_of,
    own_sentences,
    unfolded,
    wording_with,
)
from prongsai.web.office.papers.queries import case_of
from prongsai.web.year.assessment.queries import years

_LABELS_FILE = Path(__file__).parents[3] / "data" / "papers" / "labels.yaml"


class _Labels(Struct, frozen=True, forbid_unknown_fields=True):
    papers: Mapping[str, Text]
    fields: Mapping[str, Text]


_LABELS = convert(load(_LABELS_FILE.read_text(encoding="utf-8")), _Labels)
# The first part of a key, in the order of the page. One that is not named here stands last.
PAPERS, FIELDS = _LABELS.papers, _LABELS.fields
_OTHER = read_words("papers/filled_by_site")


def paper_of(key: str) -> str:
    """The part of a key that names its paper."""
    return key.partition(".")[0]


def paper_label(paper: str) -> Text:
    return PAPERS.get(paper, same(paper))


def editable() -> tuple[str, ...]:
    """The keys an agency may replace.

    What a code at the foot says is ours: it must always say that it is no digital signature.
    """
    return tuple(key for key in shipped().keys if not key.startswith("mark."))


class SentenceLine(Struct, frozen=True):
    """One sentence.

    Shape:  `own` is "" where the program's own stands; `is_stale` where an update changed the
            program's sentence after the agency replaced it; `is_unusable` where the own one can
            no longer be used, and the program's own is printed.
    """

    key: str
    shipped: str
    own: str
    row: WordingRow | None
    is_stale: bool
    is_unusable: bool
    is_list: bool

    @property
    def text(self) -> str:
        return self.own or self.shipped

    @property
    def version(self) -> int:
        return self.row.number if self.row else 0


class SentencePage(Struct, frozen=True):
    """One sentence with its fields, each as it is typed and what stands there, and its history."""

    line: SentenceLine
    paper: str
    label: Text
    fields: Sequence[tuple[str, Text]]
    versions: tuple[WordingRow, ...]


def wording_page(agency: Agency, paper: str) -> dict[str, Any] | None:
    """The papers, and the sentences of one of them, in one query; None for one that there is not.

    Shape:  of each paper how many sentences it has, how many are the agency's `own`, and how many
            are `stale` and need a look.
    """
    rows = {row.key: row for row in newest_of_each_key(WordingRow.objects.filter(agency=agency))}
    lines = [_line(key, rows.get(key)) for key in editable()]
    by_paper: dict[str, list[SentenceLine]] = {}
    for line in lines:
        by_paper.setdefault(paper_of(line.key), []).append(line)
    if paper not in by_paper:
        return None
    ordered = [name for name in PAPERS if name in by_paper]
    ordered += [name for name in by_paper if name not in PAPERS]
    return {
        "papers": [
            {"name": name, "label": paper_label(name), **_counts(by_paper[name])}
            for name in ordered
        ],
        "paper": paper,
        "label": paper_label(paper),
        "sentences": by_paper[paper],
        **{f"{name}_count": count for name, count in _counts(lines).items()},
    }


def sentence_page(agency: Agency, key: str) -> SentencePage | None:
    if key not in editable():
        return None
    rows = list(WordingRow.objects.filter(agency=agency, key=key).order_by("-number"))
    line = _line(key, rows[0] if rows else None)
    return SentencePage(
        line=line,
        paper=paper_of(key),
        label=paper_label(paper_of(key)),
        fields=fields(key),
        versions=tuple(rows),
    )


def newest(agency: Agency, key: str) -> WordingRow | None:
    """The version of a key that stands."""
    return WordingRow.objects.filter(agency=agency, key=key).order_by("-number").first()


def version_of(agency: Agency, key: str, version_id: UUID) -> WordingRow | None:
    return WordingRow.objects.filter(agency=agency, key=key, pk=version_id).first()


def fields(key: str) -> list[tuple[str, Text]]:
    """The fields that a sentence may name, as they are typed."""
    names = sorted(fields_of(shipped().unfilled(key)))
    return [(f"{{{name}}}", FIELDS.get(name, _OTHER)) for name in names]


def _counts(lines: Sequence[SentenceLine]) -> dict[str, int]:
    return {
        "all": len(lines),
        "own": sum(1 for line in lines if line.own),
        "stale": sum(1 for line in lines if line.is_stale or line.is_unusable),
    }


def _line(key: str, row: WordingRow | None) -> SentenceLine:
    ours = shipped().unfilled(key)
    own = row.text if row else ""
    faults = wording_with({key: unfolded(key, own)})[1].items if own else ()
    return SentenceLine(
        key=key,
        shipped=ours,
        own=own,
        row=row,
        is_stale=bool(own) and row is not None and row.shipped != ours,
        is_unusable=bool(faults),
        is_list=shipped().is_list(key),
    )


_OF_A_CASE: Mapping[str, Callable[[Case], Document]] = {
    "memo": memo,
    "announcement": measures_announcement,
    "order": order,
    "plan": plan_paper,
    "booklet": booklet,
    "responsibility": responsibility,
}
_EXAMPLES = {
    "plan_year": "2569", "score_year": "2568", "year_before": "2567", "year_range": "2566–2568",
    "target": "85", "total": "87.50", "measure_count": "12", "group_count": "4", "months": "6",
    "day": "20 มีนาคม 2569", "first_day": "1 ตุลาคม 2568", "last_day": "30 กันยายน 2569",
    "half_day": "31 มีนาคม 2569", "due": "30 เมษายน 2569", "sent": "1 เมษายน 2569",
    "begins": "09.30", "ends": "12.00", "at": "ห้องประชุม", "group": "คณะทำงาน", "number": "1",
    "people": "20", "topics": "3", "count": "3", "amount": "10,000", "percent": "50",
    "code": "7F3A-91C2", "url": "https://www.example.go.th", "report": "รายงานความก้าวหน้ารอบ 6 เดือน",
}  # fmt: skip
_OPEN = "……"


def preview_document(agency: Agency, key: str, text: str, on: date) -> Document:
    """The paper of a key with `text` in the place of its sentence.

    Shape:  from the agency's newest year with scores where the paper is made of one; a paper that
            needs more than that shows all its sentences one below the other, fields filled with
            examples. `text` has passed `services.wording.check`.
    """
    own = {**own_sentences(agency), key: unfolded(key, text)}
    wording, _faults = wording_with(own)
    paper = paper_of(key)
    build, case = _OF_A_CASE.get(paper), None
    if build is not None:
        case = newest_case(agency, on)
    if build is not None and case is not None:
        case = replace(case, wording=wording)
        # The plan that is submitted encloses its table; the memo by itself, the booklet.
        return memo(case, enclosed=key) if key == "memo.table" else build(case)
    if paper == "general_memo":
        return general_memo(replace(office_of(agency, on), wording=wording), _EXAMPLE_MEMO)
    return _listed(agency, paper, wording, on)


def newest_case(agency: Agency, on: date) -> Case | None:
    """The case of the newest year that has scores."""
    for year in sorted(years(agency), reverse=True):
        case = case_of(agency, year, on)
        if case is not None:
            return case
    return None


def filled(agency: Agency, key: str, text: str, on: date) -> tuple[str, ...]:
    """A sentence (or those of a list) with its fields filled with examples."""
    wording, _faults = wording_with({key: unfolded(key, text)})
    return _filled(wording, key, _values(agency, on))


def with_examples(
    agency: Agency, lines: Iterable[SentenceLine], on: date
) -> list[tuple[SentenceLine, str]]:
    """Each sentence with its words as they print, fields filled with examples."""
    own = {line.key: unfolded(line.key, line.own) for line in lines if line.own}
    wording, values = wording_with(own)[0], _values(agency, on)
    return [(line, "\n".join(_filled(wording, line.key, values))) for line in lines]


def _listed(agency: Agency, paper: str, wording: Wording, on: date) -> Document:
    office = replace(office_of(agency, on), wording=wording)
    values = _values(agency, on)
    label = paper_label(paper).th
    blocks: list[Block] = [Heading(1, f"ข้อความทั้งหมดของ{label} ช่องในวงเล็บปีกกาแทนด้วยตัวอย่าง")]
    for key in wording.keys:
        if paper_of(key) == paper:
            blocks += [Paragraph(text) for text in _filled(wording, key, values)]
    return office.letter("wording", label, tuple(blocks))


def _filled(wording: Wording, key: str, values: Mapping[str, str]) -> tuple[str, ...]:
    names = fields_of(wording.unfilled(key))
    given = {name: values.get(name, _OPEN) for name in names}
    if wording.is_list(key):
        return wording.several(key, **given)
    return (wording(key, **given),)


def _values(agency: Agency, on: date) -> Mapping[str, str]:
    return {**_EXAMPLES, **office_of(agency, on).fields}


_EXAMPLE_MEMO = MemoText(
    subject="ขออนุมัติจัดประชุมคณะทำงาน",
    background=("คณะทำงานมีกำหนดประชุมทุกเดือนเพื่อติดตามมาตรการ",),
    facts=("ห้องประชุมว่างในวันดังกล่าว", "ไม่ใช้งบประมาณ"),
    proposals=("อนุมัติให้จัดประชุม", "แจ้งผู้เกี่ยวข้องเข้าประชุม"),
)
