# Words of the time bank on the console, for whoever is at the desk.

nav-bank = Time bank
bank-title = Time bank
bank-tabs = Sections of the time bank
bank-tab-desk = Desk
bank-tab-members = Members
bank-tab-exchanges = Exchanges
bank-tab-catalogue = Notice board
bank-tab-lists = Lists and groups
bank-tab-cheques = Cheques
bank-tab-figures = Figures
bank-tab-rules = Rules
bank-fund = Hour fund
bank-municipality = Municipality
bank-somebody = Account without a name
bank-member-number = Card no. { $number }
bank-people = { $count ->
    [one] one person
   *[other] { $count } people
}
bank-back = Back
bank-unknown = not known yet
bank-days = { $count ->
    [one] one day
   *[other] { $count } days
}

## Desk

bank-record = Record an exchange
bank-giver = Who gave time
bank-receiver = Who received it
bank-length = How long (1:30 or minutes)
bank-category = Service
bank-day = Day
bank-cheque = Cheque no. (if any)
bank-record-send = Record
bank-declare-link = One of the two is not here
bank-lists-link = Several exchanges at once
bank-choose-category = Choose the service
bank-any-category = All services
bank-by-the-body = The bank's body has decided to allow it this time: it will be on record.
bank-now = How the bank stands now
bank-members = members
bank-to-interview = requests to meet
bank-to-renew = renewals due
bank-to-answer = exchanges to confirm
bank-to-settle = disputes
bank-at-limit = accounts at a limit
bank-near-limit = accounts near a limit
bank-latest = Latest movements
bank-gave-to = gave time to
bank-over-limit = Over the limit
bank-none-yet = No exchange yet. The first one begins above.
bank-none-found = No exchange fits these filters.
bank-whom-missing = Write the name or the card number.
bank-whom-nobody = I find nobody for “{ $name }”. Try the card number.
bank-whom-several = There are several: { $names }. Add the card number.
bank-length-missing = Write how long it took: for example 1:30, 90 or 2h. A day at the most.
bank-category-missing = Choose the service.
bank-day-missing = Write the day.
bank-cheque-bad = The number has digits only.

## Members

