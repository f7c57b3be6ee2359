# Parole delle richieste sulla console: la coda, il filo di una richiesta, i modi per portarla avanti.

## La coda

queue-q = Cerca nelle parole o per codice
queue-q-example = Es. sedia a rotelle, MP-7K2
queue-order = Ordine
queue-sort-urgency = Prima le urgenti
queue-sort-due = Prima quelle in scadenza
queue-sort-age = Prima le più vecchie
queue-tab-now = Adesso
queue-tab-open = Aperte
queue-tab-signals = Segnali
queue-empty-now = Niente che aspetti te. Buon momento per un giro in quartiere.
queue-empty-open = Nessuna richiesta aperta.
queue-empty-signals = Nessun segnale. Qui restano i bisogni notati senza il nome di nessuno.
queue-changed = Nel frattempo la coda è cambiata.
queue-pick = Scegli { $slip }
queue-due = termine { $until }
queue-keys = Da tastiera: J e K scorrono, X sceglie, Invio apre, / cerca.
agenda-overdue = Oltre il termine
agenda-new = Nuove
agenda-circle-ended = Nessuna antenna ha potuto
agenda-my-turn = Tocca a te
agenda-to-confirm = Da confermare
agenda-hint-overdue = Il tempo previsto è passato, contato nelle ore di apertura dell'HUB.
agenda-hint-new = Nessuno le ha ancora lette.
agenda-hint-circle-ended = La ricerca è finita senza un sì: allarga, cambia strada o chiudi con un motivo.
agenda-hint-my-turn = Sono in carico a te e senza di te non vanno avanti.
agenda-hint-to-confirm = Chi ha aiutato dice che è fatta: senti la persona.
agenda-all = Vedi tutte e { $count }
agenda-whole = Tutto quello che c'è da fare
agenda-empty = In questo gruppo non c'è più niente.
several-hint = Con le richieste scelte:
several-take = Prendile in carico
several-met = Confermale soddisfatte
done-several-taken = Prese in carico.
done-several-met = Confermate: bisogni soddisfatti.
needs-import-title = Richieste da un file
needs-import-help = Prima si prova: nulla viene registrato finché c'è una riga sbagliata. La stessa riga due volte si registra una volta sola.
needs-import-columns = Colonne, le prime due obbligatorie:
needs-import-word = Colonna { $column }: «{ $value }» non è tra le parole possibili.
needs-import-good = { $count ->
    [one] Una riga, tutto in ordine.
   *[other] { $count } righe, tutto in ordine.
}
needs-import-record = { $count ->
    [one] Registra la richiesta
   *[other] Registra le { $count } richieste
}
needs-import-bad = { $count ->
    [one] Una riga da correggere
   *[other] { $count } righe da correggere
}
needs-import-nothing-recorded = Non è stato registrato nulla: correggi il file e riprova.
done-needs-imported = Richieste registrate dal file.
several-more = Affidale a qualcuno, o chiudile
several-to = A chi
several-assign = Affidale
several-close = Chiudile come non soddisfatte
done-several-assigned = Affidate.
done-several-closed = Chiuse: bisogni non soddisfatti.
thread-assigned = Affidata a
agenda-cut = Sono tante: qui ci sono le mille da chiudere prima.
agenda-cut-all = Vedi tutte quelle aperte
queue-more = Altri filtri
queue-operator = Chi la segue
queue-any-operator = Chiunque
queue-urgency = Per quando
queue-any-urgency = Qualsiasi
queue-channel = Come è arrivata
queue-any-channel = In ogni modo
queue-language = Lingua
queue-any-language = Tutte le lingue
done-several-some = Fatto, ma per qualcuna non era il passo giusto: è rimasta com'era.

## Stati e passi

