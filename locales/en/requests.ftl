# Words about requests on the console: the queue, the thread of a request, the ways to take it further.

## The queue

queue-q = Search words or a code
queue-q-example = E.g. wheelchair, MP-7K2
queue-order = Order
queue-sort-urgency = Urgent first
queue-sort-due = Due soonest first
queue-sort-age = Oldest first
queue-tab-now = Now
queue-tab-open = Open
queue-tab-signals = Signals
queue-empty-now = Nothing waits for you. A good moment for a walk in the neighbourhood.
queue-empty-open = No open requests.
queue-empty-signals = No signals. Needs noticed without anybody's name are kept here.
queue-changed = The queue has changed in the meantime.
queue-pick = Pick { $slip }
queue-due = due { $until }
queue-keys = Keyboard: J and K move, X picks, Enter opens, / searches.
agenda-overdue = Overdue
agenda-new = New
agenda-circle-ended = No antenna could
agenda-my-turn = Your turn
agenda-to-confirm = To confirm
agenda-hint-overdue = The time for them is over, counted in the hub's opening hours.
agenda-hint-new = Nobody has read them yet.
agenda-hint-circle-ended = The search ended without a yes: widen it, try another way or close with a reason.
agenda-hint-my-turn = They are yours and do not go on without you.
agenda-hint-to-confirm = The helper says it is done: ask the person.
agenda-all = See all { $count }
agenda-whole = Everything there is to do
agenda-empty = Nothing is left in this group.
several-hint = With the requests picked:
several-take = Take them in charge
several-met = Confirm them as met
done-several-taken = Taken in charge.
done-several-met = Confirmed: needs met.
needs-import-title = Requests from a file
needs-import-help = It is tried first: nothing is recorded while a line is wrong. The same line twice is recorded once.
needs-import-columns = Columns, the first two are needed:
needs-import-word = Column { $column }: “{ $value }” is none of the possible words.
needs-import-good = { $count ->
    [one] One line, all in order.
   *[other] { $count } lines, all in order.
}
needs-import-record = { $count ->
    [one] Record the request
   *[other] Record the { $count } requests
}
needs-import-bad = { $count ->
    [one] One line to mend
   *[other] { $count } lines to mend
}
needs-import-nothing-recorded = Nothing was recorded: mend the file and try again.
done-needs-imported = Requests recorded from the file.
several-more = Give them to somebody, or close them
several-to = To whom
several-assign = Give them
several-close = Close them as not met
done-several-assigned = Given.
done-several-closed = Closed: needs not met.
thread-assigned = Given to
agenda-cut = They are many: here are the thousand to be closed first.
agenda-cut-all = See all that are open
queue-more = More filters
queue-operator = Who looks after it
queue-any-operator = Anybody
queue-urgency = How soon
queue-any-urgency = Any
queue-channel = How it came in
queue-any-channel = In any way
queue-language = Language
queue-any-language = All languages
done-several-some = Done, but for some it was not the right step: they are as they were.

## States and steps

