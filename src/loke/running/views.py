"""The page that a proxy or a watch asks: ok or not, and nothing more."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from loke.accounts.pages import anybody
from loke.running import health
from loke.running.findings import all_well


@anybody
@require_safe
def well(request: HttpRequest) -> HttpResponse:
    ok = all_well(health.vital())
    return HttpResponse("ok\n" if ok else "fel\n", status=200 if ok else 503, content_type="text/plain; charset=utf-8")
