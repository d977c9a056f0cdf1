"""How the counts of different tables hang together: all that somebody who has read the contract can reckon with.

Each line holds for everybody, for every group and for each period that is named: `all` over all, `year` in a year,
`any` in both. `=` is an equation. `>=` says that those on the right are among those on the left, so that what is left
over is people too, and too few of them may not be told. `>~` is known, but what it leaves over is nobody's number.

A letter after a colon stands for whatever the rows are about: the scale S, the months N. `sum` adds up all of a name.
`{ending=other}` is the group of a variable, and `{V=yes}` that of the variable itself. `if` names what must be so in
the service.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

RELATIONS = """
all   opened >= closed
any   opened >= finished
any   opened >= received:I
any   contacts:I >~ received:I
all   contacts:I = attended:I
any   planned:I >= missed:I
any   planned:I = attended:I + missed:I
any   planned all = attended all + missed all
any   planned all = sum planned
any   missed all = sum missed
any   cancelled all = sum cancelled

any   entered:P = left:P + ongoing:P
any   entered:P >= late:P
all   opened >= entered:P                      if nobody returns
all   opened >= entered:P + skipped:P          if nobody returns
any   opened >= assessed in phase:P
all   left:P = assessed in phase:P             if nobody returns and always expected
all   opened - closed >= ongoing:P             if nobody returns and phases end
any   ongoing{ending=completed}:P = 0          if phases end
any   ongoing{ending=other}:P = 0              if phases end
any   ongoing{ending=discontinued}:P = 0       if phases end
all   left:P >= assessed in phase:P            if nobody returns

any   closed = sum ended completed + sum ended other + sum ended discontinued + sum ended missing
any   completed = sum ended completed
any   other = sum ended other
any   closed{ending=completed} = completed
any   closed{ending=other} = other
any   closed{ending=discontinued} = sum ended discontinued
any   closed{ending=missing} = sum ended missing
all   opened{ending=completed} = completed
all   opened{ending=other} = other
all   opened{ending=discontinued} = sum ended discontinued
any   ended completed:E{ending=completed} = ended completed:E
any   ended other:E{ending=other} = ended other:E
any   ended discontinued:E{ending=discontinued} = ended discontinued:E
any   opened{ending=completed} = finished{ending=completed}
any   opened{ending=other} = finished{ending=other}
any   opened{ending=discontinued} = finished{ending=discontinued}
any   completed{ending=completed} = completed
any   other{ending=other} = other

any   opened = told:V + without:V
any   opened = told:V + opened{V=missing}
any   opened = number:V + opened{V=missing}
any   opened = number:V + without:V
any   told:V = number:V
any   opened >= chosen:V,C + without:V
any   opened >= chosen:V,C
any   told:V >= chosen:V,C
any   opened >= told:V
any   finished >= told closing:V
all   closed = told closing:V + closing:V,missing
any   closed = number closing:V + closing:V,missing
any   closed >= closing:V,C
any   closed = sum closing:V                       if one answer

any   opened >= began:M
any   finished >= finished with:M
any   finished >= due:N
any   due:N >= followed:M,N
all   began:M >= started:M,S
all   finished with:M = ended:M,S               if one scale
any   closed >= started:M,S
any   closed >= ended:M,S
any   closed >= started:M,S + ended:M,S - pairs:M,S
any   started:M,S >= pairs:M,S
any   ended:M,S >= pairs:M,S
any   pairs:M,S = better:M,S + unchanged:M,S + worse:M,S
any   pairs:M,S = recovered:M,S + improved:M,S + stable:M,S + deteriorated:M,S
any   pairs:M,S >= improved:M,S + stable:M,S + deteriorated:M,S
any   pairs:M,S >= functional:M,S
any   pairs:M,S >= functional:M,S + recovered:M,S
any   better:M,S >= recovered:M,S + improved:M,S   if reliable takes more than a step
any   worse:M,S >= deteriorated:M,S                if reliable takes more than a step
any   recovered:M,S + improved:M,S >= better:M,S   if a step takes more than reliable
any   deteriorated:M,S >= worse:M,S                if a step takes more than reliable

