# Bodies: who sits in them, meetings, minutes, decisions and things to do; work sites and agencies.

nav-bodies = Bodies
thing-seat = Seat in a body
days = { $count ->
    [one] one day
   *[other] { $count } days
}
months = { $count ->
    [one] one month
   *[other] { $count } months
}
words-erased = (words erased)

bodies-title = Bodies
bodies-one = Body
bodies-tabs = Bodies and meetings
bodies-tab-bodies = Bodies
bodies-tab-meetings = Meetings
bodies-tab-decisions = Decisions
bodies-tab-actions = To do
bodies-tab-matrix = Work sites and agencies
bodies-tab-minutes = Minutes
bodies-filter = Search the bodies
bodies-search = Search
bodies-which = Which bodies
bodies-active = Active
bodies-over = Dissolved
bodies-any = All bodies
bodies-any-kind = All kinds
bodies-none-found = No body found with these filters.
bodies-over-none = No body has been dissolved.
bodies-empty = The register of bodies is still empty: it is kept at the central node.
bodies-to-adopt = { $count ->
    [one] The city file names a body that is not here
   *[other] The city file names { $count } bodies that are not here
}
bodies-to-adopt-says = Bring them into the register as they are: kind, mandate, which stands inside which. Then you can change them and add their members.
bodies-adopt = Bring into the register

body-new = New body
body-edit = Edit
body-name = Name
body-mandate = Mandate
body-mandate-hint = What it is for and what it decides.
body-no-mandate = No source says what it is for.
body-kind = Kind
body-kind-permanent-table = Permanent table
body-kind-cross-table = Cross-cutting table
body-kind-working-table = Working table
body-kind-working-group = Working group
body-kind-committee = Committee
body-kind-council = Council
body-kind-assembly = Partnership
body-kind-board = Board
body-kind-staff = Staff
body-kind-technical-structure = Technical structure
body-inside = Inside
body-inside-none = No other body
body-is-inside = inside { $name }
body-within = Inside it
body-field = Field
body-field-hint = For a working group: the theme of the ideas it assesses.
body-field-none = No field
body-for-field = field: { $field }
body-quorum = Quorum
body-quorum-hint = How many of those who may vote must be there to decide.
quorum-majority = More than half
quorum-third = A third
quorum-two-thirds = Two thirds
quorum-everybody = Everybody
body-notice = Days of notice
body-notice-hint = How many days before it is convened, at least.
body-notice-short = Notice
body-term = Length of a term, in months
body-term-hint = Empty: until something else is decided.
body-term-short = Term
body-rules = Rules
body-voters = { $count ->
    [0] nobody may vote
    [one] one person may vote
   *[other] { $count } may vote
}
body-members = Members
body-nobody = Nobody yet. Add who presides, then the others.
body-no-chair = No chair
body-seats = { $count ->
    [0] no members
    [one] one member
   *[other] { $count } members
}
body-former = { $count ->
    [one] One seat that has ended
   *[other] { $count } seats that have ended
}
body-is-over = Dissolved
body-dissolve = Dissolve the body
body-restore = Make it active again

seat-new = Add somebody
seat-who = Who
seat-who-person = A person
seat-who-staff = Somebody who works here
seat-who-delegate = Whoever an organisation sends
seat-who-head = Member
seat-name = Name and surname
seat-name-hint = It stays here, at the central node: hubs and the public do not see it.
seat-staff = Colleague
seat-choose-staff = Choose
seat-party = On behalf of
seat-party-hint = The organisation they represent, if any.
seat-no-party = No organisation
seat-party-register = From the register of organisations
seat-party-city = From the city file
seat-party-gone = An organisation that is no more
seat-role = As
seat-role-chair = Chair
seat-role-voting = Voting member
seat-role-non-voting = Non-voting member
seat-from = From
seat-until = Until
seat-until-hint = Empty: as long as a term lasts in this body.
seat-since = since { $from }
seat-from-to = from { $from } to { $until }
seat-ahead = Not yet in office
seat-take = Add
seat-end = End
seat-end-do = Set
seat-last-day = Last day
seat-delegate = Whoever represents the organisation
seat-colleague = Somebody who works at { $place }
seat-outside = A person from outside
seat-nameless = Person without a name

