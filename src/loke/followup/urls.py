"""The addresses of Översikt, Följ upp and what is published of it, and of the figures beside a row of the process."""

from django.urls import path

from loke.followup.views import adopted, answers, approving, documents, meeting, pages, published, releases

ROW = "v/<slug:service>/beskriv/processbeskrivning/rad/<int:number>/"
HERE = "v/<slug:service>/folj-upp/"
ONE = "publicerat/<int:number>/"

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
    path(f"{HERE}antagna/<int:number>/publicera/", releases.prepare_release, name="prepare_release"),
    path(f"{HERE}antagna/<int:number>/<slug:paper>.<slug:ending>", documents.adopted_file, name="adopted_file"),
    path(f"{HERE}publicering/<int:number>/", releases.propose_release, name="propose_release"),
    path(f"{HERE}publicering/<int:number>/kasta/", releases.discard_release, name="discard_release"),
    path(f"{HERE}publicering/<int:number>/dra-tillbaka/", releases.withdraw_release, name="withdraw_release"),
    path(f"{HERE}<slug:paper>.<slug:ending>", documents.follow_up_file, name="follow_up_file"),
    path("publicerat/", published.published, name="published"),
    path("publicerat/att-godkanna/", approving.to_approve, name="to_approve"),
    path(ONE, published.release, name="release"),
    path(f"{ONE}godkanna/", approving.approve_release, name="approve_release"),
    path(f"{ONE}namnden/", published.committee_page, name="committee_page"),
    path(f"{ONE}innehall.json", published.release_content, name="release_content"),
    path(f"{ONE}<slug:paper>.<slug:ending>", published.release_file, name="release_file"),
    path(f"{ROW}prova/", pages.try_expectation, name="try_expectation"),
    path(f"{ROW}utfall/", pages.held_so_far, name="held_so_far"),
]