request-state-signal = Segnale
request-state-waiting = In attesa della persona
request-state-scheduled = In programma
request-state-in-progress = In corso
request-state-referred = Inviata a un servizio
request-state-split = Divisa in compiti
request-state-duplicate = Unita a un'altra
request-needed-by = Serve entro il
request-bands = Quando può
request-follow-up = Da riprendere il
request-part-of = Fa parte di
follow-up-done = Ripresa
band-mornings = la mattina
band-afternoons = il pomeriggio
band-evenings = la sera
band-weekend = sabato e domenica
next-signal = Un segnale, senza un nome
next-asked = Aspettiamo la risposta della persona
next-service = Se ne occupa un servizio
next-parts = Divisa in compiti
signal-hint = Qualcuno ha notato un bisogno. Se la persona è d'accordo a farsi aiutare, diventa una richiesta.
signal-become = La persona è d'accordo: diventa una richiesta
signal-put-aside = Metti da parte il segnale
asked-hint = La persona vede la domanda al chiosco, con il codice del foglietto. Se l'hai sentita tu, scrivi qui che cosa ha risposto.
asked-answer = Che cosa ha risposto
asked-answer-hint = Con parole sue, in breve.
asked-send = Registra la risposta
asked-stop = Non aspettare la risposta
ask-title = Chiedi qualcosa alla persona
ask-question = La domanda
ask-question-hint = La legge al chiosco chi ha il foglietto: niente nomi né recapiti.
ask-send = Manda la domanda
done-asked = Domanda mandata. La risposta arriva qui.
done-replied = Risposta registrata. Ora tocca a te.
waiting-widen = Non aspettare: chiedi già al cerchio più largo
done-widened = Ricerca allargata.
schedule-title = Hanno concordato quando
schedule-at = Giorno e ora
schedule-send = Segna l'appuntamento
scheduled-for = Appuntamento { $when }
done-scheduled = Appuntamento segnato.
start-title = L'aiuto è cominciato
start-send = Segna che è cominciato
done-started = Segnato: è in corso.
not-met-reopen = Riapri: proviamo di nuovo
thread-requester-asked = Domanda alla persona
thread-requester-replied = La persona ha risposto
thread-follow-up-set = Da riprendere
thread-followed-up = Ripresa
thread-scheduled = Appuntamento
thread-started = L'aiuto è cominciato
thread-rated = Com'è andata
thread-split-into = Divisa in compiti
thread-parts = { $count ->
    [one] 1 compito
   *[other] { $count } compiti
}
thread-parts-closed = Tutti i compiti sono conclusi
thread-found-duplicate = Unita a un'altra richiesta
thread-duplicate-undone = Separata di nuovo
thread-referred = Inviata a un servizio
thread-service-answered = Risposta del servizio
thread-referral-revoked = La persona ha ritirato il consenso
thread-became-request = Da segnale a richiesta
thread-privacy-set = Riservatezza
thread-looked = Ha guardato i recapiti

## Il filo: telefonate, messaggi, note

note-title = Annota una telefonata, una visita, una nota
note-about = Che cosa è stato
note-said = In breve
note-said-hint = Chi legge dopo di te deve capire a che punto è.
note-follow-up = Da riprendere il
note-follow-up-hint = Se la lasci vuota non ti avviso.
note-send = Annota
done-noted = Annotato.
done-followed-up = Segnata come ripresa.
message-question = Domanda alla persona
message-answer = Risposta della persona
message-call = Telefonata
message-message = Messaggio
message-visit = Visita o passaggio all'HUB
message-note = Nota per chi lavora qui
message-feedback = Com'è andata
message-referral = Detto al servizio o dal servizio
message-incident = Segnalazione riservata
message-incident-hidden = C'è una segnalazione riservata: la legge chi coordina

## Com'è andata

rate-title = Com'è andata
rate-side = Chi lo dice
rate-mark = Com'è andata
rate-text = Con parole sue
rate-send = Registra
side-requester = Chi ha chiesto aiuto
side-desk = Noi, con chi ha aiutato
rate-text-hint = Se parliamo noi, chi ha aiutato legge queste parole nella sua app.
side-helper = Chi ha aiutato
mark-good = Bene
mark-middling = Così così
mark-bad = Male
mark-of-requester = Per chi ha chiesto
mark-of-desk = Per noi, con chi ha aiutato
mark-of-helper = Per chi ha aiutato
done-rated = Grazie: registrato.

## Dividere, unire

