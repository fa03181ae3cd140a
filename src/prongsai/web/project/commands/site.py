"""`prongsai site`: the public site from the command line."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from prongsai.cli.commands import Argument, LazyGroup, Option
from prongsai.cli.session import JSON, Session, command
from prongsai.core.errors import Misuse, Place
from prongsai.core.scoring.data import finding_data
from prongsai.web.project.commands.common import DATA, awake_with_data

if TYPE_CHECKING:
    from prongsai.web.agency.models import Agency


@command("index", [DATA])
def index(session: Session, data: Path | None) -> int:
    """Make the search of every agency anew."""
    awake_with_data(data)
    from prongsai.web.agency.models import Agency
    from prongsai.web.disclosure.public_site.services.indexing import rebuild

    for agency in Agency.objects.all():
        count = rebuild(agency)
        click.echo(session.say(f"{agency.name}: {count} รายการ", f"{agency.name}: {count}"))
    return 0


_FOLDER = Argument(["folder"], metavar="DIR", type=click.Path(path_type=Path))
_AGENCY = Option(["--agency"], metavar="NAME")


@command("export", [_FOLDER, _AGENCY, DATA, JSON])
def export(session: Session, folder: Path, agency: str | None, data: Path | None) -> int:
    """Write the public site of an agency as files."""
    awake_with_data(data)
    from prongsai.web.project.export.exporting import export as exported

    made = exported(_agency(agency), folder)
    if session.as_json:
        session.print_json(
            {
                "files": made.files,
                "written": list(made.done.written),
                "unchanged": made.done.same,
                "removed": list(made.done.removed),
                "findings": [finding_data(finding) for finding in made.findings],
            }
        )
    else:
        done = made.done
        click.echo(
            session.message(
                "project/site_exported",
                folder=folder,
                files=made.files,
                written=len(done.written),
                same=done.same,
                removed=len(done.removed),
            )
        )
        session.print_findings(made.findings)
    return session.code(made.findings)


def _agency(asked: str | None) -> Agency:
    """The agency of the site, or the one that was asked for."""
    from prongsai.web.agency.models import Agency

    rows = list(Agency.objects.order_by("name", "pk"))
    asked_for = [row for row in rows if asked in (None, row.name, str(row.pk))]
    if len(asked_for) == 1:
        return asked_for[0]
    if not rows:
        raise Misuse("project/site_without_agency")
    listed = ", ".join(f"{row} ({row.pk})" for row in (asked_for or rows)[:5])
    raise Misuse(
        "project/agency_ambiguous",
        place=Place("--agency", quote=asked),
        listed=listed,
    )


site = LazyGroup(
    "site",
    table={
        "export": "prongsai.web.project.commands.site:export",
        "index": "prongsai.web.project.commands.site:index",
    },
)
