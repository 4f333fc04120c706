"""Sentences that mislead simple matchers: which technologies each asks for, and how strongly.

A row is an id, a text and the technologies that it names, each with ``!`` required, ``+`` preferred or ``~``
mentioned. All technologies that the engine finds must be in the row, and nothing else.
"""

from __future__ import annotations

import pytest

from jdextract.engines.lexicon.engine import LexiconEngine
from jdextract.models import Extraction, Posting

_MARKS = {"required": "!", "preferred": "+", "mentioned": "~"}


def read(text: str) -> Extraction:
    return LexiconEngine().read(Posting(id="sentence", text=text))


def technologies(text: str) -> set[str]:
    return {skill.name + _MARKS[skill.requirement] for skill in read(text).skills if skill.kind == "technology"}


AMBIGUOUS = [
    ("go-language", "Experience with Go and Kubernetes.", "Go! Kubernetes!"),
    ("go-in-list", "You know Python, Go or Ruby.", "Python! Go! Ruby!"),
    ("go-developer", "We are looking for a Go developer.", "Go!"),
    ("go-golang", "Solid knowledge of Golang.", "Go!"),
    ("go-to-market", "You have worked with go-to-market teams.", ""),
    ("go-verb", "You are ready to go the extra mile.", ""),
    ("go-verb-sentence", "Go ahead and apply if you know Python.", "Python!"),
    ("go-live", "Experience with go-live phases and Python.", "Python!"),
    ("go-hyphen-developer", "Gesucht: erfahrene Go-Entwickler mit Kenntnissen in Docker.", "Go! Docker!"),
    ("lower-case-list", "Stack: python, go, rust, postgres", "Python~ Go~ Rust~ PostgreSQL~"),
    ("lower-case-brackets", "Stack: [typescript, swift], [redis]", "TypeScript~ Swift~ Redis~"),
    ("lower-case-first", "go, rust or python: that is our stack", "Go~ Rust~ Python~"),
    ("lower-case-items", "You know java, spring, and hibernate", "Java! Spring! Hibernate!"),
    ("lower-case-prose", "You are swift, smart, and know Python", "Python!"),
    ("lower-case-verbs", "You know python, go the extra mile, and react to users.", "Python!"),
    ("lower-case-behind-verb", "Our stack is react, node and postgres on AWS", "React~ Node.js~ PostgreSQL~ AWS~"),
    ("lower-case-slashes", "Our apps are in react/javascript on golang services", "React~ JavaScript~ Go~"),
    ("lower-case-alone", "We express, dash, and chef about.", ""),
    ("go-ends-list", "You have written Python and Go for harbours.", "Python! Go!"),
    ("go-ends-list-to", "Requirements:\n- Docker, Go to build pumps", "Docker! Go!"),
    ("go-to-after-list", "Requirements:\n- Docker, Go to market", "Docker!"),
    ("whole-item", "Requirements:\n- Go\n- Spring\n- Docker", "Go! Spring! Docker!"),
    ("whole-item-with-note", "Our stack:\nDocker\nGo (a little)", "Docker~ Go~"),
    ("whole-item-and-its-tooling", "Requirements:\n- Go and related tooling\n- Docker", "Go! Docker!"),
    ("whole-item-elsewhere", "What we offer:\n- Flow\n- Spring", ""),
    ("praised", "Requirements:\n- Strong Go and Docker", "Go! Docker!"),
    ("praised-verb", "Requirements:\n- Strong Foundation in Docker", "Docker!"),
    ("labelled", "Requirements:\n- Skills: Go\n- Expertise: Spring", "Go! Spring!"),
    ("spring-in", "You are fit in Spring and know Docker.", "Spring! Docker!"),
    ("vue-french", "Un autre point de vue; experience with Docker.", "Docker!"),
    ("gtm-strategy", "Requirements:\n- Docker, and our GTM teams", "Docker!"),
    ("sip-benefit", "Requirements:\n- Docker\n- A pension and SIP scheme", "Docker!"),
    ("sip-protocol", "Requirements:\n- WebRTC and SIP", "WebRTC! SIP!"),
    ("worked-with", "Your tasks:\n- Build pipelines with Spark\n- Operate Puppet", "Spark~ Puppet~"),
    ("worked-in", "Your tasks:\n- Prepare reports in Excel", "Microsoft Excel~"),
    ("worked-with-product", "Your tasks:\n- Extend our Puppet modules", "Puppet~"),
    ("worked-with-german", "Deine Aufgaben:\n- Betrieb unserer Puppet-Umgebung", "Puppet~"),
    ("migrated", "Your tasks:\n- Migrate our servers from Chef to Puppet", "Chef~ Puppet~"),
    ("example", "Requirements:\n- Configuration tools (e.g. Puppet)", "Puppet!"),
    ("wished", "Nice to have:\n- Puppet is a plus", "Puppet+"),
    ("worked-with-company", "About us:\nWe work with Puppet to make lamps.", ""),
    ("abbreviation-platform", "Your tasks:\n- Extend our ATO platform with Docker", "Docker~"),
    ("r-language", "Experience with R or Python is required.", "R! Python!"),
    ("r-and-d", "You have worked in an R&D department.", ""),
    ("r-list", "Requirements:\n- Python, R, SQL", "Python! R! SQL!"),
    ("r-initial", "Your manager is Dr. R. Example, and you have patience.", ""),
    ("c-list", "Knowledge of C, C++ and Python.", "C! C++! Python!"),
    ("c-slash", "Proficient in C/C++.", "C! C++!"),
    ("c-sharp", "Proficient in C# and .NET.", "C#! .NET!"),
    ("c-level", "You have presented to C-level executives.", ""),
    ("c-series", "We are a Series C company, and you have SQL experience.", "SQL!"),
    ("cpp-alone", "Experience in C++17 on Linux.", "C++! Linux!"),
    ("rust", "Experience with Rust is required.", "Rust!"),
    ("rust-metal", "You keep our ships free of rust.", ""),
    ("swift", "Experience with Swift and iOS.", "Swift! iOS!"),
    ("swift-adjective", "You should give swift answers to customers.", ""),
    ("spring-framework", "Experience with Java and Spring.", "Java! Spring!"),
    ("spring-season", "You should start in spring 2026.", ""),
    ("spring-boot", "Experience with Spring Boot.", "Spring Boot!"),
    ("express-js", "Experience with Node.js and Express.", "Node.js! Express!"),
    ("company-word", "You know Docker; Spark Capital and Stripe, Inc. back our ferries.", "Docker!"),
    ("lines-lost", "Experience with Docker and MongoDBExperience with ferries.", "Docker! MongoDB!"),
    ("express-verb", "You can express ideas clearly.", ""),
    ("react-verb", "You should react quickly to incidents.", ""),
    ("react", "Experience with React and Redux.", "React! Redux!"),
    ("react-behind-slash", "Stack: Python on the backend, Vue/React on the frontend", "Python~ Vue.js~ React~"),
    ("react-native", "Experience with React Native.", "React Native!"),
    ("react-native-dot", "Our app is written in React.Native and Swift.", "React Native~ Swift~"),
    ("stun-turn", "Experience with WebRTC (STUN/TURN).", "WebRTC! STUN! TURN!"),
    ("turn-verb", "You turn ideas into code in Python.", "Python~"),
    ("java-ee", "Experience with J2EE and Spring.", "Java EE! Spring!"),
    ("star-snowflake", "Requirements:\n- Data modelling (star/snowflake) and SQL", "SQL!"),
    ("tomcat", "Experience with Apache Tomcat and Mesos.", "Tomcat! Mesos!"),
    ("title-likens", "Harbour (S24) | Docker for boats | Kiel\nWe write Go, Rust and Python.", "Go~ Rust~ Python~"),
    ("writer's-team", "We write Go, Rust and Python. Ask me: I'm an engineer on the iOS team.", "Go~ Rust~ Python~"),
    (
        "integrated-with",
        "About us:\nOur diary is fully integrated with Gmail.\n\nStack: Go, Rust, Python",
        "Go~ Rust~ Python~",
    ),
    ("excel-verb", "You excel at working under pressure.", ""),
    ("word-plain", "You should spread the word about us.", ""),
    ("access-noun", "You have access to our systems.", ""),
    ("teams-noun", "You have led teams before.", ""),
    ("teams-german", "Du hast Erfahrung in agilen Teams.", ""),
    ("chef-german", "Du hast einen Chef, der zuhört.", ""),
    ("chef-tool", "Experience with Chef, Puppet and Ansible.", "Chef! Puppet! Ansible!"),
    ("salt-list", "Experience with Ansible, Salt or Puppet.", "Ansible! SaltStack! Puppet!"),
    ("unity-noun", "You should value unity in the team.", ""),
    ("dart-flutter", "Experience with Dart and Flutter.", "Dart! Flutter!"),
    ("elixir", "Experience with Elixir and Phoenix.", "Elixir! Phoenix!"),
    ("java-island", "You have a taste for Java and Kotlin code.", "Java! Kotlin!"),
    ("javascript-not-java", "Experience with JavaScript.", "JavaScript!"),
    ("sql-server", "Experience with SQL Server.", "SQL Server!"),
    ("rest-noun", "You know that the rest is up to you.", ""),
    ("ruby-rails", "Experience with Ruby on Rails.", "Ruby on Rails!"),
    ("next-word", "You should know what comes next.", ""),
    ("next-js", "Experience with Next.js.", "Next.js!"),
    ("node-js", "Experience with NodeJS.", "Node.js!"),
    ("vue", "Experience with VueJS or Vue 3.", "Vue.js!"),
    ("gtm-market", "You have done GTM with sales, and know Python.", "Python!"),
    ("gtm-tags", "Experience with GTM and GA4.", "Google Tag Manager! Google Analytics!"),
    ("city-of-a-tool", "Our Istanbul team uses Python, Docker, Redis and Kafka.", "Python~ Docker~ Redis~ Kafka~"),
    ("city-of-a-vendor", "Acme | Palo Alto, CA\nOur stack: Python, Docker, Redis", "Python~ Docker~ Redis~"),
    ("vendor-in-a-city", "Experience with Palo Alto and Cisco firewalls.", "Palo Alto Networks! Cisco!"),
    ("itch-noun", "You have an itch for Python.", "Python!"),
    ("name-of-a-person", "Luis leads us. You know Python.", "Python!"),
    ("one-big-table", "You know Python and One Big Tables.", "Python!"),
    ("unix-like", "Experience with Unix-like operating systems.", "Unix!"),
    ("whole-item-of-the-stack", "Tech stack:\n- Expo\n- Redis\n- Docker", "Expo~ Redis~ Docker~"),
    ("whole-item-of-demands", "Requirements:\n- Go\n- Redis", "Go! Redis!"),
    ("git-github", "Experience with Git and GitHub.", "Git! GitHub!"),
    ("lambda", "Experience with AWS Lambda.", "AWS Lambda!"),
    ("bash-verb", "You should never bash your colleagues.", ""),
    ("scala-word", "Experience with Scala and Akka.", "Scala! Akka!"),
    ("spark", "Experience with Spark and Hadoop.", "Spark! Hadoop!"),
    ("spark-verb", "You should spark joy in your team.", ""),
    ("kafka", "Experience with Apache Kafka.", "Kafka!"),
    ("oracle", "Experience with Oracle databases.", "Oracle Database!"),
    ("address-redis", "You have seen https://redis.example.com before.", ""),
    ("address-mail", "Questions? You have jobs@python.example to write to.", ""),
]

