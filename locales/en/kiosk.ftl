# Words of the screen for people who walk in. Short sentences, one thing each.

## First screen

kiosk-welcome = Welcome!
kiosk-welcome-line = Touch what you need. No passwords, and you give your name only if you want to.
kiosk-open-today = Open today: { $spans }
kiosk-closed-today = We are closed today, but you can use this screen
kiosk-spans-and = { $some } and { $last }
kiosk-need = I need help
kiosk-need-line = Shopping, company, paperwork, small repairs
kiosk-offer = I offer my time
kiosk-offer-line = Even just an hour: you choose how and when
kiosk-idea = I have an idea
kiosk-idea-line = Something good for the neighbourhood
kiosk-status = How is my request going
kiosk-status-line = With the code we gave you
kiosk-operator-question = Would you rather talk to somebody?
kiosk-preparing = Getting ready
kiosk-preparing-line = I have no news of this hub yet. Meanwhile, ask the people who work here.
kiosk-not-enrolled = This screen is not active yet
kiosk-not-enrolled-line = For today, ask the people who work here: they are glad to help.
kiosk-offline-line = I cannot talk to the hub right now. You can try anyway, or ask the people who work here.

## How the line is

kiosk-line-starting = Connecting…
kiosk-line-not-enrolled = Not active

## To see and reach better

kiosk-large-text = Large text
kiosk-high-contrast = High contrast
kiosk-low-reach = Lower controls

## When the page is longer than the screen

kiosk-more-down = Down
kiosk-more-up = Up

## Calling an operator

kiosk-calling = Calling…
kiosk-coming = Somebody is coming
kiosk-coming-line = We have told the people who work here. Please stay near the screen.
kiosk-call-failed = I cannot call from here
kiosk-call-failed-line = Please ask at the desk. Or try again in a moment.
kiosk-understood = All right

## Are you still there?

kiosk-still = Are you still there?
kiosk-still-line = In a moment I will delete what you did, so that nobody else sees it.
kiosk-still-yes = Yes, go on

## Leaving half-way

kiosk-leave = Do you want to leave?
kiosk-leave-line = What you wrote will be deleted.
kiosk-leave-yes = Yes, delete and leave
kiosk-leave-no = No, go on

## Questions

kiosk-ask-need-category = What help do you need?
kiosk-ask-need-category-help = Touch what comes closest.
kiosk-ask-offer-skills = How can you help?
kiosk-ask-offer-skills-help = You can choose several things.
kiosk-ask-idea-theme = What is your idea about?
kiosk-ask-idea-theme-help = Touch what comes closest.
kiosk-ask-need-neighbourhood = In which neighbourhood?
kiosk-ask-need-neighbourhood-help = Where you live, or where help is needed.
kiosk-ask-offer-neighbourhood = In which neighbourhood can you help?
kiosk-ask-offer-neighbourhood-help = The one that suits you best.
kiosk-ask-idea-neighbourhood = For which neighbourhood?
kiosk-ask-idea-neighbourhood-help = Or for the whole city.
kiosk-ask-need-urgency = When do you need it?
kiosk-ask-need-urgency-help = If you are in danger, call 112 at once.
kiosk-ask-offer-bands = When do you have time?
kiosk-ask-offer-bands-help = You can choose several times.
kiosk-ask-need-asked = One question
kiosk-ask-need-asked-help = A few words are enough. If you would rather not, go on.
kiosk-ask-need-day = By which day?
kiosk-ask-need-day-help = Touch the day. For a later one, say it in your own words or ask somebody who works here.
kiosk-urgency-day = By a certain day
kiosk-urgency-day-line = You choose the day
kiosk-by-day = By: { $day }
kiosk-write-answer = Your answer
kiosk-hint-answer = Write here, in your own words
kiosk-ask-need-text = Would you like to tell us more?
kiosk-ask-need-text-help = In your own words. If you would rather not, go on.
kiosk-ask-offer-text = Anything to add?
kiosk-ask-offer-text-help = If not, go on.
kiosk-ask-idea-text = Tell us your idea
kiosk-ask-idea-text-help = A few lines are enough.
kiosk-choose-pictures = Choose with pictures
kiosk-picked-there = You chose: { $picked }. You can add your own words, or go on.
kiosk-ask-idea-for-whom = Who is your idea for?
kiosk-ask-idea-for-whom-help = You can touch several pictures. If you do not know, go on.
kiosk-ask-idea-what = What would be done?
kiosk-ask-idea-what-help = You can touch several pictures. If you do not know, go on.
kiosk-ask-idea-why = Why is it needed?
kiosk-ask-idea-why-help = Touch the need, or more than one. If you do not know, go on.
kiosk-row-for-whom = Who the idea is for
kiosk-row-what = What would be done
kiosk-row-why = Why it is needed
kiosk-ask-need-relation = Who is the help for?
kiosk-ask-need-relation-help = You can ask for somebody else, too.
kiosk-ask-need-contact = How can we reach you?
kiosk-ask-need-contact-help = You need not say: the code will tell you how it is going.
kiosk-ask-offer-contact = How do we reach you?
kiosk-ask-offer-contact-help = We need your name and phone, to tell you who needs help.
kiosk-ask-idea-similar = There is something like it already
kiosk-ask-idea-similar-help = You can join those who have begun, or leave your own.
kiosk-similar-there = There is something like it already: { $titles }. You will see them next.
kiosk-join = I join { $title }
kiosk-join-none = No, my idea is another one
kiosk-row-similar = I join
kiosk-ask-idea-contact = Shall we call you?
kiosk-ask-idea-contact-help = You need not say: the code will tell you how it is going.
kiosk-ask-check = Is this right?
kiosk-ask-check-help = Touch a line to change it.

