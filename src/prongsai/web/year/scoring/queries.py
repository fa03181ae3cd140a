"""The scores of an agency as the core sees them, and the rows the pages are made of."""

from collections import OrderedDict
from collections.abc import Iterable, Mapping
from threading import Lock
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from msgspec import Struct

from prongsai.core.framework.catalogue import OLDEST_SAME_RULE
from prongsai.core.framework.model import Framework, Status
from prongsai.core.measures.draft import LinkedRemark
from prongsai.core.scoresheet.model import ScoreSheet
from prongsai.core.scoring.card import ScoreCard
from prongsai.core.scoring.compute import score, score_sheet
from prongsai.readers.own_scores import sheet_of
from prongsai.web.agency.models import Agency
from prongsai.web.agency.people import Actor
from prongsai.web.agency.permissions import Right, may
from prongsai.web.platform.clock import now
from prongsai.web.platform.request_cache import cached_for_request
from prongsai.web.year.assessment.queries import catalogue_of
from prongsai.web.year.scoring.models import Remark, ScoreDraft, ScoreRevision

_KEPT, _MOST_DRAFTS = 512, 5


class CurrentScores(Struct, frozen=True):
    """The scores of one year: the revision, its sheet, and the card made of it."""

    revision: ScoreRevision
    sheet: ScoreSheet
    card: ScoreCard


class Head(Struct, frozen=True):
    """What every page of scores shows: the year lived in, and the year the scores are of.

    Shape:  `framework` is what they are scored by, None where the year has none; `years` are those
            that have one, newest first.
    """

    year: int
    score_year: int
    framework: Framework | None
    years: tuple[int, ...]
    may_import: bool

    @property
    def is_draft(self) -> bool:
        """Whether what the framework says is not confirmed yet."""
        return self.framework is not None and self.framework.status is Status.DRAFT


def head_of(person: Actor, year: int) -> Head:
    catalogue = catalogue_of(person.agency)
    years = catalogue.years()
    framework = catalogue.get(year - 1, draft=True) if year - 1 in years else None
    return Head(year, year - 1, framework, tuple(reversed(years)), may(person, Right.IMPORT_SCORES))


def framework_of(agency: Agency, score_year: int) -> Framework | None:
    """The framework of a year, drafts included; None where it has none."""
    return catalogue_of(agency).find(score_year)


def revisions(
    agency: Agency, score_year: int, most: int | None = None
) -> tuple[ScoreRevision, ...]:
    """The newest revisions of a year, by default all, the standing one first."""
    rows = ScoreRevision.objects.filter(agency=agency, score_year=score_year)
    return tuple(rows.defer("sheet").select_related("made_by")[:most])


def scored_revisions(
    agency: Agency, framework: Framework, most: int | None = None
) -> tuple[CurrentScores, ...]:
    """The newest revisions of a framework's year with their cards, the standing one first."""
    rows = revisions(agency, framework.fiscal_year, most)
    cards = _scored([(row.pk, framework) for row in rows])
    return tuple(CurrentScores(row, *cards[row.pk]) for row in rows)


@cached_for_request
def current_scores(agency: Agency, score_year: int) -> CurrentScores | None:
    """The standing scores of a year; None before any were entered."""
    revision = _newest(agency, score_year).get(score_year)
    if revision is None:
        return None
    framework = catalogue_of(agency).get(score_year, draft=True)
    return CurrentScores(revision, *_scored([(revision.pk, framework)])[revision.pk])


def card_of(agency: Agency, score_year: int) -> ScoreCard:
    """The card of a year; one without any figure before scores were entered."""
    current = current_scores(agency, score_year)
    return current.card if current else score(catalogue_of(agency).get(score_year, draft=True), {})


