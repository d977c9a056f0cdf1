"""Whether there is anything in a form that somebody has written or chosen."""

from django import template
from django.forms import Form

register = template.Library()


@register.filter
def is_filled_in(form: Form) -> bool:
    """Whether a field that is shown holds something else than it came with; files and passwords are not kept."""
    shown = {field.name for field in form.visible_fields() if field.widget_type not in ("password", "file")}
    return not shown.isdisjoint(form.changed_data)
