"""The addresses of Mät."""

from django.urls import path

from loke.measures.views import instruments, previews, questionnaires

HERE = "v/<slug:service>/mat/instrument/"
ENTRY = HERE + "bibliotek/<slug:entry>/"
OWN = HERE + "<int:number>/"

urlpatterns = [
    path(HERE, instruments.instruments, name="instruments"),
    path(ENTRY, instruments.library_entry, name="library_entry"),
    path(ENTRY + "ta-i-bruk/", instruments.take_into_use, name="take_into_use"),
    path(ENTRY + "licens/", instruments.record_licence, name="record_licence"),
    path(ENTRY + "bekrafta/<str:fact>/", instruments.confirm_fact, name="confirm_fact"),
    path(HERE + "nytt/", questionnaires.new_questionnaire, name="new_questionnaire"),
    path(OWN, questionnaires.instrument, name="instrument"),
    path(OWN + "kopiera/", questionnaires.copy_questionnaire, name="copy_questionnaire"),
    path(OWN + "andra/", questionnaires.arrange, name="arrange_questionnaire"),
    path(OWN + "fraga/", questionnaires.question, name="new_question"),
    path(OWN + "fraga/<int:item>/", questionnaires.question, name="question"),
    path(OWN + "skala/", questionnaires.scale, name="new_scale"),
    path(OWN + "skala/<int:scale>/", questionnaires.scale, name="scale"),
    path(OWN + "text/<slug:language>/", questionnaires.wording, name="wording"),
    path(OWN + "visa/", previews.preview_questionnaire, name="preview_questionnaire"),
    path(OWN + "papper/", previews.paper_questionnaire, name="paper_questionnaire"),
]
