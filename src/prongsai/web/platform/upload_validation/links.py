"""Which addresses a kept file may lead to, where a reader presses a link."""

import re
import unicodedata
from urllib.parse import unquote, urlsplit

_SCHEMES = frozenset({"http", "https", "mailto", "tel", "ftp", ""})
# Readers of files leave these out before they look at the scheme.
_IGNORED = re.compile(
    r"[\x00-\x20\x7f-\xa0\xad\u180e\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufe00-\ufe0f\ufeff]"
)
_MOST_QUOTINGS = 6
_WEB_BY_BACKSLASH = re.compile(r"(?:https?|ftp):/*\\", re.IGNORECASE)
_DRIVE = re.compile(r"(?:file:///)?[a-z]:/(?P<path>.*)", re.IGNORECASE)
# Names by which Windows reaches other machines and devices from what looks like a folder.
_ELSEWHERE = re.compile(r"//|[?@:|]|(?:^|/)(?:unc|globalroot|davwwwroot)(?:/|$)", re.IGNORECASE)
_BESIDE = re.compile(r"^/[/?]|(?:^|/)(?:unc|globalroot|davwwwroot)(?:/|$)", re.IGNORECASE)
# A colon before any folder: no name of a file has it, so a reader may take it for a scheme.
_COLON_FIRST = re.compile(r"[^/?#]*:")
# ".com" apart: it ends the names of sites too, and "www.example.com" is often written bare.
_PROGRAM = (
    "exe|bat|cmd|scr|pif|cpl|ps1|psm1|vbs|vbe|vb|js|jse|ws|wsf|wsh|wsc|sct|hta|lnk|url|scf|inf|reg|"
    "msi|msp|mst|msc|jar|jnlp|chm|hlp|dll|ocx|sys|xll|gadget|appx|msix|appinstaller|application|"
    "appref-ms|settingcontent-ms|search-ms|library-ms|iso|img|vhd|vhdx|py|pyw|sh|command|desktop|"
    "app|docm|dotm|xlsm|xltm|xlam|pptm"
)
_RUNS = re.compile(rf"\.(?:{_PROGRAM})[./]*(?:$|[#?:])", re.IGNORECASE)
_RUNS_ON_DISK = re.compile(rf"\.(?:com|{_PROGRAM})[./]*(?:$|[#?:])", re.IGNORECASE)


def is_harmless(target: str) -> bool:
    """Whether a link leads to a page, an address, or a document of the reader's own disk.

    Shape:  no program (javascript:, calc.exe), no other machine's disk, no other protocol's
            handler; judged as the most lenient reader would take it: unquoted, with wide letters
            and both strokes alike.
    """
    read = _as_read(target)
    if read is None or _WEB_BY_BACKSLASH.match(read):
        return False
    address = read.replace("\\", "/")
    if drive := _DRIVE.fullmatch(address):
        path = drive["path"].partition("#")[0]
        return not _ELSEWHERE.search(path) and not _RUNS_ON_DISK.search(drive["path"])
    try:
        scheme = urlsplit(address).scheme.lower()
    except ValueError:
        return False
    if scheme:
        return scheme in _SCHEMES
    return not (_BESIDE.search(address) or _COLON_FIRST.match(address) or _RUNS.search(address))


def _as_read(target: str) -> str | None:
    """What a reader makes of an address; None where it is quoted again and again."""
    address = target
    for _ in range(_MOST_QUOTINGS):
        read = _IGNORED.sub("", unicodedata.normalize("NFKC", unquote(address)))
        if read == address:
            return address
        address = read
    return None
