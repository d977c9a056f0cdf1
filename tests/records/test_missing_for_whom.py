"""What Översikt says is missing leads to those it is missing for, and the manager to who answers for them."""

from django.urls import reverse
from tests.records.pages import told

COMPLETE = reverse("completeness", args=["ungdom"])


def test_each_thing_that_oversikt_says_is_missing_leads_to_the_list_of_those_it_is_missing_for(world, aino):
    lacks = aino.get(reverse("overview", args=["ungdom"])).context["overview"].lacks
    assert lacks
    for lack, url in lacks:
        assert f'href="{url}"' in told(aino.get(reverse("overview", args=["ungdom"])))
        ((shown, count),) = aino.get(url).context["parts"]
        assert (len(shown), count) == (lack.count, lack.count)
        assert {task for one in shown for task in one.tasks} == {lack.task}
    assert 'href="?">Visa hela listan' in told(aino.get(lacks[0][1]))


def test_for_the_manager_it_leads_to_who_answers_for_those_it_is_missing_for(world, maryam):
    lacks = maryam.get(reverse("overview", args=["ungdom"])).context["overview"].lacks
    assert {url for _, url in lacks} == {f"{COMPLETE}#nu"}
    now = maryam.get(COMPLETE).context["now"]
    assert [(one.what, one.count) for one in now] == [(lack.task.words, lack.count) for lack, _ in lacks]
    page = told(maryam.get(COMPLETE))
    assert all(f"{name} {n}" in page for one in now for name, n in one.people)
    assert {name for one in now for name, _ in one.people} == {world.aino.name, world.idris.name}


def test_what_is_no_thing_to_ask_for_shows_the_whole_list(aino):
    where = reverse("to_do", args=["ungdom"])
    page = aino.get(where, {"vad": "finns-inte"})
    assert "Visa hela listan" not in told(page)
    assert page.context["parts"] == aino.get(where).context["parts"]
