"""The contract of country packs, held by tokten-njc."""

from tokten_core.testing.pack_suite import PackSuite


class TestNjc(PackSuite):
    pack = "njc"
