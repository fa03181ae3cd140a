"""Public tables as files, and catalogues that other programs read."""

import csv
import io
import json
import re

import pytest
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook
from rdflib import Graph, Namespace
from rdflib.namespace import DCTERMS, RDF
from tests.web.public_site.samples import YEAR

from prongsai.web.disclosure.public_site.models import SitePage
from prongsai.web.disclosure.public_site.services import publishing

pytestmark = [
    pytest.mark.django_db, pytest.mark.both_databases,
    # The reader's own.
    pytest.mark.filterwarnings("ignore:(ConjunctiveGraph|Dataset.default_context):DeprecationWarning"),
]  # fmt: skip
DCAT = Namespace("http://www.w3.org/ns/dcat#")
ADDRESS = "https://www.example.go.th/o12"
# What CKAN takes as a package's name.
NAME = re.compile(r"[a-z0-9_-]{2,100}")


def at(name, *args):
    return reverse(f"public_site:{name}", args=args)


@pytest.fixture
def published(house):
    house.attach("o12", "รายงานรอบ 6 เดือน", ADDRESS)
    house.publish(house.prepare())
    return house


def keys(agency):
    page = Client().get(at("open-data", agency.pk)).content.decode()
    return re.findall(r'<section class="ps-card stack-s" id="([a-z0-9-]+)">', page)


def rows(agency, key, form="csv"):
    answer = Client().get(at("table", agency.pk, key, form))
    assert answer.status_code == 200, key
    assert not answer.cookies
    if form == "csv":
        return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    if form == "xlsx":
        book = CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
        return book.get_sheet_by_index(0).to_python()[2:]
    return json.loads(answer.content)["rows"]


@pytest.mark.long
def test_every_table_is_given_in_every_form_with_its_dictionary(published):
    agency = published.agency
    assert {f"ita-{YEAR}", "information-act"} <= set(keys(agency))
    for key in keys(agency):
        told = rows(agency, key)
        assert len(rows(agency, key, "xlsx")) == len(told)
        objects = rows(agency, key, "json")
        assert len(objects) == len(told) - 1
        answer = Client().get(at("fields", agency.pk, key))
        fields = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
        assert [field["name"] for field in fields] == list(objects[0])
        assert [field["title_th"] for field in fields] == told[0]
        assert all(field["about_th"] and field["about_en"] for field in fields)


def test_the_catalogue_is_read_by_a_program_of_another(published):
    agency = published.agency
    answer = Client().get(at("catalogue", agency.pk))
    graph = Graph().parse(data=answer.content, format="json-ld")
    (catalogue,) = graph.subjects(RDF.type, DCAT.Catalog)
    datasets = list(graph.objects(catalogue, DCAT.dataset))
    assert {str(graph.value(one, DCTERMS.identifier)) for one in datasets} == set(keys(agency))
    for dataset in datasets:
        assert {text.language for text in graph.objects(dataset, DCTERMS.title)} == {"th", "en"}
        places = [
            str(graph.value(one, DCAT.downloadURL))
            for one in graph.objects(dataset, DCAT.distribution)
        ]
        assert len(places) == 3
        for place in places:
            assert Client().get("/" + place.split("/", 3)[3]).status_code == 200
    year = next(one for one in datasets if str(one).endswith(f"#ita-{YEAR}"))
    period = graph.value(year, DCTERMS.temporal)
    assert str(graph.value(period, DCAT.startDate)) == "2022-10-01"


def test_a_package_is_as_ckan_takes_it(published):
    agency = published.agency
    names = set()
    for key in keys(agency):
        told = json.loads(Client().get(at("package", agency.pk, key)).content)
        assert NAME.fullmatch(told["name"])
        names.add(told["name"])
        assert told["license_id"] == "notspecified"
        assert [one["format"] for one in told["resources"]] == ["CSV", "XLSX", "JSON", "CSV"]
        assert all(one["url"].startswith("http") for one in told["resources"])
        assert len({one["key"] for one in told["extras"]}) == len(told["extras"])
    assert len(names) == len(keys(agency))


def test_what_was_withdrawn_is_in_no_table(published):
    agency = published.agency
    publishing.withdraw(SitePage.objects.get(), by=published["publication"], reason="เหตุ")
    assert f"ita-{YEAR}" not in keys(agency)
    assert Client().get(at("table", agency.pk, f"ita-{YEAR}", "csv")).status_code == 404
    assert ADDRESS not in Client().get(at("catalogue", agency.pk)).content.decode()


def test_what_is_not_published_is_in_no_table(house):
    house.attach("o12", "ร่าง", ADDRESS)
    house.prepare()
    assert keys(house.agency) == []
    graph = Graph().parse(
        data=Client().get(at("catalogue", house.agency.pk)).content, format="json-ld"
    )
    assert not list(graph.objects(None, DCAT.dataset))


@pytest.mark.parametrize(
    ("name", "args"),
    [
        ("table", ("none", "csv")), ("table", (f"ita-{YEAR}", "exe")), ("fields", ("none",)),
        ("package", ("none",)),
    ],
)  # fmt: skip
def test_what_is_not_there_says_so(name, args, published):
    assert Client().get(at(name, published.agency.pk, *args)).status_code == 404
