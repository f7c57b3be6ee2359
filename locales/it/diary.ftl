# Il diario degli operatori: stati, correzioni, cose da fare, la vista di chi ne risponde.

entry-title = Annotazione
entry-state-draft = Bozza
entry-state-submitted = Da accettare
entry-state-returned = Da correggere
entry-state-accepted = Accettata
entry-state-locked = Mese chiuso
entry-state-amended = Corretta da un'altra
entry-late = { $count ->
    [one] un giorno dopo
   *[other] { $count } giorni dopo
}
entry-next = Che cosa si può fare
entry-accept = Accetta
entry-return = Rimanda a chi l'ha scritta
entry-return-why = Che cosa c'è da correggere
entry-return-hint = Lo legge chi l'ha scritta. Niente nomi di persone.
entry-correct = Correggi
entry-amend = Correggi con una nuova annotazione
entry-returned-because = Rimandata perché:
entry-thread = Che cosa è successo
entry-facts = In breve
entry-length = Durata
entry-booked = Conta nel mese
entry-cites = Corregge
entry-amended-by = Corretta da
entry-open-older = l'annotazione di prima
entry-open-newer = l'annotazione nuova
entry-step-submitted = Registrata
entry-step-corrected = Riscritta
entry-step-amending = Registrata per correggerne un'altra
entry-step-returned = Rimandata da correggere
entry-step-reason = Perché
entry-step-accepted = Accettata
entry-step-follow-up = Prossimo passo, entro
entry-step-follow-up-done = Prossimo passo fatto
entry-step-follow-up-later = Prossimo passo spostato a
entry-step-follow-up-handed = Prossimo passo passato a
done-entry-accepted = Annotazione accettata.
done-entry-returned = Annotazione rimandata: chi l'ha scritta la trova tra le cose da fare.
done-entries-accepted = Annotazioni accettate.
done-corrected = Corretta. Ora aspetta di essere accettata.
done-amended = Registrata. L'annotazione di prima resta e rimanda a questa.

diary-correct = Correggi l'annotazione
diary-amend = Correggi con una nuova annotazione
diary-amend-note = L'annotazione di prima resta com'è. Questa la cita, e la differenza conta nel mese di oggi.
diary-returned = Da correggere
diary-lengths = Durate più usate
diary-more = Quando, dove, di che cosa
diary-started-hint = Lascia vuoto se hai appena finito.
diary-where-hint = Il quartiere in cui è successo.
activities-state = Stato
activities-any-state = Tutti gli stati
activities-of = Solo le annotazioni di { $name }.
activities-of-all = Mostra tutte

tasks-title = Cose da fare
tasks-now = Per oggi
tasks-now-none = Per oggi è tutto fatto.
tasks-later = Più avanti
tasks-due = { $count ->
    [one] Una cosa da fare oggi
   *[other] { $count } cose da fare oggi
}
tasks-all = Vedi tutte
task-rule-follow-up = Prossimo passo
task-rule-correct-entry = Correggi un'annotazione
task-cause-request-met = Richiesta andata a buon fine: da risentire
task-cause-request-not-met = Richiesta senza risposta: da riprendere
task-cause-antenna-silent = Antenna che non dà segni: da sentire
task-cause-pledge-review = Impegno di un'antenna da rivedere
task-cause-entry-written = Annotazione da riprendere
task-cause-request-overdue = Richiesta scaduta da molto: da vedere con chi la segue
task-due = entro { $day }
task-moved = { $count ->
    [one] rimandata una volta
   *[other] rimandata { $count } volte
}
task-finish = Fatto
task-tomorrow = Domani
task-next-week = Fra una settimana
task-hand-over = Passa a
task-hand-over-to = A chi
task-hand-over-do = Passa
done-task-done = Fatto.
done-task-later = Rimandata.
done-task-handed = Passata: ora è tra le sue cose da fare.

review-title = Il diario di tutti
review-silent = Chi non scrive da un po'
review-silent-since = ultima annotazione: { $day }
review-silent-always = non ha ancora scritto nulla
review-missing = Che cosa manca
review-antennae-silent = antenne attive che non danno segni
review-antennae-alone = antenne attive che nessuno accompagna
review-antennae-pledge = impegni di antenne con la data di revisione passata
review-missing-returned = annotazioni rimandate e non ancora corrette
review-missing-overdue = cose da fare scadute
review-missing-people = { $kind }: nessuna persona raggiunta
review-waiting = { $count ->
    [0] Da accettare
    [one] Da accettare: una annotazione
   *[other] Da accettare: { $count } annotazioni
}
review-waiting-none = Non c'è nulla da accettare.
review-more-waiting = Ce ne sono altre: compaiono quando queste sono accettate.
review-accept-ticked = Accetta quelle spuntate
review-tick-all = Spunta tutte
review-hours = Ore di { $month }
review-hours-note = Ore di lavoro retribuito, in ore e minuti. Le annotazioni da correggere non contano. Le ore di volontariato e della banca del tempo sono altrove e non si sommano a queste.
review-operator = Chi
review-total = Totale
review-to-accept = Da accettare
review-entries = { $count ->
    [one] una annotazione
   *[other] { $count } annotazioni
}
review-month-running = Il mese non è ancora finito.
review-month-open = { $count ->
    [one] Prima va accettata o corretta un'annotazione.
   *[other] Prima vanno accettate o corrette { $count } annotazioni.
}
review-close-title = Chiusura di { $month }
review-sign = Ho controllato: { $entries } annotazioni, { $length }. Firmo.
review-close = Chiudi il mese
review-closed = Mese chiuso
review-signed = Firmato da { $name }, { $when }.
done-month-closed = Mese chiuso. Da ora si corregge solo con un'annotazione nuova.

