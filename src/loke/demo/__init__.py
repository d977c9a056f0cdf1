"""The demo municipality: four invented services over four years, told by a seeded story and built by actions only."""

from loke.demo.municipality import build

__all__ = ["build"]
