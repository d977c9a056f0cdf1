"""The address that tells whether Loke is well."""

from django.urls import path

from loke.running import views

urlpatterns = [path("halsa/", views.well, name="health")]
