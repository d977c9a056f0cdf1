"""What the tests of accounts share."""

import pytest
from tests.accounts.idp import ISSUER, LEVEL, Idp

from loke.accounts.sso import provider


@pytest.fixture
def idp(world, monkeypatch, tmp_path) -> Idp:
    (tmp_path / "secret").write_text("hemligt\n")
    (tmp_path / "sso.toml").write_text(
        f'[openid_connect]\nname = "Älvkulla"\nissuer = "{ISSUER}"\nclient_id = "loke"\n'
        f'client_secret_file = "{tmp_path}/secret"\nlevels = ["{LEVEL}"]\n'
    )
    monkeypatch.setenv("LOKE_SSO", str(tmp_path / "sso.toml"))
    made = Idp(world.aino.email)
    monkeypatch.setattr(provider, "fetch", made.fetch)
    monkeypatch.setattr(provider, "_known", {})
    return made
