"""`prongsai migrate`, `backup`, `restore`, `doctor`, `journal verify` and `database roles`."""

from pathlib import Path

import click

from prongsai.cli.commands import Argument, LazyGroup, Option
from prongsai.cli.session import JSON, Session, command
from prongsai.core.messages import read_words
from prongsai.core.scoring.data import finding_data
from prongsai.web.project.commands.common import DATA, as_owner, awake, awake_with_data, chosen

_FILE = Argument(["file"], metavar="FILE", type=click.Path(dir_okay=False, path_type=Path))


@command("migrate", [DATA])
def migrate(session: Session, data: Path | None) -> int:
    """Upgrade the database; nothing happens where it is up to date."""
    as_owner()
    environment = awake(data)
    from prongsai.web.platform import remnants
    from prongsai.web.project import lock, upgrade

    if not upgrade.pending() and not remnants.wait_for_owner():
        return 0
    with lock.held(environment.data, alone=True):
        done = upgrade.upgrade(environment.data)
        remnants.remove_patiently()
    if done.kept:
        click.echo(session.message("project/backup_kept", file=done.kept), err=True)
    if done.steps:
        click.echo(session.message("project/database_updated", steps=done.steps), err=True)
    return 0


@command("backup", [_FILE, DATA])
def backup(session: Session, file: Path, data: Path | None) -> int:
    environment = awake_with_data(data)
    from prongsai.web.project import backup as keeping

    manifest = keeping.write(file, environment.data)
    count = len(manifest["files"])
    click.echo(session.text(read_words("project/backup_written", file=file, count=count)))
    click.echo(session.message("project/backup_signed", signer=manifest["signer"]))
    return _told_lost(session)


@command(
    "restore",
    [_FILE, DATA, Option(["--signed-by"], metavar="KEY")],
)
def restore(session: Session, file: Path, data: Path | None, *, signed_by: str | None) -> int:
    as_owner()
    from prongsai.web.project import lock
    from prongsai.web.project import restore as restoring
    from prongsai.web.project.commands.common import make_folder

    folder = chosen(data).data
    make_folder(folder)
    # Asked for with nothing, as by a variable that is not set, no key is the one.
    asked = "" if signed_by is None else signed_by.strip() or "–"
    with (
        lock.held(folder, alone=True),
        restoring.unpacked(file, folder, signed_by=asked) as manifest,
    ):
        awake(folder)
        restoring.fill(file, folder, manifest)
    made = manifest["made_at"]
    click.echo(session.message("project/restored", made=made, folder=folder))
    if manifest.get("signer"):
        click.echo(session.message("project/backup_signed_by", signer=manifest["signer"]))
    else:
        click.echo(session.message("project/backup_unsigned"))
    from prongsai.web.project import restored

    # What was restored is proved before anything is added to it.
    code = max(_told_breaks(session), _told_lost(session))
    if restored.tell_publishers(made):
        click.echo(session.message("project/restored_is_public"))
    return code


@command("doctor", [DATA, JSON])
def doctor(session: Session, data: Path | None) -> int:
    """Examine the site; 1 where something is wrong."""
    environment = awake(data)
    from prongsai.web.project import doctor as examining

    findings = examining.examine(environment.data)
    if session.as_json:
        session.print_json([finding_data(finding) for finding in findings])
    else:
        session.print_findings(findings)
    return session.code(findings)


@command("verify", [DATA])
def verify(session: Session, data: Path | None) -> int:
    """Verify the journal of every agency; 1 where a chain does not hold."""
    awake_with_data(data)
    return _told_breaks(session)


journal = LazyGroup(
    "journal",
    table={"verify": "prongsai.web.project.commands.upkeep:verify"},
)


def _told_breaks(session: Session) -> int:
    from prongsai.web.project.integrity import breaks

    count = 0
    for agency, broken in breaks():
        count += 1
        what = session.message(f"project/journal_break.{broken.what}")
        whose = agency.name if agency else session.message("project/of_site")
        click.echo(
            session.message("project/journal_broken", whose=whose, number=broken.number, what=what)
        )
    if not count:
        click.echo(session.message("project/journal_whole"))
    return 1 if count else 0


def _told_lost(session: Session) -> int:
    """Name the kept files that are not as they were; 1 where there is one."""
    from prongsai.web.platform import keeping

    lost = list(keeping.verify())
    for finding in lost:
        click.echo(session.text(finding.words))
    if lost:
        click.echo(session.message("project/find_file"))
    return 1 if lost else 0


@command(
    "roles",
    [Argument(["admin_url"], metavar="ADMIN_URL"), Option(["--new-passwords"], is_flag=True)],
)
def roles(session: Session, admin_url: str, *, new_passwords: bool) -> int:
    """Make the roles; their addresses are printed once."""
    from prongsai.web.project import roles as making

    made = making.make(admin_url, new_passwords=new_passwords)
    for setting, address in (("PRONGSAI_OWNER_URL", made.owner), ("DATABASE_URL", made.site)):
        if address:
            click.echo(f"{setting}={address}")
            continue
        click.echo(session.message("project/role_kept", setting=setting), err=True)
    if made.owner or made.site:
        click.echo(session.message("project/roles_to_set"), err=True)
    return 0


database = LazyGroup(
    "database",
    table={"roles": "prongsai.web.project.commands.upkeep:roles"},
)
