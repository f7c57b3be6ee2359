# Attività di gruppo: corsi, uscite, incontri, classi.

nav-gatherings = Attività
thing-gathering = Attività di gruppo
gatherings-title = Attività di gruppo
gatherings-tabs = Quando
gatherings-tab-coming = In programma
gatherings-tab-past = Concluse
gatherings-search = Cerca per titolo
gatherings-none-found = Nessuna attività con questo titolo.
gatherings-empty = Niente in programma. Corsi, uscite, feste, incontri e classi che danno una mano si segnano qui.
gatherings-empty-past = Ancora nessuna attività conclusa.
gathering-new = Nuova attività
gathering-kind = Che cosa è
gathering-kind-course = Corso
gathering-kind-workshop = Laboratorio
gathering-kind-outing = Uscita
gathering-kind-party = Festa
gathering-kind-assembly = Incontro, assemblea
gathering-kind-class = Classe o gruppo che dà una mano
gathering-name = Titolo
gathering-name-hint = Come lo si annuncia: «Italiano per mamme», «Camminata del martedì».
gathering-place = Dove
gathering-place-hint = Il posto preciso, se serve.
gathering-first = Il giorno, o il primo
gathering-times = Quante volte
gathering-times-hint = Ogni settimana, lo stesso giorno.
gathering-seats = Posti
gathering-seats-hint = Vuoto: quanti vengono.
gathering-organiser = Chi lo segue
gathering-plan = Metti in programma
gathering-full = Completo
gathering-heads = { $count ->
    [0] Nessuno iscritto
    [one] Una persona iscritta
   *[other] { $count } persone iscritte
}
gathering-heads-of = { $heads } iscritti su { $seats }
gathering-came = { $count ->
    [one] una presenza
   *[other] { $count } presenze
}
gathering-meetings = Incontri
meeting-state-planned = In programma
meeting-state-held = Fatto
meeting-state-cancelled = Annullato
meeting-is-off = Questo incontro è stato annullato.
meeting-to-come = Le presenze si segnano dal giorno dell'incontro.
meeting-cancel = Annulla l'incontro
meeting-add = Aggiungi un incontro
attendance-who = Chi è venuto
attendance-heads = quanti
attendance-others = Altre persone
attendance-others-hint = Chi è venuto senza lasciare il nome.
attendance-diary = Le tue ore vanno da sole nel tuo diario.
attendance-entry = Vedi l'annotazione
attendance-take = Segna le presenze
attendance-sheet = Foglio delle firme
gathering-people = Chi partecipa
gathering-nobody = Ancora nessuno si è iscritto.
gathering-nameless = Persona senza nome
gathering-waiting = In attesa di un posto
gathering-withdraw = Togli
gathering-phones = Mostra i telefoni
gathering-gone = { $count ->
    [one] Una persona ha rinunciato.
   *[other] { $count } persone hanno rinunciato.
}
gathering-register = Iscrivi
gathering-name-or-group = Una persona, o un gruppo: «3ª B, Liceo Calini».
gathering-how-many = Quante persone
gathering-how-many-hint = 1 per una persona; per una classe, quanti sono.
gathering-register-do = Iscrivi
gathering-class-hint = Una classe si iscrive come gruppo, con il numero di persone: il certificato è per tutta la classe.
gathering-sheet-name = Nome
gathering-sheet-heads = Persone
gathering-sheet-signature = Firma
gathering-sheet-note = Il foglio resta all'HUB e si distrugge quando le presenze sono segnate.
gathering-certificate-group = { $count ->
    [one] un gruppo di una persona,
   *[other] un gruppo di { $count } persone,
}
gathering-certificate-took-part = ha preso parte a «{ $title }», attività dell'HUB di quartiere.
why-gathering-phones = Telefoni di chi partecipa a un'attività
why-gathering-certificate = Certificato delle ore di un'attività

done-gathering-planned = Messo in programma.
done-meeting-added = Incontro aggiunto.
done-meeting-cancelled = Incontro annullato.
done-registered = Iscrizione segnata.
done-withdrawn = Iscrizione tolta.
done-attendance-taken = Presenze segnate, e la tua annotazione è nel diario.

problem-gathering-unknown = Questa attività non c'è.
problem-gathering-title-missing = Scrivi il titolo.
problem-gathering-cancelled = L'incontro è stato annullato.
problem-gathering-held = L'incontro si è già tenuto.
    .next = Se è uno sbaglio, correggi le presenze.
problem-gathering-not-begun = L'incontro non è ancora cominciato.
problem-gathering-not-registered = Una delle persone segnate non è iscritta.
    .next = Iscrivila, o contala tra le altre persone.
problem-gathering-no-hours = Questa persona non ha ancora presenze.
