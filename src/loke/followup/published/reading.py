"""A stored release read back as what it says, when its digest holds."""

import json

from loke.followup.frozen import Altered, digest_of, made
from loke.followup.models import Release
from loke.followup.published.content import Published


def read_published(release: Release) -> Published:
    """Raises Altered when somebody has been at it."""
    if digest_of(release.content) != release.digest:
        raise Altered
    return made(Published, json.loads(release.content))
