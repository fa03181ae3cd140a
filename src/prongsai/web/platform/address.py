"""Where people find the site: what papers print as QR codes and mails link to."""

from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings

from prongsai.web.platform.hosts import is_loopback

NAME = "address"


def site_address() -> str:
    """The address without a slash at its end.

    Shape:  what the host's environment says; else what the first page of the set-up was told; else
            the first name that the site answers to.
    """
    kept = "" if settings.ADDRESS_IS_TOLD else _read_address()
    return (kept or str(settings.SITE_ADDRESS)).rstrip("/")


def write_address(address: str) -> None:
    """Keep what the set-up, or the agency since, was told."""
    data: Path = settings.DATA
    (data / NAME).write_text(address.rstrip("/") + "\n", encoding="utf-8")


def is_local(address: str) -> bool:
    """Whether only this machine finds the site there: a QR code with it leads others nowhere."""
    return is_loopback(urlsplit(address).hostname or "")


def address_for_others() -> str:
    """Where others find the site; "" while only this machine does."""
    known = site_address()
    return "" if is_local(known) else known


def is_found_by_others() -> bool:
    """Whether papers may print the address; those of a demo may, for nobody takes them out."""
    return bool(settings.DEMO) or not is_local(site_address())


def printed_address(path: str) -> str:
    """A page's address as papers and posts bear it; "" until others find the site there."""
    return f"{site_address()}{path}" if is_found_by_others() else ""


def _read_address() -> str:
    try:
        with open(f"{settings.DATA}/{NAME}", encoding="utf-8") as file:  # noqa: PTH123 - asked often
            return file.read().strip()
    except OSError:
        return ""
