"""`python -m tasuki`: the same as the console command `tasuki`."""

import sys

from .cli import main

sys.exit(main())
