"""The addresses of Översikt and Följ upp."""

from django.urls import path

from loke.followup import views

urlpatterns = [
    path("", views.home, name="home"),
    path("byt/", views.choose_service, name="choose_service"),
    path("v/<slug:service>/", views.overview, name="overview"),
    path("v/<slug:service>/folj-upp/", views.follow_up, name="follow_up"),
]