split-title = Dividi in più compiti
split-hint = Ogni compito diventa una richiesta con il suo codice. Questa si chiude quando sono conclusi tutti.
split-part = Compito { $number }
split-send = Dividi
done-split = Divisa: i compiti sono tra le nuove.
parts-title = I compiti
parts-hint = Ogni compito va avanti da solo. Quando sono conclusi tutti, qui si conferma con la persona.
link-title = È la stessa richiesta di un'altra
link-of = Codice dell'altra
link-of-hint = Quella che resta aperta, per esempio MP-7K2D-9QC.
link-send = Unisci
alike-title = Forse è la stessa richiesta
alike-hint = Stesso quartiere, stesso tipo di aiuto, parole simili.
alike-link = Unisci
same-as = Unita a
same-undo = Non è la stessa: separa
done-linked = Unite: va avanti l'altra.
done-unlinked = Separate di nuovo.

## Invio a un servizio

refer-title = Invia a un servizio del Comune
refer-choose = Scegli un servizio
refer-service = Servizio
refer-shared = Che cosa gli diciamo
refer-shared-hint = Solo quello per cui la persona ha detto di sì, voce per voce.
refer-shared-was = Che cosa ha saputo
refer-consent = Consenso
refer-consent-hint = Senza consenso non si invia. Fa eccezione il pericolo: scrivi perché, chi coordina lo riguarda.
refer-why = Che cosa deve sapere il servizio
refer-why-hint = Obbligatorio in caso di pericolo.
refer-send = Segna come inviata
refer-told = Invio al servizio
shared-need = Tipo di aiuto, quartiere e urgenza
shared-words = Le parole della persona
shared-name = Nome
shared-phone = Telefono
shared-address = Indirizzo
shared-language = Lingua
consent-in-person = Dato di persona
consent-by-phone = Dato al telefono
consent-in-writing = Dato per iscritto
consent-danger = Nessun consenso: c'era un pericolo
service-waiting = { $service }: { $said }.
service-said-nothing = non ha ancora risposto
service-said-accepted = se ne occupa
service-said-rejected = non può occuparsene
service-said-done = ha concluso
service-said-revoked = consenso ritirato
service-says = Che cosa dice il servizio
service-words = Con quali parole
service-words-hint = Facoltativo.
service-answer-was = Risposta
service-answer-accepted = Se ne occupa
service-answer-rejected = Non può occuparsene
service-answer-done = Ha concluso
service-send = Registra la risposta
service-revoke = La persona ritira il consenso
done-referred = Invio segnato. Ora si aspetta il servizio.
done-service-answered = Risposta del servizio registrata.
done-revoked = Consenso ritirato: la richiesta torna a te.

## Segnali e riservatezza

done-became = Ora è una richiesta: la trovi tra le nuove.
done-put-aside = Segnale messo da parte.
privacy-reserved = Riservata: alle antenne non diciamo mai chi è. Si incontrano all'HUB.
privacy-level-ordinary = ordinaria: nome e recapiti
privacy-level-reserved = riservata: niente, si incontrano all'HUB
privacy-masked = Contatto schermato: chi aiuta sa solo il nome di battesimo; per sentirsi passano dall'HUB.
privacy-change = Quanto sa chi aiuta
privacy-level = Quanto sa chi aiuta, dopo aver detto di sì
privacy-level-hint = Prima di dire di sì sa solo che cosa serve, quando e più o meno dove.
privacy-set = Salva
privacy-level-masked = schermata: nome di battesimo, senza recapiti
done-privacy-set = Riservatezza aggiornata.

## Chi torna

