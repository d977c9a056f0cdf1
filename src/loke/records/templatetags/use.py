"""What is asked and what comes of it, told to the pages of the rooms below, which know no records."""

from datetime import timedelta

from django import template
from django.db.models import Q
from django.utils import timezone

from loke.description.models import Service
from loke.measures.models import Variable
from loke.records.models import Value

register = template.Library()
DAYS = 365


@register.simple_tag
def unused_variables(service: Service) -> list[Variable]:
    """Those in use without an answer in any episode that opened or closed in the last 365 days.

    None before the service has been at it for so long.
    """
    since = timezone.localdate() - timedelta(days=DAYS)
    if not service.episodes.filter(opened__lte=since).exists():
        return []
    lately = Q(episode__opened__gte=since) | Q(episode__closed__gte=since)
    answered = Value.objects.filter(lately, episode__service=service, reason="").values("variable")
    return list(service.variables.in_use().exclude(pk__in=answered))
