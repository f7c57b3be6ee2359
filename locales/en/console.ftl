# Words of the console, for those who work at hubs and at the central node.

## Around every page

skip-to-content = Skip to content
place-central = Central node
place-hub = Hub { $name }
sign-out = Sign out
nav-name = Sections
nav-requests = Requests
nav-diary = Diary
nav-ideas = Ideas
nav-offers = Offers
nav-antennae = Antennae
nav-overview = Overview
nav-staff = People
nav-privacy = Personal data
nav-city = City file
nav-hubs = Hubs
nav-parked = To be clarified
nav-account = My account
nav-more = More
nav-unread = { $count ->
    [0] No new requests
    [one] One new request
   *[other] { $count } new requests
}
live-on = Live
live-off = Connection lost: the page tries again by itself
form-leaving = You have typed something that is not saved yet.
form-errors = { $count ->
    [one] One thing needs fixing:
   *[other] { $count } things need fixing:
}
problem-title = Something is wrong
problem-home = Back to the start
pages-name = Pages of the list
pages-shown = { $first } to { $last } of { $total }
pages-shown-beyond = { $first } to { $last } of more than { $total }
pages-previous = Previous
pages-next = Next
export-csv = Download the rows (CSV)
export-pdf = Print (PDF)
export-xlsx = Spreadsheet (XLSX)

## Time

since-now = just now
since-minutes = { $count ->
    [one] for 1 minute
   *[other] for { $count } minutes
}
since-hours = { $count ->
    [one] for 1 hour
   *[other] for { $count } hours
}
since-days = { $count ->
    [one] for 1 day
   *[other] for { $count } days
}
until-over = over
until-now = in less than a minute
until-minutes = { $count ->
    [one] in 1 minute
   *[other] in { $count } minutes
}
until-hours = { $count ->
    [one] in 1 hour
   *[other] in { $count } hours
}
until-days = { $count ->
    [one] in 1 day
   *[other] in { $count } days
}
month-year = { $month } { $year }

## Roles and scopes

role-operator = Community operator
role-coordinator = Coordination
role-central-staff = Central staff
role-service-operator = Municipal service operator
role-admin = System administration
role-privacy-officer = Data protection
scope-city = The whole city
scope-service = Service: { $name }
scope-zone = Zone { $name }

## Who did something

actor-system = The system
actor-staff = Staff of another node
actor-device = An antenna
actor-kiosk = At the kiosk

## Signing in and out

sign-in-title = Sign in
sign-in-again = You have to sign in, or your session is over. Then you go back to where you were.
sign-in-place = { $place }
sign-in = Sign in
sign-in-name = User name
sign-in-password = Password
sign-in-name-missing = Type your user name.
sign-in-password-missing = Type your password.
sign-in-help = Forgotten your password? Ask whoever coordinates the hub: they give you a new one to use once.
done-signed-out = You are signed out. See you soon!

## My account

account-title = My account
account-must-change = Choose your password
account-must-change-hint = The password you were given works only once. Choose one that only you know, then you can begin.
account-password = Password
account-password-old = Present password
account-password-new = New password
account-password-again = New password again
account-password-hint = At least { $count } characters. A short sentence does very well.
account-password-change = Change the password
account-preferences = Preferences
account-language = Language
account-language-browser = The browser's
account-text-size = Text size
text-size-normal = Normal
text-size-large = Large
text-size-largest = Very large
done-password-changed = The password is changed. Other sessions have been closed.
done-preferences-kept = Preferences saved.
account-pin = PIN for the kiosk
account-pin-hint = With this PIN you hand over and take back things in custody at the hub's screen, beside whoever takes or brings them.
account-pin-new = New PIN
account-pin-shape = Four to six digits, not in a row and not all alike.
account-pin-again = New PIN again
account-pin-set = Set the PIN
done-staff-pin-set = The PIN for the kiosk counts from now on.

## People who work here

staff-title = People who work here
staff-new = New account
staff-add = Create the account
staff-name = First and last name
staff-name-hint = What colleagues call them.
staff-login-hint = To sign in with: letters, digits, dots and hyphens.
staff-role = Role
staff-scope = Area
staff-scope-hint = The part of the city they look after.
staff-since = Since
staff-state = State
staff-me = (you)
staff-active = Active
staff-closed = Closed
staff-fresh = Never signed in
staff-change-role = Change role or area
staff-access = Access
staff-reset-hint = A new password ends every open session. Closing the account does not erase what the person has done.
staff-reset = Give a new password
staff-close = Close the account
staff-open = Open the account again
one-time-title = Password to hand over
one-time-hint = Hand these words to { $name }, by voice or on a sheet of paper. At the first sign-in they choose their own.
one-time-password = Password to use once
one-time-once = You see it only now: once you leave this page nobody can read it.
one-time-done = I have handed it over
done-role-changed = Role and area updated.
done-account-closed = The account is closed and its sessions are over.
done-account-opened = The account is open again.

