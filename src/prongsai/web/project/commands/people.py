"""`prongsai person`, for the office that locked itself out, and `prongsai agency`."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from prongsai.cli.commands import Argument, LazyGroup, Option
from prongsai.cli.session import Session, command
from prongsai.core import fiscal
from prongsai.core.errors import Misuse, Place
from prongsai.core.messages import read_words
from prongsai.core.text import Text
from prongsai.web.project.commands.common import DATA, awake_with_data

_LOGIN = Argument(["login"], metavar="LOGIN")
_FACTOR = Option(["--second-factor"], is_flag=True)


@command("reset", [_LOGIN, _FACTOR, DATA])
def reset(session: Session, login: str, data: Path | None, *, second_factor: bool) -> int:
    """Print the password on the output, all else beside it."""
    awake_with_data(data)
    from prongsai.web.agency.services import people

    user = people.person(login)
    handed = people.hand_over_password(user=user, by=None)
    if second_factor:
        people.remove_second_factor(user=user, by=None)
    click.echo(handed.password)
    click.echo(
        session.message("project/password_handed_over", login=user.login),
        err=True,
    )
    return 0


@command("administrator", [_LOGIN, DATA])
def administrator(session: Session, login: str, data: Path | None) -> int:
    """For an agency in which nobody can manage people any more."""
    awake_with_data(data)
    from prongsai.web.agency.services import people

    user = people.person(login)
    if people.make_administrator(user):
        words = session.message("project/administrator_made", login=user.login)
    else:
        words = session.message("project/administrator_already", login=user.login)
    click.echo(words, err=True)
    return 0


@command("let-read", [_LOGIN, DATA])
def let_read(session: Session, login: str, data: Path | None) -> int:
    """Whoever watches over complaints is told."""
    awake_with_data(data)
    from prongsai.web.agency.services import people
    from prongsai.web.citizens.desk.services import readers

    user = people.person(login)
    if readers.let_read_by_server(user):
        words = session.message("project/reader_confirmed", login=user.login)
    else:
        words = session.message("project/reader_not_waiting", login=user.login)
    click.echo(words, err=True)
    return 0


@command("list", [DATA])
def list_people(session: Session, data: Path | None) -> int:
    """One line for each person, with tabs between."""
    awake_with_data(data)
    from prongsai.web.agency.services import people

    for user, words in people.everybody():
        state = "" if user.is_active else session.message("project/account_closed")
        click.echo("\t".join([user.login, str(user.agency or ""), words, state]).rstrip())
    return 0


person = LazyGroup(
    "person",
    table={
        "reset": f"{__name__}:reset",
        "administrator": f"{__name__}:administrator",
        "let-read": f"{__name__}:let_read",
        "list": f"{__name__}:list_people",
    },
)


_KINDS = (
    "subdistrict-municipality", "town-municipality", "city-municipality", "subdistrict",
    "province", "other",
)  # fmt: skip
_NAME = Argument(["name"], metavar="NAME")
_KIND = Option(["--kind"], type=click.Choice(_KINDS), default=_KINDS[0], show_default=True)
_LOGIN_agencies = Option(["--login"], required=True, metavar="LOGIN")
_YEAR = Option(["--year"], metavar="YEAR")
_DISTRICT = Option(["--district"], default="", metavar="NAME")
_PROVINCE = Option(["--province"], default="", metavar="NAME")


@command("new", [_NAME, _KIND, _LOGIN_agencies, _YEAR, _DISTRICT, _PROVINCE, DATA])
def new(
    session: Session,
    *,
    name: str,
    kind: str,
    login: str,
    year: str | None,
    district: str,
    province: str,
    data: Path | None,
) -> int:
    """Print the password on the output, all else beside it."""
    awake_with_data(data)
    from prongsai.web.agency.services import agency as start
    from prongsai.web.agency.services import people
    from prongsai.web.agency.signing_in import one_time_password
    from prongsai.web.platform.clock import today

    typed = {
        "name": name, "kind": kind, "login": login, "district": district, "province": province,
        "fiscal_year": year or str(fiscal.year_of(today())),
    }  # fmt: skip
    asked = _checked(typed)
    if people.is_known(asked["name"], asked["district"], asked["province"]):
        raise Misuse("project/agency_exists_already", asked=asked["name"])
    # Nobody is told this password: the one below replaces it, and has to be changed.
    person = start.FirstPerson(asked.pop("login"), one_time_password(), "", frozenset())
    by = start.start(new=start.NewAgency(**asked), person=person)
    click.echo(people.hand_over_password(user=by.user, by=None).password)
    words = session.message("project/agency_added", agency=by.agency, login=by.user.login)
    click.echo(words, err=True)
    return 0


def _checked(typed: Mapping[str, str]) -> dict[str, Any]:
    """What was typed, by the rules of the first run's form."""
    from django.utils.translation import override

    from prongsai.web.agency.forms.agency import StartAgencyForm
    from prongsai.web.agency.forms.people import LoginField

    class Asked(StartAgencyForm):
        login = LoginField()

    form = Asked(dict(typed))
    if form.is_valid():
        return dict(form.cleaned_data)
    field, faults = next(iter(form.errors.as_data().items()))
    words = {}
    for language in ("th", "en"):
        with override(language):
            words[language] = str(faults[0].messages[0])
    if field == "name":
        raise Misuse(Text(**words))
    raise Misuse(Text(**words), place=Place("--year" if field == "fiscal_year" else f"--{field}"))


@command("list", [DATA])
def list_agencies(session: Session, data: Path | None) -> int:
    """One line for each agency: its name and how many people may sign in."""
    awake_with_data(data)
    from prongsai.web.agency.services import people

    for agency, count in people.agencies():
        words = read_words("project/people_counted", count=count)
        click.echo(f"{agency}\t{session.text(words)}")
    return 0


agency = LazyGroup(
    "agency",
    table={
        "new": f"{__name__}:new",
        "list": f"{__name__}:list_agencies",
    },
)
