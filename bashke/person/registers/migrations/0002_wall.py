from django.db import migrations

from bashke.ground.access.wall import Door, own, walled


def _own(table: str, *, change: bool = True, remove: bool = False) -> migrations.RunSQL:
    rows = own(table)
    return walled(
        table, municipality=Door(read=rows, add=rows, change=rows if change else None, remove=rows if remove else None)
    )  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("registers", "0001_initial"), ("access", "0002_wall"), ("people", "0002_wall"), ("journal", "0004_many")]

    operations = [
        _own("registers_import"),
        _own("registers_upload", change=False, remove=True),
        _own("registers_progress"),
        _own("registers_problem", remove=True),
        _own("registers_line", change=False),
        _own("registers_heading", remove=True),
    ]