## Personal data

privacy-title = Personal data
privacy-hint = For a person's rights begin from their request: look for it with the slip's code. Here are the erasures that were done.
privacy-erasures = Erasures
privacy-none = No erasure so far.
privacy-records = { $count ->
    [0] No text to erase
    [one] One text erased
   *[other] { $count } texts erased
}
privacy-acks = { $count ->
    [one] Confirmed by 1 node
   *[other] Confirmed by { $count } nodes
}
thing-request = Request
thing-idea = Idea
thing-member = Time bank
thing-offer = Offer of time
person-title = A person's data
person-kept = What we keep
person-same = The same person has left something other times too: each has its own data, to be erased by itself.
person-same-nth = record { $number }
person-in-vault = Name, telephone or address, encrypted with a key of their own
person-not-in-vault = No name, telephone or address
person-has-words = with their words
person-has-note = with a note for antennae
person-looks = Who has looked at this data
person-no-looks = Nobody has looked at it.
person-look-when = When
person-look-who = Who
person-look-why = Why
person-name = Name
person-phone = Telephone
person-address = Address
person-none = not left
erase-title = Erase this person's data
erase-what-goes = Name, telephone and address are destroyed with their key, and so are the words of the request and the note for antennae: here, at the central node and in backups.
erase-what-stays = Facts without a name stay: that there was a request, of what kind, where, and how it ended. This cannot be undone.
erase-sure = I have checked who asks and have explained that it cannot be undone.
erase-send = Erase for ever
done-erased = The data has been erased.
certificate-title = Certificate of erasure
certificate-says = This certifies that the personal data below has been erased at the request of the person concerned.
certificate-number = Reference
certificate-when = When
certificate-where = Where
certificate-who = Done by
certificate-what = What was erased
certificate-key = Name, telephone and address, with the key that opened them
certificate-records = { $count ->
    [0] No free text: there was none
    [one] One free text
   *[other] { $count } free texts
}
certificate-acks = Who has confirmed that no copy is left
certificate-ack = { $node }, { $when }
certificate-waiting = { $node }: waiting for confirmation
certificate-bank = Time bank of { $node } (the words between the desks)
certificate-stays = Facts without a name stay, because counts need them: kind of request, neighbourhood, times and outcome.
certificate-made = Document made { $when }.

## Queue of requests

queue-title = Requests
queue-title-central = Requests of all hubs
queue-enter = New request
queue-filter = Search requests
queue-tabs = State of requests
queue-tab-new = New
queue-tab-mine = Mine
queue-tab-searching = Searching
queue-tab-accepted = Accepted
queue-tab-to-confirm = To confirm
queue-tab-closed = Closed
queue-tab-every = All
queue-hub = Hub
queue-place = Neighbourhood
queue-category = Kind of help
queue-state = Outcome or state
queue-reason = Reason
queue-any-hub = All hubs
queue-any-place = All neighbourhoods
queue-any-category = All kinds
queue-any-state = All
queue-any-reason = All reasons
queue-search = Search
queue-none-found = No request with these filters.
queue-clear = Clear the filters
queue-empty-new = No new requests. When one comes in you see it here at once.
queue-empty-mine = You look after no requests.
queue-empty-searching = No request is being searched for.
queue-empty-accepted = No accepted request is waiting.
queue-empty-to-confirm = Nothing to confirm.
queue-empty-closed = No closed request yet.
queue-empty-every = No request yet.
queue-answers = answers { $until }

## One request