sessions-title = Meetings
session-one = Meeting
sessions-filter = Choose a body
sessions-which = Which meetings
sessions-tab-ahead = To come
sessions-tab-minutes = Minutes to do
sessions-tab-all = All
sessions-empty-ahead = No meeting to come.
sessions-empty-minutes = No minutes to write or approve.
sessions-empty-all = No meetings yet.
sessions-none = None yet.
sessions-all = All meetings
session-items = { $count ->
    [0] empty agenda
    [one] one item
   *[other] { $count } items
}
session-new = Prepare a meeting
session-new-which = Of which body?
session-edit = Change the meeting
session-plan = Prepare
session-state-planned = Being prepared
session-state-convened = Convened
session-state-open = Going on
session-state-notes = Without a quorum
session-state-closed = Minutes to be written
session-state-drafted = Minutes to be approved
session-state-approved = Minutes approved
session-state-published = Minutes published
session-state-called-off = Called off
session-day = Day
session-hours = Time
session-place = Place
session-place-hint = Where you meet, or how to connect.
session-agenda = Agenda
session-agenda-hint = One item a line, in the order they are talked about.
session-agenda-none = No items yet.
session-more-lines = Need more lines? Save, and the page offers some more.
item-numbered = Item { $number }
item-kind-of = What item { $number } asks for
item-kind-decision = To decide
item-kind-information = For information
item-about = About { $about }
session-notice-is = { $count ->
    [0] This body can be convened for today.
    [one] This body is convened at least one day before.
   *[other] This body is convened at least { $count } days before.
}
session-next-convene = Ready to be convened?
session-convene = Convene
session-why-late = Why it is urgent
session-why-late-hint = Notice is shorter than this body's: the reason goes into the convening and the minutes.
session-why-off = Why
session-call-off = Call the meeting off
session-is-off = This meeting was called off
session-urgent = Why it was urgent
session-urgent-tag = Convened urgently
session-convened-on = Convened
session-waits = Convened for { $day }
session-waits-says = Print the convening and send it to the members. On the day, the roll is called here.
session-recall = Withdraw the convening
session-recall-says = The meeting is being prepared again: day, place and items can be changed, and it is convened anew.
session-attendance = Attendance
session-to-calendar = Into the calendar
session-open-page = Open the meeting

roll-who = Who is there?
roll-call = Call the roll
roll-again = Somebody came or left
roll-again-says = Call the roll again: the quorum is counted anew.
roll-needed = { $needed } of { $entitled } who may vote must be there.
roll-enough = There is a quorum: { $voters } of { $entitled } who may vote ({ $needed } are needed).
roll-short = There is no quorum: { $voters } of { $entitled } who may vote ({ $needed } are needed).
session-is-open = The meeting is going on
session-only-notes = Without a quorum: notes only
session-undecided = { $count ->
    [one] One item waits for a decision: vote on it or put it off, then the meeting is closed.
   *[other] { $count } items wait for a decision: vote on them or put them off, then the meeting is closed.
}
session-close = Close the meeting

item-decide = Decide
item-vote = Record the vote
item-unanimous = All in favour
item-adjourn = Put the item off
item-recuse = Conflict of interest
item-recuse-says = Whoever is in conflict keeps out: on this item they do not vote and do not count for the quorum.
item-recuse-do = Set who keeps out
item-recused = In conflict, out of the vote
votes-of = Votes on item { $number }
vote-favour = In favour
vote-against = Against
vote-abstained = Abstained
votes-counted = Votes
tally = { $favour } in favour, { $against } against, { $abstained } abstained; { $present } of { $entitled } present ({ $needed } were needed).
tally-excluded = { $count ->
    [one] One person in conflict did not vote.
   *[other] { $count } people in conflict did not vote.
}
tally-now = { $present } of { $entitled } may vote; { $needed } are needed.
outcome-adopted = Adopted
outcome-not-adopted = Not adopted
outcome-adjourned = Put off

