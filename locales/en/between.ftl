# The time bank with the banks of the other hubs: agreements, accounts between banks, exchanges between their members.

bank-tab-others = Other banks
bank-others-title = Other banks
bank-others-hint = Members here can exchange with members of another hub. The two banks sign an agreement with a ceiling; who a person is stays in their own bank: the other sees a code only.
bank-others-none = There are no other hubs in this city.
bank-others-any = All banks
bank-others-bank = Bank
bank-others-code = Code
bank-others-open = Open
bank-others-even = The two banks are even
bank-others-they-owe = They owe us { $length }
bank-others-we-owe = We owe { $length }
bank-others-at-ceiling = At the ceiling
bank-others-stopped = stopped
bank-others-stopped-giving = The ceiling with { $bank } is reached: members here cannot give more time there for now. It opens again when they give time here, or with a new agreement.
bank-others-stopped-receiving = The ceiling with { $bank } is reached: members there cannot give more time here for now. It opens again when time is given from here, or with a new agreement.
bank-others-ours-give = Can still be given from here to { $bank }
bank-others-theirs-give = Can still be given from { $bank } to here
bank-others-waiting = with other banks, waiting

bank-pact = Agreement between the two banks
bank-pact-nothing = No agreement
bank-pact-to-sign = To be signed here
bank-pact-to-be-signed = Waits for their signature
bank-pact-not-yet = Begins later
bank-pact-now = In force
bank-pact-over = Over
bank-pact-hint-nothing = An exchange needs an agreement signed by both desks.
bank-pact-hint-to-sign = The other desk has signed this sheet. It holds when you sign it too.
bank-pact-hint-to-be-signed = The sheet is on its way. It holds when the other desk signs it too.
bank-pact-hint-not-yet = Both have signed it: it holds from its first day.
bank-pact-hint-now = Both banks have signed it.
bank-pact-hint-over = The days of the agreement are over: new exchanges need a new sheet.
bank-pact-line = from { $from } to { $until }; one bank may owe the other { $ceiling } at the most.
bank-pact-sign = Sign here too
bank-pact-new = Propose a new sheet
bank-pact-ceiling = Ceiling, in hours
bank-pact-ceiling-hint = How much one bank may owe the other. There, that direction stops.
bank-pact-ceiling-bad = Write whole hours, from 1 to 10000.
bank-pact-send = Sign and send
bank-pact-end = End the agreement
bank-pact-end-hint = No new exchanges from now on. Those declared already are settled, and what is in the accounts stays.
bank-pact-end-send = End it

bank-clearing = Account between the two banks
bank-clearing-hint = Every exchange is two balanced entries, one in each bank. What waits counts towards the ceiling already.
bank-clearing-of = Other bank: { $bank }

bank-across-title = Exchanges with other banks
bank-across-none = No exchange with other banks yet.
bank-across-all = See all
bank-across-new = Exchange with a member of theirs
bank-across-new-hint = The other bank's member tells you their code: it is on their card, or their desk knows it. While the line is down the exchange stays here, provisional, and leaves by itself.
bank-across-ours = The member of this bank
bank-across-theirs = Code of the other bank's member
bank-across-side = The member of this bank
bank-across-cheque = The other bank's cheque no. (if any)
bank-across-withdraw-hint = If they have not answered yet, it goes. If they have said yes already, it stands.
bank-across-back = Reverse it, if they agree
bank-across-back-hint = A reversal counts when the other desk accepts it: two counter-entries, one in each bank.
bank-across-back-send = Ask for the reversal
bank-across-entries = See the entries
bank-across-open = See the exchange between the two banks
bank-source-between = With another bank
bank-code-bad = A code has eight letters and figures, for example K7M4-QX2B.
bank-waits = waiting { $since }
bank-over-allowed = Over the limit, allowed
bank-over-only = Only those over a limit
bank-over-hint = This exchange went past a limit: it had been done when the two banks came to know of it. It was allowed and stays marked.

bank-stand-provisional = Provisional
bank-stand-asked = To be confirmed here
bank-stand-withdrawing = Being withdrawn
bank-stand-withdrawn = Withdrawn
bank-stand-declined = Not posted
bank-stand-settled = In the accounts of both
bank-stand-reversing = Reversal asked for
bank-stand-back-asked = They ask for a reversal
bank-stand-reversed = Reversed
bank-stand-hint-provisional = { $bank } has not answered yet. It counts towards the limits already and is not in the balance yet.
bank-stand-hint-asked = It was declared at { $bank }. It is posted when the member here confirms it.
bank-stand-hint-withdrawing = The withdrawal is on its way to { $bank }. If the answer was a yes already, the exchange stands.
bank-stand-hint-withdrawn = It was withdrawn in time: nothing was posted.
bank-stand-hint-declined = It is in the accounts of neither bank.
bank-stand-hint-settled = It is in the accounts of both banks, with two balanced entries.
bank-stand-hint-reversing = Waits for the yes of the desk of { $bank }. Until then the exchange stands.
bank-stand-hint-back-asked = The desk of { $bank } asks to reverse it. Hear the member here, then answer.
bank-stand-hint-reversed = Counter-entries have taken it back in both banks. All of them stay.