bank-members-title = Members
bank-member-new = New request
bank-search = Name or card
bank-search-example = Livia or 12
bank-stage = Stage
bank-any-stage = Everybody
bank-only-limit-yes = Only those whose account is at a limit.
bank-only-limit-inactive = Only those who have not exchanged for six months.
bank-only-limit-silent = Only those who offer nothing on the board.
bank-only-limit-first = Only those who have had their first exchange.
bank-figure-fulfil = From looking for something to receiving it
bank-figure-wants = Searches that ended well
bank-figure-met = { $met } of { $all }
bank-chart-months = Hours exchanged month by month
bank-column-hub = Hub
bank-column-month = Month
bank-column-minutes = Minutes
bank-column-first = First exchange
bank-column-last = Last exchange
bank-column-days = Days
bank-column-wants = Searches
bank-column-since = Since
bank-column-met = Received on
bank-wants-title = What is looked for, and how soon it is found
bank-wants-none = In this period nobody looked for anything on the board.
bank-want-since = Looked for since { $day }
bank-want-met = Received on { $day }
bank-want-open = Not yet
bank-only-limit-near = Only those who come near a limit: a call now saves a no later.
bank-nobody-found = Nobody fits the search.
bank-nobody-yet = No members yet.
bank-last-exchange = last exchange { $day }
bank-person = Who it is
bank-name = First and last name
bank-name-missing = At least the name is needed.
bank-phone-hint = May be left empty.
bank-address-hint = May be left empty.
bank-person-hint = Name, telephone and address stay encrypted at this hub. Whenever somebody reads telephone and address it is recorded.
bank-membership = How they take part
bank-reach = How to reach them
bank-reach-phone = By telephone
bank-reach-desk = Comes to the desk
bank-reach-letter = By letter
bank-household = Household account with
bank-household-hint = Only if they share the account of somebody who is a member.
bank-apply = Record the request
bank-language = Language
bank-language-hint = The one they would rather read, at the kiosk and on the telephone.
bank-member-edit = Correct the details
bank-correct = Save
bank-kept-hint = Leave empty to keep it as it is.
bank-no-phone = Take the telephone away
bank-no-address = Take the address away
bank-next = Next step
bank-other-steps = Other steps
bank-account = Time account
bank-statement = Statement
bank-statement-days = Movements entered from { $from } to { $until }.
bank-entered-from = Entered from
bank-entered-to = Entered until
bank-balance = Balance
bank-given = Given
bank-received = Received
bank-with = With
bank-shared-with = Household account with
bank-no-movements = No movement yet.
bank-room = Can still receive { $length }.
bank-room-none = Must give time before receiving more.
bank-facts = Details
bank-fact-number = Card no.
bank-fact-reach = Reached
bank-fact-applied = Asked
bank-fact-age = Age
bank-age-unsaid = Not said
bank-age-under30 = under 30
bank-age-from30-to54 = 30–54
bank-age-from55-to64 = 55–64
bank-age-from65-to74 = 65–74
bank-age-from75 = 75 and over
bank-listings-count = On the board
bank-history = Steps taken
bank-step-why = Why
bank-step-why-hint = It stays written here, for those who work at the desk. It goes with the person's data.
bank-renew-notices = Notices without expiry
bank-renew-notices-hint = Ask for each whether it still holds and mark it. Those without a mark are paused: they are put back from here, or with the card at the kiosk.
bank-own-limits = Limits of this account
bank-limits-hint = In whole hours. Soft limits warn; hard ones stop the exchange.
bank-limits-send = Change the limits
bank-stage-until = until { $day }
bank-stage-applicant = Request
bank-stage-interviewed = Interviewed
bank-stage-trial = On trial
bank-stage-member = Member
bank-stage-renewal-due = Renewal due
bank-stage-suspended = Suspended
bank-stage-leaving = Leaving
bank-stage-declined = Declined
bank-stage-closed = Left
bank-stage-hint-applicant = Has asked to join. The first step is a welcome interview.
bank-stage-hint-interviewed = The interview took place. The trial opens the account, and they may exchange.
bank-stage-hint-trial = Trying it out: may give and receive time. If it goes well, becomes a member.
bank-stage-hint-member = May give and receive time.
bank-stage-hint-renewal-due = The year is over: may still exchange, but the card must be renewed.
bank-stage-hint-suspended = May not exchange for now.
bank-stage-hint-leaving = Wants to leave: may exchange until the balance is zero.
bank-stage-hint-declined = The request was declined.
bank-stage-hint-closed = Has left the bank.
bank-step-interview = Interview done
bank-step-begin-trial = Begin the trial
bank-step-admit = Becomes a member
bank-step-ask-renewal = The year is over
bank-step-renew = Renew for a year
bank-step-suspend = Suspend
bank-step-resume = Exchanges again
bank-step-ask-to-leave = Wants to leave
bank-step-stay = Stays
bank-step-close = Leaves: the balance is zero
bank-step-close-to-fund = Leaves: the balance goes to the hour fund
bank-step-decline = Decline
bank-past-apply = Request
bank-past-interview = Interview
bank-past-begin-trial = Trial begun
bank-past-admit = Admitted
bank-past-ask-renewal = Renewal due
bank-past-renew = Renewed
bank-past-suspend = Suspended
bank-past-resume = Resumed
bank-past-ask-to-leave = Asked to leave
bank-past-stay = Stays
bank-past-close = Left
bank-past-close-to-fund = Left, balance to the hour fund
bank-past-correct = Details corrected
bank-past-decline = Declined
bank-standing-fine = Within limits
bank-standing-low = Near the floor
bank-standing-at-floor = At the floor
bank-standing-high = Near the ceiling
bank-standing-at-ceiling = At the ceiling

## Exchanges

