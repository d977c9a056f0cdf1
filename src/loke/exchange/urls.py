"""The addresses where datasets leave, and where files with rows come in."""

from django.urls import path

from loke.exchange.views import datasets, files

IMPORT = "v/<slug:service>/klienter/lasa-in"
FILE = f"{IMPORT}/<int:number>"

urlpatterns = [
    path("v/<slug:service>/mat/datapaket.zip", datasets.intention_file, name="intention_file"),
    path(f"{IMPORT}/", files.import_file, name="import_file"),
    path(f"{IMPORT}/mall.xlsx", files.import_template, name="import_template"),
    path(f"{IMPORT}/kolumner/<int:number>/glom/", files.forget_columns, name="forget_columns"),
    path(f"{IMPORT}/registrering/<int:registration>/", files.import_of, name="import_of"),
    path(f"{FILE}/blad/", files.import_sheet, name="import_sheet"),
    path(f"{FILE}/kolumner/", files.import_columns, name="import_columns"),
    path(f"{FILE}/varden/", files.import_values, name="import_values"),
    path(f"{FILE}/provkor/", files.import_trial, name="import_trial"),
    path(f"{FILE}/val/", files.import_choice, name="import_choice"),
    path(f"{FILE}/problem.xlsx", files.import_problems, name="import_problems"),
    path(f"{FILE}/overhoppade.xlsx", files.import_left_out, name="import_left_out"),
    path(f"{FILE}/kasta/", files.discard_import, name="discard_import"),
    path(f"{FILE}/", files.import_done, name="import_done"),
]
