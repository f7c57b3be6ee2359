
## Devices and antennae (network, broker)

problem-device-unknown = This device is not paired with this hub.
problem-device-revoked = This device has been revoked.
    .next = To use it again it has to be paired anew with a fresh code.
problem-pairing-code-unknown = The code is wrong, already used, or too old.
    .next = Check the eight letters and digits, or ask the hub for a new code.
problem-pairing-wait = Too many wrong codes in a row.
    .next = Try again in { $minutes } minutes.
problem-operators-only = The diary is for community operators.
problem-broker-down = The hub cannot reach its devices right now.
    .next = Try again in a little while.
problem-message-too-large = The message is too long.
problem-message-malformed = The message cannot be understood.
    .next = If it happens again, update the app.
problem-message-unknown = The hub does not know this kind of message yet.
    .next = The app is newer than the hub: try again after its next update.

## Console: people, access, forms (people, activities, web)

problem-unknown = Something did not go as it should.
    .next = Try again in a moment. If it happens again, tell whoever administers the system.
problem-no-such-page = This page is not there.
    .next = Perhaps its address has changed or was copied wrong.
problem-page-failed = The page could not be prepared.
    .next = Try again in a moment.
problem-sign-in-first = You have to sign in first.
problem-sign-in-wrong = User name or password are not right.
    .next = Check that capitals are not locked and try again.
problem-sign-in-slowed = Too many tries in a row.
    .next = { $seconds ->
        [one] Try again in a second.
       *[other] Try again in { $seconds } seconds.
    }
problem-not-your-role = Your role cannot do this.
    .next = If you need it, talk to whoever coordinates the hub.
problem-not-your-area = This is outside the part of the city you look after.
problem-account-closed = This account is closed.
problem-form-expired = The form has expired, perhaps because you signed out or in again.
    .next = Go back to the page, refresh it and send again.
problem-form-from-elsewhere = The form comes from another site.
problem-form-too-large = The form holds too much text.
problem-form-unreadable = The form cannot be read.
problem-password-too-short = The password is too short: at least { $least } characters are needed.
problem-password-too-long = The password is too long: at most { $most } characters.
problem-password-too-easy = The password is too easy to guess.
    .next = Use neither your user name nor one character over and over.
problem-password-wrong = The present password is not right.
problem-password-same = The new password is the same as the present one.
problem-passwords-differ = The two new passwords are not the same.
problem-login-name-wrong = The user name may have 2 to 60 letters, digits, dots and hyphens, without accents or spaces.
problem-login-name-taken = This user name is somebody else's.
problem-name-missing = Type the name.
problem-choose-a-role = Choose a role.
problem-choose-a-scope = Choose the part of the city.
problem-unknown-staff = Nobody with this reference works here.
problem-last-admin = Nobody else can administer this node.
    .next = First give the same role to another person.
problem-not-yourself = You cannot close your own account.
problem-unknown-person = There is nothing about this person here.
problem-erase-not-confirmed = Erasing needs your confirmation.
problem-data-at-home-only = Contacts can be seen only at the hub that keeps them.
problem-device-name-missing = Type the name of the antenna or operator.
problem-choose-an-antenna = Choose which antenna.
problem-choose-a-reason = Choose a reason.
problem-starts-in-the-future = The start is more than a day in the future.
    .next = Check the day and the time.
problem-starts-too-long-ago = The diary is written within { $days } days, and the start is earlier.
    .next = Check the day.
problem-started-at-unreadable = Type the day and the time of the start.
problem-kind-missing = Choose what you did.

# Between hubs

problem-enrol-code-wrong = This code is not right for this hub.
    .next = Check it letter by letter; after five mistakes a new one is needed.
problem-enrol-code-over = This code no longer counts: it was used, is older than two days, or was mistyped five times.
    .next = Make a new one at central with `hub-server enrol-code`.
problem-hub-revoked = At central the key of this hub no longer counts.
    .next = Ask central for a new code and enrol the hub again.
problem-hub-unknown = Central does not know this hub.
    .next = Ask central for a code and enrol the hub.
problem-not-a-hub = The central node is not a hub.
problem-sync-challenge = Central wants a more recent signature.
problem-sync-damaged = Something was damaged on the line.
    .next = It is tried again by itself.
problem-sync-epoch-unknown = Central has never granted this epoch.
    .next = Enrol the hub again with a new code.
problem-sync-forged = These facts do not carry central's signature.
problem-sync-nothing-there = There is nothing with this number here.
problem-sync-superseded = The same hub has begun again on another connection.
    .next = It is tried again by itself.
problem-sync-too-long = The request is too long for this line.
    .next = It is tried again by itself, in smaller pieces.
problem-sync-twin = Two machines use the key of this hub.
    .next = Switch off the wrong one; or enrol again, with a new code, the one that is to stay.
problem-sync-unreadable = The message cannot be read.
problem-sync-unsigned = This copy of central's facts has no signature.
    .next = Tell whoever looks after the machine.
problem-sync-version = This version of the program is too far from central's.
    .next = Update central first, then the hub.
problem-answer-on-its-way = Your answer is on its way to the hub that follows the request.
    .next = There is no need to repeat it: look at the slip again later.

