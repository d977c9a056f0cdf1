"""What the night does here: files that nobody went on with are forgotten, and which rows of the others stayed out."""

from datetime import timedelta

from django.utils import timezone

from loke.exchange.models import FileImport
from loke.records.models import BIN

KEPT = timedelta(hours=24)


def forget_old_files() -> int:
    """Delete drafts, with their rows, that are more than a day old; how many.

    Which rows were left out of a file is kept for as long as the file can be undone.
    """
    old = FileImport.objects.filter(registration=None, at__lt=timezone.now() - KEPT)
    mended = FileImport.objects.exclude(registration=None).filter(at__lt=timezone.now() - BIN)
    mended.exclude(left_out=[]).update(left_out=[])
    return old.delete()[1].get(FileImport._meta.label, 0)