COMPANIES = [
    (
        "likes-of",
        "Companies like Stripe, Twilio and Slack rely on us. Our stack: Go, Redis, Docker",
        "Go~ Redis~ Docker~",
    ),
    ("investors", "Funded by investors in Dropbox and Slack. Our stack: Go, Redis, Docker", "Go~ Redis~ Docker~"),
    ("replaced", "We intend to replace Salesforce.\nOur stack: Go, Redis, Docker", "Go~ Redis~ Docker~"),
    ("served", "Acme helps enterprises migrate off Salesforce.\nOur stack: Go, Redis, Docker", "Go~ Redis~ Docker~"),
    ("former-staff", "I'm an early DigitalOcean employee. Our stack: Go, Redis, Docker", "Go~ Redis~ Docker~"),
    ("hosted-at", "Deine Aufgaben:\n- Betrieb von Kubernetes bei Hetzner", "Kubernetes~ Hetzner~"),
    ("employed-at", "Your tasks:\n- Join the engineers at Hetzner and use Docker", "Docker~"),
    (
        "stack-after-notices",
        "Benefits:\n- Cake\n\nWe are an equal opportunity employer.\n\nThe stack in short: Java 21, Doctrine, Twig",
        "Java~ Doctrine~ Twig~",
    ),
    (
        "demand-on-condition",
        "Die Laternen GmbH berät Hafenämter.\nWenn du Java und Docker beherrschst, passt du zu uns.",
        "Java! Docker!",
    ),
    ("hires", "Grafana is hiring.\nOur stack: Go, Redis, Docker", "Go~ Redis~ Docker~"),
]

