"""`loke invite`: whom it lets in, and where, and what it refuses before anybody is."""

import pytest

from loke import cli
from loke.accounts.actions import make_organisation, make_unit
from loke.accounts.models import Invitation, Organisation

pytestmark = [pytest.mark.django_db, pytest.mark.once]
WORDS = ["invite", "nova@example.org", "--name", "Nova"]


def test_the_first_municipality_is_made_and_the_next_invitation_needs_no_name_of_it(capsys) -> None:
    assert cli.main([*WORDS, "--organisation", "Exempelkommun"]) == 0
    assert cli.main(["invite", "alma@example.org", "--name", "Alma"]) == 0
    assert capsys.readouterr().out.count("https://localhost/inbjudan/") == 2
    assert {one.organisation.name for one in Invitation.objects.all()} == {"Exempelkommun"}


def test_a_second_invitation_to_the_same_role_says_that_the_first_is_closed(capsys) -> None:
    for more in (["--organisation", "Exempelkommun"], ["--role", "leadership"], []):
        assert cli.main([*WORDS, *more]) == 0
    told = [line for line in capsys.readouterr().err.splitlines() if "inbjudan" in line]
    assert told == ["Den förra inbjudan till samma roll gäller inte längre."]
    assert Invitation.objects.open().count() == 2


def test_without_any_municipality_its_name_is_asked_for(capsys) -> None:
    assert cli.main(WORDS) == 2
    assert "\nDet finns ingen organisation än. Ange kommunens namn med --organisation.\n" in capsys.readouterr().err


def test_a_misspelled_municipality_is_refused_with_the_names_that_exist(capsys) -> None:
    make_organisation(by=None, code="e", name="Exempelkommun")
    assert cli.main([*WORDS, "--organisation", "Exempelkomun"]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert "\nIngen organisation heter Exempelkomun. Här finns: Exempelkommun. Rätta namnet" in told.err
    assert not Invitation.objects.exists()


def test_another_municipality_is_made_when_that_is_said(capsys) -> None:
    make_organisation(by=None, code="e", name="Exempelkommun")
    assert cli.main([*WORDS, "--organisation", "Exempelkomun", "--new-organisation"]) == 0
    assert Organisation.objects.count() == 2
    assert cli.main(["invite", "alma@example.org", "--name", "Alma"]) == 2
    assert "Här finns: Exempelkommun, Exempelkomun. Ange vilken med --organisation." in capsys.readouterr().err


def test_a_unit_that_is_not_there_is_refused_with_those_that_are(capsys) -> None:
    organisation = make_organisation(by=None, code="e", name="Exempelkommun")
    told = [*WORDS, "--role", "manager", "--unit", "unga"]
    assert cli.main(told) == 2
    wanted = "Enheten finns inte i Exempelkommun: unga\nDär finns ingen enhet än. Förvaltaren lägger upp dem under"
    assert wanted in capsys.readouterr().err
    make_unit(by=None, organisation=organisation, name="Öppenvård unga")
    assert cli.main(told) == 2
    assert "Där finns: oppenvard-unga (Öppenvård unga)\n" in capsys.readouterr().err
