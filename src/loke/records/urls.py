"""The addresses of Dokumentera; clients stand in them as numbers, never as codes."""

from django.urls import path

from loke.records.views import (
    answers,
    clients,
    contacts,
    episodes,
    handovers,
    log,
    planned,
    registering,
    sharing,
    undoing,
    watching,
    week,
)

CLIENT = "v/<slug:service>/klienter/<int:number>"

urlpatterns = [
    path("v/<slug:service>/klienter/", clients.clients, name="clients"),
    path("v/<slug:service>/klienter/ny/", episodes.open_episode, name="open_episode"),
    path("v/<slug:service>/klienter/fordela/", sharing.assign, name="assign"),
    path(f"{CLIENT}/", clients.client, name="client"),
    path(f"{CLIENT}/traff/", contacts.register_contact, name="register_contact"),
    path(f"{CLIENT}/traff/<int:contact>/", contacts.change_contact, name="change_contact"),
    path(f"{CLIENT}/traff/<int:contact>/ta-bort/", contacts.remove_contact, name="remove_contact"),
    path(f"{CLIENT}/planera/", planned.plan_contacts, name="plan_contacts"),
    path(f"{CLIENT}/planerad/<int:planned>/", planned.planned_contact, name="planned_contact"),
    path(f"{CLIENT}/planerad/<int:planned>/svar/", planned.answer_planned, name="answer_planned"),
    path(f"{CLIENT}/planerad/<int:planned>/ta-bort/", planned.drop_planned, name="drop_planned"),
    path(f"{CLIENT}/fas/", contacts.enter_phase, name="enter_phase"),
    path(f"{CLIENT}/uppgifter/<slug:occasion>/", answers.fill_in, name="fill_in"),
    path(f"{CLIENT}/matning/<int:instrument>/<slug:occasion>/", answers.measure, name="measure"),
    path(f"{CLIENT}/avsluta/", episodes.end_episode, name="end_episode"),
    path("v/<slug:service>/vecka/", week.week, name="week"),
    path("v/<slug:service>/grupptraff/", contacts.group_session, name="group_session"),
    path("v/<slug:service>/klienter/koder/", registering.add_codes, name="add_codes"),
    path("v/<slug:service>/klienter/ta-emot/", handovers.take_over, name="take_over"),
    path("v/<slug:service>/utan-identitet/", registering.counted, name="counted"),
    path(f"{CLIENT}/ratta/", registering.correct_episode, name="correct_episode"),
    path(f"{CLIENT}/lamna-over/", handovers.hand_over, name="hand_over"),
    path(f"{CLIENT}/ta-bort/", undoing.remove_episode, name="remove_episode"),
    path("v/<slug:service>/angra/<int:registration>/", undoing.undo_registration, name="undo_registration"),
    path("v/<slug:service>/papperskorg/", undoing.paper_bin, name="paper_bin"),
    path("v/<slug:service>/papperskorg/<int:registration>/", undoing.put_back, name="put_back"),
    path("v/<slug:service>/veckan/", watching.to_do, name="to_do"),
    path("v/<slug:service>/fullstandighet/", watching.complete, name="completeness"),
    path("v/<slug:service>/kvalitet/", watching.quality, name="quality"),
    path("v/<slug:service>/kvalitet/stammer/", watching.dismiss, name="dismiss_finding"),
    path("v/<slug:service>/kvalitet/stammer/<int:number>/", watching.take_up, name="take_up_finding"),
    path("v/<slug:service>/lasningar/", log.readings, name="readings"),
]
