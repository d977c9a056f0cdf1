"""The room's addresses."""

from django.urls import path

from loke.accounts import views

urlpatterns = [
    path("demo/", views.demo, name="demo"),
    path("inbjudan/<str:key>/", views.invitation, name="invitation"),
    path("personer/", views.people, name="people"),
    path("personer/<int:number>/avsluta/", views.end_role, name="end_role"),
    path("sprak/", views.set_language, name="set_language"),
]
