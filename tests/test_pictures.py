"""The picture in the README, of the page as it is; `LOKE_PICTURES=1 ./loke test tests/test_pictures.py` renews it."""

import os
import struct
from pathlib import Path

import pytest
from tests.browser import assert_accessible, sign_in

PICTURE = Path(__file__).parents[1] / "docs/images/follow-up.png"
SIZE = {"width": 1280, "height": 960}


def size_of(png: bytes) -> dict[str, int]:
    """Width and height as a PNG's head gives them."""
    return dict(zip(("width", "height"), struct.unpack(">II", png[16:24]), strict=True))


@pytest.mark.browser
def test_the_picture_in_the_readme_is_of_folj_upp(page):
    page.set_viewport_size(SIZE)
    sign_in(page, "Maryam")
    page.goto("/v/ungdom/folj-upp/")
    assert_accessible(page)
    taken = page.screenshot()
    if os.environ.get("LOKE_PICTURES") == "1":
        PICTURE.parent.mkdir(exist_ok=True)
        PICTURE.write_bytes(taken)
    assert size_of(PICTURE.read_bytes()) == size_of(taken)
    assert page.get_by_role("heading", name="Idé mot verklighet").is_visible()
