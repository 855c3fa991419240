"""Runs benches by name, or all of them: modules of this package with a ``main(argv)`` that prints a table."""

import sys
from importlib import import_module
from pkgutil import iter_modules

from tests import bench


def _benches() -> list[str]:
    names = [module.name for module in iter_modules(bench.__path__) if module.name != "__main__"]
    return [name for name in names if hasattr(import_module(f"{bench.__name__}.{name}"), "main")]


def main(argv: list[str]) -> None:
    """``retrieval --sizes 10000`` runs one bench with its options; without a name all run with their defaults."""
    known = _benches()
    if argv and argv[0] not in known:
        sys.exit(f"Which bench? {', '.join(known)}")
    for name in argv[:1] or known:
        import_module(f"{bench.__name__}.{name}").main(argv[1:])


if __name__ == "__main__":
    main(sys.argv[1:])
