"""The addresses of Dokumentera; clients stand in them as numbers, never as codes."""

from django.urls import path

from loke.records.views import access, answers, clients, contacts, episodes, log, oversight, sharing

CLIENT = "v/<slug:service>/klienter/<int:number>"

urlpatterns = [
    path("v/<slug:service>/klienter/", clients.clients, name="clients"),
    path("v/<slug:service>/klienter/ny/", episodes.open_episode, name="open_episode"),
    path("v/<slug:service>/klienter/fordela/", sharing.assign, name="assign"),
    path(f"{CLIENT}/", clients.client, name="client"),
    path(f"{CLIENT}/traff/", contacts.register_contact, name="register_contact"),
    path(f"{CLIENT}/fas/", contacts.enter_phase, name="enter_phase"),
    path(f"{CLIENT}/uppgifter/<slug:occasion>/", answers.fill_in, name="fill_in"),
    path(f"{CLIENT}/matning/<int:instrument>/<slug:occasion>/", answers.measure, name="measure"),
    path(f"{CLIENT}/avsluta/", episodes.end_episode, name="end_episode"),
    path(f"{CLIENT}/oppna/", access.open_with_reason, name="open_with_reason"),
    path(f"{CLIENT}/skydda/", access.protect, name="protect"),
    path("v/<slug:service>/klienter/oppnade/", access.openings, name="openings"),
    path("v/<slug:service>/tillgang/", access.grants, name="grants"),
    path("v/<slug:service>/tillgang/<int:grant>/avsluta/", access.end_grant, name="end_grant"),
    path("v/<slug:service>/grupptraff/", contacts.group_session, name="group_session"),
    path("v/<slug:service>/lasningar/", log.readings, name="readings"),
    path("v/<slug:service>/lasningar/granska/", log.review_readings, name="review_readings"),
    path("v/<slug:service>/lasningar/granska/<slug:month>/", log.review, name="review"),
    path(f"{CLIENT}/lasningar/", log.log_extract, name="log_extract"),
    path(f"{CLIENT}/lasningar.<slug:ending>", log.log_extract_file, name="log_extract_file"),
    path("tillsyn/", oversight.oversight, name="oversight"),
]
