"""Page furniture as releases have it, and text that only looks like it.

The cases follow the layouts of ministries, state news agencies, WHO, NATO and company newswires.
"""

from __future__ import annotations


def lines(text):
    """What stands in the lines of a triple-quoted list."""
    return [line.strip() for line in text.strip().splitlines() if line.strip()]


BODY = (
    "The minister received the delegation in the capital on Monday and said that the talks had"
    " been useful for both of the countries."
)
MORE = (
    "The two sides agreed to meet again in the spring, when the work of the joint commission on"
    " trade and transport is to begin."
)

TOOLS = """
    A+ A-
    A- A A+
    +A -A
    A A A
    A | A | A
    Font size: A- A+
    Share | Print | A+ A-
    A- A A+ Send by e-mail
    Share on Facebook Share on Telegram Print
    Font size
    Text size: small medium large
    Increase font size
    date 2023-10-06 + ↺ − 16 px
    Share
    Print | Share | Download PDF
    Facebook Twitter WhatsApp
    Share on Facebook
    Share this page
    Share this article with a friend
    Email to a friend
    Send to a friend
    Share on X
    Print version
    Listen
    Listen to this article
    Read more
    Read more »
    Read also: Minister opens the new terminal in Baku
    See also: The summit in pictures
    Read the minister's full speech
    Tags: Azerbaijan, WHO, COVID-19
    Keywords: trade, transport, customs
    #Azerbaijan #WHO
    Back to top
    Skip to main content
    You may also like
    Leave a comment
    Comments (0)
    Views: 1,234
    1 204 views
    Viewed 1204 times
    3 min read
    Home > News > Press releases
    Home / News / Politics
    You are here: Home » Media » News
    News » Politics » Visits
    Follow us on Twitter @who
    Follow the Ministry on Twitter @mod_example
    Find us on Facebook
"""
DATES = """
    2023-10-06 14:30
    10:32 | 14.03.2023
    14.03.2023 10:32
    14 March 2023, 10:32
    14 April 2015, 15:45
    Feb 07 2019 22:23
    May 24, 2018 - 23:25
    Thursday, 5 May 2022 at 10.30 am
    21 January 2008 [11:08] - EXAMPLE.AZ
    10.08.2023 - Update : 10.08.2023 A A A
    Published 3 October 2014
    Published on 3 October 2014 at 10:30
    Published: 2014-10-03
    First published 3 October 2014
    Last updated: 5 May 2020
    Last modified on 05/05/2020 10:30
    LAST UPDATED 5 MAY 2020
    Publication date: 5 May 2020
    Issued on 24 Feb. 2022
    Last updated: 24 Feb. 2022 08:08
    Release Date: January 27, 2016
    date 2024-11-23 Saturday 23 November 2024
    date 2019-09-16 By Trend
"""
RIGHTS = """
    © 2023 Ministry of Health
    © AZERTAC
    Copyright 2023 Acme Ltd. All rights reserved.
    Copyright © 2023
    All rights reserved
    All rights reserved.
    © Press Service of the President. When using the materials, a link is obligatory.
    Example News. Any use of materials is allowed with an active hyperlink to the source.
    *Writing by Jane Roe
    Photo credit: UN Photo/Jane Roe
    Photo: AZERTAC
    Photo by Jane Roe
    (Photo courtesy of the Ministry of Defence)
    Photo: WHO / J. Roe
"""
ENDS = """
    -ENDS-
    - ENDS -
    –Ends–
    ENDS
    Ends
    /ends
    END
    End of press release
    Enditem
    # # #
    ###
    ***
    * * *
    _____________
    ----------
    XX
    --30--
    -30-
    (more)
    - more -
"""
EMBARGO = """
    EMBARGOED UNTIL 00:01 GMT Thursday 5 May
    STRICTLY EMBARGOED UNTIL 00.01 HOURS (LONDON TIME) ON THURSDAY 5 MAY 2022
    Embargoed until noon today
    Embargoed for release until 10 a.m. on 5 May
    EMBARGO: 5 May 2022, 10:00 CET
    UNDER EMBARGO UNTIL 5 MAY
    Embargoed until delivery
    Strictly embargoed
    For immediate release
    FOR IMMEDIATE RELEASE: 5 May 2022
    For Immediate Release Contact: Doug Nicoll
    **FOR IMMEDIATE RELEASE**
    For release at 2:00 p.m. EST
    Not for release before 6 pm on 5 May
    NOT FOR BROADCAST OR PUBLICATION BEFORE 00:01 ON 5 MAY
    Check against delivery
    [Check against delivery]
    (As delivered)
    PRESS RELEASE
    Press release No. 12/2023
    Press Release (2022) 045
    Press Release — For Immediate Release
    MEDIA ADVISORY
    Notes to editors
    NOTES TO EDITORS:
    Note to Editors
    Editor’s note:
"""
CONTACT_LINES = """
    Tel: +44 20 7946 0000
    Tel.: (+994 12) 596-90-00; Fax: (+994 12) 596-90-01
    +41 22 791 21 11
    T: 020 7946 0000 | M: 07700 900000
    Phone (617) 375-7500
    910-432-3383
    Fax 012 493 11 22
    E-mail: press@example.org
    Email: press@example.org
    press(at)example.org
    Email: [email protected]
    www.example.org
    https://www.example.org/news/2023/10/06/talks
    Website: www.example.org
    More information: https://www.example.org/talks
    Twitter: @example
    Jane Roe, press officer, +44 20 7946 0000
    Jane Roe (jane.roe@example.org)
    • Phone: + 44 (0)207 375 6030
    Press Service of the Ministry of Foreign Affairs of the Republic of Azerbaijan
    Press and Information Department of the Ministry of Defence
    For media enquiries please call Jane Roe on 020 7946 0000.
    For further information contact Jane Roe, tel. +44 20 7946 0000.
"""

