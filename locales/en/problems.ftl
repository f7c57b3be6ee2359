
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
problem-starts-too-long-ago = The start is more than a year ago.
    .next = Check the day.
problem-started-at-unreadable = Type the day and the time of the start.
problem-kind-missing = Choose what you did.

# Tra un hub e l'altro

problem-decided-elsewhere = Another hub decides about this request.
    .next = Ask the hub { $hub }: they can change it there.