## The node, requests, ideas, offers, the kiosk

problem-busy = There is too much to do at the moment.
    .next = Try again in a few seconds.
problem-shutting-down = The program is stopping.
    .next = Try again in a minute.
problem-disk-full = The disk is full and nothing new can be written.
    .next = Tell whoever looks after the machine.
problem-disk-failed = The disk does not take what is written.
    .next = It may be broken, or have become read-only: have it checked. Nothing that was written is lost.
problem-store-damaged = The data of this node are damaged.
    .next = Stop the program and ask for help: "hub-server doctor" says what to do.
problem-disk-read-only = The disk can only be read.
    .next = Tell whoever looks after the machine.
problem-store-failed = It could not be written.
    .next = Try again in a moment. If it happens again, tell whoever looks after the machine.
problem-city-unknown = This node does not know its city yet.
    .next = Try again when it has reached the central node.
problem-hub-not-in-city = This hub is not in the city file.
problem-only-central = This is done at the central node only.
problem-unauthorised = Whoever calls has not said who they are.
problem-unknown-request = This request is not there.
problem-request-state = The request has changed in the meantime and this step no longer fits.
    .next = Look at where it stands and choose the right step.
problem-already-taken = Somebody else was faster. Thank you all the same!
problem-not-asked = This request was proposed to others.
problem-not-the-helper = Only the helper can say that.
problem-nobody-to-ask = There is nobody to ask in that circle.
    .next = Try a wider circle or pair another antenna.
problem-antenna-not-here = This antenna cannot be asked from here.
    .next = Choose one from the list.
problem-antenna-answered = This antenna has answered this request already.
    .next = Choose another one.
problem-antenna-away = This antenna rests, is suspended or has left.
    .next = Choose another one, or look at its page.
problem-antenna-not-cleared = Entering a home needs a clearance, and this antenna has none.
    .next = After the interview write the clearance down on its page, or choose another antenna.
problem-antenna-not-insured = This antenna's insurance is over.
    .next = Bring the dates on its page up to date, or choose another antenna.
problem-antenna-thumbs-down = It went badly with this person.
    .next = Choose another antenna.
problem-no-hours-to-certify = There are no hours to certify yet.
    .next = Hours come from helps that ended with their minutes, or from those the antenna wrote down.
problem-not-that-person = This person is not among those of the hub, or is the very same.
    .next = Look for them again.
problem-referral-not-accepted = The service has not said yet that it looks after it.
    .next = Write down first that it looks after it, then that it is done.
problem-referral-accepted-already = The service has said already that it looks after it.
    .next = When it has finished, write down that it is done.
problem-nothing-to-review = There is nothing to look at again here.
problem-too-little-to-find = Write at least five digits of the telephone or three letters of the name.
problem-left-out = Something is missing: write it or choose it, then try again.
problem-no-duplicate = There is no other request of this hub with that code, or it is joined to another already.
problem-in-the-past = Choose a moment that is still to come, within a year.
problem-answer-at-its-hub = For this go back to the hub that gave you the slip.
problem-too-late-to-reopen = Too much time has passed to reopen it.
    .next = Record a new request.
problem-not-in-catalogue = This is not among the city's entries.
    .next = Choose another from the list.
problem-out-of-range = { $most ->
    [0] This value is not right.
   *[other] This value is out of range: at most { $most }.
}
problem-text-missing = Write something.
problem-field-missing = Something that is needed is missing.
problem-unknown-idea = This idea is not there.
problem-idea-withdrawn = Whoever left this idea has withdrawn it.
problem-unknown-offer = This offer is not there.
problem-offer-withdrawn = Whoever left this offer has withdrawn it.
problem-unknown-slip = No slip has this code.
    .next = Check it letter by letter.
problem-nothing-to-confirm = There is nothing to confirm here.
problem-command-id-reused = This had been sent already.
problem-too-many-tries = Too many tries in a row.
    .next = Wait a minute and try again.
problem-unknown-hub = This hub is not among the city's.
problem-central-unreachable = The central node does not answer.
    .next = Try again when the line is back.

## City file (web/city)

problem-another-city = This is the file of another city.
    .next = This central node already works for a city: check that you chose the right file.
problem-unknown-recurrence = This request that comes back is not there.
    .next = Go back to the list.
problem-recurrence-state = Not now: something has changed in the meantime.
    .next = Look at it as it is now.
problem-bad-rule = Check days and hours: like this it never comes back.
problem-not-its-day = That day is none of its days.
problem-day-is-a-request = That time is a request already.
    .next = Open it and go on there.
problem-moved-too-far = Too far: at most { $most } days from its own day.
problem-one-by-one = For this kind of help one antenna is asked at a time.
    .next = Choose whom to ask.
problem-two-at-first = The first visit of this kind always takes two.
problem-no-consent = Without the person's consent nothing about them goes.
    .next = Ask whether they agree, or untick name, contacts, words and language.
problem-not-that-hub = It cannot go to that hub: it is not there, or it does not give this help.
problem-unknown-offering = This service is not there.
problem-too-many-offerings = There are many already: take one away first.
