# Words shared by the kiosk and the antenna app. Short sentences, no officialese.

## Actions

action-back = Back
action-next = Next
action-continue = Continue
action-start = Start
action-done = Done
action-finish = I have finished
action-confirm = Confirm
action-cancel = Cancel
action-close = Close
action-home = Back to the start
action-send = Send
action-save = Save
action-edit = Change
action-delete = Delete
action-undo = Undo the last thing
action-retry = Try again
action-print = Print
action-search = Search
action-add = Add
action-more = See more
action-yes = Yes
action-no = No
action-call-operator = Call an operator

## States: a coloured dot and always a word as well

state-online = Connected
state-slow = Slow line
state-offline = No line
state-sending = Sending
state-waiting = { $count ->
    [one] One thing to send
   *[other] { $count } things to send
}
state-sent = Sent
state-updated-at = Updated at { $time }
state-loading = One moment…
state-selected = Chosen
state-new = New

## Notices: the word that says which kind it is, for those who listen

banner-info = Information
banner-success = Done
banner-warning = Careful
banner-error = Something is wrong
banner-offline = No line

## Steps of a path

step-of = Step { $step } of { $total }

## Fields

field-optional = optional
field-count = { $used } of { $limit }
field-count-spoken = You have written { $used } characters out of { $limit }
field-too-long = You have reached the maximum length
field-code = Code
field-code-cell = Character { $position } of { $total }
field-empty = empty

## On-screen keyboard

keyboard-name = Keyboard
keyboard-space = Space
keyboard-backspace = Delete
keyboard-shift = Capital letters
keyboard-enter = New line
keyboard-done = Done
keyboard-letters = Letters
keyboard-letters-face = ABC
keyboard-digits = Numbers and signs
keyboard-digits-face = 123
keyboard-accents = Accents
keyboard-accents-face = àèì

## Time left

countdown = { $seconds ->
    [one] One second left
   *[other] { $seconds } seconds left
}

## Pictures

qr-name = Code to scan with your phone

## Languages

language-choose = Choose a language

## Hours and minutes

duration-minutes = { $minutes ->
    [one] 1 minute
   *[other] { $minutes } minutes
}
duration-hours = { $hours ->
    [one] 1 hour
   *[other] { $hours } hours
}
duration-hours-minutes = { $hours ->
    [one] 1 hour { $minutes } min
   *[other] { $hours } hours { $minutes } min
}
duration-minus = minus { $duration }

## Dates

day-today = today
day-tomorrow = tomorrow
day-yesterday = yesterday
date-long = { $weekday } { $day } { $month }
date-year = { $day } { $month } { $year }
date-short = { $day }/{ $month_number }
date-at-time = { $date } at { $time }
time-span = from { $from } to { $to }
weekday-1 = Monday
weekday-2 = Tuesday
weekday-3 = Wednesday
weekday-4 = Thursday
weekday-5 = Friday
weekday-6 = Saturday
weekday-7 = Sunday
weekday-short-1 = Mon
weekday-short-2 = Tue
weekday-short-3 = Wed
weekday-short-4 = Thu
weekday-short-5 = Fri
weekday-short-6 = Sat
weekday-short-7 = Sun
month-1 = January
month-2 = February
month-3 = March
month-4 = April
month-5 = May
month-6 = June
month-7 = July
month-8 = August
month-9 = September
month-10 = October
month-11 = November
month-12 = December
