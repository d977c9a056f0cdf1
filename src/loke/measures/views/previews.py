"""A questionnaire as it will be met: one question at a time on a screen, and on paper. No answer is stored or sent."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from loke.accounts.pages import needs
from loke.measures.faces import questionnaire
from loke.measures.models import Instrument, Translation
from loke.measures.views.questionnaires import instrument_for

LANGUAGES = dict(Translation.Language.choices)


@needs("service", "see")
def preview_questionnaire(request: HttpRequest, service: str, number: int) -> HttpResponse:
    """Page 0 is what stands before the questions, and the page after the last is what stands behind them."""
    found = instrument_for(request, service, number)
    face = questionnaire(found, _language(request))
    asked = request.GET.get("fraga", "0")
    page = min(int(asked) if asked.isdecimal() and len(asked) < 4 else 0, len(face.questions) + 1)
    context = {
        **_around(request, found),
        "face": face,
        "page": page,
        "question": face.questions[page - 1] if 0 < page <= len(face.questions) else None,
        "done": page > len(face.questions),
        "next": page + 1,
        "back": page - 1,
    }
    return render(request, "measures/preview.html", context)


@needs("service", "see")
def paper_questionnaire(request: HttpRequest, service: str, number: int) -> HttpResponse:
    found = instrument_for(request, service, number)
    face = questionnaire(found, _language(request))
    return render(request, "measures/paper.html", {**_around(request, found), "face": face, "sheets": face.sheets()})


def _language(request: HttpRequest) -> str:
    asked = request.GET.get("sprak", "")
    return asked if asked in LANGUAGES else Translation.Language.SWEDISH


def _around(request: HttpRequest, found: Instrument) -> dict:
    there = [Translation.Language.SWEDISH, *found.translations.values_list("language", flat=True)]
    chosen = _language(request)
    return {
        "service": request.service,
        "instrument": found,
        "chosen": chosen,
        "languages": [(code, LANGUAGES[code]) for code in dict.fromkeys(there) if code != chosen],
    }