bank-exchanges-title = Exchanges
bank-exchange-title = Exchange
bank-state = State
bank-any-state = All
bank-from-day = From
bank-to-day = To
bank-only-place = Only givers from the neighbourhood: { $place }.
bank-only-age = Only givers of this age: { $age }.
bank-state-counted = Counted in the figures
bank-state-declared = To confirm
bank-state-posted = Recorded
bank-state-refused = Refused
bank-state-withdrawn = Withdrawn
bank-state-lapsed = Lapsed
bank-state-disputed = Disputed
bank-state-reversed = Reversed
bank-state-hint-declared = Only one side has said it. It counts when the other confirms.
bank-state-hint-posted = It is in the accounts. A mistake is reversed, never deleted.
bank-state-hint-refused = The other side said no. Nothing went into the accounts.
bank-state-hint-withdrawn = Whoever declared it took it back.
bank-state-hint-lapsed = Nobody answered in time. It can be declared again.
bank-state-hint-disputed = One side says it is wrong. Hear both: then it stands, or it is reversed.
bank-state-hint-reversed = A counter-entry took it back. Both stay on record.
bank-source = How it came in
bank-source-desk = Desk
bank-source-cheque = Time cheque
bank-source-group = Group activity
bank-source-batch = List
bank-source-declared = Declared
bank-source-reversal = Reversal
bank-source-leaving = Balance of somebody leaving
bank-source-imported = Brought from another program
bank-source-opening = Balance from before
bank-recorded-by = Recorded by
bank-recorded-at = Recorded
bank-cheque-number = Cheque no.
bank-answer-until = Answer by
bank-ask-other = Is { $name } here, or on the phone? The answer is recorded with your name.
bank-confirm = Confirm
bank-refuse = Says no
bank-withdraw = Take the declaration back
bank-uphold = It stands
bank-dispute = Somebody disputes it
bank-dispute-who = Who
bank-dispute-send = Mark as disputed
bank-reverse = Reverse
bank-reverse-hint = A counter-entry puts the accounts back as they were. Both entries stay.
bank-note = Note
bank-reverse-send = Reverse the exchange
bank-see-reversal = See the counter-entry
bank-see-reversed = See the exchange it reverses
bank-entries = In the accounts
bank-sum = Sum
bank-declare-title = Declare an exchange
bank-declare-hint = One person says how it went; the other confirms with their card at the kiosk, or here. Whoever declares cannot confirm.
bank-declare-by = Who says so
bank-side = What they did
bank-side-gave = Gave time
bank-side-got = Received time
bank-declare-other = With whom
bank-declare-send = Declare

## Lists, groups, cheques

bank-lists-title = Lists and groups
bank-list = Several exchanges at once
bank-rows = One exchange a line
bank-rows-hint = Who gave; who received; how long; and where needed service; day; cheque. Pasting from a spreadsheet works too.
bank-rows-category = Service, where missing
bank-rows-day = Day, where missing
bank-rows-missing = Write at least one line, 500 at the most.
bank-tried = Dry run: nothing is written yet
bank-list-summary = Lines understood: { $count }, { $length } in all.
bank-line-good = Good:
bank-line-wrong = To correct:
bank-list-try = Try
bank-list-write = Write all of it
bank-group = Group activity
bank-group-hint = Whoever holds the activity receives the hours once; every participant pays them; the rest goes to the hour fund.
bank-provider = Who held it
bank-participants = Who took part
bank-participants-hint = One name or card a line.
bank-group-send = Record the activity
bank-cheques-title = Time cheques
bank-cheques-hint = Every cheque has a number of its own and is recorded once, at the desk.
bank-cheques-issue = Hand out a book
bank-cheques-to = To whom
bank-cheques-first = From number
bank-cheques-last = To number
bank-cheques-send = Hand out
bank-cheques-none = No book handed out yet.
bank-cheques-numbers = Numbers
bank-cheques-holder = Whose
bank-cheques-when = Handed out
bank-cheques-used = Recorded
bank-cheques-paper = On paper
bank-cheques-print = Print { $numbers }
bank-cheque-head = Time bank · { $place } · time cheque no.
bank-cheque-holder = Book of { $name }
bank-cheque-book = Time cheques { $numbers }
bank-cheque-blank-receiver = Received by
bank-cheque-blank-giver = Given by
bank-cheque-blank-minutes = Length
bank-cheque-blank-day = Day
bank-cheque-blank-sign = Signature of the receiver
bank-cheque-blank-service = Service

## Notice board

