"""The contract of country packs, held by tokten-sudan."""

from tokten_core.testing.pack_suite import PackSuite


class TestSudan(PackSuite):
    pack = "sudan"