request-state-signal = Signal
request-state-waiting = Waiting for the person
request-state-scheduled = Scheduled
request-state-in-progress = In progress
request-state-referred = Referred to a service
request-state-split = Split into tasks
request-state-duplicate = Joined to another
request-needed-by = Needed by
request-bands = When they can
request-follow-up = Come back on
request-part-of = Part of
follow-up-done = Done
band-mornings = mornings
band-afternoons = afternoons
band-evenings = evenings
band-weekend = Saturday and Sunday
next-signal = A signal, without a name
next-asked = Waiting for the person's answer
next-service = A service looks after it
next-parts = Split into tasks
signal-hint = Somebody noticed a need. If the person agrees to be helped, it becomes a request.
signal-become = The person agrees: make it a request
signal-put-aside = Put the signal aside
asked-hint = The person sees the question at the kiosk, with the code of the slip. If you heard the answer, write it here.
asked-answer = What they answered
asked-answer-hint = In their words, briefly.
asked-send = Record the answer
asked-stop = Do not wait for the answer
ask-title = Ask the person something
ask-question = The question
ask-question-hint = Whoever has the slip reads it at the kiosk: no names or contacts.
ask-send = Send the question
done-asked = Question sent. The answer comes here.
done-replied = Answer recorded. It is your turn now.
waiting-widen = Do not wait: ask the wider circle now
done-widened = Search widened.
schedule-title = They have agreed when
schedule-at = Day and time
schedule-send = Note the appointment
scheduled-for = Appointment { $when }
done-scheduled = Appointment noted.
start-title = Help has begun
start-send = Note that it has begun
done-started = Noted: in progress.
not-met-reopen = Reopen: let us try again
thread-requester-asked = Question to the person
thread-requester-replied = The person answered
thread-follow-up-set = Come back to it
thread-followed-up = Came back to it
thread-scheduled = Appointment
thread-started = Help has begun
thread-rated = How it went
thread-split-into = Split into tasks
thread-parts = { $count ->
    [one] 1 task
   *[other] { $count } tasks
}
thread-parts-closed = All tasks are over
thread-found-duplicate = Joined to another request
thread-duplicate-undone = Separated again
thread-referred = Referred to a service
thread-service-answered = The service's answer
thread-referral-revoked = The person took the consent back
thread-became-request = From signal to request
thread-privacy-set = Privacy
thread-looked = Looked at the contacts

## The thread: calls, messages, notes

note-title = Note a call, a visit, a remark
note-about = What it was
note-said = In short
note-said-hint = Whoever reads after you must understand where it stands.
note-follow-up = Come back on
note-follow-up-hint = Left empty, nothing reminds you.
note-send = Note it
done-noted = Noted.
done-followed-up = Marked as come back to.
message-question = Question to the person
message-answer = The person's answer
message-call = Telephone call
message-message = Message
message-visit = Visit, or came by the hub
message-note = Note for colleagues
message-feedback = How it went
message-referral = Said to or by the service
message-incident = Confidential report
message-incident-hidden = There is a confidential report: the coordinator reads it

## How it went

rate-title = How it went
rate-side = Who says so
rate-mark = How it went
rate-text = In their words
rate-send = Record
side-requester = Who asked for help
side-desk = We, with whoever helped
rate-text-hint = If we speak, whoever helped reads these words in their app.
side-helper = Who helped
mark-good = Well
mark-middling = So so
mark-bad = Badly
mark-of-requester = For who asked
mark-of-desk = For us, with whoever helped
mark-of-helper = For who helped
done-rated = Thank you: recorded.

## Splitting, joining

split-title = Split into several tasks
split-hint = Each task becomes a request with its own code. This one closes when all are over.
split-part = Task { $number }
split-send = Split
done-split = Split: the tasks are among the new ones.
parts-title = The tasks
parts-hint = Each task goes on by itself. When all are over, it is confirmed with the person here.
link-title = It is the same request as another
link-of = Code of the other
link-of-hint = The one that stays open, for example MP-7K2D-9QC.
link-send = Join
alike-title = Perhaps the same request
alike-hint = Same neighbourhood, same kind of help, similar words.
alike-link = Join
same-as = Joined to
same-undo = Not the same: separate
done-linked = Joined: the other goes on.
done-unlinked = Separated again.

## Referral to a service

