"""What the database asks of a dataset beyond the schema: texts that fit and name nobody, and one open episode each."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from loke.accounts.fields import EMAIL, PHONE, holds_personal_number
from loke.accounts.models import Organisation
from loke.dataset.cells import number_text
from loke.dataset.faults import SHOWN_PER_FILE, Fault, Refused
from loke.dataset.findings import Findings
from loke.dataset.reader import Dataset
from loke.dataset.schema import TABLES, Column
from loke.description.models import Service
from loke.exchange import columns

PUBLISHED = "source"  # of scales and norms: a reference may have numbers, and they are nobody's
DIGITS, LARGEST = 15, 10**12  # what both databases keep of a number
SMALL = 2**15 - 1
LIKELY = r"(length(regexp_replace({0}, '[^\p{{Nd}}]', '', 'g')) >= 8 OR contains({0}, '@'))"  # a phone has eight digits
OPEN = "client IS NOT NULL AND closed IS NULL QUALIFY row_number() OVER (PARTITION BY service, client ORDER BY row) > 1"
WRITTEN_VALUES = (  # the values that are words: those of text variables
    '(SELECT t.* FROM "values" t JOIN episodes e ON e.episode = t.episode JOIN variables v'
    " ON v.service = e.service AND v.variable = t.variable WHERE v.type = 'text')"
)


def check(dataset: Dataset) -> None:
    """Raises Refused with everything that keeps the dataset out of the database."""
    findings = Findings()
    for table in dataset.tables:
        _check_texts(dataset, findings, table)
    for table in ("scales", "items", "norms", "expectations"):
        _check_numbers(dataset, findings, table)
    halves = rows_where(dataset, "expectations", "(instrument IS NULL) <> (scale IS NULL)")
    findings.add("expectations", "scale", halves, "både instrument och scale, eller ingen av dem")
    steps = [n for n, row in enumerate(dataset.rows("scales")) if row["step"] == 0]
    findings.add("scales", "step", steps, "ett tal större än 0")
    wanted = "en dag, för klienten har redan en pågående kontakt i verksamheten"
    findings.add("episodes", "closed", rows_where(dataset, "episodes", OPEN), wanted)
    told = [_identifying(dataset, table) for table in dataset.tables]
    refuse(dataset, findings, [fault for faults, _ in told for fault in faults], sum(count for _, count in told))


def refuse(dataset: Dataset, findings: Findings, faults: Sequence[Fault] = (), count: int = 0) -> None:
    """Raises Refused if there is a finding, or a fault; `count` tells how many faults when not all are listed."""
    every, count = list(faults), max(count, len(faults))
    try:
        findings.refuse(dataset.source)
    except Refused as refused:
        every, count = [*every, *refused.faults], count + refused.count
    if count:
        raise Refused(every, count)


def rows_where(dataset: Dataset, table: str, condition: str, *parameters) -> list[int]:
    """The numbers of the rows of a table for which SQL holds."""
    found = dataset.source.query(f'SELECT row FROM "{table}" WHERE {condition}', *parameters)  # noqa: S608
    return [row for (row,) in found]


def _check_texts(dataset: Dataset, findings: Findings, table: str) -> None:
    """All columns in one question: a dataset has many, and a question costs more than what it looks for."""
    limits = {
        column.name: limit
        for column in TABLES[table].columns
        if dataset.source.has(table, column.name) and (limit := _limit(table, column))
    }
    if not limits:
        return
    conditions = [condition for condition, _ in limits.values()]
    query = f'SELECT row, {", ".join(conditions)} FROM "{table}" WHERE {" OR ".join(conditions)}'  # noqa: S608
    found = dataset.source.query(query)
    for place, (column, (_, words)) in enumerate(limits.items(), 1):
        findings.add(table, column, [broken[0] for broken in found if broken[place]], f"text {words}")


def _limit(table: str, column: Column) -> tuple[str, str] | None:
    """SQL that holds for a text that the database has no room for, and what was wanted; None if any text fits."""
    longest, conditions, words = _longest(table, column.name), [], []
    if longest:
        conditions.append(f'length("{column.name}") > {longest}')
        words.append(f"på högst {longest} tecken")
    if column.type in ("id", "text"):
        conditions.append(f'contains("{column.name}", chr(0))')
        words.append("utan nolltecken")
    return (f"({' OR '.join(conditions)})", ", ".join(words)) if conditions else None


def _longest(table: str, column: str) -> int | None:
    if table == "services":
        names = {"organisation": Organisation._meta.get_field("name"), "service": Service._meta.get_field("code")}
        return (names.get(column) or Service._meta.get_field(column)).max_length
    field = columns.TABLES[table].field(column)
    return field.max_length if field else None


def _check_numbers(dataset: Dataset, findings: Findings, table: str) -> None:
    for number, row in enumerate(dataset.rows(table)):
        for column, value in row.items():
            if isinstance(value, Fraction) and not _fits(value):
                findings.add(table, column, [number], f"ett tal med högst {DIGITS} siffror")
        if (row.get("need") or 0) > SMALL:
            findings.add(table, "need", [number], f"högst {SMALL}")


def _fits(value: Fraction) -> bool:
    return abs(value) < LARGEST and len(number_text(value).strip("-0").replace(".", "")) <= DIGITS


def _identifying(dataset: Dataset, table: str) -> tuple[list[Fault], int]:
    """The first faults, and how many, of ids and texts that tell who somebody is; what was found is never quoted."""
    cells: dict[tuple[int, str], str] = {}
    for column in _likely(dataset, table):
        cells |= {(row, column): kind for row, kind in _identifying_cells(dataset, table, column)}
    first = sorted(cells)[:SHOWN_PER_FILE]
    lines = dataset.source.lines(table, sorted({row for row, _ in first})) if first else {}
    file, wanted = dataset.source.file(table), "inget som visar vem någon är"
    return [Fault(file, lines[row], column, cells[row, column], wanted) for row, column in first], len(cells)


def _likely(dataset: Dataset, table: str) -> list[str]:
    """The columns with a text somewhere that may tell who somebody is, found in one reading of the table."""
    names = [
        column.name
        for column in TABLES[table].columns
        if column.type in ("id", "slug", "text") and column.name != PUBLISHED and dataset.source.has(table, column.name)
    ]
    if not names:
        return []
    asked = ", ".join("bool_or(" + LIKELY.format(f'"{name}"') + ")" for name in names)
    [found] = dataset.source.query(f'SELECT {asked} FROM "{table}"')  # noqa: S608
    return [name for name, likely in zip(names, found, strict=True) if likely]


def _identifying_cells(dataset: Dataset, table: str, column: str) -> Iterator[tuple[int, str]]:
    where = WRITTEN_VALUES if (table, column) == ("values", "value") else f'"{table}"'
    likely = LIKELY.format(f'"{column}"')
    texts = dataset.source.query(f'SELECT DISTINCT "{column}" FROM {where} WHERE {likely}')  # noqa: S608
    kinds = {text: kind for (text,) in texts if (kind := kind_of_identifier(text))}
    if kinds:
        query = f'SELECT row, "{column}" FROM {where} WHERE "{column}" IN (SELECT unnest(?::VARCHAR[]))'  # noqa: S608
        yield from ((row, kinds[text]) for row, text in dataset.source.query(query, list(kinds)))


def kind_of_identifier(text: str) -> str:
    """What in the text tells who somebody is; "" if nothing does."""
    if holds_personal_number(text):
        return "ett personnummer"
    if EMAIL.search(text):
        return "en e-postadress"
    return "ett telefonnummer" if PHONE.search(text) else ""
