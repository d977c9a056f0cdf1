"""What differs between two texts, word by word, and between two orders of the same things; knows no Django."""

import re
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby, takewhile

SAME, ADDED, REMOVED = "same", "added", "removed"
TOKEN = re.compile(r"(\s*)(\w+|[^\w\s]|$)")
SENTENCE_ENDS = frozenset(".?!")
ALIKE = 0.5  # share of words two sentences must have in common to be shown as one that was changed
ISLAND = 3  # letters: a word this short that stays between two changed ones only makes them harder to read
MOST_PAIRS = 5_000  # equal pairs of words or sentences looked through; beyond that the whole is shown as replaced
MOST_SENTENCES = 400  # pairs of sentences compared with each other

Token = tuple[str, str]  # the white space before a word, and the word
Sentence = tuple[Token, ...]


@dataclass(frozen=True)
class Segment:
    """A stretch of text that stayed, was added or was removed."""

    kind: str
    text: str


def segments(old: str, new: str) -> list[Segment]:
    """How `old` became `new`: what stayed and what was removed is all of `old`, what stayed and was added all of `new`.

    A sentence that has little in common with what came instead is shown whole.
    """
    return _joined(_texts(_sentences(old), _sentences(new)))


def replaced(old: str, new: str) -> list[Segment]:
    """The same for texts that are one thing each, such as a chosen option."""
    return _joined([(SAME, old)] if old == new else [(REMOVED, old), (ADDED, new)])


def moved(old: Sequence[Hashable], new: Sequence[Hashable]) -> set[Hashable]:
    """Which of the things in both lists no longer stand in the order they had, as few as it takes to say so."""
    both = set(old) & set(new)
    before, after = [one for one in old if one in both], [one for one in new if one in both]
    kept = SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks()
    return both - {before[place] for block in kept for place in range(block.a, block.a + block.size)}


def _sentences(text: str) -> list[Sentence]:
    """The text cut after a full stop, question or exclamation mark and at line breaks; an empty word comes last."""
    found: list[list[Token]] = [[]]
    for match in TOKEN.finditer(text):
        gap, word = match.groups()
        last = found[-1]
        if last and ("\n" in gap or (last[-1][1] in SENTENCE_ENDS and gap) or not word):
            found.append([])
        found[-1].append((gap, word))
        if not word:
            break
    return [tuple(sentence) for sentence in found]


def _texts(old: list[Sentence], new: list[Sentence]) -> Iterator[tuple[str, str]]:
    for kind, one, two in _stretches(list(map(_words, old)), list(map(_words, new))):
        if kind == "equal":
            for before, after in zip(old[one], new[two], strict=True):
                yield from _same(before, after)
        else:
            yield from _paired(old[one], new[two])


def _paired(old: list[Sentence], new: list[Sentence]) -> Iterator[tuple[str, str]]:
    """Sentences that are alike were changed, the most alike chosen first; the rest was replaced."""
    pairs: list[tuple[int, int]] = []
    for _alike, i, j in sorted(_likeness(old, new)):
        if all((i < a) == (j < b) and i != a and j != b for a, b in pairs):
            pairs.append((i, j))
    done = 0, 0
    for i, j in sorted(pairs):
        yield from _replaced(old[done[0] : i], new[done[1] : j])
        yield from _changed(old[i], new[j])
        done = i + 1, j + 1
    yield from _replaced(old[done[0] :], new[done[1] :])


def _replaced(old: list[Sentence], new: list[Sentence]) -> Iterator[tuple[str, str]]:
    yield REMOVED, "".join(map(_text, old))
    yield ADDED, "".join(map(_text, new))


def _likeness(old: list[Sentence], new: list[Sentence]) -> Iterator[tuple[float, int, int]]:
    """The pairs that have enough in common, by their numbers; the more, the less the first figure."""
    if len(old) * len(new) > MOST_SENTENCES:
        return
    counted = [Counter(_words(sentence)) for sentence in new]
    for i, sentence in enumerate(old):
        words = Counter(_words(sentence))
        for j, others in enumerate(counted):
            alike = 2 * (words & others).total() / (len(sentence) + len(new[j]))
            if alike >= ALIKE:
                yield -alike, i, j


def _changed(old: Sentence, new: Sentence) -> Iterator[tuple[str, str]]:
    for kind, one, two in _without_islands(_stretches(_words(old), _words(new)), old):
        if kind == "equal":
            yield from _same(old[one], new[two])
        else:
            yield REMOVED, _text(old[one])
            yield ADDED, _text(new[two])


def _same(old: Sentence, new: Sentence) -> Iterator[tuple[str, str]]:
    """The same words, perhaps with other white space between them."""
    for (gap, word), (other, _word) in zip(old, new, strict=True):
        yield from [(SAME, gap)] if gap == other else [(REMOVED, gap), (ADDED, other)]
        yield SAME, word


Stretch = tuple[str, slice, slice]


def _stretches(old: Sequence, new: Sequence) -> list[Stretch]:
    """Which parts of the two are equal and which are not, in order."""
    start = next((n for n, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))
    counted = Counter(new[start:])
    if sum(counted[one] for one in old[start:]) > MOST_PAIRS:
        return [("equal", slice(0, start), slice(0, start)), ("replace", slice(start, None), slice(start, None))]
    found = SequenceMatcher(None, old, new, autojunk=False).get_opcodes() if start < len(old) + len(new) else []
    return [(kind, slice(a, b), slice(c, d)) for kind, a, b, c, d in found]


def _without_islands(stretches: list[Stretch], old: Sentence) -> list[Stretch]:
    """Equal stretches of one short word between two changes count as changed."""
    changed = []
    for n, (kind, one, two) in enumerate(stretches):
        between = 0 < n < len(stretches) - 1
        short = kind == "equal" and between and one.stop - one.start == 1 and len(old[one.start][1]) <= ISLAND
        changed.append(("replace" if short else kind, one, two))
    return [_over(list(run)) for _equal, run in groupby(changed, key=lambda one: one[0] == "equal")]


def _over(run: list[Stretch]) -> Stretch:
    kind, first, last = run[0][0], run[0], run[-1]
    return kind, slice(first[1].start, last[1].stop), slice(first[2].start, last[2].stop)


def _words(sentence: Sentence) -> tuple[str, ...]:
    return tuple(word for _gap, word in sentence)


def _text(sentence: Sequence[Token]) -> str:
    return "".join(gap + word for gap, word in sentence)


def _joined(found: Iterable[tuple[str, str]]) -> list[Segment]:
    """Neighbours of one kind as one segment, what was removed before what was added, and nothing empty."""
    joined: list[Segment] = []
    for _same, run in groupby((one for one in found if one[1]), key=lambda one: one[0] == SAME):
        texts = list(run)
        stayed, removed, added = (
            "".join(text for one, text in texts if one == kind) for kind in (SAME, REMOVED, ADDED)
        )
        if gap := _gap(removed, added):
            stayed, removed, added = gap, removed[len(gap) :], added[len(gap) :]
        for kind, text in ((SAME, stayed), (REMOVED, removed), (ADDED, added)):
            if kind == SAME and joined and joined[-1].kind == SAME:
                joined[-1] = Segment(SAME, joined[-1].text + text)
            elif text:
                joined.append(Segment(kind, text))
    return joined


def _gap(removed: str, added: str) -> str:
    """The white space that both begin with: it is not what changed."""
    spaces = takewhile(lambda pair: pair[0] == pair[1] and pair[0].isspace(), zip(removed, added, strict=False))
    return "".join(one for one, _other in spaces)