request-title = Request
request-back = Requests
request-changed = This request has changed in the meantime.
request-refresh = Refresh
request-overdue = Overdue
request-reopened = { $count ->
    [one] Reopened once
   *[other] Reopened { $count } times
}
request-words = In their words
request-words-none = They added no words of their own.
request-words-erased = The words have been erased.
request-note = Note for antennae
request-said = What the helper adds
request-questions = What to ask
request-thread = What has happened
request-facts = In short
request-place = Neighbourhood
request-for = For whom
request-urgency = When
request-opened = Came in
request-due = To be closed by
request-via = How it came in
request-language = Language
request-home = Hub
request-operator = Looked after by
request-helper = Helping
request-minutes = Time given
request-reason = Reason
request-visit = It means going to the person's home: a cleared antenna is needed.
request-visit-two = It means going to the person's home: two people the first time, with a cleared antenna.
request-state-received = New
request-state-taken-in-charge = Taken in charge
request-state-proposed = Proposed to antennae
request-state-accepted = Accepted
request-state-done = Done, to be confirmed
request-state-met = Met
request-state-not-met = Not met
request-state-withdrawn = Withdrawn
urgency-today = Today
urgency-this-week = This week
urgency-no-hurry = No hurry
relation-oneself = For themselves
relation-family = For family
relation-neighbour = For a neighbour
relation-customer = For a customer
relation-other = For somebody else
channel-kiosk = At the kiosk
channel-console = In person
channel-antenna = From an antenna
channel-phone = By telephone
channel-paper = On paper
channel-sync = From another node
channel-clock = From the system
language-it = Italian
language-en = English
language-ar = Arabic
language-ur = Urdu
language-bn = Bengali
language-pa = Punjabi
language-sq = Albanian
language-ro = Romanian
language-uk = Ukrainian
language-zh = Chinese
language-es = Spanish
language-fr = French
circle-named = One antenna in particular
circle-neighbourhood = The neighbourhood's antennae
circle-neighbourhood-of = The antennae of { $name }
circle-zone = The zone's antennae
antennae-count = { $count ->
    [0] none for now
    [one] 1 antenna
   *[other] { $count } antennae
}
thread-need-left = Request received
thread-taken-in-charge = Taken in charge
thread-proposed = Proposed to antennae
thread-declined = An antenna said no
thread-accepted = An antenna accepted
thread-circle-ended = Nobody could: the search widens or comes back to the operator
thread-given-back = Given back: searching again
thread-reported-done = Reported as done
thread-met = Met
thread-not-met = Not met
thread-withdrawn = Withdrawn by the person
thread-reopened = Reopened
thread-asked = { $count ->
    [one] 1 antenna
   *[other] { $count } antennae
}
thread-until = until { $when }

## The next step

next-take = To be taken in charge
next-propose = Look for somebody who can help
next-waiting = Waiting for antennae
next-accepted = Somebody is helping
next-confirm = To be confirmed
next-met = Need met
next-take-hint = If you take it in charge, colleagues see that you look after it.
take-charge = Take in charge
propose-circle = Whom do we ask?
propose-circle-hint = If nobody can within the time, the request moves to the wider circle by itself.
propose-named = Which antenna
propose-named-none = Choose an antenna
propose-note = Note for antennae
propose-note-hint = They read it before they accept. Write what is needed and when: no names, telephones or addresses.
propose-send = Ask the antennae
propose-nobody = There is no antenna to ask in this zone yet. Look for help among the people you know, and when it is solved say so here.
waiting-asked = { $count ->
    [one] 1 antenna asked
   *[other] { $count } antennae asked
}
waiting-silent = { $count ->
    [0] all have answered
    [one] 1 has yet to answer
   *[other] { $count } have yet to answer
}
waiting-until = Time to answer: until { $when }
waiting-hint = This page updates by itself as soon as somebody answers.
accepted-by = { $name } said yes and now sees how to reach the person. When they have finished they say so in the app, or you can say it here.
done-minutes = How long it took
done-minutes-hint = In minutes, if you know. Leave it empty if you do not.
done-send = Report as done
already-done = It has been solved in another way
confirm-hint = The helper says it is done. Ask the person: did it go well?
confirm-met = Yes, need met
confirm-reopen = No, keep searching
met-hint = Closed well. If the person comes back and it is not solved, it can be reopened within 30 days.
met-reopen = Not solved: reopen
close-not-met = Close as not met
not-met-why = Why was it not possible?
not-met-hint = The reason helps to see what the city needs.
not-met-send = Close as not met
not-met-no-offer = Nobody offers this help
not-met-out-of-hours = Only at hours when nobody can
not-met-out-of-area = Too far from those who can
not-met-needs-professional = A professional is needed
not-met-person-withdrew = The person gave up
not-met-limit-reached = A limit was reached
not-met-no-answer = The person does not answer
closed-hint = Request closed: { $state }.
done-taken = Taken in charge. Now look for somebody who can help.
done-proposed = We have asked the antennae. The answer comes here.
done-reported = Reported as done. Now confirm it with the person.
done-met = Request closed: need met.
done-not-met = Request closed as not met.
done-reopened = Request reopened.
done-entered = Request recorded. Give the person the slip's code.
sent-waiting = Waiting for { $name }: it is decided there.
sent-refused = { $name } said no.
done-sent = Sent: the node it belongs to decides.

