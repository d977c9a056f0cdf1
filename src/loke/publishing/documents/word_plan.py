"""The plan as a Word file: a few lines and its tables, lying down where they are wide."""

from docx.shared import Pt

from loke.publishing.documents.content import Plan, tidied
from loke.publishing.documents.word import add_table, saved
from loke.publishing.documents.word_base import opened, turn

LINE = 8  # points after a line


def plan_word(plan: Plan, base: bytes | None = None) -> bytes:
    """The plan on the municipality's base document, if there is one."""
    of = tidied(plan)
    document = opened(base, title=f"{of.title}, {of.service}", author=of.municipality, language=of.language)
    turn(document)
    document.add_paragraph(of.title, style="Title")
    document.add_paragraph(", ".join(filter(None, [of.service, of.municipality, of.version])))
    for line in of.lines:
        document.add_paragraph(line).paragraph_format.space_after = Pt(LINE)
    for table in of.tables:
        document.add_paragraph(table.caption, style="Heading 1")
        add_table(document, table, of.language)
    return saved(document)
