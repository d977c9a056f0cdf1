"""What Översikt says is missing leads to those it is missing for, and the manager to who answers for them."""

import re
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from tests.followup.reading_pages import words
from tests.records.pages import told

from loke.records.models import PlannedContact

COMPLETE = reverse("completeness", args=["ungdom"])


def test_each_thing_that_oversikt_says_is_missing_leads_to_the_list_of_those_it_is_missing_for(world, aino):
    lacks = aino.get(reverse("overview", args=["ungdom"])).context["overview"].lacks
    assert lacks
    for lack, url in lacks:
        assert f'href="{url}"' in told(aino.get(reverse("overview", args=["ungdom"])))
        (part,) = aino.get(url).context["parts"]
        assert (len(part.left), part.tasks, part.planned) == (lack.count, lack.count, 0)
        assert {task for one in part.left for task in one.tasks} == {lack.task}
    assert 'href="?">Visa hela listan' in told(aino.get(lacks[0][1]))


def test_oversikt_and_the_list_say_the_same_number_of_what_goes_on_and_what_else_the_list_has_apart(world, aino):
    ended = world.aino.episodes.ended().filter(service=world.ungdom, responsible=world.aino).order_by("-closed").first()
    ended.measurements.filter(occasion="end").delete()
    episode, kind = world.ongoing(world.aino), world.ungdom.interventions.in_use().first()
    yesterday = timezone.localdate() - timedelta(days=1)
    for row in (episode, ended):
        PlannedContact.objects.create(episode=row, date=yesterday, intervention=kind, series="abc")
    overview = aino.get(reverse("overview", args=["ungdom"]))
    missing = sum(lack.count for lack, _ in overview.context["overview"].lacks)
    page = words(told(aino.get(reverse("to_do", args=["ungdom"]))))
    goes_on, gone = re.findall(r"(?:Pågående|Avslutade) kontakter (.*?väntar på svar\.)", page)
    assert f"Där saknas {missing} uppgifter." in words(told(overview))
    assert f"Fyll i {missing} uppgifter som saknas Det gäller pågående kontakter" in words(told(overview))
    assert goes_on == f"{missing} uppgifter saknas. 1 planerad träff väntar på svar."
    assert re.fullmatch(r"\d+ uppgift(er)? saknas\. 1 planerad träff väntar på svar\.", gone)


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
