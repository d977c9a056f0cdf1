"""Lets `python -m loke` be the command."""

import gc
import sys

from loke.cli import main

status = main(sys.argv[1:])
if "duckdb" not in sys.modules:  # which tells at length of everything that is not searched out before it goes itself
    gc.freeze()  # what the program still holds goes when it ends, and need not be searched through first
sys.exit(status)