SUITES = [
    ("behind-members", "Stack: AWS Lambda, DynamoDB, API Gateway", "AWS Lambda~ Amazon DynamoDB~ Amazon API Gateway~"),
    (
        "in-brackets",
        "Experience with Azure (Functions, Service Bus and Policy)",
        "Azure! Azure Functions! Azure Service Bus! Azure Policy!",
    ),
    ("brackets-of-spring", "Experience with Spring (Boot, MVC)", "Spring! Spring Boot! Spring MVC!"),
    ("suite-and-practice", "Experience with AWS, Azure, DevOps", "AWS! Azure!"),
    ("member-and-practice", "Experience with Azure Functions, DevOps", "Azure Functions!"),
    ("cost-of-anything", "Experience with Python, Cost Management", "Python!"),
    ("behind-colon", "Requirements:\n- AWS: Glue, EKS, IAM", "AWS! AWS Glue! Amazon EKS! AWS IAM!"),
    ("colon-and-practice", "Requirements:\n- AWS: Security and Lambda", "AWS! AWS Lambda!"),
    (
        "plural-member",
        "Requirements:\n- Salesforce (Flows, Bulk API)",
        "Salesforce! Salesforce Flow! Salesforce Bulk API!",
    ),
    ("behind-product", "Experience with Docker and MongoDB, Charts", "Docker! MongoDB! MongoDB Charts!"),
    (
        "at-large",
        "Your tasks:\n- Extend Experience Builder pages\n- Maintain our Salesforce org",
        "Salesforce Experience Builder~ Salesforce~",
    ),
    ("member-of-nothing", "Your tasks:\n- Extend Service Catalog pages with Docker", "Docker~"),
]