refer-title = Refer to a municipal service
refer-choose = Choose a service
refer-service = Service
refer-shared = What we tell it
refer-shared-hint = Only what the person said yes to, item by item.
refer-shared-was = What it was told
refer-consent = Consent
refer-consent-hint = No consent, no referral. Danger is the exception: write why, the coordinator looks at it again.
refer-why = What the service should know
refer-why-hint = Needed when there was danger.
refer-send = Mark as sent
refer-told = Referral to the service
shared-need = Kind of help, neighbourhood and urgency
shared-words = The person's words
shared-name = Name
shared-phone = Telephone
shared-address = Address
shared-language = Language
consent-in-person = Given in person
consent-by-phone = Given on the telephone
consent-in-writing = Given in writing
consent-danger = No consent: there was danger
service-waiting = { $service }: { $said }.
service-said-nothing = has not answered yet
service-said-accepted = looks after it
service-said-rejected = cannot look after it
service-said-done = has done it
service-said-revoked = consent taken back
service-says = What the service says
service-words = In which words
service-words-hint = Optional.
service-answer-was = Answer
service-answer-accepted = Looks after it
service-answer-rejected = Cannot look after it
service-answer-done = Has done it
service-send = Record the answer
service-revoke = The person takes the consent back
done-referred = Referral noted. Now the service is awaited.
done-service-answered = The service's answer is recorded.
done-revoked = Consent taken back: the request is yours again.

## Signals and privacy

done-became = It is a request now: find it among the new ones.
done-put-aside = Signal put aside.
privacy-reserved = Reserved: antennae are never told who it is. They meet at the hub.
privacy-level-ordinary = ordinary: name and contacts
privacy-level-reserved = reserved: nothing, they meet at the hub
privacy-masked = Masked contact: whoever helps knows the first name only; to be in touch they go through the hub.
privacy-change = How much the helper knows
privacy-level = How much the helper knows, after saying yes
privacy-level-hint = Before saying yes they know only what is needed, when and roughly where.
privacy-set = Save
privacy-level-masked = masked: first name, no contacts
done-privacy-set = Privacy updated.

## Whoever comes back

known-title = Known already?
known-linked = This is somebody we know already.
known-first = As far as we know, they ask for the first time.
known-look = It is the same person as…
known-who = Telephone or name
known-who-hint = The last digits of the number, or a part of the name. Who looked is written down.
known-find = Look
known-is = It is them
known-last = last time: { $when }
known-no-name = without a name
known-nobody = We have not found them: try the last digits of the telephone, or the family name alone.
known-undo = No, it is somebody else
done-person-known = Done: from now on we look at how it went the other times.
done-person-unknown = Done: they are two different people.
thread-person-known = It is somebody known already
thread-person-unknown = It is somebody else
thread-reviewed = Seen by whoever coordinates
message-review = Note of whoever coordinates
reviews-title = To look at again
reviews-hint = Confidential reports, and what a service was told without consent because there was danger. Only whoever coordinates sees them.
reviews-none = There is nothing to look at again.
reviews-no-words = The words are gone.
reviews-note = A note, if it helps: only whoever coordinates reads it
reviews-send = Seen
reviews-seen = Seen already
reviews-seen-by = seen by { $name }, { $when }
reviews-waiting = { $count ->
    [one] One thing to look at again: a confidential report or something told without consent
   *[other] { $count } things to look at again: confidential reports or things told without consent
}
review-kind-incident = Confidential report
review-kind-danger = Told without consent
done-reviewed = Marked as seen.
why-same-person = To tell whether it is somebody known already
intake-known-find = Have they come before? Look
intake-known-find-hint = Looks for the telephone or the name written above. What you have written stays.
intake-known = It is the same person as before
intake-known-hint = The contacts are those of last time: correct them if they have changed.

## Who can help

