"""Settings of hypothesis: `dev`, `ci` or `long`, by HYPOTHESIS_PROFILE or the variable CI."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

for name, examples in (("dev", 50), ("ci", 200), ("long", 50_000)):
    settings.register_profile(
        name,
        max_examples=examples,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow],
    )

settings.load_profile(
    os.environ.get("HYPOTHESIS_PROFILE") or ("ci" if os.environ.get("CI") == "true" else "dev")
)
