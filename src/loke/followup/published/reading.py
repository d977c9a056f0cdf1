"""A stored release read back as what it says, when its digest holds."""

import json
from collections.abc import Sequence

from loke.analysis.disclosure.releases import Earlier
from loke.followup.frozen import Altered, digest_of, made, written
from loke.followup.models import Release
from loke.followup.published.content import Published


def seal_of(content: str, basis: str, beside: Sequence[int]) -> str:
    """The digest of a release: of what is read, and of all that later releases are held against."""
    return digest_of(written([content, basis, list(beside)]))


def check(release: Release) -> None:
    """Raises Altered when somebody has been at it."""
    if seal_of(release.content, release.basis, release.beside) != release.digest:
        raise Altered


def basis_of(release: Release) -> Earlier:
    """The tables that later ones are held against. Raises Altered."""
    check(release)
    found: Earlier = json.loads(release.basis)
    return found


def read_published(release: Release) -> Published:
    """Raises Altered."""
    check(release)
    return made(Published, json.loads(release.content))
