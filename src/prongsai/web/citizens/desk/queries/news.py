"""Whether who brought a case is told of news, and whether it went out; never where."""

from __future__ import annotations

from datetime import date

from django.utils import timezone
from msgspec import Struct

from prongsai.core.desk.ways import NewsState, WayKind
from prongsai.core.text import Text
from prongsai.web.citizens.desk.models import Case, CaseNews
from prongsai.web.citizens.desk.queries.kinds import kind_in

_WITHHELD = Text(
    "ไม่แจ้งทางนี้อีก เพราะจำกัดผู้อ่านเรื่องชนิดนี้แล้ว",
    "nothing more is told this way: who reads such cases was limited since",
)


class Telling(Struct, frozen=True):
    """By what somebody is told, and what became of the last message.

    Shape:  `state` None where there was none yet; `day` when it was made or ended; `code` the
            number that the server answered, None for none; `is_withheld` where nothing goes out any
            more, because the kind became one that fewer read.
    """

    kind: Text
    state: NewsState | None = None
    day: date | None = None
    code: int | None = None
    is_withheld: bool = False

    @property
    def is_failed(self) -> bool:
        """Whether they were not told, or nobody knows it: they must look it up."""
        return self.is_withheld or (self.state is not None and self.state.is_failed)

    @property
    def is_unsure(self) -> bool:
        """Whether the last message may have arrived all the same."""
        return self.state is NewsState.UNSURE and not self.is_withheld

    @property
    def words(self) -> Text | None:
        """What became of it."""
        if self.is_withheld:
            return _WITHHELD
        if self.state is None:
            return None
        code = f" ({self.code})" if self.is_failed and self.code else ""
        return Text(f"{self.state.label.th}{code}", f"{self.state.label.en}{code}")


def telling_of(case: Case) -> Telling | None:
    """How who brought a case is told; None where they look themselves."""
    kind = Case.objects.filter(pk=case.pk).values_list("way__kind", flat=True).first()
    if not kind:
        return None
    sort = kind_in(case.agency_id, case.kind)
    if sort is None or sort.restricted:
        return Telling(WayKind(kind).label, is_withheld=True)
    last = CaseNews.objects.filter(way__case=case).last()
    if last is None:
        return Telling(WayKind(kind).label)
    day = timezone.localdate(last.finished_at or last.made_at)
    return Telling(WayKind(kind).label, NewsState(last.state), day, last.code)
