"""What every form and button does: act once, show what was refused, say where to go."""

from collections.abc import Callable, Sequence

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.html import format_html
from django.utils.translation import gettext as _

from prongsai.core.errors import Misuse, ProngsaiError
from prongsai.core.text import Text
from prongsai.web.platform.forms import MarkForm, refuse
from prongsai.web.platform.htmx import UNPROCESSABLE, done
from prongsai.web.platform.idempotency import answer_once, typed_into
from prongsai.web.platform.language import words_of


class MustChoose(Misuse):
    """What a person has to say first: `question`, and the values of `field` with their words."""

    def __init__(self, question: Text, field: str, choices: Sequence[tuple[str, str]]) -> None:
        super().__init__(question)
        self.field, self.choices = field, choices


def choice(request: HttpRequest, asks: MustChoose, back: str) -> HttpResponse:
    """The question, with what was sent: the answer sends it again."""
    content = {
        "question": words_of(asks), "field": asks.field, "choices": asks.choices, "back": back,
        "typed": [(name, value) for name, value in typed_into(request) if name != asks.field],
    }  # fmt: skip
    return render(request, "platform/choose.html", content, status=UNPROCESSABLE)


def posted(request: HttpRequest) -> QueryDict | None:
    """The data for a form: what was sent, None when the page is only opened."""
    return request.POST if request.method == "POST" else None


def sent(
    request: HttpRequest, form: BaseForm, act: Callable[[], str], stands: object = None
) -> HttpResponse | None:
    """Act on a valid form; None where the page shows it again, refused by what now `stands`."""
    if not form.is_valid():
        return None
    answer = tried(request, form, act)
    if answer is None and stands is not None and isinstance(form, MarkForm):
        form.see(stands)
    return answer


def tried(request: HttpRequest, form: BaseForm, act: Callable[[], str]) -> HttpResponse | None:
    """Act, and put a refusal into the form; None where it was refused."""
    try:
        return done(request, answer_once(request, act))
    except MustChoose as asks:
        return choice(request, asks, request.path)
    except ProngsaiError as refusal:
        refuse(form, refusal)
        return None


def pressed(
    request: HttpRequest,
    act: Callable[[], str],
    address: str,
    *,
    link: tuple[str, str] | None = None,
) -> HttpResponse:
    """Act on a button; a refusal is told on the page at `address`, with a link to what it names."""
    try:
        return done(request, answer_once(request, act))
    except MustChoose as asks:
        return choice(request, asks, address)
    except ProngsaiError as refusal:
        words = words_of(refusal)
        if link is not None:
            words = format_html('{} <a href="{}">{}</a>', words, *link)
        messages.error(request, words)
        return done(request, address)


def perform(
    request: HttpRequest,
    action: Callable[[], object],
    address: str,
    words: str,
    *,
    otherwise: str = "",
    link: tuple[str, str] | None = None,
) -> HttpResponse:
    """Do what a button asks, say so by `words` and go to `address`, as `pressed` does.

    Shape:  an action that gives False changed nothing: `otherwise` says so, if anything does.
    """

    def performed() -> str:
        if action() is not False:
            messages.success(request, words)
        elif otherwise:
            messages.info(request, otherwise)
        return address

    return pressed(request, performed, address, link=link)


def tell_done(request: HttpRequest, words: str, address: str) -> str:
    """Tell by `words` what was done; the address to go on to, which an act gives."""
    messages.success(request, words)
    return address


def tell_change(request: HttpRequest, change: object, words: str, otherwise: str = "") -> None:
    """Tell by `words` that something changed, or by `otherwise` that nothing did.

    Shape:  where `change` is a number, `words` may hold it as `count`.
    """
    if change:
        messages.success(request, words % {"count": change})
    else:
        messages.info(request, otherwise or _("ไม่มีอะไรเปลี่ยน"))


def asked(request: HttpRequest, question: str, back: str, *, yes: str = "") -> HttpResponse | None:
    """The question before something is taken away; None where it was answered.

    Shape:  `yes` is the button's word for what can be had again by hand, "" deletes for good. What
            was sent is kept on the page and sent with the answer.
    """
    if "sure" in request.POST:
        return None
    content = {"question": question, "back": back, "yes": yes, "typed": typed_into(request)}
    return render(request, "platform/sure.html", content)


def tell_removed(request: HttpRequest, words: str, back: str) -> None:
    """Tell what was taken away, with a button that posts to `back`, where it is brought back."""
    messages.success(request, words, extra_tags=back)


def remove_or_restore(
    request: HttpRequest, change: Callable[..., object], address: str, words: str
) -> HttpResponse:
    """Remove something and say so by `words`, or bring it back where the message's button asks."""
    is_back = request.POST.get("presence") == "back"

    def changed() -> str:
        change(is_back=is_back)
        if is_back:
            messages.success(request, _("นำกลับมาแล้ว"))
        else:
            tell_removed(request, words, request.path)
        return address

    return pressed(request, changed, address)


def pdf(content: bytes, name: str) -> HttpResponse:
    """A paper that is shown and kept nowhere on its way."""
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    response["Cache-Control"] = "no-store"
    return response


def unkept(response: HttpResponseBase) -> HttpResponseBase:
    """An answer that is kept nowhere on its way and compared with no earlier one."""
    response.headers["Cache-Control"] = "no-store"
    del response.headers["ETag"]
    return response
