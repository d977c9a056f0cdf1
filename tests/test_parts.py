"""The list of what Loke is built of, docs/security/sbom.json, says what the lock says and no more."""

import json
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BILL = json.loads((ROOT / "docs/security/sbom.json").read_text("utf-8"))


def locked() -> dict[str, set[str]]:
    """Each package of the lock as `name==version`, with its hashes; read line by line."""
    found: dict[str, set[str]] = {}
    for line in (ROOT / "requirements.lock").read_text("utf-8").splitlines():
        if pinned := re.match(r"[^\s;\\]+", line):
            found[pinned[0]] = hashes = set()
        hashes.update(re.findall(r"sha256:(\w+)", line))
    return found


def test_it_names_every_package_of_the_lock_with_its_version_and_hashes():
    listed = {f"{one['name']}=={one['version']}": {h["content"] for h in one["hashes"]} for one in BILL["components"]}
    assert listed == locked()
    assert all(listed.values())


def test_it_is_what_cyclonedx_asks_for():
    assert (BILL["bomFormat"], BILL["specVersion"], BILL["version"]) == ("CycloneDX", "1.6", 1)
    parts = [BILL["metadata"]["component"], *BILL["components"]]
    assert {one["type"] for one in parts} == {"application", "library"}
    assert {h["alg"] for one in BILL["components"] for h in one["hashes"]} == {"SHA-256"}
    assert len({one["bom-ref"] for one in parts}) == len(parts)
    assert [one["purl"] for one in parts if not re.fullmatch(r"pkg:pypi/[a-z0-9-]+@[\w.!+-]+", one["purl"])] == []
