"""All tables of many services as text: some services at a time, in several processes, and every byte as if at once."""

import json
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial
from itertools import groupby, pairwise
from signal import SIGKILL
from typing import BinaryIO, NoReturn

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
WIDE = 4  # bytes of a number
MUCH = 1 << 20  # bytes, of some millions that are told
NAMES = [name for name in TABLES if name != "services"]

Span = tuple[int, int]  # the first episode, and the one after the last
Told = tuple[dict[str, str], list[Counted]]  # the rows of each table, and what the services are compared by
Taken = Iterator[tuple[int, Told]]  # by the number of the span


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
    """As many processes as there may be take the next span each until none is left, this one the first of them."""
    spans = list(batches(snapshot.bounds.tolist(), processes))
    with _turns(len(spans)) as turns, ExitStack() as begun:

        def taken() -> Taken:
            return ((number, _told(snapshot, options, *spans[number])) for number in turns)

        beside = [begun.enter_context(_beside(taken)) for _ in spans[1:processes]]
        found = dict(taken())
        for heard in beside:
            found.update(heard())
    # What another did not bring to its end is done here, where it is seen what is wrong.
    return [found.get(number) or _told(snapshot, options, *span) for number, span in enumerate(spans)]


@contextmanager
def _turns(number: int) -> Iterator[Iterator[int]]:
    """The first so many numbers, each for whichever process asks first, since processors are not equally fast."""
    take, put = os.pipe()
    try:
        os.write(put, b"".join(turn.to_bytes(WIDE) for turn in range(number)))
        os.close(put)
        yield map(int.from_bytes, iter(partial(os.read, take, WIDE), b""))
    finally:
        os.close(take)


@contextmanager
def _beside(taken: Callable[[], Taken]) -> Iterator[Callable[[], Taken]]:
    """A process begun with all that this one holds, as what hears it out; it is gone afterwards, heard or not."""
    with ExitStack() as held:
        try:  # memory: who tells need not wait to be heard
            file = held.enter_context(open(os.memfd_create("told"), "w+b", buffering=MUCH))
            process = os.fork()
        except (OSError, AttributeError):  # there may be no more of them, or no such memory
            yield lambda: iter(())
            return
        if not process:
            _tell(file, taken)
        try:
            yield partial(_heard, file, process)
        finally:
            os.kill(process, SIGKILL)
            os.waitpid(process, 0)


def _tell(file: BinaryIO, taken: Callable[[], Taken]) -> NoReturn:
    """The number of each span, a line for each table and one for the counts; that is all the process does."""
    try:
        for number, (texts, counts) in taken():
            file.writelines(f"{line}\n".encode() for line in (number, *texts.values(), json.dumps(counts)))
        file.flush()
    finally:
        os._exit(0)


def _heard(file: BinaryIO, process: int) -> Taken:
    """The spans that were told to their end, when the process has come to its own."""
    os.waitid(os.P_PID, process, os.WEXITED | os.WNOWAIT)
    file.seek(0)
    whole = (line.decode().removesuffix("\n") for line in file if line.endswith(b"\n"))
    for number, *texts, counts in zip(*[whole] * (len(NAMES) + 2), strict=False):
        yield int(number), (dict(zip(NAMES, texts, strict=True)), [Counted(*one) for one in json.loads(counts)])


def batches(bounds: Sequence[int], processes: int = 1) -> Iterator[Span]:
    """Whole services: batches of about as many episodes each, and no more than a service above `AT_ONCE`."""
    total = bounds[-1]
    number = max(-(-total // AT_ONCE), min(processes, total // WORTH), 1)
    spans = [span for span in pairwise(bounds) if span[0] < span[1]] or [(0, 0)]
    for _, some in groupby(spans, lambda span: total and sum(span) * number // (2 * total)):
        together = list(some)
        yield together[0][0], together[-1][1]


def _told(snapshot: Snapshot, options: Options, first: int, last: int) -> Told:
    result = finish(summarise(snapshot, options, first, last), but=("services", *LONG))
    grouped, texts = result.summary.in_quartile_groups(), texts_of(result)
    texts |= {name: text_of(kind, columns(grouped), options) for name, (kind, columns) in LONG.items()}
    return {name: texts[name] for name in NAMES}, list(counted(result.summary, result.tables))