known-title = Già conosciuta?
known-linked = È una persona che conosciamo già.
known-first = È la prima volta che chiede, per quel che sappiamo.
known-look = È la stessa persona di…
known-who = Telefono o nome
known-who-hint = Le ultime cifre del numero, o una parte del nome. Resta scritto chi ha cercato.
known-find = Cerca
known-is = È lei
known-last = ultima volta: { $when }
known-no-name = senza nome
known-nobody = Non l'abbiamo trovata: prova con le ultime cifre del telefono, o solo con il cognome.
known-undo = No, è un'altra persona
done-person-known = Fatto: ora teniamo conto di com'era andata le altre volte.
done-person-unknown = Fatto: sono due persone diverse.
thread-person-known = È una persona già conosciuta
thread-person-unknown = È un'altra persona
thread-reviewed = Vista da chi coordina
message-review = Nota di chi coordina
reviews-title = Da rivedere
reviews-hint = Le segnalazioni riservate e quello che è stato detto a un servizio senza consenso, perché c'era pericolo. Le vede solo chi coordina.
reviews-none = Non c'è niente da rivedere.
reviews-no-words = Le parole non ci sono più.
reviews-note = Una nota, se serve: la legge solo chi coordina
reviews-send = Visto
reviews-seen = Già viste
reviews-seen-by = vista da { $name }, { $when }
reviews-waiting = { $count ->
    [one] Una cosa da rivedere: una segnalazione riservata o un invio senza consenso
   *[other] { $count } cose da rivedere: segnalazioni riservate o invii senza consenso
}
review-kind-incident = Segnalazione riservata
review-kind-danger = Detto senza consenso
done-reviewed = Segnata come vista.
why-same-person = Capire se è una persona già conosciuta
intake-known-find = È già venuta? Cerca
intake-known-find-hint = Cerca con il telefono o il nome scritti qui sopra. Quello che hai scritto resta.
intake-known = È la stessa persona di prima
intake-known-hint = I recapiti vengono dalla volta scorsa: correggili, se sono cambiati.

## Chi può aiutare

ranked-title = Oppure chiedi prima a una sola
ranked-hint = Le più adatte, con il perché. Chi ha detto di no non perde posti.
ranked-ask = Chiedi a lei
ranked-by-desk = senza app: la chiami tu
only-by-desk = Qui nessuno ha l'app: scegli a chi telefonare, e poi scrivi che cosa ha detto.
left-out-title = Perché non ci sono le altre
uncleared-title = Potrebbero, se avessero l'idoneità
uncleared-hint = In casa di una persona entra solo chi ha l'idoneità. Apri la scheda e, dopo il colloquio, segnala.
called-title = Hai telefonato? Scrivi che cosa ha detto
called-hint = Vale come se avesse risposto dall'app. Un no non toglie niente a nessuno.
called-yes = Dice sì
called-no = Dice no
done-answered-yes = Segnato: ha detto di sì.
done-answered-no = Segnato: ha detto di no.
free-title = Chi aiuta non può più
free-hint = La richiesta torna libera e si cerca un'altra persona.
free-why = Perché, in breve
free-send = Libera da { $name }
done-freed = La richiesta è di nuovo libera: cerca un'altra persona.
withdraw-title = La persona non ne ha più bisogno
withdraw-hint = Ha chiamato, o è passata, per dirlo. Chi era stato avvisato lo saprà subito.
withdraw-send = Ritira la richiesta
done-request-withdrawn = Richiesta ritirata.
nobody-because = Abbiamo guardato tutte le antenne dell'HUB:
left-out-elsewhere = In un'altra zona
left-out-other-skill = Offrono altri aiuti
left-out-away = In pausa, sospese o non più attive
left-out-not-cleared = Senza idoneità per entrare in casa
left-out-not-insured = Assicurazione scaduta
left-out-thumbs-down = Con questa persona era andata male
reason-skill = offre questo aiuto
reason-neighbourhood = è del quartiere
reason-zone = è della zona
reason-metres = a circa { $metres } m
reason-km = a circa { $km } km
reason-language = parla { $language }
reason-free = è libera { $when }
reason-present = c'è adesso
reason-known = { $count ->
    [one] ha già aiutato questa persona
   *[other] ha già aiutato questa persona { $count } volte
}
reason-load = { $count ->
    [0] questo mese non ha ancora aiutato
    [one] questo mese ha aiutato 1 volta
   *[other] questo mese ha aiutato { $count } volte
}

## Registrare una richiesta

intake-asked = { $category }: chiedi anche
intake-needed-by = Entro quale giorno
intake-needed-by-hint = Se c'è una data precisa.
intake-when = Quando può la persona
intake-when-hint = Lascia vuoto se va bene sempre.
intake-signal = È un segnale: nessuno ha chiesto aiuto per nome
intake-signal-hint = Resta a parte fra i segnali, senza recapiti. Può diventare una richiesta se la persona è d'accordo.

## Richieste che si ripetono

