"""Texts that say who an organisation is, in every way that was thought of, and texts that do not."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from disputes.comparison import Telling

NAME = "Stanford-le-Hope Lunch Club"
OTHERS = (
    "Thurrock Council", "Thurrock CVS", "Tilbury Carers Network", "Grays Befriending",
    "Thurrock Youth Arts", "Purfleet Community Hub", "South Ockendon Advice", "Grays Lunch Club",
    "Corringham Faith Kitchen", "Stanford Cricket Club", "Stanford Community Association",
)  # fmt: skip

TELLING = Telling(
    name=NAME,
    others=OTHERS,
    places=("Thurrock",),
    numbers=("1900006", "01234567"),
    references=("N-2026-0009", "AG-2025-0031"),
    amounts=frozenset({Decimal("12500.00"), Decimal("940.50")}),
    days=frozenset({date(2026, 11, 3)}),
    addresses=("quiet.mouse@slhlunch.example",),
    domains=("slhlunch.example",),
    posts=("Kitchen table organiser",),
    programmes=("Warm Meals Fund",),
)

CERTAIN = [
    # The name as it stands, and as people write it
    "We are Stanford-le-Hope Lunch Club.",
    "stanford le hope lunch club",
    "STANFORD-LE-HOPE LUNCH CLUB",
    "Stanford Lunch Club",
    "the Stanford-le-Hope club",
    "Hope Lunch Club",
    "Stanford-le-Hope’s Lunch Club",
    "STANFORD LE HOPE'S LUNCH CLUB",
    "Stanford-le-Hope Lunch Clubs",
    "Stanford le Hope (Lunch) Club",
    "Stanford le Hope old lunch club",
    # Put together, apart, over lines
    "StanfordleHopeLunchClub",
    "#StanfordLunchClub",
    "stanford_lunch_club",
    "Stanford\nLunch\nClub",
    "Stanford-le-Hope\n\n\n   Lunch Club",
    "Stan-\nford-le-Hope Lunch Club",
    "S t a n f o r d   l e   H o p e   L u n c h   C l u b",
    "S.t.a.n.f.o.r.d Lunch Club",
    "Stanford/Lunch/Club",
    # Signs that no eye sees, and letters that only look alike
    "Stan\u00adford Lunch Club",
    "Stan\u200bford L\u200dunch Cl\ufeffub",
    "Ｓｔａｎｆｏｒｄ Ｌｕｎｃｈ Ｃｌｕｂ",
    "Ѕtаnfоrd Lunсh Сlub",
    "Stánfórd Lünch Clüb",
    "𝐒𝐭𝐚𝐧𝐟𝐨𝐫𝐝 𝐋𝐮𝐧𝐜𝐡 𝐂𝐥𝐮𝐛",
    "Ⓢⓣⓐⓝⓕⓞⓡⓓ Ⓛⓤⓝⓒⓗ Ⓒⓛⓤⓑ",
    "St4nf0rd Lunch Club",
    # As files write it
    "Stanford&#45;le&#x2d;Hope Lunch Club",
    "Stanford&nbsp;Lunch&nbsp;Club",
    "Stanford&amp;#8217;s Lunch Club of Hope, Stanford Lunch Club",
    "https://thurrock.example/stanford%20lunch%20club",
    "stanford-le-hope-lunch-club",
    "Stanford\\u0020Lunch\\u0020Club",
    # Numbers, references, amounts, addresses
    "Registered charity 1900006",
    "charity no. 190 0006",
    "company 1234567",
    "01 23 45 67",
    "As N-2026-0009 says",
    "n 2026 0009",
    "N/2026/9",
    "AG-2025-0031",
    "a grant of £12,500",
    "£12500.00",
    "12,500 pounds",
    "£12.5k",
    "GBP 940.50",
    "quiet.mouse@slhlunch.example",
    "quiet.mouse (at) slhlunch (dot) example",
    "www.slhlunch.example/menu",
]

DOUBTFUL = [
    "the lunch club in Stanford",
    "Stanford, where our lunch club meets",
    "Lunch\nClub, Stanford-le-Hope",
    "Standford Lunch Club",
    "Stanford Luch Club",
    "St*nford L*nch Club",
    "Stan Lunch Club",
    "bulC hcnuL epoH-el-drofnatS",
    "SLHLC",
    "S.L.H.L.C. committee",
    "2026-0009",
    "12,500 of them",
    "twelve thousand five hundred pounds",
    "twelve thousand, five hundred",
    "on 3 November 2026",
    "3rd of November",
    "03/11/26",
    "2026-11-03",
    "November 3, 2026",
    "our kitchen-table organiser wrote",
    "the Warm Meals fund",
    "write to quietmouse",
]

INNOCENT = [
    "",
    "Our club meets on Mondays.",
    "We hope for an answer soon.",
    "A community group was told by telephone.",
    "A lunch was held for older people in the hall.",
    "The grant ends with less than three months' notice, and no reason was written down.",
    "Thurrock Council wrote to us on 5 November 2026.",
    "Clause 4.4 was not kept in 2026.",
    "The meeting of the parish discussed it.",
    "A standard letter was sent on 2 June 2025.",
    "We telephoned the grants team twice. A reply was promised, and none came.",
    "The council of Thurrock met Grays Befriending.",
    "Our staff of 9 are on notice; 40 people come each week.",
    "It costs £12,000 a year, of which £3,500 is rent.",
    "See N-2026-0008 and AG-2024-0031.",
    "Registered charities number 1900007 in the county.",
    "Write to compact.officer@demo.example.",
    "The club’s committee decided in November.",
    "Members hope that clubs like ours go on.",
    "Lunch, tea and a club room.",
    "Launch of the fund: 3 December 2026",
    "A stand for records, an old ford and a sandy path.",
    "Dates: 11/03/2026, 2026-03-11.",
    "12.5 hours a week; 12 500 000 leaflets.",
    "The kitchen was closed, and a table was lost.",
    "Warm meals were served from that fund until May.",
    "&lt;b&gt;Fish &amp; chips&lt;/b&gt; 100%",
    "Quiet as a mouse, the officer left.",
    "SLA and CVS are known to everybody.",
    "<<<<<<<<<< &&&& %%%% \\u \\u00",
    "Notice to end a grant",
    "Three months' notice, or a clear reason in writing.",
]
