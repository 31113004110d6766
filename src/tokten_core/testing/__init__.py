"""
The public kit for whoever writes a plugin: strategies, laws and contract suites, real servers.

It comes with the extra ``testing`` (pytest and Hypothesis); nothing else of the core imports it.

- ``strategies``: records and programmes for Hypothesis, valid by construction.
- ``examples``: a small programme in which everything that a store may lose occurs once.
- ``store_suite``: the contract of a store, as numbered scenarios to inherit.
- ``crash``: a saving process that is killed at every point, for the suite.
- ``pack_suite``: the contract of a country pack, as numbered laws to inherit, or to run by ``pytest --tokten-pack NAME`` (``pytest_plugin``);
  ``pack_reading`` and ``pack_amounts`` are what it looks at.
- ``report_suite``: the contract of a report form, as numbered laws to inherit; ``report_reading`` is what it looks at.
- ``facts``: facts for any rules, and other histories for their figures; ``aiming`` makes the cases that the rules themselves point to.
- ``laws``: laws for cost rules, one line each; ``counterexamples`` tells the case that breaks one, ``recompute`` reads the arithmetic of an
  explanation, ``witness`` runs the authors' functions on plain numbers.
- ``coverage``: what of the rules was never seen.
- ``lives``: state machines for the life of a mission and of an envelope.
- ``servers``: pytest fixtures that start a real PostgreSQL.
"""

from __future__ import annotations

import pytest

pytest.register_assert_rewrite("tokten_core.testing.store_suite")  # so that a scenario that fails shows what it compared