## Answers

kiosk-other-neighbourhood = Another neighbourhood
kiosk-usual-neighbourhoods = Back to this hub's neighbourhoods
kiosk-whole-city = The whole city
kiosk-zone = Zone { $zone }
kiosk-urgency-today = Today, if possible
kiosk-urgency-today-line = We try at once
kiosk-urgency-this-week = In the next days
kiosk-urgency-this-week-line = Within a week
kiosk-urgency-no-hurry = No hurry
kiosk-urgency-no-hurry-line = When somebody can
kiosk-band-mornings = Mornings
kiosk-band-mornings-line = Monday to Friday
kiosk-band-afternoons = Afternoons
kiosk-band-afternoons-line = Monday to Friday
kiosk-band-evenings = Evenings
kiosk-band-evenings-line = Monday to Friday
kiosk-band-weekend = Saturday and Sunday
kiosk-band-weekend-line = At any time
kiosk-relation-oneself = For me
kiosk-relation-family = For somebody in my family
kiosk-relation-neighbour = For a neighbour or a friend
kiosk-relation-customer = For a customer or a guest
kiosk-relation-other = For somebody else

## Writing

kiosk-write-text = Your words
kiosk-write-name = Your name
kiosk-write-phone = Your phone
kiosk-write-address = Your address
kiosk-hint-need-text = For example: the shopping is heavy and I live on the third floor
kiosk-hint-offer-text = For example: I have a car
kiosk-hint-idea-text = For example: a bench in the shade near the bus stop
kiosk-hint-name = What you are called
kiosk-hint-phone = The number where we find you
kiosk-hint-address = Street, number, doorbell
kiosk-tap-to-write = Touch to write
kiosk-needed = needed
kiosk-privacy = Only the people of this hub and whoever helps you will see it. Nothing stays on this screen.
kiosk-rather-not = Prefer not to say

## Checking and sending

kiosk-row-category = Help
kiosk-row-skills = I can help like this
kiosk-row-theme = The idea is about
kiosk-row-neighbourhood = Neighbourhood
kiosk-row-urgency = When
kiosk-row-bands = When I have time
kiosk-row-text = In my words
kiosk-row-relation = For whom
kiosk-row-contact = About me
kiosk-nothing-written = Nothing
kiosk-nothing-said = Prefer not to say
kiosk-send-need = Send the request
kiosk-send-offer = Send the offer
kiosk-send-idea = Send the idea
kiosk-sending = Sending…
kiosk-kept-here = What you wrote is still here.
kiosk-line-is-back = The line is back. Touch Try again.

## When something is wrong

