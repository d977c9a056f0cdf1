"""The addresses of signing in by the municipality."""

from django.urls import path

from loke.accounts.sso import views

urlpatterns = [
    path("konto/kommunen/", views.begin, name="sso"),
    path("konto/kommunen/svar/", views.answer, name="sso_answer"),
    path("konto/kommunen/klar/", views.back, name="sso_back"),
    path("konto/kommunen/metadata/", views.description, name="sso_description"),
]
