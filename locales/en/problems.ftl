
## Devices and antennae (network, broker)

problem-device-unknown = This device is not paired with this hub.
problem-device-revoked = This device has been revoked.
    .next = To use it again it has to be paired anew with a fresh code.
problem-pairing-code-unknown = The code is wrong, already used, or too old.
    .next = Check the eight letters and digits, or ask the hub for a new code.
problem-pairing-wait = Too many wrong codes in a row.
    .next = Try again in { $minutes } minutes.
problem-operators-only = The diary is for community operators.
problem-staff-only = Only people who work at the hub can do this.
problem-broker-down = The hub cannot reach its devices right now.
    .next = Try again in a little while.
problem-message-too-large = The message is too long.
problem-message-malformed = The message cannot be understood.
    .next = If it happens again, update the app.
problem-message-unknown = The hub does not know this kind of message yet.
    .next = The app is newer than the hub: try again after its next update.