kiosk-trouble-unreachable = The hub does not answer
kiosk-trouble-unreachable-line = Try again, or call an operator.
kiosk-trouble-busy = One moment
kiosk-trouble-busy-line = I am finishing something else. Try again in a few seconds.
kiosk-trouble-garbled = Something did not work
kiosk-trouble-garbled-line = It is not your fault. Try again, or call an operator.
kiosk-trouble-refused = I cannot send it like this
kiosk-trouble-refused-line = Call an operator: you will sort it out together.
kiosk-problem-unauthorised = This screen is not active yet
kiosk-problem-unauthorised-line = For today, ask the people who work here: they are glad to help.
kiosk-problem-unknown-slip = I cannot find this code
kiosk-problem-unknown-slip-line = Check one letter at a time, or call an operator.
kiosk-problem-too-many-tries = Too many codes tried
kiosk-problem-too-many-tries-line = Wait a few minutes, or call an operator.
kiosk-problem-central-unreachable = This code is from another hub
kiosk-problem-central-unreachable-line = Right now I cannot ask that hub how it is going. Your request is safe, nothing is lost.
kiosk-what-to-do = What you can do
kiosk-do-come-back = Come back later with the same code
kiosk-do-go-there = Go to the hub that gave it: it begins with { $prefix }
kiosk-do-call = Call an operator, who can phone that hub
kiosk-another-code = Type another code

## The code

kiosk-given-need = Your request has arrived
kiosk-given-offer = Thank you! Your offer has arrived
kiosk-given-idea = Thank you! Your idea has arrived
kiosk-your-code = Your code
kiosk-keep-write = Write it on paper
kiosk-keep-photo = Or take a photo
kiosk-keep-code = With this code you come back and see how it is going, without saying who you are.
kiosk-next-steps = What happens now
kiosk-after-need-1 = An operator reads your request.
kiosk-after-need-2 = We look for somebody nearby who can help.
kiosk-after-need-called = We phone you as soon as there is an answer.
kiosk-after-need-uncalled = Come back with the code to see how it is going.
kiosk-after-offer-1 = An operator reads your offer.
kiosk-after-offer-2 = We phone you to get to know each other.
kiosk-after-offer-called = When somebody needs help we ask you: you can always say no.
kiosk-after-offer-uncalled = Come back with the code to see how it is going.
kiosk-after-idea-1 = The project desk reads your idea.
kiosk-after-idea-2 = We see who had similar ideas, to bring them together.
kiosk-after-idea-called = We phone you if we want to understand better.
kiosk-after-idea-uncalled = Come back with the code to see how it is going.

## How it is going

kiosk-ask-code = Type your code
kiosk-ask-code-help = Nine letters and numbers. There is never a zero, an O, a one or an I.
kiosk-code-reader = Did you take a photo? If there is a reader here, hold the square to it: the code writes itself.
kiosk-look-up = See how it is going
kiosk-looking = Looking…
kiosk-code-wrong = One letter or number does not fit. Check it, there is no hurry.
kiosk-status-need = Your request
kiosk-status-offer = Your offer
kiosk-status-idea = Your idea
kiosk-now = Now
kiosk-happened = What happened
kiosk-day-time = { $day } at { $time }
kiosk-from-central = News from { $hub }, as of { $when }
slip-step-received = We have received it
slip-step-taken-in-charge = An operator is taking care of it
slip-step-searching = We are looking for somebody who can help
slip-step-helper-found = We have found somebody to help you
slip-step-searching-again = That person no longer can: we are looking again
slip-step-done = Your helper says it is done
slip-step-met = Solved
slip-step-not-met = Closed without a solution
slip-step-withdrawn = You withdrew it
slip-step-reopened = We opened it again
slip-step-asked = There is a question for you
slip-step-replied = You answered the question
slip-step-scheduled = It is agreed when they come
slip-step-started = Help has begun
slip-step-referred = We have asked a municipal service
slip-step-service-accepted = A municipal service looks after it
slip-step-split = We follow it in several parts
slip-step-joined = We follow it together with one like it
slip-step-contacted = We tried to reach you
slip-step-handed-over = We are passing it to another hub
slip-step-taken-over = Another hub is looking after it now
kiosk-goes-on = Your slip is still good there. The new code is { $code }.
slip-step-drafting = You are writing a project with the desk
slip-step-handed-in = The project is handed in
slip-step-additions-asked = Something more is needed: read below
slip-step-additions-told = You sent what was missing
slip-step-admitted = The project meets the requirements
slip-step-not-admitted = The project does not meet every requirement: read below why
slip-step-evaluated = The project is being evaluated
slip-step-merged = It goes on together with another project
slip-step-promoted = The project is promoted!
slip-step-not-promoted = The project was not promoted: read below why
slip-step-deferred = The project is put off: read below why
slip-step-concept-shown = Central is reading the concept
slip-step-concept-goes-on = The concept goes on: now the project is written
slip-step-funded = The project is funded
slip-step-agreed = The agreement is signed
slip-step-running = The project is under way
slip-step-suspended = The project is suspended: read below why
slip-step-finished = The project is finished
slip-step-reported = Read below what changed
slip-step-good-practice = The project is a good practice
kiosk-slip-reasons = What we tell you
kiosk-slip-appointment = We await you at the desk: { $when }
kiosk-question = There is a question for you
kiosk-reply = Answer
kiosk-reply-title = Your answer
kiosk-reply-send = Send the answer
kiosk-thanks-reply = Thank you! Your answer has arrived.
kiosk-how-was-it = How did it go?
kiosk-face-good = Well
kiosk-face-middling = So so
kiosk-face-bad = Badly
kiosk-thanks-face = Thank you, it helps us do better.
kiosk-is-it-solved = Is it solved?
kiosk-solved = Yes, it is solved
kiosk-not-solved = No, not yet
kiosk-withdraw = I no longer need it
kiosk-withdraw-ask = Do you want to withdraw it?
kiosk-withdraw-ask-line = We stop working on it. If you change your mind, you can always start again.
kiosk-withdraw-yes = Yes, I no longer need it
kiosk-withdraw-no = No, leave it open
kiosk-thanks-solved = Thank you! We noted that it is solved.
kiosk-thanks-not-solved = All right: we take care of it again.
kiosk-thanks-withdraw = All right, we have withdrawn it.