TEXT = """
    A sentence of the text.
    BAKU, 6 October, AZERTAC —
    Baku, October 6, AZERTAC
    BAGHDAD - Combined Joint Task Force
    GENEVA, 14 March 2023 – WHO has sent a mission.
    Minister welcomes agreement on oil exports
    Minister for the Middle East condemns attack in Baghdad
    14 March 2023
    Thursday 5 May
    10:00
    10:00 – 11:00 Opening of the exhibition
    Thursday 5 May, 10:00: arrival of the delegation
    Date: Thursday, 27 August 2020
    Time: 10h00
    Venue: Press Room, Pretoria
    Published in 2014, the report was read widely.
    On 14 March 2023, 10:32 was the time of the attack.
    ±12:00 (CET)  Press briefing with the Secretary General
    Reporting by the ministry shows losses
    Use of materials from the site of the crash to build a link road
    A share
    President Answers Media Questions
    Minister Gives Press Interview
    Press Interviews
    Media questions minister's silence
    Share this land, says king
    Print by numbers
    Release on 5 May 2022 of the hostages welcomed
    Embargo: 12 states agree
    Embargo until 30 states agree
    Plan A
    (c) 2014 elections to be held
    comments.
    Press Release Committee 12 members
    Share prices fell on Monday.
    Share of women in parliament
    Print media will be admitted from nine.
    Email sent by the ministry was read.
    Views differ.
    Listen to the people, says minister
    Read more about the ministry's work in Geneva.
    Read the summit documents on issues including counter-terrorism and energy.
    Tags were put on 1,200 sheep.
    Font of wisdom
    Home Secretary visits Baku
    Home rule > no rule, says minister of 1,000 days
    p > 0.05 and q > 0.01
    Photo shows the ministers in Baku on Monday.
    Photo: President Ilham Aliyev meets the head of the mission in Baku.
    Copyright law to be changed
    Rights reserved for the state
    Ends of the earth
    End violence now
    The war ends
    XX Congress opens in Beijing
    More than 30 people
    30 dead
    Embargo on arms lifted
    Embargo until Libya complies
    EU embargo: ministers agree
    Embargoed goods were seized at the port.
    For immediate release of the hostages, families march
    For release of the film, see the studio.
    Immediate release demanded
    Not for the first time
    Release of hostages on 5 May welcomed
    Press release of hostages was wrong.
    Press freedom
    Notes to the treaty
    Syria
    Contacts between the two armies go on
    Contact Group meets in Ramstein
    First contact with the crew
    Media may contact the office.
    Press Service of the Ministry reports losses
    Be sure to follow the Deputy Secretary on Twitter (@ABlinken) and on Flickr for updates.
    The phone number +994 12 596 90 00 was given to all of the people who had asked for help.
    Population in 2014 2015 2016 2017 2018
    01/02/2023
    06-10-2023
    The site www.example.org was attacked on Monday by people who are not known to the police.
    Minister joins @WHO
    About 500 people were evacuated.
    About the visit
    About WHO
    US$ 1 234 567 890
    1. Share
    a a
"""

