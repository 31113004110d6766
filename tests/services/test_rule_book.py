"""The book of rules: nothing left out, nothing invented, examples that hold."""

import pytest

from tokten_core.content import Facts, Note, Table
from tokten_core.plugins import load_pack, plugins
from tokten_core.services.rule_book import examples, rule_book

PACKS = sorted(plugins().packs)


@pytest.mark.parametrize("name", PACKS)
def test_every_rule_has_its_section_with_text_and_formula(name):
    pack = load_pack(name)

    book = rule_book(pack)

    assert len(book.sections) == len(pack.costs.steps)
    for section in book.sections:
        facts = section.blocks[0]
        assert isinstance(facts, Facts)
        labels = [label.en for label, _ in facts.items]
        assert labels[0] == "Text"
        assert labels[1] in {"Formula", "Must hold"}
        assert all(value for _, value in facts.items)


@pytest.mark.parametrize("name", PACKS)
def test_an_example_is_a_mission_that_gives_the_amount_or_breaks_the_condition(name):
    costs = load_pack(name).costs

    for rule, example in examples(costs).items():
        costing = costs.cost(example.facts, example.source)
        problem = costs.steps[rule].rule.problem
        if problem is not None:
            assert problem.code in {each.code for each in costing.problems}
        else:
            assert costing.explain(rule).value is not None


def test_every_amount_of_mali_has_an_example_except_where_no_text_gives_one():
    book = rule_book(load_pack("mali"))

    without = [
        section.title.en
        for section in book.sections
        for block in section.blocks
        if isinstance(block, Note) and "No example" in block.text.en
    ]
    assert without == []


@pytest.mark.parametrize("name", PACKS)
def test_every_figure_of_a_rule_is_told_with_each_of_its_texts(name):
    costs = load_pack(name).costs
    book = rule_book(load_pack(name))

    told = {(str(row.cells["figure"].en), row.cells["text"].en) for table in book.tables() if table.key.startswith("figures-")
            for row in table.rows if "text" in row.cells}  # fmt: skip
    read = {table.key for table in book.tables() if isinstance(table, Table)}
    assert read
    for label, text in told:
        assert any(parameter.label.en == label and text in {version.source.text.en for version in parameter.history}
                   for parameter in costs.figures.values()) or label == "step of the rounding"  # fmt: skip


def test_the_formula_of_the_share_names_its_rounding():
    book = rule_book(load_pack("mali"))

    (section,) = [section for section in book.sections if section.title.en == "Beneficiary's share"]
    formula = {label.en: value for label, value in section.blocks[0].items}["Formula"]
    assert formula.en == (
        "total in cash × beneficiary's share in per cent, rounded to nearest, a half to even if profit-making host; otherwise 0"
    )
    assert formula.fr == (
        "total en espèces × part du bénéficiaire en pour cent, arrondi au plus proche, la moitié au pair si structure à but lucratif ; sinon 0"
    )