## Contacts

contact-title = Contacts
contact-kept = The person left contacts. You see them only if you need them, and it is recorded who looked and why.
contact-why = Why you need them
contact-show = Show the contacts
contact-logged = We have recorded that you looked.
contact-none = The person left no contacts: they can come back with the slip's code.
contact-erased = This person's data has been erased.
contact-certificate = See the certificate
contact-not-yours = There are contacts, but your role does not see them.
contact-readings = Who has looked
contact-log = All readings
contact-rights = Readings and erasure
why-contact-call = To call the person back
why-contact-visit = To arrange a visit
why-contact-correct = To correct the details
why-contact-check = To check how it went
why-contact-referral = Municipal service it was sent to
why-sms = To send a text message with the code
why-contact-rights = The person's request about their data
why-assigned-to-helper = Is helping them

## New request

intake-title = New request
intake-need = The need
intake-channel = How it came in
intake-category = What kind of help
intake-choose = Choose…
intake-category-missing = Choose what kind of help it is.
intake-place = In which neighbourhood
intake-place-missing = Choose the neighbourhood.
intake-urgency = By when
intake-text = In their words
intake-text-hint = What is needed to help. No diagnoses, no names of other people.
intake-relation = For whom
intake-language = Which language they speak
intake-person = The person
intake-person-hint = Ask only for what is needed to call them back. They may also leave nothing and come back with the code.
intake-address-hint = Street, number, doorbell, floor. Only if somebody has to go there.
intake-send = Record the request

## Calls from the kiosk

call-waiting = { $kiosk }: somebody wants an operator
call-answer = I am coming
done-call-answered = Noted: you are on your way.

## Ideas and offers of time

ideas-title = Ideas
offers-title = Offers of time
idea-title = Idea
offer-title = Offer of time
desk-title-offers = Offers of time
desk-empty-ideas = No idea yet. When somebody leaves one at the kiosk you see it here.
desk-empty-offers = No offer yet. When somebody offers their time at the kiosk you see it here.
desk-new = To be contacted
desk-contacted = Contacted
desk-withdrawn = Withdrawn
desk-times = When they can
desk-next-offers = Get in touch with whoever offers their time
desk-next-hint-offers = Agree on how they can help. Whoever holds the slip sees that you have been in touch.
desk-mark-contacted = We have been in touch
done-contacted = Noted: you have been in touch.
time-band-mornings = mornings
time-band-afternoons = afternoons
time-band-evenings = evenings
time-band-weekend = weekends

## Antennae and devices

antennae-title = Antennae
devices-of-operators = Operators' devices
devices-revoked = { $count ->
    [one] 1 revoked device
   *[other] { $count } revoked devices
}
device-new = Pair a device
device-without-name = Without a name
device-never-heard = Never heard
device-heard = Silent { $since }
device-present = Connected
device-revoked = Revoked
device-pair-again = To be paired again
device-waiting = { $count ->
    [one] 1 message to receive
   *[other] { $count } messages to receive
}
device-label = Name of the antenna
device-label-hint = What the neighbourhood calls it: the bar, the pharmacy, the name of whoever helps.
device-holder = Whose it is
device-holder-hint = Antennae receive requests; operators also have the diary.
device-of-antenna = Neighbourhood antenna
device-of-operator = Operator
device-make-code = Make the code
device-kind = Whose it is
device-calls-itself = The device
device-paired = Paired
device-last-heard = Last heard
device-inbox = Waiting
device-move = Change neighbourhood
device-revoke = Take its access away
device-revoke-hint = If the phone is lost or the antenna no longer helps. Requests it held go back to the operator.
device-revoke-send = Revoke the device
done-device-moved = Neighbourhood updated.
done-device-revoked = The device has been revoked.
pairing-title = Pair a device
pairing-of = Pair { $name }
pairing-step-open = Open the antenna app on the phone or computer.
pairing-step-scan = Scan this picture, or paste the link.
pairing-step-code = Type the code below.
pairing-step-wait = When it is paired you see it appear on this page.
pairing-until = Valid until { $when }, for one device only.
pairing-link = Link
pairing-link-hint = Or copy the link and paste it in the app:
pairing-once = The code is shown only now. If you leave the page before using it, make another.
copy = Copy
copied = Copied

