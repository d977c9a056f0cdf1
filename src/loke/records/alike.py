"""Two codes that may be one person: a guess from what both have said, never a fact."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import timedelta
from itertools import combinations

from loke.measures.models import Variable
from loke.records.models import Episode, EpisodeQuerySet, Value, stored_as

NEAR = timedelta(days=14)  # between the opening days
LEAST = 3  # variables answered for both
SHARE = 0.9  # of them, answered alike


def alike(episodes: EpisodeQuerySet) -> Iterator[tuple[Episode, Episode, int]]:
    """Pairs of different clients with how many answers they share."""
    pairs = list(_near(episodes))
    numbers = {episode.pk for pair in pairs for episode in pair}
    answers: dict[int, dict[int, set]] = defaultdict(lambda: defaultdict(set))
    asked = Value.objects.filter(reason="", episode__in=numbers, occasion__in=stored_as("opening"))
    asked = asked.exclude(variable__type=Variable.Type.TEXT)  # sealed, and no two say the same
    for episode, variable, option, text in asked.values_list("episode", "variable", "option", "text"):
        answers[episode][variable].add(option or text)
    for one, other in pairs:
        both = answers[one.pk].keys() & answers[other.pk].keys()
        same = sum(answers[one.pk][variable] == answers[other.pk][variable] for variable in both)
        if len(both) >= LEAST and same >= SHARE * len(both):
            yield one, other, same


def _near(episodes: EpisodeQuerySet) -> Iterator[tuple[Episode, Episode]]:
    """Those of the same sex and year of birth who began at nearly the same time."""
    groups: dict[tuple, list[Episode]] = defaultdict(list)
    for episode in episodes.exclude(client=None).select_related("client", "service").order_by("opened", "pk"):
        year = _born(episode)
        if year and episode.client.sex:
            groups[episode.client.sex, year].append(episode)
    for group in groups.values():
        for one, other in combinations(group, 2):
            if one.client_id != other.client_id and other.opened - one.opened <= NEAR:
                yield one, other


def _born(episode: Episode) -> int | None:
    told = episode.client.birth_year
    return told or (episode.opened.year - episode.age if episode.age is not None else None)
