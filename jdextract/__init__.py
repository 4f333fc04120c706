"""What the job market asks for: typed, grounded facts out of job postings.

The public names are listed in ``__init__.pyi`` and load when they are first used, so that
``import jdextract`` costs next to nothing.
"""

import lazy_loader

__version__ = "0.1.0"
__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
