"""What was one text under each heading becomes passages, and what stood in columns becomes rows with threads."""

from collections import Counter
from textwrap import wrap

from django.db import migrations

LONGEST = 200  # characters of a row

# the field that each text of an earlier main is kept in, see headings.toml
FIELDS = {
    "purpose": "purpose",
    "target_group": "target_group",
    "implementation": "way_of_working_text",
    "goals": "end_result",
    "follow_up": "followed_up_today",
    "resources": "other_resources",
    "conditions": "helping",
}


def move(apps, editor):
    find = lambda name: apps.get_model("description", name)  # noqa: E731
    for description in find("ServiceDescription").objects.all():
        for old, field in FIELDS.items():
            if text := getattr(description, old):
                passage = find("Passage").objects.create(description=description, field=field, text=text, number=1)
                find("Wording").objects.create(passage=passage, number=1, text=text)
    for service in find("Service").objects.all():
        codes = {}
        for process in service.processes.order_by("pk"):
            _move_rows(find, process, _maker(find, process, codes))


def _maker(find, process, codes):
    """What makes the rows of a version; one that says what a row of an earlier version said has that row's code."""
    said = Counter()

    def make(column, text, order, **named):
        said[column, text] += 1
        code = codes.setdefault((column, text, said[column, text]), f"r{len(codes) + 1}")
        row = {"column": column, "text": text, "order": order, "code": code}
        return find("ProcessRow").objects.create(process=process, **row, **named)

    return make


def _move_rows(find, process, make):
    groups = list(find("TargetGroup").objects.filter(process=process).order_by("order"))
    outcomes = list(find("IntendedOutcome").objects.filter(process=process).order_by("order"))
    interventions = {
        pk: make("intervention", one.name, n, intervention=one)
        for n, (pk, one) in enumerate(_interventions(process, [*groups, *outcomes]), 1)
    }
    for column, rows in (("target_group", groups), ("outcome", outcomes)):
        short = [(old, text) for old in rows for text in _short(old.text)]
        for n, (old, text) in enumerate(short, 1):
            row = make(column, text, n)
            for one in old.interventions.all():
                pair = (row, interventions[one.pk]) if column == "target_group" else (interventions[one.pk], row)
                find("Thread").objects.create(start=pair[0], end=pair[1])
    for n, phase in enumerate(process.service.phases.exclude(order=None).order_by("order"), 1):
        make("phase", phase.name, n, phase=phase)


def _interventions(process, rows):
    """Those the rows name. In a version that is built on all that are intended, or adopting the next would end them."""
    found = {one.pk: one for row in rows for one in row.interventions.all()}
    if process.status != "replaced":
        found |= {one.pk: one for one in process.service.interventions.filter(intended=True)}
    return sorted(found.items())


def _short(text):
    """The text as it is, or when a row cannot hold it the whole of it over several: its lines, cut between words."""
    return [text] if len(text) <= LONGEST else [part for line in text.splitlines() for part in wrap(line, LONGEST)]


class Migration(migrations.Migration):
    dependencies = [("description", "0002_versions_and_rows")]
    operations = [migrations.RunPython(move, migrations.RunPython.noop)]
