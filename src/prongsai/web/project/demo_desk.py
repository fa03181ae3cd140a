"""The demo's desk: half a year of cases in every state; all of it is made up.

Map and photos are drawn by `demo_photos`: they show nothing that is.
"""

from __future__ import annotations

from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

from msgspec import Struct, convert

from prongsai.core.desk.model import Act, Channel, Outcome
from prongsai.core.desk.reading import kind_of
from prongsai.core.desk.ways import NewsState, WayKind
from prongsai.core.slips import drawn_slip
from prongsai.core.yaml_data.documents import parse
from prongsai.web.citizens.desk.models import Case, CaseNews, CaseWay
from prongsai.web.citizens.desk.pictures import Point, map_in_use, redrawn
from prongsai.web.citizens.desk.queries import PAPERS, answers, editions
from prongsai.web.citizens.desk.services import receiving, reports, working
from prongsai.web.citizens.desk.services.keeping import set_map
from prongsai.web.platform.clock import now
from prongsai.web.project import demo_photos
from prongsai.web.project.demo_stage import YEAR, Stage, on

_SET_UP, _BOX, _EVIDENCE = date(2022, 10, 6), date(2023, 3, 18), date(2023, 3, 18)
_CASES = Path(__file__).parents[2] / "data" / "demo" / "desk.yaml"


class Then(Struct, frozen=True):
    """What happened to a case, and when.

    Shape:  `text` of a join is what the main one is about; `photos` are scenes of `demo_photos`;
            `to`, `letter` and `follow_up_on` are those of a forwarding.
    """

    day: date
    act: Act
    text: str = ""
    outcome: Outcome = Outcome.DONE
    points: int = 0
    photos: tuple[str, ...] = ()
    to: str = ""
    letter: str = ""
    follow_up_on: date | None = None


class Brought(Struct, frozen=True):
    """A case of the story.

    Shape:  `point` in thousandths of the map, () for none; `told` is what became of the mails that
            there is news, None where none was asked for: a demo sends nothing.
    """

    kind: str
    day: date
    values: dict[str, str]
    channel: Channel = Channel.WEB
    unit: str = ""
    class_key: str = ""
    then: tuple[Then, ...] = ()
    photos: tuple[str, ...] = ()
    point: tuple[int, ...] = ()
    told: NewsState | None = None


class Desk:
    """The cases of the story, played as far as the rest of it has come."""

    def __init__(self, stage: Stage) -> None:
        """Nothing has happened yet."""
        told = parse(_CASES.read_text(encoding="utf-8"), _CASES.name).data
        self._stage = stage
        self._stories = convert(told, list[Brought])
        self._cases: dict[int, Case] = {}
        with on(_SET_UP, 9):
            set_map(
                by=stage.person("clerk"), name="map.jpg", data=_drawn(demo_photos.MAP),
                source="แผนที่สมมติ วาดโดยโปรแกรม (ตัวอย่าง)",
            )  # fmt: skip
        steps: list[tuple[date, int, Then | None]] = []
        for number, one in enumerate(self._stories):
            steps.append((one.day, number, None))
            steps += [(then.day, number, then) for then in one.then]
        # What an official does stands in the journal, in the order of the days.
        self._steps = sorted(steps, key=lambda step: (step[0], step[1]))

    def until(self, last: date) -> None:
        """Play what happened up to a day."""
        while self._steps and self._steps[0][0] <= last:
            day, number, then = self._steps.pop(0)
            one = self._stories[number]
            with on(day, 15, 45):
                if then is None:
                    self._cases[number] = _received(self._stage, number, one)
                else:
                    self._cases[number].refresh_from_db()
                    _happens(self._stage, self._cases[number], one, then)


def _received(stage: Stage, number: int, one: Brought) -> Case:
    kind = kind_of(one.kind)
    if kind is None:
        message = f"the demo has no kind {one.kind}"
        raise LookupError(message)
    receipt = drawn_slip(sha256(f"demo {number}".encode()).digest())
    by = None if one.channel is Channel.WEB else stage.person("clerk")
    row = map_in_use(stage.agency)
    point = Point(row, *one.point) if row and one.point else None
    brought = receiving.Brought(
        one.values, receipt, channel=one.channel, by=by, point=point, photos=_photos(one.photos)
    )
    case = receiving.receive(stage.agency, kind, brought)
    if one.told:
        CaseWay.objects.create(case=case, kind=WayKind.MAIL, to=f"citizen-{number}@example.com")
    return case


def _happens(stage: Stage, case: Case, one: Brought, then: Then) -> None:
    by = stage.person("clerk")
    official: dict[str, Any] = {"by": by, "seen": case.version}
    if then.act is Act.ASSIGN:
        unit = stage.unit(one.unit)
        working.assign(case, unit=unit, class_key=one.class_key, **official)
    elif then.act is Act.ASK:
        working.ask(case, text=then.text, **official)
    elif then.act is Act.ANSWER:
        shown = _photos(then.photos)
        working.answer(case, text=then.text, outcome=then.outcome, photos=shown, **official)
    elif then.act is Act.FORWARD:
        told = working.Forward(
            then.to, then.day, then.text, then.letter, follow_up_on=then.follow_up_on
        )
        working.forward(case, told, **official)
    elif then.act is Act.JOIN:
        main = Case.objects.get(agency=stage.agency, subject=then.text)
        working.join(case, main, by=by, seen=case.version, main_seen=main.version)
    elif then.act is Act.RATE:
        working.rate(case, points=then.points)
    elif then.act is Act.REPLY:
        working.reply(case, text=then.text, photos=_photos(then.photos))
    else:
        working.reopen(case, text=then.text)
    if one.told:
        waits = CaseNews.objects.filter(way__case=case, state=NewsState.WAITING)
        waits.update(state=one.told, finished_at=now(), attempts=1)


def open_box(stage: Stage) -> None:
    """The opinion box is opened by two, and one of its slips is keyed; the other waits."""
    clerk, second = stage.person("clerk"), stage.person("complaint")
    counted = receiving.Count(2, 1)
    with on(_BOX, 15, 45):
        opening = receiving.open_box(
            by=clerk, box="หน้าศูนย์บริการประชาชน (ตัวอย่าง)", day=_BOX, counted=counted,
            next_on=_BOX + timedelta(days=14),
        )  # fmt: skip
    with on(_BOX, 15, 45):
        receiving.confirm(opening, by=second, counted=counted, seen=opening.version)
        opening.refresh_from_db()
        values = {"subject": "เก้าอี้รอรับบริการ (ตัวอย่าง)", "opinion": "อยากให้มีเก้าอี้เพิ่มหน้าห้องงานทะเบียน"}
        receipt = drawn_slip(sha256(b"demo box").digest())
        receiving.key_slip(opening, by=clerk, values=values, receipt=receipt)


def show_papers(stage: Stage) -> None:
    """The papers of the year before are evidence of the items that ask for them."""
    year = YEAR - 1
    with on(_EVIDENCE, 15, 45):
        for paper in PAPERS.values():
            row = editions(stage.agency, paper, year).select_related("agency").first()
            if row is None:
                continue
            for one in answers(stage.agency, paper, year):
                reports.make_evidence(
                    row, by=stage.officer, year=one.year, items=one.items, forms=("pdf",)
                )


def _photos(scenes: tuple[str, ...]) -> list[bytes]:
    return [redrawn("photo.jpg", _drawn(one)) for one in scenes]


def _drawn(scene: str) -> bytes:
    return demo_photos.drawing(
        scene, "ภาพสมมติของเรื่องที่แจ้ง" if scene != demo_photos.MAP else "แผนที่สมมติ"
    )
