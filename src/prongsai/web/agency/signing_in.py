"""Sign people in: allauth's adapters, limits, passwords, known browsers, the second factor."""

import base64
import secrets
import time
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any, ClassVar
from uuid import UUID

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.core import context
from allauth.core.internal import ratelimit
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.contrib.auth import password_validation
from django.core import signing
from django.core.cache import cache
from django.db import transaction
from django.forms import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from prongsai.core.roles import Role
from prongsai.web.agency.freshness import is_fresh
from prongsai.web.agency.models import User
from prongsai.web.agency.people import Actor, actor_on
from prongsai.web.platform import journal
from prongsai.web.platform.clock import now, today

_APP, _ACTION = "allauth.account", "login_failed"
_PURPOSE = b"prongsai second factor 1"
_KEY_LENGTH = 32


def free_again(key: str) -> datetime | None:
    """When the account behind `key` may try again; None where it may now."""
    until = 0.0
    for rate in ratelimit.get_rates(app=_APP, action=_ACTION):
        history = cache.get(_cache_key(key, rate), [])
        recent = [moment for moment in history if moment > time.time() - rate.duration]
        if len(recent) >= rate.amount:
            until = max(until, recent[rate.amount - 1] + rate.duration)
    return datetime.fromtimestamp(until, UTC) if until else None


def forget_failures(login: str, user_id: str = "") -> None:
    """Lift the lock of an account: its password was just replaced."""
    for key in (login.lower(), f"mfa-auth-user-{user_id}"):
        for rate in ratelimit.get_rates(app=_APP, action=_ACTION):
            cache.delete(_cache_key(key, rate))


def _cache_key(key: str, rate: ratelimit.Rate) -> str:
    # No request: where a limit counts by key, allauth asks nothing of it.
    cache_key: str = ratelimit.get_cache_key(None, app=_APP, action=_ACTION, rate=rate, key=key)
    return cache_key


BACKEND = "prongsai.web.agency.signing_in.Backend"


