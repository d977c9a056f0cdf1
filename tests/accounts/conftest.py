"""What the tests of accounts share."""

import pytest
from tests.accounts.idp import ISSUER, LEVEL, Idp
from tests.accounts.saml_forgeries import CHIEF
from tests.accounts.saml_idp import ENTITY, STANDING, SamlIdp, described

from loke.accounts.models import User
from loke.accounts.sso import chosen, openid_connect


@pytest.fixture(autouse=True)
def unknown(monkeypatch) -> None:
    """What a file of the identity provider said in another test is not known in this one."""
    monkeypatch.setattr(chosen, "_understood", {})
    monkeypatch.setattr(chosen, "_told", {})


@pytest.fixture
def idp(world, monkeypatch, tmp_path) -> Idp:
    (tmp_path / "secret").write_text("hemligt\n")
    (tmp_path / "sso.toml").write_text(
        f'[openid_connect]\nname = "Älvkulla"\nissuer = "{ISSUER}"\nclient_id = "loke"\n'
        f'client_secret_file = "{tmp_path}/secret"\nlevels = ["{LEVEL}"]\n'
    )
    monkeypatch.setenv("LOKE_SSO", str(tmp_path / "sso.toml"))
    made = Idp(world.aino.email)
    monkeypatch.setattr(openid_connect, "fetch", made.fetch)
    monkeypatch.setattr(openid_connect, "_known", {})
    return made


@pytest.fixture
def aino(db) -> User:
    """Somebody invited, and whom a forger would rather be."""
    User.objects.create_user(email=CHIEF, name="Chefen")
    return User.objects.create_user(email="aino@example.org", name="Aino")


@pytest.fixture
def files(monkeypatch, tmp_path):
    """The files of an installation whose municipality speaks SAML."""
    (tmp_path / "idp.xml").write_text(described(*STANDING))
    (tmp_path / "sso.toml").write_text(
        f'[saml]\nname = "Älvkulla"\nmetadata_file = "{tmp_path}/idp.xml"\nentity_id = "{ENTITY}"\n'
        f'attribute = "mail"\nlevels = ["{LEVEL}"]\n'
    )
    monkeypatch.setenv("LOKE_SSO", str(tmp_path / "sso.toml"))
    return tmp_path


@pytest.fixture
def saml(aino, files) -> SamlIdp:
    return SamlIdp(aino.email)
