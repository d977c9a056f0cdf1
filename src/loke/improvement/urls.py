"""The addresses of Förbättra."""

from django.urls import path

from loke.improvement.views import board, cycle, ending

HERE = "v/<slug:service>/forbattra/"
ONE = f"{HERE}<int:number>/"

urlpatterns = [
    path(HERE, board.improvements, name="improvements"),
    path(f"{HERE}ny/", board.begin_cycle, name="begin_cycle"),
    path(f"{HERE}historik/", board.cycle_history, name="cycle_history"),
    path(f"{HERE}ideer/", board.shared_ideas, name="shared_ideas"),
    path(ONE, cycle.cycle, name="cycle"),
    path(f"{ONE}planera/", cycle.plan_cycle, name="plan_cycle"),
    path(f"{ONE}lage/", cycle.move_cycle, name="move_cycle"),
    path(f"{ONE}steg/", cycle.add_step, name="add_step"),
    path(f"{ONE}steg/<int:step>/", cycle.change_step, name="change_step"),
    path(f"{ONE}steg/<int:step>/klart/", cycle.tick_step, name="tick_step"),
    path(f"{ONE}steg/<int:step>/bort/", cycle.remove_step, name="remove_step"),
    path(f"{ONE}logg/", cycle.write_note, name="write_note"),
    path(f"{ONE}logg/<int:note>/bort/", cycle.remove_note, name="remove_note"),
    path(f"{ONE}studera/", cycle.write_study, name="write_study"),
    path(f"{ONE}agera/", ending.end_cycle, name="end_cycle"),
    path(f"{ONE}beskrivning/", ending.describe_kept, name="describe_kept"),
    path(f"{ONE}dela/", ending.share_cycle, name="share_cycle"),
]
