"""What an address gives as evidence: its page, few files of it, documents open to everybody."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from prongsai.core.errors import Finding, Findings, Place, Severity, UnreadableInput
from prongsai.core.patterns import compiled
from prongsai.core.preaudit.model import Evidence, EvidencePage
from prongsai.links.results import AskedLink

if TYPE_CHECKING:
    from prongsai.links.checking import Checker

# Bytes, name, address, whether it is a web page.
Read = Callable[[bytes, str, str, bool], Evidence]
_MOST_ATTACHED = 5
_UNSEEN = (EvidencePage(1, (), is_recognised=True),)
_IS_FILE = compiled(
    r"\.(?:pdf|docx?|xlsx?|pptx?|odt|ods|zip|rar)(?:$|[?#])|drive\.google\.com/file/|docs\.google\.com/\w{4,20}/d/",
    re.IGNORECASE,
)
_GOOGLE = {
    "/document/d/": "https://docs.google.com/document/d/{}/export?format=docx",
    "/spreadsheets/d/": "https://docs.google.com/spreadsheets/d/{}/export?format=xlsx",
    "/presentation/d/": "https://docs.google.com/presentation/d/{}/export/pptx",
    "/file/d/": "https://drive.google.com/uc?export=download&id={}",
}


def fetch_evidence(
    address: str, checker: Checker, read: Read, findings: Findings, *, follow: bool = True
) -> list[Evidence]:
    """What an address shows, with the few files of its page; what was not read lacks nothing."""
    result, answer = checker.read(AskedLink(_download_of(address)))
    place = Place("URL", quote=result.address)
    if not (result.verdict.is_there or result.verdict.value == "slow") or answer is None:
        findings.items.append(
            Finding("address_unread", Severity.ERROR, result.why, (place,), result.step)
        )
        return [Evidence(result.address, _UNSEEN)]
    if not answer.whole:
        findings.error("cli/evidence_too_large", place)
        return [Evidence(result.address, _UNSEEN)]
    name = result.final.rpartition("/")[2].partition("?")[0] or "index.html"
    is_web = answer.media in ("text/html", "application/xhtml+xml")
    try:
        evidence = read(answer.body, name, address, is_web)
    except UnreadableInput as error:
        return [not_read(error, result.address, findings)]
    if not follow or not evidence.is_web:
        return [evidence]
    attached = [urljoin(result.final, link) for link in evidence.links if _IS_FILE.search(link)]
    if len(attached) > _MOST_ATTACHED:
        return [evidence, left_out(result.address, len(attached), findings)]
    # A page that only hands out files is not what the assessor reads.
    files = [
        file
        for link in attached
        for file in fetch_evidence(link, checker, read, findings, follow=False)
    ]
    return [*files, evidence]


def not_read(error: UnreadableInput, name: str, findings: Findings) -> Evidence:
    """Say of a file why it was not read; nothing may be said to be missing in it."""
    place = error.place or Place(name)
    findings.items.append(
        Finding("unreadable", Severity.ERROR, error.message, (place,), error.next_step)
    )
    return Evidence(name, _UNSEEN)


def left_out(name: str, count: int, findings: Findings) -> Evidence:
    """Say that files were not read because there are too many; nothing is missing in them."""
    findings.warning("preaudit/files_not_read", Place(name), count=count)
    return Evidence(name, _UNSEEN)


def _download_of(address: str) -> str:
    """The address at which a public document of Google's can be had as a file."""
    if "docs.google.com/" not in address and "drive.google.com/" not in address:
        return address
    for part, download in _GOOGLE.items():
        key = address.partition(part)[2].partition("/")[0].partition("?")[0]
        if key and key != "e":
            return download.format(key)
    return address
