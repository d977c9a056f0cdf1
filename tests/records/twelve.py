"""Gives a database of the demo a questionnaire of twelve questions, in the plan of the youth unit: run by itself."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "loke.settings")
CODE, ITEMS = "tolv", 12


def main() -> None:
    django.setup()
    from loke.description.models import Service  # noqa: PLC0415
    from loke.measures.actions import plan_measurement  # noqa: PLC0415
    from loke.measures.models import Alarm, Instrument, Item, Scale  # noqa: PLC0415

    service = Service.objects.get(code="ungdom")
    made = Instrument.objects.create(organisation=service.organisation, code=CODE, name="Tolv frågor")
    limits = {"lowest": 0, "highest": 3, "allowed": "0 1 2 3", "kind": Item.Kind.STEPS, "own_limits": True}
    items = [Item.objects.create(instrument=made, code=f"f{n}", order=n, **limits) for n in range(1, ITEMS + 1)]
    Alarm.objects.create(item=items[-1], lowest=3, say="Prata med klienten om svaret nu.")
    codes = " ".join(item.code for item in items)
    told = {"items": codes, "score": "sum", "better": "lower", "step": 3, "lowest": 0, "highest": 3, "cutoff": 18}
    Scale.objects.create(instrument=made, code="hela", name="Hela", **told)
    plan_measurement(by=None, service=service, instrument=made)
    print(made.pk)  # noqa: T201


if __name__ == "__main__":
    main()
