"""What the page about one's sign-in says of the second factor."""

from django import template
from django.http import HttpRequest

from loke.accounts.factors import is_vouched_for, lacks_factor

register = template.Library()


@register.filter
def must_choose_a_factor(request: HttpRequest) -> bool:
    """Whether the person gets no further without one."""
    return lacks_factor(request.user) and not is_vouched_for(request)
