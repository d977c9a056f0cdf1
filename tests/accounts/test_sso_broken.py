"""A file about the provider that cannot be used opens no other way in, and says what is wrong in which file."""

import ast
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from tests.accounts.idp import begin, come_back

from loke.accounts import actions
from loke.accounts.models import User
from loke.accounts.sso import chosen, openid_connect
from loke.accounts.sso.provider import NotTrusted, Unusable
from loke.accounts.sso.refusals import MEANS

SSO = Path(chosen.__file__).parent
WORDS = "en hel mening att minnas"
OUT_OF_USE = "Inloggningen genom kommunen fungerar inte just nu"
LEVELS = "levels = ["
WRONG = {
    "a level that is a string": (LEVELS, 'levels = "x" #', 'levels ska vara en lista av texter, som ["ett", "två"]'),
    "no levels": (LEVELS, "levels = [] # ", "levels får inte vara tom"),
    "a misspelled name": ("levels", "levls", "levls är inget som Loke känner till"),
    "a level forgotten": (LEVELS, "# ", "levels saknas"),
    "only in quotes": (LEVELS, f'only = "true"\n{LEVELS}', "only ska vara true eller false, utan citattecken"),
    "not TOML": ("[openid_connect]", "[openid_connect", "filen är inte TOML"),
    "another language": ("[openid_connect]", "[oidc]", "filen ska ha en enda del, [openid_connect] eller [saml]"),
    "no secret": ("client_secret_file", "# ", "client_secret_file saknas"),
    "a name that is a number": ('name = "Älvkulla"', "name = 1", "name ska vara en text inom citattecken"),
    "not encrypted": ("https://", "http://", "issuer ska vara en adress som börjar med https://"),
}


@pytest.fixture
def file(idp, tmp_path) -> Path:
    return tmp_path / "sso.toml"


def change(file: Path, before: str, after: str) -> None:
    assert before in file.read_text()
    file.write_text(file.read_text().replace(before, after, 1))


@pytest.mark.parametrize(("before", "after", "told"), WRONG.values(), ids=WRONG.keys())
def test_what_is_wrong_is_told_with_the_file_and_the_line(file, before, after, told):
    change(file, before, after)
    assert fault().startswith(f". {file}: {told}")


def fault() -> str:
    with pytest.raises(Unusable) as found:
        chosen.read()
    return str(found.value).removeprefix("LOKE_SSO går inte att använda")


def test_one_that_is_not_there_is_told_apart_from_one_that_may_not_be_read(file, tmp_path, monkeypatch):
    secret = tmp_path / "secret"
    with monkeypatch.context() as patched:
        forbid(secret, patched)
        assert fault() == f". {file}: client_secret_file: {secret} får inte läsas av den som kör Loke"
        forbid(file, patched)
        assert fault() == f": {file} får inte läsas av den som kör Loke"
    secret.unlink()
    assert fault() == f". {file}: client_secret_file: {secret} finns inte"
    file.unlink()
    assert fault() == f": {file} finns inte"


def forbid(path: Path, patched: pytest.MonkeyPatch) -> None:
    """As if it were another's: whoever runs the tests may be root, who may read everything."""
    there = Path.read_bytes

    def read(self):
        if self == path:
            raise PermissionError(13, "Permission denied", str(path))
        return there(self)

    patched.setattr(Path, "read_bytes", read)


def sign_in(client, person: User):
    person.set_password(WORDS)
    person.save()
    return client.post(reverse("account_login"), {"login": person.email, "password": WORDS}, follow=True)


def test_one_that_breaks_while_running_keeps_whom_it_let_in(client, file, world):
    change(file, LEVELS, f'only = true\nlocal = ["{world.maryam.email}"]\n{LEVELS}')
    client.get(reverse("sso"))
    file.unlink()
    refused = sign_in(client, world.aino)
    assert OUT_OF_USE in refused.content.decode()
    assert refused.redirect_chain == [(reverse("account_login"), 302)]
    assert client.get(reverse("sso")).status_code == 404
    reserve = sign_in(type(client)(), world.maryam)
    assert reserve.redirect_chain == [(reverse("mfa_authenticate"), 302)]