ranked-title = Or ask just one first
ranked-hint = The likeliest, with why. Whoever said no loses no place.
ranked-ask = Ask them
ranked-by-desk = no app: you call them
only-by-desk = Nobody here has the app: choose whom to call, then write down what they said.
left-out-title = Why the others are not here
uncleared-title = They could, if they were cleared
uncleared-hint = Only those who are cleared enter somebody's home. Open the page and, after the interview, write it down.
called-title = Have you called? Write down what they said
called-hint = It counts as if they had answered in the app. A no takes nothing away from anybody.
called-yes = Says yes
called-no = Says no
done-answered-yes = Noted: they said yes.
done-answered-no = Noted: they said no.
free-title = Whoever helps cannot any more
free-hint = The request is free again and somebody else is looked for.
free-why = Why, in short
free-send = Free it from { $name }
done-freed = The request is free again: look for somebody else.
withdraw-title = The person does not need it any more
withdraw-hint = They called, or came by, to say so. Whoever had been asked will know at once.
withdraw-send = Withdraw the request
done-request-withdrawn = Request withdrawn.
nobody-because = We looked at all the hub's antennae:
left-out-elsewhere = In another zone
left-out-other-skill = They offer other help
left-out-away = Resting, suspended or no longer active
left-out-not-cleared = Not cleared to enter a home
left-out-not-insured = Insurance is over
left-out-thumbs-down = It went badly with this person
reason-skill = offers this help
reason-neighbourhood = of the neighbourhood
reason-zone = of the zone
reason-metres = about { $metres } m away
reason-km = about { $km } km away
reason-language = speaks { $language }
reason-free = free { $when }
reason-present = there right now
reason-known = { $count ->
    [one] has helped this person before
   *[other] has helped this person { $count } times
}
reason-load = { $count ->
    [0] has not helped yet this month
    [one] has helped once this month
   *[other] has helped { $count } times this month
}

## Writing a request down

intake-asked = { $category }: ask this too
intake-needed-by = By which day
intake-needed-by-hint = If there is a precise date.
intake-when = When the person can
intake-when-hint = Leave empty if any time will do.
intake-signal = It is a signal: nobody asked for help by name
intake-signal-hint = Kept apart among the signals, without contacts. It can become a request if the person agrees.

## Requests that come back

recurring-title = Requests that come back
recurring-hint = The shopping every Tuesday, the medicines every second week: one thing, which becomes a request a few days before.
recurring-tabs = Requests that come back, by state
recurring-tab-active = Going on
recurring-tab-paused = Paused
recurring-tab-ended = Over
recurring-state-active = Going on
recurring-state-paused = Paused
recurring-state-ended = Over
recurring-empty-active = Nothing comes back for now. When you write down a request you can say how often it does.
recurring-empty-paused = None is paused.
recurring-empty-ended = None is over.
recurring-next = next: { $day }
recurring-paused = Paused
recurring-paused-until = Paused until { $day }
recurring-back = All requests that come back
recurring-rule = Comes back
recurring-begun = Begun
recurring-usual = The last time
recurring-usual-hint = is asked first
recurring-change = Change, pause, end
recurring-pause = Pause
recurring-pause-until = Goes on by itself on
recurring-pause-hint = If you leave it empty, you say when it goes on.
recurring-pause-send = Pause
recurring-resume = Go on now
recurring-end = End
recurring-end-hint = No more come of it. Requests that are there already go on by themselves.
recurring-end-send = End it: no longer needed
done-recurring-begun = Written down: requests will come by themselves, a few days before.
done-recurring-paused = Paused.
done-recurring-resumed = Going on.
done-recurring-ended = Ended.
done-day-skipped = Left out this time.
done-day-restored = As it was.
done-day-moved = Moved this time.
done-rule-changed = From now on it follows the new days.
days-title = The next times
days-hint = { $count ->
    [0] Each becomes a request on the day.
    [one] Each becomes a request the day before.
   *[other] Each becomes a request { $count } days before.
}
days-none = No day in sight.
day-to-come = to come
day-paused = paused
day-skipped = left out
day-over = not done
day-holiday = a holiday: the hub is closed
day-instead-of = instead of { $day }
day-request = Open the request
day-skip = Leave out
day-restore = As it was
day-move = Move
day-move-to = To the day
day-move-send = Move
rule-weekly = every { $days }
rule-weeks = every { $weeks } weeks: { $days }
rule-until = until { $day }
rule-days = On which days
rule-every = Every how many weeks
rule-every-hint = 1 means all of them.
rule-from = From
rule-from-hint = The first day.
rule-last = To
rule-last-hint = Empty: as long as it is needed.
rule-hours-from = Not before
rule-hours-to = Not after
rule-hours-hint = Empty: at any time.
rule-ahead = How many days before it becomes a request
rule-ahead-hint = From 0 to 14. With three there is time to look for somebody.
rule-change = Change the days
rule-change-send = Like this from now on
intake-repeats = It comes back: every week, every second week…
intake-repeats-hint = Choose the days. If it is only once, leave everything empty.
reason-usual = helped the last time