any   closed >= eligible:N
year  closed = eligible:N                          if long ago
all   eligible:N >= due:N
any   eligible:N >= reached:M,S,N
any   reached:M,S,N >= triples:M,S,N
any   pairs:M,S >= triples:M,S,N
any   triples:M,S,N >= better then:M,S,N
any   better:M,S >= better then:M,S,N
any   pairs:M,S - better:M,S >= triples:M,S,N - better then:M,S,N
any   better then:M,S,N >= kept:M,S,N
any   closed >= pairs:M,S + reached:M,S,N - triples:M,S,N
all   reached:M,S,N >= followed:M,N                 if one scale
all   eligible:N - due:N >= reached:M,S,N - followed:M,N   if one scale

any   both:V = yes yes:V + yes no:V + no yes:V + no no:V
any   closed >= both:V
any   closing:V,yes >= yes yes:V + no yes:V
any   closing:V,no >= yes no:V + no no:V
any   closed{V=yes} >= yes yes:V + yes no:V
any   closed{V=no} >= no yes:V + no no:V
any   both{V=yes}:V = yes yes:V + yes no:V
any   both{V=no}:V = no yes:V + no no:V
any   yes yes{V=yes}:V = yes yes:V
any   yes no{V=yes}:V = yes no:V
any   no yes{V=no}:V = no yes:V
any   no no{V=no}:V = no no:V
any   closing{V=yes}:V,yes = yes yes:V
any   closing{V=yes}:V,no = yes no:V
any   closing{V=no}:V,yes = no yes:V
any   closing{V=no}:V,no = no no:V

any   goals = sum goals reached

any   held:K,R = assessed:K,R + waiting:K,R
any   opened >= held:K,R
any   assessed:K,R = below:K,R + within:K,R + above:K,R
any   below:K,R = 0                                if nothing is below
any   above:K,R = 0                                if nothing is above
any   waiting:K,R = 0                              if nobody waits
any   assessed:K,R >= closed inside:K,R
any   finished >= closed inside:K,R
any   opened >= held in received
any   opened = held in received                     if always expected
any   within in received:I = received:I             if always expected
any   received:I >= within in received:I
any   opened = held in range                        if always expected
any   number:V = assessed in range:V                if always expected and asked at opening
any   number:V >= assessed in range:V               if asked at opening
any   opened{V=missing} = waiting in range:V        if always expected and asked at opening
any   opened{V=missing} >= waiting in range:V       if asked at opening
any   assessed in range{V=missing}:V = 0            if asked at opening
any   waiting in range{V=1}:V = 0                   if asked at opening
any   waiting in range{V=2}:V = 0                   if asked at opening
any   waiting in range{V=3}:V = 0                   if asked at opening
any   waiting in range{V=4}:V = 0                   if asked at opening
all   number closing:V = assessed in range:V        if always expected and asked at closing
all   number closing:V >= assessed in range:V       if asked at closing
any   told closing:V = assessed in range:V          if always expected and asked at closing
any   told closing:V >= assessed in range:V         if asked at closing
any   opened = held in category                     if always expected
any   opened{V=C} = within in category:V,C          if always expected and asked at opening
any   opened{V=missing} = waiting in category:V,C   if always expected and asked at opening
any   opened{V=C} >= within in category:V,C         if asked at opening
any   opened{V=missing} >= waiting in category:V,C  if asked at opening
any   within in category{V=C}:V,C = within in category:V,C            if asked at opening
any   waiting in category{V=missing}:V,C = waiting in category:V,C    if asked at opening
any   below in category{V=C}:V,C = 0                if asked at opening
any   assessed in category{V=missing}:V,C = 0       if asked at opening
any   chosen:V,C = within in category:V,C           if always expected and asked at opening
any   chosen:V,C >= within in category:V,C          if asked at opening
any   without:V = waiting in category:V,C           if always expected and asked at opening
any   without:V >= waiting in category:V,C          if asked at opening
any   told:V = assessed in category:V,C             if always expected and asked at opening
any   told:V >= assessed in category:V,C            if asked at opening
all   closing:V,C = within in category:V,C          if always expected and asked at closing
all   closing:V,C >= within in category:V,C         if asked at closing
any   told closing:V = assessed in category:V,C     if always expected and asked at closing
any   told closing:V >= assessed in category:V,C    if asked at closing
any   opened = held in completion                   if always expected
all   completed = within in completion              if always expected
all   closed - ended missing = assessed in completion   if always expected
all   completed >= within in completion
any   finished >= assessed in completion
any   finished - assessed in completion >~ 0
any   within in completion{ending=completed} = within in completion
any   opened{ending=completed} = within in completion   if always expected
any   opened{ending=completed} >= within in completion
any   below in completion{ending=completed} = 0
any   waiting in completion{ending=missing} = waiting in completion
any   assessed in completion{ending=missing} = 0
any   waiting in duration{ending=missing} = waiting in duration
any   assessed in duration{ending=missing} = 0
any   opened = held in duration                     if always expected
all   closed - ended missing = assessed in duration if always expected
any   finished >= assessed in duration
any   assessed in completion = assessed in duration   if always expected
any   opened = held in dose                         if always expected
any   finished >= closed inside in dose
all   closed >= closed inside in dose
any   received:I >= within in dose + above in dose  if one intervention
any   opened = held in phase                        if always expected
any   opened = held in improvement                  if always expected
any   finished >= assessed in improvement:M,S
any   began:M >= assessed in improvement:M,S
any   finished with:M >= assessed in improvement:M,S
all   pairs:M,S = assessed in improvement:M,S       if always expected
all   better:M,S = within in improvement:M,S        if always expected
all   pairs:M,S >= assessed in improvement:M,S
all   better:M,S >= within in improvement:M,S