def history(agency: Agency, score_year: int) -> tuple[ScoreCard, ...]:
    """The cards of all years up to one, oldest first.

    A year without scores of its own is read from what a later sheet prints of it.
    """
    catalogue = catalogue_of(agency)
    newest = _newest(agency, score_year)
    frameworks = {year: catalogue.get(year, draft=True) for year in newest}
    scored = _scored([(newest[year].pk, frameworks[year]) for year in newest])
    cards: dict[int, ScoreCard] = {}
    for year, revision in newest.items():
        sheet, cards[year] = scored[revision.pk]
        for other in sheet.years():
            if other >= year or other in newest or other not in catalogue.years():
                continue
            framework = catalogue.get(other, draft=True)
            if other == OLDEST_SAME_RULE or framework.status is not Status.DRAFT:
                cards[other] = score_sheet(framework, sheet)
    return tuple(cards[year] for year in sorted(cards))


@cached_for_request
def _newest(agency: Agency, score_year: int) -> Mapping[int, ScoreRevision]:
    """The standing revision of every year up to one, oldest first."""
    rows = ScoreRevision.objects.filter(agency=agency, score_year__lte=score_year)
    later = rows.filter(score_year=OuterRef("score_year"), number__gt=OuterRef("number"))
    newest = rows.exclude(Exists(later)).defer("sheet").select_related("made_by")
    return {row.score_year: row for row in newest.order_by("score_year")}


def remarks(agency: Agency, score_year: int) -> tuple[LinkedRemark, ...]:
    """The remarks on a year in their order, with the items they touch."""
    rows = remark_rows(agency, score_year)
    return tuple(LinkedRemark(row.text, tuple(row.items)) for row in rows)


@cached_for_request
def remark_rows(agency: Agency, score_year: int) -> tuple[Remark, ...]:
    """The rows of the register of a year, in order."""
    return tuple(
        Remark.objects.filter(agency=agency, score_year=score_year, removed_at__isnull=True)
    )


def remark_of(agency: Agency, score_year: int, remark_id: UUID) -> Remark | None:
    rows = Remark.objects.filter(agency=agency, score_year=score_year, pk=remark_id)
    return rows.filter(removed_at=None).first()


def draft_of(person: Actor, draft_id: UUID) -> ScoreDraft | None:
    """One draft of a person that has not expired."""
    return _drafts(person).select_related("revision").filter(pk=draft_id).first()


def typed_draft(person: Actor, score_year: int) -> ScoreDraft | None:
    rows = _drafts(person).filter(score_year=score_year, is_typed=True, confirmed_at__isnull=True)
    return rows.first()


def drafts_read(person: Actor, score_year: int) -> QuerySet[ScoreDraft]:
    """What a person read of files for a year and neither saved nor discarded, newest first."""
    rows = _drafts(person).filter(score_year=score_year, is_typed=False, confirmed_at__isnull=True)
    return rows.only("source", "saved_at", "score_year")[:_MOST_DRAFTS]


def _drafts(person: Actor) -> QuerySet[ScoreDraft]:
    return ScoreDraft.objects.filter(agency=person.agency, by=person.user, expires_at__gt=now())


class _Held(Struct, frozen=True):
    """A scored sheet; its framework is kept alive, so that the identity stays its own."""

    framework: Framework
    sheet: ScoreSheet
    card: ScoreCard


# A revision never changes, so its card by one framework never does; the catalogue gives the same
# framework object until its files change.
_held: OrderedDict[UUID, _Held] = OrderedDict()
_lock = Lock()


def _scored(
    wanted: Iterable[tuple[UUID, Framework]],
) -> Mapping[UUID, tuple[ScoreSheet, ScoreCard]]:
    """Read and score what is not held yet; one query however many there are."""
    wanted = list(wanted)
    with _lock:
        held = {
            pk: _held[pk]
            for pk, framework in wanted
            if pk in _held and _held[pk].framework is framework
        }
    missing = {pk: framework for pk, framework in wanted if pk not in held}
    if missing:
        rows = ScoreRevision.objects.filter(pk__in=missing).values_list("pk", "sheet")
        for pk, document in rows:
            sheet = sheet_of(document, str(pk))
            held[pk] = _Held(missing[pk], sheet, score_sheet(missing[pk], sheet))
    with _lock:
        for pk, kept in held.items():
            _held[pk] = kept
            _held.move_to_end(pk)
        while len(_held) > _KEPT:
            _held.popitem(last=False)
    return {pk: (kept.sheet, kept.card) for pk, kept in held.items()}