## Two at once, and how helpers are looked for

request-mode = How helpers are found
request-route = Sent to
moderation-dispatcher = Somebody at the hub chooses, one antenna at a time
moderation-circles = The search begins at the hub and widens by itself
moderation-direct = Neighbour to neighbour: the neighbourhood is asked at once
route-circle = beginning with: { $circle }
route-because-category = because of the kind of help
route-because-place = because of the neighbourhood
route-because-urgency = because of the urgency
route-because-time = because of the time it came in
route-because-service = because the service is there
queue-for = for { $name }
one-by-one = For this kind of help one antenna is asked at a time: choose whom.
ranked-title-one = Whom do you ask
two-needed = The first visit takes two: two cleared antennae must say yes. Before that nobody knows who it is.
two-half = { $name } has said yes. The second person is missing; until then nobody knows who it is.
two-ask = Have two people go
two-drop = One person is enough
accepted-by-two = Two go: { $name } and { $other }.
done-seats-set = Updated.
thread-seats-set = How many people
thread-two = Two people go
thread-one = One person is enough
thread-seat-taken = First yes of two
thread-seat-freed = The first yes was taken back
thread-routed = Sent by a rule of the city
reason-trust-known = known
reason-trust-tried = known for long

## To another hub

request-state-handed-over = On its way to another hub
request-state-passed = Passed to another hub
next-on-its-way = On its way to another hub
hand-title = Pass to another hub
hand-hint = The other hub takes it under a code of its own; the person's stays good, here and there.
hand-choose = Choose the hub
hand-to = To which hub
hand-shared = What the other hub is told
hand-shared-hint = Name, contacts, words and language go only if the person agrees.
hand-consent-hint = Needed if anything about the person goes.
hand-send = Pass the request on
hand-waiting = { $name } has not answered yet. Until then nothing else is decided here.
hand-from = Comes from
hand-went = Passed to
hand-refused = Not taken by the other hub
done-request-handed-over = On its way: the other hub answers as soon as it is on line.
thread-handed-over = Passed to another hub
thread-taken-over = The other hub took it
thread-hand-over-refused = The other hub did not take it
why-handed-over = Passed to another hub, with consent

## What the hub offers

offering-title = Services of the hub
offering-hint = What people find here, with hours and who covers it. The kiosk shows this page.
offering-none = No service for now.
offering-new = Add a service
offering-edit = Change a service
offering-change = Change
offering-drop = Take away
offering-restore = As in the city file again
offering-dropped = Taken away
offering-changed = Changed here
offering-own = Of this hub alone
offering-for = Help: { $category }
offering-name = What it is called
offering-name-hint = As somebody of the neighbourhood would say it.
offering-name-en = In English
offering-name-en-hint = May be left out.
offering-line = A line that explains it
offering-line-hint = May be left out.
offering-covered = Who covers it
offering-covered-hint = In a few words: whoever works at the hub, the antennae, an association. No names.
offering-category = For which help
offering-category-hint = It can be asked for at the kiosk at once; requests are sent by it, too.
offering-no-category = None in particular
offering-icon = Picture
offering-hours = Hours
offering-save = Save
done-offering-set = Saved: the kiosk shows it like this.
done-offering-dropped = Taken away.
done-offering-restored = As in the city file again.

## Telling people what happened

