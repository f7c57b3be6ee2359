# The app of antennae and community operators. Short, warm sentences.

antenna-app-name = Costellazione
antenna-app-purpose = Neighbourhood antennae

## Start and data on the device

antenna-opening = Opening your data…
antenna-cannot-in-use-title = The app is already open
antenna-cannot-in-use = Another window is using the same data ({ $where }). Go back to that window, or close it and open this one again.
antenna-cannot-newer-title = A newer version is needed
antenna-cannot-newer = A newer version of the app wrote this data ({ $where }). Update the app: nothing is lost.
antenna-cannot-unusable-title = I cannot open the data
antenna-cannot-unusable = The device does not let me read or write: { $where }. Check that there is free space and open the app again.
antenna-alert-moved-aside = The data file was damaged. I have put it aside without deleting it: { $where }. I started again from an empty archive; what the hub has already confirmed comes back by itself. If you had things to send, show that file to your hub.
antenna-alert-pairing-aside = The connection with the hub was damaged. I have put it aside without deleting it: { $where }. Ask your hub for a new code.
antenna-alert-disk = I cannot write on this device. Free some space: until I can, the last thing you did may not be saved.
antenna-alert-close = I understand

## Welcome and pairing

antenna-welcome-1-title = Your neighbourhood's requests arrive here
antenna-welcome-1 = When somebody near you needs a hand, the hub asks the antennae. You see what is needed, when and roughly where. You decide: a no needs no explanation and never counts against you.
antenna-welcome-2-title = It works without a connection too
antenna-welcome-2 = What you do stays safe on this device and leaves by itself as soon as the connection is back. You see name, phone and address only after accepting, and they disappear from here when the request is closed.
antenna-pair-title = Connect this device
antenna-pair-help = Ask your hub for the pairing link. It begins with “costellazione:pair/”. You can paste it or type it.
antenna-pair-link = Pairing link
antenna-pair-link-hint = costellazione:pair/…
antenna-pair-found = The link leads to { $where }
antenna-pair-name = What shall we call this device?
antenna-pair-name-hint = for example: the till of the café
antenna-pair-default-name = An antenna's device
antenna-pair-button = Connect
antenna-pair-asking = Introducing myself to the hub…
antenna-pair-not-a-link = This is not a pairing link. Copy all of it, from “costellazione:pair/” to the very end.
antenna-pair-no-answer = The hub does not answer. Check that you are on the network and try again.
antenna-pair-not-this-hub = Whoever answers at that address is not the hub of this link. I did not send the code. Ask the hub for a new link.
antenna-pair-refused = The hub did not accept the code: it may have been used already or be too old. Ask for a new one.
antenna-pair-confused = The hub and I did not understand each other. Try again; if it happens once more, show this message to your hub.

## The screens

antenna-tab-inbox = Requests
antenna-tab-need = Report a need
antenna-tab-need-short = Report
antenna-tab-diary = Diary
antenna-tab-settings = Settings
antenna-tab-count = { $tab }, { $count ->
    [one] one thing waits for you
   *[other] { $count } things wait for you
}

## The line

