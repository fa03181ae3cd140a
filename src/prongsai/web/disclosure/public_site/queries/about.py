"""What the agency keeps about itself: units, executives, duties, contact."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from uuid import UUID

from msgspec import Struct

from prongsai.core.disclosure.model import Requirement
from prongsai.core.messages import read_words
from prongsai.core.registers.public import can_be_public
from prongsai.core.registers.values import Value, attached
from prongsai.core.roles import rank_of
from prongsai.core.text import Text
from prongsai.core.thai import squeeze
from prongsai.web.agency.models import Agency, AgencyKind, Appointment, Position, Unit
from prongsai.web.agency.position_rules import rank
from prongsai.web.agency.social_pages import social_pages
from prongsai.web.disclosure.public_site.content import (
    SIDES,
    About,
    Executive,
    ItaContent,
    ShownPiece,
    ShownScores,
)
from prongsai.web.disclosure.registers.models import LASTING, RegisterFile
from prongsai.web.disclosure.registers.queries.catalogue import core_rows, register_of

_REGISTER = "executives"
_SIDE = {True: "political", False: "permanent"}  # the chief of a local government is elected
# Which part of what the agency keeps about itself answers an item, by the item's subject.
OWN = {
    "organisation-structure": "structure",
    "executives": "executives",
    "powers-and-duties": "authority",
    "contact-information": "contact",
    "social-network": "social",
}


def about_of(agency: Agency, on: date) -> About:
    """What the agency keeps about itself; the central office is the first of its units.

    Shape:  the executives are those of their register who are in office, else who holds the
            leading posts on this site.
    """
    units = Unit.objects.filter(agency=agency, is_closed=False).order_by("-is_office", "sort_key")
    names = {str(key): name for key, name in units.values_list("pk", "name")}
    listed = tuple(_listed(agency, on, names))
    return About(
        name=agency.name,
        district=agency.district_words,
        province=agency.province_words,
        telephone=agency.telephone,
        email=agency.email,
        website=agency.website,
        street=agency.street,
        fax=agency.fax,
        map_address=agency.map_address,
        duties=agency.duties.strip(),
        units=tuple(names.values()),
        executives=listed or tuple(_holders(agency, on)),
        social=social_pages(agency.social_pages),
    )  # fmt: skip


def _listed(agency: Agency, on: date, units: Mapping[str, str]) -> Iterator[Executive]:
    """Those of the register who are in office on a day, in its order."""
    register = register_of(agency, _REGISTER)
    if register is None:
        return
    rows = [row.values for row in core_rows(agency, register, LASTING)]
    current = [row for row in rows if _is_shown(row, on, units)]
    photos, sides = _photos(agency, current), list(SIDES)

    def order(row: Mapping[str, Value]) -> tuple[int, Value, str]:
        return sides.index(str(row["side"])), row["place"], str(row["post"])

    for row in sorted(current, key=order):
        photo = attached(row.get("photo"))
        name = str(row.get("name", ""))
        yield Executive(
            str(row["post"]),
            name,
            units.get(str(row.get("unit", "")), ""),
            is_vacant=not name,
            side=str(row["side"]),
            telephone=str(row.get("telephone", "")),
            email=str(row.get("email", "")),
            photo=photos.get(photo.key) if photo else None,
        )


def _is_shown(row: Mapping[str, Value], on: date, units: Mapping[str, str]) -> bool:
    """Whether a row is whole, of an open unit where it names one, and in office on a day."""
    if row.get("side") not in SIDES or not {"post", "place"} <= row.keys():
        return False  # kept half-read: it is told in the register
    if "unit" in row and str(row["unit"]) not in units:
        return False
    since, until = row.get("since"), row.get("until")
    is_begun = not isinstance(since, date) or since <= on
    return is_begun and (not isinstance(until, date) or on <= until)


def _photos(agency: Agency, rows: Sequence[Mapping[str, Value]]) -> dict[UUID, ShownPiece]:
    """The photos that rows name, by their key; one query."""
    named = {photo.key: str(row["post"]) for row in rows if (photo := attached(row.get("photo")))}
    kept = RegisterFile.objects.filter(agency=agency, row__register=_REGISTER, pk__in=named)
    return {
        photo.pk: ShownPiece(
            id=str(photo.pk),
            title=named[photo.pk],
            day=photo.sent_at.date(),
            file=str(photo.file_id),
            name=f"{photo.pk.hex}.jpg",
            media_type=photo.file.media_type,
            size=photo.file.size,
            digest=photo.file.digest,
        )
        for photo in kept.select_related("file")
        if photo.file.media_type.startswith("image/")
    }


def given_photos(agency: Agency) -> frozenset[str]:
    """The keys of photos that rows of the register name now: no other is given to anybody.

    Shape:  none where the register or its column is public no more.
    """
    register = register_of(agency, _REGISTER)
    if register is None or not can_be_public(register) or "photo" not in register.public:
        return frozenset()
    rows = core_rows(agency, register, LASTING)
    named = (attached(row.values.get("photo")) for row in rows)
    return frozenset(str(photo.key) for photo in named if photo is not None)


def _holders(agency: Agency, on: date) -> Iterator[Executive]:
    """Who leads on a day, in the order of the posts; names only where the agency prints them."""
    held: dict[UUID, list[Appointment]] = {}
    for term in Appointment.objects.on(on).filter(agency=agency).select_related("user"):
        held.setdefault(term.position_id, []).append(term)
    rows = (
        Position.objects.filter(agency=agency).exclude(unit__is_closed=True).select_related("unit")
    )
    leading = (row for row in rows.select_related("unit") if row.role.leads is not None)
    for position in sorted(leading, key=lambda row: (rank_of(row.role), rank(row))):
        unit = position.unit.name if position.unit else ""
        side = "" if agency.kind == AgencyKind.OTHER else _SIDE[position.role.leads_agency]
        for term in sorted(held.get(position.pk, ()), key=lambda term: term.is_acting):
            name = term.user.display_name if agency.prints_names else ""
            yield Executive(position.title, name, unit, term.is_acting, side=side)
        if position.pk not in held:
            yield Executive(position.title, unit=unit, is_vacant=True, side=side)


class AgencyFact(Struct, frozen=True):
    """One thing that a version says beside its items; `photo` the key of a photo with it, or ""."""

    name: Text
    words: str
    photo: str = ""


def facts_of(content: ItaContent) -> Iterator[AgencyFact]:
    """All that a version says of the agency itself and of its scores, for who agrees to it."""
    about = content.about
    contact = (about.telephone, about.fax, about.email, about.website, about.map_address)
    own = (
        ("agency", (about.name, about.street, about.district, about.province)),
        ("contact", contact),
        ("social", tuple(f"{page.name} {page.address}" for page in about.social)),
        ("units", about.units),
        ("duties", (about.duties or about.authority,)),
        ("scores", (*_score_texts(content.scores),)),
    )
    for name, texts in own:
        if words := _joined(texts):
            yield AgencyFact(read_words(f"public_site/fact.{name}"), words)
    for post in about.executives:
        side = read_words(f"public_site/side.{post.side}").th if post.side else ""
        acting = "รักษาราชการแทน" if post.is_acting else ""
        texts = (
            side, post.title, post.name, acting, post.unit, post.telephone, post.email,
            "มีภาพถ่าย" if post.photo else "",
        )  # fmt: skip
        yield AgencyFact(
            read_words("public_site/fact.executive"), _joined(texts),
            post.photo.id if post.photo else "",
        )  # fmt: skip


def _joined(texts: Sequence[str]) -> str:
    return " · ".join(filter(None, map(squeeze, texts)))


def _score_texts(scores: ShownScores | None) -> Iterator[str]:
    if scores is None:
        return
    yield f"ปี {scores.year} รวม {scores.total} {scores.rating} {scores.source}"
    yield from (f"{figure.code} {figure.published}" for figure in scores.figures)
    yield from (f"ปี {year} รวม {total}" for year, total in scores.former)


def in_office(about: About) -> list[Executive]:
    """The posts that somebody holds; the council heads nobody."""
    return [post for post in about.executives if not post.is_vacant and post.side != "council"]


_ASKED: Mapping[str, Mapping[str, Callable[[About], object]]] = {
    "structure": {
        "units": lambda about: about.units,
        "key_positions": lambda about: about.executives,
    },
    "executives": {"executives": in_office},
    "authority": {"duties": lambda about: about.duties or about.authority},
    "contact": {
        "address": lambda about: about.street,
        "telephone": lambda about: about.telephone,
        "email": lambda about: about.email,
        "map": lambda about: about.map_address,
    },
    "social": {"social": lambda about: about.social},
}
_OF_EACH: Mapping[str, Callable[[Executive], object]] = {
    "name": lambda post: post.name,
    "photo": lambda post: post.photo,
    "contact": lambda post: post.telephone or post.email,
}
# Elements that hold for local governments alone ask for both.
_LOCAL_GOVERNMENT, _BOTH_SIDES = "local-government", ("political", "permanent")


def asks_both_sides(agency: Agency, requirements: Iterable[Requirement]) -> bool:
    """Whether an item asks an agency for its political side and its permanent side."""
    is_local = agency.kind != AgencyKind.OTHER
    return is_local and any(asked.condition == _LOCAL_GOVERNMENT for asked in requirements)


def missing_of(about: About, part: str, *, both_sides: bool) -> Iterator[Text]:
    """What the agency has not given of a part of what it keeps about itself, by name.

    Shape:  `both_sides` as `asks_both_sides` tells of the item; of executives what each lacks.
    """
    for name, given in _ASKED[part].items():
        if not given(about):
            yield read_words(f"public_site/fact.{name}")
    if both_sides and part in ("structure", "executives"):
        sides = {post.side for post in about.executives}
        for side in _BOTH_SIDES:
            if side not in sides:
                yield read_words(f"public_site/side.{side}")
    for name, is_given in _OF_EACH.items() if part == "executives" else ():
        if titles := [post.title for post in in_office(about) if not is_given(post)]:
            what = read_words(f"public_site/post_fact.{name}")
            yield read_words("public_site/fact_of_posts", what=what, posts=", ".join(titles))
