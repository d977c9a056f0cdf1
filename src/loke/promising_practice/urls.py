"""The addresses of Lovande arbetssätt."""

from django.urls import path

from loke.promising_practice.views import compare, elements, judgement, kept, published, reviews

HERE = "v/<slug:service>/lovande-arbetssatt/"
REVIEW = f"{HERE}<int:number>/"

urlpatterns = [
    path("arbetssatt/", reviews.practices, name="guide_practices"),
    path(HERE, reviews.guide, name="guide"),
    path(f"{HERE}nytt/", reviews.begin, name="guide_begin"),
    path(f"{HERE}bedom/", compare.assessments, name="guide_assessments"),
    path(REVIEW, reviews.review, name="guide_review"),
    path(f"{REVIEW}om/", reviews.about, name="guide_about"),
    path(f"{REVIEW}om/deltagare/", reviews.add_participant, name="guide_participant"),
    path(f"{REVIEW}om/deltagare/<int:participant>/bort/", reviews.remove_participant, name="guide_participant_remove"),
    path(f"{REVIEW}revidera/", reviews.revise, name="guide_revise"),
    path(f"{REVIEW}element/<int:element>/", elements.element, name="guide_element"),
    path(f"{REVIEW}element/<int:element>/kommentar/", elements.comment_on_whole, name="guide_element_comment"),
    path(f"{REVIEW}fraga/<str:row>/", elements.row, name="guide_row"),
    path(f"{REVIEW}fraga/<str:row>/kommentar/", elements.comment, name="guide_comment"),
    path(f"{REVIEW}kommentar/<int:comment>/klar/", elements.settle, name="guide_settle"),
    path(f"{REVIEW}bedomning/", judgement.judgement, name="guide_judgement"),
    path(f"{REVIEW}bedomning/klar/", judgement.judge, name="guide_judge"),
    path(f"{REVIEW}bedomning/utveckla/", judgement.add_area, name="guide_area"),
    path(f"{REVIEW}bedomning/utveckla/<int:area>/", judgement.change_area, name="guide_area_change"),
    path(f"{REVIEW}bedomning/utveckla/<int:area>/klart/", judgement.finish_area, name="guide_area_finish"),
    path(f"{REVIEW}bedomning/utveckla/<int:area>/forbattra/", judgement.improve_area, name="guide_area_improve"),
    path(f"{REVIEW}bedomning/utveckla/<int:area>/bort/", judgement.remove_area, name="guide_area_remove"),
    path(f"{HERE}kostnad/", kept.cost, name="guide_cost"),
    path(f"{HERE}las-in/", kept.take_in, name="guide_import"),
    path(f"{REVIEW}inlast/", kept.taken_in, name="guide_taken_in"),
    path(f"{REVIEW}fraga/<str:row>/underlag/", kept.evidence, name="guide_evidence"),
    path(f"{REVIEW}beskrivning.<slug:ending>", kept.document, name="guide_document"),
    path(f"{REVIEW}publicera/", published.publish, name="guide_publish"),
    path(f"{REVIEW}publicera/tillbaka/", published.withdraw, name="guide_withdraw"),
    path("lovande-arbetssatt/", published.catalogue, name="catalogue"),
    path("lovande-arbetssatt/<int:entry>/", published.entry, name="catalogue_entry"),
    path("lovande-arbetssatt/<int:entry>/beskrivning.<slug:ending>", published.file, name="catalogue_file"),
    path(f"{REVIEW}jamfor/", compare.compare, name="guide_compare"),
    path(f"{REVIEW}bedom/", compare.assess, name="guide_assess"),
]