BOUNDARIES = [
    ("nbsp", "Experience with Spring\u00a0Boot and Ruby\u00a0on\u00a0Rails.", "Spring Boot! Ruby on Rails!"),
    ("double-space", "Experience with Spring  Boot.", "Spring Boot!"),
    ("soft-hyphen", "Experience with Kuber\u00adnetes.", "Kubernetes!"),
    ("zero-width", "Experience with Post\u200bgreSQL.", "PostgreSQL!"),
    ("typographic-hyphen", "Erfahrung mit Java\u2011Anwendungen.", "Java!"),
    ("escaped-sharp", "Experience with C\\# and C\\+\\+.", "C#! C++!"),
    ("markdown-bold", "Experience with **Python** and **Django**.", "Python! Django!"),
    ("makers-product", "Experience with CUDA and NVIDIA's TensorRT.", "CUDA! TensorRT!"),
    ("glued-with", "Experience withC#andAngular.", "C#! Angular!"),
    ("glued-behind", "Experience with Pythonand Kubernetes.", "Python! Kubernetes!"),
    ("glued-before", "Experience withPython and Docker.", "Python! Docker!"),
    ("glued-before-in-german", "Erfahrung mit Werkzeugen wieJira und Git.", "Jira! Git!"),
    ("glued-article", "Erfahrung mit demSpring Framework und Docker.", "Spring! Docker!"),
    ("glued-abbreviation", "Kenntnisse in HTML5undCSS sowie SQLund Git.", "HTML! CSS! SQL! Git!"),
    ("glued-within-a-word", "Du kennst Git und arbeitest gern für BrandGIS und LandSQL.", "Git!"),
    ("glued-developer", "We are looking for a Python Developerto join us.", "Python!"),
    ("plural-behind-a-blank", "Erfahrung mit Docker und Raspberry Pis.", "Docker! Raspberry Pi!"),
    (
        "idiom-of-no-fear",
        "Dein Profil:\n- Keine Scheu vor der Bash: die Kommandozeile ist dein Freund",
        "Bash! command line!",
    ),
    ("technologien-in-a-compound", "Deine Aufgaben:\n- Web-Technologien:Du baust Seiten mit Django", "Django~"),
    ("version-python", "Experience with Python3.", "Python!"),
    ("version-java", "Experience with Java 17.", "Java!"),
    ("version-java-plus", "Experience with Java 8+.", "Java!"),
    ("version-angular", "Experience with Angular 2+.", "Angular!"),
    ("version-es6", "Experience with ES6.", "JavaScript!"),
    ("version-html5", "Experience with HTML5 and CSS3.", "HTML! CSS!"),
    ("version-dotted", "Experience with Python 3.11 and Django 4.2.", "Python! Django!"),
    ("slash-pair", "Experience with Django/Flask.", "Django! Flask!"),
    ("slash-spaces", "Experience with MySQL / PostgreSQL.", "MySQL! PostgreSQL!"),
    ("slash-three", "Experience with AWS/GCP/Azure.", "AWS! GCP! Azure!"),
    ("parenthesis", "Experience with AWS (EC2, S3).", "AWS! Amazon EC2! Amazon S3!"),
    ("parenthesis-or", "Experience with a cloud (AWS or Azure).", "AWS! Azure!"),
    ("plus-sign", "Experience with Python+Django.", "Python! Django!"),
    ("pipe-list", "Requirements: Python | Docker | Terraform", "Python! Docker! Terraform!"),
    ("bullet-inline", "Requirements: • Python • Docker • Terraform", "Python! Docker! Terraform!"),
    ("sentence-end", "You know Java. You know Kotlin.", "Java! Kotlin!"),
    ("quotes", "You know \u201eJava\u201c and \u201cKotlin\u201d.", "Java! Kotlin!"),
    ("dotnet-core", "Experience with .NET Core.", ".NET!"),
    ("asp-dotnet", "Experience with ASP.NET.", "ASP.NET!"),
    ("f-sharp", "Experience with F#.", "F#!"),
    ("underscore", "You know snake_java_case variables.", ""),
    ("inside-word", "You have a javanese colleague and pythonesque humour.", ""),
    ("capitals", "EXPERIENCE WITH PYTHON AND KUBERNETES.", "Python! Kubernetes!"),
    ("lower-case", "experience with python, docker and postgres.", "Python! Docker! PostgreSQL!"),
    ("emoji", "🐍 Experience with Python 🚀 and Docker.", "Python! Docker!"),
    ("umlaut-before", "Übung für Ärzte, Kenntnisse in Python.", "Python!"),
    ("possessive", "You know Python's standard library.", "Python!"),
    ("k8s", "Experience with k8s.", "Kubernetes!"),
]

