"""Run the command line as `python -m relabel`."""

import sys

from relabel.cli import main

sys.exit(main())
