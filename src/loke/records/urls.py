"""The addresses of Dokumentera; clients stand in them as numbers, never as codes."""

from django.urls import path

from loke.records.views import answers, clients, contacts, episodes, erasures, extract, log, retention, sharing

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
    path("v/<slug:service>/grupptraff/", contacts.group_session, name="group_session"),
    path("v/<slug:service>/gallring/", retention.retention, name="retention"),
    path("v/<slug:service>/gallring/begaran/", retention.request_erasure, name="request_erasure"),
    path("v/<slug:service>/gallring/<int:number>/", retention.approve_erasure, name="approve_erasure"),
    path("v/<slug:service>/gallring/klient/<int:number>/", retention.spare_client, name="spare_client"),
    path(f"{CLIENT}/utdrag/", extract.extract, name="extract"),
    path(f"{CLIENT}/utdrag/loke-utdrag.<str:ending>", extract.extract_file, name="extract_file"),
    path("gallring/", erasures.erasures, name="erasures"),
    path("gallring/<int:number>/", erasures.confirm_erasure, name="confirm_erasure"),
    path("gallring/<int:number>/tillbaka/", erasures.put_back, name="put_back"),
    path("gallring/tid/<slug:service>/", erasures.decide_retention, name="decide_retention"),
    path("v/<slug:service>/lasningar/", log.readings, name="readings"),
]
