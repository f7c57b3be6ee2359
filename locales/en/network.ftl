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

network-sub = Pages of the network
network-page-antennae = Antennae
network-page-board = Board
network-page-devices = Devices
devices-title = Devices
devices-none = No device yet. Pair the first telephone: a code and a minute are enough.

## The register

antenna-new = New antenna
antenna-without-name = Name erased
antennae-filter = Search the antennae
antennae-search = Name
antennae-search-example = newsstand…
antennae-any-kind = Every kind
antennae-any-operator = Anybody
antennae-sort = Order
antennae-sort-name = By name
antennae-sort-last-sign = Longest silent first
antennae-sort-review = Next review of the pledge
antennae-tabs = How far they are
antennae-tab-active = Active
antennae-tab-to-hear = To hear from
antennae-tab-coming = Coming
antennae-tab-resting = Resting
antennae-tab-over = Ended
antennae-tab-every = All
antennae-none-found = No antenna is like what you look for.
antennae-empty-active = No active antenna yet. The first begins with somebody you have in mind.
antennae-empty-to-hear = No antenna has been silent for too long.
antennae-empty-coming = No antenna is coming. Who could become one?
antennae-empty-resting = No antenna is resting.
antennae-empty-over = No path has ended.
antennae-empty-every = The register is empty: add the first antenna.
antennae-board-title = Board of the antennae
antennae-board-none = None here.
antenna-here = Here now
antenna-to-hear = To hear from

## The names of things

antenna-kind = Kind of antenna
antenna-kind-citizen = Citizen
antenna-kind-shop = Neighbourhood shop
antenna-kind-group = Local group
antenna-state-spotted = Spotted
antenna-state-contacted = Contacted
antenna-state-interested = Interested
antenna-state-welcomed = Welcomed
antenna-state-active = Active
antenna-state-resting = Resting
antenna-state-suspended = Suspended
antenna-state-ended = Ended
antenna-state-archived = Archived
antenna-step-contact = Mark as contacted
antenna-step-interest = Mark as interested
antenna-step-welcome = Welcome to the network
antenna-step-activate = Make active
antenna-step-rest = Let it rest
antenna-step-resume = Let it come back
antenna-step-suspend = Suspend
antenna-step-end = End the path
antenna-step-archive = Archive
antenna-step-hint-rest = It gets no requests until it comes back.
antenna-step-hint-suspend = The hub stops asking it for now; requests it held go back to the operators.
antenna-step-hint-end = Thank you for everything: requests it held go back to the operators.
antenna-step-hint-resume = It gets requests again.
antenna-step-hint-archive = Only counts stay; its devices lose their access.
antenna-next-contact = The next step: speak with it
antenna-next-interest = The next step: find out whether it is interested
antenna-next-welcome = The next step: the agreement to join
antenna-next-activate = The next step: begin
antenna-next-resume = It can come back when it wants to
antenna-next-archive = The path has ended
antenna-next-active = It is active in the network
antenna-next-hint-contact = Go by or call, and tell what an antenna does.
antenna-next-hint-interest = Has it had time to think? Mark here if it wants to try.
antenna-next-hint-welcome = Before it is welcomed all of this is needed:
antenna-next-hint-activate = Once active it gets the neighbourhood's requests.
antenna-next-hint-resume = It gets the neighbourhood's requests again.
antenna-next-hint-archive = When it need not be in sight any more, archive it.
antenna-need-contact-person = A contact person and how to reach them
antenna-need-offers = What it can help with
antenna-need-times = When it can be asked
antenna-need-operator = Who accompanies it
antenna-need-pledge = The pledge, with the day to talk about it again
antenna-need-volunteer-entry = The entry in the register of volunteers
antenna-need-insurance = Insurance valid today
antenna-need-add = add
antenna-reason = Why
antenna-reason-choose = Choose a reason
antenna-reason-no-time = No time
antenna-reason-changed-mind = Changed its mind
antenna-reason-no-answer = Does not answer
antenna-reason-moved-away = Moved away
antenna-reason-closed-down = Closed down
antenna-reason-health = Health or family
antenna-reason-papers-missing = Papers are missing
antenna-reason-conduct = Something happened that must be cleared up
antenna-reason-other = Something else
heard-call = By telephone
heard-visit = I went by
heard-message = It wrote
heard-came-by = It came to the hub
reached-by-device = By its device
reached-by-phone = By telephone
reached-by-in-person = In person
step-free-yes = No steps at the door
step-free-no = There are steps
step-free-unknown = Not known yet
skill-listening = Listening, company
skill-driving = Car and driving
skill-paperwork = Offices and forms
skill-digital = Telephones and computers
skill-repairs = Small repairs
skill-care = Care of old or ill people
skill-children = Children
skill-first-aid = First aid
skill-cooking = Cooking
skill-mediation = Interpreting, mediation
skill-room = Room to meet
spoken-it = Italian
spoken-en = English
spoken-fr = French
spoken-es = Spanish
spoken-de = German
spoken-pt = Portuguese
spoken-ro = Romanian
spoken-sq = Albanian
spoken-uk = Ukrainian
spoken-ru = Russian
spoken-ar = Arabic
spoken-ur = Urdu
spoken-pa = Punjabi
spoken-hi = Hindi
spoken-bn = Bengali
spoken-si = Sinhala
spoken-zh = Chinese
spoken-tl = Tagalog
spoken-wo = Wolof
spoken-ise = Italian sign language

