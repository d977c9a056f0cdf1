"""The room's addresses."""

from django.urls import path

from loke.accounts import views
from loke.accounts.views import own, units, ways_back

urlpatterns = [
    path("demo/", views.demo, name="demo"),
    path("inbjudan/igen/<str:key>/", ways_back.come_back, name="come_back"),
    path("inbjudan/<str:key>/", views.invitation, name="invitation"),
    path("personer/", views.people, name="people"),
    path("personer/bjud-in/", views.invite, name="invite"),
    path("personer/enheter/", units.units, name="units"),
    path("personer/enheter/<int:number>/", units.rename_unit, name="rename_unit"),
    path("personer/enheter/<int:number>/ta-bort/", units.remove_unit, name="remove_unit"),
    path("personer/<int:number>/avsluta/", views.end_role, name="end_role"),
    path("personer/<int:number>/in-igen/", ways_back.let_back_in, name="let_back_in"),
    path("personer/<int:number>/sluta/", views.end_employment, name="end_employment"),
    path("rattigheter/", own.rights, name="rights"),
    path("inloggningar/", own.sign_ins, name="sign_ins"),
    path("inloggningar/klart/", own.back_again, name="back_again"),
    path("bekrafta/", own.confirm, name="confirm"),
    path("sprak/", views.set_language, name="set_language"),
]
