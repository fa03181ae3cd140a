"""What holds after every test of the plan, whatever was done in it."""

from collections import defaultdict

import pytest

from prongsai.core.duties import key_of_all, names_all_units
from prongsai.core.thai import skeleton
from prongsai.web.agency.models import Unit
from prongsai.web.year.measures.models import MeasureRow, names_in


@pytest.fixture(autouse=True)
def units_follow_texts(request):
    """Each way by which a measure's text changes takes the keys of its units along."""
    asks_database = "db" in request.fixturenames or request.node.get_closest_marker("django_db")
    yield
    if not asks_database:
        return
    known = defaultdict(set)
    for agency, name in Unit.objects.values_list("agency", "name"):
        known[agency].add(skeleton(name))
    for row in MeasureRow.objects.prefetch_related("responsible"):
        words = {one.words for one in row.responsible.all()}
        if names_all_units(row.unit):
            assert key_of_all() in words
        else:
            assert words == names_in(row.unit, known[row.agency_id])
