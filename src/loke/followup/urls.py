"""The addresses of Översikt and Följ upp, and of the figures beside a row of the processbeskrivning."""

from django.urls import path

from loke.followup import views

ROW = "v/<slug:service>/beskriv/processbeskrivning/rad/<int:number>/"

urlpatterns = [
    path("", views.home, name="home"),
    path("byt/", views.choose_service, name="choose_service"),
    path("v/<slug:service>/", views.overview, name="overview"),
    path("v/<slug:service>/folj-upp/", views.follow_up, name="follow_up"),
    path("v/<slug:service>/folj-upp/<slug:paper>.<slug:ending>", views.follow_up_file, name="follow_up_file"),
    path(f"{ROW}prova/", views.try_expectation, name="try_expectation"),
    path(f"{ROW}utfall/", views.held_so_far, name="held_so_far"),
]
