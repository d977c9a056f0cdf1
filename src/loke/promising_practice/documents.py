"""A description of a way of working as files: to fill in, to print and to read on the web."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from loke.promising_practice.papers import form_paper, reading_paper
from loke.publishing.documents.paper_page import paper_page
from loke.publishing.documents.paper_pdf import paper_pdf
from loke.publishing.documents.word_paper import paper_word

Content = Mapping[str, Any]
MADE: dict[str, Callable[[Content, str, bytes | None], bytes]] = {
    "docx": lambda content, mark, base: paper_word(form_paper(content, mark), base),
    "pdf": lambda content, mark, base: paper_pdf(reading_paper(content, mark)),
    "html": lambda content, mark, base: paper_page(reading_paper(content, mark)),
}


def named(content: Content) -> str:
    """What the file is called."""
    return _("Lovande arbetssätt %(practice)s") % {"practice": content["practice"]}
