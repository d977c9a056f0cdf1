"""The addresses of Mät."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