bank-catalogue-title = Notice board
bank-listing-new = New notice
bank-way = What
bank-any-way = Offers and requests
bank-way-offer = Offers
bank-way-want = Looks for
bank-ways-offer = Offers
bank-ways-want = Requests
bank-no-end = no expiry
bank-until = until { $day }
bank-expiring = { $count ->
    [one] One notice is over within a week.
   *[other] { $count } notices are over within a week.
}
bank-expiring-see = See them
bank-listings-none = The board is empty: put up the first notice.
bank-listings-none-found = No notice fits these filters.
bank-listing-steps = Change
bank-listing-step-renew = Renew six months
bank-listing-step-resume = Put back
bank-listing-step-pause = Pause
bank-listing-step-withdraw = Withdraw
bank-listing-step-hide = Hide
bank-listing-step-show = Show again
bank-listing-state-published = On the board
bank-listing-state-paused = Paused
bank-listing-state-hidden = Hidden by the desk
bank-listing-state-withdrawn = Taken back
bank-listings-state = How they stand
bank-listings-open = On the board
bank-listings-ending = Over within a week
bank-listings-over = Over
bank-listings-paused = Paused
bank-listings-hidden = Hidden by the desk
bank-listings-withdrawn = Taken back
bank-notices = Their notices
bank-notices-none = No notices yet.
bank-listing-soon = Expires soon
bank-listing-over = Expired
bank-listing-who = Whose
bank-listing-words = In their own words
bank-listing-words-hint = No telephone or address: whoever is interested comes to the desk.
bank-listing-until = Until
bank-listing-no-end = No expiry: confirmed again when the card is renewed
bank-listing-send = Put on the board

## Rules and figures

bank-rules-title = Rules of the bank
bank-rules-hint = Rules count for new accounts; those that are open keep theirs.
bank-rules-limits = Limits of new accounts
bank-limit-hard-floor = Hard floor
bank-limit-soft-floor = Soft floor
bank-limit-soft-ceiling = Soft ceiling
bank-limit-hard-ceiling = Hard ceiling
bank-limit-credit-percent = More credit, % of hours given
bank-limit-credit-most = More credit, at the most
bank-limit-answer-days = Days to confirm
bank-limit-trial-days = Days of trial
bank-limit-renewal-days = Days of a card
bank-rules-days = Times
bank-silence = If the other side does not answer
bank-silence-confirms = It counts as a yes
bank-silence-lapses = The declaration lapses
bank-excluded = Excluded services
bank-excluded-hint = Those that need a licence or give a certificate.
bank-participation-only = Taking part only: hours given and received are counted, without balance and limits
bank-rules-send = Save the rules
bank-agreement = Agreement with the municipality
bank-agreement-hint = Law 53/2000, art. 27: with a written agreement the municipality may take part. Hours never replace its duties.
bank-agreement-title = Title or protocol number
bank-agreement-from = From
bank-agreement-until = To
bank-agreement-scope = Services covered
bank-agreement-scope-hint = For other services the exchange is refused.
bank-agreement-send = Save the agreement
bank-agreement-same = Under the same title you put right the one of now; under a new title you add one, and the one before stays for the exchanges of its days.
bank-agreements-earlier = Earlier agreements
bank-agreement-ends = The agreement with the municipality ends on { $day }: to go on it needs a new one.
bank-agreement-over = The agreement with the municipality ended on { $day }: exchanges of later days need a new one.
bank-agreement-line = { $title }, from { $from } to { $until }.
bank-figures-title = The time bank in figures
bank-last-year = last twelve months
bank-period = Period
bank-period-last-year = Last twelve months
bank-period-year = year { $year }
bank-figure-hours = Hours exchanged
bank-figure-sum = Sum of all accounts
bank-balanced = Balanced
bank-not-balanced-tag = Not balanced
bank-figure-each = Exchanges each
bank-figure-limit = Accounts at a limit
bank-figure-inactive = Still for six months
bank-figure-silent = Without offers
bank-figure-first = Wait for the first exchange
bank-by-month = By month
bank-by-category = By service
bank-by-place = By neighbourhood of the giver
bank-by-age = By age of the giver
bank-clocks-hint = Hours of reciprocity: never added to volunteering or to work.

## Done

bank-told-over = Past a hard limit, as the body decided: it stays marked.
bank-told-standing = { $who } · { $standing }. { $say }

done-bank-posted = Exchange recorded.
done-bank-applied = Request recorded.
done-bank-corrected = Details corrected.
done-bank-moved = Step recorded.
done-bank-limits-set = Limits changed.
done-bank-confirmed = Confirmed: it is in the accounts.
done-bank-refused = The no is recorded: nothing goes into the accounts.
done-bank-withdrawn = Declaration taken back.
done-bank-disputed = Marked as disputed.
done-bank-upheld = It stands.
done-bank-reversed = Reversed: the accounts are as before.
done-bank-declared = Declared. Now it is the other side's turn.
done-bank-list-written = List recorded.
done-bank-cheques-issued = Book handed out.
done-bank-listed = It is on the board.
done-bank-listing-moved = Notice changed.
done-bank-rules-set = Rules saved.
done-bank-agreed = Agreement saved.

