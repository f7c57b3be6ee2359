# The showcase: what everybody sees of the city's projects.

shown-name = Project showcase
shown-nav = Showcase
shown-projects = Projects
shown-story = The story
shown-title = The projects of { $city }
shown-about = What { $city } does together: its projects, who carries them out, what they have done.
shown-lead = People, associations and institutions joining forces. Each project is a star: here you see the constellation of { $city }.
shown-to-story = The story of the territory
shown-count-projects = { $count ->
    [one] project
   *[other] projects
}
shown-count-hubs = { $count ->
    [one] neighbourhood hub
   *[other] neighbourhood hubs
}
shown-count-antennae = { $count ->
    [one] neighbourhood antenna
   *[other] neighbourhood antennae
}
shown-count-met = { $count ->
    [one] need met
   *[other] needs met
}
shown-look = Look through the projects
shown-look-for = Look for a word
shown-look-go = Search
shown-by-kind = Kind
shown-by-stand = Where it stands
shown-by-programme = Part of
shown-in-order = Order
shown-any-kind = All kinds
shown-any-stand = All
shown-any-people = All people
shown-any-place = All neighbourhoods
shown-any-programme = All programmes
shown-order-city = As the city presents them
shown-order-start = Latest first
shown-order-name = By name
shown-kind-project = Project
shown-kind-programme = Programme
shown-kind-work-site = Work site
shown-kind-action = Action
shown-stand-coming = Coming
shown-stand-running = Running
shown-stand-ended = Ended
shown-found = { $count ->
    [0] No projects
    [one] 1 project
   *[other] { $count } projects
}
shown-all = All projects
shown-no-match = No project matches what you are looking for. Try fewer filters or another word.
shown-none = The city has not published any projects yet. Come back soon.
shown-pages = Pages
shown-before = Previous
shown-after = More projects
shown-part-of = Part of
shown-goals = What it wants to reach
shown-strategy = How it goes about it
shown-did = What is done
shown-outcome = What remains
shown-steps = The way it went
shown-decision = Why it was promoted
shown-partners = Who takes part
shown-money = The money
shown-amount-programmed = Programmed
shown-amount-admitted = Admitted
shown-amount-binding = Legally binding
shown-amount-disbursed = Disbursed
shown-governance = Who guides it
shown-gallery = Pictures
shown-facts = The sheet
shown-code = Code
shown-cup-whole = Unique project code (Codice Unico di Progetto)
shown-when = When
shown-body = Carried out by
shown-officer = Officer responsible (RUP)
shown-funded-by = Funded by
shown-people = For whom
shown-where = Where
shown-whole-city = In the whole city
shown-linked = Linked operations
shown-shares-development = one supports the other's development
shown-shares-buildings = shares buildings
shown-shares-services = shares services
shown-shares-target = the same people
shown-shares-method = the same way of working
shown-share = Share by email
shown-mail = { $title }: { $url }
shown-parts = What it is made of
shown-from-to = { $from } – { $to }
shown-from = from { $from }
shown-to = until { $to }
shown-foot = Public showcase of projects, kept by the Municipality with the neighbourhood hubs.
shown-own-words = The projects' texts are in Italian, as those who carry them out wrote them.
shown-sign-in = Staff area
story-title = The story of { $city }
story-about = The collective story of { $city }: what came about, when and where.
story-lead = What { $city } does together, neighbourhood by neighbourhood and year by year.
story-map = Where: the map of the neighbourhoods
story-map-hint = The number says how many needs were met in the neighbourhood. Below { $count } we do not write it, out of respect for those who asked. A neighbourhood with a project opens.
story-key-hub = A hub is here
story-key-served = Served by a hub
story-key-none = Not served yet
story-as-table = Read the map as a table
story-place = Neighbourhood
story-hub = Hub
story-needs-met = Needs met
story-needs = { $count ->
    [one] 1 need met
   *[other] { $count } needs met
}
story-projects-here = { $count ->
    [one] 1 project
   *[other] { $count } projects
}
story-reached = Milestone reached: { $what }
story-time = When: the line of time
story-no-time = The story begins now: the milestones of projects will appear here.
story-began = It begins.
story-will-begin = It will begin.
story-ended = It comes to its end.
story-will-end = It is planned to end.
story-met = { $count ->
    [one] 1 need was met
   *[other] { $count } needs were met
}
story-met-text = Thanks to the antennae and hubs of the neighbourhoods.
story-pictures = { $count ->
    [one] A new picture.
   *[other] { $count } new pictures.
}
story-always = Always at work
problem-no-such-project = This project is not there.
    .next = It may have changed its address: look for it among all projects.
shown-comments = What people say of it
shown-said = Thank you! We read it and then publish it here.
shown-speak = What do you think of it?
shown-speak-hint = Without names, yours or anybody's. Before it appears here somebody at the city reads it.
shown-speak-from = Your neighbourhood
shown-no-place = I would rather not say
shown-speak-send = Send the comment
shown-trap = Leave empty
shown-join = Would you like to join or follow it? Come to a neighbourhood hub: at the kiosk touch “I have an idea” and join this project. With the slip you see how it goes, without an account.
