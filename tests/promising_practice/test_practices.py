"""The list of ways of working: what is judged stays so while it is revised, and who works nowhere is shown on."""

from tests.promising_practice.reviewing import begun, judged

from loke.promising_practice import actions


def words(response) -> str:
    return " ".join(response.text.split())


def test_a_way_of_working_that_is_revised_is_still_judged(world, signed_in):
    first = judged(world.maryam, begun(world.aino, world.ungdom))
    own = actions.begin_assessment(by=world.coach, review=first)
    actions.begin_revision(by=world.aino, review=first)
    told = words(signed_in(world.maryam).get("/arbetssatt/"))
    assert "Bedömda arbetssätt: 1 av 2." in told
    assert f"Revidering 1 bedömd <time>{first.judged}</time>: Till största delen. Revidering 2 pågår." in told
    judging = words(signed_in(world.coach).get("/arbetssatt/"))
    assert "Till största delen" not in judging
    assert "Fortsätt med din bedömning" in judging
    assert own.is_open


def test_whoever_works_in_no_service_is_led_to_the_catalogue(world, signed_in):
    told = words(signed_in(world.charlie).get("/arbetssatt/"))
    assert "Du arbetar inte i någon verksamhet här än." in told
    assert "0 av 0" not in told
