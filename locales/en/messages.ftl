# Messages between antennae and the HUB, at the desk.

nav-messages = Messages
messages-title = Messages from antennae
messages-unread = { $count ->
    [0] No message to read
    [one] One antenna waits for an answer
   *[other] { $count } antennae wait for an answer
}
messages-filter = Search the messages
messages-q = Name of the antenna
messages-which = Which messages
messages-new = To read
messages-all = All
messages-new-count = { $count ->
    [one] One new
   *[other] { $count } new
}
messages-none-new = You have read everything
messages-none = No messages
messages-none-hint = Antennae write from the app: what comes in shows here by itself.
messages-empty = No messages yet.
messages-older = Earlier messages
messages-newer = Later messages
messages-with-helper = Messages with whoever helps
message-by-us = Us:
message-erased = Text erased
message-general = In general
message-about = About
message-text = Your answer
message-text-hint = It reaches the device at once; where that is off, it is read when it comes on again.
message-to = Write to { $name }
message-send = Send
message-write = Write
message-mark-read = Mark as read, without an answer
message-antenna = The antenna's page
message-device = The device's page
message-revoked = This device can no longer be written to.
done-message-sent = Message sent.
done-messages-read = Marked as read.
problem-not-your-thread = One can only write about a request that this antenna has or had in hand.
problem-messages-wait = Many messages wait to be read already: the HUB has to answer first.
problem-unknown-hours = These hours are not there any more.
antenna-told-hours = Wrote down volunteering hours
antenna-told-hours-back = Took back hours written down by mistake