## Time bank

kiosk-bank = Time bank
kiosk-bank-line = With your card: balance, exchanges, notices
kiosk-bank-card = Show your card
kiosk-bank-card-help = Hold the card to the reader, or write the code under it. The one on a receipt or a slip works too.
kiosk-bank-card-reader = The reader is just below the screen. No card? The people who work here give you one.
kiosk-bank-card-wrong = The code does not add up: check it letter by letter.
kiosk-bank-pin = Type your PIN
kiosk-bank-pin-help = Four to six digits.
kiosk-bank-pin-cover = Cover the keys with your other hand. If you forgot it, the people who work here give you a new one.
kiosk-bank-pin-typed = { $count ->
    [0] No digit typed
    [one] One digit typed
   *[other] { $count } digits typed
}
kiosk-bank-pin-differs = The two PINs were not the same: write it again.
kiosk-bank-account = Your account
kiosk-bank-hello = Hello { $name }
kiosk-bank-number-of = number { $number }
kiosk-bank-balance = You have
kiosk-bank-balance-owed = You owe the bank
kiosk-bank-gave-got = You gave { $gave } · you received { $got }
kiosk-bank-last = Last movements
kiosk-bank-near-low-title = You are near the limit
kiosk-bank-near-low = You can receive { $left } more. A good moment to give some of your time.
kiosk-bank-near-at-floor-title = You are at the limit
kiosk-bank-near-at-floor = For now you can only give time. See on the board who looks for some, or ask the people who work here.
kiosk-bank-near-high-title = You have put many hours aside
kiosk-bank-near-high = You can give { $left } more. A good moment to ask others for something.
kiosk-bank-near-at-ceiling-title = You have reached the most
kiosk-bank-near-at-ceiling = For now you can only receive. Ask for something: hours are there to go round.
kiosk-bank-suspended = For now you cannot exchange. Talk to the people who work here.
kiosk-bank-renew = Your membership is to be renewed by { $day }: two minutes at the desk.
kiosk-bank-notice-ends = { $days ->
    [0] One of your notices ends today.
    [one] One of your notices ends tomorrow.
   *[other] One of your notices ends in { $days } days.
}
kiosk-bank-notices-open = See the notices
kiosk-bank-pin-desk = The people who work here chose your PIN. Better if only you know it.
kiosk-bank-pin-change = Change the PIN
kiosk-bank-pin-change-line = Only you know it
kiosk-bank-record = Record an exchange
kiosk-bank-record-line = Alone, or the two of you right here
kiosk-bank-waiting = To confirm
kiosk-bank-waiting-line = { $mine ->
    [0] You wait for { $theirs ->
        [one] one answer
       *[other] { $theirs } answers
    }
    [one] One exchange waits for you
   *[other] { $mine } exchanges wait for you
}
kiosk-bank-notices = I offer, I look for
kiosk-bank-notices-line = Your notices
kiosk-bank-board = Board
kiosk-bank-board-line = Who offers and who looks for
kiosk-bank-movements = Movements
kiosk-bank-movements-line = The last eight
kiosk-bank-movements-help = The people who work here print the whole statement.
kiosk-bank-no-movements = No exchange yet
kiosk-bank-without-service = Hours without a service
kiosk-bank-waiting-help = Answer yes if it went like this. If something is wrong, answer no and talk about it.
kiosk-bank-nothing-waits = Nothing is waiting
kiosk-bank-somebody = Somebody
kiosk-bank-said-gave = { $name } says: received from you { $length } · { $what }
kiosk-bank-said-got = { $name } says: gave you { $length } · { $what }
kiosk-bank-said-day = It happened { $day }. You can answer until { $until }.
kiosk-bank-own-gave = To { $name } you gave { $length } · { $what }
kiosk-bank-own-got = From { $name } you received { $length } · { $what }
kiosk-bank-until-answer = You declared it: they can answer until { $day }.
kiosk-bank-take-back = It was a mistake: take it back
kiosk-bank-yes = Yes, I confirm
kiosk-bank-no = No, it is not so
kiosk-bank-gave = Who gave their time?
kiosk-bank-gave-help = An hour is an hour, whatever is done in it.
kiosk-bank-i-gave = I gave it
kiosk-bank-i-gave-line = The hours go into your account
kiosk-bank-i-got = I received it
kiosk-bank-i-got-line = The hours leave your account
kiosk-bank-with = With whom?
kiosk-bank-with-help = If you are both here, with both cards it is done at once.
kiosk-bank-here = Here with me
kiosk-bank-here-line = Confirms with their PIN
kiosk-bank-by-number = Not here
kiosk-bank-by-number-line = They confirm when they can
kiosk-bank-number = What is their number?
kiosk-bank-number-help = It is on their card, under the name.
kiosk-bank-number-field = Number
kiosk-bank-length = How long was it?
kiosk-bank-length-with = How long was it, with { $name }?
kiosk-bank-length-help = For another length ask the people who work here.
kiosk-bank-category = What did you do?
kiosk-bank-category-help = Choose what comes nearest.
kiosk-bank-day = When was it?
kiosk-bank-day-help = For an earlier day ask the people who work here.
kiosk-bank-check = Is everything right?
kiosk-bank-check-help = When you send it, we ask the other person to confirm.
kiosk-bank-check-here = Now it is the other person's turn: with their card and PIN it is done.
kiosk-bank-pass-card = Their card
kiosk-bank-row-gave = The time
kiosk-bank-row-with = With whom
kiosk-bank-row-length = Length
kiosk-bank-row-category = Service
kiosk-bank-row-day = Day
kiosk-bank-send = Record
kiosk-bank-other-card = Now the other person's card
kiosk-bank-other-card-help = Hold it to the reader, or write the code.
kiosk-bank-other-pin = And their PIN
kiosk-bank-other-pin-help = They type it themselves: it is their yes.
kiosk-bank-done = Done!
kiosk-bank-done-asked = Sent!
kiosk-bank-did-settled = The exchange is recorded: you have both confirmed.
kiosk-bank-did-declared = Now it is the other person's turn: we ask them to confirm.
kiosk-bank-did-confirmed = Confirmed: the exchange is in the account.
kiosk-bank-did-refused = You said no: the exchange is not recorded.
kiosk-bank-did-taken-back = Your declaration is taken back: the other person has nothing to answer.
kiosk-bank-did-published = Your notice is on the board for six months.
kiosk-bank-did-paused = The notice is paused: put it back whenever you like.
kiosk-bank-did-resumed = The notice is on the board again.
kiosk-bank-did-renewed = The notice stays on the board for six more months.
kiosk-bank-did-withdrawn = The notice is no longer on the board.
kiosk-bank-did-pin-changed = The PIN has changed. From now on the new one counts.
kiosk-bank-now = Now you have { $balance }
kiosk-bank-now-owed = Now you owe the bank { $balance }
kiosk-bank-receipt = Code of this exchange
kiosk-bank-receipt-keep = Write it down or photograph it: with your PIN it opens the account again, as the card does.
kiosk-bank-to-account = My account
kiosk-bank-notices-help = What you can give and what you could use.
kiosk-bank-new-offer = I offer something
kiosk-bank-new-want = I look for something
kiosk-bank-no-notices = You have no notices yet
kiosk-bank-notice-renew = Six more months
kiosk-bank-notice-pause = Pause
kiosk-bank-notice-resume = Put back on the board
kiosk-bank-notice-withdraw = Take away
kiosk-bank-notice-paused = paused: nobody sees it for now
kiosk-bank-notice-hidden = taken out by the desk: ask there how to put it back
kiosk-bank-offers = Offers: { $what }
kiosk-bank-wants = Looks for: { $what }
kiosk-bank-no-end = without end
kiosk-bank-ended = over
kiosk-bank-until = until { $day }
kiosk-bank-offer-what = What do you offer?
kiosk-bank-want-what = What do you look for?
kiosk-bank-notice-category-help = Choose what comes nearest.
kiosk-bank-notice-text = A word or two more?
kiosk-bank-notice-text-help = Other members read them. With #word whoever looks for just that finds you.
kiosk-bank-notice-field = Your words
kiosk-bank-board-help = Something for you? Note the number and ask the people who work here to put you in touch.
kiosk-bank-no-board = The board is still empty
kiosk-bank-old-pin = The PIN you have now
kiosk-bank-old-pin-help = Then choose the new one.
kiosk-bank-new-pin = The new PIN
kiosk-bank-new-pin-help = Four to six digits, not all alike and not in a row.
kiosk-bank-new-pin-again = Once more
kiosk-bank-new-pin-again-help = Write the new PIN again.
kiosk-bank-refer = How was it with the other person?
kiosk-bank-refer-help = The other person and whoever works here read it. It is said once only.
kiosk-bank-refer-open = how was it?
kiosk-bank-liked = Well, I would do it again
kiosk-bank-liked-line = It was a good exchange
kiosk-bank-not-liked = Not so well
kiosk-bank-not-liked-line = Something was not right
kiosk-bank-refer-text = Anything to add?
kiosk-bank-refer-text-help = You can also write nothing.
kiosk-bank-references = What others say of you
kiosk-bank-references-line = How it was to exchange with you
kiosk-bank-references-help = Touch to answer: one answers once only.
kiosk-bank-answer-open = answer
kiosk-bank-answer-text = Your answer
kiosk-bank-answer-text-help = The other person and whoever works here read it. One answers once only.
kiosk-bank-did-replied = Your answer is written.
kiosk-bank-no-references = Nobody has said yet how it was
kiosk-bank-my-answer = you answered: { $text }
kiosk-bank-did-referred = Thank you: you said how it was.

