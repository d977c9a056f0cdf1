"""Data of any size, the same tables worked out in two other ways, and the clock beside all three."""
