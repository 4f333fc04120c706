"""Words of duties and the rules that make activities of them, in English and German: data for `activities`.

Phrases are folded lower case. A trailing ``*`` lets the word go on ("develop*": developing), a leading one lets
it begin earlier ("*entwicklung": Softwareentwicklung). Phrases are separated by commas; a comma within one is written as a semicolon.
"""

from __future__ import annotations

from jdextract.models import Activity

GROUPS: dict[str, str] = {
    # --- what is done ---
    "build": (
        "build, builds, building, rebuild*, develop, develops, developing, development of, software development, implement, implements, implementing, implementation of, create, creates, creating, creation of, "
        "write code, writing code, write software, write clean*, write high*, write elegant, write great, write, writing, deliver, delivers, delivering, delivery of, ship, ships, shipping, coding, code, program, programming, craft*, extend, extends, extending, extension of, "
        "expand, expanding, contribute, contributes, contributing, own, owns, owning, work on, working on, works on, launch*, enhance, enhances, enhancing, evolve, evolving, co-develop*, "
        "prototype, prototyping, engineering of, produce, hack on, take ownership, scale, scaling, improve, improving, development in, "
        "entwickel*, entwickle, *entwicklung, weiterentwick*, mitentwick*, umsetz*, *umsetzung, setzt*, implementier*, *implementierung, realisier*, programmier*, *programmierung, erstell*, aufbau*, baust, bauen, baut, "
        "gestalte*, gestaltung, mitarbeit*, mitwirk*, arbeitest an, arbeiten an, arbeit an, schreibst, verantwortest, auf- und ausbau, ausbau*, erweiter*"
    ),
    "make": (
        "build, builds, building, rebuild*, develop, develops, developing, development of, implement, implements, implementing, implementation of, create, creates, creating, write, writing, "
        "deliver, delivers, delivering, ship, ships, shipping, craft*, extend, extending, expand, expanding, design, designs, designing, own, owns, owning, work on, working on, launch*, enhance, enhances, enhancing, "
        "maintain, maintains, maintaining, contribute, contributing, evolve, evolving, architect, architecting, improve, improving, integrate, integrating, engineer, prototype, support, supporting, expose, exposing, define, defining, "
        "create/enhance, development in, manage, managing, automate, automating, optimi*, transform, transforming, process, processing, enable, scale, scaling, lead, drive, driving, "
        "entwickel*, entwickle, *entwicklung, umsetz*, *umsetzung, implementier*, *implementierung, realisier*, programmier*, erstell*, aufbau*, baust, bauen, gestalte*, gestaltung, mitarbeit*, konzep*, konzip*, entwirf*, entwurf, entwerf*, "
        "arbeitest an, arbeit an, weiterentwick*, pflege, pflegst, betreu*, wart*, optimier*, integrier*, integration, verantwort*, ausbau*, bereitstell*, analys*, verarbeite*, *verarbeitung, automatisier*, "
        "add, adding, extend*, verarbeitest"
    ),
    "maintain": "maintain, maintains, maintaining, maintenance, support, supports, supporting, pflege, pflegen, pflegst, *pflege, wartung, warten, betreuung, betreust, betreuen, instandhalt*",
    "improve": "improvement, improvements, enhancements, improve, improves, improving, enhance, enhances, enhancing, extend, extending, evolve, evolving, upgrade*, optimi*, expand, expanding, iterate*, verbesser*, *weiterentwick*, weiterzuentwickeln, entwickelst, ausbau*, erweiter*, weiter, anpass*, passen",
    "work_with": (
        "work with, works with, working with, work closely, works closely, working closely, work side by side, work alongside, working alongside, alongside, collaborat*, partner with, partner closely, partners with, partnering, partner directly, partner across, coordinat*, liais*, "
        "cooperat*, co-operat*, interact*, interface with, interfacing with, engage with, engaging with, pair, pairing, align with, aligning, alignment across, hand in hand, hand-in-hand, work together, working together, work across, working across, work directly, working directly, "
        "communicate with, communicating with, closely with, join forces, team up, work hand*, support other teams, support engineering teams, "
        "zusammenarbeit*, zusammen, arbeitest eng, arbeiten eng, arbeitest du eng, eng mit, enger abstimmung, abstimmung mit, abstimmung, abstimm*, austausch, kooper*, kommunizier*, koordin*, unterstütz*, berät*, berat*, *beratung, begleit*, schnittstelle zwischen, schnittstelle zu, gemeinsam mit, präsentier*, ansprechpartner*, moderier*, moderation, betreu*, together with, jointly with, side by side with, side by side, sit next to, in close contact with, zusammen mit, seite an seite, agree with, agree on, schulterschluss"
    ),
    "gather": (
        "gather*, analyz*, analys*, understand*, defin*, translat*, elicit*, refin*, turn, turning, clarif*, captur*, identif*, uncover*, evaluat*, convert*, collect*, transform*, document*, specif*, discover*, deep dive, scop*, interpret*, shape, "
        "aufnehm*, aufnahme, erheb*, klär*, ermittl*, ermittel*, versteh*, übersetz*, spezifik*, spezifiz*, überführ*, abstimm*, leite*, identifi*, definier*, definition, erfass*, "
        "find out, finding out, speak*, listen*, herausfind*"
    ),
    "operate": "operate*, operating, run, runs, running, manage, manages, managing, administer*, administ*, maintain, maintains, maintaining, maintenance, configur*, provision*, scale, scaling, deploy*, design; build, build and maintain, build; test, host*, set up, setup, betreib*, betrieb, verwalt*, *verwaltung, betreu*, *wart*, einricht*, installier*, installation*, install*, konfigur*, administrier*, aufbau*, bereitstell*, automatisier*, inbetriebnahme, *entwicklung, umsetz*, *umsetzung, härt*, organisier*, implement*, migrat*, upgrad*",
    "running": "operate, operating, run, running, betreibst, betreiben, betrieb",
    "automate": "automat*, automatisier*, *automatisierung",
    "evaluate": "adopt, adopting, evaluat*, explor*, research, researching, researches, investigat*, experiment*, assess*, prototyp*, keep up*, stay up*, stay current, stay on top, staying, keep abreast, abreast, discover*, trial*, evaluier*, evaluation, recherch*, erforsch*, bewert*, erprob*, beobacht*, ausprobier*, verfolg*, nutzung, nutze*, analyse, auswahl, auswähl*, einführ*, up to date, up-to-date, proof of concept, proofs of concept, pocs, poc, try, trying, select, selecting, trial, compare, comparing",
    "mentoring": "mentor, mentors, mentoring, mentorship, coach, coaching, coaches, teach, teaching, train, training, trains, guide, guiding, guidance to, onboard, onboarding, grow other, upskill*, elevate, uplift, level up, support junior*, einarbeit*, leitest, anleit*, ausbilden, ausbildung uns*, ausbildung von, ausbildung der, schul*, *schulung*, förder*, coachst, coachen, enablement, befähig*",
    "optimise": "optimise, optimises, optimising, optimize, optimizes, optimizing, optimier*, *optimierung von, accelerate, accelerating, beschleunig*",
    "stakeholder_core": "advise, advises, advising, sprichst mit, sprechen mit, on the phone, am telefon",
    # --- what it is done to ---
    "slow": "algorithm*, performance, inference, engine, engines, rendering, runtime, laufzeit*, algorithmen, speicherverbrauch",
    "software_run": "services, service, systems, platform, platforms, applications, infrastructure, production, models, anwendungen, *systemen, *plattformen, cloudnativer anwendungen",
    "api": "api, apis, api's, restful, rest-api, rest-apis, rest-schnittstelle*, graphql, grpc, endpoint*, web service, web services, webservice*, webhook*, *schnittstellen, *schnittstelle, sdk, sdks, api-*, *-api, *-apis, *-schnittstelle",
    "software": (
        "service, services, micro-service*, microservice*, backend*, back-end*, back end, server, servers, server-side, application, applications, software, feature, features, functionality, functionalit*, system, systems, product, products, "
        "platform, platforms, code, codebase, codebases, full-stack, fullstack, full stack, tool, tools, tooling, component, components, module, modules, app, apps, website*, websites, web-based, webapp*, solution, solutions, library, libraries, framework, frameworks, "
        "program, programs, engine, infrastructure, technology, capabilities, capability, cli, plugin*, plug-in*, bot, bots, workflow*, mvp, foundation, interface*, customer experience, technologies, stack, "
        "*anwendung, *anwendungen, *software, *softwarelösung*, *dienste, *lösung, *lösungen, *system, *systeme, *systemen, *systems, *plattform, *plattformen, *funktion, *funktionen, *funktionalität*, *applikation*, *module, *modulen, *modul, *komponente*, *produkt, *produkte, *produkten, *features, *services, *microservice*, *tools, *diensten, *programmen, *werkzeuge, *werkzeugen, webanwendung*, *erweiterung*, "
        "*architektur*, *programm, *programme, *skripten, *skripte, *strukturen"
    ),
    "existing": "existing, legacy, bestehend*, altsystem*, altanwendung*, bestands*, current system*, current code*, current platform, codebase, code base",
    "rework": (
        "refactor*, migrat*, moderni*, technical debt, tech debt, bug fix*, bugfix*, bugs, fix bugs, fix issues, fixing, debug, debugs, debugging, troubleshoot*, re-architect*, rearchitect*, rewrite*, rewriting, replatform*, re-platform*, legacy, "
        "port, porting, fehlerbehebung*, fehleranalyse*, fehlersuche, fehlerbehandlung, bugfixing, bug-fixing, ablös*, refaktor*, modernisier*, *modernisierung, migrier*, *migration, *migrationen, fehler beheben, bugs beheben, stabilisierung, troubleshooting, störungsbeseitigung, re-engineer*, "
        "replace, replacing, retire, retiring, decommission*, split the monolith, monolith, dead code, outdated, fix what, fixing what, fix small, fehler beseitig*, kleine fehler, upgrade, upgrades, upgrading, altes system, alten code, abzulösen, behebst fehler, behebst kleine fehler, behebung von fehlern, beheben von fehlern, fehler zu beheben, fehlerkorrektur*, resolve defects, resolve bugs, fix defects, fixing defects, older, ageing, aging, inherited, out of date, clean up, cleaning up, sunset, phase out, move off, moving off, move away from, moving away from, umstellung, umstell*, umzug, aufräumen, year-old, years-old, in die jahre gekommen*, altlasten"
    ),
    "database_core": "database*, schema design, schemas, design data models, designing data models, design of data models, sql queries, queries, query performance, *datenbank*, *datenmodell*, stored procedure*, data stores, data store, database schema*, datenstruktur*, slow queries, query plan*, schema changes, *abfragen, indexing of, data models, data model, data modeling, data modelling, storage strateg*, indexes, indices, partition*, shard*, replication, postgresql, postgres, mysql, tabellen",
    "tune": "design*, optimi*, tune, tuning, maintain*, build, building, develop*, manag*, administ*, improv*, migrat*, writ*, scal*, create, entwurf, entwickl*, entwirf*, optimier*, pflege*, modellier*, betreu*, konzip*, konzep*, aufbau*, administrier*, look after, looking after, speed up",
    "integration": (
        "integrate, integrates, integrating, integration, integrations, third-party, 3rd party, third party, interoperab*, connector*, bridging, connect systems, connecting, interface with, interfaces between, interfacing, external systems, "
        "integriere*, integrierst, integrierung*, *integration, *integrationen, anbind*, *anbindung*, einbind*, *einbindung, *schnittstellen, datenmapping, verknüpf*, drittsystem*, vernetz*, "
        "connect, connecting, connects, single sign-on, sso, hook up, wire up, plug into, anbinden, anschließ*, synchronis*, synchroniz*, exchange data, data exchange, datenaustausch*, kopplung, koppel*, anschluss, interfaces to, interface to, link to, linking, bridge to, import from, imports from"
    ),
    "people": (
        "team, teams, engineer, engineers, designer*, product manager*, product owner*, product team*, product, design, cross-functional*, cross functional*, developer, developers, data scientist*, scientist*, devops, frontend, front-end, colleague*, coworker*, peers, departments, "
        "department, researcher*, architect, architects, analyst*, marketing, sales, operations, qa, disciplines, teammate*, experts, founder*, founders, cto, ceo, organization, organisation, specialists, director*, business units, project manager*, manager, managers, sre, "
        "*team, *teams, *teamkollegen, *kollegen, kolleg*, *entwickler, *entwicklern, *entwickler:innen, *abteilung*, fachbereich*, *fachabteilung*, *bereichen, *manager, *managern, product ownern, *ownern, experten, *designern, interdisziplinär*, vertrieb, consulting, projektteams, produktmanagement, ux, hardware engineers, electronics, electrical, mechanical, support, legal, customer success, editors, elektronik, mechanik, konstruktion, support-team, it-team, betrieb, einkauf, produktion, entwicklungsteam*"
    ),
    "teamwork": (
        "cross-functional*, cross functional*, across teams, cross-team, other teams, multidisciplinary, multi-disciplinary, interdisciplinary, interdisziplinär*, teamübergreifend*, bereichsübergreifend*, abteilungsübergreifend*, fachübergreifend*, crossfunktional*, cross-funktional*, "
        "zusammenarbeit mit, zusammenarbeit im team, enge zusammenarbeit, zusammenarbeiten, hand in hand, hand-in-hand, closely with engineers, work closely with other, working with other"
    ),
    "review": (
        "code review*, code-review*, codereview*, review code, reviewing code, reviews code, reviews of code, peer review*, pull request*, merge request*, pr review*, prs, "
        "review pull, code of peers, feedback on code, code of your peers, reviews für code, code- und, "
        "review the code, review their code, reviewing the code, reviewing their code, review sql, review patches, review each other*, code of your colleagues, code of colleagues, code of others, code anderer, code and design review*, design and code review*, evaluate code, review of code, review designs and code"
    ),
    "agile": (
        "agile team*, agile scrum, scrum, kanban, sprint*, roadmap*, project planning, release planning, planning and, planning meetings, planning sessions, planning, engineering planning, product planning, estimat*, story points, ceremon*, retrospective*, retros, backlog*, stand-up*, standup*, daily stand*, "
        "project reviews, team/project reviews, agile method*, agile process*, agile practice*, agile develop*, agile software, agile ceremonies, agile methodology, refinement*, prioritiz*, prioritis*, in an agile, agile, break down, breaking down, user stories, "
        "agile*, agilen, schätzung*, aufwandsschätz*, aufwandsabschätz*, sprintplan*, sprint-planung, projektplanung, planung und umsetzung, priorisier*, scrum-team*"
    ),
    "requirements": (
        "requirement*, requirements gathering, needs, business problem*, customer problem*, user problem*, business question*, user feedback, customer feedback, firsthand feedback, feedback of, users' problems, use case*, user stories, ambiguous problem*, business process*, specification*, business need*, user need*, product requirements, "
        "business logic, product ideas, ideas, pain points, ambiguous, product vision, problem statement*, "
        "*anforderung*, *kundenanforderung*, bedürfnis*, bedarf*, *spezifikation*, lastenheft*, pflichtenheft*, fachkonzept*, prozesse, geschäftsprozess*, fragestellung*, ideen, use cases, "
        "what they need, what users need, what customers need, their problems, wishes, wünsche"
    ),
    "requirements_core": (
        "requirements analysis, requirement analysis, requirements gathering, requirement gathering, requirements engineering, requirements into, needs into, translate business, translating business, translate complex, translate product, translate user, translate customer, translate requirements, translate ideas, turn ideas, turning ideas, business requirements, come up with solutions, "
        "technical requirements, customer requirements, understand requirements, understand customer needs, user requirements, into technical solutions, into technical, into well-defined, into scalable, "
        "*anforderungsanalyse*, anforderungsmanagement, anforderungs-workshops, anforderungsaufnahme, anforderungserhebung, analyse von analyse technischer anforderungen, anforderungen"
    ),
    "stakeholders": (
        "stakeholder*, customer, customers, client, clients, business partner*, business leader*, business counterpart*, business user*, business team*, end users, end-users, users, operators, vendor*, vendors, merchants, partners, partner companies, suppliers, non-technical, business owner*, subject matter expert*, executive*, leadership, c-level, publishers, founder, "
        "*kunden, *kunde, *kundinnen, kund*innen, kund:innen, auftraggeber*, *partner, *partnern, anwender*, nutzer*, fachbereich*, fachabteilung*, stakeholdern, stakeholder*, *stakeholdern, lieferant*, endanwender*, *kundenprojekt*, geschäftsführung, dienstleister*, "
        "managers, staff, sales, marketing, heads of, management team, clinicians, doctors, physicians, nurses, teachers, traders, claims handlers, farmers, editors, accountants, policy makers, business side, redaktion, vertrieb, einkauf, pflegekräfte*, ärzt*, lehrkräfte*"
    ),
    "stakeholder_verb": (
        "work with, works with, working with, work closely, working closely, work directly, working directly, collaborat*, partner with, partnering, partner directly, partner closely, liais*, interact*, interface with, interfacing, engage with, engaging, engage, communicat*, present, presenting, consult*, advise, advising, sit with, sit, talk*, meet with, meeting, "
        "support our, supporting our, support customers, supporting customers, support clients, help customers, help our, assist*, educat*, influence, align*, manage stakeholder*, managing, coordinat*, demo*, train, gather*, understand, trusted, alongside, feedback, "
        "berät*, berat*, *beratung, abstimm*, zusammenarbeit*, zusammen, arbeitest eng, präsentier*, unterstütz*, betreu*, *betreuung, ansprechpartner*, kommunizier*, kommunikation, austausch, begleit*, schul*, workshop*, koordin*, vor ort, übergabe, moderier*, klär*, stehst, durchführ*, dialog, enger, eng, projekt*, setups, behebung, bearbeit*, "
        "explain*, answer*, speak with, speaking with, speaking to, speak to, advis*, agree, agreeing, show, showing, report to, listen*, sprichst mit, sprechen mit, erklär*, beantwort*"
    ),
    "deploy": (
        "deploy, deploys, deploying, deployment, deployments, rollout*, roll out, rolling out, release process*, release management, manage releases, own releases, launch, launches, launching, go-live, into production, production rollout, ship to production, shipping releases, service operations, hosting, productioni*, "
        "deploying, run in production, running in production, operationalize*, operationalise*, operationaliz*, "
        "*deployment, *deployments, bereitstell*, *bereitstellung, inbetriebnahme*, operationalisier*, produktivsetz*, rollouts, roll-out*, ausroll*, produktiven einsatz, *rollout, betrieb von, betrieb der, betrieb cloud*, und betrieb, go-lives, auslieferung, in betrieb, in produktion, "
        "betrieb unserer, run our services, over the air, zero-downtime, ausliefern, ausgeliefert, ship releases, into the hands of, canary, blue-green, blue/green, app store, play store, app stores"
    ),
    "cicd": (
        "build tooling, ci/cd, ci / cd, ci, cicd, ci-cd, continuous integration, continuous delivery, continuous deployment, deployment pipeline*, release pipeline*, build pipeline*, delivery pipeline*, deployment automation, release automation, release engineering, automation scripts, build and release, devops practices, devops process*, "
        "infrastructure automation, automated deployment*, deployment process*, release process*, jenkins, github actions, gitlab ci, gitlab-ci, azure devops pipelines, build automation, automate deployment*, automating deployment*, automated release*, automation and tooling, "
        "ci/cd-*, *pipelines und, build-pipelines, deployment-pipelines, ci-cd-*, devops-prozess*, deployment-prozess*, releaseprozess*, build-prozess*, buildprozess*, mlops-pipeline*, mlops pipeline*, in the pipeline, in our pipeline, in die pipeline, in der pipeline"
    ),
    "automation_target": "deploy*, release*, infrastructure, provision*, operations, operational, toil, pipelines, manual, bereitstellung, infrastruktur*, rollouts, tasks, recurring, repetitive, *aufgaben, wiederkehrend*, routine",
    "monitoring": (
        "monitoring, monitor, monitors, on-call, on call, oncall, incident*, observab*, alerting, alerts, root cause*, root-cause*, production issues, production incidents, production support, production systems, troubleshoot*, diagnos*, operational excellence, operational support, day-to-day operations, service operations, 24/7, keep the lights on, keeping the lights on, "
        "operations of, operations and availability, platform operations, infrastructure operations, operational health, operations at, operability, logging and, tracing, resolve issues, resolving issues, uptime, postmortem*, post-mortem*, runbook*, tickets, ticket queues, technical issues, system failures, outage*, triage, "
        "überwach*, *überwachung, *monitoring, *monitorings, störung*, *störung*, betrieb, *betriebs, wartung, *wartung, *wartungen, rufbereitschaft, it-support, anwendersupport, *-level-support, fehleranalyse*, entstör*, sicherheitsvorfäll*, incidents, 2nd level, 2nd-level, 3rd level, 3rd-level, first-level, second-level, betreib*, alarmierung, supportanfragen*, serviceeinsätz*, problemanalyse*, "
        "keep them running, keep it running, keeping it running, running smoothly, up and running, am laufen, error reports, pager*, pikett*, bereitschaftsdienst*, production bugs, zabbix, grafana, prometheus, datadog, sentry, on the rota, second line, third line, zweite linie, alarme"
    ),
    "infrastructure": (
        "infrastructure, cluster*, kubernetes, k8s, terraform, cloud resources, cloud environment*, cloud platform*, servers, network, networks, networking, virtual machines, vms, linux systems, data center*, datacenter*, load balanc*, container*, ansible, helm, hardware, devices, dns, "
        "*infrastruktur, *infrastrukturen, *infrastrukturlösungen, *server, server-*, *servern, *netzwerk*, *cluster, *clustern, *systemlandschaft*, systemadministration, virtualisier*, vm-umgebung*, *firewalls, firewall*, active directory, *umgebungen, entwicklungsumgebungen, *zielplattformen, *umgebung, cloud-umgebung*, switches, *clients, it-systeme, it-systemen, rechenzentr*, neue systeme, windows-systeme*, linux-systeme*, linux-server*"
    ),
    "infrastructure_core": "infrastructure as code, infrastructure-as-code, iac, cloud infrastructure, it infrastructure, infrastructure automation, infrastructure components, distributed infrastructure, system administration, systems administration, systemadministration, cloud administration, workspace administration, infrastruktur als code, configuration management, configuration-management, cloud-infrastruktur*, it-infrastruktur*, netzwerkinfrastruktur*, infrastrukturlösung*, systemhärtung*",
    "testing": (
        "verifikation, verifizier*, test, tests, testing, unit test*, unit test, integration tests, integration testing, integration test, automated tests, automated test, integration test*, automated test*, automated testing, test automation, test case*, test coverage, test plan*, test suite*, quality assurance, qa, tdd, test-driven, acceptance test*, end-to-end test*, e2e test*, regression test*, load test*, validation and, verification, write tests, testing and, develop and test, test framework*, "
        "testen, testest, testet, *tests, *testing, *testautomatisierung*, testfälle*, testfall*, testkonzept*, *qualitätssicherung, modultest*, unit-test*, testabdeckung, testgetrieben*, testsystem*, *softwaretests, abnahmetest*, "
        "fuzz*, write specs in, teststrateg*, testing strateg*, testbar*, test bench*, prüfstand*, reproduce bugs, abnahme, qa-*"
    ),
    "documentation": (
        "documentation, document, documenting, technical writing, design docs, design documents, design doc, architectural documents, technical documents, runbook*, playbook*, knowledge base, adrs, technical specs, technical specifications, write specs, wiki, user guides, manuals, "
        "*dokumentation*, dokumentier*, dokumente, technische dokumentation*, handbuch*, handbücher, betriebshandb*, wissensdatenbank*, "
        "release notes, write up, write-up*, readme*, notfallhandb*, wiki*, write down, writing down, guides, how-tos, api docs, docs, aufschreib*, anleitungen"
    ),
    "architecture": (
        "architecture, architectures, architectural, system design, system designs, software design, technical design, technical designs, design and build, design & build, design; build*, design and develop*, design; develop*, design and implement*, design; implement*, design and architect*, design of, design and deliver*, design and own*, design and ship*, design; ship*, design and create*, design and maintain*, design and deploy*, "
        "design and scale*, design and evolve*, design and optim*, design and integrat*, design and operat*, design and write*, design/develop*, design/build*, architect, architecting, architecture and design, design and architecture, designing, designing and, design new, design software, design systems, design scalable, design highly, design robust, design solutions, design distributed, design efficient, design high, design complex, design elegant, design secure, "
        "design data, design apis, design api, design restful, design services, design backend, design features, design microservice*, design reliable, design innovative, design modern, design technical, co-design*, designing of, solution design*, data architecture, designing scalable, design patterns and, high-level design, high level design, technical proposal*, designed to, own the design, lead the design, the design, design best*, designs; develop*, "
        "konzeption*, konzipier*, *architektur, *architekturen, softwarearchitektur*, systemarchitektur*, lösungsarchitektur*, entwirfst, entwerfen, entwurf, solution designs, softwaredesign, systemdesign, systementwurf, technische konzepte, technischer konzepte, design und, konzept*, design von"
    ),
    "reliability": (
        "*stabilität, reliability, reliable, reliably, highly available, high availability, high-availability, availability, resilien*, fault toleran*, fault-toleran*, uptime, failover, redundan*, disaster recovery, disaster-recovery, business continuity, slas, slos, sla, service level*, error budget*, self-healing, robustness, robust and, stability, rock-solid, "
        "zuverlässigkeit, zuverlässige, zuverlässigen, zuverlässiger, verfügbarkeit*, hochverfügbar*, ausfallsicher*, stabilität, stabilen, stabile, betriebssicher*, robuste*, resilient*, betriebsstabil*, "
        "survive, survives, without downtime, zero downtime, zero-downtime, ausfälle*"
    ),
    "quality": (
        "code quality, quality code, high-quality code, quality standards, software quality, quality of, quality, clean code, clean; , write clean, maintainab*, readable, testable code, well-tested, best practice*, best-practice*, engineering standards, coding standards, high standards, standards, engineering excellence, craftsmanship, coding guidelines, code standards, development practices, engineering practices, good practices, technical excellence, well-architected, high bar, quality bar, "
        "codequalität, code-qualität, softwarequalität, *qualität, *qualitätsstandard*, qualitäts*, best practices, wartbar*, sauberen code, sauberer code, sauberen, clean code, clean-code, standards, *standards, coding-guidelines, entwicklungsstandards, richtlinien"
    ),
    "domain": (
        "portfolio management, payment*, payments, billing, invoic*, banking, bank, banks, fintech, financial, finance, trading, market data, new exchanges, brokerage, credit, loan*, lending, insurance, insurtech, claims, underwriting, healthcare, health care, health, medical, clinical, patient*, hospital*, pharma*, biotech*, genom*, drug discovery, "
        "geospatial, gis, mapping, navigation, crm, erp, sap, e-commerce, ecommerce, checkout, marketplace*, retail, logistics, supply chain, warehouse management, inventory, fulfillment, fulfilment, delivery network, manufacturing, factory, factories, robot*, autonomous, automotive, vehicle*, drones, drone, satellite*, spacecraft, starship, starlink, aerospace, aviation, flight*, launch vehicle, "
        "game, games, gaming, gameplay, audio, video, music, streaming service, speech, dsp, signal processing, iot, embedded, firmware, energy, grid, solar, battery, telecom*, edtech, education, learning platform, classroom, payroll, hr, real estate, property, travel, booking, hotel*, advertising, adtech, ad tech, ads, campaign*, blockchain, crypto*, wallet*, defi, smart contract*, legal, "
        "government, defense, military, simulation*, scientific, process mining, ticketing, agriculture, food delivery, ride-sharing, mobility, transactions, transaction, accounting, ledger, reconcil*, wealth, investment*, compliance platform, tax, identity verification, "
        "zahlung*, bezahl*, banken, großbank*, direktbank*, privatbank*, landesbank*, sparkasse*, kernbank*, bankensoftware, *versicherung*, *gesundheit*, *medizin*, klinik*, *logistik*, *handel, *handels, e-commerce-*, fahrzeug*, automobil*, *energie*, *finanz*, buchhaltung*, warenwirtschaft*, *produktions*, fertigung*, *simulation*, webshop*, online-shop*, onlineshop*, steuerungssoftware, embedded-*, *robotik, immobilien*, reise*, verkehr*, luftfahrt, sap-*, erp-*, crm-*"
    ),
    "compliance": (
        "*regulierungs*, regulierung, compliance, compliant, regulatory, regulation*, regulations, gdpr, hipaa, sox, pci, iso 27001, governance framework*, kyc, aml, anti-money, fraud, risk management, risk assessment*, risk mitigation, mitigate business risk, business risk, risk tools, risk systems, risk engine*, risk models, compliance audits, audit readiness, auditab*, policy enforcement, sanctions, data protection, "
        "risikoanalys*, dsgvo, datenschutz*, revisionssicher*, regulatorisch*, risikomanagement, risiko management, risikobewertung*, compliance-*, iso27001, "
        "soc 2, fda, audit evidence, regulator*, reporting rules, iso 13485, mdr, auditor*, audits, inspection*, prüfer*, revision*, nachweis*, zertifizierung*, regelkonform*"
    ),
    "technical_lead": (
        "technical leader, architectural guidance, architecture guidance, technical ownership, technical leadership, technical direction, technical strategy, technical vision, technical decision*, technology decision*, technology strategy, as technical lead, as a technical lead, as tech lead, as the tech lead, as a tech lead, technical roadmap, architectural decision*, architecture decision*, architectural direction, architectural vision, architectural decision-making, technical decision-making, design decisions, lead architecture, technical initiatives, "
        "lead technical, lead complex, lead projects, lead the design, lead the architecture, lead the development, lead development, lead the technical, lead the implementation, lead design, lead engineering, leading the design, leading the architecture, leading the technical, leading technical, leading projects, lead large, lead medium, lead end-to-end, lead end to end, lead cross-functional, lead initiatives, lead major, lead efforts, "
        "drive the architecture, drive architecture, drive technical, drive architectural, driving technical, drive alignment, drive the technical, drive the design, own the architecture, own the technical, own our backend architecture, define the architecture, define architecture, define the technical, define technical, set technical, set the technical, setting technical, shape the architecture, shape the technical, shape our technical, shape technical, "
        "architecture and technical, influence the overall architecture, influence architecture, influence technical, influence the architecture, influence the technical, guide technical, guide architecture, technical guidance, technical authority, architecture discussions, architectural discussions, take a lead, key technical leader, all decisions, technology choices, "
        "technische leitung, technische verantwortung, technische führung, technischen entscheidung*, technische entscheidung*, technischen leitung, technischen verantwortung, architekturentscheid*, technische richtung, technologieentscheid*, fachliche leitung, technischer lead, technische projektleitung, technologische ausrichtung, technologische leitung, technical standards, technische standards, technischen standards, set the direction, technical choices, decide on technolog*, technical plan*, choose technologies"
    ),
    "learners": "junior*, engineers, developers, team members, teammates, peers, colleagues, interns, new hires, new team*, students, less experienced, fellow, kolleg*, *kollegen, *kolleginnen, *mitarbeiter*, auszubild*, azubis, werkstudent*, *teammitglied*, junior-*, *entwicklern, kundenteams, new joiners, starters, apprentices, trainees, newcomers, studierend*, praktikant*, beschäftigt*, rest of the team, your reports, newer engineers, newer colleagues, other team members",
    "mentor_core": "mentor, mentors, mentoring, mentorship, coach engineers, coach the team, coach junior*, coaching, knowledge sharing, share knowledge, sharing knowledge, share your knowledge, knowledge transfer, knowledge-sharing, develop talent, onboarding new, onboard new engineers, lunch and learn*, tech talks, wissenstransfer, wissensaustausch, wissen weiter, know-how-transfer, einarbeitung von, einarbeitung neuer, anleitung von, mentoring, fachliche anleitung, settle in new, help new colleagues, help new engineers, abschlussarbeiten, professional growth, personnel development, arbeiten sie ein, arbeitest du ein, kolleginnen ein",
    "team_lead": (
        "lead a team, lead the team, leading a team, lead a small team, leading the team, manage a team, managing a team, manage the team, lead and manage, lead and mentor, lead and grow, people management, direct reports, line management, team leader, people leader*, manage engineers, managing engineers, lead engineers, leading engineers, lead developers, hiring process, hiring and, hiring of, and hiring, with hiring, in hiring, hire and, recruit and, recruiting and, recruitment of, interview candidates, conduct interviews, technical interviews, interviewing candidates, "
        "performance reviews, performance management, build a team, build the team, build and lead, build out the team, build out our team, grow the team, growing the team, grow our team, growing our team, grow a team, scale the team, scale our team, supervise a, supervise the, supervise junior*, supervising, one-on-ones, 1:1s, career development, leading a group, lead a group, "
        "teamleitung, personalverantwortung, mitarbeiterführung, führung eines, führung von, führung des, führst ein, führst das, leitest ein, leitest das, leitung eines, leitung des teams, disziplinarisch*, fachliche führung, führungsverantwortung, aufbau eines teams, aufbau des teams, personalführung, fachliche und disziplinarische, projektleitung, "
        "develop a team, manage and develop, run the team, interview new, interview and, help to interview, hire engineers, hiring engineers"
    ),
    "open_source": "open source, open-source, opensource, oss",
    "ai_core": (
        "ai, ml, machine learning, machine-learning, llm, llms, generative ai, genai, gen ai, agentic, ai agents, deep learning, neural, rag, computer vision, nlp, recommendation engine*, recommender*, ml models, ai-powered, ai-driven, ai-native, ai-based, mlops, inference, reinforcement learning, prompt engineering, "
        "ki, ki-*, maschinellem lernen, maschinelles lernen, künstlicher intelligenz, künstliche intelligenz, machine-learning-*, ml-*, ai-*, llm-*, deep-learning*, sprachmodell*, retrieval-augmented*, retrieval augmented*, predictive model*, models that predict, language model*, detectors, classifiers, chatbot*, copilots, train models, training models, model training, models in production, modelltraining"
    ),
    "ai_verb": (
        "propos*, build, builds, building, develop, develops, developing, development of, design, designing, implement, implementing, create, creating, deploy, deploying, train, training, ship, shipping, integrate, integrating, optimi*, operate, research, researching, prototyp*, experiment*, fine-tun*, evaluat*, apply, applying, work on, working on, contribute*, leverag*, scale, scaling, architect*, "
        "lead, own, improve, improving, use machine learning, use ml, partner with ml, maintain, deliver, enable, run, onboarding of, entwickel*, entwickle, *entwicklung, implementier*, *implementierung, umsetz*, trainier*, *training, konzep*, konzip*, optimier*, evaluier*, evaluation, erforsch*, aufbau, integrier*, erstell*, verarbeit*, weiterentwick*, begleite*, operationalisier*, deployment, betreib*, management, *lifecycle, einsatz, investigat*, ships"
    ),
    "frontend": (
        "frontend*, front-end, front end, user interface*, ui, uis, ux, user experience*, user-facing, customer-facing features, web app, web apps, web application*, react, react.js, angular, vue, vue.js, javascript, html, css, mobile app*, mobile application*, mobile, ios, android, react native, flutter, swift, single page, spa, dashboard ui, browser, full-stack, fullstack, full stack, front-to-back, landing page*, web interface*, web ui, interactive, web frontend*, "
        "benutzeroberfläche*, *oberfläche*, *frontend, *frontends, webanwendung*, web-anwendung*, webapplikation*, mobile-*, web-frontend*, ui-*, ux-*, weboberfläche*, webseite*, *website*, full-stack-*, fullstack-*, "
        "storefront*, web components, webfront*, templates, the app, our app, unsere app, unserer app"
    ),
    "data": (
        "data pipeline*, etl, elt, data platform*, data warehouse*, data warehousing, warehouse, analytics products, analytics tools, analytics and, analytics, dashboard*, reporting, report, reports, data processing, process data, big data, stream processing, streaming, real-time data, data lake*, lakehouse, dbt, data infrastructure, datasets, data sets, dataset, data quality, bi, business intelligence, data engineering, data ingestion, ingest*, data flows, data feed*, "
        "data integration*, data collection, data analysis, analyze data, analyse data, large amounts of data, amounts of data, data model for analytics, spark, airflow, kafka pipelines, data products, data transformation*, metrics and, data systems, data solutions, data-driven, data workflows, processing pipeline*, data assets, data sources, databricks, data architecture, business data, data management, data extraction, scrap*, crawl*, "
        "datenpipeline*, daten-pipeline*, datenplattform*, *datenanalyse*, *auswertung*, datenmengen, datenverarbeitung*, data-pipeline*, *reporting*, *reports, data-warehouse*, *dwh, datenstr*, analyse von daten, datenfl*, datenqualität, berichte, berichten, kennzahl*, datenaufbereit*, etl-*, bi-*, datenprodukt*, data lakes, "
        "feature store*, sensor data, event data, telemetry data, sensordaten, messdaten, *daten in echtzeit, mlops-pipeline*"
    ),
    "data_core": (
        "data pipeline*, etl, elt, data platform*, data warehouse*, data warehousing, data lake*, lakehouse, data ingestion, data infrastructure, data processing, stream processing, processing pipeline*, data engineering, data analysis, analytics pipelines, analytics platform, data products, data quality, data integration, big data, data transformation*, data workflows, analyze data, analyse data, analyzing data, analysing data, "
        "datenpipeline*, daten-pipeline*, datenplattform*, *datenanalyse*, datenverarbeitung*, data-pipeline*, data-warehouse*, analyse von daten, datenaufbereit*, etl-*, datenauswert*, große datenmengen, großen datenmengen"
    ),
    "new_technology": (
        "new technolog*, emerging technolog*, latest technolog*, new tools, new frameworks, new approaches, new ideas, technology trends, industry trends, trends, latest developments, latest trends, state of the art, state-of-the-art, cutting-edge, cutting edge, technologies, tools, frameworks, new ways, industry best, best tools, ai-assisted, ai-native engineering, new techniques, new methods, new solutions, technical options, "
        "neue technologien, neuer technologien, neuen technologien, neueste*, neue trends, neue tools, neue ansätze, neuer ansätze, *technologietrends, *technologien, algorithmen, methoden, frameworks, innovation*, innovativ*, besser machen"
    ),
    "research_core": (
        "learn new technologies, learn new, learning new technologies, evaluate new, evaluating new, evaluate emerging, explore new, exploring new, new technologies, emerging technologies, research and development, r&d, proof of concept*, proofs of concept, proof-of-concept*, pocs, stay up to date, stay up-to-date, staying up to date, keep up with, keep up to date, stay current, abreast, stay ahead, technology research, research new, cutting-edge technologies and research, emerging tech, new technology, latest technologies, rapid prototyp*, "
        "neue technologien, neuer technologien, recherche und evaluierung, evaluierung neuer, evaluation neuer, technologiescouting, technologie-scouting, marktbeobachtung, technologietrends, neueste technologien, neuester technologien, neuesten technologien, neuester entwicklungen, forschung und entwicklung, machbarkeitsstudie*, innovationsthemen, try out new, looking into new, keep an eye on, spikes, technology radar, try new, experiment with new, experimenting with new"
    ),
    "performance_core": (
        "performance and scaling, performance & scaling, speed; reliability, latenz*, *latenzen, durchsatz, performance optimi*, optimize performance, optimise performance, optimizing performance, performance improvement*, performance tuning, performance analysis, performance engineering, performance bottleneck*, improve performance, improving performance, system performance, application performance, evaluate system performance, query performance, latency, throughput, bottleneck*, profiling, scaling challenges, work on scaling, scalability of, scale our, scale the, scale systems, scaling our, scaling the, capacity planning, "
        "low-latency, low latency, optimize code, optimize queries, backtest speed, scalability; performance, performance; and scalab*, performance; scalab*, jobs for performance, for performance, performance and scalability, scalability and performance, performance and reliability, performance; reliability, performance; security, "
        "performance-optimierung*, performance optimierung*, performanceoptimierung*, ki-performance, performance-analyse*, performanz*, skalierung, skalierbarkeit, laufzeitoptimier*, lasttest*, optimierung der performance, performance-tuning, "
        "page speed, speed up, speeding up, load time*, loading time*, response time*, optimi* inference, memory usage, memory footprint, power consumption, power use, under load, high load, peak load, hoher last, hohe last, spitzenlast*, ladezeit*, antwortzeit*, optimierung der inferenz, security; performance, reliability; performance, increase performance, increasing performance, performance regression*, memory safety and performance"
    ),
    "security": (
        "security, secure, securely, securing, vulnerabilit*, penetration test*, pentest*, hardening, threat*, encryption, authentication, authorization, iam, access control*, access management, zero trust, secrets management, secret management, owasp, security-first, devsecops, siem, soc, identity and access, red-team*, exploit*, "
        "*sicherheits*, *sicherheit, *security, absicher*, *absicherung, härt*, *härtung, *härtungsmaßnahmen, schwachstelle*, authentifizier*, autorisier*, verschlüssel*, dlp-*, it-sicherheit*, *schutz, sicherheitslück*, bedrohung*, cyber*, protect data, protect user data, protect customer data, protecting data, protecting user data, protecting customer data, protect patient*, protect our users, de-identif*, pseudonymi*, anonymisier*"
    ),
    "cost": (
        "cost optimi*, cost efficien*, cost-efficien*, cost reduction, reduce cost*, reducing cost*, cost savings, cost management, cost governance, cost control, control cost*, optimize cost*, optimizing cost*, cost-effective*, finops, and cost, speed/cost, cost and, compute spend, storage spend, cloud spend, cloud costs, infrastructure costs, lower costs, budget constraints, minimize cost*, "
        "kostenoptimier*, kosteneffizien*, kosten senk*, kostensenk*, kostenreduk*, kosten zu, kosten optim*, cloud-kosten, kostenkontrolle, "
        "cloud spending, spending in check, spending, cut costs, cutting costs, licence costs, license costs, betriebskosten, senkung der kosten, kosten im blick, cheaper, cloud bill*, aws bill, our bill, günstiger, cloud-rechnung"
    ),
}

