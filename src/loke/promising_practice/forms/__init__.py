"""The forms of the room: those of a review, and those of what is kept beside it."""
