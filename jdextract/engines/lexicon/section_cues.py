"""Words that say what a sentence is about where no heading does, in English and German: data for `sections`."""

from __future__ import annotations

from jdextract.engines.lexicon.headings import Section
from jdextract.engines.lexicon.phrases import listed

_ADVERBS = ("mainly", "mostly", "primarily", "typically", "generally", "usually", "predominantly", "currently", "also")
_WE_WORK = tuple(
    phrase
    for adverb in _ADVERBS
    for phrase in (
        f"we {adverb} use",
        f"we {adverb} work with",
        f"we {adverb} work in",
        f"we work {adverb} with",
        f"we work {adverb} in",
    )
)

# What others live through, not what the person has: "the shopping experience on our site".
_OTHERS_EXPERIENCE = tuple(
    f"{whose} experience {where}"
    for whose in ("user", "customer", "shopping", "developer", "digital", "buying", "learning", "viewing")
    for where in ("in", "on", "of", "with", "using", "for")
)

SECTION_CUES: dict[Section, tuple[str, ...]] = {
    "legal": listed("""
        equal opportunity | equal-opportunity | equal employment | regardless of | without regard to |
        protected veteran | protected by law | sexual orientation | gender identity | reasonable accommodation* |
        affirmative action | e-verify | eeo | background check* | we do not discriminate | do not discriminate |
        does not discriminate | criminal histor* | privacy policy | privacy notice | export control* |
        applicable law | unabhängig von geschlecht | unabhängig von | schwerbehindert* | schwerbehinderung |
        sexueller orientierung | sexuelle orientierung | datenschutz* | personenbezogene* | recruitment agenc* |
        recruiting agenc* | by applying | by submitting | by proceeding | by clicking | your privacy | your personal data |
        your personal information | staffing agenc* | unsolicited resume* | personalvermittl*
        """),
    "benefits": listed("""
        we offer | we provide | benefits include | perks include | our benefits | competitive salary |
        competitive compensation | health insurance | dental | 401k | 401(k) | unlimited pto | paid time off |
        unlimited vacation | vacation days | parental leave | stock options | base salary | salary range |
        wellness | you'll get | you will receive | we'll pay | relocation | gym | wir bieten | bieten wir |
        urlaubstage* | tage urlaub | jobrad | firmenwagen | altersvorsorge | weiterbildung* | vergütung | gehalt |
        jobticket | deutschlandticket | zuschuss | free lunch* | free classes | learning budget |
        conference budget | training budget | home office budget | equity package | free training* |
        catered lunch* | your choice of laptop | commuter benefit* | bikeleasing | fahrradleasing | obstkorb |
        mitarbeiterrabatte* | macbook* | stipend | courses paid | we pay for | we cover | perk* | workshops paid |
        paid courses | schulungen
        """),
    "application": listed("""
        apply at | apply here | apply now | to apply | apply via | apply online | apply through | please apply |
        apply: | email me | email us | send your | send us | send me | send an email | reach out | cover letter |
        your resume | your cv | get in touch | contact me | contact us | drop us | drop me | please email |
        please contact | interview process* | phone screen | take-home | onsite interview* | please mention |
        bewirb dich | bewerben sie | bewerbung* | deine unterlagen | ihre unterlagen | lebenslauf |
        gehaltsvorstellung* | ansprechpartner* | more info: | learn more at | more details: |
        recruitment process | hiring process
        """),
    "preferred": (),
    "requirements": listed("""
        experience with* | experience in* | experience using | experience building | experience working |
        experience developing | experience designing | experience as | experience of | experience on |
        experience writing | experience deploying | experience managing | experience creating |
        hands-on experience | professional experience | production experience | industry experience |
        prior experience | previous experience | years of | years experience | years' experience |
        yrs experience | years in | yoe | years exp | years professional | experienced in | experienced with* |
        you have | you've | you are a | you are an | you're a | you're an | you are comfortable |
        you're comfortable | you should | you know | you must | you need | you bring | you possess |
        you understand | you love | you enjoy | you can | if you have | if you know | if you're | if you are |
        you'll need | you will need | you'll have | you will have | you're familiar | you are familiar |
        you want to | you like | must have | must be | must know | must-have | required | requirement* |
        qualification* | proficien* | knowledge of* | knowledge in | familiar with* | familiarity with |
        familiar in | fluent in | fluency in | comfortable with | comfortable in | expertise in | expertise with |
        expert in | expert with | experts in | skilled in | skilled with | strong background | background in |
        solid understanding | understanding of | ability to | able to | strong in | strong experience |
        strong knowledge | strong skills | skills in | good with | great with | versed in | looking for someone |
        for someone who | someone who | somebody who | somebody with | looking to hire | a person who | people who | looking for people | looking for engineers |
        looking for developers | looking for a | looking for an | looking for candidates |
        looking for experienced | looking for strong | looking for senior | looking for talented |
        looking for great | looking for backend | looking for full | looking for software | looking for |
        seeking a | seeking an | seeking engineers | seeking someone | seeking experienced | seeking |
        in search of | searching for | we need | we require | we want someone | we expect | ideal candidate* | ideal developer | ideal engineer | ideal person | ideal applicant |
        ideally you | right candidate | successful candidate* | perfect candidate* | the candidate |
        candidates should | candidates will have | applicants | should have | should be | will have experience |
        passion for | passionate about | degree in | bachelor* | bs in | ba in | ms in | phd in | who has |
        who have | who can | who is | who are | who knows | who know | who's | with experience | with strong |
        with knowledge | with expertise | with a background | with skills | excited about | exposure to |
        working knowledge | track record | du hast | du bist | du bringst | du verfügst | du kennst | du kannst |
        du beherrschst | beherrschst | mitbringst | du besitzt | du solltest | sie haben | sie sind | sie bringen | sie verfügen |
        sie besitzen | sie kennen | sie beherrschen | sie sollten | erfahrung* | kenntnisse* | kenntnis |
        vertraut mit | sicherer umgang | umgang mit | fundierte* | ausgeprägte* | abgeschlossenes |
        abgeschlossene | berufserfahrung | voraussetzung* | suchen wir | wir suchen | gesucht | know-how in |
        versiert | fit in | beherrscht | verständnis für | verständnis von | fähigkeit | studium |
        ausbildung als | grundkenntnisse* | programmierkenntnisse* | want engineers | want developers |
        want people | someone with | candidates will | candidates must | candidates need | expected to have |
        expected to know | skill set includes | skillset includes | good command of | at home in | at home with |
        used to working |
        kennen sich | kennst dich | auskennt | auskennst | auskennen | programmieren sicher | programmierst sicher |
        sicher in | zu hause in | routiniert
        """),
    "stack": _WE_WORK
    + listed("""
        tech stack | our stack | techstack | tech-stack | technology stack | the stack | stack: | stack is |
        stack includes | stack consists | stack we | stack - | current stack | full stack: | we use |
        we're using | we are using | we currently use | we mainly use | we primarily use | we mostly use |
        we also use | we work with | we rely on | we build with | we code in | we write | we run on | we run our |
        we work in | we work mostly | we deploy | we develop in | we program in | we leverage | we utilize |
        built with | built on | built in | built using | build with | written in | is built | are built |
        running on | runs on | powered by | hosted on | deployed on | coded in | technologies: | technologies we |
        technologies include | technologies used | technologies such as | technologies like | technologies are |
        tech: | tools we | tools: | our backend is | our frontend is | our back-end | our front-end |
        our backend | our frontend | backend: | frontend: | back-end: | front-end: | infrastructure: | database: |
        languages: | devops: | infra: | data: | cloud: | our codebase | our code base | our tech |
        team uses | teams use | team works with | team works in | uses a mix of | use a mix of | platform uses | backend uses |
        frontend uses | our technology | our infrastructure | our tools | our languages | our platform is | tooling |
        using modern | modern stack | in production | under the hood | working in | working with | work in |
        using | wir nutzen | wir verwenden | wir setzen | wir arbeiten mit | wir entwickeln mit | setzen wir |
        nutzen wir | verwenden wir | arbeiten wir mit | unser stack | eingesetzte technologien | im einsatz |
        basiert auf | basierend auf | zum einsatz | unser tech | moderne technologien wie | technologien wie | backend is | frontend is |
        back-end is | front-end is | services run | everything runs | wir setzen auf | setzen wir auf |
        wir arbeiten in
        """),
    "duties": listed("""
        you will | you'll | you'd be | you will be | you get to | you'll be | you would be |
        your responsibilities | your role | your job | your work | your tasks | your mission | your main |
        in this role | in this position | as a member of | as part of our | as part of the team |
        responsible for | responsibilities | the role involves | the role is | this role | the job is | duties |
        day-to-day | day to day | work on | help us | to help | to join | to build | to lead | to work on |
        to design | to develop | to contribute | to drive | to architect | to extend | join our | join us | own the | this position | the position |
        develop and maintain | design and build | design and develop | design, develop | collaborate with |
        participate in | contribute to | work closely | du wirst | arbeitest du | entwickelst du | arbeiten sie |
        entwickeln sie | du entwickelst | du arbeitest | du übernimmst | du gestaltest | du verantwortest |
        du unterstützt | du bist verantwortlich | du betreust | du konzipierst | du implementierst |
        du programmierst | du baust | du betreibst | du optimierst | du erstellst | du führst | du berätst |
        du stellst | du sorgst | deine aufgaben | ihre aufgaben | sie entwickeln | sie arbeiten | sie übernehmen |
        sie gestalten | sie verantworten | sie unterstützen | sie betreuen | sie konzipieren |
        sie implementieren | sie werden | verantwortlich für | in dieser rolle | in dieser position |
        weiterentwicklung von | entwicklung von | mitarbeit | your primary focus | your main focus | your focus |
        joining us means | joining us will mean
        """),
    "company": _OTHERS_EXPERIENCE
    + listed("""
        was founded | founded in | our mission | our customers | our clients | our investors | backed by |
        our founders | series a | series b | series c | y combinator | venture | headquartered | is a leading |
        is the leading | is a company | is a startup | we are a startup | we're a startup | we're building |
        we are building | is building | is a platform | leading provider | market leader | fortune 500 |
        our product | our products | our platform | our vision | we believe | millions of | acquired by |
        they should be | they should have | users should be | users should have | customers should be |
        customers should have | our team | our company | revenue | funding | raised | unsere kunden | unser kunde | wir sind ein |
        wir sind eine | gegründet | weltweit führend* | führender anbieter | führende anbieter |
        unser unternehmen | mitarbeitende* | mitarbeiter*innen | marktführer | standorte* | mit sitz in |
        unsere vision | unsere mission | familienunternehmen
        """),
}
"""A trailing ``*`` lets the word go on. Where a sentence holds cues of several sections, `PRIORITY` decides."""

