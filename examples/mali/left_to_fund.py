"""
What can each source still fund? The question a finance officer asks before the committee meets, on Mali's programme.

    .venv/bin/python examples/mali/left_to_fund.py
"""

import datetime as dt

from tokten_core import envelope, lines_of, load_pack
from tokten_core.model.funding import CostKind
from tokten_core.services.budgeting import fundable_missions

programme = load_pack("mali").programme()
day = dt.date(2010, 3, 31)

print(f"Lignes de missions de {programme.card.year_of(day)}, au {day:%d/%m/%Y}")
for source in programme.funding_sources:
    lines = lines_of(programme, source=source.id, year=programme.card.year_of(day), kinds=[CostKind.MISSIONS])
    if lines:
        state = envelope(programme, lines, day)
        left = "PM" if state.available is None else f"{int(state.available.amount):,} FCFA".replace(",", " ")
        count = "—" if state.available is None else fundable_missions(programme, lines, day)
        print(f"{source.label.fr:32} disponible {left:>18}  soit {count} missions au coût moyen")
