"""`prongsai demo`: the site with an invented agency, to look around in."""

from __future__ import annotations

import os
import sys
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import click
from msgspec import Struct

from prongsai.cli.commands import Option
from prongsai.cli.session import Session, command
from prongsai.core.errors import Misuse, Place
from prongsai.web.project.commands.common import awake, chosen, make_folder
from prongsai.web.project.environment import EXAMPLES, STORY_DAY, TODAY_DAY, is_demo, mark_demo

_CASE = Option(["--case"], type=click.Path(file_okay=False, path_type=Path), metavar="DIR")
_DATA = Option(["--data"], type=click.Path(file_okay=False, path_type=Path), metavar="DIR")
_STORY = Option(["--story"], type=click.Choice(["2566", "2570"]), default="2566", show_default=True)
_NO_SERVE = Option(["--no-serve"], is_flag=True)
_PORT = Option(["--port"], type=int, metavar="PORT")


_HERE = "127.0.0.1"
# Of the data folder: where the public site lies as files.
_COPY = "public-site"


@command("demo", [_STORY, _CASE, _DATA, _PORT, _NO_SERVE])
def demo(
    session: Session,
    story: str,
    case: Path | None,
    data: Path | None,
    port: int | None,
    *,
    no_serve: bool,
) -> int:
    """Load the demo where it is not loaded, then serve it."""
    chosen_story = _STORIES[int(story)]
    case, data = case or chosen_story.case, data or chosen_story.data
    _refuse_missing_story(case)
    _refuse_real_data(data)
    from prongsai.web.project.server import Server, free_port, migrated

    environment = chosen(data)
    # Written before Django wakes: settings read it. The site's day is Thailand's, wherever it runs.
    make_folder(environment.data)
    mark_demo(environment.data, datetime.now(ZoneInfo("Asia/Bangkok")).date(), chosen_story.day)
    code = migrated(session.language)
    if code:
        return code
    if no_serve:
        # What the story prints names the port on which it is usually served.
        os.environ.setdefault(
            "PRONGSAI_GUESSED_ADDRESS", f"http://{_HERE}:{port or chosen_story.port}"
        )
        _load(session, case, data, int(story))
        return 0
    from prongsai.web.project import lock

    server = Server(session, chosen(data), _HERE, free_port(_HERE, port, chosen_story.port))
    _load(session, case, data, int(story))
    _move(server.address)
    with lock.held(environment.data, alone=False):
        return server.run()


class _Story(Struct, frozen=True):
    """What a story needs: its figures, its folder, its day, and where it is served."""

    case: Path
    data: Path
    day: date
    port: int


_STORIES = {
    2566: _Story(EXAMPLES / "ban-song", Path("build/demo"), STORY_DAY, 8000),
    2570: _Story(EXAMPLES / "tua-yang-2570", Path("build/demo-2570"), TODAY_DAY, 8070),
}


def _load(session: Session, case: Path, data: Path, story: int) -> None:
    environment = awake(data)
    from django.db import connections

    from prongsai.web.platform import drawing
    from prongsai.web.project.export.exporting import export

    sys.path.append(str(EXAMPLES))
    from demo_agency.loading import load

    loaded = load(case, story)
    if loaded.is_new:
        # The public site as files too, as a citizen would get them on a stick.
        folder = environment.data / _COPY
        made = export(loaded.agency, folder)
        page = folder.absolute() / "index.html"
        click.echo(session.message("project/site_exported_for_demo", files=made.files, page=page))
        session.print_findings(made.findings)
    # The processes that serve open their own.
    connections.close_all()
    drawing.rest()
    if loaded.is_new:
        words = session.message("project/demo_ready")
    else:
        words = session.message("project/demo_there")
    click.echo(f"{words}: {loaded.agency.name} ({environment.data})")


def _move(address: str) -> None:
    """The story's links lead to the demo itself, wherever it is served this time."""
    from django.db import connections

    from prongsai.web.project import demo_web

    demo_web.move(address.rstrip("/"))
    connections.close_all()


def _refuse_missing_story(case: Path) -> None:
    story = EXAMPLES / "demo_agency"
    if not story.is_dir():
        raise Misuse("project/example_agency_missing", place=Place(str(story)))
    if not any(case.glob("scores.*")):
        raise Misuse("project/demo_scores_missing", place=Place(str(case / "scores.csv")))


def _refuse_real_data(data: Path) -> None:
    """Doors without passwords open to nothing but what this command made itself."""
    if os.environ.get("DATABASE_URL"):
        raise Misuse("project/demo_with_database_url", place=Place("DATABASE_URL"))
    if data.is_dir() and any(data.iterdir()) and not is_demo(data):
        raise Misuse("project/folder_not_demo", place=Place(str(data)))
