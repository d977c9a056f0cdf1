"""Analysis: snapshot to summary to tables, in three plain steps that add up, with no Django, clock or settings."""
