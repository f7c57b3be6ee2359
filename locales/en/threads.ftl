# Threads between hubs and the municipality's services, to look after the network together.

nav-threads = With the services
threads-title = With the municipality's services
threads-lead = Here those who work at the HUB and those who work in the municipality's services write to each other about an antenna, an organisation or a neighbourhood.
threads-empty = No thread yet. Begin with the neighbourhood or organisation you want to talk about.
threads-unread = { $count ->
    [one] one thread to read
   *[other] { $count } threads to read
}
threads-new = { $count ->
    [one] 1 new
   *[other] { $count } new
}
threads-messages = { $count ->
    [one] one message
   *[other] { $count } messages
}
thread-new = Begin a thread
thread-hub = With which HUB
thread-about = About what
thread-about-antenna = Antenna
thread-about-organisation = Organisation
thread-about-neighbourhood = Neighbourhood
thread-text = Message
thread-text-hint = Read by those who work at the HUB and in the services. Names of people who are helped are not needed here.
thread-begin = Write
thread-send = Send
thread-answer = Answer
thread-empty = No message yet.
thread-erased = Words erased.
thread-fresh = new
thread-unnamed = Without a name
thread-side-service = Municipal services
thread-waiting = A message is on its way to { $hub }: it shows when it is there.
done-thread-said = Message written.
done-thread-on-its-way = The message is on its way to the HUB.
problem-thread-unknown = This thread is not there.
problem-thread-nothing-said = Write the message.
problem-thread-about-missing = Choose what to talk about.
