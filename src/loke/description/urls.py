"""The addresses of Beskriv."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