GERMAN = [
    ("de-kenntnisse-hyphen", "Du hast gute Java-Kenntnisse.", "Java!"),
    ("de-entwickler", "Wir suchen Python-Entwickler.", "Python!"),
    ("de-kenntnisse-in", "Sehr gute Kenntnisse in TypeScript und Angular.", "TypeScript! Angular!"),
    ("de-erfahrung-mit", "Erfahrung mit Docker und Kubernetes.", "Docker! Kubernetes!"),
    ("de-cluster", "Erfahrung mit Kubernetes-Clustern.", "Kubernetes!"),
    ("de-ellipsis", "Erfahrung mit Java- und Kotlin-Anwendungen.", "Java! Kotlin!"),
    ("de-umgang", "Sicherer Umgang mit Git und Jira.", "Git! Jira!"),
    ("de-idealerweise", "Erfahrung mit Python, idealerweise Django.", "Python! Django+"),
    ("de-von-vorteil", "Kenntnisse in Terraform sind von Vorteil.", "Terraform+"),
    ("de-wuenschenswert", "Erfahrung mit Kafka ist wünschenswert.", "Kafka+"),
    ("de-kein-muss", "Erfahrung mit Rust ist kein Muss.", "Rust+"),
    ("de-oder", "Du kennst Python oder Java.", "Python! Java!"),
    ("de-bevorzugt", "Gute Programmierkenntnisse (bevorzugt C#).", "C#+"),
    ("de-keine", "Keine Java-Kenntnisse erforderlich, du brauchst Erfahrung mit Python.", "Python!"),
    ("de-nicht-erforderlich", "Kenntnisse in Perl sind nicht erforderlich.", ""),
    ("de-statt", "Du hast Erfahrung mit Kotlin statt Java.", "Kotlin!"),
    ("de-nicht-nur", "Du kennst nicht nur Java, sondern auch Kotlin.", "Java! Kotlin!"),
    (
        "de-profil",
        "Dein Profil\n- Python\n- PostgreSQL\n\nWir bieten\n- Schulungen in Go und Rust",
        "Python! PostgreSQL!",
    ),
    ("de-aufgaben", "Deine Aufgaben\n- Entwicklung von Microservices mit Spring Boot", "Spring Boot~"),
    ("de-nice", "Dein Profil\n- Java\nNice to have\n- Kafka", "Java! Kafka+"),
    ("de-stack", "Unser Stack: React, Node.js und MongoDB.", "React~ Node.js~ MongoDB~"),
    ("de-voraussetzung", "Kenntnisse in SQL werden vorausgesetzt.", "SQL!"),
    (
        "de-bulleted-ideal",
        "Anforderungen\n- Erfahrung mit AWS\n- Idealerweise Kenntnisse in Terraform",
        "AWS! Terraform+",
    ),
    ("de-wie", "Erfahrung mit Frameworks wie Spring Boot oder Quarkus.", "Spring Boot! Quarkus!"),
    ("de-zb", "Erfahrung mit Cloud-Diensten (z. B. AWS, Azure).", "AWS! Azure!"),
    (
        "de-flat",
        "Über uns Wir bauen Waagen. Deine Aufgaben Du entwickelst Dienste in Java. Dein Profil Du hast Erfahrung mit Docker.",
        "Java~ Docker!",
    ),
    ("de-ohne", "Bei uns arbeitest du ohne PHP und mit Python.", "Python~"),
    ("de-wenn-du-zusaetzlich", "Dein Profil:\n- Java; wenn du zusätzlich noch AWS kennst, freut uns das", "Java! AWS+"),
    ("de-ein-kann", "Dein Profil:\n- Python ist ein Muss, Docker ein Kann", "Python! Docker+"),
    ("de-musst-du-nicht", "Dein Profil:\n- COBOL musst du nicht können, Python schon", "Python!"),
    ("de-umso-besser", "Dein Profil:\n- Wenn du schon mit Kafka gearbeitet hast, umso besser", "Kafka+"),
    ("de-ilike", "Erfahrung mit PostgreSQL o. ä. ist ein Plus.", "PostgreSQL+"),
    ("de-gerne", "Kenntnisse in Python, gerne auch Go-Kenntnisse.", "Python! Go+"),
    ("de-sql-nosql", "Kenntnisse in SQL- und NoSQL-Datenbanken.", "SQL!"),
]