diaries-title = I diari degli HUB
diaries-returned = Da correggere
diaries-overdue = Cose da fare scadute
diaries-silent = Operatori che non scrivono
diaries-antennae = Antenne da guardare
diaries-antennae-fine = Nessuna
diaries-month = Il mese
diaries-signed = Firmato: { $when }
diaries-nothing = Nessuna annotazione
diaries-to-sign = Tutto accettato, da firmare
diaries-open = { $count ->
    [one] Un'annotazione da accettare o correggere
   *[other] { $count } annotazioni da accettare o correggere
}
diaries-no-hubs = Il file della città non nomina ancora nessun HUB.
diaries-note = Numeri dai fatti che ogni HUB ha già mandato, senza nomi: i nomi restano all'HUB. Cose scadute, operatori e antenne sono contati oggi, il resto nel mese scelto.

goals-title = Obiettivi
goals-empty = Non ci sono obiettivi per questi mesi.
goal-new = Nuovo obiettivo
goal-whole-hub = Tutto l'HUB
goal-whose = Di chi
goal-measure = Che cosa si conta
goal-measure-hours = Ore di lavoro
goal-measure-entries = Annotazioni
goal-measure-people = Persone raggiunte
goal-target = Quanto
goal-from = Dal mese
goal-to = Al mese
goal-set = Salva l'obiettivo
goal-drop = Togli
goal-reached = { $have } su { $target }
done-goal-set = Obiettivo salvato.
done-goal-dropped = Obiettivo tolto.

problem-unknown-entry = Questa annotazione non c'è.
problem-entry-state = { $state ->
    [draft] È ancora una bozza.
    [submitted] È già registrata e aspetta di essere accettata.
    [returned] È stata rimandata a chi l'ha scritta.
    [accepted] È già accettata.
    [locked] Il suo mese è chiuso.
   *[amended] È già stata corretta da un'altra annotazione.
}
    .next = { $state ->
        [accepted] Per correggerla scrivine una nuova che la cita.
        [locked] Per correggerla scrivine una nuova che la cita.
        [amended] Correggi quella nuova.
       *[other] Guarda a che punto è e scegli il passo giusto.
    }
problem-not-the-author = Può farlo solo chi ha scritto l'annotazione.
problem-month-closed = Il mese { $month } è chiuso e firmato.
    .next = Se correggi un'annotazione di allora, aprila e scrivine una nuova che la cita. Altrimenti parlane con chi coordina.
problem-no-month = Scegli un mese.
problem-month-not-over = Un mese si chiude quando è finito.
problem-month-has-open = { $count ->
    [one] C'è ancora un'annotazione da accettare o da correggere.
   *[other] Ci sono ancora { $count } annotazioni da accettare o da correggere.
}
problem-entry-reason-missing = Scrivi che cosa c'è da correggere.
problem-end-before-start = La fine viene prima dell'inizio.
problem-minutes-missing = Scrivi o tocca quanto è durata.
problem-sign-missing = Per chiudere il mese serve la firma.
problem-target-missing = Scrivi quanto vuoi raggiungere.
problem-unknown-task = Questa cosa da fare non c'è.
problem-not-your-task = Questa cosa da fare è di un'altra persona.
problem-task-is-over = È già stata fatta o non serve più.
problem-task-day-wrong = Scegli un giorno da oggi in poi, entro un anno.

diary-import-title = Annotazioni da un file
diary-import-help = Prima si prova: nulla viene registrato finché c'è una riga sbagliata. La stessa riga due volte si registra una volta sola.
diary-import-file = File CSV
diary-import-columns = Colonne, le prime quattro obbligatorie:
diary-import-try = Prova il file
diary-import-good = { $count ->
    [0] Il file non ha righe.
    [one] Una riga, tutto a posto.
   *[other] { $count } righe, tutto a posto.
}
diary-import-record = { $count ->
    [one] Registra una annotazione
   *[other] Registra { $count } annotazioni
}
diary-import-bad = { $count ->
    [one] Una riga è da correggere.
   *[other] { $count } righe sono da correggere.
}
diary-import-nothing-recorded = Non è stato registrato nulla.
diary-import-line = Riga
diary-import-why = Che cosa non va
diary-import-columns-missing = Mancano le colonne: { $names }.
diary-import-export = Questo mese in un file
done-diary-imported = Annotazioni registrate dal file.
problem-file-missing = Scegli un file con almeno una riga.
problem-line-unreadable = La riga non si legge.
