"""What tests of the site as a whole may ask for."""

import pytest
from tests.web.running import Site


@pytest.fixture
def site_on(request, tmp_path):
    """Make a site without data or tables on an engine."""

    def make(engine, name="site"):
        if engine == "sqlite":
            return Site(tmp_path / name / "data")
        server = request.getfixturevalue("postgresql")
        return Site(tmp_path / name / "data", DATABASE_URL=server.url(f"own_{name}"))

    return make