## Refusals

problem-bank-at-hubs-only = Accounts move at the hub.
    .next = Open the console of the bank's hub.
problem-bank-unknown-member = There is no such member.
problem-bank-unknown-account = There is no such account.
    .next = For the municipality, write the agreement among the rules first.
problem-bank-unknown-exchange = There is no such exchange.
problem-bank-unknown-listing = There is no such notice.
problem-bank-no-such-step = This step cannot be taken now.
    .next = Perhaps somebody took it already: load the page again.
problem-bank-may-not-exchange = { $stage ->
    [suspended] One of the two is suspended and may not exchange for now.
    [closed] One of the two has left the bank.
    [declined] The request of one of the two was declined.
   *[other] One of the two has no account yet: the trial comes first.
}
    .next = Open them from the list of members: the next step is there.
problem-bank-below-floor = This exchange would take { $whose ->
        [receiver] the receiver's account
       *[other] the account of { $whose }
    } below { $floor }.
    .next = It now holds { $balance }{ $waits ->
        [none] { "" }
       *[other] { "" }, and { $waits } wait for another bank
    }: { $missing } given first would make room, or a shorter exchange.
problem-bank-above-ceiling = This exchange would take { $whose ->
        [giver] the giver's account
       *[other] the account of { $whose }
    } above { $ceiling }.
    .next = It now holds { $balance }{ $waits ->
        [none] { "" }
       *[other] { "" }, and { $waits } are coming from another bank
    }: spending { $over } first would make room.
problem-bank-same-account = Giver and receiver have the same account.
    .next = Time is not exchanged within one household.
problem-bank-excluded = This service cannot be exchanged.
    .next = It needs a licence or gives a certificate: the bank's rules exclude it.
problem-bank-bad-day = The day must be past, and no more than a year ago.
problem-bank-no-agreement = The agreement with the municipality holds from { $from } to { $until }.
    .next = Other days need a new agreement.
problem-bank-outside-agreement = The agreement with the municipality does not cover this service.
    .next = Hours cannot replace the municipality's duties.
problem-bank-cheque-unknown = This number is in no book of whoever received the time.
    .next = Check the number and who signed: the receiver pays.
problem-bank-cheque-used = This cheque was recorded already on { $day }.
    .next = A cheque counts once: look for the exchange of that day.
problem-bank-cheques-overlap = Some of these numbers were handed out already.
problem-bank-out-of-range = Something here is out of range.
problem-bank-export-too-many = These are more than { $most } exchanges: narrow the days or the service, and download them in several files.
    .next = Check numbers and dates; limits go from the lowest to the highest, across zero.
problem-bank-exchange-state = This exchange has changed meanwhile.
    .next = Load the page again to see how it stands.
problem-bank-own-declaration = Whoever declares an exchange cannot confirm it, nor can their household.
    .next = The other side must confirm.
problem-bank-not-yours = This exchange is between others.
problem-bank-not-balanced = The account is not at zero: it holds { $balance }.
    .next = It closes when it is back at zero, or if the body moves the balance to the hour fund.
problem-bank-member-erased = This person's data have been erased.
    .next = They can no longer be corrected: the account stays, without a name.
problem-bank-reason-missing = Write the reason in a few words.
    .next = This step stops somebody: the reason must stay.
problem-bank-bad-list = Somebody is missing from the list, or is in it twice.
problem-bank-listing-closed = The notice has changed meanwhile.
    .next = Load the page again.
problem-bank-card-unknown = This card is no longer valid.
    .next = It may have been replaced: ask the operator.
problem-bank-chip-unreadable = This is not the number of a chip.
    .next = Hold the card to the reader that is plugged into this computer: it types by itself, eight to twenty digits or letters from A to F.
problem-bank-chip-taken = This chip is already in somebody else's card.
    .next = Use another card, or first remove it from whoever has it.
problem-bank-card-without-pin = This card has no PIN yet.
    .next = The operator sets one at the desk, in a minute.
problem-bank-card-without-account = You do not have a time bank account yet.
    .next = It is opened with the interview: ask the operator.
problem-bank-card-rests = Too many wrong PINs: the card rests for { $minutes ->
        [one] one more minute
       *[other] { $minutes } more minutes
    }.
    .next = Then you can try again. If you do not remember the PIN, the operator sets a new one.
