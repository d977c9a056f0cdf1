"""What every request passes: a page without a rule cannot be reached, and personal pages are never kept."""

from django.conf import settings
from django.http import Http404
from django.utils.cache import add_never_cache_headers

from loke.accounts.pages import rule_of


class DefaultDeny:
    """Answer 404 for every page that has not said who may come in."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        rule = rule_of(request.resolver_match, view)
        if rule is None:
            raise Http404
        return rule(request)


class PersonalPages:
    """Whatever a signed-in person sees stays out of every cache."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if not request.path.startswith(f"/{settings.STATIC_URL.strip('/')}/"):
            add_never_cache_headers(response)
        return response
