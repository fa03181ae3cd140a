"""Scores and remarks as files to take along."""

import json
from collections.abc import Sequence

from django.http import HttpResponse

from prongsai.core.framework.model import Framework
from prongsai.core.rounding import half_up
from prongsai.core.scoring.template import level_name
from prongsai.documents.framework_workbook import score_template
from prongsai.documents.tables_workbook import csv_table, xlsx_table
from prongsai.readers.scores_json import write_scores
from prongsai.web.platform.serving import CSV, XLSX, download
from prongsai.web.year.scoring.models import Remark
from prongsai.web.year.scoring.pages import item_name
from prongsai.web.year.scoring.queries import CurrentScores

SCORE_FORMS, REMARK_FORMS = ("csv", "json", "xlsx"), ("csv", "xlsx")
_SCORE_HEADINGS = ("รหัส", "ระดับ", "รายการ", "ปีงบประมาณ", "คะแนนที่ประกาศ", "ค่าที่คำนวณ", "ผลทวนสอบ")
_REMARK_HEADINGS = ("ลำดับ", "ข้อเสนอแนะของสำนักงาน ป.ป.ช.", "รหัสข้อ", "ชื่อข้อ", "ที่มา")


def scores_file(scores: CurrentScores, form: str) -> HttpResponse:
    """A revision's scores in a form of `SCORE_FORMS`; `prongsai read` takes all of them back."""
    year, number = scores.revision.score_year, scores.revision.number
    name = f"ita-{year}-r{number}.{form}"
    if form == "json":
        text = json.dumps(write_scores(scores.sheet), ensure_ascii=False, indent=1) + "\n"
        return download(text.encode(), "application/json", name)
    if form == "csv":
        return download(csv_table(_SCORE_HEADINGS, _score_rows(scores)), CSV, name)
    title = f"ผลคะแนนการประเมิน ITA ปีงบประมาณ พ.ศ. {scores.card.fiscal_year}"
    data = xlsx_table(title, _SCORE_HEADINGS, _score_rows(scores), sheet="คะแนน")
    return download(data, XLSX, name)


def _score_rows(scores: CurrentScores) -> list[tuple[str, ...]]:
    return [
        (
            f"ind{score.code}" if score.level == "indicator" else score.code,
            level_name(score.level).th,
            score.name.th,
            str(scores.card.fiscal_year),
            score.published or "",
            "" if score.computed is None else str(half_up(score.computed)),
            score.verdict.label.th if score.verdict else "",
        )
        for score in scores.card.scores.values()
        if score.published is not None or score.value is not None
    ]


def remarks_file(
    rows: Sequence[Remark], framework: Framework | None, score_year: int, form: str
) -> HttpResponse:
    """The register of a year, as csv or xlsx."""
    name = f"ita-{score_year}-remarks.{form}"
    table = [
        (
            str(row.number),
            row.text,
            ", ".join(row.items),
            ", ".join(item_name(framework, code).th for code in row.items),
            row.source,
        )
        for row in rows
    ]
    if form == "csv":
        return download(csv_table(_REMARK_HEADINGS, table), CSV, name)
    title = f"ข้อเสนอแนะต่อผลการประเมิน ITA ปีงบประมาณ พ.ศ. {score_year}"
    data = xlsx_table(title, _REMARK_HEADINGS, table, sheet="ข้อเสนอแนะ")
    return download(data, XLSX, name)


def template_file(framework: Framework | None) -> HttpResponse | None:
    """The empty score sheet of a year; None where the year has no framework."""
    if framework is None:
        return None
    name = f"ita-{framework.fiscal_year}-template.xlsx"
    return download(score_template(framework), XLSX, name)