# Both groups of an alternative must stand in one sentence, at most so many characters apart (by default 60).
RULES: dict[Activity, tuple[str, ...]] = {
    "build_apis": ("make api",),
    "build_services": ("build software",),
    "optimize_databases": ("tune database_core",),
    "integrate_systems": ("integration",),
    "maintain_legacy": ("rework", "maintain improve 12", "existing maintain", "existing improve"),
    "work_cross_team": ("work_with people 90", "teamwork"),
    "code_review": ("review",),
    "agile_process": ("agile",),
    "gather_requirements": ("requirements_core", "gather requirements"),
    "stakeholder_communication": ("stakeholder_verb stakeholders 90", "stakeholder_core"),
    "deploy_services": ("deploy",),
    "implement_ci_cd": ("cicd", "automate automation_target"),
    "monitor_operate": ("monitoring", "running software_run 30"),
    "manage_infrastructure": ("infrastructure_core", "operate infrastructure 45"),
    "write_tests": ("testing",),
    "write_documentation": ("documentation",),
    "design_architecture": ("architecture",),
    "ensure_reliability": ("reliability",),
    "ensure_quality": ("quality",),
    "build_domain_systems": ("make domain 90",),
    "compliance_risk": ("compliance",),
    "lead_architecture": ("technical_lead",),
    "mentor": ("mentor_core", "mentoring learners"),
    "lead_team": ("team_lead",),
    "open_source": ("open_source",),
    "prototype_ai": ("ai_verb ai_core",),
    "build_frontend": ("make frontend",),
    "build_data_pipelines": ("data_core", "make data"),
    "research_technology": ("research_core", "evaluate new_technology"),
    "tune_performance": ("performance_core", "optimise slow 40"),
    "secure_systems": ("security",),
    "reduce_cost": ("cost",),
}

