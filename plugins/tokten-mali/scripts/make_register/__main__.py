"""Write the register into the pack."""

from __future__ import annotations

import sys
from pathlib import Path

HERE = Path(__file__).parent
FOLDER = HERE.parents[1] / "src" / "tokten_mali" / "data" / "register"

if __name__ == "__main__":
    sys.path.insert(0, str(HERE.parent))  # a folder that is run is not a package yet
    from make_register import make, programme, text_of

    FOLDER.mkdir(exist_ok=True)
    made = make()
    programme(made)
    for name, records in made.items():
        (FOLDER / f"{name}.csv").write_text(text_of(records), encoding="utf-8", newline="")
        print(f"{name}: {len(records)}")
