"""States and provinces of large countries: they are no firms, nor the countries that share their names."""

from __future__ import annotations

_STATES = (
    "Alabama;Alaska;Arizona;Arkansas;California;Colorado;Connecticut;Delaware;Florida;Georgia;Hawaii;Idaho;Illinois;"
    "Indiana;Iowa;Kansas;Kentucky;Louisiana;Maine;Maryland;Massachusetts;Michigan;Minnesota;Mississippi;Missouri;"
    "Montana;Nebraska;Nevada;New Hampshire;New Jersey;New Mexico;New York;North Carolina;North Dakota;Ohio;Oklahoma;"
    "Oregon;Pennsylvania;Rhode Island;South Carolina;South Dakota;Tennessee;Texas;Utah;Vermont;Virginia;Washington;"
    "West Virginia;Wisconsin;Wyoming"
)
_PROVINCES = (
    "Alberta;British Columbia;Manitoba;New Brunswick;Newfoundland and Labrador;Nova Scotia;Ontario;"
    "Prince Edward Island;Quebec;Québec;Saskatchewan;New South Wales;Queensland;South Australia;Tasmania;Victoria;"
    "Western Australia;England;Scotland;Wales;Northern Ireland;Bavaria;Baden-Württemberg;Hesse;Lower Saxony;"
    "North Rhine-Westphalia;Saxony;Thuringia;Andhra Pradesh;Assam;Bihar;Chhattisgarh;Goa;Gujarat;Haryana;"
    "Himachal Pradesh;Jharkhand;Karnataka;Kerala;Madhya Pradesh;Maharashtra;Odisha;Punjab;Rajasthan;Sikkim;"
    "Tamil Nadu;Telangana;Uttar Pradesh;Uttarakhand;West Bengal;Anhui;Fujian;Guangdong;Guangxi;Hebei;Heilongjiang;"
    "Henan;Hubei;Hunan;Jiangsu;Jiangxi;Liaoning;Shaanxi;Shandong;Shanxi;Sichuan;Yunnan;Zhejiang;São Paulo;"
    "Minas Gerais;Lombardy;Catalonia;Andalusia;Île-de-France"
)
_NAMES = frozenset(name.casefold() for name in f"{_STATES};{_PROVINCES}".split(";"))
_SAME = frozenset(name.casefold() for name in ("Georgia", "Washington", "Victoria"))  # also countries, cities, people


def is_subdivision(text: str) -> bool:
    """Whether `text` is the name of a state or province of a large country."""
    return text.strip().casefold() in _NAMES


def is_ambiguous(text: str) -> bool:
    """Whether a state shares its name with a country."""
    return text.strip().casefold() in _SAME
