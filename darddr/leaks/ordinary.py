"""Words that are names and words besides, and the company in which they are which."""

from __future__ import annotations


def words(text: str) -> tuple[str, ...]:
    """A list written as a sentence."""
    return tuple(text.split())


# Alone these say nothing about a person: ethnicity, colour, direction.
NEVER_ALONE = frozenset(words("white black brown green gray grey blue red north south east west"))

ORDINARY = NEVER_ALONE | frozenset(
    words("""
    grace may will hope mark rose faith joy april june august summer summers winter winters spring autumn dawn eve
    iris ivy lily violet daisy heather hazel holly olive poppy amber ruby pearl jade crystal robin jay wren grant
    frank bill rob bob pat art drew miles guy jack ray dean earl duke king queen prince bishop pope price young long
    short small little large wood woods field fields hill hills lake river rivers stone marsh moor forest banks
    bridge bridges brook brooks church castle park parks street lane day days week weeks knight page cook baker butler
    carter cooper carpenter farmer fisher mason miller potter tailor taylor turner walker weaver wright smith clerk
    major sergeant marshal sterling strong sharp swift wise good best bright noble moody savage gentle cross bush
    bell ball bond bird bull fox wolf lamb drake finch crane nightingale swan hawk birch ash cash rich pound penny
    sage basil rosemary ginger cherry charity patience prudence verity honor honour mercy felicity melody harmony
    carol viola gale misty sunny star sky angel christian dale glen heath cliff rock flint sandy dusty chip chase
    hunter archer ford reed booth close gates hall house case foot hand head back friend love darling power powers
    law self might must can sue ward nurse constable child childs parent baby song man men chance frost snow storm
    cannon steel silver gold diamond speed quick read wells waters pool trust justice judge priest monk parsons
    sexton early late mercer shepherd page porter draper fuller singer skinner barber glover slater thatcher tiler
    spencer steward chamberlain freeman newman goodman bowman chapman hardy merry jolly crisp sweet bliss blessing
    precious destiny trinity genesis heaven harvest liberty journey serenity charm fry rice salmon pike bass roach
    herring peacock partridge pigeon starling cotton linen silk button ring key keys locke lock bolt nail hammer
    axe spear shield sword gunn ball bullock coward hale hunt farr fair fairs wild stark blunt bland cole coal
    flood flowers garden gardener orchard berry appleby plum peach lemon tree root branch thorne thorn reeves
    lord lady nice kind true dear care carers cares carer court hood cape cope dove drew dot peg bud buck chase
    abbey chapel temple cloud gray mills mill barn barnes byrd cave combe dell downs dyke ferry gill green groves
    grove holt hurst knoll lea lee lees leigh lodge mead meadows mount orchard pond ridge sands shore sykes vale
    moss burns foster french painter pickles plant pollard rowan sawyer southern sparks stead stock stokes tanner wade wheeler
    whiting younger peck swain spence collins lynch terry perry parry manning bailey hicks
    warren water webb well wick wold worth line lines may
    york kent lincoln lancaster preston bolton burton derby durham chester bath reading sale bury hull ware
    deal rugby ashford stafford warwick winchester carlisle crewe stoke barnsley washington lewes ely ripley selby
    whitby kirby beverley shirley kimberley jordan chelsea paris florence india israel georgia austin sydney chad
    devon cornwall norfolk suffolk essex sussex surrey kerry clare holland england france ireland scotland wales
    london bristol chesterfield sheffield buxton sutton hamilton houston dallas boston milton newton norton ashton
    """)
)

# Words our own trade writes with a capital; none is a misspelt name.
TRADE = frozenset(
    words("""
    monday tuesday wednesday thursday friday saturday sunday police council county borough district city town
    service services health mental social children adult adults safeguarding domestic abuse homicide review reviews
    panel chair chairs author report reports recommendation recommendations action actions agency agencies partnership
    community safety board boards trust hospital court courts crown family families officer officers probation housing
    education school schools college department home office secretary minister national local regional statutory
    guidance government parliament wales welsh scottish english british european african asian caribbean muslim
    christian hindu jewish catholic risk assessment marac idva dash referral referrals manager managers director
    directors executive perpetrator victim victims coroner coroners inquest crime criminal justice commissioner
    general practitioner practice medical nurse nursing midwife midwifery ambulance emergency team teams group groups
    section appendix chapter table figure page paragraph version draft final date times name names address notes
    summary overview introduction background conclusion conclusions learning lessons analysis findings chronology
    terms reference equality diversity legal support training policy policies procedure procedures process refuge
    women womens female male mother father sister brother daughter parents partner husband friend friends relative
    north northern south southern east eastern west western central greater royal saint street road avenue
    the this that these those there their they them then than when where which while what who whose whom with within
    without have having here however hence also although after again against about above across along among another
    because before being below between both but could during each either every first following from further given
    into itself later least less like made make many more most much neither never none only other others over
    some such since still should second several same through throughout third those three under until upon very
    were whether would your yours yes you our ours out off once one ones two four five six seven eight nine ten
    total title email phone telephone mobile website please thank thanks regards sincerely dear signed copy
    aimed alive alike alone area areas based basis began begin chart clear client clients close data detail details
    early evening evidence example given grade graded great letter letters level lines local major means meant meeting
    minor model moral morning normal number order orders other party place places plan planned plans point points
    press prior proof quality range record records right rights role roles scale scope score serve share shared
    since skill skills small source staff stage start state states status steps story strategy study system systems
    theme themes topic track trend trends trial truth types unit units usual value values views visit visits voice
    whole woman word words work worker workers working world write written year years
    """)
)

PLACE_WORDS = words(
    "road street avenue lane close court house hospital centre center ward park school academy surgery clinic "
    "college university station square way crescent terrace gardens grove drive place hall lodge church cathedral "
    "primary infirmary hospice hill farm estate mews row walk view rise gate yard wharf parade common village bridge mill "
    "moor heath wood woods fields library museum theatre stadium arena pub inn arms hotel airport docks bay island cottage "
    "cottages barn works building buildings suite room wing unit foundation trust project programme fund scheme award prize"
)
ROYAL_WORDS = words("st saint queen king prince princess")
TITLES = frozenset(words("mr mrs ms miss mx dr doctor master sir dame lady lord rev reverend prof professor"))
SUFFIXES = frozenset(words("jr jnr snr sr mbe obe cbe esq phd"))
PARTICLES = frozenset(
    words(
        "de da di do la le les du des dos das van der den von ter bin binte bint ibn al el ben st mac mc o ap abu ul ud"
    )
)
ABBREVIATIONS = frozenset(
    words(
        "eg ie am pm uk us usa eu nb ps pps bc ad dc pc dv mp mps qc kc ok cv pa ca aka rip dob gp gps ph mph ma ba md jp hm "
        "ds di dci dsi dcs tv cc ra rn ra sw hr pr ad ce no vs oj op cf et al ib hmp nhs hmpps nfa asap"
    )
)
ABBREVIATIONS = frozenset(
    words(
        "eg ie am pm uk us usa eu nb ps pps bc ad dc pc dv mp mps qc kc ok cv pa ca aka rip dob gp gps ph mph ma ba md jp hm "
        "ds di dci dsi dcs tv cc ra rn hr pr ce no vs cf et al hmp nhs hmpps nfa asap"
    )
)
