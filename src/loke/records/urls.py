"""The addresses of Dokumentera; clients stand in them as numbers, never as codes."""

from django.urls import path

from loke.records import views

urlpatterns = [
    path("v/<slug:service>/klienter/", views.clients, name="clients"),
    path("v/<slug:service>/klienter/ny/", views.open_episode, name="open_episode"),
    path("v/<slug:service>/klienter/<int:number>/", views.client, name="client"),
    path("v/<slug:service>/klienter/<int:number>/traff/", views.register_contact, name="register_contact"),
    path("v/<slug:service>/klienter/<int:number>/avsluta/", views.end_episode, name="end_episode"),
    path("v/<slug:service>/grupptraff/", views.group_session, name="group_session"),
    path("v/<slug:service>/lasningar/", views.readings, name="readings"),
]