## The page of one antenna

antenna-back = Back to the antenna
antenna-edit-title = What it offers and when
antenna-edit = Edit
antenna-name = What it is called
antenna-name-hint = The person, the shop or the group. It stays in this hub, encrypted.
antenna-contact-person = Whom to speak with
antenna-own-place = Its neighbourhood
register-more-places = It also helps in
register-more-places-hint = Neighbourhoods nearby where it would go.
antenna-offers = What it helps with
antenna-hours = When it can be asked
antenna-hours-hint = For example 9-12, 15:30-18. Leave empty the days it is not there.
antenna-reached-by = How it is reached
antenna-step-free = Access
antenna-languages = Languages
antenna-skills = What it knows how to do
antenna-spot-send = Add to the register
antenna-what = What it offers
antenna-places = Where
antenna-not-yet = not written yet
antenna-since = since: { $day }
register-until = until { $day }
antenna-silence-title = To hear from
antenna-silence = Nothing was heard of it since: { $day }. A call is enough: it is no fault of its.
antenna-heard-how = How you heard from it
antenna-heard-send = I heard from it
antenna-last-sign = Last heard of: { $when }.
antenna-review-due = It is time to talk about the pledge again.
antenna-say-here = Mark as here now
antenna-not-here = Not here any more
antenna-history = What has happened
antenna-note-add = Write a note
antenna-note = Note
antenna-note-hint = Whoever works at the hub reads it. Only what is needed.
antenna-contact = Contact
antenna-contact-kept = Name, telephone and address are encrypted in this hub. Whoever opens them is written down.
antenna-contact-show = Open and edit
antenna-contact-erased = What was kept of this antenna was erased.
antenna-email = E-mail
antenna-tax-code = Tax code
antenna-tax-code-hint = Only the register of volunteers needs it.
antenna-operator = Who accompanies it
antenna-operator-change = Change
antenna-operator-hint = All of the antenna's history stays: whoever comes finds it here.
antenna-nobody-yet = Nobody yet
antenna-pledge = Pledge
antenna-no-pledge = No pledge yet.
antenna-pledge-write = Write the dates
pledge-start = Begins
pledge-review = Talked about again
pledge-review-hint = The day to see together how it goes.
pledge-end = Ends
pledge-end-if = Ends (if agreed)
antenna-clearance = Home visits
antenna-not-cleared = Not cleared to enter people's homes.
antenna-clearance-write = Clear or change
cleared-on = Cleared on
cleared-on-hint = After the interview and the papers the city asks for.
cleared-until = Until (if it ends)
cleared-withdraw = Take the clearance back
cleared-from = Cleared since: { $from }
cleared-from-to = Cleared since: { $from }, until: { $to }
antenna-devices = Devices
antenna-no-device = No device: it is reached in another way.
antenna-pair = Pair a device
antenna-review-on = talked about again: { $day }
antenna-silent-since = since: { $day }
antenna-told-spotted = Spotted
antenna-told-step-contacted = Contacted
antenna-told-step-interested = Interested
antenna-told-step-welcomed = Welcomed to the network
antenna-told-step-active = Active
antenna-told-step-resting = Resting
antenna-told-step-suspended = Suspended
antenna-told-step-ended = Path ended
antenna-told-step-archived = Archived
antenna-told-described = What it offers was brought up to date
antenna-told-contact = Contact brought up to date
antenna-told-accompanied = Accompanied by
antenna-told-alone = Nobody accompanies it any more
antenna-told-pledged = Pledge written
antenna-told-cleared = Cleared for home visits
antenna-told-not-cleared = Clearance taken back
antenna-told-volunteer = Register of volunteers brought up to date
antenna-told-device = Device paired
antenna-told-heard = Heard from
antenna-told-silence = Silence: its operator is asked to get in touch
antenna-told-note = Note
antenna-told-erased = Note erased
antenna-rest-until = Until when (if known)
why-antenna-contact = Contact of an antenna
thing-antenna = Neighbourhood antenna
thing-recurrence = Request that comes back
done-antenna-spotted = Added to the register.
done-antenna-described = Brought up to date.
done-antenna-step = Done.
done-antenna-contact = Contact brought up to date.
done-antenna-accompanied = Who accompanies it is up to date.
done-antenna-pledged = Pledge written.
done-antenna-cleared = Clearance brought up to date.
done-antenna-heard = Written down: you heard from it.
done-antenna-note = Note saved.
done-antenna-present = Presence brought up to date.
problem-antenna-name-missing = Write what it is called.
problem-choose-one = Choose one.