## Diary and activities

diary-title = My diary
diary-everybody = Everybody's diary
diary-new = New entry
diary-month = Your { $month }
diary-entries = Entries
diary-length = Time worked
diary-people = People reached
diary-people-count = { $count ->
    [0] nobody
    [one] 1 person
   *[other] { $count } people
}
diary-drafts = Drafts
diary-recorded = Recorded
diary-empty = The diary is empty. Three things are enough: what, where, for how long.
diary-draft-untitled = To be completed
diary-draft-note = Draft: it does not count until you record it
diary-draft-auto = While you type it is kept as a draft by itself.
diary-draft-kept = Draft kept at { $time }.
diary-draft-discard = Throw away
diary-what = What you did
diary-started = Start
diary-minutes = Length in minutes
diary-place = Place
diary-topics = Topics
diary-next = Next step
diary-next-hint = What to do next. No names of people.
diary-send = Record
done-logged = Recorded in the diary.
done-draft-discarded = The draft is gone.
activity-kind-animation = Animation
activity-kind-community-work = Community work
activity-kind-presence = Presence in the territory
activity-kind-meeting = Meeting
activity-kind-networking-act = Networking
activity-kind-antenna-support = Support to an antenna
activity-kind-handover = Handover
activity-kind-training = Training
activity-kind-travel = Travel
activity-kind-writing = Writing and paperwork
activities-title = Activities recorded
activities-month = Month
activities-any-month = All months
activities-any-kind = All kinds
activities-empty = No activity with these filters.

## Overview of the city

overview-title = Hubs side by side
as-of = As of { $when }
complete-until = data complete until { $when }
complete-never = no data yet
hub-last-contact = Last contact
hub-completeness = Completeness
hub-behind = On its way
hub-left-out = Left out of counts
hub-no-contact = never
hub-line-present = Connected
hub-line-absent = Not connected
hub-line-never = Never connected
hub-line-fork = To be looked at
hub-line-revoked = Access taken away
hub-backlog = { $count ->
    [one] 1 fact missing
   *[other] { $count } facts missing
}
hub-parked = { $count ->
    [one] 1 to be clarified
   *[other] { $count } to be clarified
}
figure-met = met
figure-not-met = not met
figure-open = open
figure-unread = Not read yet
figure-to-confirm = To confirm
figure-withdrawn = Withdrawn
figure-why-not = Why not met
figure-marks = How it went, for those who asked
figure-clocks = Time
figure-given = Time given in requests
figure-worked = Time worked, in the diary
figure-presence = Presence
figure-antennae = Active antennae
clocks-hint = Time given, time worked and hours of the time bank are three different clocks: they are never added here.
places-title = Neighbourhoods and needs
places-measure = What to count
places-all = All
places-empty = No request to count.
measure-every = All requests
measure-open = Open ones
measure-met = Those met
measure-not-met = Those not met
queue-whole-heading = { $name }: all
parked-title = To be clarified
parked-hint = Facts that arrived and that this program could not read. They are kept as they are, enter no count and hold nobody else up.
parked-none = Nothing to clarify: everything that arrived can be read.
parked-when = When
parked-node = From where
parked-number = Number
parked-kind = Kind
parked-reason = Why

## The city file (web/city)

