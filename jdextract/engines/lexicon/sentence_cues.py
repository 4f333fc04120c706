"""Words of a sentence that change what its names are asked for, in English and German: data for `requirements`."""

from __future__ import annotations

from typing import Literal

from jdextract.engines.lexicon.phrases import listed

Cue = Literal[
    "preferred_before",
    "preferred_behind",
    "required_before",
    "required_behind",
    "demand_before",
    "demand_behind",
    "denied_before",
    "denied_behind",
    "not_denied",
]
"""``…_before`` cues stand in front of what they are about, ``…_behind`` cues behind it; ``demand`` ones count among duties."""

SENTENCE_CUES: dict[Cue, tuple[str, ...]] = {
    "preferred_before": listed("""
        ideally | preferably | bonus points for | bonus points if | bonus point for | bonus for | bonus if |
        plus if | a plus if | plus points for | extra points for | extra credit for | brownie points for |
        nice to have: | nice to have - | nice-to-have: | bonus: | bonus - | plus: | preferred: | optional: |
        optionally | good to have: | it's a plus if | is a plus if | even better if | would be great if |
        would be nice if | we'd love it if | would love if | preference for | preference given to |
        preference will be given to | a preference for | we prefer | prefer | nice if | great if | desired: |
        desirable: | pluses: | desired skills | helpful if | it helps if | even better | huge plus for |
        big plus for | big plus if | added bonus if | extra points if | preferred experience | preferred skills |
        desired experience | interest in learning | idealerweise | wenn du zusätzlich | wenn du außerdem | wenn du darüber hinaus | wenn du dann noch |
        wenn sie zusätzlich | wenn sie außerdem | wenn sie darüber hinaus | optimalerweise | bestenfalls | im besten fall |
        im idealfall | bevorzugt | vorzugsweise | gerne auch | gern auch | gerne mit | gern mit | optional |
        wünschenswert sind | wünschenswert wären | wünschenswert ist | wünschenswert wäre | wünschenswert: |
        von vorteil sind | von vorteil ist | von vorteil wären | von vorteil wäre | von vorteil: | pluspunkte |
        pluspunkt für | bonuspunkte | wir freuen uns über | wir freuen uns, wenn | schön wäre | schön, wenn |
        toll wäre | toll, wenn | super, wenn | am besten mit | am besten | darüber hinaus wünschenswert |
        zusätzlich wünschenswert | gerne erste | gerne bereits | nice-to-have sind | nice to have sind |
        vielleicht | it helps to | it also helps to | also helps to know | helps to know | nice:
        """),
    "preferred_behind": listed("""
        a plus | a big plus | a huge plus | a strong plus | a definite plus | a great plus | a major plus |
        an added plus | a nice plus | plus! | is plus | are plus | big plus | huge plus | pluses | are a plus |
        plus, but | as a plus | a bonus | nice bonus | a nice bonus | a merit | are merits | merits | meriting | would make us happy |
        would make us very happy | is bonus | are bonus | bonus! | big bonus | huge bonus | added bonus |
        an added bonus | bonus points | an advantage | a big advantage | advantageous | an asset |
        a strong asset | considered an asset | nice to have | nice-to-have | nice to haves | good to have |
        great to have | nice to know | good to know | desired | desirable | highly desirable | preferred |
        strongly preferred | is preferable | preferable | beneficial | is helpful | are helpful | helpful |
        useful | would be great | would be nice | would be awesome | would be good | would be ideal |
        appreciated | welcome | welcomed | favorable | favourable | is optional | are optional | optional |
        not required but | not required, but | not mandatory but | not necessary but | not essential but |
        recommended | highly valued | highly regarded | is valuable | are valuable | is also valuable | are also valuable |
        would be valuable | experience is nice | knowledge is nice | is nice to have | is valued | are valued | valued | is ideal |
        a nice addition | a differentiator | gives you an edge | will stand out | not a must | not a must have |
        not a hard requirement | not strictly required | not necessarily required | von vorteil | vorteilhaft |
        wünschenswert | umso besser | wäre schön | wären schön | wäre toll | wären toll | gerne gesehen | gern gesehen | ein plus | ein großes plus | ein pluspunkt | pluspunkt |
        ein bonus | willkommen | kein muss | aber kein muss | ein kann | hilfreich | nützlich | nicht zwingend |
        nicht zwingend erforderlich | aber nicht zwingend | erwünscht | gewünscht | bevorzugt | idealerweise |
        super | das wäre toll | wäre ideal | wären ideal | sind ideal | ist ideal | runden dein profil ab | runden ihr profil ab | rundet dein profil ab |
        rundet ihr profil ab
        """),
    "required_before": listed("""
        must have | must know | must be | required: | requirements: | must: | you must | required skills |
        required experience | ideal for someone | ideal for engineers | ideal for developers | ideal for people | wanted: | zwingend: | required is | need to have | need to know | voraussetzung ist |
        voraussetzung sind | must-have | this role requires | the role requires | this position requires |
        the position requires | this job requires | the job requires | die stelle erfordert | die rolle erfordert
        """),
    "required_behind": listed("""
        is required | are required | required | a must | is a must | are a must | mandatory | is mandatory |
        essential | is essential | are essential | a requirement | necessary | is needed | are needed |
        is necessary | is expected | are expected | is wanted | are wanted | not optional | isn't optional |
        aren't optional | non-negotiable | a must-have | a must have | erforderlich | vorausgesetzt |
        setzen wir voraus | zwingend | zwingend erforderlich | notwendig | unabdingbar | ein muss | unerlässlich |
        setzen wir als bekannt voraus
        """),
    "demand_before": listed("""
        knowledge of | knowledge in | expertise in | expertise with | experience with | experience in | experience using |
        proficient in | proficient with | proficiency in | proficiency with | fluent in | fluency in | familiar with |
        familiarity with | skilled in | versed in | skills in | strong in | know-how in | command of |
        kenntnisse in | kenntnissen in | kenntnisse mit | erfahrung mit | erfahrung in | erfahrungen mit |
        erfahrungen in | vertraut mit
        """),
    "demand_behind": ("skills", "experience", "expertise", "knowledge"),
    "denied_before": listed("""
        no | not | without | don't need | do not need | doesn't need | don't require | do not require |
        doesn't require | does not require | no need for | no need to know | don't feel like you need | don't feel you need | don't use | do not use | don't do |
        doesn't use | never | not using | not looking for | aren't looking for | are not looking for | isn't |
        is not | aren't | won't need | won't be using | won't be writing | won't use | will not use |
        no longer use | no longer | don't expect you to | do not expect you to | won't expect you to | instead of | rather than | as opposed to | unlike | zero |
        don't have to know | don't care about | free of | neither | nor | away from | don't work with |
        don't want | not interested in | avoid | stay away from | kein | keine | keinen | keinem | keiner | ohne |
        statt | anstatt | anstelle von | nicht | weder | niemals | im gegensatz zu | wir verzichten auf |
        brauchst kein | brauchst keine | benötigst keine
        """),
    "denied_behind": listed("""
        not required | not needed | not necessary | isn't required | isn't needed | isn't necessary |
        is not required | is not needed | is not necessary | aren't required | are not required | are not needed |
        not mandatory | not a requirement | isn't a requirement | not essential | not expected | unnecessary |
        not a prerequisite | no prerequisite | not important | not used | need not apply | is no requirement |
        not in use | not our thing | not for us | nicht erforderlich | nicht notwendig | nicht nötig |
        nicht benötigt | sind nicht erforderlich | nicht vorausgesetzt | keine voraussetzung | nicht gefordert |
        nicht relevant | brauchst du nicht | musst du nicht können |
        musst du nicht kennen | musst du nicht beherrschen | müssen sie nicht können | müssen sie nicht kennen | brauchen sie nicht | kommt bei uns nicht zum einsatz |
        nicht im einsatz | setzen wir nicht voraus | werden nicht vorausgesetzt | wird nicht vorausgesetzt
        """),
    "not_denied": listed("""
        not only | not just | not limited to | including but not limited to | not to mention | no matter |
        no fear | not afraid | no stranger to | no problem | not necessarily limited | no less than | not shy |
        don't hesitate | no bullshit | no nonsense | no-nonsense | no one | no doubt | whether or not |
        not a problem | if not | not yet | no later than | not merely | not solely | no surprise | no code |
        no-code | not without | no hesitation | no prior | can't live without | cannot live without |
        without fear | without hesitation | without compromising | without sacrificing | without supervision |
        no one-size | not exclusively | no small | nicht nur | nicht zuletzt | keine angst | keine scheu |
        ohne scheu | nicht ausschließlich | kein problem | kein fremdwort | keine fremdwörter | kein neuland |
        nicht fremd | nicht unbekannt | keine unbekannten | keine unbekannte | ohne berührungsängste |
        keine berührungsängste | don't shy away | do not shy away | not shying away | not scared |
        schreckst nicht | schrecken nicht | nicht zurückschreck
        """),
}
"""``not_denied`` phrases only look like denials ("not only")."""
