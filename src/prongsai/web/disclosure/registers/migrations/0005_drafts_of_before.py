from django.db import migrations
from django.db.models import Q
from django.utils.timezone import localtime

from prongsai.core.registers.papers import slots_of_paper
from prongsai.core.registers.reading import read_several, shipped

FORMS = ("pdf", "docx", "xlsx")


def mark_drafts(apps, schema_editor):
    """Evidence that was made of a register's paper before its time was over is a draft."""
    papers, pieces = (
        apps.get_model(room, name).objects
        for room, name in (("registers", "RegisterPaper"), ("disclosure", "Piece"))
    )
    registers: dict = {}
    for row in papers.exclude(drawn_at=None).order_by().select_related(*FORMS):
        if row.agency_id not in registers:
            registers[row.agency_id] = _registers_of(apps, row.agency_id)
        register = registers[row.agency_id].get(row.register)
        paper = register and register.paper(row.paper)
        slots = slots_of_paper(paper, row.fiscal_year) if paper else ()
        slot = next((slot for slot in slots if slot.number == row.slot), None)
        if slot is None:
            continue
        digests = [file.digest for name in FORMS if (file := getattr(row, name)) is not None]
        own = pieces.filter(agency=row.agency_id, is_draft=False, file__digest__in=digests)
        for piece in own:
            day = localtime(row.drawn_at).date()
            if paper.is_draft(slot, day, asked_in=[piece.fiscal_year]):
                same = Q(pk=piece.pk) | Q(address__icontains=str(piece.pk))
                pieces.filter(same, agency=row.agency_id).update(is_draft=True)


def _registers_of(apps, agency_id):
    own = apps.get_model("registers", "OwnRegister").objects.filter(agency=agency_id)
    known = {register.key: register for register in shipped().registers}
    texts = {f"{row.key}.yaml": row.text for row in own if row.key not in known}
    brought = read_several(texts, others=known).registers if texts else ()
    return known | {register.key: register for register in brought}


class Migration(migrations.Migration):
    dependencies = [
        ("registers", "0004_states_of_non_compliance"),
        ("disclosure", "0006_pictures"),
    ]

    operations = [
        migrations.RunPython(mark_drafts, migrations.RunPython.noop),
    ]