recurring-title = Richieste che si ripetono
recurring-hint = La spesa di ogni martedì, le medicine ogni due settimane: una cosa sola, che diventa una richiesta qualche giorno prima.
recurring-tabs = Richieste che si ripetono, per stato
recurring-tab-active = In corso
recurring-tab-paused = In pausa
recurring-tab-ended = Concluse
recurring-state-active = In corso
recurring-state-paused = In pausa
recurring-state-ended = Conclusa
recurring-empty-active = Niente che si ripeta, per ora. Quando registri una richiesta puoi dire ogni quanto torna.
recurring-empty-paused = Nessuna in pausa.
recurring-empty-ended = Nessuna conclusa.
recurring-next = la prossima: { $day }
recurring-paused = In pausa
recurring-paused-until = In pausa fino a { $day }
recurring-back = Tutte le richieste che si ripetono
recurring-rule = Si ripete
recurring-begun = Cominciata
recurring-usual = L'ultima volta
recurring-usual-hint = si chiede prima a lei
recurring-change = Cambia, metti in pausa, concludi
recurring-pause = Metti in pausa
recurring-pause-until = Riprende da sola il
recurring-pause-hint = Se la lasci vuota, la fai riprendere tu.
recurring-pause-send = Metti in pausa
recurring-resume = Riprendi adesso
recurring-end = Concludi
recurring-end-hint = Non ne nascono altre. Le richieste già nate vanno avanti da sole.
recurring-end-send = Concludi: non serve più
done-recurring-begun = Registrata: le richieste nasceranno da sole, qualche giorno prima.
done-recurring-paused = In pausa.
done-recurring-resumed = Ripresa.
done-recurring-ended = Conclusa.
done-day-skipped = Saltata, questa volta.
done-day-restored = Rimessa com'era.
done-day-moved = Spostata, questa volta.
done-rule-changed = Da ora in poi segue i giorni nuovi.
days-title = Le prossime volte
days-hint = { $count ->
    [0] Ognuna diventa una richiesta il giorno stesso.
    [one] Ognuna diventa una richiesta il giorno prima.
   *[other] Ognuna diventa una richiesta { $count } giorni prima.
}
days-none = Nessun giorno in vista.
day-to-come = in arrivo
day-paused = in pausa
day-skipped = saltata
day-over = non fatta
day-holiday = giorno di festa: l'HUB è chiuso
day-instead-of = invece di { $day }
day-request = Apri la richiesta
day-skip = Salta
day-restore = Rimetti com'era
day-move = Sposta
day-move-to = Al giorno
day-move-send = Sposta
rule-weekly = ogni { $days }
rule-weeks = ogni { $weeks } settimane: { $days }
rule-until = fino a { $day }
rule-days = In quali giorni
rule-every = Ogni quante settimane
rule-every-hint = 1 vuol dire tutte.
rule-from = Dal
rule-from-hint = Il primo giorno.
rule-last = Al
rule-last-hint = Vuoto: finché serve.
rule-hours-from = Dalle
rule-hours-to = Alle
rule-hours-hint = Vuoto: a qualsiasi ora.
rule-ahead = Quanti giorni prima diventa una richiesta
rule-ahead-hint = Da 0 a 14. Con tre giorni c'è tempo per cercare qualcuno.
rule-change = Cambia i giorni
rule-change-send = Da ora in poi così
intake-repeats = Si ripete: ogni settimana, ogni due…
intake-repeats-hint = Scegli i giorni. Se è una volta sola, lascia tutto vuoto.
reason-usual = ha aiutato l'ultima volta

## In due, e come si cerca

