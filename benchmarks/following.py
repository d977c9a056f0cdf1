"""How long Följ upp and its documents take, the first time and again: python -m benchmarks.following."""

import argparse
import os
import time
from importlib import import_module

from benchmarks import pages, register

FIRST, AGAIN, WHOLE, PAPER = 1_000, 150, 2_000, 3_000  # milliseconds
PAPERS = ("motesunderlag.docx", "motesunderlag.pdf", "kvalitetsrapport.docx", "kvalitetsrapport.pdf", "tabeller.xlsx")


def measure(rounds: int, requests: int) -> None:
    visits, services = import_module("benchmarks.visits"), import_module("loke.description.models").Service.objects
    small, large = (services.get(code=f"part{number}-s00000000") for number in (0, 1))
    print(f"\n{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f} at the start; milliseconds")
    print(f"{'':40}{'processor':>12}{'least':>8}{'p50':>8}{'most':>8}  target")
    of_one(visits, small, rounds, requests, (FIRST, AGAIN, PAPER))
    of_one(visits, large, rounds, requests, (WHOLE, AGAIN, PAPER))
    beside = among_all(visits, small, services)
    of_one(visits, small, 1, 0, (WHOLE, AGAIN, PAPER), beside, " before the night")
    import_module("loke.followup.comparable").count_comparable()
    of_one(visits, small, rounds, requests, (WHOLE, AGAIN, PAPER), beside, " after it")


def among_all(visits, service, services):
    """Somebody who leads every unit, whose services are all comparable."""
    town = import_module("benchmarks.town")
    services.update(group="exempel")
    boss = town.a_person(service.unit, "manager", "chef-of-all")
    for one in services.exclude(pk=service.pk):
        town.give_role(by=None, user=boss, role="manager", organisation=one.unit.organisation, unit=one.unit)
    return boss


def of_one(visits, service, rounds: int, requests: int, targets: tuple[int, int, int], boss=None, when="") -> None:
    """A server that has just started and, unless there are no `requests`, the page once more and each document."""
    first, again, paper = targets
    chef, page = boss or visits.person(service, "manager"), visits.reverse("follow_up", args=[service.code])
    cookie = shown_now(visits, chef)
    name = f"{service.episodes.values('client').distinct().count()} clients{' beside all' if boss else ''}{when}"
    begun = []
    for _ in range(rounds):
        with pages.serving() as server:
            begun += taken(server, visits.Visit("first", chef, first, (page,)), cookie, 1)
            if len(begun) < rounds:
                continue
            tell(f"{name}: the first page", begun, first)
            if not requests:
                return
            tell("  again", taken(server, visits.Visit("again", chef, again, (page,)), cookie, requests), again)
            for file in PAPERS:
                visit = visits.Visit(file, chef, paper, (f"{page}{file}",))
                tell(f"  {file}", taken(server, visit, shown_now(visits, chef), rounds), paper)


def shown_now(visits, user) -> str:
    """The cookies of somebody who has shown the second factor just now, as who fetches a document must."""
    cookie = visits.signed_in(user)
    session = visits.SessionStore(cookie.partition("=")[2].partition(";")[0])
    session["account_authentication_methods"] = [{"method": "mfa", "at": time.time(), "type": "totp"}]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()
    return cookie


def taken(server: pages.Server, visit, cookie: str, requests: int) -> list[tuple[float, float]]:
    """What the server computed for each answer, and how long it took."""
    connection, found = pages.Browser("127.0.0.1", server.port), []
    for _ in range(requests):
        before = server.processor_time()
        clock = pages.ask(connection, visit, visit.paths[0], cookie)
        found.append((server.processor_time() - before, clock))
    connection.close()
    return found


def tell(name: str, found: list[tuple[float, float]], target: int) -> None:
    computed, clock = (sorted(one[place] for one in found) for place in (0, 1))
    middle = pages.median(clock)
    late = "" if middle <= target else " (not met)"
    figures = "".join(f"{each:>8.0f}" for each in (clock[0], middle, clock[-1]))
    print(f"{name:40}{pages.median(computed):>12.0f}{figures}  {target}{late}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--rounds", type=int, default=3, help="servers started, and each document fetched (%(default)s)"
    )
    parser.add_argument("--requests", type=int, default=20, help="of the page again (%(default)s)")
    with register.in_town(parser, 50_000) as given:
        measure(given.rounds, given.requests)


if __name__ == "__main__":
    main()
