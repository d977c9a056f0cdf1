"""What of a shared cycle others see: its words, and figures only as far as nobody can be made out behind them."""

from loke.improvement.models import ImprovementCycle
from loke.improvement.study import thawed
from loke.publishing.sentences import followed_in


def told_of(cycle: ImprovementCycle, language: str) -> list[str]:
    """The measure before and since, rounded and without small numbers, and how it stood to what was predicted."""
    followed = thawed(cycle.figures)
    if followed is None or not followed.started:
        return []
    say = followed_in(language)
    return list(say.shared(followed))