network-page-map = Map
network-page-organisations = Organisations
network-page-volunteers = Volunteers
nav-network = Network

## Organisations

organisations-title = Organisations of the network
organisation-new = New organisation
organisation-edit-title = The organisation
organisations-filter = Search the organisations
organisations-search = Name or code
organisations-any-kind = Every kind
organisations-any-role = Every role
organisations-none-found = No organisation is like what you look for.
organisations-empty = The register of organisations is empty. Begin with those you work with already.
organisation-left = Not in the network any more
organisation-name = Name of the organisation
organisation-kind = Kind of organisation
organisation-kind-ets = Third-sector body
organisation-kind-public-body = Public body
organisation-kind-school = School
organisation-kind-university = University
organisation-kind-firm = Firm
organisation-kind-parish = Parish
organisation-kind-union = Union
organisation-kind-chamber = Chamber
organisation-kind-informal = Informal group
organisation-roles = What it does with us
organisation-role-volunteers = Volunteers
organisation-role-activities = Activities
organisation-role-rooms = Rooms
organisation-role-referrals = Referrals
organisation-role-placements = Placements
organisation-role-support = Support
organisation-role-partner = Partnership
organisation-offers = What it can give to a project
organisation-offers-hint = Whoever looks for a partner finds the organisation under “Needs and offers”. Whoever gives rooms to the hub is there already.
organisation-code = Tax or VAT code
organisation-code-hint = Eleven digits; the last one is checked.
organisation-any-place = All over the city
organisation-facts = Who it is
organisation-contact = Whom to speak with
organisation-contact-hint = It stays in this node, encrypted.
organisation-contact-kept = There is a contact person, encrypted in this node. Whoever opens it is written down.
organisation-contact-none = No contact person.
organisation-volunteers = Its volunteers
organisation-no-volunteers = No antenna volunteers through this organisation.
organisation-belongs = In the network
organisation-leave = It leaves the network
organisation-return = It comes back to the network
runts-name = RUNTS
runts-section = RUNTS section
runts-number = Repertory number
runts-checked = Looked up on
runts-checked-on = looked up: { $day }
runts-none = Not registered
runts-odv = Volunteer organisations
runts-aps = Social promotion associations
runts-philanthropic = Philanthropic bodies
runts-social-enterprise = Social enterprises
runts-network = Networks
runts-mutual = Mutual aid societies
runts-other = Other Third-sector bodies
why-organisation-contact = Contact of an organisation
thing-organisation = Organisation
done-organisation-entered = Organisation added.
done-organisation-described = Organisation brought up to date.
problem-unknown-organisation = This organisation is not in the register.
problem-bad-organisation-code = The code has a mistake: its last digit does not fit.
problem-organisation-code-taken = Another organisation in the register has this code already.

## Volunteers

