"""Settings of hypothesis: `dev`, `ci` or `long`, by HYPOTHESIS_PROFILE or the variable CI."""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, settings

for name, examples in (("dev", 50), ("ci", 200), ("long", 50_000)):
    settings.register_profile(
        name,
        max_examples=examples,
        deadline=None,
        # The same examples in every CI run: what is new is found by the other profiles.
        derandomize=name == "ci",
        suppress_health_check=[HealthCheck.too_slow],
    )

settings.load_profile(
    os.environ.get("HYPOTHESIS_PROFILE") or ("ci" if os.environ.get("CI") == "true" else "dev")
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put browser tests last: a running Playwright is a running event loop until the end."""
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)
