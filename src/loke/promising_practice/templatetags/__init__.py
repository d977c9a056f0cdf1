"""The tags of the room."""