problem-bank-card-blocked = The card is blocked: the PIN was wrong too many times.
    .next = The operator sets a new PIN, and the card works again.
problem-bank-pin-wrong = The PIN is not right.
    .next = { $left ->
        [one] You can try once more.
       *[other] You can try { $left } more times.
    }
problem-bank-pin-shape = A PIN has four to six digits.
problem-bank-pin-easy = Anybody would guess this PIN.
    .next = Choose digits that are not all alike and not in a row.
problem-bank-pin-differs = The two PINs are not the same.
    .next = Write it twice in the same way.
problem-bank-session-over = Some time has passed: the account was closed to keep it safe.
    .next = Show your card again.
problem-bank-unknown-number = No member has the number { $number }.
    .next = The number is on the card, under the name.
problem-bank-other-below-floor = The other person cannot receive that many hours for now.
    .next = Try a shorter time, or talk to the operator.
problem-bank-other-above-ceiling = The other person cannot give that many hours for now.
    .next = Try a shorter time, or talk to the operator.

## Card and PIN

bank-on-roll = On a slip
bank-minutes-moved = Hours
bank-statement-part = The last { $shown } movements of { $total }.
bank-card = Time bank card
bank-card-used = Given on { $given }, last used on { $used }.
bank-card-unused = Given on { $given }, never used.
bank-card-none = No card yet: with it and the PIN they use their account at the hub's screen.
bank-card-give = Give a card
bank-card-print = Print the card
bank-card-lost = Lost or to be taken back
bank-card-lost-hint = The new card counts at once, the old one opens nothing any more. The PIN stays the same.
bank-card-replace = New card
bank-card-take = Take the card back
bank-chip = Card with a chip
bank-chip-known = · linked
bank-chip-hint = Any contactless card will do, also one the person already has, such as that of the bus. Touch the field and hold the card to the reader. The number is not kept anywhere.
bank-chip-number = Number read from the chip
bank-chip-send = Link
bank-chip-remove = Unlink the chip
bank-card-is-blocked = The PIN was wrong too many times: let them choose a new one.
bank-card-no-pin = The PIN is missing: without it the card opens nothing.
bank-card-shown-code = Code for other banks: { $code }
bank-card-says = At the hub's screen: hold the little square to the reader and type the PIN. If you lose the card, tell the desk.
bank-pin = PIN
bank-pin-again = The PIN again
bank-pin-new = New PIN
bank-pin-hint = They type it themselves, four to six digits. At the screen they can change it.
bank-pin-send = Set the PIN
done-bank-card-given = The card is ready: print it and hand it over.
done-bank-chip-set = The chip is linked: at the screen it is enough to hold the card to the reader and type the PIN.
done-bank-chip-removed = The chip opens nothing any more. The little square on the card still counts.
done-bank-card-taken = The card opens nothing any more.
done-bank-pin-set = The new PIN counts from now on.

## To call, references, expenses, tags

