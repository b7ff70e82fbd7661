"""Word lists that fill the templates. Data only: no randomness, no grammar.

A text belongs to the held-out half by a checksum of its letters (`held_out`), so that made-up names split the
same way as listed words; the few words of the demo are pinned to the training half, because the demo holds
out its fact base and its questions, not its spelling.
"""

from __future__ import annotations

import zlib

PINNED = frozenset({"aspirin", "ibuprofen", "warfarin", "drug", "blood thinner", "pain relief"})


def listed(text: str) -> tuple[str, ...]:
    """The words of ``text``."""
    return tuple(text.split())


def _pairs(text: str) -> tuple[tuple[str, str], ...]:
    return tuple((first, second) for first, _, second in (pair.partition("/") for pair in text.split()))


THINGS = listed(
    """
aspirin ibuprofen warfarin paracetamol heparin insulin codeine morphine penicillin amoxicillin statin
caffeine alcohol nicotine vitamin zinc iron calcium sodium potassium magnesium salt sugar honey vinegar
bread butter cheese milk rice barley oats maize wheat apple pear plum cherry grape lemon orange onion garlic
carrot cabbage spinach pepper ginger mint basil thyme sage olive walnut almond falcon owl raven heron
sparrow otter badger fox wolf bear lynx rabbit hare mouse salmon trout pike crab spider beetle ant bee wasp
moth frog toad snake lizard turtle horse donkey goat sheep cow pig dog cat hammer saw drill wrench chisel
file nail bolt nut washer screw rivet hinge spring gear pulley lever valve pump motor battery cable switch
lamp sensor magnet lens mirror clock camera printer scanner router server copper silver gold lead tin nickel
steel brass bronze glass marble granite cement rubber leather cotton wool linen silk paper ink paint glue
wax oil petrol diesel coal charcoal wood oak pine birch maple willow cedar parser compiler linker loader
kernel buffer cache queue stack table index cursor socket thread mutex invoice receipt contract permit
licence passport visa ticket voucher ledger budget boat ferry tram bus train bicycle truck crane tractor
tunnel bridge harbour airport station market library museum school hospital bakery brewery theatre castle
tower temple farm mill mine factory warehouse paris london madrid lisbon rome vienna prague oslo dublin
athens cairo lima quito tokyo delhi kyoto alice bob carol david emma frank grace henry irene jack karen
louis maria nora oscar peter quentin rosa simon tina victor wendy yusuf zoe telephone piano violin flute
guitar trumpet
"""
)

KINDS = (
    *listed(
        """
drug painkiller antibiotic hormone stimulant mineral metal alloy fruit vegetable herb spice nut grain drink
animal bird mammal fish insect reptile predator tool fastener machine device instrument vehicle building
material fabric fuel tree city person doctor teacher baker sailor painter farmer program document module
server protocol language disease poison acid liquid gas toy weapon plant planet river mountain
"""
    ),
    "blood thinner",
    "muscle relaxant",
    "sleeping pill",
    "heart medicine",
    "food additive",
    "cleaning agent",
    "power tool",
    "hand tool",
    "night animal",
    "sea creature",
    "data structure",
    "network device",
    "legal document",
    "means of transport",
    "public building",
    "precious metal",
    "root vegetable",
    "stringed instrument",
)

PHRASES = (
    "pain relief",
    "heart disease",
    "high blood pressure",
    "weight loss",
    "deep sleep",
    "cold weather",
    "clean water",
    "fresh air",
    "hot soup",
    "loud music",
    "quick repairs",
    "night work",
    "long journeys",
    "small children",
    "old books",
    "red wine",
    "green tea",
    "grapefruit juice",
    "dry skin",
    "sore throat",
    "the common cold",
    "stomach pain",
    "muscle pain",
    "fever",
    "cancer",
    "headache",
    "infection",
    "allergy",
    "asthma",
    "anxiety",
    "cutting wood",
    "joining pipes",
    "storing data",
    "sending mail",
    "sorting numbers",
    "reading files",
    "parsing text",
    "public health",
    "road safety",
    "fire safety",
    "open water",
    "direct sunlight",
    "heavy rain",
    "strong wind",
    "low prices",
    "high speed",
    "steel beams",
    "printed circuits",
    "user accounts",
    "tax records",
)

