"""Where nothing but contacts differs, only the countings that look at contacts give anything else."""

from dataclasses import replace

import numpy as np
import pytest
from tests.analysis.disclosure.drawn import drawn

from loke.analysis.calculation import COUNTED, OF_CONTACTS, summarise
from loke.analysis.options import Options
from loke.dataset.snapshot import Snapshot

OTHERS = tuple(one for one in COUNTED if one not in OF_CONTACTS)


def without_contacts(found: Snapshot) -> Snapshot:
    none = {"contact_day": found.contact_day[:0], "contact_kind": found.contact_kind[:0]}
    return replace(found, contact_bounds=np.zeros_like(found.contact_bounds), **none)


@pytest.mark.parametrize("asked", [Options(), Options(period="year", by=("sex",))], ids=["all", "year by sex"])
@pytest.mark.parametrize("seed", [2, 9, 10, 24, 36, 48])  # services with contacts, and what is expected of them
def test_the_others_count_the_same_with_contacts_and_without(seed, asked):
    found = drawn(seed, 40)
    asked = asked.settled(found)
    assert len(found.contact_day) > 20
    assert summarise(found, asked, counted=OTHERS) == summarise(without_contacts(found), asked, counted=OTHERS)
    assert summarise(found, asked) != summarise(without_contacts(found), asked)
