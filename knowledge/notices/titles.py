"""Titles of doctors, and which titles of a roster a spoken one fits."""

TITLES = (
    "主任中医师|副主任中医师|主治中医师|主任医师|副主任医师|主治医师|住院医师|主任医生|副主任医生|主治医生|科主任|副主任|主任|副教授|教授|"
    "主治|医师|中医师|医生|大夫|老师|副院长|院长|专家|博士|主委|副高|正高|老先生|先生|名中医"
)
"""Every title, as alternatives of a regular expression."""
_CHIEF = ("主任医师", "主任中医师", "正高", "教授", "名中医")
_SENIOR = (*_CHIEF, "副主任医师", "副主任中医师", "副高", "副教授", "主任", "副主任")
_CHIEF_DOCTOR = ("主任医师", "主任中医师", "正高")
_DEPUTY_DOCTOR = ("副主任医师", "副主任中医师", "副高")
_ATTENDING = ("主治医师", "主治中医师")
FITS = {
    **dict.fromkeys(("主任", "科主任", "主委", "教授"), _SENIOR),
    **dict.fromkeys(("主任医师", "主任中医师", "主任医生"), _CHIEF_DOCTOR),
    **dict.fromkeys(("副主任医师", "副主任中医师", "副主任医生", "副高"), _DEPUTY_DOCTOR),
    **dict.fromkeys(("主治医师", "主治中医师", "主治医生", "主治"), _ATTENDING),
    "正高": _CHIEF,
    "副主任": (*_DEPUTY_DOCTOR, "副主任"),
    "副教授": (*_DEPUTY_DOCTOR, "副教授"),
    "住院医师": ("住院医师",),
    "名中医": ("名中医",),
}
"""Which titles of a roster a spoken title fits; one that is not here (医生, 老师, 院长) fits them all."""
