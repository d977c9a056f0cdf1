"""En sida till nämnden is one page, in PDF and as a reader without our fonts opens the Word file."""

from io import BytesIO

import pytest
from pypdf import PdfReader
from tests.followup.releasing import release
from tests.publishing.documents.office import as_pdf

from loke.followup.published.papers import file_of
from loke.followup.published.reading import read_published


@pytest.mark.once
def test_the_page_for_the_committee_is_one_page_in_pdf_and_in_libreoffice(world, tmp_path):
    said = {name: read_published(release(world, getattr(world, name))) for name in ("ungdom", "beroende")}
    made = as_pdf({name: file_of(one, "docx", None) for name, one in said.items()}, tmp_path)
    assert {name: len(one.pages) for name, one in made.items()} == {"ungdom": 1, "beroende": 1}
    assert [len(PdfReader(BytesIO(file_of(one, "pdf", None))).pages) for one in said.values()] == [1, 1]
