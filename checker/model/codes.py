"""Country, currency and subdivision codes that a file may carry.

Holds the sets of ISO 3166-1 alpha-2 and ISO 4217 codes, past ones included (a payroll of 2025 is in
BGN), the minor units of a currency, and the shape of an ISO 3166-2 code. Names of countries and
currencies are not here: only the page that prints them needs a locale.
"""

from __future__ import annotations

import re
from collections.abc import Set

# ISO 3166-1 alpha-2, officially assigned, and XK, which ISO leaves to its users and they give to Kosovo.
COUNTRIES: frozenset[str] = frozenset(
    """
    AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV
    BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES
    ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE
    IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY
    MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU
    NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM
    SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE
    VG VI VN VU WF WS XK YE YT ZA ZM ZW
    """.split()
)

# ISO 3166-3: codes withdrawn and not given to another country since.
PAST_COUNTRIES: frozenset[str] = frozenset(
    "AN BU CS CT DD DY FQ FX HV JT MI NH NQ NT PC PU PZ RH SU TP VD WK YD YU ZR".split()
)

# ISO 4217 list one without metals, bond-market units, settlement funds and test codes: nobody is paid in them.
CURRENCIES: frozenset[str] = frozenset(
    """
    AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF
    CLF CLP CNY COP COU CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ
    GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR
    LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB
    PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL
    THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYI UYU UYW UZS VED VES VND VUV WST XAF XCD XCG XOF XPF
    YER ZAR ZMW ZWG
    """.split()
)

# ISO 4217 list three: withdrawn, but a pay file or a benchmark of its time may be in it.
PAST_CURRENCIES: frozenset[str] = frozenset(
    """
    ADP AFA ALK ANG AOK AON AOR ARA ARP ARY ATS AYM AZM BAD BEC BEF BEL BGJ BGK BGL BGN BOP BRB BRC BRE BRN
    BRR BUK BYB BYR CHC CSD CSJ CSK CUC CYP DDM DEM ECS ECV EEK ESA ESB ESP FIM FRF GEK GHC GHP GNE GNS GQE
    GRD GWE GWP HRD HRK IEP ILP ILR ISJ ITL LAJ LSM LTL LTT LUC LUF LUL LVL LVR MGF MLF MRO MTL MTP MVQ MXP
    MZE MZM NIC NLG PEH PEI PES PLZ PTE RHD ROK ROL RUR SDD SDP SIT SKK SLL SRG STD SUR TJR TMM TPE TRL UAK
    UGS UGW USS UYN UYP VEB VEF VNC YDD YUD YUM YUN ZAL ZMK ZRN ZRZ ZWC ZWD ZWL ZWN ZWR
    """.split()
)

_MINOR_UNITS: dict[str, int] = {
    **dict.fromkeys("BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF".split(), 0),
    **dict.fromkeys("ADP BEF BYR ESP GRD ITL LUF MGF PTE TPE TRL".split(), 0),
    **dict.fromkeys("BHD IQD JOD KWD LYD OMR TND".split(), 3),
    **dict.fromkeys("CLF UYW".split(), 4),
}

_COMMON_SLIPS: dict[str, str] = {"UK": "GB", "EL": "GR"}

_SUBDIVISION = re.compile(r"([A-Z]{2})-[A-Z0-9]{1,3}\Z")


def is_country(code: str) -> bool:
    """Say whether code is an ISO 3166-1 alpha-2 code, present or past, in capitals."""
    return code in COUNTRIES or code in PAST_COUNTRIES


def is_currency(code: str) -> bool:
    """Say whether code is an ISO 4217 code of money, present or past, in capitals."""
    return code in CURRENCIES or code in PAST_CURRENCIES


def named_currencies(codes: Set[str]) -> list[str]:
    """Return codes in order, and one entry for words that are none: in a row that has slipped it may be a worker's id.

    >>> named_currencies({"w-017", "KES"})
    ['KES', 'money that is not in ISO 4217']
    """
    named = sorted(code for code in codes if is_currency(code))
    return [*named, "money that is not in ISO 4217"] if len(named) < len(codes) else named


def is_subdivision(code: str, country: str | None = None) -> bool:
    """Say whether code has the shape of ISO 3166-2 (`CA-BC`) with a known country, or the country given.

    The list of subdivisions itself changes every year and is not kept: a well-shaped code that no
    benchmark knows finds no row, which is reported at the place.
    """
    match = _SUBDIVISION.match(code)
    if match is None or not is_country(match[1]):
        return False
    return country is None or match[1] == country


def minor_units(currency: str) -> int:
    """Return the decimals of a currency (ISO 4217: JPY 0, USD 2, TND 3); KeyError for an unknown code."""
    if not is_currency(currency):
        raise KeyError(currency)
    return _MINOR_UNITS.get(currency, 2)


def suggest_country(code: str) -> str | None:
    """Return the code that was probably meant (`UK` -> `GB`, `ke` -> `KE`), or None."""
    upper = code.strip().upper()
    meant = _COMMON_SLIPS.get(upper, upper)
    return meant if meant in COUNTRIES and meant != code else None
