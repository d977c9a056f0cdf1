"""The data dictionary: the schema as a Markdown page in Swedish and English."""

from loke.dataset.cells import expected
from loke.dataset.schema import TABLES, Column, Table

HEAD = """# Data dictionary

Made from `src/loke/dataset/schema.toml`. A folder or .zip holds one file per table, `NAME.csv` or `NAME.parquet`.
° may be left out; (°) must be a column but may be empty.
"""
PARTS = {"idea": "Idén – the idea", "reality": "Verkligheten – the reality"}
MARKS = {"value": "", "column": " (°)", "": " °"}


def data_dictionary() -> str:
    """Every table and column of the dataset, as Markdown."""
    parts = [HEAD]
    for part, title in PARTS.items():
        parts.append(f"## {title}\n")
        parts += [_table(table) for table in TABLES.values() if table.part == part]
    return "\n".join(parts)


def _table(table: Table) -> str:
    rows = "\n".join(_row(column) for column in table.columns)
    head = "| column | values | svenska | English |\n|---|---|---|---|"
    return f"### {table.name}{'' if table.need else ' °'}\n\n{_about(table)}\n\n{head}\n{rows}\n"


def _about(table: Table) -> str:
    lines = [f"{table.sv}. *{table.en}.*"]
    if table.key:
        lines.append("Key: " + ", ".join(f"`{name}`" for name in table.key) + ".")
    for reference in table.references:
        lines.append(f"`{' + '.join(reference.columns)}` refers to `{reference.table}`.")
    return " ".join(lines)


def _row(column: Column) -> str:
    return f"| `{column.name}`{MARKS[column.need]} | {expected(column)} | {column.sv} | {column.en} |"
