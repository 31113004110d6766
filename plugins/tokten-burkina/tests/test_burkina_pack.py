"""What a mission inside Burkina Faso is paid, beyond what every pack must hold."""

from tokten_core.plugins import load_pack

PACK = load_pack("burkina")
CASES = PACK.cases()


def test_an_allowance_is_explained_with_its_distance_in_both_languages():
    costing = PACK.costs.cost(CASES[0].facts)

    assert costing.lines("allowance", "fr")[0].startswith("indemnité de mission : 125 000 FCFA = 5 jours × 25 000 FCFA/jour, car")
    assert "50 km" in "\n".join(costing.lines("allowance", "en"))
