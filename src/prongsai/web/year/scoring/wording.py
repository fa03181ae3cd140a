"""Findings as the site says them: kept as data, and with the next step that a page can offer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from msgspec.structs import replace

from prongsai.core.errors import Finding, ProngsaiError, Severity
from prongsai.core.text import Text
from prongsai.web.platform.error_data import finding_data, finding_of

# What the command line tells people to type, as things to press.
_STEPS = {
    "several_agencies": Text(
        "พิมพ์ชื่อหน่วยงานตามที่อยู่ในแฟ้ม แล้วอัปโหลดอีกครั้ง",
        "write the agency's name as the file has it, and upload again",
    ),
    "only_candidates": Text(
        "เลือกรายการที่ใช่ข้างล่าง แล้วกด “ใช้รายการที่เลือกเป็นคะแนน”",
        "tick the right ones below, then use them as scores",
    ),
    "figure_contradicts": Text(
        "ดูที่มาในหน้า “ที่มาของคะแนน” แล้วตรวจตัวเลขกับประกาศ",
        "see “Why this score”, then check the figures against the publication",
    ),
}
_USE_OUR_SHEET = Text(
    "กรอกคะแนนเองในหน้านี้ หรือกรอกในแบบฟอร์ม XLSX ที่ดาวน์โหลดได้จากหน้าคะแนน",
    "type in the scores here, or fill in the XLSX sheet from the page of scores",
)
_FOR_THE_COMMAND_LINE = ("prongsai ", "--")


def for_site(finding: Finding) -> Finding:
    """The finding with a next step that a page can offer."""
    return replace(finding, next_step=_step(finding.code, finding.next_step))


def next_step_of(error: ProngsaiError) -> Text | None:
    """What to do now about a file that cannot be read."""
    return _step("", error.next_step)


def _step(code: str, step: Text | None) -> Text | None:
    if code in _STEPS:
        return _STEPS[code]
    if step is not None and any(mark in step.en for mark in _FOR_THE_COMMAND_LINE):
        return _USE_OUR_SHEET
    return step


def as_data(findings: Iterable[Finding]) -> list[dict[str, Any]]:
    """Findings to keep; `findings_of` takes them back."""
    return [finding_data(finding) for finding in findings]


def findings_of(data: Iterable[Mapping[str, Any]]) -> tuple[Finding, ...]:
    """Kept findings, worded for the site, the weightiest first."""
    order = list(Severity)
    found = sorted(map(finding_of, data), key=lambda one: order.index(one.severity))
    return tuple(for_site(one) for one in found)