## Every week, at what time

kiosk-ask-need-weekdays = On which days of the week?
kiosk-ask-need-weekdays-help = You can choose several. The first time is the first of these days; then we see to every week.
kiosk-ask-need-bands = At what times does it suit you?
kiosk-ask-need-bands-help = You can choose several. If any time suits you, go on.
kiosk-urgency-weekly = Every week
kiosk-urgency-weekly-line = For example the shopping of every Tuesday
kiosk-every-week = Every week: { $days }
kiosk-weekday-mon = Monday
kiosk-weekday-tue = Tuesday
kiosk-weekday-wed = Wednesday
kiosk-weekday-thu = Thursday
kiosk-weekday-fri = Friday
kiosk-weekday-sat = Saturday
kiosk-weekday-sun = Sunday
kiosk-row-need-bands = At what times
kiosk-any-time = Any time is fine

## Services and hours

kiosk-services = Services and hours
kiosk-services-line = What there is at this hub, when and with whom
kiosk-services-help = Touch a service to see when it is there and who covers it.
kiosk-services-search = What are you looking for?
kiosk-services-search-help = One word is enough, for example: shopping.
kiosk-services-word = A word
kiosk-services-found = Show
kiosk-services-all = See all services
kiosk-services-none = Nothing found with these words
kiosk-services-none-line = Try another word, or ask who works here.
kiosk-services-empty = There is no list here yet
kiosk-services-empty-line = Ask who works here what can be done.
kiosk-services-today = Today: { $spans }
kiosk-services-not-today = Not today
kiosk-services-week = The whole week
kiosk-services-who = Who covers it
kiosk-services-ask = Ask for this service
kiosk-services-come = For this, just come to the desk during these hours.
kiosk-closed = closed
kiosk-day-hours = { $day }: { $hours }
kiosk-day-is-today = { $line } (today)
kiosk-step-free = You get in without a step.
kiosk-not-step-free = There is a step at the door: call, we help you in.

