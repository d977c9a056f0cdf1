"""The forms of Beskriv."""
