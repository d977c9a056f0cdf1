"""Files with rows as they come, on their way into the records: what a column is, what a cell says, what changes."""