bank-tab-calls = To call
bank-calls-title = To call
bank-calls-hint = Who has little time left to answer, who comes near a limit, notices and memberships that end. The hub's screen tells them the same.
bank-calls-none = There is nobody to call. Reminders appear here by themselves.
bank-calls-now = { $count ->
    [one] There is one person to call.
   *[other] There are { $count } calls to make.
}
bank-calls-see = See the list
bank-back-to-desk = To the desk
bank-call-answer = Answer
bank-call-limit = Limit
bank-call-notice = Notice
bank-call-trial = Trial
bank-call-renewal = Membership
bank-call-done = Done
bank-call-answer-why = Has to say yes or no to an exchange by { $when }.
bank-call-answer-say = Read the exchange and ask whether it was so: you can write the answer for them.
bank-call-limit-say-low = Suggest giving some time: look at the board together.
bank-call-limit-say-at-floor = Can only give for now: suggest something from the board.
bank-call-limit-say-high = Ask what they could use: many hours are put aside.
bank-call-limit-say-at-ceiling = Can only receive for now: help them ask for something.
bank-call-limit-say-fine = All is well.
bank-call-notice-why = { $what }: the notice ends on { $day }.
bank-call-notice-say = { $count ->
    [0] Ends today: does it stay or go?
    [one] Ends tomorrow: does it stay or go?
   *[other] { $count } days left: does it stay or go?
}
bank-call-trial-why = The trial ends on { $day }.
bank-call-trial-say = How was it? If it went well they become a member; if not, talk it over.
bank-call-renewal-why = The membership ends, or ended, on { $day }.
bank-call-renewal-say = It is renewed at the desk; they may exchange meanwhile.
done-bank-called = Noted: no need to call again about this.
bank-references = How it was
bank-references-about = What others say
bank-reference-liked = Would do it again
bank-reference-not-liked = Would not do it again
bank-reference-again = Would they do it again?
bank-reference-is-hidden = Hidden
bank-reference-new = Write how it was
bank-reference-who = Who says so
bank-reference-words = In a few words
bank-reference-send = Record
bank-reference-answers = { $name } answers:
bank-reference-answer = Answer of { $name }
bank-reference-answer-send = Record the answer
bank-reference-hide = Hide
bank-reference-show = Show again
done-bank-referred = Recorded. The other person can answer.
done-bank-reference-answered = The answer is recorded.
done-bank-reference-hidden = The reference is hidden: only coordinators see it.
done-bank-reference-shown = The reference is shown again.
bank-expenses = Refund of expenses
bank-expenses-none = No refund. Hours are never paid: only a real expense is noted here.
bank-expenses-hint = Real expenses only, with the receipt, and only if both people agree. The money passes from hand to hand: the bank does not touch it.
bank-expense-new = Note an expense
bank-expense-amount = How much, in euro
bank-expense-what = What for
bank-expense-materials = Materials
bank-expense-transport = Travel
bank-expense-other = Something else
bank-expense-told = { $amount } · { $what }, both sides agree
bank-expense-agrees = { $name } agrees
bank-expense-send = Note it
bank-expense-remove = Take the note back
done-bank-expense-noted = The expense is noted.
done-bank-expense-removed = The note is taken back.
bank-tags = Tags:
bank-only-tag = Only notices with the word “{ $tag }”.
bank-listing-tags = Tags
bank-listing-tags-hint = Up to five, with commas: sewing, hems, sewing machine
problem-bank-unknown-reference = This reference is not there.
problem-bank-nobody-to-tell = There is not one person on the other side.
    .next = How it was can be said where an exchange is between two people.
problem-bank-already-said = They have said so already.
    .next = It is said once; the other person can answer.
problem-bank-not-agreed = To note an expense both people must agree.
    .next = If one does not, nothing is noted and nothing is refunded.
problem-bank-expense-amount = The amount is missing, or written in a way I do not understand.
    .next = Write it like this: 12.50

## From another program

bank-import-title = Bring the bank here from another program
bank-import-link = Bring the bank here from another program
bank-import-hint = Members, movements and notices. First it is tried: nothing is written until every line is right and the accounts sum to zero. Bringing the same file twice brings nothing twice.
bank-import-members = Members
bank-import-members-hint = Needed unless they are here already. From TimeOverflow: the export of users as CSV.
bank-import-movements = Movements
bank-import-movements-hint = From TimeOverflow: the export of transfers as CSV. Without it the balances beside the names count.
bank-import-notices = Notices
bank-import-notices-hint = From TimeOverflow: the export of offers and inquiries as CSV.
bank-import-hood = Neighbourhood, where the file does not say it
bank-import-hood-hint = It can be changed later, person by person.
bank-import-category = Service, where its name is not among the city's
bank-import-category-hint = Names that are the same are recognised.
bank-import-try = Try it
bank-import-send = Bring everything
bank-import-proof = The proof of the accounts
bank-import-balances = What every account will hold
bank-import-name = Name
bank-import-bad = { $count ->
    [one] One line is wrong.
   *[other] { $count } lines are wrong.
}
bank-import-nothing-yet = Nothing has been written: mend the file and try again.
bank-import-more = { $count ->
    [one] and one more.
   *[other] and { $count } more.
}
bank-import-beyond = { $count ->
    [one] One account arrives past the bank's limits: it is opened all the same, and can then only come back towards zero.
   *[other] { $count } accounts arrive past the bank's limits: they are opened all the same, and can then only come back towards zero.
}
bank-import-shapes = What the files look like
bank-import-shape-timeoverflow = Those that TimeOverflow exports, as they are: columns are known by their place, in any language. E-mail addresses are not brought: they are not needed here.
bank-import-shape-plain = Or a plain sheet as CSV, with these names in its first line. A length is in minutes (90) or hours (1:30); a balance may have a minus; 0 is the hour fund.
bank-import-file-members = members, line
bank-import-file-movements = movements, line
bank-import-file-notices = notices, line
bank-import-unreadable = The line does not read as a table.
bank-import-unknown-shape = The columns are neither TimeOverflow's nor those of the plain sheet.
bank-import-no-number = The member's number is missing.
bank-import-number-twice = The number { $number } is on an earlier line.
bank-import-no-name = The name is missing.
bank-import-unknown-member = Nobody has the number “{ $number }”, neither in the file nor here.
bank-import-same-side = Giver and receiver are the same person.
bank-import-bad-length = “{ $text }” is no length.
bank-import-bad-day = “{ $text }” is no day in the past.
bank-import-balance-differs = The movements come to { $moved }, but the file says { $said }.
bank-import-too-many = There are more than { $count } lines: bring a few years at a time.
bank-import-no-file = Choose at least one file.
done-bank-imported = Done: all that was in the files is here.

