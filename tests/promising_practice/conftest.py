"""What the tests of this room share: figures for outside counted once, since the world of every test is the same."""

import pytest

from loke.promising_practice import ground

_counted = {}


@pytest.fixture(autouse=True)
def counted_once(monkeypatch):
    """Disclosure control takes ten seconds for a service, and finds the same each time."""
    count = ground.publish

    def once(snapshot, options):
        key = snapshot.services[0].service, options
        if key not in _counted:
            _counted[key] = count(snapshot, options)
        return _counted[key]

    monkeypatch.setattr(ground, "publish", once)
