"""Compare addresses, rights, stored words, JSON and commands of the site with cases/contract."""

import inspect
import json
import re
from string import Formatter
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.test import Client
from django.urls import URLResolver, get_resolver, resolve, reverse
from django.utils.module_loading import autodiscover_modules, import_string
from tests import contract
from tests.cli.conftest import cli, no_frameworks  # noqa: F401 - fixtures
from tests.web.test_every_address import made_whole

from prongsai.core.errors import Finding, Place, Severity
from prongsai.core.roles import all_roles
from prongsai.core.text import same
from prongsai.web.agency.permissions import MATRIX, Right
from prongsai.web.disclosure.public_site.queries.tables import tables_of
from prongsai.web.platform import jobs
from prongsai.web.platform.clock import today
from prongsai.web.platform.journal import messages
from prongsai.web.project import doctor
from prongsai.web.project.commands import labels, people, site, upkeep
from prongsai.web.signing.evidence.models import EvidenceRow

# An argument of each type, to see which pattern takes the address.
EXAMPLES = {"int": "2566", "fiscal": "2566", "slug": "a-b", "str": "a", "path": "a/b/"}
EXAMPLES["uuid"] = "4f0c9f2e-0000-4000-8000-000000000001"


def addresses(resolver, route="/", space=""):
    """Give the route, the name and the view of every address below a resolver."""
    for entry in resolver.url_patterns:
        longer = f"{route}{entry.pattern}"
        if isinstance(entry, URLResolver):
            inner = f"{space}{entry.namespace}:" if entry.namespace else space
            yield from addresses(entry, longer, inner)
        else:
            yield longer, f"{space}{entry.name}", entry.callback


def methods_of(view):
    """Give the methods that a view declares, however it is wrapped."""
    if hasattr(view, "view_class"):
        names = view.view_class.http_method_names
        return [name.upper() for name in names if hasattr(view.view_class, name)]
    while view is not None:
        methods = inspect.getclosurevars(view).nonlocals.get("request_method_list")
        if methods is not None:
            return methods
        view = getattr(view, "__wrapped__", None)
    return ["any method"]


def line_of(route, name, view):
    """Tell an address: its methods, its right, and whether another pattern takes it first."""
    right = getattr(view, "right", "no right") or "signed in"
    example = re.sub(r"<(\w+):\w+>", lambda argument: EXAMPLES[argument[1]], route)
    taker = resolve(example).view_name
    order = "" if taker == name else f", after {taker}"
    return f"{route} {name}: {' '.join(sorted(methods_of(view)))}, {right}{order}"


def test_addresses_are_kept():
    contract.assert_kept("addresses", (line_of(*one) for one in addresses(get_resolver())))


def test_rights_are_kept():
    contract.assert_kept(
        "rights",
        [
            *(f"right {right.name} is stored as {right.value}" for right in Right),
            *(f"role {role.key}, formerly {role.formerly or 'the same'}" for role in all_roles()),
            *(f"{role} may {right.value}" for role, rights in MATRIX.items() for right in rights),
        ],
    )


def test_verbs_of_the_journal_are_kept():
    """Compare all verbs: that the code writes no others is tested in test_journal_messages."""

    def fields_of(message):
        fields = {field for _, field, _, _ in Formatter().parse(message.sentence.th) if field}
        return " ".join(sorted(fields)) or "nothing"

    verbs = (f"{verb} tells {fields_of(message)}" for verb, message in messages().items())
    contract.assert_kept("verbs", verbs)


def test_stored_choices_are_kept():
    autodiscover_modules("tasks")
    choices = {
        f"{model._meta.label_lower}.{field.name}": [value for value, _ in field.flatchoices]
        for model in apps.get_models()
        for field in model._meta.fields
        if field.choices and model.__module__.startswith("prongsai.")
    }
    for field, sources in contract.written("fields").items():
        assert field not in choices
        declared = [import_string(source) for source in sources]
        choices[field] = [
            value for values in declared for value in ([values] if type(values) is str else values)
        ]
    contract.assert_kept(
        "stored_choices",
        [
            *(
                f"{field} is {one or 'empty'}"
                for field, values in choices.items()
                for one in values
            ),
            f"queued task {jobs.run.module_path}",
        ],
    )


def test_json_of_the_site_is_kept(db, client_of):
    full_agency = made_whole()
    browser, agency = client_of(full_agency.person), full_agency.person.agency
    EvidenceRow.objects.filter(agency=agency).update(upload_key="ab" * 16)
    requests = [
        ("catalogue", Client(), "public_site:catalogue", [agency.pk]),
        ("items of a year", Client(), "public_site:data", [agency.pk, 2566, "json"]),
        ("scores", browser, "scoring:export", [2566, "json"]),
        ("piece of a file", browser, "evidence:piece", ["ab" * 16]),
    ]
    for table in tables_of(agency, today()):
        key = [agency.pk, table.key]
        requests.append((f"table {table.key}", Client(), "public_site:table", [*key, "json"]))
        requests.append(("package of a table", Client(), "public_site:package", key))
    documents = [
        (name, json.loads(client.get(reverse(address, args=arguments)).content))
        for name, client, address, arguments in requests
    ]
    contract.assert_kept("json_keys_of_site", contract.keys_of(documents))


@pytest.fixture
def calls(cli, agency, officer, monkeypatch, tmp_path):  # noqa: F811 - the fixture
    """Call the lines of calls_of_site.yaml on the site of this test."""
    for module in (labels, people, site, upkeep):
        monkeypatch.setattr(module, "awake_with_data", lambda _: SimpleNamespace(data=tmp_path))
    monkeypatch.setattr(upkeep, "awake", lambda _: SimpleNamespace(data=tmp_path))
    finding = Finding("x", Severity.ERROR, same("x"), (Place("x"),), same("x"))
    monkeypatch.setattr(doctor, "examine", lambda _: (finding,))
    monkeypatch.chdir(tmp_path)
    return contract.Calls(cli, contract.written("calls_of_site"))


def test_commands_of_the_site_are_kept(calls):
    contract.assert_kept("exit_codes_of_site", calls.codes())
    contract.assert_kept("json_keys_of_site_commands", contract.keys_of(calls.documents()))