LEVELS = [
    ("must", "You must have experience with Python.", "Python!"),
    ("required-behind", "Python is required.", "Python!"),
    ("plus", "Experience with Kafka is a plus.", "Kafka+"),
    ("plus-list", "Experience with Kafka, RabbitMQ or NATS is a plus.", "Kafka+ RabbitMQ+ NATS+"),
    ("nice-to-have-behind", "Knowledge of Terraform is nice to have.", "Terraform+"),
    ("plus-bracket", "Requirements:\n- Python, Kafka (a plus)", "Python! Kafka+"),
    ("bracket-nice", "Requirements:\n- Docker (nice to have)\n- Python", "Docker+ Python!"),
    ("ideally", "Requirements:\n- 3 years of Python, ideally with Django", "Python! Django+"),
    ("preferably", "Requirements:\n- Experience with a cloud, preferably AWS", "AWS+"),
    ("preferably-bracket", "Requirements:\n- SQL (preferably PostgreSQL) and Python", "SQL! PostgreSQL+ Python!"),
    ("two-clauses", "Requirements:\n- Strong Python skills, AWS a plus", "Python! AWS+"),
    ("two-clauses-head", "Requirements:\n- Proficient in Python, experience with Go is a plus", "Python! Go+"),
    ("but-preferred", "Requirements:\n- Java is required but Kotlin is preferred", "Java! Kotlin+"),
    ("required-preferred", "Requirements:\n- AWS required, GCP preferred", "AWS! GCP+"),
    ("not-required-but", "Requirements:\n- Python\n- Rust is not required but a plus", "Python! Rust+"),
    ("bonus-heading", "Requirements:\n- Python\nBonus points:\n- Elixir", "Python! Elixir+"),
    (
        "unknown-heading-of-demands",
        (
            "Dein Profil\n- Erfahrung mit Java\n- Kotlin und AWS\n- Terraform ist ein Plus\nArbeitsweise & Formales\n- Proaktive Kommunikation\n"
            "- Du arbeitest eigenständig mit SQL\n- Git"
        ),
        "Java! Kotlin! AWS! Terraform+ SQL! Git!",
    ),
    ("preferred-heading-outranks", "Preferred Qualifications\n- Must have experience with Kafka", "Kafka+"),
    ("desired", "Requirements:\n- Terraform desired", "Terraform+"),
    ("bonus-for", "Requirements:\n- Python. Bonus points for Rust.", "Python! Rust+"),
    ("strongest-wins", "Stack: Python, Redis\nRequirements:\n- Python", "Python! Redis~"),
    ("duties-mentioned", "Responsibilities:\n- Build services in Python on AWS", "Python~ AWS~"),
    ("stack-line", "Tech stack: Python, Django, PostgreSQL", "Python~ Django~ PostgreSQL~"),
    ("we-use", "We use Ruby on Rails and PostgreSQL.", "Ruby on Rails~ PostgreSQL~"),
    ("our-stack-is", "Our stack is TypeScript, React and Node.js.", "TypeScript~ React~ Node.js~"),
    ("you-will-use", "You will build APIs with FastAPI.", "FastAPI~"),
    ("years", "5+ years of experience with Java.", "Java!"),
    (
        "flat-ad",
        "Acme builds scales. Responsibilities: Build services in Go. Requirements: Experience with Docker. Nice to have: Terraform.",
        "Go~ Docker! Terraform+",
    ),
    (
        "flat-ad-no-colon",
        "About the role You join a small team. What you'll do Build pipelines with Airflow and dbt. What you bring Strong Python skills. Nice to have Kafka experience.",
        "Airflow~ dbt~ Python! Kafka+",
    ),
    (
        "emoji-heading",
        "🚀 What you bring\n✅ Python\n✅ Docker\n🎁 What we offer\n✅ Free AWS training",
        "Python! Docker!",
    ),
    ("capital-heading", "REQUIREMENTS\nPython\nDocker\nNICE TO HAVE\nHelm", "Python! Docker! Helm+"),
    ("markdown-heading", "## Requirements\n* Python\n## Nice to have\n* Helm", "Python! Helm+"),
    ("bold-heading", "**What you bring:**\n* Python\n**Bonus:**\n* Helm", "Python! Helm+"),
    ("looking-for", "We're looking for an engineer with strong Kotlin skills.", "Kotlin!"),
    ("hn-title", "Acme Scales | Backend Engineer (Python) | Berlin | Remote\nWe build scales.", "Python~"),
    ("optional-behind", "Requirements:\n- Docker (optional)", "Docker+"),
    ("advantage", "Requirements:\n- Knowledge of Ansible is an advantage", "Ansible+"),
    ("asset", "Requirements:\n- Experience with Snowflake would be an asset", "Snowflake+"),
    ("plus-if", "Requirements:\n- Python\n- A plus if you know Scala", "Python! Scala+"),
    ("familiarity", "Familiarity with Jenkins.", "Jenkins!"),
    ("must-in-duties", "Responsibilities:\n- Run clusters (must have experience with Kubernetes)", "Kubernetes!"),
]