## What was agreed on, and members' phones

bank-tabs-under = Pages of this section
bank-tab-agreed = Agreed
bank-agreed-title = Agreed and still to do
bank-agreed-hint = Who agreed with whom, on what and when. No hours move here: they are recorded once it is done.
bank-agreed-none = Nothing agreed in sight. When two people agree by telephone, write it down here: both see it in their app.
bank-agreed-new = Write down what was agreed
bank-agreed-by = Who says so
bank-agreed-side-gave = Will give their time
bank-agreed-side-got = Will receive it
bank-agreed-length = How long it will take
bank-agreed-time = Time
bank-agreed-when-missing = Write the day and the time.
bank-agreed-send = Write it down
bank-agreed-past = Time has passed
bank-agreed-done = Done: record it
bank-agreed-off = Call it off
bank-agreed-off-send = It will not be
bank-agreed-who-absent = Did somebody not come?
bank-agreed-nobody-absent = No, it was called off
bank-agreed-absent = did not come: { $name }
bank-agreed-was-off = called off
bank-agreed-ended = Missed and called off
bank-dispute-why-hint = What they say, in a few words. It stays written here and goes with their data.
bank-phones = On their phone
bank-phones-hint = If they are an antenna too, they can see the account and declare exchanges from the app, even without a line.
bank-phone-link = Link their phone
bank-phone-link-send = Link
bank-phone-which = Which phone
bank-phone-which-hint = Only phones of this HUB's antennae that are not linked yet.
bank-phone-choose = Choose the phone
bank-phone-agreed = They are here, it is their phone, and they agree
bank-phone-since = linked { $day }
bank-phone-revoked = linked { $day }; but the phone was revoked and says nothing any more
bank-phone-nameless = Phone without a name
bank-phone-unlink = Unlink
bank-phone-none-free = No phone is free: first the app is paired, from the antenna's page.
done-bank-arranged = Written down.
done-bank-called-off = Called off.
done-bank-missed = Noted: one of the two did not come.
done-bank-phone-linked = Phone linked: in a moment they see the account in the app.
done-bank-phone-unlinked = Phone unlinked: the account is not in the app any more.
problem-bank-arrangement-kept = This has already been recorded as an exchange.
problem-bank-phone-unknown = This phone cannot be linked.
    .next = It must be an antenna's of this HUB, paired and not revoked.
problem-bank-phone-not-agreed = A phone is linked only with the person there and agreeing.
    .next = Tick the box once they have said so.
problem-bank-phone-taken = This phone already speaks for somebody else.
    .next = First it is unlinked on that person's page.
bank-slip-says = At the kiosk, with your PIN, this code opens the account as the card does. Without the PIN it opens nothing.
bank-receipt = Receipt of the exchange
bank-receipt-hint = A slip from the roll printer for those who exchanged. Whoever has a card and a PIN also finds the code that opens the account at the kiosk.
bank-receipt-for = For { $name }
bank-receipt-state = How far it is
offer-account = Account in the time bank
offer-account-hint = If whoever left it is in the time bank, say so here: with the PIN of the card their slip opens the account at the kiosk.
offer-account-who = Who left it
offer-account-link = It is this person's
offer-account-opens = With the PIN of the card the slip opens the account of
offer-account-unlink = It is not theirs
done-offer-linked = From now on the slip opens their account, with the PIN.
done-offer-unlinked = The slip opens no account any more.
problem-bank-slip-unknown = This code opens no account.
    .next = Perhaps the card was replaced: use the card, or ask the people who work here for a new statement.
