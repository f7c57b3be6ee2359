# The operators' diary: states, corrections, things to do, the view of whoever answers for it.

entry-title = Entry
entry-state-draft = Draft
entry-state-submitted = To accept
entry-state-returned = To correct
entry-state-accepted = Accepted
entry-state-locked = Month closed
entry-state-amended = Corrected by another
entry-late = { $count ->
    [one] one day later
   *[other] { $count } days later
}
entry-next = What can be done
entry-accept = Accept
entry-return = Send back to its author
entry-return-why = What needs correcting
entry-return-hint = The author reads this. No people's names.
entry-correct = Correct
entry-amend = Correct with a new entry
entry-returned-because = Sent back because:
entry-thread = What has happened
entry-facts = In short
entry-length = Length
entry-booked = Counts in
entry-cites = Corrects
entry-amended-by = Corrected by
entry-open-older = the earlier entry
entry-open-newer = the newer entry
entry-step-submitted = Recorded
entry-step-corrected = Written again
entry-step-amending = Recorded to correct another
entry-step-returned = Sent back to be corrected
entry-step-reason = Why
entry-step-accepted = Accepted
entry-step-follow-up = Next step, by
entry-step-follow-up-done = Next step done
entry-step-follow-up-later = Next step moved to
entry-step-follow-up-handed = Next step handed to
done-entry-accepted = Entry accepted.
done-entry-returned = Entry sent back: its author finds it among the things to do.
done-entries-accepted = Entries accepted.
done-corrected = Corrected. It now waits to be accepted.
done-amended = Recorded. The earlier entry stays and points to this one.

diary-correct = Correct the entry
diary-amend = Correct with a new entry
diary-amend-note = The earlier entry stays as it is. This one cites it, and the difference counts in today's month.
diary-returned = To correct
diary-lengths = Usual lengths
diary-more = When, where, about what
diary-started-hint = Leave empty if you have just finished.
diary-where-hint = The neighbourhood where it happened.
activities-state = State
activities-any-state = All states
activities-of = Only the entries of { $name }.
activities-of-all = Show all

tasks-title = Things to do
tasks-now = For today
tasks-now-none = Everything for today is done.
tasks-later = Later
tasks-due = { $count ->
    [one] One thing to do today
   *[other] { $count } things to do today
}
tasks-all = See all
task-rule-follow-up = Next step
task-rule-correct-entry = Correct an entry
task-cause-request-met = Request met: to be heard again
task-cause-request-not-met = Request not met: to come back to
task-cause-antenna-silent = Antenna without a sign: to be heard
task-cause-pledge-review = An antenna's pledge to look at again
task-cause-entry-written = Entry to come back to
task-cause-request-overdue = Request overdue for long: to be looked at with whoever has it
task-due = by { $day }
task-moved = { $count ->
    [one] put off once
   *[other] put off { $count } times
}
task-finish = Done
task-tomorrow = Tomorrow
task-next-week = In a week
task-hand-over = Hand over
task-hand-over-to = To whom
task-hand-over-do = Hand over
done-task-done = Done.
done-task-later = Put off.
done-task-handed = Handed over: it is now among their things to do.

review-title = Everybody's diary
review-silent = Who has not written for a while
review-silent-since = last entry: { $day }
review-silent-always = has not written anything yet
review-missing = What is missing
review-antennae-silent = active antennae that give no sign
review-antennae-alone = active antennae that nobody accompanies
review-antennae-pledge = pledges of antennae whose review day has passed
review-missing-returned = entries sent back and not corrected yet
review-missing-overdue = things to do that are overdue
review-missing-people = { $kind }: no people reached
review-waiting = { $count ->
    [0] To accept
    [one] To accept: one entry
   *[other] To accept: { $count } entries
}
review-waiting-none = There is nothing to accept.
review-more-waiting = There are more: they show when these are accepted.
review-accept-ticked = Accept the ticked ones
review-tick-all = Tick all
review-hours = Hours of { $month }
review-hours-note = Hours of paid work, in hours and minutes. Entries to correct do not count. Hours of volunteering and of the time bank are elsewhere and are not added to these.
review-operator = Who
review-total = Total
review-to-accept = To accept
review-entries = { $count ->
    [one] one entry
   *[other] { $count } entries
}
review-month-running = The month is not over yet.
review-month-open = { $count ->
    [one] First one entry must be accepted or corrected.
   *[other] First { $count } entries must be accepted or corrected.
}
review-close-title = Closing { $month }
review-sign = I have checked: { $entries } entries, { $length }. I sign.
review-close = Close the month
review-closed = Month closed
review-signed = Signed by { $name }, { $when }.
done-month-closed = Month closed. From now on it is corrected only by a new entry.

