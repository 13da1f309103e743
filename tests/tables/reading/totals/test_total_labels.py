"""What rows of totals are called."""

from __future__ import annotations

import pytest

from roundtable_cli.tables.reading.totals import total_labels


@pytest.mark.parametrize(
    ("text", "named"),
    [
        *(
            (text, True)
            for text in ("Total", " TOTAL: ", "Grand total (USD)", "Total for 2018", "Osh Total", "Subtotal")
        ),
        *((text, True) for text in ("Итого", "ВСЕГО по проекту", "Итого за 2018 год", "Ош Итог", "В С Е Г О :")),
        *((text, True) for text in ("Жалпы", "Бардыгы:", "Ош боюнча жалпы", "Жыйынтыгы", "Бардыгы Ош боюнча")),
        *((text, False) for text in ("", "Total Energies", "Totality", "Sum, Kosal", "Summer camp", "Итоги года")),
        *((text, False) for text in ("Жалпы билим берүү мектеби", "Всеволод", "Бардыбек", "Жыйын", "Общее дело")),
    ],
)
def test_names_of_totals(text: str, named: bool) -> None:
    """Words and phrases in three languages; never a word that only begins a name."""
    assert total_labels.is_total_label(text) is named
