"""How allauth behaves here: who signs in, how often somebody may guess, what it says."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.db import transaction
from django.forms import ValidationError
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from prongsai.web.agency import devices, factor
from prongsai.web.agency.freshness import is_fresh
from prongsai.web.agency.limits import free_again
from prongsai.web.agency.models import User
from prongsai.web.agency.people import actor_on
from prongsai.web.agency.sealing import opened, sealed
from prongsai.web.platform import journal
from prongsai.web.platform.clock import now, today

BACKEND = "prongsai.web.agency.adapters.Backend"


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
        if user is not None and free_again(devices.key_of(request, login)) is not None:
            with transaction.atomic():
                journal.record(user.agency, None, "sign-in-blocked", login)

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """The account, in a browser that it knows apart: allauth adds the host's name."""
        return devices.key_of(request, _login(credentials))

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
        """What `encrypt` sealed."""
        return opened(encrypted_text)

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """The last one stays while a position demands one."""
        user = authenticator.user
        return not (
            factor.is_demanded(actor_on(user, today()), user) and factor.is_last(authenticator)
        )

    def generate_authenticator_name(self, user: Any, type: Authenticator.Type) -> str:  # noqa: A002 - allauth's signature
        """A name for a new key."""
        count = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return _("พาสคีย์ %(number)s") % {"number": count + 1}
