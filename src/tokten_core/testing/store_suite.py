"""
The contract of a store, as numbered scenarios: inherit ``StoreSuite`` and say how to open your store.

::

    class TestMyStore(StoreSuite):
        opener = MyStores

        @pytest.fixture
        def make_address(self, tmp_path):
            return lambda: f"mine:{tmp_path}/{uuid4().hex}"

        def damage(self, address, collection, identifier, column, text): ...
        def make_newer(self, address): ...
        def make_foreign(self, address): ...
        def files_of(self, address): ...

What a store cannot do it declares in its ``gaps``, and its suite in ``lacks``: the scenarios that need it are then left out, and never
counted as passed; ``checklist`` shows them. Each scenario has its line in ``docs/reference/store-contract.md``.

- ``durable``: what is kept outlives the process, in a place that others can reach.
- ``files``: it is kept in files of this machine, which a full disk stops and a flipped bit damages.
- ``commits``: it changes some records and leaves the rest alone, with the journal and the states before.
- ``conflicts``: of two who commit at once, the second is told.
- ``queries``: it answers without loading everything.
"""

from __future__ import annotations

from tokten_core.testing.commit_scenarios import CommitScenarios
from tokten_core.testing.hard_scenarios import HardScenarios
from tokten_core.testing.saving_scenarios import SavingScenarios
from tokten_core.testing.scenarios import Scenario, scenario

__all__ = ["Scenario", "StoreSuite", "scenario"]


class StoreSuite(SavingScenarios, CommitScenarios, HardScenarios):
    """
    What every store must do (fr: *contrat d'un stockage*); a plugin's test class inherits it.

    Attributes:
        opener: makes the plugin's opener; its module and name must be importable, for the process that is killed.
        lacks: the capabilities that the store declares as gaps.
        kills: at how many points of a save it is killed.
        histories: how many random histories are held to the model, at full torture.
        shots: how many writers are shot at random moments, at full torture.
    """
