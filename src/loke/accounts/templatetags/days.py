"""Days in running text, each kept on one line."""

import re

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString

register = template.Library()
DAY = re.compile(r"\b\d{4}-\d\d-\d\d\b")


@register.filter
def days(text: str) -> SafeString:
    """The text with every day in it marked as one."""
    return SafeString(DAY.sub(r"<time>\g<0></time>", conditional_escape(text)))