bank-why-member = The other bank's member says it was not so.
bank-why-silence = The other bank's member did not answer in time. It can be declared again.
bank-why-withdrawn = It was withdrawn before the answer.
bank-why-no-pact = For the other bank no agreement is in force on that day.
bank-why-unknown-member = Nobody there lets themselves be found with this code, or they may not exchange for now. Check it with the person.
bank-why-excluded = The other bank does not exchange this service.
bank-why-bad-day = For the other bank the day will not do: it must be past, by no more than a year.
bank-why-cheque-unknown = The other bank has handed out no cheque of this number to that member.
bank-why-cheque-used = The other bank posted this cheque on { $day }.

bank-shown = Other banks
bank-shown-yes = Other banks find them with the code { $code }. Name and contacts stay here.
bank-shown-no = Other banks do not find them.
bank-shown-show = Let them be found with a code
bank-shown-hide = Do not let them be found any more
bank-held-to-come = Waiting from other banks: { $length }
bank-held-to-go = Waiting towards other banks: { $length }

done-bank-pact-sent = Signed and sent. It is the other desk's turn.
done-bank-pact-signed = Signed: the agreement is in force.
done-bank-pact-ended = Agreement ended. The other desk will know as soon as the line is up.
done-bank-across-declared = Declared. It is provisional until the other bank answers.
done-bank-across-withdrawing = Withdrawal sent.
done-bank-across-back-asked = Reversal asked of the other desk.
done-bank-shown = Noted.

problem-bank-unknown-bank = There is no hub of that name in this city.
problem-bank-unknown-terms = This sheet is no longer the one to sign.
    .next = Load the page again: a newer one may have come.
problem-bank-no-pact = No agreement between the two banks is in force on that day.
    .next = The coordinator can propose a sheet; it holds when both desks have signed it.
problem-bank-clearing-full = { $way ->
    [giving] The ceiling of { $ceiling } with that bank is reached: no more time can be given there from here.
   *[receiving] The ceiling of { $ceiling } with that bank is reached: no more time can be given here from there.
}
    .next = The other direction is open. To go further a new agreement is needed, signed by both desks.
problem-bank-between-banks = This exchange is in the accounts of another bank, too.
    .next = It is reversed from its page under other banks, when both desks agree.
problem-bank-still-waiting = Something of another bank still waits in this account.
    .next = It can be closed when the other bank has answered, or the exchange was withdrawn.
problem-bank-too-early = A message of the other bank came before the one that precedes it.

problem-bank-changed = Something has changed meanwhile.
    .next = Load the page again to see how it stands.
problem-bank-unknown-arrangement = There is no such arrangement.
problem-bank-device-not-linked = This phone does not yet speak for a member of the time bank.
    .next = The desk links it in a minute.

## Between desks

bank-talk-title = Between the two desks
bank-talk-list = Messages between desks
bank-talk-new = Write to the other desk
bank-talk-hint = A few words between desks about two people, one of each bank. The other desk sees the code, and the first name only if the person allows it: no telephone or address without their yes.
bank-talk-empty = No words about these two yet.
bank-talk-ours = Our member
bank-talk-text = What you want to say
bank-talk-text-hint = At most 500 characters.
bank-talk-send = Send to the other desk
bank-talk-unread = { $count ->
    [one] 1 to read
   *[other] { $count } to read
}
bank-talk-to-read = { $count ->
    [one] Another desk has written: one message to read.
   *[other] Other desks have written: { $count } messages to read.
}
bank-talk-refused = Not delivered: the code is not found any more
bank-talk-gone = Words deleted.
bank-talk-forget = Delete these words
bank-talk-forget-hint = They disappear here, at the other bank and at the central node. What stays is that the two desks wrote.
bank-talk-forget-send = Delete on both sides
bank-named-yes = Other banks with an agreement also see their first name.
bank-named-no = Other banks see the code only.
bank-named-show = They allow their first name to be told
bank-named-hide = Take the first name away
done-bank-talk-written = Written. It leaves as soon as there is a line.
done-bank-talk-forgotten = Deleted here; at the other bank as soon as there is a line.
problem-bank-not-shown = This member does not let themselves be found by other banks.
    .next = If they agree, it is changed on their page.
