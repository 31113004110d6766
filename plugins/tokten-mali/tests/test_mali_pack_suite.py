"""Mali's pack holds the contract of country packs."""

from tokten_core.testing.pack_suite import PackSuite


class TestMaliPack(PackSuite):
    pack = "mali"
