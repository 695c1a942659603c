"""What holds for every test: the same examples in every run, no settings of one's own shell."""

from __future__ import annotations

import os
import signal

from hypothesis import settings

# Deterministic, so that a failure on one machine is a failure on all; a slow machine is no failure.
settings.register_profile("steady", derandomize=True, deadline=None, database=None, print_blob=True)
# For a hunt by hand: new examples in every run, and many.
settings.register_profile("explore", deadline=None, max_examples=2_000, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))

for _name in ("COLUMNS", "LINES", "NO_COLOR", "FORCE_COLOR", "CLICOLOR_FORCE", "PYTHONWARNINGS"):
    os.environ.pop(_name, None)

# A run started in the background ignores Ctrl-C, one started by nohup the end of its terminal too,
# and so would every command that the tests start.
signal.signal(signal.SIGINT, signal.default_int_handler)
signal.signal(signal.SIGHUP, signal.SIG_DFL)
