"""Passwords: which are good enough, and those that one person hands to another for a week."""

from __future__ import annotations

import secrets
from datetime import timedelta

from django.contrib.auth import password_validation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

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