antenna-link-off = Not connected
antenna-link-paused = Paused
antenna-link-connecting = Connecting…
antenna-link-online = Connected
antenna-link-no-line = No connection
antenna-link-hub-silent = The hub is silent
antenna-link-busy = Hub busy
antenna-link-not-authorised = Not authorised
antenna-link-taken-over = Open elsewhere
antenna-link-certificate-expired = Certificate expired
antenna-link-certificate-not-yet = Check the date
antenna-link-certificate-wrong = Not your hub
antenna-link-confused = Misunderstanding
antenna-line-off = This device is not connected to a hub yet.
antenna-line-online = You are connected to your hub.
antenna-line-connecting = Looking for your hub. You can use everything meanwhile.
antenna-line-paused = You chose to stay offline. What you do stays here and waits.
antenna-line-no-line = There is no connection with the hub right now. You can carry on: what you do stays here and leaves by itself.
antenna-line-hub-silent = The connection is there, but the hub does not answer. You can carry on: I keep trying.
antenna-line-busy = The hub has a lot to do at the moment. I will try again shortly.
antenna-line-not-authorised = The hub no longer recognises this device: it may have been disconnected. Your things stay here. Call your hub: it can give you a new link.
antenna-line-taken-over = Another window, or another device with the same connection, has taken your place. I stop here, so that we do not get in each other's way.
antenna-line-certificate-expired = The hub's certificate has expired, so I cannot be sure that it is your hub. Tell your hub. Your things stay here.
antenna-line-certificate-not-yet = The hub's certificate is not valid yet: this usually means that the date of this device is wrong. Please check it.
antenna-line-certificate-wrong = Whoever answers at your hub's address is not your hub. I send nothing. Tell your hub.
antenna-line-confused = The hub and this app do not understand each other: one of the two may need an update. Your things stay here.
antenna-line-resume = Carry on here
antenna-line-retry = Try now
antenna-line-back-online = Go back online
antenna-caught-up = Updated { $when }
antenna-to-send = To send: { $count }
antenna-nothing-to-send = Nothing to send

## Waiting, and the hub's answers

antenna-sent-waiting = Waiting for the hub to confirm
antenna-sent-recorded = Recorded by the hub
antenna-sent-refused = Not recorded

## Requests

antenna-inbox-title = Requests
antenna-inbox-count = { $count ->
    [0] No request is waiting
    [one] One person is looking for a hand
   *[other] { $count } people are looking for a hand
}
antenna-inbox-empty = Nobody needs you right now
antenna-inbox-empty-line = When a request that suits you arrives, you will find it here.
antenna-inbox-empty-offline = As soon as the connection is back, you will see here whether anything has arrived.
antenna-urgency-today = Today
antenna-urgency-this-week = This week
antenna-urgency-no-hurry = No hurry
antenna-for-oneself = for the person who asks
antenna-for-family = for somebody of the family
antenna-for-neighbour = for a neighbour
antenna-for-customer = for somebody at the shop
antenna-for-other = for somebody else
antenna-where-for = { $where }, { $for }
antenna-until = Answer by { $when }
antenna-when-at = { $day } at { $time }
antenna-accept = I will do it
antenna-decline = I cannot
antenna-dismiss = Take off the list
antenna-answer-yes = You said yes. Waiting for the hub to confirm.
antenna-answer-no = You said that you cannot. Waiting for the hub to confirm.
antenna-answer-accepted = It is yours, thank you! Name and address are on their way.
antenna-closed-taken = Thank you! Somebody else has already taken it.
antenna-closed-expired = The time to answer is over. No problem.
antenna-closed-withdrawn = It is no longer needed. Thank you all the same.
antenna-closed-declined = You said that you cannot.
antenna-details-after = You see name and address after accepting.
antenna-board-title = From your neighbourhood

## Commitments

antenna-person-name = Name
antenna-person-phone = Phone
antenna-person-address = Address
antenna-person-none = They left no contact details: ask your hub.
antenna-task-done = Done
antenna-task-give-back = I can't after all
antenna-done-question = How long did it take?
antenna-done-note = Anything to add?
antenna-done-no-time = I would rather not say
antenna-done-send = Confirm: done
antenna-task-reporting = You said it is done. Waiting for the hub to confirm.
antenna-task-done-recorded = Done, thank you! The hub has recorded it.
antenna-task-giving-back = You said that you can't after all. Waiting for the hub to confirm.
antenna-task-given-back = That is fine: the hub is looking for somebody else.
antenna-task-met = Finished: thank you for your time.
antenna-task-not-met = The hub has closed the request.
antenna-give-back-title = You can't after all?
antenna-give-back-text = It happens. The hub will look for somebody else at once, and name and address will disappear from this device.
antenna-give-back-yes = I can't after all

## Reporting a need

