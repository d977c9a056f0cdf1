"""All tables of many services as text: some services at a time, in several processes, and every byte as if at once."""

import json
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial
from itertools import groupby, pairwise
from signal import SIGKILL
from typing import NoReturn, TextIO

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
    with ExitStack() as begun:
        beside = [begun.enter_context(_beside(snapshot, options, share)) for share in shares[1:]]
        found = [list(_told(snapshot, options, shares[0]))]
        for share, heard in zip(shares[1:], beside, strict=True):
            # What another did not bring to its end is done here, where it is seen what is wrong.
            found.append(heard() or list(_told(snapshot, options, share)))
    return [found[number % processes][number // processes] for number in range(len(spans))]


@contextmanager
def _beside(snapshot: Snapshot, options: Options, spans: Sequence[Span]) -> Iterator[Callable[[], list[Told]]]:
    """A process begun with all that this one holds, as what hears it out; it is gone afterwards, heard or not."""
    hear, tell = os.pipe()
    with open(hear, encoding="utf-8", newline="\n") as file:
        try:
            process = os.fork()
        except OSError:  # there may be no more of them
            os.close(tell)
            yield list
            return
        if not process:
            _tell(hear, tell, lambda: _told(snapshot, options, spans))
        os.close(tell)
        try:
            yield partial(_heard, file, len(spans))
        finally:
            os.kill(process, SIGKILL)
            os.waitpid(process, 0)


def _tell(hear: int, tell: int, told: Callable[[], Iterator[Told]]) -> NoReturn:
    """A line for each table, and one for the counts, once there is everything to tell; that is all the process does."""
    try:
        os.close(hear)  # else it would wait for ever to be heard, by itself, if the other is gone
        everything = list(told())
        with open(tell, "w", encoding="utf-8") as file:
            for texts, counts in everything:
                print(*texts.values(), json.dumps(counts), sep="\n", file=file)
    finally:
        os._exit(0)


def _heard(file: TextIO, spans: int) -> list[Told]:
    """Nothing where not all was told."""
    lines, size = file.readlines(), len(NAMES) + 1
    if len(lines) != spans * size or not lines[-1].endswith("\n"):
        return []
    each = zip(*[(line.removesuffix("\n") for line in lines)] * size, strict=True)
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