# Phrases whose words are no duty's, wherever they stand.
BLOCKED = (
    "soc 2, hosting costs, server-side, infrastructure as code, non-production, operational health, service health, health checks, health indicators, platform health, system health, ai coding agents, ai coding tools, ai coding, ai development tools, ai engineering, ai teams, ai researchers, data quality, service quality, cost constraints, time and cost constraints, cost and resource constraints, design; and analytics, security and finance, security; and finance, security; it, automated tests, automated testing, automated test, security clearance, social security, security team, security teams, security researchers, information security teams, job security, infrastructure and security teams, design team, product design, design patterns, ux design, product and design, product, design, product & design, design, product, and design, with design, design & analytics, "
    "frontend engineers, frontend engineer, front-end engineers, frontend team, frontend teams, frontend developers, frontend teammate, frontend and backend engineers, data scientist, data scientists, ml engineers, ai engineers, machine learning engineers, software engineers, software engineer, software developers, software developer, platform engineers, devops engineers, qa engineers, "
    "a/b test, a/b tests, a/b testing, agile environment, agile umfeld, agiles umfeld, agilen umfeld, performance review, performance reviews, performance management, high performing, high-performing, continuous integration, integration test, integration tests, integration testing, unit test, technical support, customer support, "
    "open source in, equal opportunity, data security, product quality of life, test engineers, product managers, product manager, product owners, project managers, ml researchers, system engineers, systems engineers, security engineers, infrastructure engineers, infrastructure organization, infrastructure teams, data teams, platform team, infrastructure team, release planning, release cycle, release cycles, launch vehicle, penetration test*, penetrationstests, test failures, corporate compliance, reliable data, reliable and joyful, "
    "open source technolog*, open-source technolog*, open source tools, open-source tools, open source framework*, open-source framework*, open source or, using open source, using open-source, use open source, use open-source, "
    "document parsing, document processing, document understanding, document analysis, document extraction, document generation, document ingestion, document intelligence, document search, document automation, document classification, document retrieval, "
    "legal documents, unstructured documents, documentation tools, design guides, write specs in, "
    "interfacing with end*, interfacing with users, interfacing with customers, interfacing with clients, interfacing with stakeholders, compliance-aware, dedicated mentor, a mentor who, mentor who, be mentored, mentored by, assigned a mentor, assigned mentor, receive mentorship, receive mentoring, receive coaching, mentorship from, mentorship by, guidance from, motion planning, path planning, trajectory planning, mobile robot*, mobile base*, open-source model*, open source model*, open-source nlp, open-source llm*, open source llm*, projektüberwachung, spring security"
)
