"""The demo's desk of the whole year before, with its statistics papers; all of it is made up."""

from __future__ import annotations

from datetime import date, timedelta
from hashlib import sha256
from random import Random

from prongsai.core.desk.corruption import Class, End, MonthCounts
from prongsai.core.desk.due import due_on
from prongsai.core.desk.model import Act, CaseKind, Channel, Outcome, State
from prongsai.core.desk.reading import kind_of
from prongsai.core.desk.statistics import MONTHS
from prongsai.core.fiscal import end, start
from prongsai.core.slips import drawn_slip
from prongsai.web.citizens.desk.guarding import digest_of
from prongsai.web.citizens.desk.models import Case, CaseEntry
from prongsai.web.citizens.desk.queries import PAPERS
from prongsai.web.citizens.desk.services import reports
from prongsai.web.project.demo_stage import YEAR, Stage, on

_PAST = YEAR - 1
# Kind, how many came in the year, what they were about, the classes.
_CAME = (
    (
        "complaint", 64, ("ไฟทางดับ", "ถนนเป็นหลุม", "น้ำท่วมขัง", "ขยะตกค้าง"),
        ("lights", "roads", "water", "waste"),
    ),
    ("question", 31, ("เวลาทำการ", "เอกสารต่อใบอนุญาต", "กำหนดชำระภาษี"), ()),
    ("prune-trees", 22, ("ต้นไม้พาดสายไฟ", "กิ่งไม้บังป้ายจราจร"), ()),
    ("opinion", 9, ("สวนสาธารณะ", "ตลาดนัด"), ()),
    ("general-request", 3, ("ขอใช้ศาลา",), ()),
)  # fmt: skip
_ENDS = (Outcome.DONE, Outcome.DONE, Outcome.EXPLAINED, Outcome.FORWARDED)
_ANSWER = "ดำเนินการแล้ว (ตัวอย่าง)"
_COMPLAINTS = {
    4: MonthCounts({Class.BUYING: {End.UNFOUNDED: 1}}),
    9: MonthCounts({Class.POWER: {End.OPEN: 1}}),
}


def play(stage: Stage) -> None:
    """Cases from the agency's old book, all answered; months of complaints; the four papers."""
    lot = Random(_PAST)  # noqa: S311 - the same demo each time
    drawn = sorted(
        (start(_PAST) + timedelta(days=lot.randrange((end(_PAST) - start(_PAST)).days)), place)
        for place, (_, count, _, _) in enumerate(_CAME)
        for _ in range(count)
    )
    rows = [_case(stage, lot, number, day, place) for number, (day, place) in enumerate(drawn, 1)]
    Case.objects.bulk_create(rows)
    CaseEntry.objects.bulk_create(
        CaseEntry(case=row, number=number, act=act, day=day, text=text)
        for row in rows
        for number, act, day, text in (
            (1, Act.RECEIVE, row.day, ""), (2, Act.ANSWER, row.answered_on or row.day, _ANSWER),
        )
    )  # fmt: skip
    with on(date(2022, 10, 5), 10):
        for month in range(MONTHS):
            counts = _COMPLAINTS.get(month, MonthCounts())
            reports.enter(stage.person("complaint"), _PAST, month, counts, seen=0)
        for paper in PAPERS.values():
            reports.make(stage.person("complaint"), paper, _PAST)
        stage.work()


def _case(stage: Stage, lot: Random, number: int, day: date, place: int) -> Case:
    key, _, subjects, classes = _CAME[place]
    kind = _kind(key)
    which = lot.randrange(len(subjects))
    subject = f"{subjects[which]} (ตัวอย่าง)"
    receipt = drawn_slip(sha256(f"demo {_PAST} {number}".encode()).digest())
    return Case(
        agency=stage.agency, kind=key, fiscal_year=_PAST, number=number, channel=Channel.WEB,
        receipt=digest_of(stage.agency, receipt), values={kind.named_by: subject}, subject=subject,
        class_key=classes[which] if classes else "", state=State.ANSWERED, day=day,
        due_on=due_on(day, kind.due, ()), answered_on=day + timedelta(days=1 + lot.randrange(18)),
        outcome=lot.choice(_ENDS), version=2,
    )  # fmt: skip


def _kind(key: str) -> CaseKind:
    kind = kind_of(key)
    if kind is None:
        message = f"the demo has no kind {key}"
        raise LookupError(message)
    return kind