## Collecting something

kiosk-collect = Collect or leave something
kiosk-collect-line = Parcels, keys, tools: with the code of the label
kiosk-held-parcel = A parcel
kiosk-held-keys = Keys
kiosk-held-tool = A tool
kiosk-held-medicine = Medicines
kiosk-held-other = Something in custody
kiosk-held-here = It waits for you here
kiosk-held-here-line = Sign with your finger, then whoever works here gives it to you. They need to know who you are: bring a document.
kiosk-held-signed = Signature received
kiosk-held-signed-line = Whoever works here gives it to you now: stay near the screen.
kiosk-held-not-here = It is not here now
kiosk-held-not-here-line = It has been given already, or somebody has it and brings it back. Ask who works here.
kiosk-held-give = Hand it over now
kiosk-held-take-back = Brought back: whoever works here takes it
kiosk-held-who = Who works here?
kiosk-held-who-help = Touch your name, then write your PIN.
kiosk-held-pin = The PIN of { $name }
kiosk-held-pin-help = Whoever works here writes it. It is their signature on the handing over.
kiosk-held-hand = Confirm
kiosk-held-out = It is out, on loan
kiosk-held-out-line = Are you bringing it back? Give it to whoever works here, who confirms with their PIN.
kiosk-held-handed = Handed over
kiosk-held-handed-line = It is written down who took it and who gave it. You can go.
kiosk-held-taken-back = Taken back
kiosk-held-taken-back-line = It is at the hub again: thank you for bringing it back.
kiosk-held-until = We keep it until: { $day }
kiosk-held-leave = Do you want to leave something, or bring it back? Call an operator: they write it down with you and give you the label.
kiosk-held-sign = Sign to collect
kiosk-held-sign-title = Sign here with your finger
kiosk-held-sign-help = The signature stays with the receipt, at the hub. It does not stay on this screen.
kiosk-held-sign-field = Space for the signature
kiosk-held-sign-again = Start again
kiosk-held-sign-done = I have signed