antenna-need-title = Report a need
antenna-need-help = Have you seen or heard something? Tell the hub, for somebody or without saying for whom. Do not write names.
antenna-need-category = What is needed?
antenna-need-category-missing = Choose what is needed.
antenna-need-where = Where?
antenna-need-when = How urgent is it?
antenna-need-who = For whom?
antenna-need-nobody = Nobody in particular
antenna-need-family = Family
antenna-need-neighbour = A neighbour
antenna-need-customer = A customer
antenna-need-other = Somebody else
antenna-need-oneself = For me
antenna-need-text = In your own words
antenna-need-text-hint = What have you seen or heard? Without names.
antenna-need-send = Report
antenna-need-kept = Saved here. The hub receives it as soon as there is a connection.
antenna-need-sent-title = Reported from here
antenna-need-none = What you report will appear here.
antenna-more-places = Other neighbourhoods
antenna-fewer-places = Fewer neighbourhoods

## Diary

antenna-diary-title = Diary
antenna-diary-help = It is saved while you write. It leaves only when you press “Record”.
antenna-diary-what = What did you do?
antenna-diary-what-missing = Choose what you did.
antenna-diary-minutes = How long did it take?
antenna-diary-minutes-missing = Add how long it took.
antenna-diary-day = When?
antenna-diary-start = Started at { $time }
antenna-diary-earlier = Earlier
antenna-diary-later = Later
antenna-diary-where = Where?
antenna-diary-place = Place
antenna-diary-place-hint = for example: civic hall, courtyard, café
antenna-diary-people = How many people did you meet?
antenna-diary-topics = What was it about?
antenna-diary-next = Next step
antenna-diary-next-hint = for example: call again on Thursday
antenna-diary-send = Record
antenna-diary-discard = Throw the draft away
antenna-diary-draft = Draft saved
antenna-diary-kept = Saved here. The hub receives it as soon as there is a connection.
antenna-diary-list = Recorded from here
antenna-diary-list-empty = What you record appears here.
antenna-diary-correct = Correct it
antenna-diary-people-count = { $count ->
    [0] nobody
    [one] one person
   *[other] { $count } people
}
antenna-diary-line = { $when }, { $length }, { $people }
antenna-diary-discard-title = Throw the draft away?
antenna-diary-discard-text = What you have written really disappears. What you have already recorded stays.
antenna-diary-discard-yes = Yes, throw it away
antenna-minutes-none = not said
antenna-minutes-more = + { $minutes } min
antenna-minutes-less = − { $minutes } min
antenna-people-more = + { $count }
antenna-people-less = − { $count }
antenna-kind-presence = Presence in the area
antenna-kind-community-work = Community work
antenna-kind-animation = Animation
antenna-kind-meeting = Meeting
antenna-kind-networking-act = Putting people in touch
antenna-kind-antenna-support = Support to an antenna
antenna-kind-handover = Handover
antenna-kind-training = Training
antenna-kind-travel = Travel
antenna-kind-writing = Writing and paperwork

## Settings

antenna-settings-title = Settings
antenna-settings-line = Connection
antenna-settings-stay-offline = Stay offline
antenna-settings-who = Who am I
antenna-settings-unknown = The hub has not told me yet
antenna-settings-operator = Community operator
antenna-settings-antenna = Neighbourhood antenna
antenna-settings-hub = Hub
antenna-settings-neighbourhood = Neighbourhood
antenna-settings-address = Address of the hub
antenna-settings-version = Version of the app
antenna-settings-language = Language
antenna-settings-look = How I see it
antenna-settings-large = Large text
antenna-settings-contrast = High contrast
antenna-settings-still = No animations
antenna-settings-leave = Disconnect this device
antenna-settings-leave-line = Removes connection, requests and drafts from here. The hub keeps what it has already recorded.
antenna-leave-title = Disconnect this device?
antenna-leave-text = Connection, requests and drafts disappear from here. To come back you need a new link from your hub.
antenna-leave-waiting = { $count ->
    [one] Careful: one thing has not reached the hub yet and would be lost.
   *[other] Careful: { $count } things have not reached the hub yet and would be lost.
}
antenna-leave-yes = Yes, disconnect

## The hub's answers to what was sent

