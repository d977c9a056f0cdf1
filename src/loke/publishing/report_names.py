"""What codes are called in the report in the terminal."""

from dataclasses import dataclass
from typing import Any

from loke.dataset.definitions import Instrument, Service
from loke.publishing.columns import GENERAL_NAMES

GENERAL = GENERAL_NAMES["sv"]


@dataclass(frozen=True)
class Names:
    """What codes are called on the screen, for one service."""

    service: Service
    instruments: tuple[Instrument, ...]

    def variable(self, code: str) -> str:
        named = {one.variable: one.name for one in self.service.variables}
        return named.get(code) or GENERAL.get(code) or code

    def option(self, variable: str, code: str) -> str:
        options = next((one.options for one in self.service.variables if one.variable == variable), ())
        return {one.option: one.name for one in options}.get(code) or GENERAL.get(code) or code

    def intervention(self, code: str) -> str:
        return {one.intervention: one.name for one in self.service.interventions}.get(code) or GENERAL.get(code) or code

    def ending(self, code: str) -> str:
        return {one.ending: one.name for one in self.service.endings}.get(code) or GENERAL.get(code) or code

    def phase(self, code: str) -> str:
        return {one.phase: one.name for one in self.service.phases}.get(code) or code

    def scale(self, row: Any) -> str:
        scales = next((one.scales for one in self.instruments if one.instrument == row.instrument), ())
        name = {one.scale: one.name for one in scales}.get(row.scale) or row.scale
        return f"{name} ({row.respondent})" if row.respondent else name

    def measure(self, code: str) -> str:
        if not code.startswith("better:"):
            return GENERAL[code]
        instrument, _, scale = code.removeprefix("better:").partition("/")
        scales = next((one.scales for one in self.instruments if one.instrument == instrument), ())
        return f"{ {one.scale: one.name for one in scales}.get(scale) or scale }, bättre"

    def norm(self, row: Any) -> str:
        norms = next((one.norms for one in self.instruments if one.instrument == row.instrument), ())
        return {(one.scale, one.norm): one.name for one in norms}.get((row.scale, row.norm)) or str(row.norm)

    def group(self, by: str, code: str) -> str:
        return f"kvartil {code}" if code.isdigit() else self.option(by, code)

    def dose(self, row: Any) -> str:
        texts = {(one.expectation, one.version): one.text for one in self.service.expectations}
        return texts.get((row.expectation, row.version)) or row.expectation
