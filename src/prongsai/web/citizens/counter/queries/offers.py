"""Forms that citizens fill in, as they are kept and as everybody sees them."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Prefetch
from msgspec import Struct, convert

from prongsai.core.text import Text
from prongsai.core.thai import skeleton
from prongsai.web.agency.models import Agency
from prongsai.web.citizens.counter.models import FormEdition, RequestForm, Service


class Offer(Struct, frozen=True):
    """A form with the edition that everybody sees, None where there is none."""

    form: RequestForm
    shown: FormEdition | None
    newest: FormEdition | None

    @property
    def is_offered(self) -> bool:
        """Whether everybody may take it."""
        return self.shown is not None and self.form.retired_at is None

    @property
    def called(self) -> str:
        """What it is called by its newest edition."""
        return (self.newest.name if self.newest else "") or self.form.name

    @property
    def belongs_to(self) -> str:
        """The service that it is for by its newest edition."""
        service = self.newest.service if self.newest else None
        return (service or self.form.service).name


class EditionPage(Struct, frozen=True):
    """An edition with what was found in its files.

    Shape:  `new_name` is what the form will be called once it is published, "" where that stays.
    """

    row: FormEdition
    found: tuple[Text, ...]
    unread: tuple[Text, ...]
    can_publish: bool
    new_name: str


def offers_of(agency: Agency) -> tuple[Offer, ...]:
    """Every form of an agency; two queries."""
    editions = FormEdition.objects.select_related("file", "example")
    rows = RequestForm.objects.filter(agency=agency).select_related("service")
    return tuple(map(_offer, rows.prefetch_related(Prefetch("editions", editions))))


def public_offers(agency: Agency, words: str = "", service: Service | None = None) -> list[Offer]:
    """What everybody may take: all, or what bears every word in its name or its service's."""
    asked = [skeleton(one) for one in words.split()]
    return [
        one
        for one in offers_of(agency)
        if one.is_offered
        and (service is None or one.form.service_id == service.pk)
        and bears(f"{one.form.name} {one.form.service.name}", asked)
    ]


def bears(name: str, asked: Iterable[str]) -> bool:
    """Whether a name has all words, without tones, spaces or kind of digits."""
    told = skeleton(name)
    return all(one in told for one in asked)


def offer_of(agency: Agency, form_id: UUID) -> Offer | None:
    """One form of an agency."""
    rows = RequestForm.objects.filter(agency=agency, pk=form_id)
    row = rows.select_related("service", "agency").prefetch_related("editions__service").first()
    return None if row is None else _offer(row)


def edition_of(agency: Agency, edition_id: UUID) -> FormEdition | None:
    """One edition of an agency."""
    rows = FormEdition.objects.select_related("form__agency", "file", "example")
    return rows.filter(form__agency=agency, pk=edition_id).first()


def editions_of(offer: Offer) -> tuple[EditionPage, ...]:
    """The editions of a form, newest first."""
    least = offer.shown.number if offer.shown else 0
    return tuple(
        EditionPage(
            one, tuple(convert(told, Text) for told in one.found),
            tuple(convert(told, Text) for told in one.unread),
            one.published_at is None and one.number > least, _new_name(offer.form, one),
        )
        for one in offer.form.editions.select_related("file", "example", "service")
    )  # fmt: skip


def _new_name(form: RequestForm, row: FormEdition) -> str:
    name, service = row.name or form.name, row.service or form.service
    is_new = row.published_at is None and (name != form.name or service.pk != form.service_id)
    return f"{name} · {service.name}" if is_new else ""


def _offer(row: RequestForm) -> Offer:
    editions = list(row.editions.all())
    shown = next((one for one in editions if one.published_at is not None), None)
    return Offer(row, shown, editions[0] if editions else None)
