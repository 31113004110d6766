"""The contract of country packs, held by tokten-burkina."""

from tokten_core.testing.pack_suite import PackSuite


class TestBurkina(PackSuite):
    pack = "burkina"
