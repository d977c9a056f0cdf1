"""Somebody who writes through the pages of a server that may die at any moment, and remembers what was acknowledged."""

import re
import sqlite3
import subprocess
import sys
import uuid
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from html import unescape
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from threading import Event
from urllib.parse import urlencode

from tests.browser import free_port
from tests.running.homes import environment

ROOT = Path(__file__).parents[2]
LEAVES = re.compile(r'name="(\w+)"(?: type="hidden")? value="([^"]*)"')


class Driver:
    """A server in a home, started and killed at will."""

    def __init__(self, home: Path, *before: str, kept: bool = False, **more: str):
        self.home, self.port = home, free_port()
        command = [*before, sys.executable, str(ROOT / "tests/faults/driver.py"), str(self.port)]
        command += ["kept"] * kept
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": (home / "server.log").open("a")}
        given = environment(home, LOKE_DEMO="1", **more)
        self.process = subprocess.Popen(command, env=given, text=True, **pipes)
        assert self.process.stdout.readline() == "ready\n", (home / "server.log").read_text()

    def tell(self, word: str) -> None:
        self.process.stdin.write(f"{word}\n")
        self.process.stdin.flush()
        assert self.process.stdout.readline() == "done\n"

    def start(self) -> None:
        self.tell("start")

    def kill(self) -> None:
        self.tell("kill")

    def restart(self) -> None:
        self.tell("restart")

    @property
    def answering(self) -> int:
        """The number of the process that answers."""
        below = f"pgrep -P $(pgrep -P {self.process.pid})"
        return int(subprocess.run(below, shell=True, capture_output=True, text=True, check=True).stdout)

    def memory(self) -> int:
        """Megabytes that the process which answers has ever had in memory."""
        return int(re.search(r"VmHWM:\s+(\d+)", Path(f"/proc/{self.answering}/status").read_text())[1]) // 1024

    def close(self) -> None:
        self.kill()
        self.process.stdin.close()
        self.process.wait(20)


@contextmanager
def driven(home: Path, *before: str, **more) -> Iterator[Driver]:
    driver = Driver(home, *before, **more)
    try:
        driver.start()
        yield driver
    finally:
        driver.close()


class Writer:
    """A browser of one person who has signed in, at one client's page."""

    def __init__(self, port: int, person: int, page: str):
        self.port, self.page, self.cookies = port, page, {}
        self.insist("GET", "/demo/")
        self.insist("POST", "/demo/", person=str(person), csrfmiddlewaretoken=self.cookies["loke-demo-csrf"])
        self.form = self._form(self.insist("GET", page)[1])

    def _form(self, page: str) -> dict[str, str]:
        """The form for a contact as it comes: what is hidden and what is filled in, and the first of each choice."""
        form = re.search(rf'<form[^>]*action="{self.page}traff/".*?</form>', page, re.DOTALL)[0]
        fields = {}
        for tag in re.findall(r"<input[^>]*>", form):
            name, value, kind = (re.search(rf'\b{one}="([^"]*)"', tag) for one in ("name", "value", "type"))
            if name and (not kind or kind[1] != "radio" or " checked" in tag):
                fields[name[1]] = unescape(value[1]) if value else ""
        for name, choices in re.findall(r'<select[^>]*name="(\w+)".*?>(.*?)</select>', form, re.DOTALL):
            chosen = re.search(r'value="([^"]+)"[^>]*selected', choices) or re.search(r'value="([^"]+)"', choices)
            fields[name] = chosen[1]
        return fields

    def send(self, submission: str | None = None, **more: str) -> tuple[int, str, str]:
        """Register a contact: the status, the body, and where the answer leads."""
        fields = {**self.form, "submission": submission or str(uuid.uuid4()), **more}
        return self.ask("POST", f"{self.page}traff/", **fields)

    def ask(self, method: str, path: str, **fields: str) -> tuple[int, str, str]:
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        heads = {"Cookie": cookies, "Content-Type": "application/x-www-form-urlencoded"}
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=60)) as line:
            line.request(method, path, urlencode(fields), heads)
            answer = line.getresponse()
            body = answer.read().decode()
        for head in answer.headers.get_all("Set-Cookie", []):
            name, _, value = head.partition(";")[0].partition("=")
            self.cookies[name] = value
        return answer.status, body, answer.headers.get("Location", "")

    def insist(self, method: str, path: str, **fields: str) -> tuple[int, str, str]:
        """Ask until there is an answer: the server may be on its way."""
        for _ in range(2000):
            try:
                return self.ask(method, path, **fields)
            except (OSError, HTTPException):
                subprocess.run(["sleep", "0.02"], check=True)
        raise AssertionError("no answer")


def rows(home: Path, query: str) -> list[tuple]:
    with closing(sqlite3.connect(home / "loke.sqlite3", timeout=60)) as base:
        return base.execute(query).fetchall()


class Insisting:
    """Writers that send every form until it is acknowledged, however often the server dies or says `not_now`."""

    def __init__(self, at: tuple[int, str], driver: Driver, writers: int, not_now: int | None = None):
        self.not_now = not_now
        self.writers = [Writer(driver.port, *at) for _ in range(writers)]
        self.acknowledged, self.resent, self.stop = [], Counter(), Event()
        self.wrong: list[int] = []

    def write(self, writer: Writer) -> None:
        while not self.stop.is_set():
            number, status = str(uuid.uuid4()), 0
            while status != 303:
                try:
                    status = writer.send(number)[0]
                except (OSError, HTTPException):
                    status = self.not_now
                if status == self.not_now:
                    self.resent[number] += 1
                    self.stop.wait(0.02)
                elif status != 303:
                    self.wrong.append(status)
                    return
            self.acknowledged.append(number)
