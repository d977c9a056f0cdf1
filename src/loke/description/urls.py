"""The addresses of Beskriv."""

from django.urls import path

from loke.description.views import comments, compare, describe, documents, reviews, versions

BESKRIV = "v/<slug:service>/beskriv"
WRITTEN = f"{BESKRIV}/verksamhet"

urlpatterns = [
    path("ny-verksamhet/", versions.new_service, name="new_service"),
    path("dokumentmall/", documents.base_document, name="base_document"),
    path(f"{BESKRIV}/om-verksamheten/", versions.change_service, name="change_service"),
    path(f"{BESKRIV}/dokument/", documents.documents, name="documents"),
    path(f"{BESKRIV}/dokument/las-in/", documents.read_file, name="read_file"),
    path(f"{BESKRIV}/dokument/inlast/<int:reading>/", documents.word_reading, name="word_reading"),
    path(f"{WRITTEN}/version/<int:version>.<slug:ending>", documents.description_file, name="description_file"),
    path(f"{BESKRIV}/", describe.describe, name="describe"),
    path(f"{WRITTEN}/ny-version/", versions.begin_version, name="begin_version"),
    path(f"{WRITTEN}/kommentarer/", versions.turn_version, name="turn_version"),
    path(f"{WRITTEN}/anta/", versions.adopt_version, name="adopt_version"),
    path(f"{WRITTEN}/stammer-den/", versions.yearly, name="yearly"),
    path(f"{WRITTEN}/version/<int:version>/", describe.description_version, name="description_version"),
    path(f"{WRITTEN}/lydelse/<int:aside>/", describe.choose_wording, name="choose_wording"),
    path(f"{WRITTEN}/historik/<int:passage>/", describe.history, name="history"),
    path(f"{WRITTEN}/rubrik/<slug:heading>/", describe.heading, name="heading"),
    path(f"{WRITTEN}/rubrik/<slug:heading>/spara/", describe.autosave, name="autosave"),
    path(f"{BESKRIV}/jamfor/verksamhet/", compare.compare_descriptions, name="compare_descriptions"),
    path(f"{BESKRIV}/kommentarer/<str:kind>/<int:number>/", comments.comments, name="comments"),
    path(f"{BESKRIV}/kommentarer/<str:kind>/<int:number>/ny/", comments.add_comment, name="add_comment"),
    path(f"{BESKRIV}/kommentarer/<int:number>/svar/", comments.answer_comment, name="answer_comment"),
    path(f"{BESKRIV}/lasare/", reviews.partners, name="partners"),
    path(f"{BESKRIV}/lasare/bjud-in/", reviews.invite_partner, name="invite_partner"),
    path(f"{BESKRIV}/lasare/par/", reviews.ask_to_pair, name="ask_to_pair"),
    path(f"{BESKRIV}/lasare/min/", reviews.my_review, name="my_review"),
    path(f"{BESKRIV}/lasare/<int:number>/svar/", reviews.answer_pair, name="answer_pair"),
    path(f"{BESKRIV}/lasare/<int:number>/avsluta/", reviews.end_review, name="end_review"),
]