request-mode = Come si cerca
request-route = Smistata a
moderation-dispatcher = Sceglie chi lavora all'HUB, una antenna per volta
moderation-circles = La ricerca parte dall'HUB e si allarga da sola
moderation-direct = Da vicino a vicino: si chiede subito al quartiere
route-circle = si comincia da: { $circle }
route-because-category = per il tipo di aiuto
route-because-place = per il quartiere
route-because-urgency = per l'urgenza
route-because-time = per l'ora in cui è arrivata
route-because-service = perché lì c'è il servizio
queue-for = per { $name }
one-by-one = Per questo tipo di aiuto si chiede a una antenna per volta: scegli a chi.
ranked-title-one = A chi chiedi
two-needed = La prima visita si fa in due: servono due sì di antenne abilitate. Prima nessuno sa chi è.
two-half = { $name } ha detto di sì. Manca la seconda persona; finché non c'è, nessuno sa chi è.
two-ask = Fai andare due persone
two-drop = Basta una persona
accepted-by-two = Vanno in due: { $name } e { $other }.
done-seats-set = Aggiornato.
thread-seats-set = Quante persone
thread-two = Ci vanno in due
thread-one = Basta una persona
thread-seat-taken = Primo sì di due
thread-seat-freed = Il primo sì è tornato indietro
thread-routed = Smistata da una regola della città
reason-trust-known = conosciuta
reason-trust-tried = conosciuta da tempo

## A un altro HUB

request-state-handed-over = In viaggio verso un altro HUB
request-state-passed = Passata a un altro HUB
next-on-its-way = In viaggio verso un altro HUB
hand-title = Passa a un altro HUB
hand-hint = L'altro HUB la prende con un suo codice; quello della persona continua a valere, qui e là.
hand-choose = Scegli l'HUB
hand-to = A quale HUB
hand-shared = Che cosa sa l'altro HUB
hand-shared-hint = Nome, recapiti, parole e lingua passano solo se la persona è d'accordo.
hand-consent-hint = Serve se passa qualcosa della persona.
hand-send = Passa la richiesta
hand-waiting = { $name } non ha ancora risposto. Fino ad allora qui non si decide altro.
hand-from = Arriva da
hand-went = Passata a
hand-refused = Non presa dall'altro HUB
done-request-handed-over = In viaggio: l'altro HUB risponde appena è in linea.
thread-handed-over = Passata a un altro HUB
thread-taken-over = L'altro HUB l'ha presa
thread-hand-over-refused = L'altro HUB non l'ha presa
why-handed-over = Passata a un altro HUB, con il consenso

## I servizi dell'HUB

offering-title = Servizi dell'HUB
offering-hint = Quello che chi entra trova qui, con gli orari e chi se ne occupa. Il chiosco mostra questa pagina.
offering-none = Nessun servizio, per ora.
offering-new = Aggiungi un servizio
offering-edit = Cambia un servizio
offering-change = Cambia
offering-drop = Togli
offering-restore = Rimetti come nel file della città
offering-dropped = Tolto
offering-changed = Cambiato qui
offering-own = Solo di questo HUB
offering-for = Aiuto: { $category }
offering-name = Come si chiama
offering-name-hint = Come lo direbbe una persona del quartiere.
offering-name-en = In inglese
offering-name-en-hint = Facoltativo.
offering-line = Una riga che lo spiega
offering-line-hint = Facoltativo.
offering-covered = Chi se ne occupa
offering-covered-hint = In due parole: chi lavora all'HUB, le antenne, un'associazione. Niente nomi.
offering-category = Per quale aiuto
offering-category-hint = Dal chiosco si può chiedere subito; serve anche a smistare le richieste.
offering-no-category = Nessuno in particolare
offering-icon = Disegno
offering-hours = Orari
offering-save = Salva
done-offering-set = Salvato: il chiosco lo mostra così.
done-offering-dropped = Tolto.
done-offering-restored = Rimesso come nel file della città.

## Dire alle persone che cosa è successo

to-call-title = Da telefonare
to-call-hint = Chi ha lasciato un recapito e non sa ancora che cosa è successo. Chi è stato sentito esce dall'elenco.
to-call-made = Aggiornato { $when }.
to-call-none = Nessuno da chiamare: sanno tutti a che punto è la loro richiesta.
to-call-numbers = Mostra nomi e numeri
to-call-nameless = Senza nome
to-call-told = L'ho detto
to-call-nobody = Non ha risposto
done-told = Segnato: lo sa.
done-told-nobody = Segnato: domani si riprova.
told-said = Detto al telefono: { $what }
told-nobody = Al telefono non ha risposto nessuno: si riprova domani.
tell-waiting = C'è una domanda da farle
tell-accepted = Abbiamo trovato chi aiuta
tell-scheduled = L'aiuto arriva { $when }
tell-referred = Se ne occupa un servizio del Comune
tell-rejected = Il servizio del Comune non può occuparsene: si cerca un'altra strada
tell-done = L'aiuto è stato dato: è andata bene?
tell-not-met = Non abbiamo trovato chi aiuta
tell-passed = Ora la segue { $name }
why-call-list = Elenco delle telefonate
sheet-title = La tua richiesta
sheet-print = Foglietto da stampare
sheet-back = Torna alla richiesta
sheet-question = C'è una domanda per te
sheet-come-back = Quando tornare

