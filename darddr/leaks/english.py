"""Everyday English that is a letter or two away from somebody's name, and what people do at the head of a sentence."""

from __future__ import annotations

from darddr.leaks.ordinary import words

COMMON = frozenset(
    words("""
    abbot abbots able abuser abusers access according acted active added adding adopted advice advised affected aged agreed
    alarm alcohol alert allay alley allowed almost alter altered angel angels anger angry annual answer answers anything apart
    apron archived arise armed arose arrest arrested arrival arson artist aside asked asking aspect aspects assault attend
    attended awake aware away baked baker bakery bare bared barely barley barred barrier barriers based basic basically batch
    bathed beach bean bear bearing beaten became become bedroom began begin begun behave behaviour behind being belief believe
    bells belong belt bend bends benefit benefits beside besides bind births bitten blame blank bleak blood blow board
    boarding body bold bonds bone bones book books border bore born borne bottom bought bound bowel bowl brace brain brains
    brake branch brand brave bread break breath brief briefing briefly bright bring brings broad broke broken brother brothers
    brought bruise bruised bruises buckle build building built bulk bullied bully bullying burden buried burn burned burnt
    bury buses busy butter buyer cabin called caller callers calling calls calm came camp camps canal cancel cancer candle
    cannot capable capacity captain caption capture cared carefully carer caring carried carries carry carrying cars cart
    carter carton case cases catch caught cause caused causes causing caution cell cells cent central certain chain chained
    challenge challenges chamber chambers chancery change changed changer changes changing chaplain chapter chapters charge
    charged charges charging chart charter chat chatter cheap check checked checks cheer chest chief chiefly choice choices
    choke choked chose chosen christened cited civic civil claim claimed claims clarity clash class classes clause clean
    cleaner clearer clearly clergy clever climb clinic clinical clock closed closely closer closing closure clothes clothing
    cloudy coast code codes coding cohort coin cold collapse collar colleague colleagues collect collected college colour
    column combine comes comfort coming commend comment comments commit common commons company compare complex concern
    concerned concerns conduct confer confirm conflict connect consent consider considered contact contacts contain content
    contents contest context continue continued contract contrast control controlled controls convey convince cooked cooker
    cool core corner correct corridor cost costs cough council councillor counsel counselling counter country courage course
    courses courteous cousin cousins cover covered covers crash create created credit creed cries crisis criteria critical
    crossed crossing crowd cruel cruelty crying culture current currently curtain custody custom cycle cycles daily damage
    damaged danger dangerous darken darker dash date dated dates dating dead deadline deaf dealing dealt death deaths debate
    debt decide decided decision decisions declare decline declined deeds deep deeper deeply defence defend define defined
    degree delay delayed delays deliver delivered delivery demand denial denied denies deny depend depends depth describe
    describing desert deserve design designed desire desk despite detain detained detect develop developed device devices
    devised dialogue diary died diet differ different differing difficult difficulty dinner direct directed directly dirty
    discuss discussed disease dismiss dispute distress distressed divorce divorced doctor doctors document documents doing
    dominant done door doors double doubt dozen draft drafts drain drank drawing drawn dream dress dressed drink drinker
    drinking drinks drive driven driver drivers driving drove drowned drowning drug drugs drunk during duties duty dwelling
    eager earlier earn earnest ease easier easily easing easter eastward easy eaten eating edge edit edited editor effect
    effects effort efforts eight eighth eighty elapsed elder elderly elders elect elements eleven ended ending enforce engage
    engaged enough ensure ensured ensures enter entered entire entirely entitled entry equal equally equip error errors escape
    essay estate ethics ethnic even evening evenings event events ever everyone everything evident evil exact exactly exam
    examine except excess excuse exist existing exists expect expected expert experts explain export express extend extended
    extent external extra extreme eyes face faced faces facing fact factor factors facts fail failed failing failings fails
    failure failures fainted fairer fairly fallen falling false falter familiar farther fast faster fatal fate father fathers
    fault favour fear feared fears feature features feed feeding feel feeling feelings fees fellow felt female fence fever
    fewer fifteen fifth fifty fight fighting file filed files filing fill filled filler film filming filter final finally
    finance find finder finding fine fingers finish finished fire firearm fired firm firmly first firstly fish fishing fitted
    fitting five fixed flank flat fleeing flight floor flow flows focus focused fold folder follow followed follows food foot
    footage forced forces foreign foremost forensic forged forget forgot form formal formally format formed former formerly
    forms forty forum forward foster fostered fought found founded four fourteen fourth frame framed frames fraud freedom
    frequent fresh fridge friendly friends frightened front frozen fully fund funded funding funeral furniture future gained
    gains game games gap gaps garage gardening gate gather gathered gave gear gender gene generally gently getting giant girl
    girls give giver gives giving glad glance glass global goal goals goes going golden gone govern grab grabbed grace gradual
    grain grand grants graph grasp grateful grave gravely great greater greatly greed greet greeted grew grief grieve grip
    groom ground grounds grow growing grown growth guard guarded guest guests guide guided guides guilt guilty guns habit
    habits hair halt halved handed handing handle handled handling hands handy hang hanged happen happened happily happy
    harass harassed harbour hard harder hardly hardship harm harmed harmful harms harsh harshly hate hated haunt hazard headed
    header heading heal healed healing healthy heard hearing hearings heart hearts heat heated heater heaven heavily heavy
    hedge heed height held hell hello help helped helper helpful helpless helpline helps hence herself hidden hide hiding high
    higher highest highly himself hinder hint hire hired historic historical history hitting hoarding hobby hold holder
    holding holds hole holes holiday holidays hollow homeless homes honest honestly hope hoped hopeful hopes hoping horror
    horse hostel hostels hostile hosting hotel hour hours housed household houses hover huge human humbly humour hung hunger
    hungry hunter hurt hurting husbands image images impact impose improve improved inches incident income increase indeed
    index indicate indirect inform informal informed injured injury inner inquire inquiry inside insist instead insure intend
    intent inter internal interval invest invite invited involve involved issue issued issues item items itself jail jealous
    jealousy join joined joint jointly joke journal joyful judged juries jury keen keep keeper keeping kept kick kicked
    kicking kidney kill killed killer killing kin kind kindly kitchen knew knife knives knock knocked known knows lack lacked
    lacking ladder laid lamp landed landing landlord lane language large largely larger last lasted lasting lastly lately
    later latter laugh launch laundry lawful laws lawyer lawyers layer lazy lead leader leaders leading leads leaf leaflet
    leaflets league lean leap learn learned learner learning learnt lease least leave leaver leaves leaving ledger left legacy
    legally lend length lesser lesson lessons letting liaise liaised liaison liar liberal library licence licensed lied lies
    life lift lifted light lighter lighting likely limb limit limited limits linear linger lining link linked linking links
    lips liquid list listed listen listened listening lists literally litter lived lively liver lives living load loaded loan
    loans lobby local locate located locked locking lodged log logged logging logs lonely longer look looked looking looks
    loose lose loser losing loss losses lost loud lounge loved loves loving lower lowered loyal luck lucky lump lunch lung
    mail main mainly maintain majority maker makers makes making male malice manage managed managing mandate manner manners
    manual many march margin marine mark marked marker markers market marking marks marriage marriages married marry master
    match matched matches mate material matter matters mattress mature maybe mayor meal meals meaning meaningful meanwhile
    measure measured measures meat medal media median medicine medium meet meets member members memo memory mending mention
    mentioned mere merely merge merged merger merit merits mess message messages metal method methods middle midnight might
    mild mile milk mind minded mindful minds mine minister minority minute minutes mirror miscarriage misled missed misses
    missing mission mistake mistaken mistakes misuse mixed mixture mobile mobiles mock mode models modern modest modify moment
    moments monies monitor monitored monitoring monthly months mood moods moon moral more moreover morning mortal mosque
    mostly mother mothers motion motive motor mourn mouth move moved movement mover moves moving muddled multi murder murdered
    murderer muscle music mutual myself naked name named namely narrow nation nations nature near nearby nearer nearest nearly
    neat neck need needed needing needle needs neglect neglected neighbour neighbours neither nephew nerve nervous network
    networks newer newly news newspaper nicely niece night nights nine ninety nobody noise noisy none noon norm normally norms
    nose note noted notes nothing notice noticed notices notify noting notion novel nursery nurses oath obey object objects
    oblige obliged observe obtain obtained obvious occur occurred odour offence offences offend offender offenders offer
    offered offering offers offices official often older oldest onset onward onwards open opened opening openly opens operate
    opinion oppose option options oral ordered orderly organ orient origin original otherwise ought ourselves outcome outcomes
    outer outline outlined outset outside outward oven over overall overdose overlap overlooked overnight overt owed owing
    owned owner owners pace pack package packed pages paid pain painful painted painter pair pale pall panel panels panic
    paper papers paragraph paramedic paramedics pardon parental parked parking parks parole parted partial partially partly
    partners parts pass passed passes passing passive past paste pastor patch patent path paths patience patient patients
    patrol pattern patterns pause paused paying payment payments peace peaceful peak peer peers penal pencil pending pension
    peoples perfect perform perhaps peril period periods permanent permit permits person personal personally persons pertinent
    phase phased phases phone phoned phones phoning photo photos phrase phrases physical pick picked picking picture pictures
    piece pieces pile pilot pilots pinch pipe pitch placed places placing plain plainly plane planner planning plant plants
    plate platform played player playing plea plead pleaded pleased pledge plenty plot plus pocket points poison poker poles
    polite politely poll ponder poor poorer poorly popular port portal porter portion pose posed position positive possess
    possible possibly post posted poster posters posting posts pounds pour pouring poverty powder powerful practical practice
    practise praise pray prayed prayer prayers preach prefer preferred pregnant premises prepare prepared presence present
    presented presently press pressed pressing pressure presume pretend pretty prevent prevented previous previously prices
    pride primarily primary prime principal print printed printer prints prior priority prison prisoner prisons private prize
    problem problems proceed process produce produced product profile program programme programmes progress project projects
    promise promised promote promoted prompt prompted promptly proper properly property propose proposed protect protected
    protest proud prove proved proven provide provided provider providers provides providing provision public publish
    published pull pulled pulling punch punched punish purely purpose purse pursue pursued push pushed pushing puts putting
    quarter quarters queries query question questions quickly quiet quietly quit quite quote quoted quotes race racial racism
    radio rage raid raise raised raises raising rang ranged ranges ranging rank ranked rape raped rapid rapidly rare rarely
    rate rated rates rather rating ratio raw reach reached reaches react reacted reaction reader readers readily reading ready
    real realise realised reality really reason reasons rebuild recall recalled receipt receive received recent recently
    reckon recover recovered recovery recruit reduce reduced reduces reduction refer referred refers reflect reflected
    reflects reform refuge refuges refusal refuse refused regard regarded regarding regards regime register registered regret
    regular regularly reject rejected relate related relates relating relation relations release released relevant reliable
    reliance relied relief relies rely remain remained remains remand remanded remark remarks remedy remember remembered
    remind reminded reminder remit remorse remote removal remove removed render renew rent rental rented reopen repair repeat
    repeated repeatedly replace replaced replied replies reply report reported reporter reporting represent request requested
    require required requires rescue research reserve reside resided resident residents resist resolve resolved resort
    resource resources respect respond responded response responses rest rested restore result resulted results resume retain
    retained retired retreat return returned returning returns reveal revealed revenge reverse review reviewed reviewer
    reviewers reviewing revised revisit reward rides rife right rightly rights rigid ring rings riot rise risen rises rising
    risked risks risky rival road roads robbed robbery robust role roles roof room rooms root rope rose roses rota rough
    roughly round rounds route routes routine routinely rubbish rude rule ruled rules ruling rural rush rushed sack sadly
    sadness safe safely safer sake salary sale same sample sanction satisfied saved saves saving savings saying scale scan
    scant scarce scare scared scarf scene scenes schedule scheme schemes scholar scoped scoping score scored scores screen
    screened screening script seal search searched seas season seat seats second secondary secondly secret secrets secure
    secured security seek seeking seeks seemed seems seen seize seized seldom select selected self selling send sender sending
    sends senior sense sent sentence sentenced separate separated separately series serene serious seriously servant served serves
    serving session sessions settle settled settling seven seventh seventy sever severe severely sexual shame shaped shared
    shares sharing sharply shed sheet sheets shelter shift shifts shine ship shirt shock shocked shook shoot shop shopping
    shops shore short shorter shortly shot shots shout shouted shouting show showed shower showing shown shows shut shyness
    sibling siblings sick sicker side sided sides siege sigh sight sign signal signals signed signing signs silence silent
    silently silly similar similarly simple simpler simply simulate sincere single singled sink sister sisters site sites sits
    sitting situated situation sixteen sixth sixty sized sketch skilled skin skipped sleep sleeping slept slightly slip slow
    slower slowly smart smash smashed smell smiled smoke smoked smoker smoking smooth snap social society sofa soft softly
    sold sole solely solicitor solid solution solve solved somebody somehow someone something sometimes somewhat somewhere
    sons soon sooner sorry sort sorted sorts sought soul sound sounded sounds sour source sourced sources space spare spared
    spark speak speaker speaking speaks special specialist specific speech speed spell spelled spelling spend spending spent
    spirit spite split spoke spoken sport sports spot spotted spouse spread stab stabbed stabbing stable stack staffed
    staffing stage staged stages staging stain stained stains stairs stake stalked stalker stalking stamp stance stand
    standard standards standing stands stark starkly started starting starts starving stated statement statements stating
    station stationed stations status stay stayed staying stays steadily steady steal stealing stem stems step stepped steps
    sterile stern stick sticks stiff stifle stigma still stillness stock stole stolen stood stop stopped stopping stops store
    stored stores stories storm story straight strain strained strand strands strange stranger strangle strangled
    strangulation stream streams strength stress stressed stressful strict strictly strike strikes string strip strive strived
    stroke strong stronger strongly struck structure struggle struggled stuck student students studied studies study stuff
    style subject submit submitted substance subtle suburb succeed success such sudden suddenly suffer suffered suffering
    sufficient suggest suggested suggests suicidal suicide suit suitable suited sum summed summing summon summoned summons
    sums sunny superb superior supervise supervised supervision supper supplied supply supported supporter supporting supports
    suppose supposed surely surface surgeon surgeries surgery surname surprise surprised surround survey surveys survive
    survived survivor survivors suspect suspected suspects suspend sustain sweat sweep swelling swept swift swiftly switch
    sworn sympathy symptom symptoms system table tables tackle tailor tailored take taken taker takes taking tale talent talk
    talked talking talks tape taped target targeted targets task tasked tasks taste taught taxi teach teacher teachers
    teaching tear tears tease technical teenage teenager teeth tell telling tells temper tempo tempt tenancy tenant tenants
    tend tended tender tense tension tent term termed terms terrified terror test tested testing tests text texted texting
    texts thanked thanks theft theirs theories theory therapy thereby therefore thick thing things think thinking third
    thirdly thirteen thirty thorough thoroughly though thought thoughtful thoughts thousand threat threaten threatened threats
    threw throat throw throwing thrown thrust thus tied ties tight tightly till timed timeline timely timing tiny tired tissue
    title titled toddler toilet told tolerance tomorrow tone tongue tonight took tool tools tooth topics torn tort torture
    tossed totally touch touched tough tour toward towards tower trace traced traces tracing tracked tracker tracking trade
    trading traffic trained trainer trainers training traits transfer transferred trap trapped trauma traumas travel travelled
    travels tread treat treated treating treatment trees tremor trigger triggered triggers trip trips trouble troubled
    troubles true truly trusted trusts trying tuned turn turned turner turning turns twelve twenty twice twins twist typed
    typical typically ulcer unable unaware uncle undergo underlying undermine understand understanding understood undertake
    undertaken undertook unduly unhappy unified union unique unite united unity unknown unless unlike unlikely unrest unsafe
    until unusual unwell update updated updates upheld uphold upon upper upset urban urge urged urgent urgently used useful
    user users uses using usually utter utterly vague vaguely valid valuable value valued varied varies variety various vary
    varying vehicle vehicles venue verbal verbally verdict verge verify version versus vessel vetted viable victory video
    viewed viewing vigil village villages violence violent virtual virtually visible vision visited visiting visitor visitors
    vital voiced void volume voluntary volunteer vote voted vulnerable wage wages wait waited waiting waits waived wake walked
    walker walking walks wall walls wander wandered want wanted wanting wants ward warden wards warm warmly warmth warn warned
    warning warnings warns warrant warrants wary wash washed washing waste wasted watch watched watches watching waters wave
    waves weak weaken weaker weakness wealth weapon weapons wear wearing weather weave wedding weekend weekly weigh weighed
    weight welcome welcomed welfare well went wept western whatever wheel whenever whereas wherever whether whilst white
    widely wider widow widower width wife wild wildly willing willingly winded winding window windows wine winner wiped wiser
    wish wished wishes wishing withdrawn withdrew withheld witness witnessed witnesses wives woke wonder wondered wooden
    worded wording workforce working workshop workshops worn worried worries worry worrying worse worsened worst worthy wound
    wounded wounds wrap wrapped wreck wrist writer writers writing wrong wronged wrongly wrote yard yearly yelled yellow yield
    younger youngest yourself youth youths zero zone zones
    """)
)
"""None of these, with a capital at the head of a sentence or in a heading, is a misspelt name."""

