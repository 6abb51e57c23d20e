"""Ordinary council prose, full of words that are names elsewhere; nobody of the register is in it."""

PROSE = """
The Panel met in May 2024 and again on 4 May. May is also the month in which the Board reports. From April to June
there was no contact. In August and September the General Practitioner (GP) saw the adult twice. March was quiet.

Hope was expressed that lessons will be learned. Will the Board accept the action plan? The action will mark progress.
Mark each box with a cross. Faith in the service had been lost. Faith groups took part, as did the Joy Street Centre.
Grace Road Surgery and the Rose Court refuge replied. The Rose Centre closed. Hope House offers outreach.

Young people told us what helps. The Young Carers Service and Young Persons' Advisor attended. The Price of a place was
raised. Grant funding ended; Grant applications close in the winter. The Church Street hub is next to Park Lane.
Marsh Lane Primary School made a referral. The Black Country Partnership and White Ribbon UK sent comments.

Of the residents, 81 per cent are White British and 3 per cent are Black African. She was described as White. West
Yorkshire Police and the North East Ambulance Service gave evidence. Kent, Devon and Essex were asked. York and Lincoln
were not. Reading and writing support was offered. Bath and wash facilities were adapted. Deal with risk at once.

Clare's Law (the Domestic Violence Disclosure Scheme) and Sarah's Law were explained. Martha's Rule was not in force.
St Mark's Hospital and Queen Victoria Hospital are separate trusts. King James Hospital has closed.

Page 14 of the report and Section 9(3) of the 2004 Act apply. See Page 3. Field notes were kept. Field visits stopped.
Law Centres helped. The Judge summed up. Bishop Street Police Station is open. Major incidents are reviewed. The Major
Crime Team led. Case notes were thin. Close family were told. Ward staff, e.g. the Ward Manager, i.e. the nurse in charge,
met at 9 a.m. and 2 p.m. in the U.K. and N.B. the P.S. says so.

The margin for error is small. Normal practice is a routine enquiry. Meter readings rose. Peer support was discussed.
Trace the call. Parking was a worry. Meters were read. Hardening of attitudes was seen. Morning
calls were logged. Marking the place, Marina staff helped. Colour of the file: Amber. Red, Amber, Green. RAG: Amber.

Summer holidays end in September. Dawn raids were rare. The Dean of the cathedral wrote, and frank discussion followed. Frank words helped.
Bill payments were late. Rob and steal are the words of the statute. Close supervision ended. Art therapy helped.

Phone 101, or 0300 123 4567, or e-mail reviews@council.example. The number 12/03/2019 is a date; 11/02/2023 is another.
Born in March, she died in February 2024. On 11 February the year before, a review began. Reference 943 476 0000.
""".strip()
