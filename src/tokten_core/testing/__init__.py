"""
The public kit for whoever writes a plugin: strategies for records and programmes, contract suites, real servers.

It comes with the extra ``testing`` (pytest and Hypothesis); nothing else of the core imports it.

- ``strategies``: records and programmes for Hypothesis, valid by construction.
- ``examples``: a small programme in which everything that a store may lose occurs once.
- ``store_suite``: the contract of a store, as numbered scenarios to inherit.
- ``crash``: a saving process that is killed at every point, for the suite.
- ``servers``: pytest fixtures that start a real PostgreSQL.
"""

from __future__ import annotations

import pytest

pytest.register_assert_rewrite("tokten_core.testing.store_suite")  # so that a scenario that fails shows what it compared
