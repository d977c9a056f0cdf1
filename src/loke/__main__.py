"""Lets `python -m loke` be the command."""

import sys

from loke.cli import main

sys.exit(main(sys.argv[1:]))