any   opened >= there after:D
any   there after:D >= still after:D
any   opened >= still after:D
any   finished >= opened - still after:D
any   opened - still after:D >= completed after:D + discontinued after:D
all   completed >= completed after:D
any   assessed in completion >= completed after:D   if always expected
"""


class Term(NamedTuple):
    """So many times a count: by name, letters or words of what it is about, and a group or none."""

    times: int
    name: str
    about: tuple[str, ...]
    group: tuple[str, str] | None
    every: bool  # the sum of all with that name, about these things and others


class Relation(NamedTuple):
    text: str
    scope: str
    terms: tuple[Term, ...]  # those of the left less those of the right
    sign: str
    needs: tuple[str, ...]


def relations() -> Iterator[Relation]:
    for line in filter(None, map(str.strip, RELATIONS.splitlines())):
        scope, rest = line.split(maxsplit=1)
        rest, _, needs = rest.partition(" if ")
        left, sign, right = re.split(r" (=|>=|>~) ", rest.strip())
        terms = (*_terms(left, 1), *_terms(right, -1))
        yield Relation(" ".join(rest.split()), scope, terms, sign, tuple(filter(None, needs.strip().split(" and "))))


def _terms(text: str, side: int) -> Iterator[Term]:
    for plus, words in re.findall(r"(?:^|([+-]) )([^+-]+)", text):
        word = words.strip()
        if word == "0":
            continue
        found = re.fullmatch(r"(sum )?([a-z ]+)(?:\{(\w+)=(\w+)\})?(?::([\w,]+))?(?:\{(\w+)=(\w+)\})?", word)
        every, name, one, group, about, other, late = found.groups()
        named = (one or other, group or late) if one or other else None
        yield Term(
            -side if plus == "-" else side, name, tuple((about or "").split(",")) if about else (), named, bool(every)
        )
