"""The library of published instruments: one TOML file each, and every fact in it with its status and source."""

from loke.measures.library.facts import Entry, Fact, Source
from loke.measures.library.place import LibraryError
from loke.measures.library.reading import entries, entry, sources

__all__ = ["Entry", "Fact", "LibraryError", "Source", "entries", "entry", "sources"]
