"""Browsers by the names people know them under."""

from django import template
from django.utils.translation import gettext as _

register = template.Library()
# In this order: most browsers also call themselves by the names of older ones.
BROWSERS = (("Edg", "Edge"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "Mac"),
    ("Linux", "Linux"),
)


@register.filter
def browser_name(told: str) -> str:
    """What a browser says of itself, in two words."""
    named = [next((name for mark, name in known if mark in told), "") for known in (BROWSERS, SYSTEMS)]
    return ", ".join(filter(None, named)) or _("okänd webbläsare")
