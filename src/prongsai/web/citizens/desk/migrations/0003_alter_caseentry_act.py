"""An answer that stands in the place of another is an act of its own."""

from django.db import migrations, models

_ACTS = (
    "receive", "assign", "note", "ask", "reply", "answer", "rate",
    "reopen", "join", "part", "escalate", "step", "forward", "correct",
)  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("desk", "0002_assignee")]

    operations = [
        migrations.AlterField(
            model_name="caseentry",
            name="act",
            field=models.CharField(choices=[(act, act) for act in _ACTS], max_length=10),
        ),
    ]
