"""From facts to findings: what a corpus of postings asks for.

The public names are listed in ``__init__.pyi`` and load when they are first used: what only writes facts need not wait
for DuckDB.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
