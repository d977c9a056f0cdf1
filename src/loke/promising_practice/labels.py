"""The words of a review's parts as documents write them, and as they are known again in a file that comes back."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from loke.promising_practice.models import ElementJudgement, RowAnswer, Verdict

Labels = Mapping[str, str | Promise]

OURS = _("Vår text")
CHOSEN = _("Vårt valda arbetssätt")
JUDGED = _("Vår bedömning")
EVIDENCE = _("Underlag till %(code)s")
ELEMENT = _("Element %(number)s")
DIGEST = _("Kontrollsumma")
YES, NO = _("ja"), _("nej")

ABOUT: Labels = {
    "practice": _("Arbetssätt"),
    "about": _("Kort om arbetssättet och målgruppen"),
    "motive": _("Varför vi valde det"),
    "plan": _("Plan"),
}
ROW: Labels = {
    "answer": _("Svar: ja, nej eller ej relevant"),
    "reason": _("Varför ej relevant"),
    "status": _("Hur långt: på plats, på gång, planerat eller inte planerat"),
    "status_text": _("Hur långt, med egna ord"),
    "description": _("Beskrivning"),
}
OF_ELEMENT: Labels = {
    "summary": _("Sammanfattning"),
    "comment": _("Kommentar"),
    "status": _("Status: mycket bra, på god väg eller behöver utvecklas vidare"),
}
VERDICT: Labels = {
    "verdict": _("Samlad bedömning: mycket bra, till största delen eller behöver utvecklas i flera delar"),
    "motive": _("Motivering"),
    "judged": _("Dag"),
    "responsible": _("Ansvarig för bedömningen"),
}
PARTICIPANTS: Labels = {
    "name": _("Namn"),
    "function": _("Funktion"),
    "organisation": _("Organisation"),
    "external": _("Extern"),
    "assessor": _("Med vid bedömningen"),
}
AREAS: Labels = {
    "element": _("Element"),
    "text": _("Att utveckla"),
    "priority": _("Prioritet"),
    "responsible": _("Ansvarig"),
    "until": _("Senast"),
}
ANSWERS: Labels = dict(RowAnswer.Answer.choices)
STATUSES: Labels = dict(RowAnswer.Status.choices)
LEVELS: Labels = dict(ElementJudgement.Status.choices)
VERDICTS: Labels = dict(Verdict.choices)
# What is chosen among alternatives: by the table and the field.
CHOICES: Mapping[tuple[str, str], Labels] = {
    ("row", "answer"): ANSWERS,
    ("row", "status"): STATUSES,
    ("element", "status"): LEVELS,
    ("verdict", "verdict"): VERDICTS,
}
