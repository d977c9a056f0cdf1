"""A file that is handed over is words: its name is no place, and nothing in it is carried out."""

from io import BytesIO
from pathlib import Path
from uuid import uuid4

import docx
import pytest
from django.conf import settings
from django.urls import reverse
from tests.attacks.test_injected import ALIVE

from loke.description.models import WordReading
from loke.exchange.models import FileImport

TEMPLATES = "{{7777*7}} {% now 'Y' %} ${7777*7} #{7777*7} <%= 7777*7 %> {{ settings.SECRET_KEY }} {# x #}"
NAMES = [
    "../../../../etc/cron.d/x",
    "..\\..\\..\\x",
    "/etc/passwd",
    "C:\\Windows\\x",
    "a/../../b",
    "....//....//x",
    "%2e%2e%2fx",
    "x\x00.exe",
    "~/.ssh/authorized_keys",
    "<img src=x onerror=loke()>",
    "19121212-1212",
    "é" * 300,
]


def lying_about() -> set[Path]:
    return {path for place in (settings.HOME, Path.cwd()) for path in Path(place).glob("*")}


def word(text: str) -> bytes:
    document, file = docx.Document(), BytesIO()
    for words, style in (("2. Idé och syfte", "Heading 1"), ("Verksamhetens syfte", "Heading 2"), (text, "Normal")):
        document.add_paragraph(words, style=style)
    document.save(file)
    return file.getvalue()


def hand_over(browser, page: str, name: str, content: bytes):
    """A form with a file sent as an attacker's own program would send it, the name as it is."""
    part = '--x\r\nContent-Disposition: form-data; name="{}"{}\r\n\r\n'
    shown = name.replace('"', "%22")
    head = part.format("submission", "") + f"{uuid4()}\r\n" + part.format("file", f'; filename="{shown}"')
    body = head.encode() + content + b"\r\n--x--\r\n"
    return browser.post(page, body, content_type="multipart/form-data; boundary=x", follow=True)


@pytest.mark.parametrize("name", NAMES)
def test_the_name_of_a_file_is_no_place_and_tells_of_nobody(world, signed_in, name):
    browser, before = signed_in(world.maryam), lying_about()
    hand_over(browser, reverse("import_file", args=["ungdom"]), f"{name}.csv", b"Kod;Start\nA1;2026-10-01\n")
    hand_over(browser, reverse("read_file", args=["ungdom"]), f"{name}.docx", word("Ur filen."))
    kept = [*FileImport.objects.values_list("name", flat=True), *WordReading.objects.values_list("name", flat=True)]
    assert FileImport.objects.count() + WordReading.objects.count() >= 1
    assert [one for one in kept if set(one) & {"/", "\\", "\x00"} or ".." in one or "19121212" in one] == []
    assert lying_about() == before


def test_a_template_in_a_word_file_is_shown_as_it_is_written(world, signed_in):
    browser = signed_in(world.maryam)
    hand_over(browser, reverse("read_file", args=["ungdom"]), "x.docx", word(TEMPLATES))
    draft = world.ungdom.descriptions.open().get()
    page = browser.get(reverse("description_version", args=["ungdom", draft.version])).content.decode()
    assert "{{7777*7}} {% now" in page
    assert not ALIVE.search(page)
    assert settings.SECRET_KEY not in page
    file = browser.get(reverse("description_file", args=["ungdom", draft.version, "docx"])).content
    told = "\n".join(paragraph.text for paragraph in docx.Document(BytesIO(file)).paragraphs)
    assert TEMPLATES in told


def test_a_template_in_the_municipalitys_own_document_is_not_carried_out(world, signed_in):
    browser, document, file = signed_in(world.administrator), docx.Document(), BytesIO()
    document.sections[0].header.paragraphs[0].text = TEMPLATES
    document.save(file)
    hand_over(browser, reverse("base_document"), "x.docx", file.getvalue())
    made = signed_in(world.maryam).get(reverse("description_file", args=["ungdom", 0, "docx"])).content
    assert docx.Document(BytesIO(made)).sections[0].header.paragraphs[0].text == TEMPLATES
