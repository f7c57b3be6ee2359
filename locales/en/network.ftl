# The network: antennae, organisations, territory.

## What is wrong, when something cannot be done

problem-unknown-antenna = This antenna is not one of this hub's.
    .next = Go back to the list of antennae and look for it there.
problem-antenna-is-spotted = The antenna was only spotted: somebody has to contact it first.
problem-antenna-is-contacted = The antenna was contacted and has not yet said whether it is interested.
problem-antenna-is-interested = The antenna is interested and was not yet welcomed.
problem-antenna-is-welcomed = The antenna was welcomed and is not active yet.
problem-antenna-is-active = The antenna is active already.
problem-antenna-is-resting = The antenna is resting.
    .next = When it wants to come back, make it active again.
problem-antenna-is-suspended = The antenna is suspended.
    .next = It can become active again, or end.
problem-antenna-is-ended = This antenna's path has ended.
    .next = If it wants to begin again, enter it anew as spotted.
problem-antenna-is-archived = This antenna is archived: nothing about it changes any more.
problem-antenna-lacks-contact-person = There is no contact person with a way to reach them yet.
    .next = Add a telephone, an e-mail or an address under Contact.
problem-antenna-lacks-offers = It is not written yet what it can help with.
    .next = Choose at least one kind of help on the antenna's page.
problem-antenna-lacks-times = It is not written yet when it can be asked.
    .next = Write at least one time of the week on the antenna's page.
problem-antenna-lacks-operator = No operator accompanies it.
    .next = Choose who does.
problem-antenna-lacks-pledge = Its pledge is missing, with the day to talk about it again.
    .next = Write the dates of the pledge.
problem-antenna-lacks-volunteer-entry = The line in its organisation's register of volunteers is missing.
    .next = It must be there before the first activity (D.Lgs. 117/2017, art. 17).
problem-antenna-lacks-insurance = Today it is not covered by its organisation's insurance.
    .next = It must be before the first activity (D.Lgs. 117/2017, art. 18): bring the dates up to date.
problem-reason-missing = Choose a reason from the list.
problem-not-by-itself = Only somebody who works at the hub can take this step.
    .next = Ask the operator who accompanies you.
problem-bad-date = It cannot be this day: look at the day and the year.
problem-bad-hours = The times of a day overlap or cannot be read.
    .next = Write them like this: 9-12, 15:30-18.
problem-bad-tax-code = The tax code has a mistake: its last letter does not fit.
    .next = Look at it on the health card.
