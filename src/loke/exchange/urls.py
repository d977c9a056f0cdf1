"""The addresses where datasets leave."""

from django.urls import path

from loke.exchange import views

urlpatterns = [path("v/<slug:service>/mat/datapaket.zip", views.intention_file, name="intention_file")]