PRIORITY: tuple[Section, ...] = ("legal", "requirements", "stack", "duties", "benefits", "application", "company")

WEAK_CUES = frozenset(
    listed("""
        ability to | able to | applicants | are built | as part of our | background in | basierend auf |
        basiert auf | built on | collaborate with | contribute to | day to day | day-to-day | design and build |
        design and develop | design, develop | develop and maintain | du bist | du hast | du kannst | duties |
        entwicklung von | erfahrung* | excited about | expertise in | experts in | exposure to | familiar in |
        good with | help us | if you are | if you're | im einsatz | in production | is built | join our |
        join us | kenntnis | kenntnisse* | looking for | mitarbeit | our infrastructure | our technology |
        our tools | participate in | passion for | passionate about | powered by | qualification* | required |
        requirement* | running on | runs on | should be | sie arbeiten | sie entwickeln | sie haben | sie sind |
        sie werden | strong in | the candidate | to architect | to build | to contribute | to design | to develop | to drive | to extend | to help | to join | to lead |
        tooling | track record | understanding of | using | we deploy | we leverage | we need | we rely on |
        we utilize | we work with | we write | weiterentwicklung von | who are | who can | who has | who have |
        at home in | at home with | someone with | sicher in | who is | who's | with strong | work closely | work in | work on | working in | working with | years in |
        you are a | you are an | you can | you enjoy | you like | you love | you understand | you want to |
        you're a | you're an | you've | your work | zum einsatz | ausgeprägte* | fähigkeit
        """)
)
"""Cues that company prose is full of as well: where a heading says "About us", they point nowhere."""
