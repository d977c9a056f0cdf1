"""The addresses of Dokumentera; clients stand in them as numbers, never as codes."""

from django.urls import path

from loke.records.views import (
    answers,
    clients,
    contacts,
    episodes,
    goals,
    history,
    log,
    measurements,
    sharing,
)

CLIENT = "v/<slug:service>/klienter/<int:number>"
MEASURE, FILLED = f"{CLIENT}/matning/<int:instrument>/<slug:occasion>", f"{CLIENT}/svar/<int:filled>"

urlpatterns = [
    path("v/<slug:service>/klienter/", clients.clients, name="clients"),
    path("v/<slug:service>/klienter/ny/", episodes.open_episode, name="open_episode"),
    path("v/<slug:service>/klienter/fordela/", sharing.assign, name="assign"),
    path(f"{CLIENT}/", clients.client, name="client"),
    path(f"{CLIENT}/traff/", contacts.register_contact, name="register_contact"),
    path(f"{CLIENT}/fas/", contacts.enter_phase, name="enter_phase"),
    path(f"{CLIENT}/uppgifter/<slug:occasion>/", answers.fill_in, name="fill_in"),
    path(f"{MEASURE}/", answers.measure, name="measure"),
    path(f"{MEASURE}/tillsammans/", answers.measure_together, name="measure_together"),
    path(f"{FILLED}/", measurements.measurement, name="measurement"),
    path(f"{FILLED}/ratta/", measurements.correct_measurement, name="correct_measurement"),
    path(f"{FILLED}/ta-bort/", measurements.take_away_measurement, name="take_away_measurement"),
    path(f"{FILLED}/last/", measurements.acknowledge_alarms, name="acknowledge_alarms"),
    path(f"{CLIENT}/mal/", goals.goals, name="goals"),
    path(f"{CLIENT}/mal/<int:goal>/", goals.change_goal, name="change_goal"),
    path(f"{CLIENT}/mal/<int:goal>/ta-bort/", goals.take_away_goal, name="take_away_goal"),
    path(f"{CLIENT}/historik/", history.episode_history, name="episode_history"),
    path(f"{CLIENT}/oppna-igen/", episodes.reopen_episode, name="reopen_episode"),
    path(f"{CLIENT}/uppfoljning.ics", episodes.follow_up_calendar, name="follow_up_calendar"),
    path(f"{CLIENT}/avsluta/", episodes.end_episode, name="end_episode"),
    path("v/<slug:service>/grupptraff/", contacts.group_session, name="group_session"),
    path("v/<slug:service>/lasningar/", log.readings, name="readings"),
]
