# Activities of a group: courses, outings, meetings, classes.

nav-gatherings = Activities
thing-gathering = Group activity
gatherings-title = Group activities
gatherings-tabs = When
gatherings-tab-coming = Coming
gatherings-tab-past = Over
gatherings-search = Search by title
gatherings-none-found = No activity with this title.
gatherings-empty = Nothing is planned. Courses, outings, feasts, meetings and classes that lend a hand are written down here.
gatherings-empty-past = No activity is over yet.
gathering-new = New activity
gathering-kind = What it is
gathering-kind-course = Course
gathering-kind-workshop = Workshop
gathering-kind-outing = Outing
gathering-kind-party = Feast
gathering-kind-assembly = Meeting, assembly
gathering-kind-class = Class or group that lends a hand
gathering-name = Title
gathering-name-hint = As it is announced: “Italian for mothers”, “Tuesday walk”.
gathering-place = Where
gathering-place-hint = The exact place, if it matters.
gathering-first = The day, or the first
gathering-times = How many times
gathering-times-hint = Every week, on the same day.
gathering-seats = Seats
gathering-seats-hint = Empty: as many as come.
gathering-organiser = Who looks after it
gathering-plan = Plan it
gathering-full = Full
gathering-heads = { $count ->
    [0] Nobody registered
    [one] One person registered
   *[other] { $count } people registered
}
gathering-heads-of = { $heads } registered of { $seats }
gathering-came = { $count ->
    [one] one attendance
   *[other] { $count } attendances
}
gathering-meetings = Meetings
meeting-state-planned = Planned
meeting-state-held = Held
meeting-state-cancelled = Called off
meeting-is-off = This meeting was called off.
meeting-to-come = Attendance is taken from the day of the meeting.
meeting-cancel = Call it off
meeting-add = Add a meeting
attendance-who = Who came
attendance-heads = how many
attendance-others = Other people
attendance-others-hint = Who came without leaving a name.
attendance-diary = Your hours go into your diary by themselves.
attendance-entry = See the entry
attendance-take = Write down who came
attendance-sheet = Sheet to sign
gathering-people = Who takes part
gathering-nobody = Nobody has registered yet.
gathering-nameless = Somebody without a name
gathering-waiting = Waits for a seat
gathering-withdraw = Take off
gathering-phones = Show telephones
gathering-gone = { $count ->
    [one] One person gave up.
   *[other] { $count } people gave up.
}
gathering-register = Register
gathering-name-or-group = A person, or a group: “3B, Calini school”.
gathering-how-many = How many people
gathering-how-many-hint = 1 for a person; for a class, as many as they are.
gathering-register-do = Register
gathering-class-hint = A class registers as a group, with its number of people: the certificate is for the whole class.
gathering-sheet-name = Name
gathering-sheet-heads = People
gathering-sheet-signature = Signature
gathering-sheet-note = The sheet stays at the HUB and is destroyed once attendance is written down.
gathering-certificate-group = { $count ->
    [one] a group of one person,
   *[other] a group of { $count } people,
}
gathering-certificate-took-part = took part in “{ $title }”, an activity of the neighbourhood HUB.
why-gathering-phones = Telephones of those who take part in an activity
why-gathering-certificate = Certificate of the hours of an activity

done-gathering-planned = Planned.
done-meeting-added = Meeting added.
done-meeting-cancelled = Meeting called off.
done-registered = Registered.
done-withdrawn = Taken off.
done-attendance-taken = Attendance is written down, and your entry is in the diary.

problem-gathering-unknown = This activity is not there.
problem-gathering-title-missing = Write the title.
problem-gathering-cancelled = The meeting was called off.
problem-gathering-held = The meeting has been held.
    .next = If that is a mistake, correct the attendance.
problem-gathering-not-begun = The meeting has not begun yet.
problem-gathering-not-registered = One of the people ticked is not registered.
    .next = Register them, or count them among the others.
problem-gathering-no-hours = This person has no attendance yet.
