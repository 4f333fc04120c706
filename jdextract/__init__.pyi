from . import errors as errors
from . import events as events
from .breakdown import Breakdown as Breakdown
from .breakdown import analyze as analyze
from .breakdown import break_down as break_down
from .errors import JdextractError as JdextractError
from .evaluation import evaluate as evaluate
from .models import Evidence as Evidence
from .models import Extraction as Extraction
from .models import LanguageRequirement as LanguageRequirement
from .models import Outcome as Outcome
from .models import Posting as Posting
from .models import Responsibility as Responsibility
from .models import Skill as Skill
from .pipeline import extract as extract
from .pipeline import extract_async as extract_async
from .pipeline import stream as stream
from .pipeline import stream_async as stream_async
from .postings import read_postings as read_postings
from .settings import Settings as Settings
from .taxonomy import Taxonomy as Taxonomy

__version__: str