ABSTRACT = frozenset(
    words(
        "hope faith joy charity patience prudence verity honor honour mercy felicity harmony trust justice peace love "
        "liberty serenity genesis destiny cherry spring summer winter autumn dawn storm frost snow young small short long "
        "little large price grant page bill case close art ray miles cash rich pound penny week day days power law might must "
        "can self child children man men back head hand foot speed quick read early late best good strong sharp bright kind "
        "true dear care carer carers court hood line lines wells water waters pool church bridge park parks field fields forest "
        "hill hills wood woods lake river rivers castle street lane marsh moor stone banks brook brooks barn mill house hall "
        "gates booth cross bush bell ball bond bird bull reed ford heath cliff rock garden gardener orchard reading sale deal "
        "bath bury hull ware rugby major sergeant constable judge nurse bishop king queen prince pope earl duke lord lady knight "
        "priest monk baby parent steel silver gold diamond cotton linen silk button ring key keys locke lock bolt nail hammer fry "
        "rice salmon hunt hale fair farr gunn hardy moody noble blunt bland stark wild ash sage basil ginger star sky angel "
        "trinity heaven harvest journey charm bliss blessing precious"
    )
)
"""Things that may begin a sentence as well: “Hope was expressed”, “Price was the issue”. Other names that are words seldom do."""

# What is done by, or to, a person only.
PERSONAL_VERBS = words(
    "told said says reported attended disclosed lived married died felt described asked rang texted met separated "
    "worked moved phoned telephoned replied explained visited cried confided denied alleged went spoke refused thought "
    "believed wanted knew drank stayed slept wrote apologised screamed shouted laughed smiled left arrived answered begged "
    "heard saw feared loved hated ran walked drove sat stood"
)
PERSONAL_STATES = words(
    "seen told born taken arrested admitted referred discharged assessed interviewed visited advised offered asked contacted "
    "living staying pregnant unwell upset afraid frightened crying distressed injured assaulted stabbed strangled killed "
    "murdered pronounced registered married separated employed aged "
    "alone scared worried happy tired her his"
)