minutes-title = Published minutes
minutes-public-title = Public minutes and decisions
minutes-public-link = The page that anybody may open
minutes-one = Minutes
minutes-write = Write the minutes
minutes-no-names = Write without names of people: who was there and who voted is recorded already, and stands only on the minutes printed for the body.
minutes-text = Minutes
minutes-save = Save the draft
minutes-approve-title = Approval
minutes-approve-says = Once approved the text does not change: only a correction that cites the passage can be added.
minutes-how = How they were approved
minutes-how-written = In writing
minutes-how-session = In a meeting
minutes-which-session = Meeting in which they were approved
minutes-no-later = There is no later meeting with a quorum yet: they can be approved in writing.
minutes-approve = Mark as approved
minutes-approved-written = Approved in writing, { $day }.
minutes-approved-session = Approved in a meeting, { $day }.
minutes-approved-on = Approved on
minutes-approved-day = Minutes approved on { $day }
minutes-standing = Standing of the minutes
minutes-draft-note = Draft: not approved yet and not to be passed on.
minutes-draft-head = Meeting of { $body } on { $day }, { $place }.
minutes-draft-roll = { $at }: { $words }
minutes-draft-heard = The body takes note.
minutes-draft-open = No decision.
minutes-draft-item = Decision no. { $number }: { $outcome }.
minutes-draft-why = Reasons: { $reasons }
minutes-publish-title = Who may read the minutes?
minutes-are-published = Published: { $level }
minutes-level = Who may read them
minutes-level-hint = It can be widened later, not narrowed.
level-internal = internal
level-network = network
level-public = public
level-choose-internal = Only those who look after bodies at the central node
level-choose-network = Every hub
level-choose-public = Everybody, outside the network too
minutes-publish = Publish
minutes-see = See how they are published
minutes-correct = Correct
minutes-correct-says = The approved text stays as it is; the correction is added below, with the passage it puts right.
minutes-cites = Passage to correct
minutes-cites-hint = Copy it from the minutes, word for word.
minutes-right = Correct text
minutes-correct-do = Add the correction
minutes-corrections = Corrections
minutes-waiting = Minutes to be approved
minutes-paper = Minutes to print
minutes-search = Search the minutes
minutes-none = No minutes published yet.
minutes-none-found = No minutes found.
minutes-attendance = { $present } of { $entitled } who may vote were there
minutes-signature-chair = The chair
minutes-signature-secretary = Who took the minutes
attendance-there = present
attendance-away = absent
convening-title = Convening
convening-says = The body is convened:
convening-to = Convened
convening-conflict = Whoever has an interest in an item says so before it is talked about: on that item they keep out and do not count for the quorum.
convening-signature = The chair

decisions-title = Decisions
decisions-none = None yet.
decisions-all = All decisions
decisions-filter = Search the decisions
decisions-search-example = Title, reasons, number
decisions-any = All
decisions-to-review = To be reviewed
decisions-about = Decisions about { $about }.
decisions-none-found = No decision found with these filters.
decisions-empty = No decisions yet: they come from items voted on in meetings.
decisions-column-number = Number
decisions-column-body = Body
decisions-column-day = Day
decisions-column-title = Item
decisions-column-outcome = Outcome
decisions-column-favour = In favour
decisions-column-against = Against
decisions-column-abstained = Abstained
decisions-column-reasons = Reasons
decisions-column-state = Standing
decisions-column-review = Review
decision-number = no. { $number }
decision-state = Standing
decision-state-proposed = Proposed
decision-state-adopted = Adopted
decision-state-not-adopted = Not adopted
decision-state-adjourned = Put off
decision-state-in-hand = In hand
decision-state-done = Carried out
decision-state-reviewed = Reviewed
decision-reasons = Reasons
decision-reasons-hint = Always, also for a no or when it is put off: whoever proposed it must be able to read them.
decision-about = About
decision-review-on = Review
decision-review-hint = Empty: no need to come back to it.
decision-review-due = To be reviewed
decision-next-review = review { $day }
decision-again = Put it on an agenda again
decision-reviews = Review
decision-review = Review it
decision-found = What was found
decision-next = Next review
decision-next-hint = Empty: no need to come back to it.
decision-review-do = Record the review

actions-title = Things to do
actions-none = Nobody has anything to do for this decision yet.
actions-whose = Whose
actions-mine = Mine
actions-all = Everybody's
actions-empty = Nothing to do.
actions-due = { $count ->
    [one] One thing to do today or late
   *[other] { $count } things to do today or late
}
action-new = Give somebody something to do
action-what = What
action-owner = To whom
action-choose-owner = Choose
action-due = By
action-assign = Assign
action-by = by { $day }
action-done-on = done { $day }
action-is-done = Done
action-move = Move
action-move-do = Move the day
action-reopen = Not done yet

matrix-title = Work sites and agencies
matrix-says = What each cross-cutting agency does for each thematic work site.
matrix-empty = This city's file has no work sites and agencies.
matrix-site = Work site
matrix-agency = Agency
matrix-sites = The work sites
matrix-agencies = The agencies
matrix-referents = Contacts: { $names }
matrix-nothing = nothing yet
matrix-projects = { $count ->
    [one] One project
   *[other] { $count } projects
  }
