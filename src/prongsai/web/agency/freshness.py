"""Ask again who somebody is before weighty acts, and keep what they had typed meanwhile."""

import time
from collections.abc import Callable, Mapping
from functools import update_wrapper
from typing import Concatenate, ParamSpec
from urllib.parse import urlencode, urlsplit

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.flows.reauthentication import reauthenticate_by_password
from allauth.core.ratelimit import consume
from django.conf import settings
from django.contrib import messages
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from msgspec import Struct
from selectolax.lexbor import LexborHTMLParser, LexborNode

from prongsai.core.roles import Role
from prongsai.web.agency.models import Agency, Position
from prongsai.web.agency.permissions import rights_of
from prongsai.web.platform.clock import now
from prongsai.web.platform.drawn import FIELD, drawn_for
from prongsai.web.platform.htmx import done
from prongsai.web.platform.idempotency import FIELD as ONCE

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def is_fresh(request: HttpRequest) -> bool:
    """Whether the person proved who they are within the last five minutes.

    Shape:  a sign-in counts like a proof asked for later; in a demo folder there is nothing to
            prove.
    """
    if settings.DEMO:
        return True
    since = now().timestamp() - settings.ACCOUNT_REAUTHENTICATION_TIMEOUT
    records = get_authentication_records(request, request.user)
    return any(record["at"] >= since for record in records)


