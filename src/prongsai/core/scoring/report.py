"""What is notable in a score card, said with the place of the figure."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace

from prongsai.core.errors import Findings
from prongsai.core.ids import Level
from prongsai.core.rounding import Interval, half_up
from prongsai.core.scoresheet.model import Figure, PublishedRating
from prongsai.core.scoring.card import OtherPrint, Score, ScoreCard, Verdict
from prongsai.core.text import Text, same


def printed_name(figure: Figure) -> Text:
    """The name a figure was printed with, or its code."""
    return same(figure.name or figure.code)


def with_findings(card: ScoreCard, figures: Mapping[str, Figure]) -> ScoreCard:
    """The card with findings on what contradicts, what was inferred, what is not known."""
    findings = Findings()
    for code, figure in figures.items():
        score = card.scores[code]
        if score.verdict is Verdict.CONTRADICTS:
            _contradicts(score, figure, findings)
    for score in card.scores.values():
        for other in score.other_prints:
            if other.verdict is Verdict.CONTRADICTS and score.value is not None:
                findings.warning("other_print_contradicts", _two_prints(score, other), other.place)
    _respondents(card, findings)
    _unknown(card, findings)
    return replace(card, findings=tuple(findings.items))


def _two_prints(score: Score, other: OtherPrint) -> Text:
    """A second print against what was computed, or against the first where nothing was."""
    if score.computed is None:
        return Text(
            f"{score.code} พิมพ์ไว้สองค่าที่ขัดกัน คือ {score.published} และ {other.published}"
            " โดยไม่มีค่าที่คำนวณได้ให้ตัดสิน",
            f"two prints of {score.code} contradict each other, {score.published} and"
            f" {other.published}, and nothing is computed that could decide",
        )
    computed = half_up(score.computed)
    return Text(
        f"ค่า {other.published} ของ {score.code} ที่พิมพ์ไว้อีกแห่งขัดกับค่าที่คำนวณได้ {computed}",
        f"{other.published}, another print of {score.code}, contradicts the computed {computed}",
    )


def _contradicts(score: Score, figure: Figure, findings: Findings) -> None:
    if score.level is Level.ITEM:
        findings.error(
            "oit_item_not_0_or_100",
            Text(
                f"ข้อ {score.code} พิมพ์คะแนน {figure.published} แต่ OIT รายข้อมีเพียง 0 หรือ 100",
                f"item {score.code} is printed {figure.published}, but an OIT item is 0 or 100",
            ),
            figure.place,
            next_step=Text("ตรวจคะแนนข้อนี้กับระบบ ITAS", "check the item's score in ITAS"),
        )
        return
    if not score.parts and score.allowed is not None:
        _beyond_its_parts(score, score.allowed, figure, findings)
        return
    computed = half_up(score.value) if score.value is not None else "–"
    findings.error(
        "figure_contradicts",
        Text(
            f"{score.name.th} ({score.code}): ประกาศ {figure.published} แต่คำนวณได้ {computed}",
            f"{score.name.en} ({score.code}): published {figure.published}, but its parts give"
            f" {computed}",
        ),
        figure.place,
        next_step=Text(
            f"ดูที่มาด้วย --explain {score.code} แล้วตรวจตัวเลขกับประกาศ",
            f"see --explain {score.code}, then check the figures against the publication",
        ),
    )


def _beyond_its_parts(score: Score, allowed: Interval, figure: Figure, findings: Findings) -> None:
    low, high = allowed.prints()
    findings.error(
        "figure_beyond_parts",
        Text(
            f"{score.name.th} ({score.code}): ประกาศ {figure.published} เป็นไปไม่ได้"
            f" ส่วนย่อยที่ทราบให้ได้เพียง {low}–{high} ไม่ว่าส่วนที่ไม่ทราบจะเป็นเท่าใด",
            f"{score.name.en} ({score.code}): published {figure.published} is not possible; its"
            f" known parts allow {low}–{high} only, whatever is not known of them",
        ),
        figure.place,
        next_step=Text("ตรวจตัวเลขกับประกาศ", "check the figures against the publication"),
    )


def _respondents(card: ScoreCard, findings: Findings) -> None:
    for found in card.respondents:
        findings.note(
            "respondents_inferred",
            Text(
                f"{found.instrument}: คะแนนรายข้อทั้ง {found.items} ข้อเป็นไปได้พร้อมกันเมื่อมีผู้ตอบ"
                f" {found.number} คน (โอกาสบังเอิญ {found.chance:.0e}) จึงใช้ค่าก่อนปัดเศษ",
                f"{found.instrument}: all {found.items} item scores are possible together with"
                f" {found.number} respondents (by chance {found.chance:.0e}), so unrounded scores"
                " are used",
            ),
        )


def _unknown(card: ScoreCard, findings: Findings) -> None:
    unknown = card.framework.unknown_parts()
    if unknown:
        listed = ", ".join(unknown)
        findings.note(
            "framework_part_unknown",
            Text(
                f"กรอบปี {card.fiscal_year} ยังไม่ทราบส่วนย่อยของ: {listed} คะแนนส่วนนี้ใช้ตามที่ประกาศเท่านั้น",
                f"in the framework of {card.fiscal_year} the parts of {listed} are not known;"
                " their scores are used only as published",
            ),
        )


def with_published_rating(card: ScoreCard, published: PublishedRating | None) -> ScoreCard:
    """The card with a finding where the printed level is not the one the scores give."""
    rating = card.rating
    if published is None or rating is None or published.code in rating.possible:
        return card
    findings = Findings(list(card.findings))
    findings.error(
        "rating_contradicts",
        Text(
            f"ระดับที่พิมพ์ไว้ “{published.published}” ไม่ตรงกับระดับจากคะแนน “{rating.label.th}”",
            f"the printed level “{published.published}” is not the one the scores give:"
            f" “{rating.label.en}”",
        ),
        published.place,
        next_step=Text("ตรวจระดับกับประกาศของ ป.ป.ช.", "check the level in the NACC's publication"),
    )
    return replace(card, findings=tuple(findings.items))
