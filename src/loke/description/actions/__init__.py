"""What can be done to a description: write it, adopt it, comment on it and let others read it."""

from loke.description.actions.comments import (
    add_comment,
    answer_comment,
    answer_pair,
    ask_to_pair,
    end_review,
    invite_partner,
)
from loke.description.actions.descriptions import (
    add_part,
    move_part,
    remove_part,
    restore_part,
    settle_passage,
    write_passage,
)
from loke.description.actions.documents import drop_base_document, keep_base_document, take_in_description
from loke.description.actions.making import add_intervention, add_phase, change_service, make_service
from loke.description.actions.processes import (
    add_row,
    begin_process_description,
    give_reason,
    move_row,
    remove_row,
    restore_row,
    tie_rows,
    write_row,
)
from loke.description.actions.versions import (
    adopt_service_description,
    answer_yearly,
    begin_service_description,
    send_for_comments,
    take_back_from_comments,
)

__all__ = [
    "add_comment",
    "add_intervention",
    "add_part",
    "add_phase",
    "add_row",
    "adopt_service_description",
    "answer_comment",
    "answer_pair",
    "answer_yearly",
    "ask_to_pair",
    "begin_process_description",
    "begin_service_description",
    "change_service",
    "drop_base_document",
    "end_review",
    "give_reason",
    "invite_partner",
    "keep_base_document",
    "make_service",
    "move_part",
    "move_row",
    "remove_part",
    "remove_row",
    "restore_part",
    "restore_row",
    "send_for_comments",
    "settle_passage",
    "take_back_from_comments",
    "take_in_description",
    "tie_rows",
    "write_passage",
    "write_row",
]
