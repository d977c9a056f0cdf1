"""The addresses of Översikt and Följ upp, of the meeting, and of the figures beside a row of the processbeskrivning."""

from django.urls import path

from loke.followup.views import adopted, answers, documents, meeting, pages

ROW = "v/<slug:service>/beskriv/processbeskrivning/rad/<int:number>/"
HERE = "v/<slug:service>/folj-upp/"

urlpatterns = [
    path("", pages.home, name="home"),
    path("byt/", pages.choose_service, name="choose_service"),
    path("v/<slug:service>/", pages.overview, name="overview"),
    path(HERE, pages.follow_up, name="follow_up"),
    path(f"{HERE}svar/", answers.answer_deviation, name="answer_deviation"),
    path(f"{HERE}svar/beskrivning/", answers.change_description, name="change_description"),
    path(f"{HERE}svar/<int:number>/tillbaka/", answers.take_back_answer, name="take_back_answer"),
    path(f"{HERE}mote/", meeting.meeting, name="meeting"),
    path(f"{HERE}mote/lasning/", meeting.write_reading, name="write_reading"),
    path(f"{HERE}mote/beslut/", meeting.decide, name="decide"),
    path(f"{HERE}mote/beslut/<int:number>/bort/", meeting.remove_decision, name="remove_decision"),
    path(f"{HERE}mote/ny/", meeting.begin_follow_up, name="begin_follow_up"),
    path(f"{HERE}mote/protokoll/", meeting.meeting_record, name="meeting_record"),
    path(f"{HERE}anta/", adopted.adopt_follow_up, name="adopt_follow_up"),
    path(f"{HERE}antagna/", adopted.adopted_follow_ups, name="adopted_follow_ups"),
    path(f"{HERE}antagna/<int:number>/", adopted.adopted_follow_up, name="adopted_follow_up"),
    path(f"{HERE}antagna/<int:number>/innehall.json", adopted.adopted_content, name="adopted_content"),
    path(f"{HERE}<slug:paper>.<slug:ending>", documents.follow_up_file, name="follow_up_file"),
    path(f"{ROW}prova/", pages.try_expectation, name="try_expectation"),
    path(f"{ROW}utfall/", pages.held_so_far, name="held_so_far"),
]