NOT_ASKED = [
    ("no-java-here", "We write Kotlin. No Java here!", "Kotlin~"),
    ("no-java-needed", "You know Kotlin; no Java needed.", "Kotlin!"),
    ("not-required", "Experience with Kubernetes is not required.", ""),
    ("no-experience-required", "No experience with Salesforce required, but you know SQL.", "SQL!"),
    ("instead-of", "We use Rust instead of C++.", "Rust~"),
    ("rather-than", "We use Go rather than Java.", "Go~"),
    ("we-dont-use", "We don't use PHP or Perl, we use Python.", "Python~"),
    ("neither", "You need neither Java nor Scala, but Python experience is required.", "Python!"),
    ("without", "You will build APIs without GraphQL.", ""),
    ("not-only", "You know not only Python but also Rust.", "Python! Rust!"),
    ("not-limited", "Experience with databases including but not limited to MySQL and Redis.", "MySQL! Redis!"),
    ("no-matter", "You have built services, no matter whether in Java or Python.", "Java! Python!"),
    ("perk-classes", "Requirements:\n- Java\nBenefits:\n- Free Python classes", "Java!"),
    ("perk-macbook", "Requirements:\n- Linux\nWhat we offer:\n- A new MacBook with Excel", "Linux!"),
    ("perk-sentence", "We offer free AWS certifications and lunch.", ""),
    ("company-customers", "About us\nOur customers run Oracle and SAP.\nRequirements\n- Python", "Python!"),
    ("company-stack", "About us\nOur platform is built with Elixir.\nRequirements\n- SQL", "Elixir~ SQL!"),
    (
        "legal",
        "Requirements:\n- Python\nEqual opportunity: we hire regardless of whether you use Vim or Emacs.",
        "Python!",
    ),
    ("application-link", "Requirements:\n- Python\nHow to apply:\nSend us your GitHub profile.", "Python!"),
    ("german-perk", "Anforderungen\n- Java\nBenefits\n- Kostenlose Schulungen für Kubernetes", "Java!"),
    ("negated-list", "Requirements:\n- Python (no Java, PHP or Perl)", "Python!"),
    ("not-needed-behind", "Requirements:\n- Python. Java is not needed.", "Python!"),
    ("never", "You will never touch COBOL.", ""),
    ("isnt-required", "Prior experience in Elixir isn't required.", ""),
]

