"""A code follows its name as far as it is long, and ends in a letter or digit wherever the name is cut."""

from loke.accounts.codes import free_code


def test_a_code_that_is_cut_between_two_words_does_not_end_in_a_hyphen():
    assert free_code(f"{'a' * 49} b", "enhet", ()) == "a" * 49
    assert free_code(f"{'a' * 39} b", "enhet", {"a" * 39}, longest=40) == f"{'a' * 39}-2"
