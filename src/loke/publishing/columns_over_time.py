"""The columns of what is shown over time and beside others: series, stays and comparable services."""

from loke.publishing.layout import PERIOD, UNCERTAINTY, Layout, column

OVER_TIME = {
    "trend": Layout(
        "Över tid",
        "Over time",
        "Mitten och gränserna kommer av de första tolv. Med åtta till elva är mitten medianen, och gränser saknas.",
        "The middle and the limits come from the first twelve. With eight to eleven the middle is the median, without "
        "limits.",
        (
            PERIOD,
            column("Vad", "What", "name", "measure"),
            column("Antal", "Number", "count", "n"),
            column("Av", "Of", "count", "of"),
            column("Värde", "Value", "level", "value"),
            column("I mitten", "Middle", "level", "centre"),
            column("Undre gräns", "Lower limit", "level", "lower"),
            column("Övre gräns", "Upper limit", "level", "upper"),
            column("Tecken", "Sign", "signal", "signal"),
        ),
    ),
    "retention": Layout(
        "Hur länge stannar de?",
        "How long do they stay?",
        "De som började under perioden. De som är kvar räknas så länge de har varit här.",
        "Those who started in the period. Those who are still here are counted for as long as they have been.",
        (
            column("Dagar sedan start", "Days since start", "count", "day"),
            column("Har varit här så länge", "Have been here so long", "count", "at_risk"),
            column("Är kvar", "Still here", "percent", "in_service"),
            UNCERTAINTY,
            column("Har fullföljt", "Have completed", "percent", "completed"),
            column("Har avbrutit", "Have discontinued", "percent", "discontinued"),
        ),
    ),
    "services": Layout(
        "Jämfört med liknande verksamheter",
        "Beside comparable services",
        "I bokstavsordning. Inom gränserna skiljer sig verksamheterna inte mer än slumpen brukar göra.",
        "In the order of their names. Within the limits services differ no more than chance usually does.",
        (
            column("Verksamhet", "Service", "name", "service"),
            column("Vad", "What", "name", "measure"),
            column("Antal", "Number", "count", "n"),
            column("Av", "Of", "count", "of"),
            column("Andel", "Share", "percent", "value"),
            column("Alla tillsammans", "All together", "percent", "centre"),
            column("Gränser för en så stor", "Limits for one of that size", "percents", "lower95", "upper95"),
            column("Läge", "Where", "outside", "outside"),
        ),
    ),
}