antenna-refused-already-taken = Thank you! Somebody else has already taken it.
antenna-refused-not-asked = This request was not proposed to you.
antenna-refused-not-the-helper = This request is no longer in your hands.
antenna-refused-unknown-request = The hub no longer finds this request: it may have been closed.
antenna-refused-request-state = The request has moved on in the meantime: nothing more is needed.
antenna-refused-out-of-range = A number or a text is too big. Correct it and send it again.
antenna-refused-not-in-catalogue = One of the things you chose is no longer used. Choose another and send it again.
antenna-refused-starts-in-the-future = It begins in the future. Correct day and time and record it again.
antenna-refused-starts-too-long-ago = It is too long ago to be recorded from here. Talk to your hub about it.
antenna-refused-not-your-area = That neighbourhood is not one of yours. Choose another or talk to your hub.
antenna-refused-not-your-role = Only a community operator can do this.
antenna-refused-message-too-large = It is too long. Shorten it and send it again.
antenna-refused-message-unknown = The hub does not know this function yet. Tell your hub.
antenna-refused-other = The hub did not accept it ({ $why }). If you do not see why, call your hub.

## Me as an antenna

antenna-here-yes = You show as available
antenna-here-no = Are you available now?
antenna-here-line = Only if you like: it helps the hub to know whom to ask. It is no duty.
antenna-here-until = Until: { $when }
antenna-here-say = Yes, I am available now
antenna-here-stop = Not available any more
antenna-resting-title = You are resting
antenna-resting-line = You get no requests. Come back when you want to.
antenna-resume = I am back
antenna-rest = I take a rest
antenna-rest-title = Take a rest?
antenna-rest-text = You will get no requests until you come back. You can, whenever you like, without explaining.
antenna-rest-yes = Yes, I take a rest
antenna-farewell = I stop being an antenna
antenna-farewell-title = Say goodbye?
antenna-farewell-text = Thank you for all you did. Requests you held go back to the hub. No reason is needed.
antenna-farewell-yes = Yes, I stop
antenna-standing-title = My antenna
antenna-standing-active = Active
antenna-standing-resting = Resting
antenna-standing-suspended = Suspended: speak with the hub
antenna-standing-ended = Ended. Thank you!
antenna-standing-coming = Not active yet
antenna-standing-waiting = Waiting for the hub
antenna-standing-review = We talk about the pledge again: { $day }

## Agenda

antenna-agenda-title = Agenda
antenna-agenda-count = { $count ->
    [0] Nothing to do right now
    [one] One thing you have taken on
   *[other] { $count } things you have taken on
}
antenna-agenda-empty = Nothing taken on right now
antenna-agenda-empty-line = When you accept a request, you find name, phone and address here, and when you meet.
antenna-agenda-empty-action = See the requests
antenna-agenda-tomorrow-free = Tomorrow: no appointments
antenna-agenda-tomorrow = { $count ->
    [one] Tomorrow: one appointment, at { $time }
   *[other] Tomorrow: { $count } appointments, the first at { $time }
}
antenna-agenda-all = All
antenna-agenda-day-empty = You have no appointments on this day.
antenna-agenda-past = Its time has come and gone
antenna-agenda-to-agree = To be agreed
antenna-agenda-over = Finished
antenna-task-agree = We have agreed when
antenna-task-agree-again = Change day or time
antenna-task-start = Help has begun
antenna-task-begun = Help has begun
antenna-task-write = Write to the hub
antenna-when-question = When do you meet?
antenna-when-day-less = A day earlier
antenna-when-day-more = A day later
antenna-when-past = This time is already over: choose a later one.
antenna-when-send = Put it in the agenda
antenna-how-question = How did it go?
antenna-how-text = Anything to tell the hub?
antenna-how-send = Send
antenna-how-said = You said how it went: { $how }
antenna-went-good = Well
antenna-went-middling = So so
antenna-went-bad = Badly

## Messages with the hub

