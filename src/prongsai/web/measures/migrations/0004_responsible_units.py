import uuid

import django.db.models.deletion
from django.db import migrations, models

from prongsai.core.thai import skeleton
from prongsai.web.measures.naming import names_in


def link(apps, schema_editor):
    """The units that measures name by now, by the names they bear today."""
    responsible = apps.get_model("measures", "ResponsibleUnit")
    known = {}
    for agency, name, pk in (
        apps.get_model("agency", "Unit")
        .objects.order_by("-is_closed")
        .values_list("agency", "name", "pk")
    ):
        known.setdefault(agency, {})[skeleton(name)] = pk
    rows = apps.get_model("measures", "MeasureRow").objects.exclude(unit="")
    made = (
        responsible(
            agency_id=agency, measure_id=pk, words=name, unit_id=known.get(agency, {}).get(name)
        )
        for agency, pk, text in rows.values_list("agency", "pk", "unit")
        for name in names_in(text, known.get(agency, {}))
    )
    responsible.objects.bulk_create(made, batch_size=1_000)


class Migration(migrations.Migration):
    dependencies = [("agency", "0004_names"), ("measures", "0003_narratives")]

    operations = [
        migrations.CreateModel(
            name="ResponsibleUnit",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("words", models.CharField(max_length=200)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="agency.agency",
                    ),
                ),
                (
                    "measure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="responsible",
                        to="measures.measurerow",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agency.unit",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["agency", "unit"], name="measures_re_agency__3a75e8_idx")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("measure", "words"), name="responsible_unit_once"
                    )
                ],
            },
        ),
        migrations.RunPython(link, migrations.RunPython.noop),
    ]
