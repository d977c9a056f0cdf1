"""What an expectation says in words: a proposal out of its choices, and for how many it should hold."""

from decimal import Decimal

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from loke.measures.models import Expectation
from loke.publishing.numbers import EN_DASH, goal, shortest, spelled

Kind = Expectation.Kind


def share_words(share: Decimal | None) -> str:
    """ "minst 8 av 10", "minst hälften", "minst 85 %"; nothing without a share."""
    if share is None:
        return ""
    if share == 1:
        return _("alla")
    if share == Decimal("0.5"):
        return _("minst hälften")
    if share * 10 == int(share * 10):
        return _("minst %(n)s av 10") % {"n": int(share * 10)}
    return _("minst %(share)s %%") % {"share": goal(share, _language())}


def proposal(rows: list[Expectation]) -> str:
    """The words of an expectation, out of what has been chosen for it."""
    return PROPOSALS[rows[0].kind](rows[0], rows)[: Expectation._meta.get_field("text").max_length]


def span(one: Expectation) -> str:
    """ "15–48", "minst 15", "högst 48"; one number when both ends are the same."""
    low, high = (None if end is None else shortest(end, _language()) for end in (one.lowest, one.highest))
    if low is None:
        return _("högst %(high)s") % {"high": high}
    if high is None:
        return _("minst %(low)s") % {"low": low}
    return low if low == high else f"{low}{EN_DASH}{high}"


def _range(one: Expectation, rows: list[Expectation]) -> str:
    if one.of_age:
        return _capital(_("%(span)s år vid start") % {"span": span(one)})
    return f"{one.variable.name}: {span(one)}"


def _category(one: Expectation, rows: list[Expectation]) -> str:
    name = one.variable.name if one.variable else _("Kön")
    return f"{name}: {_listed([option_name(row) for row in rows])}"


def option_name(row: Expectation) -> str:
    """The accepted option; yes, no and the sexes have words of their own."""
    names = {"yes": _("ja"), "no": _("nej"), "female": _("kvinna"), "male": _("man"), "other": _("annat")}
    return row.option.name if row.option else names.get(row.answer, row.answer)


def _dose(one: Expectation, rows: list[Expectation]) -> str:
    last = one.lowest if one.highest is None else one.highest
    met = ngettext("%(span)s träff", "%(span)s träffar", 1 if last == 1 else 2)
    words = met % {"span": span(one)}
    if one.intervention and (one.row is None or one.row.intervention_id != one.intervention_id):
        words = f"{one.intervention.name}: {words}"
    months = one.months or 1
    within = ngettext("den första månaden", "de första %(n)s månaderna", months) % {"n": spelled(months, _language())}
    return _capital(f"{words} {within}")


def _received(one: Expectation, rows: list[Expectation]) -> str:
    return _("Minst en träff av %(name)s") % {"name": one.intervention.name}


def _phase(one: Expectation, rows: list[Expectation]) -> str:
    return _("%(name)s tar %(span)s dagar") % {"name": one.phase.name, "span": span(one)}


def _duration(one: Expectation, rows: list[Expectation]) -> str:
    return _capital(_("%(span)s dagar från start till avslut") % {"span": span(one)})


def _completion(one: Expectation, rows: list[Expectation]) -> str:
    return _("Fullföljer kontakten")


def _improvement(one: Expectation, rows: list[Expectation]) -> str:
    return _("Bättre på %(scale)s") % {"scale": scale_name(one.scale)}


def scale_name(scale) -> str:
    """The instrument, and the scale where the two have different names."""
    names = (str(scale.instrument), scale.name)
    return names[0] if names[0] == names[1] else ": ".join(names)


PROPOSALS = {
    Kind.RANGE: _range,
    Kind.CATEGORY: _category,
    Kind.DOSE: _dose,
    Kind.RECEIVED: _received,
    Kind.PHASE: _phase,
    Kind.DURATION: _duration,
    Kind.COMPLETION: _completion,
    Kind.IMPROVEMENT: _improvement,
}


def _listed(names: list[str]) -> str:
    """ "ett, två eller tre"."""
    return (
        names[0]
        if len(names) == 1
        else _("%(first)s eller %(last)s")
        % {
            "first": ", ".join(names[:-1]),
            "last": names[-1],
        }
    )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _language() -> str:
    return get_language() or "sv"
