"""What an address gives as evidence: its page, few files of it, documents open to everybody."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING
from urllib.parse import unquote, urljoin

from prongsai.core.errors import Finding, Findings, Place, Severity, UnreadableInput
from prongsai.core.patterns import compiled
from prongsai.core.preaudit.model import Evidence, EvidencePage
from prongsai.links.results import AskedLink

if TYPE_CHECKING:
    from prongsai.links.checking import Checker
    from prongsai.links.fetching import ServerAnswer
    from prongsai.links.results import LinkResult

# Bytes, name, address, whether it is a web page.
Read = Callable[[bytes, str, str, bool], Evidence]
_MOST_ATTACHED = 5
_PAGES = ("text/html", "application/xhtml+xml")
_UNSEEN = (EvidencePage(1, (), is_recognised=True),)
# An account may stand before it ("/u/0/", "/a/example.go.th/"); a published one has "d/e".
_DOCUMENT = compiled(r"//(?:docs|drive)\.google\.com/(?:a/[^/]+/)?(\w{4,20})/(?:u/\d+/)?d/([\w-]+)")
_BY_ID = compiled(
    r"//(?:docs|drive)(?:\.usercontent)?\.google\.com/(?:a/[^/]+/)?(?:u/\d+/)?"
    r"(?:open|uc|download)\?(?:[^#]*&)?id=([\w-]+)"
)
# A viewer shows the file of another address.
_VIEWER = compiled(
    r"//(?:(?:docs|drive)\.google\.com/(?:[\w./-]*/)?(?:gview|viewer)"
    r"|view\.officeapps\.live\.com/op/\w+\.aspx)\?(?:[^#]*&)?(?:url|src)=([^&#]+)"
)
_SHARED = compiled(r"//(?:[\w-]+\.)*(?:1drv\.ms|onedrive\.live\.com|sharepoint\.com)/.")
_FOLDER = compiled(
    r"//(?:docs|drive)\.google\.com/(?:drive/(?:[\w-]+/){0,3}folders/|(?:embedded)?folderview\?)"
)
_ENDS_AS_FILE = compiled(r"\.(?:pdf|docx?|xlsx?|pptx?|odt|ods|zip|rar)(?:$|[?#])", re.IGNORECASE)
_DOWNLOAD = "https://drive.google.com/uc?export=download&id={}"
_OPEN = "https://drive.google.com/open?id={}"
_GOOGLE = {
    "document": "https://docs.google.com/document/d/{}/export?format=docx",
    "spreadsheets": "https://docs.google.com/spreadsheets/d/{}/export?format=xlsx",
    "presentation": "https://docs.google.com/presentation/d/{}/export/pptx",
    "file": _DOWNLOAD,
}


def fetch_evidence(
    address: str, checker: Checker, read: Read, findings: Findings, *, follow: bool = True
) -> list[Evidence]:
    """What an address shows, with the few files of its page; what was not read lacks nothing."""
    address = _shown_by(address)
    if _FOLDER.search(address):
        findings.warning("preaudit/folder_not_read", Place("URL", quote=address))
        return [Evidence(address, _UNSEEN)]
    if _SHARED.search(address):
        findings.warning("preaudit/shared_not_read", Place("URL", quote=address))
        return [Evidence(address, _UNSEEN)]
    result, answer = _visited(address, checker)
    place = Place("URL", quote=result.address)
    if not (result.verdict.is_there or result.verdict.value == "slow") or answer is None:
        findings.items.append(
            Finding("address_unread", Severity.ERROR, result.why, (place,), result.step)
        )
        return [Evidence(result.address, _UNSEEN)]
    is_web = answer.media in _PAGES
    # Who must be asked for a file, or warned of its size, is shown a page.
    is_instead = is_web and (result.address != address or _BY_ID.search(address) is not None)
    if is_instead:
        findings.error("preaudit/file_not_handed_out", place)
    elif not answer.whole:
        findings.error("cli/evidence_too_large", place)
    if is_instead or not answer.whole:
        return [Evidence(result.address, _UNSEEN)]
    name = result.final.rpartition("/")[2].partition("?")[0] or "index.html"
    try:
        evidence = read(answer.body, name, address, is_web)
    except UnreadableInput as error:
        return [not_read(error, result.address, findings)]
    is_whole = not follow or not evidence.is_web
    return [evidence] if is_whole else _with_files(evidence, result.final, checker, read, findings)


def _with_files(
    page: Evidence, address: str, checker: Checker, read: Read, findings: Findings
) -> list[Evidence]:
    """A page behind the files that it hands out; itself it is not what the assessor reads."""
    links = (urljoin(address, link) for link in page.links)
    attached = list(dict.fromkeys(_shown_by(link) for link in links if _is_file(link)))
    if len(attached) > _MOST_ATTACHED:
        return [page, left_out(address, len(attached), findings)]
    files = [
        file
        for link in attached
        for file in fetch_evidence(link, checker, read, findings, follow=False)
    ]
    return [*files, page]


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


def _is_file(address: str) -> bool:
    kinds = (_ENDS_AS_FILE, _DOCUMENT, _BY_ID, _VIEWER, _FOLDER, _SHARED)
    return any(kind.search(address) is not None for kind in kinds)


def _shown_by(address: str) -> str:
    """The address that a viewer shows; any other address itself."""
    viewer = _VIEWER.search(address)
    return unquote(viewer[1]) if viewer is not None else address


def _visited(address: str, checker: Checker) -> tuple[LinkResult, ServerAnswer | None]:
    """What an address hands out; its number alone may be that of a file or of a document."""
    result, answer = checker.read(AskedLink(_download_of(address)))
    by_number = _BY_ID.search(address)
    if by_number and (answer is None or answer.media in _PAGES):
        opened, _page = checker.read(AskedLink(_OPEN.format(by_number[1])))
        if (document := _DOCUMENT.search(opened.final)) and document[1] != "file":
            return checker.read(AskedLink(_download_of(opened.final)))
    return result, answer


def _download_of(address: str) -> str:
    """The address at which a public document of Google's can be had as a file."""
    if (named := _BY_ID.search(address)) is not None:
        return _DOWNLOAD.format(named[1])
    document = _DOCUMENT.search(address)
    if document is None or document[2] == "e" or document[1] not in _GOOGLE:
        return address
    return _GOOGLE[document[1]].format(document[2])