CONTACTS = {
    "one line each": (
        "Media contacts\nJane Roe\nHead of Communications\nTel: +44 20 7946 0000\n"
        "press@example.org\n1 High Street, London"
    ),
    "upper case, colon": "MEDIA CONTACT:\nJANE ROE\n+44 20 7946 0000",
    "without an address": "Press contact\nJane Roe\nHead of Communications",
    "ambiguous heading": "Contact:\nJane Roe\njane@example.org",
    "heading with name": "Contact: Jane Roe\n313-956-1909",
    "heading with all": "Media enquiries: Jane Roe, Spokesperson – media@example.org",
    "of a company": "Acme Media Contact\nJane Roe\n+1 (857) 529-2363\njane@example.com",
    "sentence as heading": (
        "For further information, please contact:\nJane Roe, press officer\nTel: +41 22 791 21 11"
    ),
    "department": "Press and Information Department\ntel.: (+374 60) 620 000, press@example.am",
    "public": "General public inquiries: Europe Direct by phone 00 800 67 89 10 11 or by email",
    "enquiries": "For media enquiries\nPress Office\n020 7946 0000",
    "blank lines between": (
        "Media contacts\n\nJane Roe\n\nPress Officer\n\nTelephone: +41 22 791 21 11\n\n"
        "Email: roe@example.org"
    ),
    "two persons": (
        "Media Contacts:\n\nJane Roe\nWHO\nTel: +41 22 791 21 11\n\nJohn Doe\nUNICEF\n"
        "jdoe@example.org"
    ),
    "several headings": (
        "Investor contact\nJane Roe\n+1 857 529 2363\n\nMedia contact\nJohn Doe\njohn@example.com"
    ),
    "departments": (
        "Contact points\n\nOverall Coordination\nMs. Jane Roe\nTelephone: +32 (0)2 707 1003\n\n"
        "General queries\nTel: +32 (0)2 707 50 41\nmoc@example.org\n\nVideo on demand\n"
        "content@example.org\n\nFollow us on Twitter (@NATO and @example)."
    ),
    "bullets": "Media contacts:\n• Jane Roe, +44 20 7946 0000\n• John Doe, +44 20 7946 0001",
    "after the end mark": "-ENDS-\n\nFor more information:\nJane Roe\njane@example.org",
}

ABOUTS = {
    "ministry": (
        "About the Ministry of Health\n\nThe Ministry of Health of the Republic of X is the central"
        " executive authority for health care."
    ),
    "acronym": (
        "About WHO\n\nDedicated to the well-being of all people and guided by science, the World"
        " Health Organization leads and champions global efforts.\n\nIt has 194 Member States."
    ),
    "initials": (
        "About WHO\n\nThe World Health Organization works with 194 Member States to promote health."
    ),
    "upper case": "ABOUT ACME\n\nAcme Inc. is a leading provider of tools to 40 countries.",
    "company": (
        "About Acme Technologies:\nAcme Technologies was founded in 1990. In October 2020 it bought"
        " Doe AG. For more information, please visit www.example.com."
    ),
    "run in": "About Acme: Acme is a maker of tools and one of the oldest companies of the state.",
    "owner": "About Acme\n\nAcme (NYSE: ACM), one of the largest, is an owner of 1,000 sites.",
    "us": "About us\n\nWe are an independent agency of the state.",
    "several": (
        "About Acme\n\nAcme is a company with offices in 40 countries.\n\nAbout the Roe Foundation"
        "\n\nThe Roe Foundation is a charity that gives money to schools.\n\nMedia contact\n\n"
        "Jane Roe\n\njane@example.com"
    ),
    "with a page": "About Acme\nAcme is a company that sells tools.\nwww.example.com",
}