kiosk-visit = Book a visit to the project desk
kiosk-visit-line = You talk it over with somebody who helps to make it a project
kiosk-visit-move = Change the time
kiosk-visit-desk = Project desk
kiosk-visit-free = { $count ->
    [one] 1 free time
   *[other] { $count } free times
}
kiosk-visit-looking = Looking at the free times…
kiosk-visit-none = The next days are full
kiosk-visit-none-line = Come back tomorrow, or ask whoever works here: a moment can be found.
kiosk-visit-choose = Choose another time
kiosk-ask-visit-visit-day = Which day will you come?
kiosk-ask-visit-visit-day-help = We expect you at the project desk of this hub.
kiosk-ask-visit-visit-hour = At what time?
kiosk-ask-visit-visit-hour-help = Touch a free time.
kiosk-ask-visit-contact = What is your name?
kiosk-ask-visit-contact-help = The telephone is only to tell you if the time changes. You may leave it out.
kiosk-row-visit-day = Day
kiosk-row-visit-hour = Time
kiosk-send-visit = Book
kiosk-given-visit = See you then!
kiosk-after-visit-1 = Come here on the day and at the time you chose.
kiosk-after-visit-2 = Bring notes, photographs, whoever you like.
kiosk-after-visit-called = If we must change it, we call you. To move or cancel it the code is enough.
kiosk-after-visit-uncalled = To move or cancel the visit this code is enough.
kiosk-status-visit = Your visit
kiosk-problem-visit-taken = Somebody has just taken this time
kiosk-problem-visit-taken-line = Choose another: the free times are up to date.
kiosk-problem-visit-not-offered = The desk is not there at that time
kiosk-problem-visit-not-offered-line = Choose one of the times you see.
kiosk-problem-visit-not-now = This visit is over or cancelled
kiosk-problem-visit-not-now-line = You can book another under “Services and hours”.
kiosk-slip-answer = The desk answers you
kiosk-slip-follows = You follow { $title }
kiosk-slip-follows-soon = It is still being written. When something changes you see it here.
