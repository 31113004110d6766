"""Small counts are masked, and whoever knows how cannot have them back."""

from collections.abc import Mapping

import highspy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tokten_core.services.small_counts import LEAST_SHOWN, Key, Sum, counted, to_mask

THINGS = st.lists(
    st.fixed_dictionaries({"sector": st.sampled_from("abc"), "sex": st.sampled_from("fm"), "year": st.sampled_from("189")}), max_size=60
)
TABLES = [("sector", "year"), ("sex", "year")]


def bounds(counts: Mapping[Key, int], sums: list[Sum], masked: frozenset[Key], key: Key) -> tuple[float, float]:
    """Give the least and the greatest value of a masked cell that agrees with all that is shown and with zero never being masked."""
    order = sorted(masked)
    found = []
    for direction in (1.0, -1.0):
        model = highspy.Highs()
        model.silent()
        for index, cell in enumerate(order):
            model.addVar(1.0, highspy.kHighsInf)
            model.changeColCost(index, direction if cell == key else 0.0)
        for each in sums:
            signs = [(part, 1.0) for part in each.parts] + [(each.total, -1.0)]
            known = -sum(sign * counts[part] for part, sign in signs if part not in masked)
            row = [(order.index(part), sign) for part, sign in signs if part in masked]
            if row:
                model.addRow(known, known, len(row), [index for index, _ in row], [sign for _, sign in row])
        model.run()
        unbounded = model.getModelStatus() in {highspy.HighsModelStatus.kUnbounded, highspy.HighsModelStatus.kUnboundedOrInfeasible}
        found.append(-direction * float("inf") if unbounded else direction * model.getInfo().objective_function_value)
    return found[0], found[1]


def shown(things, tables=TABLES):
    return {(cell.dimensions, cell.values): cell.count for cell in counted(things, tables)}


def test_counts_from_one_to_four_are_masked_and_zero_is_not():
    table = shown([{"sector": "a"}] * 4 + [{"sector": "b"}] * 6 + [{"sector": "c"}] * 7, [("sector",)])

    assert table[("sector",), ("a",)] is None
    assert table[("sector",), ("c",)] == 7
    assert shown([], [("sector",)]) == {(("sector",), ("",)): 0}


def test_a_masked_cell_is_not_had_back_by_taking_the_others_from_the_total():
    table = shown([{"sector": "a"}] * 3 + [{"sector": "b"}] * 6 + [{"sector": "c"}] * 7, [("sector",)])

    assert table == {(("sector",), ("a",)): None, (("sector",), ("b",)): None, (("sector",), ("c",)): 7, (("sector",), ("",)): 16}


def test_two_masked_ones_are_not_had_back_from_a_total_of_two():
    table = shown([{"sector": "a"}, {"sector": "b"}] + [{"sector": "c"}] * 7, [("sector",)])

    assert table[("sector",), ("c",)] is None


def test_a_total_that_another_table_shows_gives_nothing_away():
    """Both tables have the totals of the years: what is masked in one must not come back through the other."""
    women = [{"sector": "a", "sex": "f", "year": "8"}] * 3
    table = shown([*women, *[{"sector": "b", "sex": "f", "year": "8"}] * 8, *[{"sector": "b", "sex": "m", "year": "9"}] * 9])

    assert table[("sector", "year"), ("a", "8")] is None
    assert table[("sector", "year"), ("b", "8")] is None
    assert table[("sector", "year"), ("a", "")] is None
    assert table[("sector", "year"), ("b", "")] is None


@settings(max_examples=100)
@given(THINGS)
def test_no_masked_count_is_known_to_be_small(things):
    """The strongest reader knows all that is shown and how masking works, and solves for each masked cell."""
    table = shown(things)
    counts, masked, sums = _system(things, table)

    for key in masked:
        if counts[key] < LEAST_SHOWN:
            least, most = bounds(counts, sums, masked, key)
            assert most - least >= 1, f"{key} is given away"
            assert most >= LEAST_SHOWN, f"{key} is known to be small"


@given(THINGS)
def test_what_is_shown_is_true_and_never_small(things):
    for (dimensions, values), count in shown(things).items():
        true = sum(all(value in ("", thing[name]) for name, value in zip(dimensions, values, strict=True)) for thing in things)
        assert count in (None, true)
        assert count is None or count == 0 or count >= LEAST_SHOWN


def test_many_missions_of_few_people_are_masked_and_not_had_back():
    """Seven missions from one country that one expert made are that expert's missions."""
    things = [{"country": "BE"}] * 7 + [{"country": "FR"}] * 9 + [{"country": "SN"}] * 20
    cells = {cell.values: cell.count for cell in counted(things, [("country",)], persons=["E1"] * 7 + [*range(29)])}

    assert cells == {("BE",): None, ("FR",): None, ("SN",): 20, ("",): 36}
    assert counted(things, [("country",)])[0].count == 7


@settings(max_examples=60)
@given(THINGS, st.data())
def test_what_few_people_did_is_not_given_away(things, data):
    persons = data.draw(st.lists(st.integers(0, 8), min_size=len(things), max_size=len(things)))
    table = {(cell.dimensions, cell.values): cell.count for cell in counted(things, TABLES, persons=persons)}
    counts, masked, sums = _system(things, table)

    for key in counts:
        about = {person for thing, person in zip(things, persons, strict=True) if all(thing[name] == value for name, value in key)}
        if 0 < len(about) < LEAST_SHOWN:
            assert key in masked
            least, most = bounds(counts, sums, masked, key)
            assert most - least >= 1, f"{key} is given away"


@given(THINGS)
def test_the_order_in_which_things_come_changes_nothing(things):
    assert shown(things) == shown(things[::-1])


@pytest.mark.parametrize("least", [1, 2, 3, 10])
def test_the_least_count_shown_can_be_chosen(least):
    a, b, total = (("x", "a"),), (("x", "b"),), ()
    masked = to_mask({a: 2, b: 30, total: 32}, [Sum(total, (a, b))], least=least)

    assert masked == (frozenset() if least <= 2 else {a, b})


def _system(things, table):
    from tokten_core.services.small_counts import _counts, _key, _sums

    values = {name: sorted({thing[name] for thing in things}) for columns in TABLES for name in columns}
    counts = {key: count for columns in TABLES for key, count in _counts(things, columns, values).items()}
    masked = frozenset(_key(dimensions, wanted) for (dimensions, wanted), count in table.items() if count is None)
    return counts, masked, [each for columns in TABLES for each in _sums(columns, values)]
