"""The follow-up dataset: its schema, reading and checking it, the snapshot and its packed form, with no Django."""
