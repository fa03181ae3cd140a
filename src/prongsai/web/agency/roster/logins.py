"""Give a login to whoever a roster names without one."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import count

from msgspec.structs import replace

from prongsai.web.agency.roster.reading import Column, Line

# Logins that the site gives begin with the agency's name on the web.
_STEM = re.compile(r"([a-z0-9][a-z0-9-]{1,30})\.[a-z]{2,3}\.th")
_USUAL_STEM = "staff"


def stem_of(website: str) -> str:
    """What the logins of an agency begin with.

    >>> stem_of("https://www.namsai.go.th"), stem_of("")
    ('namsai', 'staff')
    """
    label = _STEM.search(website.lower())
    return label[1] if label else _USUAL_STEM


def with_logins(
    lines: Iterable[Line], people: Mapping[str, Sequence[str]], taken: Collection[str], stem: str
) -> Iterator[Line]:
    """The rows, each named person with a login: the one they have, or the next free number.

    Shape:  `people` the logins there are by name. Rows of one name are one person; of two people
            of one name nobody knows which, and the row stays without.
    """
    lines = list(lines)
    owned = {name: list(logins) for name, logins in people.items()}
    for line in lines:
        login = line.cells.get(Column.LOGIN, "").lower()
        of_name = owned.setdefault(line.cells.get(Column.NAME, ""), [])
        of_name += [login] if login and login not in of_name else []
    written = {login for logins in owned.values() for login in logins}
    names = (f"{stem}-{number:02d}" for number in count(1))
    free = (login for login in names if login not in taken and login not in written)
    for line in lines:
        name = line.cells.get(Column.NAME, "")
        if not name or Column.LOGIN in line.cells or len(owned[name]) > 1:
            yield line
            continue
        owned[name] = owned[name] or [next(free)]
        yield replace(line, cells={**line.cells, Column.LOGIN: owned[name][0]})
