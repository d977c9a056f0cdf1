"""The published descriptions of ways of working, by what is looked for."""

from django.db.models import QuerySet

from loke.description.models import Service
from loke.promising_practice.models import Publication

LONGEST = 500


def entries(words: str, care_form: str) -> QuerySet[Publication]:
    """Those with all the words in what they say of themselves; open and residential care both hold the one for both."""
    found = Publication.objects.out().select_related("review__service__unit__organisation").defer("content")
    for word in words.lower().split():
        found = found.filter(words__contains=word)
    if care_form:
        found = found.filter(care_form__in=[care_form, Publication.CareForm.BOTH])
    return found


def told_of(service: Service) -> dict[str, str]:
    """What the service's own description says already of care form and target group."""
    description = service.descriptions.adopted().first()
    passages = description.passages.filter(part=None, field="care_form") if description else None
    process = service.processes.adopted().first()
    groups = process.rows.there().filter(column="target_group") if process else ()
    said = passages.first() if passages is not None else None
    return {
        "care_form": said.text if said else "",
        "target_group": ", ".join(row.text for row in groups)[:LONGEST],
    }
