"""A register to try things on."""

import pytest

from prongsai.core.registers.reading import read_register

SPENDING = """\
title: {th: ทะเบียนเบิกจ่าย, en: spending}
purpose: {th: ใช้ทดลอง, en: for trying}
basis: [{confidence: unknown}]
fields:
- {name: paid_on, kind: date, title: {th: วันที่จ่าย, en: paid on}, required: true, headings: [วันที่]}
- {name: unit, kind: unit, title: {th: กอง, en: unit}, required: true}
- {name: what, kind: text, title: {th: รายการ, en: what}, required: true, most: 60, was: [item]}
- name: way
  kind: choice
  title: {th: วิธี, en: way}
  choices:
  - {key: agreed, title: {th: เฉพาะเจาะจง, en: agreed}, also: [ตกลงราคา], was: [direct]}
  - {key: tender, title: {th: ประกวดราคา, en: tender}}
  - {key: asked, title: {th: สอบราคา, en: asked}, retired: true}
- {name: planned, kind: money, title: {th: งบประมาณ, en: planned}, least: 0, headings: [แผน]}
- {name: paid, kind: money, title: {th: เบิกจ่าย, en: paid}, required: true, most: 1000000}
- {name: left, kind: computed, title: {th: คงเหลือ, en: left}, formula: planned - paid, result: money}
- {name: share, kind: computed, title: {th: ร้อยละ, en: share}, formula: "percent(paid, planned)", result: percent}
- {name: due_on, kind: date, title: {th: กำหนด, en: due on}}
- {name: done_on, kind: date, title: {th: แล้วเสร็จ, en: done on}}
- {name: reason, kind: long-text, title: {th: เหตุผล, en: reason}}
- {name: problem, kind: long-text, title: {th: ปัญหา, en: problem}}
identified_by: [paid_on, what]
named_by: [what]
dated_by: paid_on
owned_by: unit
rhythm: {every: month, by: agency}
checks:
- {kind: not-over, fields: [paid], limit: planned}
- {kind: order, fields: [due_on, done_on]}
- {kind: due, fields: [due_on, done_on]}
- {kind: happened, fields: [done_on]}
- {kind: required, fields: [reason], when: {field: way, is: [tender]}, message: {th: บอกเหตุผล, en: say why}}
- {kind: filled-in-month, fields: [problem], months: [3], severity: warning}
states:
- {key: asked, title: {th: ขอเบิก, en: asked}}
- {key: paid, title: {th: จ่ายแล้ว, en: paid}, final: true}
moves:
- {from: [asked], to: paid, title: {th: จ่าย, en: pay}, needs: [done_on]}
roll_ups:
- {key: by-month, title: {th: รายเดือน, en: by month}, by: [month], sums: [paid], planned: planned, actual: paid}
- {key: by-way, title: {th: ตามวิธี, en: by way}, by: [way, unit], sums: [paid]}
- {key: by-state, title: {th: ตามสถานะ, en: by state}, by: [state], when: {field: way, is: [agreed]}}
- {key: by-unit, title: {th: ตามกอง, en: by unit}, by: [unit], sums: [paid, left]}
public: [what, paid]
never_public: [reason]
"""  # noqa: E501 - as people write it


@pytest.fixture(scope="session")
def spending():
    register, findings = read_register("spending", SPENDING, "spending.yaml")
    assert findings == ()
    return register
