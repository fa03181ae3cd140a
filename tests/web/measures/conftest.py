"""What holds after every test of the plan, whatever was done in it."""

import pytest

from prongsai.core.duties import key_of_all, names_all_units
from prongsai.core.thai import skeleton
from prongsai.web.year.measures.models import MeasureRow, names_in


@pytest.fixture(autouse=True)
def units_follow_texts(request):
    """Each way by which a measure's text changes takes the keys of its units along."""
    asks_database = "db" in request.fixturenames or request.node.get_closest_marker("django_db")
    yield
    if not asks_database:
        return
    for row in MeasureRow.objects.select_related("agency"):
        known = {skeleton(name) for name in row.agency.units.values_list("name", flat=True)}
        words = set(row.responsible.values_list("words", flat=True))
        if names_all_units(row.unit):
            assert key_of_all() in words
        else:
            assert words == names_in(row.unit, known)
