"""Saving what a form or a file says only after it has been looked through."""


def clean_save(thing):
    """Raises ValidationError by field."""
    thing.full_clean()
    thing.save()
    return thing
