"""The pages of Mät: who may see them, what they point out, and forms that say what to do."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from tests.records.pages import told, typed

from loke.accounts.models import AuditEntry
from loke.description.actions import make_service
from loke.measures import actions
from loke.records.models import Value

TOLD = {"role": "background", "type": "yes_no", "purpose": "Se om det stämmer."}
READ = ("measures", "plan", "how_we_follow_up")
WRITE = ("add_variable", "starters", "plan_measurement")
GOOD = {"name": "Boende", "purpose": "Se om boendet ordnar sig.", "role": "background", "type": "yes_no"}


def page(name: str, *more, service: str = "ungdom") -> str:
    return reverse(name, args=[service, *more])


@pytest.fixture
def aino(world, signed_in):
    return signed_in(world.aino)


@pytest.fixture
def new(world):
    return make_service(by=world.maryam, unit=world.ungdom.unit, code="nystart", name="Nystart")


def every_page(world) -> list[str]:
    variable, plan = world.ungdom.variables.get(code="problem"), world.ungdom.plans.get()
    option = variable.options.first()
    return [
        *(page(name) for name in READ + WRITE),
        page("starter", "unga"),
        *(page(name, variable.pk) for name in ("change_variable", "retire_variable", "variable_options")),
        *(page(name, option.pk) for name in ("change_option", "retire_option")),
        *(page(name, plan.pk) for name in ("change_plan", "drop_from_plan")),
    ]


def test_every_page_opens_for_whoever_works_in_the_unit(world, aino):
    assert {url: aino.get(url).status_code for url in every_page(world)} == dict.fromkeys(every_page(world), 200)


@pytest.mark.parametrize("who", ["charlie", "tove", "politician", "administrator"])
def test_no_page_exists_for_strangers(world, signed_in, who):
    stranger = signed_in(getattr(world, who))
    for url in every_page(world):
        assert stranger.get(url).status_code == 404
        assert stranger.post(url, {}).status_code == 404


def test_a_coach_reads_and_does_not_write(world, signed_in):
    coach = signed_in(world.coach)
    assert [coach.get(page(name)).status_code for name in READ + WRITE] == [200] * 3 + [404] * 3
    assert "Lägg till" not in told(coach.get(page("measures")))
    assert "Ändra" not in told(coach.get(page("measures")))


def test_what_belongs_to_another_service_is_not_found(world, aino):
    theirs = world.beroende.variables.get(code="problem")
    assert aino.get(page("change_variable", theirs.pk)).status_code == 404
    assert aino.get(page("change_option", theirs.options.first().pk)).status_code == 404
    assert aino.get(page("change_plan", world.beroende.plans.first().pk)).status_code == 404
    assert aino.get(page("change_variable", 10**30)).status_code == 404


def test_an_empty_service_is_told_what_will_be_here_and_the_first_step(new, aino):
    answer = told(aino.get(page("measures", service="nystart")))
    assert "Ni har inte valt något att följa än" in answer
    assert f'href="{page("starters", service="nystart")}"' in answer
    assert "Inget är valt än" in told(aino.get(page("how_we_follow_up", service="nystart")))


def test_the_page_says_which_row_each_follows_and_points_out_what_does_not_hang_together(world, aino):
    answer = aino.get(page("measures"))
    shown = answer.context["page"]
    assert [one.code for group in shown.groups for one in (row.variable for row in group.rows)] == [
        *("problem", "vag-hit", "sysselsattning", "tidigare", "skola-vid-avslut")
    ]
    assert "Tryggare hemma" in [row for _, row in shown.unmeasured]
    assert not shown.lost
    variable = world.ungdom.variables.get(code="problem")
    actions.change_variable(by=None, variable=variable, component="En rad som var")
    loose = world.ungdom.variables.get(code="vag-hit")
    actions.change_variable(by=None, variable=loose, component="")
    after = aino.get(page("measures"))
    assert after.context["page"].lost == [variable]
    assert after.context["page"].loose == [loose]
    assert "som inte finns nu" in told(after)


def test_what_nobody_has_answered_for_a_year_is_said(world, aino):
    answer = told(aino.get(page("measures")))
    assert "de senaste 365 dagarna" not in answer
    actions.add_variable(by=None, service=world.ungdom, name="Ingen frågar", **TOLD)
    assert "de senaste 365 dagarna: Ingen frågar." in " ".join(told(aino.get(page("measures"))).split())


@pytest.mark.parametrize(("days", "said"), [(365, False), (366, True)])
def test_an_answer_counts_for_a_year_from_the_opening_or_the_closing(world, aino, days, said):
    variable = world.ungdom.variables.get(code="tidigare")
    last = Value.objects.filter(variable=variable).order_by("episode__opened").last()
    Value.objects.filter(variable=variable).exclude(pk=last.pk).delete()
    day = timezone.localdate() - timedelta(days)
    type(last.episode).objects.filter(pk=last.episode_id).update(opened=day, closed=None, ending=None)
    assert ("de senaste 365 dagarna" in told(aino.get(page("measures")))) == said


def test_the_reasons_are_shown(world, aino):
    for number in range(8):
        actions.add_variable(by=None, service=world.ungdom, name=f"Fråga {number}", reason=f"Skäl {number}", **TOLD)
    answer = told(aino.get(page("measures")))
    assert "fler än tolv" in answer
    assert "Skäl 7" in answer


# Forms


def test_a_double_click_adds_one(world, aino):
    sent = typed(aino.get(page("add_variable")), **GOOD, options="")
    answers = [aino.post(page("add_variable"), sent) for _ in range(2)]
    assert [(one.status_code, one["Location"]) for one in answers] == [(303, page("measures"))] * 2
    assert world.ungdom.variables.filter(name="Boende").count() == 1
    assert AuditEntry.objects.filter(what="add_variable", unit=world.ungdom.unit, by=world.aino).count() == 1


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"name": ""}, "Skriv ett namn på det ni vill följa."),
        ({"name": "x" * 10_000}, "Texten är för lång. Högst 200 tecken får plats."),
        ({"name": "Vägen hit"}, "”Vägen hit” finns redan."),
        ({"name": "Anna 19121212-1212"}, "Texten innehåller ett personnummer."),
        ({"purpose": ""}, "Skriv vad svaret ska användas till."),
        ({"purpose": "x" * 10_000}, "Texten är för lång. Högst 2000 tecken får plats."),
        ({"role": ""}, "Välj ett av alternativen."),
        ({"type": "annat"}, "Välj ett av alternativen."),
        ({"occasion": []}, "Markera minst ett tillfälle."),
        ({"type": "choice", "options": "Bara ett"}, "Skriv minst två alternativ"),
        ({"type": "choice", "options": "Ett\nett"}, "”Ett” finns redan."),
        ({"type": "choice", "options": "A\n" + "x" * 201}, "Ett alternativ är för långt."),
        ({"minutes": "0,3"}, "Skriv minuter i hela eller halva"),
        ({"minutes": "många"}, "Skriv minuter i hela eller halva"),
        ({"component": "En rad som inte finns"}, "Välj ett av alternativen."),
    ],
)
def test_what_is_wrong_is_said_with_what_to_do_and_what_was_typed_is_kept(world, aino, change, says):
    before = world.ungdom.variables.count()
    sent = typed(aino.get(page("add_variable")), **{**GOOD, "options": "", **change})
    answer = aino.post(page("add_variable"), sent)
    assert answer.status_code == 422
    assert says in told(answer)
    assert "<title>Fel:" in told(answer)
    assert world.ungdom.variables.count() == before
    assert GOOD["purpose"] in told(answer) or "purpose" in change


def test_letters_and_signs_of_every_kind_are_kept(world, aino):
    name = "Åäö – 🦊 <b>{{ 7*7 }}</b>"
    sent = typed(aino.get(page("add_variable")), **{**GOOD, "name": name, "type": "choice", "options": "🦊\n🐻\n"})
    assert aino.post(page("add_variable"), sent).status_code == 303
    variable = world.ungdom.variables.get(name=name)
    assert [option.code for option in variable.options.all()] == ["alternativ", "alternativ-2"]
    assert "<b>{{" not in told(aino.get(page("measures")))


def test_a_variable_is_changed_and_keeps_its_row_though_it_is_gone(world, aino):
    variable = world.ungdom.variables.get(code="problem")
    actions.change_variable(by=None, variable=variable, component="En rad som var")
    form = aino.get(page("change_variable", variable.pk))
    answer = aino.post(page("change_variable", variable.pk), typed(form, name="Det gäller", minutes="1,5"))
    assert answer.status_code == 303
    variable.refresh_from_db()
    assert (variable.name, str(variable.minutes), variable.component) == ("Det gäller", "1.5", "En rad som var")


def test_an_option_is_moved_by_a_button_and_the_focus_stays_there(world, aino):
    variable = world.ungdom.variables.get(code="problem")
    last = variable.options.last()
    answer = aino.get(page("variable_options", variable.pk))
    move = answer.context["rows"][-1][1]
    sent = {"submission": str(move["submission"].value()), "steps": "-1"}
    for _ in range(2):
        assert aino.post(page("move_option", last.pk), sent)["Location"].endswith(f"#alternativ-{last.pk}")
    assert [one.code for one in variable.options.all()] == ["alkohol", "narkotika", "spel", "bada"]


def test_the_thirteenth_is_asked_for_a_reason_in_the_form(world, aino):
    for number in range(7):
        actions.add_variable(by=None, service=world.ungdom, name=f"Fråga {number}", **TOLD)
    form = aino.get(page("add_variable"))
    assert "Ni har 12 variabler." in told(form)
    assert aino.post(page("add_variable"), typed(form, **GOOD, options="")).status_code == 422
    assert aino.post(page("add_variable"), typed(form, **GOOD, options="", reason="Nämnden frågar.")).status_code == 303


def test_a_starter_set_ticks_what_is_left_up_to_seven_and_tells_what_it_skips(world, aino):
    answer = aino.get(page("starter", "karna"))
    ticked = answer.context["form"].initial["codes"]
    assert len(ticked) == 2  # five are there
    assert "vag-hit" not in ticked
    sent = typed(answer, codes=["vag-hit", "barn-berors"])
    assert aino.post(page("starter", "karna"), sent).status_code == 303
    shown = told(aino.get(page("measures")))
    assert "1 variabel är tillagd." in shown
    assert "Redan där och därför överhoppade: Vägen hit." in shown
    assert aino.post(page("starter", "karna"), {"submission": ""}).status_code == 422
    assert aino.get(page("starter", "finns-inte")).status_code == 404


def test_a_plan_is_changed_in_a_form(world, aino):
    plan = world.ungdom.plans.get()
    form = aino.get(page("change_plan", plan.pk))
    sent = typed(form, months_after="6, 12", every_weeks="", how="with_staff")
    assert aino.post(page("change_plan", plan.pk), sent).status_code == 303
    assert "vid start, vid avslut och 6 och 12 månader efter avslut" in told(aino.get(page("plan")))
    empty = typed(aino.get(page("change_plan", plan.pk)), at_start=None, at_end=None, every_weeks="", months_after="")
    assert "Välj minst ett tillfälle" in told(aino.post(page("change_plan", plan.pk), empty))


def test_dropping_tells_whether_the_answers_are_kept(world, aino):
    plan = world.ungdom.plans.get()
    form = aino.get(page("drop_from_plan", plan.pk))
    answer = aino.post(page("drop_from_plan", plan.pk), typed(form), follow=True, secure=True)
    assert "Min vecka frågas inte längre. Svaren som finns är kvar" in told(answer)
