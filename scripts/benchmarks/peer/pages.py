"""The peer of the public site: the ITA page of a year from the same rows, by Flask and Jinja2.

It reads what is published from the same SQLite file and shows the same words. It knows no second
language, no objection, no withdrawal and no headers of a policy; ours does.
"""

from __future__ import annotations

import json
import os
import sqlite3
from datetime import date
from typing import Any

import flask

_MONTHS = (
    "มกราคม", "กุมภาพันธ์", "มีนาคม", "เมษายน", "พฤษภาคม", "มิถุนายน", "กรกฎาคม", "สิงหาคม",
    "กันยายน", "ตุลาคม", "พฤศจิกายน", "ธันวาคม",
)  # fmt: skip
_SHORT = (
    "ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.", "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.",
    "ธ.ค.",
)  # fmt: skip
_EDITION = """
SELECT e.title, e.number, e.content, e.published_at, e.published_by_words, e.check_code,
       a.name, a.province, a.is_sample
FROM public_site_sitepage p
JOIN public_site_siteedition e ON e.id = p.published_id
JOIN agency_agency a ON a.id = p.agency_id
WHERE p.agency_id = ? AND p.fiscal_year = ? AND p.withdrawn_at IS NULL
"""
_PAPERS = """
SELECT id, kind, title, day FROM publication_publication
WHERE agency_id = ? AND fiscal_year = ? AND replaced_at IS NULL AND withdrawn_at IS NULL
ORDER BY kind, published_at DESC
"""
_YEARS = """
SELECT fiscal_year FROM public_site_sitepage
WHERE agency_id = ? AND published_id IS NOT NULL AND fiscal_year IS NOT NULL ORDER BY 1 DESC
"""
application = flask.Flask(__name__)
application.jinja_env.trim_blocks = application.jinja_env.lstrip_blocks = True


@application.template_filter("thai")
def _thai(day: str) -> str:
    found = date.fromisoformat(day[:10])
    return f"{found.day} {_MONTHS[found.month - 1]} {found.year + 543}"


@application.template_filter("short")
def _short(day: str) -> str:
    found = date.fromisoformat(day[:10])
    return f"{found.day} {_SHORT[found.month - 1]} {found.year + 543}"


@application.get("/site/<agency>/ita/<int:year>/")
def ita(agency: str, year: int) -> flask.Response:
    """The ITA page of a year."""
    database = sqlite3.connect(f"file:{os.environ['PEER_DATABASE']}?mode=ro", uri=True)
    with database:
        own = (agency.replace("-", ""), year)
        row = database.execute(_EDITION, own).fetchone()
        papers = database.execute(_PAPERS, own).fetchall()
        years = [one for (one,) in database.execute(_YEARS, own[:1])]
    database.close()
    if row is None:
        flask.abort(404)
    names = ("title", "number", "content", "at", "by", "code", "name", "province", "is_sample")
    page: dict[str, Any] = dict(zip(names, row, strict=True))
    content = json.loads(page["content"])
    groups = [
        (part, [item for item in content["items"] if item["part"] == part["code"]])
        for part in content["parts"]
    ]
    given = sum(bool(item["pieces"] or item["own"]) for item in content["items"])
    told = flask.render_template(
        "ita.html", page=page, content=content, groups=groups, given=given, papers=papers,
        years=years, agency=agency,
    )  # fmt: skip
    return flask.Response(told, headers={"Cache-Control": "public, max-age=300"})