def test_one_that_nobody_has_understood_lets_nobody_in(client, file, world):
    file.write_text("[openid_connect")
    assert sign_in(client, world.aino).redirect_chain == [(reverse("account_login"), 302)]


def test_whoever_accepts_an_invitation_signs_in_by_the_municipality_where_everybody_does(client, file, world):
    change(file, LEVELS, f"only = true\n{LEVELS}")
    told = {"email": "nova@example.org", "name": "Nova", "role": "administrator"}
    invited = actions.invite(by=None, organisation=world.organisation, unit=None, **told)
    sent = {"name": "Nova", "password": WORDS}
    answer = client.post(reverse("invitation", args=[invited.key]), sent)
    assert (answer.status_code, answer["Location"]) == (303, reverse("account_login"))
    assert "_auth_user_id" not in client.session
    assert User.objects.get(email="nova@example.org").memberships.exists()


def test_the_reserve_is_let_in_from_the_server_also_while_the_file_cannot_be_used(client, file, world, monkeypatch):
    change(file, LEVELS, f'only = true\nlocal = ["{world.maryam.email}"]\n{LEVELS}')
    client.get(reverse("sso"))
    file.unlink()
    known = chosen._understood.copy()
    monkeypatch.setattr(chosen, "_understood", {})  # the command's own process has never read the file
    with pytest.raises(ValidationError, match="genom kommunen"):
        actions.let_back_in(by=world.administrator, user=world.maryam, lost="password", by_mail=True)
    ways = [actions.let_back_in(by=None, user=one, lost="both", by_mail=False) for one in (world.maryam, world.aino)]
    monkeypatch.setattr(chosen, "_understood", known)
    for way in ways:
        assert client.post(reverse("come_back", args=[way.key]), {"password": WORDS}).status_code == 303
    for person, page in ((world.maryam, "mfa_index"), (world.aino, "account_login")):
        person.refresh_from_db()
        browser = type(client)()
        answer = browser.post(reverse("account_login"), {"login": person.email, "password": WORDS}, follow=True)
        assert answer.redirect_chain[-1][0] == reverse(page)


def test_where_accounts_of_lokes_own_are_let_in_they_still_are(client, file, world):
    client.get(reverse("sso"))
    file.unlink()
    assert sign_in(client, world.aino).redirect_chain == [(reverse("mfa_authenticate"), 302)]


def test_the_log_is_told_once_of_each_fault(client, file, caplog):
    whole = file.read_text()
    for spoiled in ("[openid_connect", "[openid_connect", whole, "[openid_connect", ""):
        file.write_text(spoiled)
        client.get(reverse("account_login"))
    assert [line.count("TOML") for line in caplog.messages] == [1, 1, 0]


def test_a_provider_that_cannot_be_reached_is_told_of_with_its_address():
    with pytest.raises(NotTrusted) as refused:
        openid_connect.fetch("https://localhost:1/keys")
    assert (refused.value.what, refused.value.told[:26]) == ("unreachable", "https://localhost:1/keys: ")


def test_a_provider_that_sends_people_where_nothing_is_encrypted_is_refused(client, idp, caplog):
    idp.known = {"authorization_endpoint": "http://idp.example.org/in"}
    assert client.get(reverse("sso")).status_code == 403
    assert f"nekad: metadata: {MEANS['metadata']}" in caplog.text


def test_the_log_says_which_level_was_given(client, idp, caplog):
    idp.claims = {"acr": "loa2"}
    come_back(client, begin(client, idp))
    assert f"nekad: level: {MEANS['level']} ('loa2')" in caplog.text


def test_every_demand_is_explained():
    used = set()
    for path in SSO.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            name = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id
            place = {"demand": 1, "NotTrusted": 0}.get(name or "")
            if place is not None and isinstance(node.args[place], ast.Constant):
                used.add(node.args[place].value)
    assert used == MEANS.keys()