def fresh(view: View[P]) -> View[P]:
    """Ask for the password again where the last proof is older than five minutes.

    A form with `{% proof_field %}` brings the password along, or is shown again to bring it. For
    all others the password has a page of its own; what was posted is kept and offered again
    afterwards. Stands under `needs`.
    """

    def inner(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if is_fresh(request):
            return view(request, *args, **kwargs)
        if PROOF in request.POST:
            fault = _fault_of_proof(request)
            if not fault:
                return view(request, *args, **kwargs)
            messages.error(request, fault)
            page = _page_of_proof(request)
            is_kept = keep(request, page) == reverse("agency:pending_form")
            return done(request, filled_address(page) if is_kept else page)
        back = keep(request) if request.method == "POST" else request.get_full_path()
        return done(
            request, f"{reverse('account_reauthenticate')}?{urlencode({'next': back}, safe='/')}"
        )

    update_wrapper(inner, view)
    inner.fresh = True  # type: ignore[attr-defined]  # the walk over all addresses reads it
    return inner


PROOF, PROOF_PAGE = "proof_password", "proof_page"


def _fault_of_proof(request: HttpRequest) -> str:
    """What is wrong with the password that came with a form; "" where it proves the person."""
    password = request.POST[PROOF]
    if not password:
        return _("เข้าสู่ระบบมาเกิน 5 นาทีแล้ว ใส่รหัสผ่านแล้วกดอีกครั้ง")
    if not consume(request, action="reauthenticate", user=request.user):
        return _("ใส่รหัสผ่านผิดหลายครั้ง รอ 5 นาทีแล้วลองใหม่")
    try:
        is_right = get_adapter(request).reauthenticate(request.user, password)
    except ValidationError as refusal:
        return " ".join(refusal.messages)
    if not is_right:
        return _("รหัสผ่านไม่ถูกต้อง ใส่ใหม่แล้วกดอีกครั้ง")
    reauthenticate_by_password(request)
    return ""


def _page_of_proof(request: HttpRequest) -> str:
    """The page of a form with a password: it came back from a refusal at another address."""
    page = request.POST.get(PROOF_PAGE, "")
    return (
        page if url_has_allowed_host_and_scheme(page, allowed_hosts=None) else _came_from(request)
    )


Named = Callable[[Agency], frozenset[str]]
_NAMED: list[Named] = []


def names_readers(maker: Named) -> Named:
    """Name a function that knows the keys of the roles to which an app opens what is restricted."""
    _NAMED.append(maker)
    return maker


def is_sensitive(agency: Agency, role: Role, *, has_unit: bool) -> bool:
    """Whether a post of a role, in a unit or in none, signs or reads what colleagues may not."""
    return role.signs or has_unit or reads_alone(agency, role)


def is_sensitive_post(position: Position) -> bool:
    """The same of a post that there is."""
    return is_sensitive(position.agency, position.role, has_unit=position.unit_id is not None)


def reads_alone(agency: Agency, role: Role) -> bool:
    """Whether a post of a role reads what colleagues may not, by a right or as an app says."""
    return reads_by_right(role) or any(role.key in maker(agency) for maker in _NAMED)


def reads_by_right(role: Role) -> bool:
    """Whether one of the rights of a role opens something."""
    return any(right.opens is not None for right in rights_of(role))


LARGEST = 100_000
# A form with a mark may be sent by anybody who has one: beyond this many sessions nothing is kept.
_MOST_SESSIONS = 2_000
ASKED = "kept"
GONE = "gone"
_KEY = "kept_form"
_GOOD_FOR = 2 * 3600
_NEVER = ("password", "csrfmiddlewaretoken", "credential", "code", "secret", FIELD)
_BUTTONS = 'button[name], input[type="submit"][name], input[type="hidden"][name="act"]'
# These differ from form to form and from day to day, and tell none apart.
_NOT_OWN = {"seen", ONCE, FIELD, "csrfmiddlewaretoken"}
_NOT_FILLED = ("submit", "button", "image", "reset", "file", "password")


class PendingForm(Struct, frozen=True):
    """What was sent: where it was going, the page it came from, and every field's values."""

    address: str
    page: str
    fields: Mapping[str, list[str]]

    @property
    def filled(self) -> str:
        """The address of its page with what was typed put back."""
        return filled_address(self.page)


def filled_address(page: str) -> str:
    """The address of a page with what was kept put back."""
    return f"{page}{'&' if urlsplit(page).query else '?'}{ASKED}=1"


def keep(request: HttpRequest, page: str = "") -> str:
    """Keep a posted form; the address to go to after signing in.

    Shape:  `page` is where it stands; without it that from which the browser came.
    """
    fields = {
        name: request.POST.getlist(name)
        for name in request.POST
        if not any(word in name.lower() for word in _NEVER)
    }
    page = page or _came_from(request)
    owner = drawn_for(request)
    # Without a mark anybody may have typed it, to be sent by whoever signs in next.
    if not owner:
        return page
    if sum(len(name) + sum(map(len, values)) for name, values in fields.items()) > LARGEST:
        _tell(request, _("สิ่งที่พิมพ์ยาวเกินกว่าจะเก็บไว้ระหว่างเข้าสู่ระบบ กดย้อนกลับแล้วคัดลอกไว้ก่อน"))
        return page
    if not request.user.is_authenticated and Session.objects.count() >= _MOST_SESSIONS:
        _tell(request, _("ตอนนี้เก็บสิ่งที่พิมพ์ไว้ระหว่างเข้าสู่ระบบไม่ได้ กดย้อนกลับแล้วคัดลอกไว้ก่อน"))
        return page
    request.session[_KEY] = {
        "address": request.get_full_path(),
        "page": page,
        "fields": fields,
        "at": time.time(),
        "owner": owner,
    }
    return reverse("agency:pending_form")


def _tell(request: HttpRequest, words: str) -> None:
    """Words for the next page, which lie in a session: none is made for a mere stranger."""
    if settings.SESSION_COOKIE_NAME in request.COOKIES or drawn_for(request):
        messages.warning(request, words)


def pending_form_of(request: HttpRequest) -> PendingForm | None:
    """The kept form of this browser, for two hours, to whom it was drawn for."""
    pending = request.session.get(_KEY)
    if not pending or time.time() - pending["at"] > _GOOD_FOR:
        return None
    if not pending.get("owner") or pending["owner"] != str(request.user.pk):
        return None
    return PendingForm(pending["address"], pending["page"], pending["fields"])


def forget(request: HttpRequest) -> None:
    """Throw the kept form away."""
    request.session.pop(_KEY, None)


def arrived(request: HttpRequest) -> None:
    """A form was sent: what was kept for its address has served."""
    form = pending_form_of(request)
    if form is not None and form.address == request.get_full_path():
        forget(request)


def is_asked(request: HttpRequest) -> bool:
    """Whether a page is opened to be filled with what was kept."""
    return request.method == "GET" and ASKED in request.GET and pending_form_of(request) is not None


def filled(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The page with the kept values in the form they belong to.

    Shape:  where the page has that form no more, such as of a case that was answered meanwhile,
            what was typed is shown to be copied, and no page says that it was put back.
    """
    form = pending_form_of(request)
    is_page = response.status_code == 200 and "html" in response.headers.get("Content-Type", "")  # noqa: PLR2004
    if form is None or not is_page:
        return response
    html = fill(response.content.decode(), form, request.path)
    if html is None:
        return HttpResponseRedirect(f"{reverse('agency:pending_form')}?{GONE}=1")
    response.content = html.encode()
    return response


def fill(html: str, form: PendingForm, path: str) -> str | None:
    """Put the kept values into the form of a page that they were typed into, and open it.

    Returns None where the page has no such form.

    Shape:  several forms may go to one address, told apart by the button that was pressed and by
            what each of them hides, such as its row of a list: a note for colleagues never comes
            back in the box of an answer, though that be the only one left, and no button of
            one row does what was meant for another.
    """
    tree = LexborHTMLParser(html)
    fitting = [node for node in tree.css("form") if _goes_to(node, form.address, path)]
    own = _own_names(fitting)
    sent = [node for node in fitting if _sent(node, form.fields, own)]
    for node in sent:
        _open(node)
        _fill_form(node, {name: list(values) for name, values in form.fields.items()})
    return tree.html if sent else None


def _goes_to(form: LexborNode, address: str, path: str) -> bool:
    action = urlsplit(form.attributes.get("action") or path).path or path
    is_post = (form.attributes.get("method") or "").lower() == "post"
    return is_post and action == urlsplit(address).path


def _own_names(forms: list[LexborNode]) -> set[str]:
    """The names of hidden fields by which forms of one address differ."""
    by_name: dict[str, set[str]] = {}
    for form in forms:
        for name, values in _values(form, 'input[type="hidden"][name]').items():
            by_name.setdefault(name, set()).update(values)
    return {name for name, values in by_name.items() if len(values) > 1} - _NOT_OWN


def _sent(form: LexborNode, values: Mapping[str, list[str]], own: set[str]) -> bool:
    """Whether a form has the button by which something was sent, and its own hidden values."""
    has = _values(form, _BUTTONS)
    hidden = _values(form, 'input[type="hidden"][name]')
    has |= {name: own_values for name, own_values in hidden.items() if name in own}
    return all(
        not own_values.isdisjoint(values[name])
        for name, own_values in has.items()
        if name in values
    )


def _values(form: LexborNode, selector: str) -> dict[str, set[str]]:
    by_name: dict[str, set[str]] = {}
    for node in form.css(selector):
        name = node.attributes.get("name") or ""
        by_name.setdefault(name, set()).add(node.attributes.get("value") or "")
    return by_name


def _open(node: LexborNode) -> None:
    parent = node.parent
    while parent is not None:
        if parent.tag == "details":
            _mark(parent, "open", on=True)
        parent = parent.parent


def _fill_form(form: LexborNode, values: dict[str, list[str]]) -> None:
    for node in form.css("input[name], select[name], textarea[name]"):
        name = node.attributes.get("name") or ""
        if any(word in name.lower() for word in _NEVER):
            continue
        given = values.get(name, [])
        if node.tag == "select":
            _choose(node, given)
        elif node.tag == "textarea":
            _write(node, given)
        else:
            _fill_input(node, given)


def _fill_input(node: LexborNode, given: list[str]) -> None:
    kind = (node.attributes.get("type") or "text").lower()
    if kind in ("checkbox", "radio"):
        _mark(node, "checked", on=(node.attributes.get("value") or "on") in given)
    elif kind not in _NOT_FILLED and given:
        node.attrs["value"] = given.pop(0)


def _choose(node: LexborNode, given: list[str]) -> None:
    if given:
        for option in node.css("option"):
            value = option.attributes.get("value")
            shown = value if value is not None else option.text(strip=True)
            _mark(option, "selected", on=shown in given)


def _write(node: LexborNode, given: list[str]) -> None:
    if given:
        # A line break straight after the tag is dropped by every parser.
        node.inner_html = "\n" + _escaped(given.pop(0))


def _mark(node: LexborNode, name: str, *, on: bool) -> None:
    if on:
        node.attrs[name] = name
    elif name in node.attributes:
        del node.attrs[name]


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _came_from(request: HttpRequest) -> str:
    """The page the form stands on: where the browser says it came from, if that is ours."""
    referrer = request.headers.get("Referer", "")
    if url_has_allowed_host_and_scheme(referrer, {request.get_host()}):
        parts = urlsplit(referrer)
        return f"{parts.path}?{parts.query}" if parts.query else parts.path
    return request.get_full_path()
