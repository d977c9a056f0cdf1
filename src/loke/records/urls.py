"""The addresses of Dokumentera; clients stand in them as numbers, never as codes."""

from django.urls import path

from loke.records import views

CLIENT = "v/<slug:service>/klienter/<int:number>"

urlpatterns = [
    path("v/<slug:service>/klienter/", views.clients, name="clients"),
    path("v/<slug:service>/klienter/ny/", views.open_episode, name="open_episode"),
    path("v/<slug:service>/klienter/fordela/", views.assign, name="assign"),
    path(f"{CLIENT}/", views.client, name="client"),
    path(f"{CLIENT}/traff/", views.register_contact, name="register_contact"),
    path(f"{CLIENT}/fas/", views.enter_phase, name="enter_phase"),
    path(f"{CLIENT}/uppgifter/<slug:occasion>/", views.fill_in, name="fill_in"),
    path(f"{CLIENT}/matning/<int:instrument>/<slug:occasion>/", views.measure, name="measure"),
    path(f"{CLIENT}/avsluta/", views.end_episode, name="end_episode"),
    path("v/<slug:service>/grupptraff/", views.group_session, name="group_session"),
    path("v/<slug:service>/lasningar/", views.readings, name="readings"),
]
