"""What is answered about a client: the variables of an occasion."""

from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal
from itertools import chain

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from loke.accounts.actions import action
from loke.accounts.models import User
from loke.measures.models import Variable
from loke.records.actions.episodes import record_sex_and_age
from loke.records.history import store, together
from loke.records.models import Episode, Reason, Value, stored_as
from loke.records.seen import background_rows, unchanged
from loke.records.storing import check, hold, hold_clients


@action("fill_in")
def fill_in(
    *,
    by: User | None,
    episode: Episode,
    occasion: str,
    values: Mapping[Variable, object],
    person: Mapping[str, object] | None = None,
    seen: str | None = None,
    why: str = "",
) -> Episode:
    """What is asked at an occasion as one registration; `person` is the sex and age that are asked at the opening.

    `seen` is the version of the rows that the answers were written on. Raises Stale when they have changed since.
    """
    if person is not None:
        episode.client = hold_clients([episode.client_id])[episode.client_id]
    hold(by, episode)
    unchanged(seen, background_rows(episode, occasion))
    with together("fill_in", why):
        if person is not None:
            record_sex_and_age(by=by, episode=episode, **person)
        record_values(by=by, episode=episode, occasion=occasion, values=values)
    return episode


@action("record_values")
def record_values(*, by: User | None, episode: Episode, occasion: str, values: Mapping[Variable, object]) -> Episode:
    """Answers to variables: option codes (a list for choices), numbers, days, yes/no or text; None takes back.

    A Reason tells why there is no answer.
    """
    hold(by, episode)
    if not values:
        return episode
    before = defaultdict(list)
    for row in episode.values.filter(variable__in=list(values), occasion__in=stored_as(occasion)).order_by("pk"):
        before[row.variable_id].append(row)
    after = {variable.pk: _values_of(episode, occasion, {variable: value}) for variable, value in values.items()}
    differences = [_difference(before[variable], rows) for variable, rows in after.items()]
    added, changed, removed = (list(chain.from_iterable(rows)) for rows in zip(*differences, strict=True))
    if added or changed or removed:
        rows = {"added": added, "changed": changed, "removed": removed}
        store(by=by, service=episode.service, episode=episode, what="record_values", **rows)
    return episode


def _difference(before: list[Value], after: list[Value]) -> tuple[list[Value], list[Value], list[Value]]:
    """What is to be added, changed and taken away of one variable's rows; a single answer is changed in its row."""
    there, wanted = ({(row.option_id, row.text, row.reason): row for row in rows} for rows in (before, after))
    added = [row for key, row in wanted.items() if key not in there]
    removed = [row for key, row in there.items() if key not in wanted]
    if len(before) == len(after) == len(added) == 1:
        for name in ("option", "text", "reason"):
            setattr(removed[0], name, getattr(added[0], name))
        return [], removed, []
    return added, [], removed


def _values_of(episode: Episode, occasion: str, values: Mapping[Variable, object]) -> list[Value]:
    """The rows of answers, checked and not stored."""
    return [_value(episode, variable, occasion, one) for variable, value in values.items() for one in _several(value)]


def _several(value: object) -> list:
    return value if isinstance(value, list) else [] if value in (None, "") else [value]


def _value(episode: Episode, variable: Variable, occasion: str, value: object) -> Value:
    options = {option.code: option for option in variable.options.all()}
    made = Value(episode=episode, variable=variable, occasion=occasion)
    if isinstance(value, Reason):
        made.reason = value
    elif variable.type in (Variable.Type.CHOICE, Variable.Type.CHOICES):
        if value not in options:
            raise ValidationError({variable.code: _("Alternativet finns inte.")})
        made.option = options[value]
    else:
        made.text = f"{value:f}" if isinstance(value, Decimal) else str(value)
    check(made)
    return made
