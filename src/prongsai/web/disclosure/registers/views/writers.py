"""Who writes which register, and saying so."""

from collections.abc import Mapping
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from prongsai.core.registers.model import Register
from prongsai.core.registers.rules import Reach
from prongsai.web.agency.access import fresh, needs, person_of
from prongsai.web.agency.models import Agency
from prongsai.web.agency.permissions import Right, may
from prongsai.web.agency.refusals import refusals_at
from prongsai.web.disclosure.registers.forms import WritersForm
from prongsai.web.disclosure.registers.queries.catalogue import register_of
from prongsai.web.disclosure.registers.queries.choice import (
    Preview,
    WritersChange,
    names_of_writers,
    preview_choice,
    words_of_scope,
    writers_page,
)
from prongsai.web.disclosure.registers.queries.writers import (
    OWN_UNIT,
    Writers,
    chosen_writers,
    describe_writers,
    open_unit_names,
    usual_writers,
    writers_of,
)
from prongsai.web.disclosure.registers.services import choosing
from prongsai.web.platform.language import in_language
from prongsai.web.platform.sending import posted, tell_change, tried
from prongsai.web.platform.shortcuts import found, shown


@require_safe
@needs(Right.SEE)
def writers(request: HttpRequest) -> HttpResponse:
    person = person_of(request)
    context = {"page": writers_page(person.agency), "may_choose": may(person, Right.EDIT_AGENCY)}
    return render(request, "registers/writers.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.EDIT_AGENCY)
@fresh
def choose(request: HttpRequest, key: str) -> HttpResponse:
    """Say who writes a register; who gains and who loses is shown before it is saved."""
    person = person_of(request)
    register = found(register_of(person.agency, key))
    standing = writers_of(person.agency, register)
    own = OWN_UNIT if register.rights.writes is Reach.OWN_UNIT else Writers()
    form = WritersForm(person.agency, standing or own, posted(request))
    button = request.POST.get("act", "")
    is_usual = button in ("usual", "save-usual")

    def save() -> str:
        is_changed = choosing.choose_writers(
            person.agency, by=person, register=register, choice=choice,
            seen=request.POST.get("seen", ""),
        )  # fmt: skip
        tell_change(request, is_changed, _("บันทึกผู้บันทึกทะเบียนแล้ว"))
        return reverse("registers:writers")

    preview = None
    if button and (is_usual or form.is_valid()):
        choice = None if is_usual else form.choice
        if button.startswith("save") and (answer := tried(request, form, save)):
            return answer
        with refusals_at(form):
            preview = preview_choice(person.agency, register, choice)
            choosing.refuse_new_readers(person.agency, person, register, preview)
    context = _context(person.agency, register, standing, preview) | {"is_usual": is_usual}
    return shown(request, "registers/choose_writers.html", form, context)


def _context(
    agency: Agency, register: Register, standing: Writers | None, preview: Preview | None
) -> dict[str, object]:
    """The writers of today and the usual ones in words, and what a preview found."""
    names = names_of_writers(agency)
    usual = usual_writers(register, open_unit_names(agency))
    return {
        "register": register,
        "now": in_language(describe_writers(register, standing, names)),
        "usual": in_language(describe_writers(register, usual, names)),
        "is_chosen": register.key in chosen_writers(agency),
        "preview": _in_words(preview, names) if preview else None,
    }


def _in_words(preview: Preview, names: Mapping[UUID, str]) -> dict[str, object]:
    def words(change: WritersChange) -> tuple[str, str, str]:
        who = f"{change.person.words} ({change.person.user})"
        before, after = (words_of_scope(each, names) for each in (change.before, change.after))
        return who, before, after

    return {
        "gains": [*map(words, preview.gains)], "losses": [*map(words, preview.losses)],
        "opens": preview.opens, "state": preview.state,
    }  # fmt: skip
