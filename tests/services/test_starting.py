"""A programme that nobody has recorded anything in: whose it is, how long it lasts, what it rests on."""

import pytest

from tokten_core import check, load_pack
from tokten_core.services.starting import without_records


@pytest.mark.parametrize("name", ["mali", "burkina", "sudan", "njc"])
def test_it_is_the_packs_own_and_lasts_as_long_as_the_packs_texts(name):
    pack = load_pack(name)
    text = pack.costs.covers_text
    card = without_records(pack, text, [text]).card

    assert (card.pack, card.title, card.country, card.whole) == (name, pack.title, pack.country, pack.costs.covers)
    assert (card.currency, card.reporting_currency, card.source) == (pack.costs.currency, pack.costs.currency, text.id)


@pytest.mark.parametrize("name", ["burkina", "sudan", "njc"])
def test_it_claims_no_records_and_a_check_finds_nothing(name):
    programme = load_pack(name).programme()

    assert programme.missions == programme.budget_lines == ()
    assert check(programme).findings == ()
