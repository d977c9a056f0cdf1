"""All tables of many services as text: some services at a time, in several processes, and every byte as if at once."""

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from loke.analysis.calculation import Result, finish, summarise
from loke.analysis.funnel import Counted, compared, counted
from loke.analysis.options import Options
from loke.analysis.output import document, texts_of
from loke.analysis.summary import Summary
from loke.dataset.snapshot import Snapshot

AT_ONCE = 15_000  # episodes
WORTH = 4_000  # of them are worth a process

Span = tuple[int, int]  # the first episode, and the one after the last
Told = tuple[dict[str, str], list[Counted]]  # the rows of each table, and what the services are compared by

_asked: tuple[Snapshot, Options]  # in each process beside, so that nothing is sent but what is told


def in_batches(snapshot: Snapshot, options: Options, processes: int = 1) -> Iterator[str]:
    """The pieces of what `to_json` says of everything; raises WrongOption for what the snapshot does not have."""
    settled = options.settled(snapshot)
    head = Summary(settled, snapshot.services, snapshot.instruments, snapshot.respondents, {})
    return _pieces(Result(head, {}), _each(snapshot, settled, processes))


def _pieces(result: Result, found: list[Told]) -> Iterator[str]:
    tables = {name: [texts[name] for texts, _ in found] for name in found[0][0]}
    rows = tuple(compared(one for _, each in found for one in each))
    tables["services"] = [texts_of(Result(result.summary, {"services": rows}))["services"]]
    return document(result.dataset, tables)


def _each(snapshot: Snapshot, options: Options, processes: int) -> list[Told]:
    spans = list(batches(snapshot.bounds.tolist(), processes))
    if processes == 1 or len(spans) == 1:
        return [_told(snapshot, options, span) for span in spans]
    # Only now: what is small should not wait for them.
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    at_most = min(processes, len(spans))
    with ProcessPoolExecutor(at_most, get_context("fork"), _begin, (snapshot, options)) as pool:
        return list(pool.map(_told_beside, spans))


def batches(bounds: Sequence[int], processes: int = 1) -> Iterator[Span]:
    """Whole services: batches of about as many episodes each, and no more than a service above `AT_ONCE`."""
    total = bounds[-1]
    number = max(-(-total // AT_ONCE), min(processes, total // WORTH), 1)
    spans = [span for span in pairwise(bounds) if span[0] < span[1]] or [(0, 0)]
    for _, some in groupby(spans, lambda span: total and sum(span) * number // (2 * total)):
        together = list(some)
        yield together[0][0], together[-1][1]


def _begin(snapshot: Snapshot, options: Options) -> None:
    global _asked  # noqa: PLW0603 - a process beside is begun with it
    _asked = snapshot, options


def _told_beside(span: Span) -> Told:
    return _told(*_asked, span)


def _told(snapshot: Snapshot, options: Options, span: Span) -> Told:
    result = finish(summarise(snapshot, options, *span), but=("services",))
    return texts_of(result), list(counted(result.summary, result.tables))