class Backend(AuthenticationBackend):  # type: ignore[misc]
    """Who signed in, read together with the agency: every page needs both."""

    def get_user(self, user_id: UUID | str) -> User | None:
        """The person of a session; None where the account was deleted or closed."""
        user = User.objects.select_related("agency").filter(pk=user_id).first()
        return user if user is not None and self.user_can_authenticate(user) else None


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Nobody signs up by themselves: people are entered by their agency."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": gettext_lazy("บัญชีนี้ถูกปิด ติดต่อผู้ดูแลระบบของหน่วยงาน"),
        "enter_current_password": gettext_lazy("รหัสผ่านปัจจุบันไม่ถูกต้อง พิมพ์รหัสที่เพิ่งใช้เข้าสู่ระบบ"),
        "incorrect_password": gettext_lazy("รหัสผ่านไม่ถูกต้อง ลองพิมพ์ใหม่"),
        "username_password_mismatch": gettext_lazy(
            "ชื่อผู้ใช้หรือรหัสผ่านไม่ถูกต้อง ตรวจตัวพิมพ์ใหญ่และภาษาของแป้นพิมพ์แล้วลองใหม่"
        ),
        "too_many_login_attempts": gettext_lazy("ลองผิดหลายครั้งเกินไป บัญชีนี้พักชั่วคราว ลองใหม่ในอีก 5 นาที"),
        "rate_limited": gettext_lazy("ลองถี่เกินไป รอสักครู่แล้วลองใหม่"),
        "incorrect_code": gettext_lazy("รหัสไม่ถูกต้อง ใช้รหัสล่าสุดที่แอปแสดง"),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        del request
        return False

    def clean_username(self, username: str, shallow: bool = False) -> Any:  # noqa: FBT001, FBT002 - allauth's signature
        """Logins do not differ by case."""
        return super().clean_username(username.strip().lower(), shallow=shallow)

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        """Refuse a one-time password that nobody used in its week."""
        user = super().authenticate(request, **credentials)
        if isinstance(user, User) and user.one_time_until and user.one_time_until < now():
            raise ValidationError(
                _("รหัสผ่านครั้งเดียวนี้หมดอายุแล้ว ขอรหัสใหม่จากผู้ดูแลระบบของหน่วยงาน"), "expired"
            )
        return user

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Slow down guessing at one account; say when it may be tried again."""
        until = free_again(self._get_login_attempts_cache_key(request, **credentials))
        if until is not None:
            minutes = max(1, -int((timezone.now() - until).total_seconds() // 60))
            raise ValidationError(
                ngettext(
                    "มีคนลองรหัสผ่านของบัญชีนี้ผิดหลายครั้ง จึงพักไว้ถึงเวลา %(time)s น. "
                    "(อีก %(minutes)s นาที) คนอื่นในสำนักงานยังเข้าได้ตามปกติ",
                    "มีคนลองรหัสผ่านของบัญชีนี้ผิดหลายครั้ง จึงพักไว้ถึงเวลา %(time)s น. "
                    "(อีก %(minutes)s นาที) คนอื่นในสำนักงานยังเข้าได้ตามปกติ",
                    minutes,
                )
                % {"time": timezone.localtime(until).strftime("%H:%M"), "minutes": minutes},
                "too_many_login_attempts",
            )
        super().pre_authenticate(request, **credentials)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Write into the journal that an account was guessed at until it was held."""
        super().authentication_failed(request, **credentials)
        login = _login(credentials)
        user = User.objects.select_related("agency").filter(login=login).first()
        if user is not None and free_again(key_of(request, login)) is not None:
            with transaction.atomic():
                journal.record(user.agency, None, "sign-in-blocked", login)

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """The account, in a browser that it knows apart: allauth adds the host's name."""
        return key_of(request, _login(credentials))

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Not within five minutes of signing in."""
        del app, kwargs
        return not is_fresh(context.request)


def _login(credentials: dict[str, Any]) -> str:
    return str(credentials.get("username", "")).strip().lower()


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """The second factor under the name of this product, in Thai."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultMFAAdapter.error_messages,
        "cannot_delete_authenticator": gettext_lazy(
            "ตำแหน่งของท่านต้องยืนยันสองขั้น เพิ่มวิธีอื่นก่อน แล้วจึงเลิกใช้วิธีนี้"
        ),
        "cannot_generate_recovery_codes": gettext_lazy("ตั้งแอปสร้างรหัสหรือพาสคีย์ก่อน แล้วจึงออกรหัสสำรอง"),
        "incorrect_code": gettext_lazy("รหัสไม่ถูกต้อง ใช้รหัสล่าสุดที่แอปแสดง"),
    }

    def encrypt(self, text: str) -> str:
        """The database alone tells nobody's secret."""
        return sealed(text)

    def decrypt(self, encrypted_text: str) -> str:
        return opened(encrypted_text)

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """The last one stays while a position demands one."""
        user = authenticator.user
        return not (is_demanded(actor_on(user, today()), user) and is_last(authenticator))

    def generate_authenticator_name(self, user: Any, type: Authenticator.Type) -> str:  # noqa: A002 - allauth's signature
        """A name for a new key."""
        count = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return _("พาสคีย์ %(number)s") % {"number": count + 1}


# No letter or digit that looks like another on paper.
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
_GROUPS, _IN_GROUP = 3, 4
GOOD_FOR = timedelta(days=7)


def one_time_password() -> str:
    """Three groups of four, 59 bits: `k7mp-x2ha-9tqd`."""
    groups = ("".join(secrets.choice(_LETTERS) for _ in range(_IN_GROUP)) for _ in range(_GROUPS))
    return "-".join(groups)


class LongEnough(password_validation.MinimumLengthValidator):
    """Django's rule of length, in words that say what to do."""

    def get_error_message(self) -> str:
        """How long, and how that is easy."""
        return ngettext(
            "รหัสผ่านสั้นไป ใช้อย่างน้อย %(count)d ตัว เช่นวลีที่จำง่ายหลายคำ",
            "รหัสผ่านสั้นไป ใช้อย่างน้อย %(count)d ตัว เช่นวลีที่จำง่ายหลายคำ",
            self.min_length,
        ) % {"count": self.min_length}


