"""The pages of Beskriv."""
