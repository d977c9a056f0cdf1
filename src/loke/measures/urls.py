"""The addresses of Mät, and of the processbeskrivning with its expectations."""

from django.urls import path

from loke.measures.views import (
    documents,
    expectations,
    instruments,
    options,
    plans,
    previews,
    process,
    questionnaires,
    variables,
    versions,
)

HERE = "v/<slug:service>/mat"
OPTION = f"{HERE}/alternativ/<int:number>"
INSTRUMENTS = f"{HERE}/instrument/"
ENTRY = INSTRUMENTS + "bibliotek/<slug:entry>/"
OWN = INSTRUMENTS + "<int:number>/"
PROCESS = "v/<slug:service>/beskriv/processbeskrivning/"
ROW = f"{PROCESS}rad/<int:number>/"

urlpatterns = [
    path(PROCESS, process.process, name="process"),
    path(f"{PROCESS}borja/", versions.begin_process, name="begin_process"),
    path(f"{PROCESS}kommentar/", versions.turn_process, name="turn_process"),
    path(f"{PROCESS}anta/", versions.adopt_process, name="adopt_process"),
    path(f"{PROCESS}utkast/<int:number>/rad/", process.add_process_row, name="add_process_row"),
    path(ROW, process.write_process_row, name="write_process_row"),
    path(f"{ROW}flytta/", process.move_process_row, name="move_process_row"),
    path(f"{ROW}ta-bort/", process.remove_process_row, name="remove_process_row"),
    path(f"{ROW}angra/", process.restore_process_row, name="restore_process_row"),
    path(f"{ROW}forvantan/", expectations.write_process_expectation, name="write_process_expectation"),
    path(
        f"{ROW}forvantan/<path:code>/ta-bort/", expectations.drop_process_expectation, name="drop_process_expectation"
    ),
    path("v/<slug:service>/beskriv/jamfor/process/", versions.compare_processes, name="compare_processes"),
    path(f"{PROCESS}las-in/", documents.read_process_file, name="read_process_file"),
    path(f"{PROCESS}fil/<path:version>.<slug:ending>", documents.process_file, name="process_file"),
    path(f"{PROCESS}<path:version>/", process.process_version, name="process_version"),
    path(f"{HERE}/", variables.measures, name="measures"),
    path(f"{HERE}/ny/", variables.add_variable, name="add_variable"),
    path(f"{HERE}/<int:number>/", variables.change_variable, name="change_variable"),
    path(f"{HERE}/<int:number>/flytta/", variables.move_variable, name="move_variable"),
    path(f"{HERE}/<int:number>/i-bruk/", variables.retire_variable, name="retire_variable"),
    path(f"{HERE}/<int:number>/alternativ/", options.variable_options, name="variable_options"),
    path(f"{OPTION}/", options.change_option, name="change_option"),
    path(f"{OPTION}/ur-bruk/", options.retire_option, name="retire_option"),
    path(f"{OPTION}/flytta/", options.move_option, name="move_option"),
    path(f"{HERE}/borja/", variables.starters, name="starters"),
    path(f"{HERE}/borja/<slug:code>/", variables.starter, name="starter"),
    path(f"{HERE}/plan/", plans.plan, name="plan"),
    path(f"{HERE}/sa-har-foljer-vi-upp.<slug:ending>", documents.plan_file, name="plan_file"),
    path(f"{HERE}/plan/ny/", plans.plan_measurement, name="plan_measurement"),
    path(f"{HERE}/plan/<int:number>/", plans.change_plan, name="change_plan"),
    path(f"{HERE}/plan/<int:number>/ta-bort/", plans.drop_from_plan, name="drop_from_plan"),
    path(f"{HERE}/sa-har-foljer-vi-upp/", plans.how_we_follow_up, name="how_we_follow_up"),
    path(INSTRUMENTS, instruments.instruments, name="instruments"),
    path(ENTRY, instruments.library_entry, name="library_entry"),
    path(ENTRY + "ta-i-bruk/", instruments.take_into_use, name="take_into_use"),
    path(ENTRY + "licens/", instruments.record_licence, name="record_licence"),
    path(ENTRY + "bekrafta/<str:fact>/", instruments.confirm_fact, name="confirm_fact"),
    path(INSTRUMENTS + "nytt/", questionnaires.new_questionnaire, name="new_questionnaire"),
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
