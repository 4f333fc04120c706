"""Beyond one machine: a batch of postings as an Arrow table, and whole runs on Ray.

`extract_batch` is what any engine that hands out Arrow tables can call (Ray Data, Spark, Dask, DuckDB);
`extract_dataset` is a whole run on Ray, with one rate limit and one budget over the cluster.

The public names are listed in ``__init__.pyi`` and load when they are first used: Ray is an extra.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