diaries-title = The diaries of the hubs
diaries-returned = To correct
diaries-overdue = Things to do overdue
diaries-silent = Operators who write nothing
diaries-antennae = Antennae to look at
diaries-antennae-fine = None
diaries-month = The month
diaries-signed = Signed: { $when }
diaries-nothing = Nothing written
diaries-to-sign = All accepted, to be signed
diaries-open = { $count ->
    [one] One entry to accept or correct
   *[other] { $count } entries to accept or correct
}
diaries-no-hubs = The city file does not name any hub yet.
diaries-note = Figures from what each hub has sent so far, without names: names stay at the hub. Overdue things, operators and antennae are counted today, the rest in the month chosen.

goals-title = Goals
goals-empty = There are no goals for these months.
goal-new = New goal
goal-whole-hub = The whole hub
goal-whose = Whose
goal-measure = What is counted
goal-measure-hours = Hours of work
goal-measure-entries = Entries
goal-measure-people = People reached
goal-target = How much
goal-from = From month
goal-to = To month
goal-set = Keep the goal
goal-drop = Remove
goal-reached = { $have } of { $target }
done-goal-set = Goal kept.
done-goal-dropped = Goal removed.

problem-unknown-entry = This entry is not there.
problem-entry-state = { $state ->
    [draft] It is still a draft.
    [submitted] It is recorded already and waits to be accepted.
    [returned] It was sent back to its author.
    [accepted] It is accepted already.
    [locked] Its month is closed.
   *[amended] Another entry corrects it already.
}
    .next = { $state ->
        [accepted] To correct it, write a new one that cites it.
        [locked] To correct it, write a new one that cites it.
        [amended] Correct the newer one.
       *[other] Look where it stands and choose the right step.
    }
problem-not-the-author = Only whoever wrote the entry may do this.
problem-month-closed = The month { $month } is closed and signed.
    .next = If you correct an entry of that time, open it and write a new one that cites it. Otherwise talk to your coordinator.
problem-no-month = Choose a month.
problem-month-not-over = A month is closed when it is over.
problem-month-has-open = { $count ->
    [one] There is still one entry to accept or correct.
   *[other] There are still { $count } entries to accept or correct.
}
problem-entry-reason-missing = Write what needs correcting.
problem-end-before-start = The end comes before the start.
problem-minutes-missing = Write or tap how long it took.
problem-sign-missing = Closing the month needs the signature.
problem-target-missing = Write how much you want to reach.
problem-unknown-task = This thing to do is not there.
problem-not-your-task = This thing to do is somebody else's.
problem-task-is-over = It is done already or no longer needed.
problem-task-day-wrong = Choose a day from today on, within a year.

diary-import-title = Entries from a file
diary-import-help = First it is tried: nothing is recorded while a line is wrong. The same line twice is recorded once.
diary-import-file = CSV file
diary-import-columns = Columns, the first four required:
diary-import-try = Try the file
diary-import-good = { $count ->
    [0] The file has no lines.
    [one] One line, all right.
   *[other] { $count } lines, all right.
}
diary-import-record = { $count ->
    [one] Record one entry
   *[other] Record { $count } entries
}
diary-import-bad = { $count ->
    [one] One line needs correcting.
   *[other] { $count } lines need correcting.
}
diary-import-nothing-recorded = Nothing was recorded.
diary-import-line = Line
diary-import-why = What is wrong
diary-import-columns-missing = These columns are missing: { $names }.
diary-import-export = This month as a file
done-diary-imported = Entries recorded from the file.
problem-file-missing = Choose a file with at least one line.
problem-line-unreadable = The line does not read.
