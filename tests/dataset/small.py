"""One small dataset that uses every table and every column, as text tables."""

from collections.abc import Mapping
from copy import deepcopy

Rows = list[dict[str, str]]

TABLES = """
services
service  name   organisation  group  client_term
oppna    Öppna  Norrby        vuxna  klient
unga     Unga   .             .      ungdom

variables
service  variable  name    role          type     occasion
oppna    boende    Boende  background    choice   opening
oppna    droger    Droger  background    choices  opening
oppna    dagar     Dagar   outcome       number   opening·closing
oppna    arbete    Arbete  outcome       yes_no   opening·closing
oppna    remiss    Remiss  background    date     opening
oppna    plan      Plan    intervention  text     closing
unga     skola     Skola   background    yes_no   .

options
service  variable  option   name     order
oppna    boende    hyra     Hyra     2
oppna    boende    eget     Eget     1
oppna    droger    alkohol  Alkohol  .
oppna    droger    annat    Annat    .

interventions
service  intervention  name    intended
oppna    samtal        Samtal  true
oppna    grupp         Grupp   false
unga     samtal        Samtal  true

endings
service  ending   name     kind          planned
oppna    klar     Klar     completed     true
oppna    avbrott  Avbrott  discontinued  false

expectations
service  expectation  version  valid_from  valid_to    kind         text    variable  option  intervention  phase  instrument  scale  from  to   months  share
oppna    alder        1        2016-01-01  2016-12-31  range        Ålder   age       .       .             .      .           .      18    .    .       0.9
oppna    alder        2        2017-01-01  .           range        Ålder   age       .       .             .      .           .      20    65   .       .
oppna    bor          1        2016-01-01  .           category     Bor     boende    hyra    .             .      .           .      .     .    .       .
oppna    bor          1        2016-01-01  .           category     Bor     boende    eget    .             .      .           .      .     .    .       .
oppna    dos          1        2016-01-01  .           dose         Möten   .         .       samtal        .      .           .      3     10   3       0.7
oppna    far          1        2016-01-01  .           received     Får     .         .       grupp         .      .           .      .     .    .       .
oppna    kartl        1        2016-01-01  .           phase        Tid     .         .       .             start  .           .      .     30   .       .
oppna    tid          1        2016-01-01  .           duration     Tid     .         .       .             .      .           .      .     365  .       .
oppna    klart        1        2016-01-01  .           completion   Klara   .         .       .             .      .           .      .     .    .       0.6
oppna    battre       1        2016-01-01  .           improvement  Bättre  .         .       .             .      magga       oro    .     .    .       .

scales
instrument  scale  name   items  reversed  parts     score  min  max  need  multiply  better  step  sd   reliability  cutoff
magga       oro    Oro    q1·q2  q2        .         mean   0    4    1     .         lower   0.5   0.8  0.85         2
magga       lust   Lust   q3     .         .         sum    1    10   .     2         higher  1     .    .            .
magga       allt   Allt   .      .         oro·lust  .      .    .    .     .         higher  1     .    .            .
ute         poang  Poäng  .      .         .         .      .    .    .     .         higher  0.25  .    .            .

items
instrument  item  min  max  allowed
magga       q3    1    10   1·2.5·10

phase_plan
service  phase  name       order
oppna    slut   Avslut     2
oppna    start  Kartlägga  1

measurement_plan
service  instrument  at_start  every_weeks  at_end  months_after
oppna    magga       true      4            false   6·12

norms
instrument  scale  norm     name     mean  sd   n    country  year
magga       oro    sverige  Sverige  1.25  0.7  800  Sverige  2010

clients
client  service  sex     birth_year
A1      oppna    female  1980
A2      oppna    .       .
B1      unga     other   2001

episodes
episode  client  service  opened      closed      ending   age
e1       A1      oppna    2016-01-31  2016-06-30  klar     36
e2       A2      oppna    2016-03-01  .           .        .
e3       .       oppna    2016-04-01  2016-05-01  avbrott  .
e4       B1      unga     2016-05-01  .           .        .

values
episode  variable  value        occasion  reason
e1       boende    hyra         opening   .
e1       droger    alkohol      opening   .
e1       droger    annat        opening   .
e1       dagar     12.5         opening   .
e1       dagar     3            closing   .
e1       arbete    no           opening   .
e1       arbete    yes          closing   .
e1       remiss    2016-01-15   .         .
e1       plan      Enligt·plan  closing   .
e2       boende    eget         .         .
e2       arbete    .            opening   declined
e4       skola     yes          .         .

contacts
episode  date        intervention  attendance  minutes  session
e1       2016-02-10  samtal        attended    45       .
e1       2016-02-03  samtal        missed      .        .
e1       2016-02-10  samtal        attended    45       .
e2       2016-03-05  grupp         cancelled   .        s1
e4       2016-05-02  samtal        attended    30       .

phases
episode  phase  entered     left
e1       start  2016-01-31  2016-02-20
e1       slut   2016-02-20  .

measurements
measurement  episode  instrument  occasion  date        months_after  respondent  mode
m1           e1       magga       start     2016-01-31  .             client      alone
m2           e1       magga       end       2016-06-30  .             client      with_staff
m3           e1       magga       after     2016-12-30  6             client      paper
m4           e2       ute         start     .           .             parent      .

answers
measurement  item  value  reason
m1           q1    3      .
m1           q2    1      .
m1           q3    2.5    .
m2           q1    1      .
m2           q2    .      declined
m3           q1    0      .

scores
measurement  scale  value
m4           poang  3.25

goals
episode  goal         attainment  set_on      judged_on   judged_by
e1       Egen·bostad  largely     2016-02-01  2016-06-30  together
"""  # noqa: E501


def rows_of(text: str) -> Rows:
    """The rows of a text table: words between blanks, · for a space, a full stop for nothing."""
    head, *lines = [line.split() for line in text.strip().splitlines()]
    return [
        {name: "" if word == "." else word.replace("·", " ") for name, word in zip(head, line, strict=True)}
        for line in lines
    ]


def _tables(text: str) -> dict[str, Rows]:
    parts = (part.split("\n", 1) for part in text.strip().split("\n\n"))
    return {name: rows_of(body) for name, body in parts}


SMALL: Mapping[str, Rows] = _tables(TABLES)


def small() -> dict[str, Rows]:
    """A copy that a test may break."""
    return deepcopy(dict(SMALL))
