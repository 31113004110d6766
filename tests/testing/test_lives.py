"""Lives of missions and of envelopes hold, on every installed pack and in the store of memory; and a broken account is found."""

import pytest
from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test

from tokten_core.accounts import advance_balances
from tokten_core.memory import MemoryStores
from tokten_core.model.ledger import EntryKind
from tokten_core.plugins import load_pack
from tokten_core.testing import lives

TestMissionsOfMali = lives.mission_life(load_pack("mali"), MemoryStores(), examples=15).TestCase
TestEnvelopes = lives.envelope_life(MemoryStores(), examples=15).TestCase


def forgetful(programme):
    """Give balances as accounts would that forget what was brought back."""
    return advance_balances(programme.with_records(ledger=[entry for entry in programme.ledger if entry.kind is not EntryKind.REFUND]))


def test_accounts_that_forget_refunds_are_found():
    """The machine is held to the accounts, not to itself."""
    machine = type("Forgetful", (lives.envelope_life(),), {"balances": staticmethod(forgetful)})
    walks = settings(max_examples=60, deadline=None, database=None, print_blob=False)

    with pytest.raises(AssertionError):
        run_state_machine_as_test(machine, settings=walks)
