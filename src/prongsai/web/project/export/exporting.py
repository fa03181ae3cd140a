"""The whole public site of an agency into a folder, with every link inside it looked at.

Where nothing can have changed since the last copy, and every file lies there as it was left, no
page is asked for: equal files have equal links, and the last ones had no fault.
"""

from __future__ import annotations

import platform
from functools import cache
from hashlib import sha256
from pathlib import Path

import django
import msgspec
from django.conf import settings
from django.utils import translation
from msgspec import Struct

import prongsai
from prongsai.core.errors import Finding, Findings, Place
from prongsai.links.folder import check_folder
from prongsai.web.agency.models import Agency
from prongsai.web.platform.address import site_address
from prongsai.web.platform.clock import today
from prongsai.web.platform.models import JournalEntry
from prongsai.web.project.export.folder import Folder, Written
from prongsai.web.project.export.gathering import gather


def state_of(agency: Agency) -> str:
    """A digest of all that decides what an agency's copy shows; empty where that is not known.

    Shape:  as for pages that are kept (ADR 49), the last entry of the journal stands for all rows,
            for whatever changes what is public writes one; the day, the address, and the program
            itself stand beside it. Rows changed by hand show after the next entry, or tomorrow.
    """
    if not settings.PAGES_KEPT:
        return ""
    entries = JournalEntry.objects.filter(agency=agency).order_by("-number")
    told = (
        str(agency.pk),
        entries.values_list("number", "digest").first(),
        today(),
        site_address(),
        settings.SECURE_SSL_REDIRECT,
        _program(),
    )
    return sha256(msgspec.json.encode(told)).hexdigest()


@cache
def _program() -> str:
    """A digest of names, sizes and times of the program's files, and of what draws with them."""
    root = Path(prongsai.__file__).parent
    told = [platform.python_version(), django.get_version()]
    for path in sorted(root.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            seen = path.stat()
            told.append(f"{path.relative_to(root)} {seen.st_size} {seen.st_mtime_ns}")
    return sha256("\n".join(told).encode()).hexdigest()


class Exported(Struct, frozen=True):
    """What was done, and what is wrong with the links of the copy."""

    files: int
    done: Written
    findings: tuple[Finding, ...]


def export(agency: Agency, path: Path) -> Exported:
    """Make a folder hold the site as everybody sees it now.

    Errors: Misuse where the folder may not be written; CannotExport where the site cannot show a
            page. Before the first file is written all is known that could stop it.
    """
    folder = Folder(path, str(agency.pk))
    # Asked before the pages: what changes meanwhile makes the next copy look at all of them.
    state = state_of(agency)
    same = folder.unchanged(state)
    if same is not None:
        return Exported(same.same, same, ())
    with translation.override("th"):
        gathered = gather(agency, site_address())
    done = folder.write(gathered.files)
    findings = Findings([*gathered.findings.items, *check_folder(path, sorted(gathered.files))])
    for name in done.left:
        findings.warning("project/export-left", Place(str(path / name)))
    if not findings.items and state:
        folder.remember(state)
    return Exported(len(gathered.files), done, tuple(findings.items))
