"""The dashboard's tile of rehearsals, and the reports of surveys that answer an item."""

from collections.abc import Collection, Iterator
from datetime import date
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from prongsai.core.messages import read_words
from prongsai.core.progress.rounds import LABELS
from prongsai.core.text import Text, same
from prongsai.web.agency.models import Agency
from prongsai.web.agency.permissions import Right, may
from prongsai.web.disclosure.disclosure.items import items_of
from prongsai.web.disclosure.disclosure.made_here import Made, Wanted
from prongsai.web.disclosure.disclosure.queries.works import PaperTime, answering, with_evidence
from prongsai.web.disclosure.surveys.models import Survey, SurveyReport
from prongsai.web.disclosure.surveys.queries import SUBJECT
from prongsai.web.disclosure.surveys.services.keeping import make_evidence
from prongsai.web.platform.templatetags.ui import thai_short_date
from prongsai.web.signing.publication.queries import ItemAnswer, answers_items
from prongsai.web.year.analysis.tiles import Tile, tile


@tile
def rehearsal(agency: Agency, year: int) -> Tile | None:
    """How many answered the newest rehearsal of the year; its results are counted on their page."""
    rows = Survey.objects.filter(agency=agency, fiscal_year=year).exclude(instrument="")
    newest = rows.exclude(closed_on=None).order_by("-closed_on", "name").first()
    if newest is None:
        return None
    return Tile(
        heading=_("ซ้อม %(instrument)s") % {"instrument": newest.instrument},
        figure=str(newest.told),
        unit=_("คนตอบ"),
        note=(
            _("เก็บจากที่อื่น ถึง %(day)s นำเข้าจากไฟล์")
            if newest.is_elsewhere
            else _("ปิด %(day)s ดูข้อที่ต่ำกว่าเป้าและเพิ่มเข้าแผนได้")
        )
        % {"day": thai_short_date(newest.closed_on)},
        url=reverse("surveys:results", args=[newest.pk]),
        link=_("ดูผลซ้อม"),
    )


def made_reports(wanted: Wanted) -> Iterator[Made]:
    """The reports of closed surveys of one's own that answer an item, one not made yet too."""
    agency = wanted.person.agency
    surveys = list(
        Survey.objects.filter(
            agency=agency, instrument="", fiscal_year__in=wanted.years, closed_on__isnull=False
        ).order_by("closed_on", "opens_on", "name")
    )
    rows = SurveyReport.objects.filter(survey__in=surveys).order_by("number")
    newest = {row.survey_id: row for row in with_evidence(rows)}
    may_use = may(wanted.person, Right.KEEP_SURVEYS)
    for year in wanted.years:
        items = wanted.answered_by((SUBJECT,), year)
        if not items:
            continue
        lacking = dict(LABELS)
        for survey in surveys:
            if survey.fiscal_year == year:
                row = newest.get(survey.pk)
                months = row.months if row is not None else None
                title = same(survey.name)
                if months is not None:
                    lacking.pop(months, None)
                    title = same("{name} ({round})").format(name=title, round=LABELS[months])
                url = reverse("surveys:report", args=[survey.pk])
                yield Made(title, url, items, row, may_use=may_use)
        # Plans of municipalities ask for both rounds; no manual of a year does.
        if lacking:
            between = read_words("surveys/between_rounds")
            rounds = Text(
                between.th.join(label.th for label in lacking.values()),
                between.en.join(label.en for label in lacking.values()),
            )
            title = read_words("surveys/reports_lacking", year=year, rounds=rounds)
            yield Made(title, reverse("surveys:surveys"), items)


def published_reports(
    agency: Agency, subjects: Collection[str], year: int, _on: date
) -> Iterator[tuple[UUID, ItemAnswer]]:
    """The reports of surveys that the item of a year asks for."""
    if SUBJECT not in subjects:
        return
    items = items_of(agency, year)
    rows = Survey.objects.filter(agency=agency, instrument="", fiscal_year__lte=year)
    for key, of_year in rows.values_list("pk", "fiscal_year"):
        yield key, ItemAnswer(is_asked=bool(answering(items, (SUBJECT,), of_year)))


answers_items(
    "surveys", {"report": (SUBJECT,)}, find=made_reports, attach=make_evidence,
    published=published_reports,
    times=(SurveyReport, lambda row: PaperTime((SUBJECT,), row.survey.fiscal_year)),
)  # fmt: skip