to-call-title = To be called
to-call-hint = Whoever left a contact and does not know yet what happened. Whoever was reached leaves the list.
to-call-made = As of { $when }.
to-call-none = Nobody to call: everybody knows how their request stands.
to-call-numbers = Show names and numbers
to-call-nameless = Without a name
to-call-told = I told them
to-call-nobody = Nobody answered
done-told = Noted: they know.
done-told-nobody = Noted: again tomorrow.
told-said = Said on the telephone: { $what }
told-nobody = Nobody answered the telephone: again tomorrow.
tell-waiting = There is a question for them
tell-accepted = Somebody who helps was found
tell-scheduled = Help comes { $when }
tell-referred = A municipal service sees to it
tell-rejected = The municipal service cannot look after it: another way is looked for
tell-done = Help was given: did it go well?
tell-not-met = Nobody who helps was found
tell-passed = { $name } sees to it now
why-call-list = List of calls
sheet-title = Your request
sheet-print = Slip to print
sheet-back = Back to the request
sheet-question = There is a question for you
sheet-come-back = When to come back

# The page of a municipal service.

nav-referrals = Sent to us
referrals-title = Sent to our service
referrals-lead = Requests that hubs have sent to this service, with what the person agreed to tell and nothing more.
referrals-no-service = Your account belongs to no service. An administrator chooses it under “Where”, on your page.
referrals-fresh = To take in charge
referrals-fresh-none = Nothing new: no request waits for an answer.
referrals-accepted = In our hands
referrals-over = Lately over
referral-untold = Request without details
referral-from = sent by { $hub }
referral-danger = because of danger
referral-danger-why = Sent without consent because there was danger. Why is written below; the hub's coordinator looks at it again.
referral-told = What you were told
referral-kind = Help
referral-place = Neighbourhood
referral-urgency = When
referral-day = By
referral-when = At what times
referral-language = Language
referral-personal = Name and contacts
referral-agreed = The person agreed to tell you: { $fields }. Each reading is recorded.
referral-elsewhere = The person agreed to tell you: { $fields }. They are read at the node of { $hub }.
referral-show = Show
referral-said = Said between hub and service
referral-answer = Your answer
referral-text = Your words
referral-text-hint = Needed to ask the hub something, and to say no.
referral-accept = We look after it
referral-ask = Ask the hub
referral-done = We are done
referral-reject = We cannot
done-referral-accept = It is in your hands now.
done-referral-ask = Question sent: the hub answers here.
done-referral-done = Done: the hub asks the person to confirm.
done-referral-reject = Back at the hub, which looks for another way.
done-referral-forwarded = Sent to the hub, which records it.
done-service-told = The service reads it on its page.
service-tell = Write to the service
service-tell-hint = It reads this on its page. Nothing the person has not agreed to tell.
service-tell-send = Send
problem-referral-over = This request is no longer with your service.
    .next = It is over, it is back at the hub, or the person took the consent back: then nothing is shown any more.
problem-scope-of-a-service = Only who works in a service can have one as their area.

# Text messages to people who wait for news.

sms-send = Send a text message
sms-text = { $hub }: there is news about your request { $slip }. Come to the hub's screen with this code, or call us.
sms-noted = Text message sent with the code.
done-sms-sent = Text message sent: whoever gets it knows where to look.
problem-sms-off = No text messages are sent from this hub.
    .next = They are turned on in the program's configuration. Call meanwhile.
problem-sms-no-number = No text message can go to this number.
    .next = Look at names and numbers, and call.
problem-sms-too-many = No more text messages can go this hour.
    .next = Try again later, or call.
problem-sms-refused = Whoever sends the text messages did not take it.
    .next = It was not sent: call.
problem-sms-unreachable = Whoever sends the text messages does not answer.
    .next = It was not sent: try again later, or call.
problem-sms-silent = We do not know whether the text message was sent.
    .next = The person stays on the list: call, so that you are sure.