ALTERNATIVES = [
    ("versions", "Experience with Java 17 or Kotlin 2.x", [{"Java", "Kotlin"}]),
    ("or-three", "Experience with Go, Java or Kotlin.", [{"Go", "Java", "Kotlin"}]),
    ("or-two", "You know Python or Ruby.", [{"Python", "Ruby"}]),
    ("slash-clouds", "Experience with AWS/GCP/Azure.", [{"AWS", "GCP", "Azure"}]),
    ("one-of", "Experience with at least one of: React, Angular, Vue.js", [{"React", "Angular", "Vue.js"}]),
    ("german-oder", "Du kennst Python oder Java.", [{"Python", "Java"}]),
    ("german-list", "Erfahrung mit PostgreSQL, MySQL oder MariaDB.", [{"PostgreSQL", "MySQL", "MariaDB"}]),
    ("and-is-none", "Experience with Python and Docker.", []),
    ("comma-is-none", "Experience with Python, Docker, Terraform.", []),
    ("and-before-or", "Experience with Docker and AWS or GCP.", [{"AWS", "GCP"}]),
    ("pair-is-none", "Experience with HTML/CSS.", []),
    ("c-pair-is-none", "Experience with C/C++.", []),
    (
        "two-groups",
        "Experience with Python or Go, and with MySQL or PostgreSQL.",
        [{"Python", "Go"}, {"MySQL", "PostgreSQL"}],
    ),
    ("or-similar", "Experience with Kafka, RabbitMQ or similar.", [{"Kafka", "RabbitMQ"}]),
    ("either", "You know either Django or Flask.", [{"Django", "Flask"}]),
    ("bracket-or", "Experience with a cloud (AWS, Azure or GCP).", [{"AWS", "Azure", "GCP"}]),
    ("bullets-apart", "Requirements:\n- Python or Go\n- Docker", [{"Python", "Go"}]),
]

_SENTENCES = [row for table in (AMBIGUOUS, COMPANIES, SUITES, BOUNDARIES, GERMAN, LEVELS, NOT_ASKED) for row in table]


def test_there_are_enough_sentences() -> None:
    assert len(_SENTENCES) + len(ALTERNATIVES) >= 150


_SPACED = (
    "Spring Boot",
    "Java EE",
    "Ruby on Rails",
    "React Native",
    "SQL Server",
    "AWS Lambda",
    "Amazon EC2",
    "Amazon S3",
    "Oracle Database",
    "Amazon DynamoDB",
    "Amazon API Gateway",
    "Azure Functions",
    "Azure Service Bus",
    "Azure Policy",
    "Spring MVC",
    "Google Tag Manager",
    "Google Analytics",
    "Palo Alto Networks",
    "AWS Glue",
    "Amazon EKS",
    "AWS IAM",
    "Salesforce Flow",
    "Salesforce Bulk API",
    "Salesforce Experience Builder",
    "MongoDB Charts",
    "Microsoft Excel",
    "Raspberry Pi",
    "command line",
)


def _expected(row: str) -> set[str]:
    for name in _SPACED:
        row = row.replace(name, name.replace(" ", "_"))
    return {word.replace("_", " ") for word in row.split()}


@pytest.mark.parametrize(("text", "expected"), [pytest.param(t, e, id=i) for i, t, e in _SENTENCES])
def test_technologies(text: str, expected: str) -> None:
    assert technologies(text) == _expected(expected)


@pytest.mark.parametrize(("text", "expected"), [pytest.param(t, e, id=i) for i, t, e in ALTERNATIVES])
def test_alternatives(text: str, expected: list[set[str]]) -> None:
    groups: dict[int, set[str]] = {}
    for skill in read(text).skills:
        if skill.any_of is not None:
            groups.setdefault(skill.any_of, set()).add(skill.name)
    assert [groups[number] for number in sorted(groups)] == expected
    assert sorted(groups) == list(range(1, len(groups) + 1))
