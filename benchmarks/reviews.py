"""The pages of a review with ten revisions, two assessors and fifty comments: python -m benchmarks.reviews."""

import argparse
import os
import tempfile
from importlib import import_module
from pathlib import Path

from benchmarks.descriptions import timed
from benchmarks.renewing import settle

REVISIONS, ASSESSORS, COMMENTS = 10, 2, 50


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=100, help="counted requests of each page (%(default)s)")
    parser.add_argument("--clients", type=int, default=500, help="of the service (%(default)s)")
    given = parser.parse_args()
    os.environ["LOKE_BEHIND_PROXY"] = "1"
    with tempfile.TemporaryDirectory() as home:
        service = settle(Path(home), given.clients)
        reviewed, described = import_module("benchmarks.reviewed"), import_module("benchmarks.described")
        review = reviewed.crowded(service, REVISIONS, ASSESSORS, COMMENTS)
        what = f"{REVISIONS} revisions, {ASSESSORS} assessors, {COMMENTS} comments"
        timed(what, reviewed.pages(review), described.manager_of(service), given.requests)


if __name__ == "__main__":
    main()