# La pagina di un servizio del Comune.

nav-referrals = Inviate a noi
referrals-title = Inviate al nostro servizio
referrals-lead = Le richieste che gli HUB hanno inviato a questo servizio, con quello che la persona ha accettato di dire e niente di più.
referrals-no-service = Il tuo accesso non è legato a un servizio. Chi amministra lo sceglie alla voce “Dove”, nella tua scheda.
referrals-fresh = Da prendere in carico
referrals-fresh-none = Niente di nuovo: nessuna richiesta aspetta una risposta.
referrals-accepted = In carico a noi
referrals-over = Concluse di recente
referral-untold = Richiesta senza dettagli
referral-from = inviata da { $hub }
referral-danger = per pericolo
referral-danger-why = Inviata senza consenso perché c'era un pericolo. Il motivo è scritto qui sotto; chi coordina l'HUB lo riguarda.
referral-told = Che cosa vi è stato detto
referral-kind = Aiuto
referral-place = Quartiere
referral-urgency = Quando
referral-day = Entro
referral-when = In quali orari
referral-language = Lingua
referral-personal = Nome e recapiti
referral-agreed = La persona ha accettato di dirvi: { $fields }. Ogni lettura resta scritta.
referral-elsewhere = La persona ha accettato di dirvi: { $fields }. Si leggono entrando nel nodo di { $hub }.
referral-show = Mostra
referral-said = Detto tra HUB e servizio
referral-answer = La vostra risposta
referral-text = Le vostre parole
referral-text-hint = Servono per chiedere qualcosa all'HUB e per dire di no.
referral-accept = Ce ne occupiamo
referral-ask = Chiedi all'HUB
referral-done = Abbiamo concluso
referral-reject = Non possiamo
done-referral-accept = Ora è in carico a voi.
done-referral-ask = Domanda inviata: l'HUB vi risponde qui.
done-referral-done = Conclusa: l'HUB chiede conferma alla persona.
done-referral-reject = Riportata all'HUB, che cerca un'altra strada.
done-referral-forwarded = Inviata all'HUB, che la registra.
done-service-told = Il servizio lo legge nella sua pagina.
service-tell = Scrivi al servizio
service-tell-hint = Lo legge nella sua pagina. Niente che la persona non abbia accettato di dire.
service-tell-send = Invia
problem-referral-over = Questa richiesta non è più con il vostro servizio.
    .next = È conclusa, è tornata all'HUB, o la persona ha ritirato il consenso: allora non si vede più nulla.
problem-scope-of-a-service = Solo chi lavora in un servizio può averne uno come ambito.

# SMS a chi aspetta notizie.

sms-send = Manda un SMS
sms-text = { $hub }: c'è una novità sulla tua richiesta { $slip }. Vieni allo schermo dell'HUB con questo codice, oppure chiamaci.
sms-noted = Mandato un SMS con il codice.
done-sms-sent = SMS mandato: chi lo riceve sa dove guardare.
problem-sms-off = Da questo HUB non si mandano SMS.
    .next = Si accendono nella configurazione del programma. Intanto telefona.
problem-sms-no-number = A questo numero non si può mandare un SMS.
    .next = Guarda nomi e numeri, e telefona.
problem-sms-too-many = Per quest'ora gli SMS sono finiti.
    .next = Riprova più tardi, oppure telefona.
problem-sms-refused = Chi spedisce gli SMS non l'ha accettato.
    .next = Non è partito: telefona.
problem-sms-unreachable = Chi spedisce gli SMS non risponde.
    .next = Non è partito: riprova più tardi, oppure telefona.
problem-sms-silent = Non sappiamo se l'SMS è partito.
    .next = Resta nell'elenco: telefona, così sei sicura che lo sa.