antenna-words-title = Messages
antenna-words-help = Here you write to the operators of your hub. They answer when the hub is open.
antenna-words-general = My hub
antenna-words-general-help = For anything: a question, a doubt, a greeting.
antenna-words-about-help = About this request.
antenna-words-old = A request that is over
antenna-words-none = No messages yet
antenna-words-empty = No messages yet. Go ahead and write: without a line too, it leaves by itself when the line is back.
antenna-words-erased = Text erased
antenna-words-new = { $count ->
    [one] One new message
   *[other] { $count } new messages
}
antenna-words-all = All messages
antenna-words-write = Your message
antenna-words-hint = Write here
antenna-words-send = Send the message
antenna-words-me = You
antenna-words-hub = Hub
antenna-words-who = { $who }, { $when }

## What I did

antenna-done-title = What I did
antenna-done-help = Month by month, as your hub has it. It is only for you: nobody makes rankings.
antenna-done-empty = Your story begins here
antenna-done-empty-line = When help is finished, you find it here.
antenna-done-helps = { $count ->
    [0] No help given this month
    [one] Help given once
   *[other] Help given { $count } times
}
antenna-done-helping = Volunteering, helping: { $length }
antenna-done-told = Volunteering, other hours: { $length }
antenna-done-paid = Work, from the diary: { $length }
antenna-hours-title = Write down volunteering hours
antenna-hours-help = For time given that no request tells of: a shift, a party, a chat.
antenna-hours-how-long = How long?
antenna-hours-day = On which day?
antenna-hours-what = What for?
antenna-hours-other = Something else
antenna-hours-send = Write down the hours
antenna-hours-list = Hours written down by hand
antenna-hours-line = { $day }, { $length }: { $what }
antenna-hours-take-back = That was a mistake
antenna-take-back-title = Take these hours away?
antenna-take-back-text = The hub takes them out of your month. You can write them down again, the right way.
antenna-take-back-yes = Yes, take them away

## More

antenna-tab-agenda = Agenda
antenna-tab-words = Messages
antenna-tab-done = What I did
antenna-tab-more = More
antenna-more-title = More
antenna-more-done = Your help and your hours, month by month
antenna-more-settings = Line, language, text, rest and goodbye

## Diary: my entries

antenna-diary-places = Your places
antenna-diary-more = Add when, where, topics
antenna-diary-less = Only what is needed
antenna-diary-correcting = You are correcting an entry you have already sent.
antenna-diary-month-closed = This month is closed: the hub takes no more entries with this date. Choose a day of an open month.
antenna-diary-late-rule = More than { $late } days later it counts as late; after { $most } it cannot be recorded any more.
antenna-diary-is-late = That is fine, but it will count as late: more than { $late } days have passed. After { $most } it cannot be recorded any more.
antenna-entry-waiting = Waiting for the hub's confirmation
antenna-entry-submitted = Recorded by the hub, to be looked at
antenna-entry-refused = Not recorded
antenna-entry-returned = To be corrected
antenna-entry-accepted = Accepted
antenna-entry-locked = Month closed
antenna-entry-amended = Corrected by a later entry
antenna-entry-late = Late by { $days ->
    [one] one day
   *[other] { $days } days
}
antenna-entry-why = Why: { $why }
antenna-need-signal = It is a signal: the hub keeps it apart, without anybody's name.
antenna-need-person-help = Who it is, only if they agree. Without a name the hub goes through you to find them.

## The hub's answers to what is new

antenna-refused-in-the-past = That time is already over. Choose another one together.
antenna-refused-entry-state = Meanwhile this entry has been accepted: there is nothing to correct.
antenna-refused-month-closed = The month of this entry is closed. Talk to your coordinator: it is corrected by a new entry.
antenna-refused-messages-wait = You have already written many messages without an answer. Wait for the hub to answer, or call it.
antenna-refused-not-your-thread = You can only write about this request while it is yours.
antenna-refused-antenna-not-in-register = Your hub does not have you in the register of antennae yet: call it, it takes a minute.
antenna-refused-unknown-hours = These hours are not there any more.

## Time bank

