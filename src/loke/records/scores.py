"""What a filling-in says: each scale's score in words, beside the limits and the change that the library is sure of."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import sqrt

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from loke.analysis.reliable import square_needed
from loke.dataset.definitions import Scale
from loke.measures.use import refusal_of_change
from loke.publishing.marks import Picture
from loke.publishing.numbers import shortest
from loke.publishing.timeline import Course, time_line
from loke.records.curves import curve_of, ends_of, scored
from loke.records.models import Client, Measurement


@dataclass(frozen=True)
class Said:
    """One scale: its score, what it means and does not mean, and the client's own curve."""

    name: str
    score: str
    says: tuple[str, ...]
    picture: Picture | None


def said_of(measurement: Measurement) -> list[Said]:
    """Every scale of the instrument, beside the client's other answers by the same respondent."""
    same = measurement.episode.measurements.filter(
        instrument=measurement.instrument_id, respondent=measurement.respondent
    ).prefetch_related("answers__item", "scores__scale")
    measured = sorted(same, key=lambda one: (one.date is None, one.date, one.pk))
    return [_said(measurement, measured, *each) for each in scored(measurement.instrument, measured)]


def _said(measurement: Measurement, measured: Sequence[Measurement], scale: Scale, scores: dict[int, Fraction]) -> Said:
    score, curve = scores.get(measurement.pk), curve_of(scale.name, scale, measured, scores)
    picture = None
    if curve and len(curve.points) > 1:
        course = Course(
            opened=curve.points[0][0], today=max(timezone.localdate(), curve.points[-1][0]), curves=(curve,)
        )
        picture = time_line(course, language=get_language())
    if score is None:
        return Said(scale.name, "–", tuple(_no_score(scale)), picture)
    first = next((one for one in measured if one.pk in scores), None)
    says = [_span(scale), *_missing(measurement, scale), *_limit(scale, score, measurement.episode.client)]
    if first and first.pk == measurement.pk:
        says.append(_("Det är den första poängen, så det finns inget att jämföra med än."))
    elif first:
        says += _change(measurement, scale, first, scores)
    return Said(scale.name, shortest(score), tuple(says), picture)


def _span(scale: Scale) -> str:
    higher = scale.better == "higher"
    if ends := ends_of(scale):
        told = {
            "low": shortest(ends[0]),
            "high": shortest(ends[1]),
            "better": _("högre är bättre") if higher else _("lägre är bättre"),
        }
        return _("Skalan går från %(low)s till %(high)s, och %(better)s.") % told
    return _("Högre är bättre.") if higher else _("Lägre är bättre.")


def _missing(measurement: Measurement, scale: Scale) -> Iterator[str]:
    answered = {answer.item.code for answer in measurement.answers.select_related("item") if answer.value is not None}
    if scale.items and (lacking := len(set(scale.items) - answered)) and answered:
        yield _("%(n)s av frågorna saknar svar. Poängen räknas ändå, enligt instrumentets regel.") % {"n": lacking}


def _no_score(scale: Scale) -> Iterator[str]:
    if len(scale.items) == 1:
        yield _("Frågan är inte besvarad.")
    elif scale.items:
        told = {"need": scale.need or len(scale.items), "n": len(scale.items)}
        yield _("Poängen kan inte räknas: minst %(need)s av %(n)s frågor behöver svar.") % told
    else:
        yield _("Poängen kan inte räknas, för någon del saknas.")


def _limit(scale: Scale, score: Fraction, client: Client | None) -> Iterator[str]:
    """A score at the limit is on the side of those who have difficulties."""
    own = {Client.Sex.FEMALE: scale.cutoff_female, Client.Sex.MALE: scale.cutoff_male}.get(client.sex if client else "")
    limit = scale.cutoff if own is None else own
    if limit is None:
        return
    if score >= limit if scale.better == "lower" else score <= limit:
        words = _(
            "Gränsen är %(limit)s. Poängen ligger på den sida där svårigheter är vanligare."
            " Det är ett stöd i samtalet och säger inte vad som gäller för just den här klienten."
        )
    else:
        words = _(
            "Gränsen är %(limit)s. Poängen ligger på den sida där svårigheter är mindre vanliga."
            " Det utesluter inte att klienten har det svårt."
        )
    yield words % {"limit": shortest(limit)}


def _change(measurement: Measurement, scale: Scale, first: Measurement, scores: dict[int, Fraction]) -> Iterator[str]:
    if refusal := refusal_of_change(measurement.instrument):
        yield refusal.reason
        return
    turned = (scores[measurement.pk] - scores[first.pk]) * (1 if scale.better == "higher" else -1)
    day = first.date.isoformat() if first.date else _("okänd dag")
    told = {"n": shortest(abs(turned)), "when": first.get_occasion_display(), "day": day}
    if not turned:
        yield _("Samma poäng som %(when)s (%(day)s).") % told
        return
    better, worse = _("%(n)s poäng bättre än %(when)s (%(day)s)."), _("%(n)s poäng sämre än %(when)s (%(day)s).")
    yield (better if turned > 0 else worse) % told
    yield _how_sure(scale, abs(turned))


def _how_sure(scale: Scale, change: Fraction) -> str:
    """Beside the reliable change where it is known, else beside the least change that counts."""
    square = square_needed(scale)
    if square is None:
        reached = change >= scale.step
        words = _("Det är minst %(step)s poäng, som är den minsta förändring som räknas.")
        words = words if reached else _("Det är mindre än %(step)s poäng, som är den minsta förändring som räknas.")
        return words % {"step": shortest(scale.step)}
    points = {"points": shortest(Fraction(sqrt(square)), most=1)}
    if change**2 >= square:
        return (
            _("Det är mer än mätfelet brukar vara (%(points)s poäng). Det säger inte vad förändringen beror på.")
            % points
        )
    return _("Det är mindre än %(points)s poäng och kan bero på mätfelet.") % points