volunteers-title = Register of volunteers
volunteers-lead = Whoever volunteers through an organisation is in its register and insured before the first activity (D.Lgs. 117/2017, artt. 17 and 18).
volunteers-empty = No antenna volunteers through an organisation. It is written on its page.
volunteer-page-title = Volunteer of the register
volunteer-hours = Hours given
volunteer-hours-clock = hours of volunteering
volunteer-hours-back = Take back
volunteer-hours-and-papers = Hours, certificate and thanks
volunteer-certificate-gave = gave time as a volunteer in the neighbourhood.
done-volunteer-hours = Hours written down.
done-volunteer-hours-back = Hours taken back.
volunteer-title = Volunteering
volunteer-none = It helps on its own, not through an organisation.
volunteer-nobody = Through no organisation
volunteer-write = Write or change
volunteer-who = Who
volunteer-through = Through
volunteer-through-hint = Organisations of the register with the role Volunteers.
volunteer-entered = Entry in the register
volunteer-insured-from = Insured from
volunteer-insured-until = Insured until
volunteer-papers = Papers
papers-not-entered = Not entered
papers-not-insured = Not insured
papers-over = Insurance over
papers-soon = Ends within a month
papers-fine = In order
done-antenna-volunteer = Register of volunteers brought up to date.

## The map

map-title = The territory and its antennae
map-figures = In short
map-active = Active antennae
map-covered = Neighbourhoods covered
map-empty = Neighbourhoods without antennae
map-picture = Schematic map of the neighbourhoods
map-key-none = none
map-key-many = 4 and more
map-only-here = These are the antennae of this hub; central sees those of the whole city.
map-table = The same numbers in a table
map-hubs = Hub
map-resting = Resting
map-coming = Coming
map-none = No antenna
map-antennae = { $count ->
    [0] no active antenna
    [one] 1 active antenna
   *[other] { $count } active antennae
}
map-zone-empty = { $count ->
    [0] every neighbourhood covered
    [one] 1 neighbourhood without antennae
   *[other] { $count } neighbourhoods without antennae
}
volunteers-warnings = { $count ->
    [one] Papers of one person are missing or end soon.
   *[other] Papers of { $count } people are missing or end soon.
}

problem-antenna-not-in-register = This device belongs to no antenna of the register.

network-page-introductions = Introductions

## Introductions, support, handover

introductions-title = Introductions
introductions-none = It was not introduced to anybody yet.
introductions-empty = No introduction yet. They are written on an antenna's page: whom you brought together.
introductions-all = In all
introduction-new = Introduce it to somebody
introduction-to = To whom
introduction-send = Write it down
introduction-open = To find out how it went
introduction-outcome-lasting = They work together
introduction-outcome-once = It helped once
introduction-outcome-nothing = Nothing came of it
support-title = Support given
support-so-far = So far in all: { $length }.
support-new = Write down support
support-how = What support
support-day = Day
support-minutes = Minutes
support-coaching = Coaching
support-visit = Visit
support-materials = Materials
support-training = Training
support-device = Help with the app
antenna-told-supported = Support given
antenna-told-introduced = Introduced
antenna-told-outcome = Outcome of an introduction
done-antenna-supported = Support written down.
done-antenna-introduced = Introduction brought up to date.
handover-title = Handover
handover-now = Who accompanies how many antennae
handover-hint = All antennae of one person go to another, with places, open requests and things to do. The history of each antenna and each request stays where it is.
handover-requests = { $count ->
    [one] and one open request
   *[other] and { $count } open requests
}
handover-choose = Choose
handover-from = From
handover-to = To
handover-send = Hand over all antennae
done-handed-over = Handed over.

## Notices

notices-title = Notice to antennae
notices-before = Notices sent before
notice-where = To which neighbourhoods
notice-text = What you want to say
notice-text-hint = Every connected antenna reads it at once. Never names of people.
notice-for = It stays in sight
notice-today = 12 hours
notice-days = 2 days
notice-week = A week
notice-two = Two weeks
notice-send = Send the notice
notice-over = Over
notice-until = until: { $when }
done-notice-posted = Notice sent.

## Files