antenna-tab-bank = Time bank
antenna-more-bank = Balance, exchanges, notice board
antenna-bank-none = Here you will see your time bank account
antenna-bank-none-line = This phone does not speak for a member yet.
antenna-bank-how-desk = Come to your hub's desk, or call: it takes a few minutes.
antenna-bank-how-member = Not a member yet? First there is a talk, then a trial with the account already open.
antenna-bank-how-link = If you are, whoever works at the desk links this phone while you are there. Then it works without a line too.
antenna-bank-who = { $name } · number { $number }
antenna-bank-number = Number { $number }
antenna-bank-name-number = { $name } · number { $number }
antenna-bank-somebody = Somebody
antenna-bank-account = My account
antenna-bank-record = Record an exchange
antenna-bank-board = Notice board
antenna-bank-settled = Balance confirmed by the hub
antenna-bank-provisional = Waiting: { $difference }. Once all is confirmed you will have { $balance }.
antenna-bank-gave-got = You gave { $gave } and received { $got }
antenna-bank-low = You are near the limit: you can still receive { $left }.
antenna-bank-at-floor = You are at the limit: for now you can only give time.
antenna-bank-high = You have put many hours aside: you can still give { $left }.
antenna-bank-at-ceiling = You have reached the most: for now you can only receive.
antenna-bank-suspended = For now you cannot exchange. Speak with the desk.
antenna-bank-renew = Membership is to be renewed by { $day }: you do it at the desk.
antenna-bank-to-answer = To confirm
antenna-bank-said-gave = { $name } says you gave them { $length }
antenna-bank-said-got = { $name } says they gave you { $length }
antenna-bank-said-day = It was { $day }. You can answer until { $until }.
antenna-bank-said-yes = You have confirmed. Waiting for the hub to record it.
antenna-bank-said-no = You said it was not so. We are telling the hub.
antenna-bank-yes = Yes, I confirm
antenna-bank-no = No, it was not so
antenna-bank-declared = Waiting
antenna-bank-i-gave-to = You gave { $length } to { $name }
antenna-bank-i-got-from = You received { $length } from { $name }
antenna-bank-what-when = { $what } · { $day }
antenna-bank-what-long = { $what } · about { $length }
antenna-bank-movement = { $what } · { $with } · { $day }
antenna-bank-waits-other = Now it is up to the other person, who can answer until { $until }.
antenna-bank-at-hub = The hub has received it.
antenna-bank-withdraw = Take back
antenna-bank-withdrawing = Taken back. Waiting for the hub to confirm.
antenna-bank-withdraw-title = Take this declaration back?
antenna-bank-withdraw-text = The other person need not answer any more. If they have confirmed already, the exchange stands.
antenna-bank-agreed = With the time bank
antenna-bank-gives-to = You give your time to { $name }
antenna-bank-gets-from = { $name } gives you their time
antenna-bank-agreed-done = Done: record it
antenna-bank-off = Call it off
antenna-bank-off-title = Call this off?
antenna-bank-off-text = It disappears from the agenda of both. Tell the other person yourself, too.
antenna-bank-missed = The other person did not come
antenna-bank-missed-title = Did the other person not come?
antenna-bank-missed-text = It disappears from the agenda of both, and the desk knows. People are late at times: try to call first.
antenna-bank-calling-off = Called off. Waiting for the hub to confirm.
antenna-bank-movements = Movements
antenna-bank-refer-ask = How was it with { $name }?
antenna-bank-refer-said = Said. Waiting for the hub to confirm.
antenna-bank-refer-missing = Choose how it was.
antenna-bank-refer-words = A few words
antenna-bank-refer-once = The other person and the desk read it. It is said once only.
antenna-bank-refer-send = Send
antenna-bank-liked = Well, I would do it again
antenna-bank-not-liked = Not so well
antenna-bank-references = What others say of you
antenna-bank-answer = Answer
antenna-bank-answer-missing = Write your answer.
antenna-bank-my-answer = You answered: { $text }
antenna-refused-bank-already-said = You have said it already: it is said once only.
antenna-refused-bank-unknown-reference = There is nothing left to answer.
antenna-refused-bank-nobody-to-tell = With several people together it is not said how it was.
antenna-bank-no-movements = No exchange yet. An hour given is an hour received, whatever is done.
antenna-bank-without-service = Hours without a service
antenna-bank-page = { $page } of { $pages }
antenna-bank-newer = Newer
antenna-bank-older = Older
antenna-bank-is-done = It is done
antenna-bank-is-planned = We have agreed
antenna-bank-who-gave = Who gives their time?
antenna-bank-i-gave = I gave it
antenna-bank-i-got = I received it
antenna-bank-i-give = I will give it
antenna-bank-i-get = I will receive it
antenna-bank-with = With whom?
antenna-bank-typed = Card number or code
antenna-bank-typed-hint = The number is under the name, the code under the square of their card.
antenna-bank-how-long = How long will it take, roughly?
antenna-bank-what = What?
antenna-bank-send = Declare the exchange
antenna-bank-agree = Put it on the agenda
antenna-bank-kept = Safe here. As soon as there is a line it goes to the hub; then the other person confirms.
antenna-bank-agreed-kept = Safe here. As soon as there is a line the other person sees it too.
antenna-bank-offline-hint = It works without a line too. The balance changes once the other person has confirmed and the hub has recorded it.
antenna-bank-missing-gave = Choose who gave their time.
antenna-bank-missing-other = Choose the person, or type the number or code of their card.
antenna-bank-board-others = Offered and looked for
antenna-bank-board-own = Your notices
antenna-bank-board-empty = The notice board is still empty.
antenna-bank-board-help = Interested in something? Ask the desk to put you in touch, saying the number.
antenna-bank-offers = Offers: { $what }
antenna-bank-wants = Looks for: { $what }
antenna-bank-until = until { $day }
antenna-bank-no-end = without an end
antenna-bank-notice-renew = Six more months
antenna-bank-notice-pause = Pause
antenna-bank-notice-resume = Put back on the board
antenna-bank-notice-paused = paused: nobody sees it for now
antenna-bank-notice-hidden = taken out by the desk: ask there how to put it back
antenna-bank-notice-away = Remove
antenna-bank-notice-new = A new notice
antenna-bank-i-offer = I offer
antenna-bank-i-want = I look for
antenna-bank-notice-words = A few words (with #word you are found)
antenna-bank-notice-send = Put it on the board
antenna-bank-notice-kept = Safe here. As soon as there is a line it goes on the board for six months.
antenna-refused-bank-device-not-linked = This phone does not speak for a time bank account. The desk links it, in a minute.
antenna-refused-bank-below-floor = This exchange would take you below { $floor }. You have { $balance } now: better give { $missing } first, or record less time.
antenna-refused-bank-above-ceiling = This exchange would take you above { $ceiling }. You have { $balance } now: better spend { $over } first.
antenna-refused-bank-other-below-floor = For now the other person cannot receive that many hours. Try less time, or speak with the desk.
antenna-refused-bank-other-above-ceiling = For now the other person cannot give that many hours. Try less time, or speak with the desk.
antenna-refused-bank-may-not-exchange = One of the two cannot exchange for now. The desk knows why.
antenna-refused-bank-same-account = You and this person share an account: within a household time is not exchanged.
antenna-refused-bank-excluded = This service cannot be exchanged: it needs a licence or gives a certificate.
antenna-refused-bank-bad-day = The day must be past, and not more than a year ago.
antenna-refused-bank-unknown-number = No member has the number { $number }. Look on the card, under the name.
antenna-refused-bank-card-unknown = This card is no longer valid: perhaps it was replaced.
antenna-refused-bank-exchange-state = Meanwhile this exchange has changed: look among the movements.
antenna-refused-bank-own-declaration = Your side declared it: the other person must confirm.
antenna-refused-bank-not-yours = This exchange is between others.
antenna-refused-bank-unknown-exchange = The hub does not find this exchange.
antenna-refused-bank-unknown-arrangement = This is not agreed any more.
antenna-refused-bank-arrangement-kept = This has already been recorded as an exchange.
antenna-refused-bank-unknown-listing = This notice is not there any more.
antenna-refused-bank-listing-closed = The notice has changed meanwhile.
antenna-refused-bank-out-of-range = The day or the length is not right. Correct it and send again.
