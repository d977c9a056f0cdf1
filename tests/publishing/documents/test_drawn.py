"""A picture on paper wears the same clothes as on the page: a mark without its rule is filled black or not seen."""

import re
from pathlib import Path

import loke
from loke.publishing.documents.drawn import STYLE

PAGE = Path(loke.__file__).parent / "static" / "loke" / "loke.css"
RULE = re.compile(r"\.([a-z][a-z0-9-]*)\s*\{([^}]*)\}")


def test_every_mark_that_the_page_paints_is_painted_on_paper_too() -> None:
    block = PAGE.read_text("utf-8").split("  .pic {", 1)[1].split("  .twin {", 1)[0]
    painted = {name for name, rule in RULE.findall(block) if "fill:" in rule or "stroke:" in rule}
    assert {"limits", "joint", "sign", "interval"} <= painted
    assert painted - {name for name, _ in RULE.findall(STYLE.read_text("utf-8"))} == set()
