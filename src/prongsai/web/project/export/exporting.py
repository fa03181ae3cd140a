"""The whole public site of an agency into a folder, with every link inside it looked at.

Where nothing can have changed since the last copy, and every file lies there as it was left, no
page is asked for: equal files have equal links, and the last ones had no fault.
"""

from __future__ import annotations

from pathlib import Path

from django.utils import translation
from msgspec import Struct

from prongsai.core.errors import Finding, Findings, Place
from prongsai.core.text import Text
from prongsai.links.folder import check_folder
from prongsai.web.agency.models import Agency
from prongsai.web.platform.address import site_address
from prongsai.web.project.export.folder import Folder, Written
from prongsai.web.project.export.gathering import gather
from prongsai.web.project.export.state import state_of


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
        findings.warning(
            "export-left",
            Text(
                "แฟ้มนี้ไม่อยู่ในเว็บแล้ว แต่มีคนแก้ไว้ จึงไม่ลบ",
                "this file is no part of the site any more, but somebody changed it: it stays",
            ),
            Place(str(path / name)),
            next_step=Text("ลบเองถ้าไม่ใช้", "remove it yourself"),
        )
    if not findings.items and state:
        folder.remember(state)
    return Exported(len(gathered.files), done, tuple(findings.items))
