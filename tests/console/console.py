"""Commands as people type them, short acts as plain text to type them over, and the benchmarks."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

from click.testing import CliRunner, Result
from delib.cli import main

ROOT = Path(__file__).resolve().parent.parent.parent
PRESENT = "Mme Zélie BARBANCON, M. Ulysse CARPENTRAS, M. Théo LANCELIN"
_ACT = """COMMUNE DE VALSERINE-LES-BOIS
EXTRAIT DU REGISTRE DES DÉLIBÉRATIONS DU CONSEIL MUNICIPAL
Séance du 14 {month} 2023
Délibération n° 2023-{number:03d}
Objet : Subvention à la bibliothèque
Nombre de membres en exercice : {in_office}
Présents : {present}
Considérant que la bibliothèque achète des livres pour les enfants,
Le Conseil municipal, après en avoir délibéré, à l'unanimité :
- DÉCIDE d'accorder une subvention de {number} 500 € à la bibliothèque.
"""


def delib(*arguments: str | Path, stdin: bytes = b"", **environment: str) -> Result:
    """What the command answers in a window 88 columns wide."""
    runner = CliRunner(env={"COLUMNS": "88", **environment})
    return runner.invoke(main, [str(one) for one in arguments], prog_name="delib", input=stdin)


def benchmark(name: str) -> ModuleType:
    """A module of benchmarks/, which is no package."""
    spec = importlib.util.spec_from_file_location(f"{name}_benchmark", ROOT / "benchmarks" / f"{name}.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def write_act(path: Path, number: int = 1, *, month: str = "mars", in_office: int = 5, present: str = PRESENT) -> Path:
    """The act with this number, written at `path`."""
    text = _ACT.format(number=number, month=month, in_office=in_office, present=present)
    path.write_text(text, encoding="utf-8")
    return path
