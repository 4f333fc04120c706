"""English names of countries and languages, and the regions that reports sum countries up in."""

from __future__ import annotations

_BY_REGION = {
    "EU": (
        "AT Austria, BE Belgium, BG Bulgaria, HR Croatia, CY Cyprus, CZ Czechia, DK Denmark, EE Estonia, FI Finland, "
        "FR France, DE Germany, GR Greece, HU Hungary, IE Ireland, IT Italy, LV Latvia, LT Lithuania, LU Luxembourg, "
        "MT Malta, NL Netherlands, PL Poland, PT Portugal, RO Romania, SK Slovakia, SI Slovenia, ES Spain, SE Sweden"
    ),
    "Europe outside the EU": (
        "AL Albania, AD Andorra, AM Armenia, AZ Azerbaijan, BY Belarus, BA Bosnia and Herzegovina, GE Georgia, "
        "IS Iceland, XK Kosovo, LI Liechtenstein, MD Moldova, MC Monaco, ME Montenegro, MK North Macedonia, NO Norway, "
        "RU Russia, RS Serbia, CH Switzerland, TR Türkiye, UA Ukraine, GB United Kingdom"
    ),
    "North America": "CA Canada, US United States",
    "Latin America": (
        "AR Argentina, BO Bolivia, BR Brazil, CL Chile, CO Colombia, CR Costa Rica, CU Cuba, DO Dominican Republic, "
        "EC Ecuador, SV El Salvador, GT Guatemala, HN Honduras, JM Jamaica, MX Mexico, NI Nicaragua, PA Panama, "
        "PY Paraguay, PE Peru, PR Puerto Rico, UY Uruguay, VE Venezuela"
    ),
    "Asia-Pacific": (
        "AU Australia, BD Bangladesh, KH Cambodia, CN China, HK Hong Kong, IN India, ID Indonesia, JP Japan, "
        "KZ Kazakhstan, MY Malaysia, MN Mongolia, MM Myanmar, NP Nepal, NZ New Zealand, PK Pakistan, PH Philippines, "
        "SG Singapore, KR South Korea, LK Sri Lanka, TW Taiwan, TH Thailand, UZ Uzbekistan, VN Vietnam"
    ),
    "Middle East & Africa": (
        "DZ Algeria, BH Bahrain, CM Cameroon, CI Côte d’Ivoire, EG Egypt, ET Ethiopia, GH Ghana, IR Iran, IQ Iraq, "
        "IL Israel, JO Jordan, KE Kenya, KW Kuwait, LB Lebanon, MU Mauritius, MA Morocco, NG Nigeria, OM Oman, QA Qatar, "
        "RW Rwanda, SA Saudi Arabia, SN Senegal, ZA South Africa, TZ Tanzania, TN Tunisia, UG Uganda, "
        "AE United Arab Emirates, ZM Zambia, ZW Zimbabwe"
    ),
}
_ENTRIES = [(region, entry[:2], entry[3:]) for region, entries in _BY_REGION.items() for entry in entries.split(", ")]
_COUNTRIES = {code: name for _, code, name in _ENTRIES}
_REGIONS = {code: region for region, code, _ in _ENTRIES}
_WITH_ARTICLE = frozenset({"US", "GB", "NL", "PH", "AE", "DO"})

_LANGUAGES = dict(
    entry.split(" ", 1)
    for entry in [
        "af Afrikaans",
        "am Amharic",
        "ar Arabic",
        "az Azerbaijani",
        "be Belarusian",
        "bg Bulgarian",
        "bn Bengali",
        "bs Bosnian",
        "ca Catalan",
        "cs Czech",
        "cy Welsh",
        "da Danish",
        "de German",
        "el Greek",
        "en English",
        "es Spanish",
        "et Estonian",
        "eu Basque",
        "fa Persian",
        "fi Finnish",
        "fr French",
        "ga Irish",
        "gl Galician",
        "gu Gujarati",
        "he Hebrew",
        "hi Hindi",
        "hr Croatian",
        "hu Hungarian",
        "hy Armenian",
        "id Indonesian",
        "is Icelandic",
        "it Italian",
        "ja Japanese",
        "ka Georgian",
        "kk Kazakh",
        "km Khmer",
        "kn Kannada",
        "ko Korean",
        "lb Luxembourgish",
        "lt Lithuanian",
        "lv Latvian",
        "mk Macedonian",
        "ml Malayalam",
        "mn Mongolian",
        "mr Marathi",
        "ms Malay",
        "mt Maltese",
        "my Burmese",
        "nb Norwegian",
        "ne Nepali",
        "nl Dutch",
        "no Norwegian",
        "pa Punjabi",
        "pl Polish",
        "ps Pashto",
        "pt Portuguese",
        "ro Romanian",
        "ru Russian",
        "si Sinhala",
        "sk Slovak",
        "sl Slovenian",
        "sq Albanian",
        "sr Serbian",
        "sv Swedish",
        "sw Swahili",
        "ta Tamil",
        "te Telugu",
        "th Thai",
        "tl Filipino",
        "tr Turkish",
        "uk Ukrainian",
        "ur Urdu",
        "uz Uzbek",
        "vi Vietnamese",
        "zh Chinese",
    ]
)


def country_name(code: str, *, article: bool = False) -> str:
    """The English name of an ISO 3166-1 alpha-2 code, or the code where it is not listed.

    With ``article`` as it stands in a sentence: "the United States".
    """
    name = _COUNTRIES.get(code.upper(), code)
    return f"the {name}" if article and code.upper() in _WITH_ARTICLE else name


def language_name(code: str) -> str:
    """The English name of an ISO 639-1 code, or the code where it is not listed."""
    return _LANGUAGES.get(code.lower(), code)


def region(code: str) -> str | None:
    """The region of an ISO 3166-1 alpha-2 code."""
    return _REGIONS.get(code.upper())