# (base, third person): "S feeds O", "What does S feed?"
VERBS = _pairs(
    """
feed/feeds guard/guards border/borders employ/employs cure/cures treat/treats cause/causes prevent/prevents
contain/contains need/needs produce/produces eat/eats like/likes fear/fears follow/follows lead/leads
support/supports block/blocks replace/replaces call/calls import/imports return/returns accept/accepts
reject/rejects own/owns rent/rents sell/sells buy/buys teach/teaches know/knows visit/visits clean/cleans
repair/repairs drive/drives power/powers heat/heats cool/cools join/joins cut/cuts hold/holds carry/carries
cover/covers protect/protects attack/attacks chase/chases help/helps serve/serves weaken/weakens
strengthen/strengthens slow/slows dissolve/dissolves attract/attracts repel/repels read/reads write/writes
store/stores manage/manages supply/supplies admire/admires marry/marries beat/beats trust/trusts
reach/reaches cross/crosses damage/damages control/controls signal/signals require/requires include/includes
"""
)

# (participle, preposition): "S is used for O", "What is S used for?"
STATES = _pairs(
    """
used/for made/from made/of made/by located/in found/in found/near born/in sold/in sold/by stored/in kept/in
kept/with known/for known/as related/to connected/to attached/to owned/by written/by written/in built/by
built/from paid/by named/after caused/by treated/with measured/in grown/in eaten/by used/by used/in
recommended/for approved/for allowed/in forbidden/in banned/from protected/by famous/for similar/to close/to
next/to harmful/to safe/for good/for bad/for ready/for afraid/of full/of part/of invented/by painted/by
married/to assigned/to licensed/to tested/on called/by defined/in
"""
)

# "the capital of S is O", "What is the capital of S?"
ROLES = listed(
    """
capital colour price owner author maker size weight age dose origin symbol leader father mother friend
teacher doctor purpose name address language password source target type parent successor version limit
deadline supplier manager flavour shape speed rival neighbour
"""
)

# (base, participle): "S must not be taken with O", "Can I take S with O?"
ACTIONS = _pairs(
    """
take/taken mix/mixed use/used combine/combined store/stored serve/served wash/washed cook/cooked
ship/shipped join/joined load/loaded connect/connected swallow/swallowed eat/eaten drink/drunk clean/cleaned
sell/sold plant/planted keep/kept paint/painted pack/packed
"""
)

REFUSALS = (
    "I have no fact about that",
    "I do not know",
    "I cannot say",
    "There is no fact about that",
    "no fact helps here",
    "That is not in my facts",
    "I have no information about that",
    "unknown",
    "No answer",
    "I cannot answer that from the facts",
    "Nothing is known about that",
    "Sorry, I do not know that",
    "This is outside my facts",
    "Ask somebody else",
    "not stated",
    "The facts do not say",
    "I am not able to answer",
    "No record found",
    "My facts do not cover this",
    "Please ask a doctor",
)

OFF_TOPIC = (
    "Who won the match yesterday?",
    "What is the meaning of life?",
    "How are you today?",
    "Write a poem about the sea.",
    "What time is it?",
    "Tell me a joke.",
    "What is the weather like?",
    "Who are you?",
    "Can you sing?",
    "What should I cook tonight?",
    "How do I get rich?",
    "Where did I leave my keys?",
    "Which film should I watch?",
    "What is two plus two?",
    "Who invented the telephone?",
    "Give me the news.",
    "Why is the sky blue?",
    "How far away is the moon?",
    "Translate this into French.",
    "Is there life on Mars?",
)

PRODUCTS = listed("bolt nut washer screw nail hinge gear spring valve rivet bracket cable lamp plug")


def held_out(text: str) -> bool:
    """Whether ``text`` belongs to the held-out tenth of all words and names; a fixed checksum decides."""
    return text not in PINNED and zlib.crc32(text.lower().encode()) % 10 == 0
