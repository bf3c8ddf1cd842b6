"""Words of names that many organisations share, and so tell nobody apart."""

from __future__ import annotations

STOP = frozenset(
    "a an and at by de en for from in la le les of on or s st the to under upon with".split()
)
"""Left out of a name before it is compared."""

FORM = frozenset(
    """
    action alliance area association body borough branch centre charitable charity cic cio circle
    club co collective committee community company cooperative council county district east
    federation forum foundation friend fund group guild house hub initiative institute league limited
    local ltd member meeting national network neighbour neighbourhood new north old organisation
    organization partner partnership people programme project region regional scheme service social
    society south support team the together town trust uk union united user village voluntary
    volunteer volunteering west
    """.split()
)
"""What an organisation is, not which: alone they never tell."""

COMMON = frozenset(
    """
    abuse active activity addiction adult advice advocacy age aid alcohol alive allotment ambulance
    animal archive art autism baby band bank befriending benefit bereavement bike birth black blind
    boat book bowl boy breakfast bridge business cafe cancer care carer cat chair chapel chat child
    children choir christian church cinema citizen city class clinic coast coffee college computer
    concern conservation contact cook cooking core council counselling craft creative credit cricket
    crime culture cycle cycling dance day deaf debt dementia development digital disability disabled
    disabilities dog domestic drama drop drug early education elder elderly employment energy enterprise
    environment equality ethnic event exchange fair faith family families farm father festival film fire
    first fitness food football forward fresh friendship furniture future garden gardening girl good
    grant green guide hall health healthy hearing help heritage heart history holiday home homeless
    hope hospice hospital housing independent information job justice kitchen lad lady ladies language
    law learning legal leisure library life light line link listening little living lone loan lunch
    maker man market meal men mental mentoring migrant mind minibus mobility mother music muslim nature
    neighbour night nursery nurse one open orchestra outreach over parent parish park path pathway
    patient peer pensioner physical place play playgroup police pool prevention primary pride prison
    protect quality radio rape read reading recovery recycling refuge refugee rehabilitation relief
    rescue resident residents resource respite responder retired right river road rough rural safe
    safety sailing salvation scholar school science scout sea senior sensory sexual shed shelter shop
    sight sign singing skill sleep small song space special sport square stage start step store street
    stroke student study sure swim swimming table talk teen tenant tennis theatre therapy time toddler
    tool toy training transport travel treatment tree under unity valley veteran victim view violence
    visual vision walk walking warm waste water way welcome welfare well wellbeing wheel wild wildlife
    wing winter woman women womens wood work worker working workshop world yoga young youth zone
    """.split()
)
"""What organisations do and for whom: they tell an organisation only beside another word of its name."""
