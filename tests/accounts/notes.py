"""Ordinary notes in Swedish, full of dates, times, scores and case numbers, and about nobody."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

SENTENCES = (
    "Träff {day} kl. {hour}.{minute}, nästa {later}.",
    "Fyllde i skattningen den {day} och fick {score} poäng av {top}.",
    "Insatsen pågår {day}–{later} och följs upp vecka {week}.",
    "Diarienummer {year}/{case}, beslut {day}.",
    "Kom {n} gånger av {top}, uteblev {week} minuter in i april.",
    "Budget {money} kr, kvar {money} kr.",
    "Möte i rum {case} med {n} deltagare, {minute} minuter.",
    "Mätte {score},{n} på skalan och {week},{n} månaden därpå.",
    "Enligt 11 kap. {n} § SoL ({year}:{case}), prop. {year}/{week}:{n}.",
    "Jämfört med {year}: {score} av {top} ({week} %).",
    "Version {n}.{week}.{score} av planen gäller från {day}.",
    "Konto {case} {case}, plusgiro {week} {minute} {n}-{n}.",
)


def ordinary_notes(count: int, random: Random) -> Iterator[str]:
    for _ in range(count):
        day = date(2023, 1, 1) + timedelta(days=random.randrange(1400))
        values = {
            "day": day.strftime(random.choice(["%Y-%m-%d", "%y%m%d", "%d/%m", "%Y%m%d", "%d.%m.%Y"])),
            "later": day + timedelta(days=random.randrange(90)),
            "hour": random.randrange(8, 18),
            "minute": f"{random.randrange(60):02}",
            "score": random.randrange(40),
            "top": random.randrange(40, 100),
            "week": random.randrange(1, 53),
            "year": random.randrange(2019, 2027),
            "case": random.randrange(1000, 10000),
            "money": f"{random.randrange(1000, 900000):,}".replace(",", " "),
            "n": random.randrange(1, 10),
        }
        yield " ".join(sentence.format(**values) for sentence in random.sample(SENTENCES, random.randrange(1, 4)))
