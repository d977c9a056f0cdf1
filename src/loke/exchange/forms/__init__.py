"""The forms on the way of a file into the records."""
