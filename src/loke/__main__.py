"""Lets `python -m loke` be the command."""

import gc
import sys

from loke.cli import main

status = main(sys.argv[1:])
gc.freeze()  # what the program still holds goes when it ends, and need not be searched through first
sys.exit(status)
