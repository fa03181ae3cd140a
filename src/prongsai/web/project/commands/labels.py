"""`prongsai preaudit labels`: what persons said on the site of the verdicts of the pre-audit."""

from pathlib import Path

import click
import yaml

from prongsai.cli.commands import Argument, LazyGroup
from prongsai.cli.session import Session, command, write_output
from prongsai.core.text import Text
from prongsai.web.project.commands.common import DATA, awake_with_data

_EXPORT = Text(
    "เขียนคำตัดสินของคนบนเว็บเป็นไฟล์ YAML สำหรับ prongsai preaudit eval ไม่มีเนื้อหาของหลักฐาน "
    "แต่มีเหตุผลที่คนพิมพ์ อ่านก่อนส่งต่อว่าไม่มีชื่อคน",
    "Write the verdicts of people as YAML for `preaudit eval`; it holds no text of evidence, but "
    "the reasons that people typed: look for names before you pass it on.",
)
_FILE = Argument(
    ["file"],
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help_text=Text("ไฟล์ YAML ที่จะเขียน", "The YAML file to write."),
)


@command("export", [_FILE, DATA], _EXPORT)
def export(session: Session, file: Path, data: Path | None) -> int:
    """Write the labels of every agency."""
    awake_with_data(data)
    from prongsai.web.agency.models import Agency
    from prongsai.web.disclosure.disclosure.services.reading import labels as labels_of

    rows = [label for agency in Agency.objects.order_by("name") for label in labels_of(agency)]
    text = yaml.safe_dump({"judgements": rows}, allow_unicode=True, sort_keys=False)
    write_output(session, file, text.encode())
    return 0


labels = LazyGroup(
    "labels",
    help_text=Text("คำตัดสินของคนบนเว็บ", "Verdicts of people on the site."),
    table={"export": ("prongsai.web.project.commands.labels:export", _EXPORT)},
)
