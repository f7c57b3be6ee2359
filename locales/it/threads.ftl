# Scambi tra HUB e servizi del Comune, per curare insieme la rete.

nav-threads = Con i servizi
threads-title = Con i servizi del Comune
threads-lead = Qui chi lavora all'HUB e chi lavora nei servizi del Comune si scrivono su un'antenna, un ente o un quartiere.
threads-empty = Ancora nessuno scambio. Comincia dal quartiere o dall'ente di cui vuoi parlare.
threads-unread = { $count ->
    [one] uno scambio da leggere
   *[other] { $count } scambi da leggere
}
threads-new = { $count ->
    [one] 1 nuovo
   *[other] { $count } nuovi
}
threads-messages = { $count ->
    [one] un messaggio
   *[other] { $count } messaggi
}
thread-new = Comincia uno scambio
thread-hub = Con quale HUB
thread-about = Di che cosa
thread-about-antenna = Antenna
thread-about-organisation = Ente
thread-about-neighbourhood = Quartiere
thread-text = Messaggio
thread-text-hint = Lo legge chi lavora all'HUB e nei servizi. Dei nomi delle persone aiutate qui non c'è bisogno.
thread-begin = Scrivi
thread-send = Invia
thread-answer = Rispondi
thread-empty = Ancora nessun messaggio.
thread-erased = Parole cancellate.
thread-fresh = nuovo
thread-unnamed = Senza nome
thread-side-service = Servizi del Comune
thread-waiting = Un messaggio è in viaggio verso { $hub }: si vedrà quando arriva.
done-thread-said = Messaggio scritto.
done-thread-on-its-way = Messaggio in viaggio verso l'HUB.
problem-thread-unknown = Questo scambio non c'è.
problem-thread-nothing-said = Scrivi il messaggio.
problem-thread-about-missing = Scegli di che cosa parlare.
