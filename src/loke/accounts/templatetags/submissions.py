"""The id with which a small form is stored once, where no form object gives it."""

from uuid import uuid4

from django import template

register = template.Library()


@register.simple_tag
def new_submission() -> str:
    return str(uuid4())
