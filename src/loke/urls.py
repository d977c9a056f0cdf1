"""Every address of the site."""

from django.urls import include, path

urlpatterns = [
    path("", include("loke.records.urls")),  # first, since most of what is asked for is here
    path("", include("loke.running.urls")),
    path("", include("loke.promising_practice.urls")),
    path("", include("loke.followup.urls")),
    path("", include("loke.improvement.urls")),
    path("", include("loke.exchange.urls")),
    path("", include("loke.measures.urls")),
    path("", include("loke.description.urls")),
    path("", include("loke.accounts.sso.urls")),
    path("", include("loke.accounts.urls")),
    path("konto/", include("allauth.urls")),
]
handler404 = "loke.accounts.views.not_found"
handler400 = "loke.accounts.views.not_understood"
handler403 = "loke.accounts.views.not_found"
handler500 = "loke.accounts.views.failure"
