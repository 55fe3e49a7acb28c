"""What each rule makes of a sentence, as ``rule: source | cue | content``."""

from __future__ import annotations

import pytest

EXAMPLES = {
    "a clause with that": (
        "The ministry said that the new bridge had been opened.",
        ["clause: The ministry | said | that the new bridge had been opened"],
    ),
    "a clause without that": (
        "The envoy said the talks will resume in May.",
        ["clause: The envoy | said | the talks will resume in May"],
    ),
    "a clause before its cue": (
        "The talks will resume in May, the envoy said.",
        ["clause: the envoy | said | The talks will resume in May"],
    ),
    "a denied saying": (
        "The embassy did not say whether the visit would take place.",
        ["clause: The embassy | did not say | whether the visit would take place"],
    ),
    "a title and an apposition belong to the source": (
        "Dr. Maria Lopez, chief medical officer of Acme, said that the trial had ended.",
        ["clause: Dr. Maria Lopez, chief medical officer of Acme | said | "
         "that the trial had ended"],
    ),
    "a report speaks": (
        "The report found that one in five children lives in poverty.",
        ["clause: The report | found | that one in five children lives in poverty"],
    ),
    "somebody who finds a thing does not speak": ("The team found the wreck on Monday.", []),
    "a longer verb group": (
        "The minister went on to say that the portal had been launched.",
        ["clause: The minister | went on to say | that the portal had been launched"],
    ),
    "a back-shifted clause goes on": (
        "The head of state went on to say that registration had begun, and the portal had been "
        "launched to this end.",
        ["clause: The head of state | went on to say | that registration had begun, and the "
         "portal had been launched to this end"],
    ),
    "adding shares the source": (
        "The minister said that the road had been repaired, adding that work continues.",
        ["clause: The minister | said | that the road had been repaired",
         "clause: The minister | adding | that work continues"],
    ),
    "two verbs share a subject": (
        "The minister stressed the importance of regional security and noted that the two "
        "countries enjoy friendly relations.",
        ["object: The minister | stressed | the importance of regional security",
         "clause: The minister | noted | that the two countries enjoy friendly relations"],
    ),
    "a later verb is not nested": (
        "He denied that the government had broken the law, and rejected calls for an inquiry.",
        ["clause: He | denied | that the government had broken the law",
         "object: He | rejected | calls for an inquiry"],
    ),
    "a claim inside a claim": (
        "The report said that the minister denied that the plant was unsafe.",
        ["clause: The report | said | that the minister denied that the plant was unsafe",
         "clause: the minister | denied | that the plant was unsafe"],
    ),
    "according to, first": (
        "According to the World Bank, growth will slow to 2.1 percent in 2024.",
        ["according-to: the World Bank | According to | growth will slow to 2.1 percent in 2024"],
    ),
    "according to, last": (
        "Growth will slow to 2.1 percent, according to Finance Minister Jane Roe.",
        ["according-to: Finance Minister Jane Roe | according to | "
         "Growth will slow to 2.1 percent"],
    ),
    "a cue between two parts": (
        "In Syria, the press secretary said, the forces continue to advance.",
        ["parataxis: the press secretary | said | In Syria ... the forces continue to advance"],
    ),
    "a light verb and a preposition": (
        "President Aliyev expressed his gratitude for the invitation.",
        ["light-verb: President Aliyev | expressed his gratitude for | the invitation"],
    ),
    "a light verb and a clause": (
        "The Prime Minister expressed confidence that the visit would give an impetus to ties.",
        ["light-verb: The Prime Minister | expressed confidence | "
         "that the visit would give an impetus to ties"],
    ),
    "an evaluated object": (
        "The Secretary-General condemns the attack on civilians in Kabul.",
        ["object: The Secretary-General | condemns | the attack on civilians in Kabul"],
    ),
    "a purpose is no claim": ("The army will act to deny the rebels any shelter.", []),
    "a plain action is no claim": ("The company opened a factory in Leeds on Monday.", []),
    "verb and preposition": (
        "Guterres called for an immediate ceasefire.",
        ["preposition: Guterres | called for | an immediate ceasefire"],
    ),
    "call on somebody to act": (
        "We call on more countries to assist the refugees.",
        ["infinitive: We | call on | to assist the refugees"],
    ),
    "press for somebody to act": (
        "The Foreign Secretary pressed for Russia to use its influence.",
        ["preposition: The Foreign Secretary | pressed for | Russia to use its influence"],
    ),
    "an infinitive": (
        "The parties agreed to expand cooperation in education.",
        ["infinitive: The parties | agreed | to expand cooperation in education"],
    ),
    "urging somebody": (
        "The envoy urged both parties to return to the talks.",
        ["infinitive: The envoy | urged | to return to the talks"],
    ),
    "an adjective": (
        "The governor is confident that the plant will open in June.",
        ["adjective: The governor | is confident | that the plant will open in June"],
    ),
    "a noun": (
        "Critics rejected the claim that the water was safe.",
        ["object: Critics | rejected | the claim that the water was safe",
         "noun: - | claim | that the water was safe"],
    ),
    "words between the verb and its clause": (
        "He noted with satisfaction that the relations between the two countries had improved.",
        ["clause-by-words: He | noted | that the relations between the two countries had improved"],
    ),
    "somebody is assured": (
        "The minister assured the president that fuel had been purchased in full.",
        ["clause-by-words: The minister | assured | that fuel had been purchased in full"],
    ),
    "it says": (
        "The bank met in May. It considers that the policy should be eased.",
        ["clause: It | considers | that the policy should be eased"],
    ),
    "hoped is of hope, not of hop": (
        "The envoy hoped that the two chambers would sign the treaty.",
        ["clause: The envoy | hoped | that the two chambers would sign the treaty"],
    ),
    "quoted as saying": (
        "The paper quoted the minister as saying that the dam was safe.",
        ["object: The paper | quoted | the minister as saying that the dam was safe",
         "clause: the minister | saying | that the dam was safe"],
    ),
    "a verb with its particle": (
        "The governor ruled out any intervention in the markets.",
        ["object: The governor | ruled out | any intervention in the markets"],
    ),
    "seeing something as something": (
        "The agencies see the banks as the main strength of the country.",
        ["object: The agencies | see | the banks as the main strength of the country"],
    ),
    "an action after a promise is no promise": (
        "The parties agreed to keep in touch and discussed the schedule.",
        ["infinitive: The parties | agreed | to keep in touch"],
    ),
    "as stated somewhere": (
        "As stated in the report, exports continued to grow.",
        ["parataxis: the report | stated | exports continued to grow"],
    ),
    "a feeling and its reason": (
        "The minister is grateful to the donors for their support.",
        ["adjective: The minister | is grateful | to the donors for their support"],
    ),
    "according to, inside": (
        "He added that, according to the factory, parts would be shipped by Friday.",
        ["clause: He | added | that, according to the factory, parts would be shipped by Friday",
         "according-to: the factory | according to | parts would be shipped by Friday"],
    ),
    "the place and date are no part of what is said": (
        "ASTANA, 14 March – A new railway will be built, the ministry reported.",
        ["clause: the ministry | reported | A new railway will be built"],
    ),
    "lives that a flood claims are no claim": ("The 2021 floods claimed 82 lives.", []),
    "topics are no claim": ("The sides exchanged views on regional security.", []),
    "greetings are no claim": ("The guest conveyed the greetings of the king.", []),
    "thanks for greetings are none either": ("The king thanked for the greetings.", []),
    "an attack that somebody claimed": (
        "The attack claimed by the group that killed ten people was condemned.", []
    ),
    "the fear of nobody": ("It is feared that the rains will make it worse.", []),
    "a passive without an agent": (
        "It was emphasized that relations between the two countries are developing.",
        ["clause: - | was emphasized | that relations between the two countries are developing"],
    ),
    "a passive with its object first": (
        "During the meeting, the importance of strengthening economic ties was stressed.",
        ["passive: - | was stressed | the importance of strengthening economic ties"],
    ),
    "a passive with an agent": (
        "The decision was welcomed by the European Commission.",
        ["passive: the European Commission | was welcomed | The decision"],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), EXAMPLES.values(), ids=EXAMPLES.keys())
