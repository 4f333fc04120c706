from .batch import BatchExtractor as BatchExtractor
from .batch import extract_batch as extract_batch
from .batch import extract_batches as extract_batches
from .parts import Part as Part
from .ray_run import extract_dataset as extract_dataset
from .results import RESULT_SCHEMA as RESULT_SCHEMA
from .results import facts_table as facts_table
from .results import postings_table as postings_table
