"""What the night does here: files that nobody went on with are forgotten."""

from datetime import timedelta

from django.utils import timezone

from loke.exchange.models import FileImport

KEPT = timedelta(hours=24)


def forget_old_files() -> int:
    """Delete drafts, with their rows, that are more than a day old; how many."""
    old = FileImport.objects.filter(registration=None, at__lt=timezone.now() - KEPT)
    return old.delete()[1].get(FileImport._meta.label, 0)