def test_a_rule_finds_source_cue_and_content(claims_of, text, expected):
    assert claims_of(text) == expected


QUOTATIONS = {
    "quotation marks stay in the content": (
        "“We are ready,” the minister said.",
        ["clause: the minister | said | “We are ready,”"],
    ),
    "the second part is a further fragment": (
        '"We are ready to go on," the minister said. "There is no alternative to peace."',
        ['clause: the minister | said | "We are ready to go on," ... '
         '"There is no alternative to peace."'],
    ),
    "several sentences": (
        "He added, “We will take action. We will not allow this, and these strikes show that.”",
        ["clause: He | added | “We will take action. We will not allow this, and these strikes "
         "show that.”"],
    ),
    "the paragraphs of one quotation": (
        "A spokesman said: “The ministers met today in New York.\n\n“They discussed the crisis "
        "in the region.”\n\nThe talks took an hour.",
        ["clause: A spokesman | said | “The ministers met today in New York ... “They discussed "
         "the crisis in the region.”"],
    ),
    "a colon announces the paragraphs below": (
        "Minister Jane Roe said:\n\nThe agreement is a step forward. It brings both sides "
        "together.\n\nThere is more to do.",
        ["announced-quotation: Minister Jane Roe | said | The agreement is a step forward. It "
         "brings both sides together ... There is more to do"],
    ),
    "a statement that follows": (
        "General John Smith provided the following statement:\n\n“The operation has begun. It "
        "will go on for weeks.”",
        ["announced-quotation: General John Smith | provided the following statement | “The "
         "operation has begun. It will go on for weeks.”"],
    ),
    "a stray mark opens nothing": (
        "The minister said the ‘90s were hard. “We learned a lot,” she added.",
        ["clause: The minister | said | the ‘90s were hard",
         "clause: she | added | “We learned a lot,”"],
    ),
    "no clause of its verb": (
        "“No comment on this matter,” Jane Roe told reporters.",
        ["quotation: Jane Roe | told | “No comment on this matter,”"],
    ),
    "a dash before the speaker": (
        "“A great day for all of us” – Jane Roe said.",
        ["quotation: Jane Roe | said | “A great day for all of us”"],
    ),
    "one that begins where another was never closed": (
        "It read “stop. The minister said: “We have won the vote today.”",
        ["clause: The minister | said | “We have won the vote today.”"],
    ),
    "names in quotation marks are no claim": (
        "The film “A Long Night in Paris” opens in May.", []
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), QUOTATIONS.values(), ids=QUOTATIONS.keys())
def test_a_quotation_belongs_to_who_said_it(claims_of, text, expected):
    assert claims_of(text) == expected


def test_a_wrapped_sentence_gives_the_same_claim(claims_of):
    text = (
        "The President of the Republic said that the new railway between Baku and\n"
        "Tbilisi had been opened, adding that the first passengers would travel\n"
        "Monday."
    )
    found = [line.replace("\n", " ") for line in claims_of(text)]
    assert found == claims_of(text.replace("\n", " "))
    assert len(found) == 2
