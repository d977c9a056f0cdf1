"""The addresses of Mät, and of the processbeskrivning with its expectations."""

from django.urls import URLPattern, path

from loke.measures.views import expectations, process, versions

PROCESS = "v/<slug:service>/beskriv/processbeskrivning/"
ROW = f"{PROCESS}rad/<int:number>/"

urlpatterns: list[URLPattern] = [
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
    path(f"{PROCESS}<path:version>/", process.process_version, name="process_version"),
]
