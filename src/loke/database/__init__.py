"""SQLite as Loke uses it: those who write stand in a queue."""