import-antennae = Bring in antennae from a file
import-organisations = Bring in organisations from a file
import-hint = A sheet saved as CSV, with a first row of headings. Try first: every line to mend is told, and nothing is brought in.
import-file = CSV file
import-check = Try the file
import-send = Bring in everything
import-columns = The columns
import-columns-hint = tipo and nome are needed, the others are not. Several things in one cell are kept apart by a vertical bar.
import-nothing = Nothing was brought in from { $file }.
import-empty = The file has no rows.
import-unknown-column = The column "{ $value }" is not one of those expected.
import-missing-column = The column "{ $value }" is missing.
import-too-long = Too many rows: 500 at most.
import-unknown-word = "{ $value }" is not a word known here.
import-empty-cell = This cell cannot stay empty.
import-bad-hours = "{ $value }" is no time: write like 9-12, 15:30-18.
import-bad-date = "{ $value }" is no date: write like 2026-11-18.
done-imported = File brought in.
export-antennae = Download the register
export-antennae-hint = It holds names and telephones: whoever downloads it is written down.
why-antenna-export = Register downloaded
antenna-certificate = Certificate of hours (PDF)
antenna-thanks = Letter of thanks (PDF)
antenna-certificate-helped = has helped the neighbourhood as an antenna, as a volunteer and without pay.
antenna-certificate-helps = Helps given
volunteers-gone = Who is no longer on the register
volunteers-gone-since = since { $day }
why-register-export = Register of volunteers taken away as a file
import-mistakes = { $count ->
    [one] One thing to mend in the file.
   *[other] { $count } things to mend in the file.
}
import-checked = { $count ->
    [one] The file is in order: one row to bring in. You can bring it in now.
   *[other] The file is in order: { $count } rows to bring in. You can bring it in now.
}

place-until = { $name } (until { $day })
zone-until = until { $day } { $zone }
map-staff = Who looks after it
map-changes = How the territory has changed
map-changes-hint = What was recorded before a change stays in the neighbourhood of that time.
map-change-coming = to come
map-change-renamed = { $from } becomes { $into }.
map-change-split = { $from } is split into { $into }.
map-change-merged = { $from } are merged into { $into }.
map-change-moved = { $moved }: goes to zone { $zone }.
map-homeless = These antennae are still in a neighbourhood that is no more: open each and choose the new one.
outlines-title = Outlines of the neighbourhoods
outlines-hint = A GeoJSON file with one polygon a neighbourhood, in longitude and latitude, 500 KB at most. Each polygon says which neighbourhood it is by the name or code of the city file.
outlines-file = GeoJSON file
outlines-draw = Draw the map
outlines-remove = Remove the outlines
outlines-none = The city has given no outlines yet: the map is schematic.
outlines-have = { $count ->
    [one] One neighbourhood has its outline.
   *[other] { $count } neighbourhoods have their outline.
}
outlines-missing = Without an outline:
outlines-file-missing = Choose the file.
outlines-wrong = { $count ->
    [one] There is a mistake: the file was not used.
   *[other] There are { $count } mistakes: the file was not used.
}
outlines-too-large = The file has more than 500 KB. Simplify the outlines with a mapping program and try again.
outlines-no-features = It is no GeoJSON collection of polygons (FeatureCollection).
outlines-unknown-place = Feature { $number }: “{ $name }” is no neighbourhood of this city.
outlines-again = Feature { $number }: another feature says already that it is { $name }.
outlines-no-polygon = Feature { $number }: it is no polygon.
outlines-no-degrees = Feature { $number }: the coordinates are no longitude and latitude. Export the file as WGS 84 (EPSG:4326).
done-outlines-drawn = Outlines published: they reach every HUB.
done-outlines-removed = Outlines removed.
placing-title = Who looks after which neighbourhood
placing-hint = A handover takes the neighbourhoods along. Who was there before stays written down.
placing-without = Nobody looks after:
placing-earlier = Who was there before
placing-new = Give somebody a neighbourhood
placing-from = From
placing-assign = Give it
placing-end = No longer looks after it
done-place-assigned = The neighbourhood is looked after.
done-assignment-ended = Written down: from tomorrow they no longer look after it.
notice-circle = To whom
notice-circle-chosen = To the neighbourhoods chosen below
notice-circle-hub = To every neighbourhood of this HUB
notice-circle-city = To the whole city
support-report = Support given to antennae
support-report-month = Support given in { $month }
support-report-empty = No support is written down for this month. It is written down on each antenna's page.
support-report-antenna = Antenna
support-report-kind = What
support-report-who = Who
support-report-times = Times
support-report-length = Time
support-report-by-kind = By kind
support-report-all = In all
support-report-download = Download the month
support-report-clock = This is operators' work: it is never added to the hours antennae give.
volunteer-no-antenna = no antenna
volunteer-papers-of = Papers of { $name }
volunteer-keep = Save
volunteer-leave = Take off the register from today
volunteer-new = Enter somebody who is no antenna
volunteer-new-hint = Whoever volunteers with an organisation without being an antenna is on the register all the same, with their insurance.
volunteer-enter = Enter on the register
thing-volunteer = On the register of volunteers
done-volunteer-entered = Entered on the register.
done-volunteer-kept = Papers updated.
done-volunteer-left = Taken off the register.
