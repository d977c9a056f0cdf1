"""All tables of many services as text: some services at a time, in several processes, and every byte as if at once."""

import json
import os
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from loke.analysis import retention, trend
from loke.analysis.calculation import TABLES, Result, finish, summarise
from loke.analysis.funnel import Counted, compared, counted
from loke.analysis.options import Options
from loke.analysis.output import document, text_of, texts_of
from loke.analysis.summary import Summary
from loke.dataset.snapshot import Snapshot

AT_ONCE = 15_000  # episodes
WORTH = 4_000  # of them are worth a process
# Of their many rows the text is made at once.
LONG = {"trend": (trend.TrendRow, trend.columns), "retention": (retention.RetentionRow, retention.columns)}
NAMES = [name for name in TABLES if name != "services"]

Span = tuple[int, int]  # the first episode, and the one after the last
Told = tuple[dict[str, str], list[Counted]]  # the rows of each table, and what the services are compared by


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
    """As many processes as there may be take every so many spans each, this one the first of them."""
    spans = list(batches(snapshot.bounds.tolist(), processes))
    shares = [spans[first::processes] for first in range(min(processes, len(spans)))]
    beside = [_beside(snapshot, options, share) for share in shares[1:]]
    found = [list(_told(snapshot, options, shares[0]))]
    for share, process in zip(shares[1:], beside, strict=True):
        # What another did not bring to its end is done here, where it is seen what is wrong.
        found.append(_heard(*process) or list(_told(snapshot, options, share)))
    return [found[number % processes][number // processes] for number in range(len(spans))]


def _beside(snapshot: Snapshot, options: Options, spans: Sequence[Span]) -> tuple[int, int]:
    """A process begun with all that this one holds, by its number, and where to hear what it tells."""
    hear, tell = os.pipe()
    if process := os.fork():
        os.close(tell)
        return process, hear
    status = 1
    try:
        told = list(_told(snapshot, options, spans))
        with open(tell, "w", encoding="utf-8") as file:
            for texts, counts in told:
                print(*texts.values(), json.dumps(counts), sep="\n", file=file)
        status = 0
    finally:
        os._exit(status)


def _heard(process: int, hear: int) -> list[Told]:
    """A line for each table, and one for the counts; nothing where the process failed."""
    with open(hear, encoding="utf-8", newline="\n") as file:
        lines = (line.removesuffix("\n") for line in file)
        each = list(zip(*[lines] * (len(NAMES) + 1), strict=False))
    if os.waitpid(process, 0)[1]:
        return []
    return [
        (dict(zip(NAMES, texts, strict=True)), [Counted(*one) for one in json.loads(said)]) for *texts, said in each
    ]


def batches(bounds: Sequence[int], processes: int = 1) -> Iterator[Span]:
    """Whole services: batches of about as many episodes each, and no more than a service above `AT_ONCE`."""
    total = bounds[-1]
    number = max(-(-total // AT_ONCE), min(processes, total // WORTH), 1)
    spans = [span for span in pairwise(bounds) if span[0] < span[1]] or [(0, 0)]
    for _, some in groupby(spans, lambda span: total and sum(span) * number // (2 * total)):
        together = list(some)
        yield together[0][0], together[-1][1]


def _told(snapshot: Snapshot, options: Options, spans: Sequence[Span]) -> Iterator[Told]:
    for span in spans:
        result = finish(summarise(snapshot, options, *span), but=("services", *LONG))
        grouped, texts = result.summary.in_quartile_groups(), texts_of(result)
        texts |= {name: text_of(kind, columns(grouped), options) for name, (kind, columns) in LONG.items()}
        yield {name: texts[name] for name in NAMES}, list(counted(result.summary, result.tables))