city-title = City file
city-of = { $name }: what is loaded
city-published = Published { $when }
city-read-only = Here it is only read: the city file is published at the central node and arrives by itself.
city-none = There is no city file yet.
city-none-hub = The city file has not come from the central node yet.
city-new = Load a new file
city-new-hint = The file is read whole: with even one mistake nothing changes, and you see all of them at once with line and column.
city-file = City file (.toml)
city-file-missing = Choose a file.
city-publish = Publish
city-check = Only check
city-mistakes = { $count ->
    [one] There is 1 mistake to put right
   *[other] There are { $count } mistakes to put right
}
city-nothing-loaded = Nothing was loaded from { $file }. Line and column of each mistake:
city-checked = { $file } is right: you can publish it.
city-warnings = { $count ->
    [one] 1 thing to look at, which does not keep you from publishing
   *[other] { $count } things to look at, which do not keep you from publishing
}
done-city-published = The city file is published. Hubs get it at their next contact.
city-parts = What it holds
city-neighbourhoods = neighbourhoods
city-hubs = hubs
city-categories = kinds of help
city-partners = organisations
city-agencies = agencies
city-work-sites = work sites
city-places = Zones and neighbourhoods
city-unserved = no hub
city-hubs-title = Neighbourhood hubs
city-serves = { $count ->
    [one] serves 1 neighbourhood
   *[other] serves { $count } neighbourhoods
}
city-prefix = codes
city-closed = closed
city-kinds = Kinds of help
city-within = { $count ->
    [one] within 1 opening hour
   *[other] within { $count } opening hours
}
city-urgent = { $count ->
    [one] urgent within 1 hour
   *[other] urgent within { $count } hours
}
city-at-home = at home
city-partners-title = Organisations of the network
city-agencies-title = Agencies
city-task-rules-title = What makes something to do
city-task-within = { $count ->
    [0] by today
    [one] within { $count } open day
   *[other] within { $count } open days
}
city-task-days = { $count ->
    [one] { $count } day
   *[other] { $count } days
}
city-work-sites-title = Work sites
city-bodies-title = Bodies and tables
city-actions-title = Macro-actions
city-sheets-title = Project sheets
partner-role-lead = lead
partner-role-partner = partner
partner-role-funder = funder
partner-role-network = network agreement
weekday-mon = Monday
weekday-tue = Tuesday
weekday-wed = Wednesday
weekday-thu = Thursday
weekday-fri = Friday
weekday-sat = Saturday
weekday-sun = Sunday

## Hubs as nodes (web/hubs)

hubs-title = Hubs
hubs-empty = The city file has no hub yet.
hub-line-not-enrolled = To be connected
hub-line-title = Line to the central node
hub-nothing-behind = nothing on its way
hub-held = Received
hub-facts = { $count ->
    [one] 1 fact
   *[other] { $count } facts
}
hub-epoch = epoch { $epoch }
hub-clock = Clock
hub-clock-right = on time
hub-clock-ahead = { $count ->
    [one] ahead by 1 minute
   *[other] ahead by { $count } minutes
}
hub-clock-behind = { $count ->
    [one] behind by 1 minute
   *[other] behind by { $count } minutes
}
hub-program = Version of the program
hub-none-left-out = nothing
hub-notes = What has happened
hub-note-enrolled = Connected with a code
hub-note-revoked = Access taken away
hub-note-restored = Back from an earlier copy, goes on under a new epoch
hub-note-forked = Two histories with the same numbers: both kept, new epoch
hub-note-twin = Two machines with the same key: the younger is refused
hub-note-remembered = Known again from its grants
hub-fork-title = A person must look
hub-fork-hint = Since { $when } this hub has two histories, or two machines with the same key. Everything is kept. Find out which machine is the right one, switch the other off, then say here that you looked.
hub-fork-seen = I have looked
done-hub-seen = Noted: you have looked.
hub-enrol-title = Connect this hub
hub-enrol-hint = Make a code to be typed once on the hub's machine.
hub-replace-title = Has the machine broken or been lost?
hub-replace-hint = Make a code for the new machine: it takes the old one's place, gets its history and its sealed data back, and works already while they arrive. The old one can no longer come in.
hub-make-code = Make a code
hub-code-title = Code for a hub
hub-code-of = Code for { $name }
hub-code-until = Good until { $when }, once only.
hub-code-step-machine = On the hub's machine, with the program stopped, open the terminal in its data folder.
hub-code-step-type = Type:
hub-code-step-start = Start the program: the hub connects and gets the city file.
hub-code-step-again = Start the program: the new machine takes the old one's place and gets its history.
hub-code-once = The code is shown only now. If you lose it, make another: the one before no longer counts.
hub-revoke-title = Take access away
hub-revoke-hint = The hub can no longer send or receive, from now on. What it has sent stays. To come back it needs a new code.
hub-revoke-sure = Yes, I take this hub's access away
hub-revoke-not-sure = Tick the box to confirm.
hub-revoke = Take access away
done-hub-revoked = Access is taken away.

## Overview: the whole city

overview-city = The whole city
overview-hubs-complete = { $count ->
    [one] complete for 1 hub
   *[other] complete for { $count } hubs
}
overview-hubs-missing = { $count ->
    [one] 1 hub is not connected or has not sent everything yet
   *[other] { $count } hubs are not connected or have not sent everything yet
}
overview-export = Download the figures (CSV)
overview-print = Print
overview-signed = Figures as of the time shown, from the facts hubs recorded. Every figure opens to the rows it is made of.