class NotCommon(password_validation.CommonPasswordValidator):
    """None of the twenty thousand that everybody tries first."""

    def get_error_message(self) -> str:
        """What to take instead."""
        return _("รหัสผ่านนี้มีคนใช้กันมากและเดาได้ง่าย ใช้วลีของท่านเอง")


class NotOneself(password_validation.UserAttributeSimilarityValidator):
    """Not the login, the name or the e-mail address with a number behind it."""

    def get_error_message(self) -> str:
        """What to take instead."""
        return _("รหัสผ่านคล้ายชื่อผู้ใช้ ชื่อ หรืออีเมลเกินไป ใช้วลีอื่น")


_COOKIE = "known"
_SALT = "prongsai known browser"
_YEAR = 366 * 24 * 3600
_MOST = 12


def key_of(request: HttpRequest, login: str) -> str:
    """Under which key the wrong passwords for an account are counted, sent by this browser."""
    note = _read_devices(request)
    return f"{login}@{note['id']}" if login in note.get("logins", []) else login


def remember(request: HttpRequest, login: str) -> None:
    """Note that somebody signed in; `write` puts it into the answer."""
    note = _read_devices(request)
    logins = [login, *(other for other in note.get("logins", []) if other != login)]
    browser = note.get("id") or get_random_string(22)
    request.known_browser = {"id": browser, "logins": logins[:_MOST]}  # type: ignore[attr-defined]


def write(request: HttpRequest, response: HttpResponse) -> None:
    """Send the browser what `remember` noted."""
    note = getattr(request, "known_browser", None)
    if note is not None:
        response.set_cookie(
            _COOKIE,
            signing.dumps(note, salt=_SALT),
            max_age=_YEAR,
            httponly=True,
            samesite="Lax",
            secure=bool(settings.SESSION_COOKIE_SECURE),
        )


def _read_devices(request: HttpRequest) -> dict[str, str]:
    try:
        note = signing.loads(request.COOKIES.get(_COOKIE, ""), salt=_SALT, max_age=_YEAR)
    except signing.BadSignature:
        return {}
    return note if isinstance(note, dict) else {}


STRONG = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def demanding(person: Actor | None) -> frozenset[Role]:
    """The positions of a person for which their agency demands a second factor.

    Shape:  never in a demo folder, where nobody has so much as a password.
    """
    if settings.DEMO or person is None:
        return frozenset()
    return frozenset(role for role in person.roles if role.key in person.agency.second_factor)


def is_demanded(person: Actor | None, user: User) -> bool:
    """Whether somebody must have a second factor; those who look after the host always must."""
    return not settings.DEMO and (user.is_host or bool(demanding(person)))


def is_set_up(user: User) -> bool:
    """Whether somebody has a code generator or a passkey; recovery codes alone do not count."""
    has_factor: bool = Authenticator.objects.filter(user=user, type__in=STRONG).exists()
    return has_factor


def is_last(authenticator: Authenticator) -> bool:
    """Whether nothing strong would be left without this one."""
    others = Authenticator.objects.filter(user=authenticator.user, type__in=STRONG)
    return not others.exclude(pk=authenticator.pk).exists()


def sealed(text: str) -> str:
    """The text as only this installation can read it."""
    return _keys().encrypt(text.encode()).decode()


def opened(text: str) -> str:
    """What was sealed, also with a secret of before (`SECRET_KEY_FALLBACKS`)."""
    try:
        return _keys().decrypt(text.encode()).decode()
    except InvalidToken as error:
        message = "a second factor that this installation did not seal"
        raise ValueError(message) from error


def _keys() -> MultiFernet:
    return _made(settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)


@lru_cache(maxsize=8)
def _made(*secrets: str) -> MultiFernet:
    return MultiFernet([Fernet(_key(secret)) for secret in secrets])


def _key(secret: str) -> bytes:
    made = HKDF(algorithm=SHA256(), length=_KEY_LENGTH, salt=None, info=_PURPOSE)
    return base64.urlsafe_b64encode(made.derive(secret.encode()))
