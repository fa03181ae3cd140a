"""Secrets of the second factor in the database."""

import pytest

from prongsai.web.agency.signing_in import opened, sealed


def test_what_is_sealed_is_not_read_in_it_and_opens_again():
    closed = sealed("JBSWY3DPEHPK3PXP")
    assert "JBSWY3DPEHPK3PXP" not in closed
    assert closed != sealed("JBSWY3DPEHPK3PXP")
    assert opened(closed) == "JBSWY3DPEHPK3PXP"


def test_a_former_secret_still_opens(settings):
    closed = sealed("a")
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another " * 8
    assert opened(closed) == "a"


def test_another_installation_opens_nothing(settings):
    closed = sealed("a")
    settings.SECRET_KEY = "another " * 8
    with pytest.raises(ValueError, match="did not seal"):
        opened(closed)


def test_what_was_changed_is_not_opened():
    closed = sealed("a")
    with pytest.raises(ValueError, match="did not seal"):
        opened(closed[:-4] + ("AAAA" if closed[-4:] != "AAAA" else "BBBB"))
