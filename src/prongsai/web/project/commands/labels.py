"""`prongsai preaudit labels`: what persons said on the site of the verdicts of the pre-audit."""

from pathlib import Path

import click
import yaml

from prongsai.cli.commands import Argument, LazyGroup
from prongsai.cli.session import Session, command, write_output
from prongsai.web.project.commands.common import DATA, awake_with_data

_FILE = Argument(["file"], metavar="FILE", type=click.Path(dir_okay=False, path_type=Path))


@command("export", [_FILE, DATA])
def export(session: Session, file: Path, data: Path | None) -> int:
    """Write the labels of every agency."""
    awake_with_data(data)
    from prongsai.web.agency.models import Agency
    from prongsai.web.disclosure.disclosure.services.reading import labels as labels_of

    rows = [label for agency in Agency.objects.order_by("name") for label in labels_of(agency)]
    text = yaml.safe_dump({"judgements": rows}, allow_unicode=True, sort_keys=False)
    write_output(session, file, text.encode())
    return 0


labels = LazyGroup("labels", table={"export": "prongsai.web.project.commands.labels:export"})
