"""Names and the other names the same people go by."""

from __future__ import annotations

from darddr.leaks.ordinary import words

_NICKNAMES = """
    elizabeth: liz lizzie lizzy beth betty eliza libby lisa; katherine: kate katie kathy cathy kat kit; catherine: kate
    katie cathy cath kathy; kathryn: kate katie kathy; margaret: maggie meg peggy madge; rebecca: becky becca bex;
    susan: sue susie suzie; deborah: deb debbie debs; jennifer: jen jenny jenna; jessica: jess jessie; victoria:
    vicky vicki tori vic; alexandra: alex sandra lexi; alexander: alex sandy xander; samantha: sam sammy; joanne: jo
    joanna; joanna: jo; josephine: jo josie; patricia: pat patsy trish tricia; barbara: barb babs; christine: chris
    chrissie tina; christina: chris tina; christopher: chris kit; robert: rob bob bobby robbie bert; richard: rick
    dick richie ricky; william: will bill billy liam; james: jim jimmy jamie; john: johnny jack; jonathan: jon jonny;
    michael: mike mick mikey micky; thomas: tom tommy; stephen: steve stevie; steven: steve stevie; edward: ed eddie
    ted ned; andrew: andy drew; anthony: tony ant; daniel: dan danny; david: dave davey; matthew: matt matty; nicholas:
    nick nicky; peter: pete; philip: phil; phillip: phil; joseph: joe joey; benjamin: ben benny; charles: charlie
    chaz; charlotte: charlie lottie; frederick: fred freddie; gerald: gerry; gregory: greg; henry: harry; kenneth: ken
    kenny; lawrence: larry; leonard: len lenny; raymond: ray; ronald: ron ronnie; samuel: sam sammy; timothy: tim
    timmy; terence: terry; theresa: terri tess; abigail: abby abbie; amanda: mandy; angela: angie; caroline: carrie
    caz; dorothy: dot dottie; eleanor: ellie nell; emily: em; frances: fran frankie; francis: frank; georgina: georgie
    gina; gillian: gill; helen: nell; isabella: bella izzy; isabel: izzy; jacqueline: jackie jacqui; judith: judy;
    kimberley: kim; lucinda: lucy cindy; madeleine: maddie; melanie: mel; melissa: mel; mohammed: mo; muhammad: mo;
    natalie: nat; nicola: nicky nikki; olivia: liv livvy; pamela: pam; penelope: penny; philippa: pippa pip; rachel:
    rach; sarah: sally sal; stephanie: steph; suzanne: suzy suze sue; tabitha: tabby; tamara: tammy; valerie: val;
    veronica: ronnie; vivienne: viv; winifred: winnie; yvonne: von;
    rhiannon: rhi; angharad: angie harri; bronwen: bron; gwenllian: gwen; siobhan: shiv;
    agnieszka: agi; jaswinder: jas; manjit: manj; zachary: zach zak
"""
NICKNAMES: dict[str, frozenset[str]] = {
    name.strip(): frozenset(words(short)) for name, short in (row.split(":") for row in _NICKNAMES.split(";"))
}

_SAME = """
    stephen steven stefan; catherine katherine kathryn katharine cathryn catharine; siobhan shivaun chevonne; sean shaun shawn
    shane; claire clare clair; graham graeme grahame; jonathan johnathan jonathon; john jon; ann anne; philip phillip; geoffrey
    jeffrey; geoff jeff; sara sarah; teresa theresa; isobel isabel isabelle isobelle; lynne lynn lyn; leigh lee; alan allan
    allen; mark marc; eric erik; neil neal niall; stuart stewart; laurence lawrence; nicholas nicolas; rachel rachael
    racheal; deborah debra; gillian jillian; lesley leslie; tracy tracey; michele michelle; elisabeth elizabeth; lindsay lindsey
    lynsey linsey; hannah hanna; zoe zoey; sophie sofie; sophia sofia; caroline carolyn; diane dianne; jacqueline jaqueline
    jacquelyn; karen karin caryn; kerry kerri; louise louisa; vivien vivienne vivian; yasmin yasmeen jasmin jasmine; rhys reece
    rees reese; dafydd davydd dafid; sian shan sharn; niamh neve neeve; aoife eefa; caoimhe keeva keva; eoin eoghan owen owain;
    ciaran kieran kieron; orla orlagh orlaith; roisin rosheen; sinead shinade; mairead maread; padraig patrick; aisling ashling
    aislinn; grainne grania; saoirse sersha; cathal cahal; daithi dahi; diarmuid dermot; seamus shamus; brid breed bridie;
    angharad angarad; llewelyn llewellyn; gruffydd; ieuan ifan evan; mohammed muhammad mohamed mohammad muhammed
    mohamad mehmet; ahmed ahmad; hussain hussein husain hossain; hassan hasan; yusuf yousef yousuf yusef; aisha ayesha aysha
    aesha; fatima fatimah fathima; khadija khadijah khadeja; zainab zaynab zeinab; rehman rahman rahmaan; khalid khaled; omar
    umar omer; ali aly; usman uthman osman; chowdhury choudhury chaudhry chaudhary chowdhry; nasreen nasrin; parveen parvin
    perveen; shabana shabnam; syed sayed sayyid said; sheikh shaikh shaykh; iqbal eqbal; tariq tarik; imran emran; begum
    begam; kumar kumaar; krishna krishnan; priya preeya; lakshmi laxmi; suresh suresch; vijay bijoy; krzysztof kristof krystof;
    lukasz lukas; piotr pyotr; pawel pavel; michal michael; katarzyna kasia; agnieszka agnieshka aga;
    malgorzata gosia; aleksandra ola; aleksander olek; wojciech wojtek; tomasz tomek; jakub
    kuba; anna ania; joanna asia; magdalena magda; ewa; elzbieta ela; andrzej; grzegorz;
    stanislaw stan; zbigniew zbyszek; dariusz darek; mariusz; oksana oxana; natalya natalia nataliya; yulia julia;
    alexei aleksei alexey; dmitri dmitry; sergei sergey; iain ian; callum calum; hamish seumas; catriona katrina
"""


def _same() -> dict[str, frozenset[str]]:
    groups = [frozenset(words(row)) for row in _SAME.split(";")]
    every = frozenset().union(*groups)
    return {name: frozenset().union(*(group for group in groups if name in group)) - {name} for name in every}


SAME: dict[str, frozenset[str]] = _same()
"""Name -> the other spellings it is heard as."""


def other_names(name: str) -> frozenset[str]:
    """Short forms and other spellings of a folded forename."""
    return (NICKNAMES.get(name, frozenset()) | SAME.get(name, frozenset())) - {name}
