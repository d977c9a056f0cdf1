"""The quality rules: each a small function from episodes to what cannot be right in them, and a line in RULES."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction

import numpy as np
from django.db.models import Count, F, Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from loke.analysis.scoring import NOT_GIVEN, scores_of
from loke.dataset.months import MARGIN
from loke.measures.definitions import instrument_definition
from loke.measures.models import Instrument, Variable
from loke.publishing.numbers import is_rounded_from, shortest
from loke.records.alike import alike
from loke.records.curves import measurements_of
from loke.records.groups import held_twice
from loke.records.models import Contact, Episode, EpisodeQuerySet, Measurement, Phase, Value, stored_as
from loke.records.reading import address_of

Occasion = Measurement.Occasion
WITH = ("episode__client", "episode__service")


@dataclass(frozen=True)
class Finding:
    """What cannot be right, in which episode and where it is mended; `key` changes when what it is about does."""

    episode: Episode
    words: str
    key: str
    page: str = "client"
    more: tuple = ()
    other: Episode | None = None  # where two are compared

    @property
    def url(self) -> str:
        return address_of(self.page, self.episode, *self.more)


@dataclass(frozen=True)
class Rule:
    code: str
    heading: str | Promise
    find: Callable[..., Iterator[Finding]]
    guess: bool = False
    across: bool = False  # whether it also takes what one reaches in other services

    def look(self, episodes: EpisodeQuerySet, reached: EpisodeQuerySet) -> Iterator[Finding]:
        return self.find(episodes, reached) if self.across else self.find(episodes)


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def contact_outside(episodes: EpisodeQuerySet) -> Iterator[Finding]:
    outside = Q(date__lt=F("episode__opened")) | Q(date__gt=F("episode__closed"))
    for contact in Contact.objects.filter(outside, episode__in=episodes).select_related(*WITH):
        words = _now("Träffen %(day)s ligger före starten eller efter avslutet.") % {"day": _day(contact.date)}
        yield Finding(contact.episode, words, f"contact {contact.pk} {contact.date}", "change_contact", (contact.pk,))


def days_to_come(episodes: EpisodeQuerySet) -> Iterator[Finding]:
    today = timezone.localdate()
    words = _now("%(what)s %(day)s ligger i framtiden.")
    for episode in episodes.filter(Q(opened__gt=today) | Q(closed__gt=today)).select_related("client", "service"):
        late = episode.opened if episode.opened > today else episode.closed
        told = {"what": _now("Starten eller avslutet"), "day": _day(late)}
        yield Finding(episode, words % told, f"episode {episode.pk} {late}", "correct_episode")
    for contact in Contact.objects.filter(episode__in=episodes, date__gt=today).select_related(*WITH):
        told, key = {"what": _now("Träffen"), "day": _day(contact.date)}, f"contact {contact.pk} {contact.date}"
        yield Finding(contact.episode, words % told, key, "change_contact", (contact.pk,))
    for one in Measurement.objects.filter(episode__in=episodes, date__gt=today).select_related(*WITH):
        told = {"what": _now("Mätningen"), "day": _day(one.date)}
        yield _at_measurement(one, words % told)


def birth_year_against_age(episodes: EpisodeQuerySet) -> Iterator[Finding]:
    known = episodes.exclude(client__birth_year=None).exclude(age=None).select_related("client", "service")
    for episode in known:
        year, age = episode.client.birth_year, episode.age
        if episode.opened.year - year - age not in (0, 1):
            words = _now("Åldern vid start är %(age)s år, men födelseåret är %(year)s.") % {"age": age, "year": year}
            yield Finding(episode, words, f"age {episode.pk} {year} {age}", "fill_in", ("opening",))


def measured_outside(episodes: EpisodeQuerySet) -> Iterator[Finding]:
    before = ~Q(occasion=Occasion.START) & Q(date__lt=F("episode__opened"))
    after = Q(occasion=Occasion.DURING, date__gt=F("episode__closed"))
    early = Q(occasion=Occasion.AFTER, date__lt=F("episode__closed"))
    at_start = Q(occasion=Occasion.START) & (Q(date__lt=F("episode__opened")) | Q(date__gt=F("episode__closed")))
    at_end = Q(occasion=Occasion.END, date__gt=F("episode__closed"))
    found = Measurement.objects.filter(before | after | early | at_start | at_end, episode__in=episodes)
    for one in found.select_related("instrument", *WITH):
        if _is_near(one):
            continue
        words = _now("%(what)s %(when)s har dagen %(day)s, som inte ligger där.")
        told = {"what": one.instrument, "when": one.get_occasion_display(), "day": _day(one.date)}
        yield _at_measurement(one, words % told)


def _is_near(one: Measurement) -> bool:
    """Whether one that was made outside the contact may still be that of its start, or of its ending."""
    beside = {
        Occasion.START: one.episode.opened - one.date,
        Occasion.END: one.date - (one.episode.closed or one.date),
    }
    return 0 < beside.get(one.occasion, timedelta(0)).days <= MARGIN


def _at_measurement(one: Measurement, words: str) -> Finding:
    key = f"measurement {one.pk} {one.date}"
    return Finding(one.episode, words, key, "correct_measurement", (one.pk,))


def contact_twice(episodes: EpisodeQuerySet) -> Iterator[Finding]:
    """Two group meetings on a day are two; the same help twice by oneself may have been pressed twice."""
    alone = Contact.objects.filter(episode__in=episodes, session="").order_by()
    several = alone.values_list("episode", "date", "intervention__name").annotate(n=Count("pk")).filter(n__gt=1)
    rows = list(several)
    found = episodes.select_related("client", "service").in_bulk([episode for episode, *_rest in rows])
    for episode, day, name, n in rows:
        words = _now("Det finns %(n)s rader för %(what)s %(day)s.") % {"what": name, "n": n, "day": _day(day)}
        yield Finding(found[episode], words, f"twice {episode} {day} {name} {n}"[:120])


def group_meeting_twice(episodes: EpisodeQuerySet) -> Iterator[Finding]:
    """One meeting that two have registered for mostly the same clients; it is taken away for all of them at once."""
    pairs = list(held_twice(episodes))
    found = episodes.select_related("client", "service").in_bulk([pair.theirs[0] for pair in pairs])
    for pair in pairs:
        one, n = pair.second[pair.theirs[0]], len(pair.theirs)
        words = ngettext(
            "Gruppträffen %(what)s %(day)s finns två gånger. %(n)s klient är med i båda.",
            "Gruppträffen %(what)s %(day)s finns två gånger. %(n)s klienter är med i båda.",
            n,
        )
        told = {"what": one.intervention, "day": _day(one.date), "n": n}
        parts = (f"{min(contact.pk for contact in part.values())} {len(part)}" for part in (pair.first, pair.second))
        key = f"group {one.date} {' '.join(parts)}"
        yield Finding(found[pair.theirs[0]], words % told, key, "remove_group_session", (one.pk,))


def phase_after_ending(episodes: EpisodeQuerySet) -> Iterator[Finding]:
    late = Q(left=None) | Q(left__gt=F("episode__closed"))
    stays = Phase.objects.filter(late, episode__in=episodes, episode__closed__isnull=False)
    for stay in stays.select_related("phase", *WITH):
        words = _now("Fasen %(phase)s har inget slut, men kontakten är avslutad.") % {"phase": stay.phase}
        yield Finding(stay.episode, words, f"phase {stay.pk} {stay.left}", "correct_episode")


def several_ongoing(episodes: EpisodeQuerySet, reached: EpisodeQuerySet) -> Iterator[Finding]:
    """Ongoing in several services at once that one reaches, which may well be meant; nothing is told of others."""
    ongoing = reached.ongoing().exclude(client=None).order_by().values("client").annotate(n=Count("pk")).filter(n__gt=1)
    several = episodes.ongoing().filter(client__in=ongoing.values("client")).select_related("client", "service")
    for episode in several:
        words = _now("Klienten har pågående kontakter med flera av enhetens verksamheter.")
        yield Finding(episode, words, f"ongoing {episode.pk}")


def option_out_of_use(episodes: EpisodeQuerySet) -> Iterator[Finding]:
    gone = Value.objects.filter(option__retired__lte=F("episode__opened"), option__becomes=None, episode__in=episodes)
    for value in gone.select_related("option", "variable", *WITH):
        words = _now("%(variable)s: alternativet ”%(option)s” var taget ur bruk när kontakten började.")
        told = {"variable": value.variable, "option": value.option}
        yield _at_value(value, words % told)


def hidden_but_filled(episodes: EpisodeQuerySet) -> Iterator[Finding]:
    """Answers to what nobody asked then: retired before the start, or asked at other occasions."""
    asked = Q(pk=None)
    for variable in Variable.objects.filter(service__episodes__in=episodes).distinct():
        allowed = {stored for occasion in variable.occasions for stored in stored_as(occasion)}
        asked |= Q(variable=variable) & ~Q(occasion__in=allowed)
    hidden = asked | Q(variable__retired__lte=F("episode__opened"))
    for value in Value.objects.filter(hidden, episode__in=episodes).select_related("variable", *WITH):
        words = _now("%(variable)s är ifylld fast den inte frågades vid det tillfället.")
        yield _at_value(value, words % {"variable": value.variable})


def _at_value(value: Value, words: str) -> Finding:
    key = f"value {value.pk} {value.option_id or ''}"
    return Finding(value.episode, words, key, "fill_in", (value.occasion or "opening",))


def totals_against_items(episodes: EpisodeQuerySet) -> Iterator[Finding]:
    both = Measurement.objects.filter(episode__in=episodes, scores__isnull=False, answers__value__isnull=False)
    found = both.distinct().select_related(*WITH).prefetch_related("answers__item", "scores__scale")
    instruments = Instrument.objects.filter(pk__in=both.values("instrument"))
    for instrument in instruments.prefetch_related("items", "scales__norms"):
        for one in found.filter(instrument=instrument):
            yield from _against_items(one, instrument)


def _against_items(measurement: Measurement, instrument: Instrument) -> Iterator[Finding]:
    definition = instrument_definition(instrument)
    rows = measurements_of(definition, [measurement])
    nothing = {scale: np.full(1, NOT_GIVEN, np.int64) for scale in rows.given}
    computed = scores_of(definition, replace(rows, given=nothing))
    for score in measurement.scores.all():
        top, bottom = (int(part[0]) for part in (computed[score.scale.code].top, computed[score.scale.code].bottom))
        if bottom and not is_rounded_from(score.value, Fraction(top, bottom)):
            words = _now("%(scale)s är %(score)s, men svaren ger %(computed)s.")
            told = {
                "scale": score.scale,
                "score": shortest(score.value, most=4),
                "computed": shortest(Fraction(top, bottom), most=4),
            }
            key = f"score {score.pk} {score.value} {top}/{bottom}"
            yield Finding(measurement.episode, words % told, key, "correct_measurement", (measurement.pk,))


def two_that_look_like_one(episodes: EpisodeQuerySet) -> Iterator[Finding]:
    for one, other, same in alike(episodes):
        words = _now("Samma kön, lika gamla och nästan samma första dag, och %(n)s lika svar.")
        yield Finding(one, words % {"n": same}, f"alike {one.pk} {other.pk}", other=other)


RULES = (
    Rule("days_to_come", _("Dagar som inte har varit"), days_to_come),
    Rule("contact_outside", _("Träffar utanför kontakten"), contact_outside),
    Rule("measured_outside", _("Mätningar på fel sida om start eller avslut"), measured_outside),
    Rule("birth_year_against_age", _("Födelseår och ålder som inte går ihop"), birth_year_against_age),
    Rule("phase_after_ending", _("Faser utan slut efter avslutet"), phase_after_ending),
    Rule("contact_twice", _("Samma träff två gånger på en dag"), contact_twice),
    Rule("group_meeting_twice", _("Samma gruppträff två gånger"), group_meeting_twice),
    Rule("several_ongoing", _("Flera pågående kontakter"), several_ongoing, across=True),
    Rule("option_out_of_use", _("Alternativ som inte längre används"), option_out_of_use),
    Rule("hidden_but_filled", _("Ifyllt fast det inte frågades"), hidden_but_filled),
    Rule("totals_against_items", _("Poäng som inte stämmer med svaren"), totals_against_items),
    Rule("two_that_look_like_one", _("Två koder som kan vara samma person"), two_that_look_like_one, guess=True),
)
