"""Ask for the password again before weighty acts."""

from collections.abc import Callable
from functools import update_wrapper
from typing import Concatenate, ParamSpec
from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.flows.reauthentication import reauthenticate_by_password
from allauth.core.ratelimit import consume
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from prongsai.web.agency.pending_forms import filled_address, page_of_form, save_form
from prongsai.web.platform.clock import now
from prongsai.web.platform.htmx import done

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
            # The page of the form, which came back from a refusal at another address.
            page = request.POST.get(PROOF_PAGE, "")
            if not url_has_allowed_host_and_scheme(page, allowed_hosts=None):
                page = page_of_form(request)
            is_kept = save_form(request, page) == reverse("agency:pending_form")
            return done(request, filled_address(page) if is_kept else page)
        back = save_form(request) if request.method == "POST" else request.get_full_path()
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
