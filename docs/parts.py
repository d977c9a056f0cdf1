"""What Loke is built of, as CycloneDX tells it: every package of the lock with version, address and hashes."""

import json
import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def bill_of_materials() -> str:
    """`requirements.lock` as CycloneDX 1.6, a line for each package; the same for the same lock."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    packages = re.split(r"\n(?=\S)", (ROOT / "requirements.lock").read_text("utf-8"))
    told = {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": component("application", project["name"], project["version"])},
        "components": [],
    }
    libraries = ",\n".join(json.dumps(library(package)) for package in packages)
    return json.dumps(told, indent=1).replace("[]", f"[\n{libraries}\n ]") + "\n"


def component(kind: str, name: str, version: str) -> dict:
    address = f"pkg:pypi/{re.sub(r'[-_.]+', '-', name).lower()}@{version}"
    return {"type": kind, "bom-ref": address, "name": name, "version": version, "purl": address}


def library(package: str) -> dict:
    """With the hash of each of its files: one of them is installed, by what computer it is."""
    name, version = re.match(r"([\w.-]+)==([^\s;]+)", package).groups()
    hashes = re.findall(r"--hash=sha256:([0-9a-f]{64})", package)
    return component("library", name, version) | {"hashes": [{"alg": "SHA-256", "content": one} for one in hashes]}
