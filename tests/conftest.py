"""Hypothesis profiles for the whole suite: `dev` at the desk, `ci` on the server, `deep` now and then.

The first two try the same examples in every run: a change fails for what it does, not by chance. What is rare
is for `deep`, whose examples are others each time.

`RELABEL_HYPOTHESIS_PROFILE` chooses one; without it `ci` applies where `CI` is set, otherwise `dev`.
"""

import os

from hypothesis import HealthCheck, settings

_SLOW = (HealthCheck.too_slow,)

settings.register_profile(
    "dev", max_examples=15, deadline=None, suppress_health_check=_SLOW, derandomize=True, database=None
)
settings.register_profile(
    "ci", max_examples=150, deadline=None, suppress_health_check=_SLOW, derandomize=True, database=None
)
settings.register_profile("deep", max_examples=20_000, deadline=None, suppress_health_check=_SLOW, database=None)
settings.load_profile(os.environ.get("RELABEL_HYPOTHESIS_PROFILE") or ("ci" if os.environ.get("CI") else "dev"))
