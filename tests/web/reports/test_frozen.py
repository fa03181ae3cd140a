"""What a report was frozen as is read back, also as it was written before notes had an outcome."""

import json
from datetime import date
from decimal import Decimal

import pytest

from prongsai.core.progress.status import MeasureState
from prongsai.web.year.reports.frozen import digest_of, freeze, thaw

# The shape in which reports were stored before notes had an outcome.
STORED = """
{"kind": "report-6", "year": 2569, "layout": "table", "on": "2026-03-31",
 "plan": {"agency": "เทศบาลตำบลตัวอย่าง", "fiscal_year": 2569, "score_year": 2568, "target": "85",
  "approved": "", "points": [{"item": "i7", "name": "งบประมาณ", "score": "79.50", "guideline": "",
  "reason": ""}, {"remark": 1, "name": "ข้อเสนอแนะ", "score": null, "guideline": "", "reason": ""}],
  "measures": [{"key": "M1", "number": "1", "group": "ด้าน", "title": "จัดบัตรคิว",
   "steps": ["ร่าง"], "unit": "กองคลัง", "period": "", "start": "", "due": "", "evidence": [],
   "at_six_months": "", "at_twelve_months": "", "budget": "", "items": ["i7"], "remarks": [1],
   "other": {"หมายเหตุ": "ก"}}]},
 "rows": [{"owner": "กองคลัง", "state": "doing", "percent": 50, "late_days": 0,
  "evidence_count": 1, "done_on": null, "spent": "1200.50", "reached": 40,
  "notes": [{"on": "2026-03-14", "recorded_on": "2026-03-15", "percent": 50, "done": "จัดคิว",
   "problem": "", "proposal": "", "spent": "1200.50", "reached": 40, "by": "กองคลัง",
   "evidence": [{"id": "e1", "kind": "photo", "name": "a.jpg", "caption": "จุดบริการ",
    "taken_on": "2026-03-14", "place": ""}]}],
  "summary": "จัดคิวแล้ว", "outcome": "คิวสั้นลง", "problem": "", "proposal": "",
  "photos": [{"id": "e1", "kind": "photo", "name": "a.jpg", "caption": "จุดบริการ",
   "taken_on": "2026-03-14", "place": ""}]}]}
"""


def test_what_was_stored_before_is_read_and_is_stored_the_same_again():
    stored = json.loads(STORED)
    told = thaw(stored)
    (entry,) = told.entries
    (note,) = entry.row.notes
    assert (entry.row.status.state, entry.row.spent) == (MeasureState.DOING, Decimal("1200.50"))
    assert (note.measure, note.outcome, note.on) == ("M1", "", date(2026, 3, 14))
    assert told.plan.measures[0].other == (("หมายเหตุ", "ก"),)
    assert [point.key for point in told.plan.points] == ["i7", "remark 1"]
    again = freeze(told.kind, told.year, told.layout, told.on, told.plan, told.entries)
    stored["rows"][0]["notes"][0]["outcome"] = ""
    assert again == stored
    assert digest_of(again) == digest_of(stored)


@pytest.mark.parametrize("missing", ["state", "spent", "notes"])
def test_data_that_no_report_wrote_are_refused(missing):
    stored = json.loads(STORED)
    del stored["rows"][0][missing]
    with pytest.raises((KeyError, ValueError)):
        thaw(stored)
