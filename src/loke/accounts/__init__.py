"""Who: organisations, units, people, their roles, and the logs of what they did and read."""
