"""An office with a public site, and its copy."""

from tests.web.public_site.conftest import data, house  # noqa: F401 - fixtures