matrix-write = Write
matrix-change = Change
matrix-cell = An agency for a work site
matrix-does = What it does
matrix-does-hint = In a sentence or two. Empty: takes away what was there.
matrix-standing = How far it has come
standing-planned = To be started
standing-running = Going on
standing-finished = Finished

done-bodies-adopted = The bodies of the city file are in the register.
done-body-founded = Body added. Now add its members.
done-body-described = Body updated.
done-body-dissolved = Body dissolved. What it decided stays.
done-body-restored = Body active again.
done-seat-taken = Person added.
done-seat-ended = End set.
done-session-planned = Meeting prepared. When it is ready, convene it.
done-session-convened = Meeting convened. Print the convening.
done-session-recalled = Convening withdrawn: the meeting is being prepared again.
done-session-called-off = Meeting called off.
done-roll-called = Roll recorded.
done-session-closed = Meeting closed. Now the minutes.
done-item-voted = Vote recorded.
done-item-adjourned = Item put off.
done-item-recused = Set who keeps out.
done-minutes-written = Draft saved.
done-minutes-approved = Minutes approved: from now on they do not change.
done-minutes-published = Minutes published.
done-minutes-corrected = Correction added.
done-action-assigned = Assigned.
done-action-moved = Day moved.
done-action-finished = Done.
done-action-reopened = To do again.
done-decision-reviewed = Review recorded.
done-matrix-set = Saved.

problem-bodies-at-central = Bodies are kept at the central node.
problem-unknown-body = There is no such body.
problem-unknown-session = There is no such meeting.
problem-unknown-decision = There is no such decision.
problem-unknown-seat = This person has no seat in the body on that day.
    .next = Choose somebody else.
problem-unknown-item = This item is not on the agenda.
problem-unknown-action = There is nothing like that to do any more.
problem-unknown-minutes = These minutes are not published.
problem-body-field-missing = A text is missing: write it here.
problem-body-dissolved = This body is dissolved.
    .next = To use it again, make it active.
problem-body-inside-itself = A body cannot stand inside itself.
    .next = Choose another body, or none.
problem-body-has-others-inside = Other bodies stand inside this one.
    .next = Move or dissolve them first.
problem-body-name-taken = There is a body with this name already.
problem-seat-unknown-person = This person does not work here.
problem-seat-chair-taken = Somebody else presides in that time.
    .next = Set the end of their seat first.
problem-seat-already = This person has a seat in that time already.
problem-session-wrong-state = The meeting has changed meanwhile: this step cannot be taken now.
    .next = See where it stands and try again.
problem-decision-wrong-state = This step cannot be taken for this decision now.
problem-session-nobody-sits = Nobody may vote in this body on that day.
    .next = Add its members, then convene it.
problem-session-agenda-empty = The agenda is empty.
    .next = Add at least one item, then convene it.
problem-session-short-notice = { $days ->
    [one] This body is convened at least one day before.
   *[other] This body is convened at least { $days } days before.
}
    .next = Write why it is urgent, or move the day.
problem-day-is-past = This day will not do: choose one that is still to come.
problem-session-not-begun = The day of the meeting has not come yet.
problem-session-not-convened = The meeting is not convened.
problem-session-no-seat = Somebody who was ticked has no seat in the body on that day.
problem-item-decided = This item has been decided already.
problem-item-asks-nothing = This item is for information: there is no vote.
problem-session-no-quorum = There is no quorum on this item: { $present } may vote, { $needed } are needed.
    .next = Call the roll again if somebody came, or put the item off.
problem-vote-not-allowed = One of the votes does not count: only those vote who are there, may vote and are not in conflict.
problem-votes-missing = { $count ->
    [one] One vote is missing.
   *[other] { $count } votes are missing.
}
    .next = Whoever is there votes or abstains.
problem-session-undecided = { $count ->
    [one] One item still waits for a decision.
   *[other] { $count } items still wait for a decision.
}
    .next = Vote on them or put them off.
problem-minutes-no-session = Choose a later meeting of the same body that had a quorum.
problem-minutes-not-wider = As many people can read the minutes already.
    .next = It can only be widened.
problem-minutes-not-cited = The minutes do not say these words.
    .next = Copy the passage from the minutes, word for word.
problem-minutes-not-written = The minutes are not written yet.
