# App delle antenne e degli operatori di comunità. Si dà del tu; frasi brevi e cordiali.

antenna-app-name = Costellazione
antenna-app-purpose = Antenne di quartiere

## Avvio e dati sul dispositivo

antenna-opening = Apro i tuoi dati…
antenna-cannot-in-use-title = L'app è già aperta
antenna-cannot-in-use = Un'altra finestra sta usando gli stessi dati ({ $where }). Torna a quella finestra, oppure chiudila e riapri questa.
antenna-cannot-newer-title = Serve una versione più recente
antenna-cannot-newer = Questi dati sono stati scritti da una versione più nuova dell'app ({ $where }). Aggiorna l'app: non si è perso niente.
antenna-cannot-unusable-title = Non riesco ad aprire i dati
antenna-cannot-unusable = Il dispositivo non mi lascia leggere o scrivere: { $where }. Controlla che ci sia spazio libero e riapri l'app.
antenna-alert-moved-aside = Il file dei dati era danneggiato. L'ho messo da parte, senza cancellarlo: { $where }. Ho ricominciato da un archivio vuoto; le cose già confermate dall'hub tornano da sole. Se avevi cose da inviare, mostra quel file al tuo hub.
antenna-alert-pairing-aside = Il collegamento con l'hub era danneggiato. L'ho messo da parte, senza cancellarlo: { $where }. Chiedi al tuo hub un nuovo codice.
antenna-alert-disk = Non riesco a scrivere su questo dispositivo. Libera un po' di spazio: finché non ci riesco, l'ultima cosa che hai fatto potrebbe non essere salvata.
antenna-alert-close = Ho capito

## Benvenuto e collegamento

antenna-welcome-1-title = Qui arrivano le richieste del quartiere
antenna-welcome-1 = Quando qualcuno vicino a te ha bisogno di una mano, l'hub lo propone alle antenne. Tu vedi che cosa serve, quando e più o meno dove. Decidi tu: un no non ha bisogno di spiegazioni e non conta mai contro di te.
antenna-welcome-2-title = Funziona anche senza linea
antenna-welcome-2 = Quello che fai resta al sicuro su questo dispositivo e parte da solo appena torna la linea. Nome, telefono e indirizzo li vedi solo dopo aver accettato, e spariscono da qui quando la richiesta è chiusa.
antenna-pair-title = Collega questo dispositivo
antenna-pair-help = Chiedi al tuo hub il link di collegamento. Comincia con “costellazione:pair/”. Puoi incollarlo o scriverlo.
antenna-pair-link = Link di collegamento
antenna-pair-link-hint = costellazione:pair/…
antenna-pair-found = Il link porta a { $where }
antenna-pair-name = Come chiamiamo questo dispositivo?
antenna-pair-name-hint = per esempio: la cassa del bar
antenna-pair-default-name = Dispositivo di un'antenna
antenna-pair-button = Collega
antenna-pair-asking = Mi presento all'hub…
antenna-pair-not-a-link = Questo non è un link di collegamento. Ricopialo tutto, da “costellazione:pair/” fino in fondo.
antenna-pair-no-answer = L'hub non risponde. Controlla di essere in rete e riprova.
antenna-pair-not-this-hub = Chi risponde a quell'indirizzo non è l'hub di questo link. Non ho inviato il codice. Chiedi all'hub un link nuovo.
antenna-pair-refused = L'hub non ha accettato il codice: forse è già stato usato o è scaduto. Chiedine uno nuovo.
antenna-pair-confused = Non ci siamo capiti con l'hub. Riprova; se succede ancora, mostra questo messaggio al tuo hub.

## Le schermate

antenna-tab-inbox = Richieste
antenna-tab-need = Segnala un bisogno
antenna-tab-need-short = Segnala
antenna-tab-diary = Diario
antenna-tab-settings = Impostazioni
antenna-tab-count = { $tab }, { $count ->
    [one] una cosa che ti aspetta
   *[other] { $count } cose che ti aspettano
}

## La linea

antenna-link-off = Non collegato
antenna-link-paused = In pausa
antenna-link-connecting = Mi collego…
antenna-link-online = Collegato
antenna-link-no-line = Senza linea
antenna-link-hub-silent = L'hub non risponde
antenna-link-busy = Hub occupato
antenna-link-not-authorised = Non autorizzato
antenna-link-taken-over = Aperto altrove
antenna-link-certificate-expired = Certificato scaduto
antenna-link-certificate-not-yet = Controlla la data
antenna-link-certificate-wrong = Non è il tuo hub
antenna-link-confused = Non ci capiamo
antenna-line-off = Questo dispositivo non è ancora collegato a un hub.
antenna-line-online = Sei collegato al tuo hub.
antenna-line-connecting = Cerco il tuo hub. Intanto puoi già usare tutto.
antenna-line-paused = Hai scelto di restare senza linea. Quello che fai resta qui e aspetta.
antenna-line-no-line = Adesso non c'è linea con l'hub. Puoi continuare: quello che fai resta qui e parte da solo.
antenna-line-hub-silent = La linea c'è, ma l'hub non risponde. Puoi continuare: riprovo da solo.
antenna-line-busy = L'hub ha molto da fare in questo momento. Riprovo da solo fra poco.
antenna-line-not-authorised = L'hub non riconosce più questo dispositivo: forse è stato scollegato. Le tue cose restano qui. Chiama il tuo hub: può darti un nuovo link.
antenna-line-taken-over = Un'altra finestra, o un altro dispositivo con lo stesso collegamento, ha preso il tuo posto. Qui mi fermo, per non darci fastidio.
antenna-line-certificate-expired = Il certificato dell'hub è scaduto, quindi non posso essere sicuro che sia lui. Avvisa il tuo hub. Le tue cose restano qui.
antenna-line-certificate-not-yet = Il certificato dell'hub non è ancora valido: di solito vuol dire che la data di questo dispositivo è sbagliata. Controllala.
antenna-line-certificate-wrong = Chi risponde all'indirizzo del tuo hub non è il tuo hub. Non gli mando niente. Avvisa il tuo hub.
antenna-line-confused = L'hub e questa app non si capiscono: forse una delle due va aggiornata. Le tue cose restano qui.
antenna-line-resume = Riprendi qui
antenna-line-retry = Riprova ora
antenna-line-back-online = Torna in linea
antenna-caught-up = Aggiornato { $when }
antenna-to-send = Da inviare: { $count }
antenna-nothing-to-send = Niente da inviare

## Cose in attesa e risposte dell'hub

antenna-sent-waiting = In attesa di conferma dell'hub
antenna-sent-recorded = Registrato dall'hub
antenna-sent-refused = Non registrato

## Richieste

antenna-inbox-title = Richieste
antenna-inbox-count = { $count ->
    [0] Nessuna richiesta in attesa
    [one] Una persona cerca una mano
   *[other] { $count } persone cercano una mano
}
antenna-inbox-empty = Adesso nessuno ha bisogno
antenna-inbox-empty-line = Quando arriva una richiesta adatta a te, la trovi qui.
antenna-inbox-empty-offline = Appena torna la linea, qui vedi se è arrivato qualcosa.
antenna-urgency-today = Oggi
antenna-urgency-this-week = Questa settimana
antenna-urgency-no-hurry = Senza fretta
antenna-for-oneself = per chi la chiede
antenna-for-family = per una persona di famiglia
antenna-for-neighbour = per un vicino o una vicina
antenna-for-customer = per una persona del negozio
antenna-for-other = per un'altra persona
antenna-where-for = { $where }, { $for }
antenna-until = Rispondi entro { $when }
antenna-when-at = { $day } alle { $time }
antenna-accept = Accetto
antenna-decline = Non posso
antenna-dismiss = Togli dalla lista
antenna-answer-yes = Hai detto di sì. In attesa di conferma dell'hub.
antenna-answer-no = Hai detto che non puoi. In attesa di conferma dell'hub.
antenna-answer-accepted = È tua, grazie! Nome e indirizzo stanno arrivando.
antenna-closed-taken = Grazie! L'ha già preso qualcun altro.
antenna-closed-expired = Il tempo per rispondere è finito. Nessun problema.
antenna-closed-withdrawn = Non serve più. Grazie lo stesso.
antenna-closed-declined = Hai detto che non puoi.
antenna-details-after = Nome e indirizzo li vedi dopo aver accettato.
antenna-board-title = Dal tuo quartiere

## Un impegno

antenna-person-name = Nome
antenna-person-phone = Telefono
antenna-person-address = Indirizzo
antenna-person-none = Non ha lasciato recapiti: chiedi al tuo hub.
antenna-task-done = Fatto
antenna-task-give-back = Non riesco più
antenna-done-question = Quanto tempo è servito?
antenna-done-note = Vuoi aggiungere qualcosa?
antenna-done-no-time = Preferisco non dirlo
antenna-done-send = Conferma: fatto
antenna-task-reporting = Hai detto che è fatto. In attesa di conferma dell'hub.
antenna-task-done-recorded = Fatto, grazie! L'hub l'ha registrato.
antenna-task-giving-back = Hai detto che non riesci più. In attesa di conferma dell'hub.
antenna-task-given-back = Va bene così: l'hub cerca qualcun altro.
antenna-task-met = Concluso: grazie del tuo tempo.
antenna-task-not-met = L'hub ha chiuso la richiesta.
antenna-give-back-title = Non riesci più?
antenna-give-back-text = Succede. L'hub cercherà subito un'altra persona, e nome e indirizzo spariranno da questo dispositivo.
antenna-give-back-yes = Non riesco più

## Segnalare un bisogno

antenna-need-title = Segnala un bisogno
antenna-need-help = Hai visto o sentito qualcosa? Raccontalo all'hub, per qualcuno o anche senza dire per chi. Non scrivere nomi.
antenna-need-category = Di che cosa c'è bisogno?
antenna-need-category-missing = Scegli di che cosa c'è bisogno.
antenna-need-where = Dove?
antenna-need-when = Quanto è urgente?
antenna-need-who = Per chi?
antenna-need-nobody = Nessuno in particolare
antenna-need-family = Famiglia
antenna-need-neighbour = Vicina o vicino
antenna-need-customer = Cliente
antenna-need-other = Un'altra persona
antenna-need-oneself = Per me
antenna-need-text = Con parole tue
antenna-need-text-hint = Che cosa hai visto o sentito? Senza nomi.
antenna-need-send = Segnala
antenna-need-kept = Salvato qui. L'hub lo riceve appena c'è linea.
antenna-need-sent-title = Segnalati da qui
antenna-need-none = Le tue segnalazioni compariranno qui.
antenna-more-places = Altri quartieri
antenna-fewer-places = Meno quartieri

## Diario

antenna-diary-title = Diario
antenna-diary-help = Si salva mentre scrivi. Parte solo quando tocchi “Registra”.
antenna-diary-what = Che cosa hai fatto?
antenna-diary-what-missing = Scegli che cosa hai fatto.
antenna-diary-minutes = Quanto è durato?
antenna-diary-minutes-missing = Aggiungi la durata.
antenna-diary-day = Quando?
antenna-diary-start = Inizio alle { $time }
antenna-diary-earlier = Prima
antenna-diary-later = Dopo
antenna-diary-where = Dove?
antenna-diary-place = Luogo
antenna-diary-place-hint = per esempio: sala civica, cortile, bar
antenna-diary-people = Quante persone hai incontrato?
antenna-diary-topics = Di che cosa si è parlato?
antenna-diary-next = Prossimo passo
antenna-diary-next-hint = per esempio: richiamare giovedì
antenna-diary-send = Registra
antenna-diary-discard = Butta la bozza
antenna-diary-draft = Bozza salvata
antenna-diary-kept = Salvato qui. L'hub lo riceve appena c'è linea.
antenna-diary-list = Registrati da qui
antenna-diary-list-empty = Quello che registri compare qui.
antenna-diary-correct = Correggi
antenna-diary-people-count = { $count ->
    [0] nessuna persona
    [one] una persona
   *[other] { $count } persone
}
antenna-diary-line = { $when }, { $length }, { $people }
antenna-diary-discard-title = Buttare la bozza?
antenna-diary-discard-text = Quello che hai scritto sparisce davvero. Quello che hai già registrato resta.
antenna-diary-discard-yes = Sì, buttala
antenna-minutes-none = non detto
antenna-minutes-more = + { $minutes } min
antenna-minutes-less = − { $minutes } min
antenna-people-more = + { $count }
antenna-people-less = − { $count }
antenna-kind-presence = Presidio del territorio
antenna-kind-community-work = Lavoro di comunità
antenna-kind-animation = Animazione
antenna-kind-meeting = Incontro
antenna-kind-networking-act = Messa in rete
antenna-kind-antenna-support = Sostegno a un'antenna
antenna-kind-handover = Passaggio di consegne
antenna-kind-training = Formazione
antenna-kind-travel = Spostamento
antenna-kind-writing = Scrittura e documenti

## Impostazioni

antenna-settings-title = Impostazioni
antenna-settings-line = Linea
antenna-settings-stay-offline = Resta senza linea
antenna-settings-who = Chi sono
antenna-settings-unknown = L'hub non me l'ha ancora detto
antenna-settings-operator = Operatrice o operatore di comunità
antenna-settings-antenna = Antenna di quartiere
antenna-settings-hub = Hub
antenna-settings-neighbourhood = Quartiere
antenna-settings-address = Indirizzo dell'hub
antenna-settings-version = Versione dell'app
antenna-settings-language = Lingua
antenna-settings-look = Come la vedo
antenna-settings-large = Testo grande
antenna-settings-contrast = Contrasto alto
antenna-settings-still = Niente animazioni
antenna-settings-leave = Scollega questo dispositivo
antenna-settings-leave-line = Toglie da qui collegamento, richieste e bozze. L'hub conserva ciò che ha già registrato.
antenna-leave-title = Scollegare questo dispositivo?
antenna-leave-text = Da qui spariscono il collegamento, le richieste e le bozze. Per tornare serve un nuovo link del tuo hub.
antenna-leave-waiting = { $count ->
    [one] Attenzione: una cosa non è ancora arrivata all'hub e andrebbe persa.
   *[other] Attenzione: { $count } cose non sono ancora arrivate all'hub e andrebbero perse.
}
antenna-leave-yes = Sì, scollega

## Risposte dell'hub a ciò che si invia

antenna-refused-already-taken = Grazie! L'ha già preso qualcun altro.
antenna-refused-not-asked = Questa richiesta non è stata proposta a te.
antenna-refused-not-the-helper = Questa richiesta non è più affidata a te.
antenna-refused-unknown-request = L'hub non trova più questa richiesta: forse è già stata chiusa.
antenna-refused-request-state = Nel frattempo la richiesta è andata avanti: non serve fare altro.
antenna-refused-out-of-range = Un numero o un testo è troppo grande. Correggilo e invialo di nuovo.
antenna-refused-not-in-catalogue = Una delle voci scelte non si usa più. Scegline un'altra e invia di nuovo.
antenna-refused-starts-in-the-future = L'inizio è nel futuro. Correggi giorno e ora e registra di nuovo.
antenna-refused-starts-too-long-ago = È troppo indietro nel tempo per registrarlo da qui. Parlane con il tuo hub.
antenna-refused-not-your-area = Quel quartiere non è fra quelli che segui. Scegline un altro o parlane con il tuo hub.
antenna-refused-not-your-role = Questo lo può fare solo un'operatrice o un operatore di comunità.
antenna-refused-message-too-large = È troppo lungo. Accorcialo e invialo di nuovo.
antenna-refused-message-unknown = L'hub non conosce ancora questa funzione. Avvisa il tuo hub.
antenna-refused-other = L'hub non l'ha accettato ({ $why }). Se non capisci perché, chiama il tuo hub.

## Io come antenna

antenna-here-yes = Risulti disponibile
antenna-here-no = Sei disponibile adesso?
antenna-here-line = Facoltativo: aiuta l'HUB a sapere a chi chiedere. Non è un obbligo.
antenna-here-until = Fino a: { $when }
antenna-here-say = Sì, sono disponibile ora
antenna-here-stop = Non più disponibile
antenna-resting-title = Sei in pausa
antenna-resting-line = Non ricevi richieste. Quando vuoi, riprendi.
antenna-resume = Riprendo
antenna-rest = Faccio una pausa
antenna-rest-title = Fare una pausa?
antenna-rest-text = Non riceverai richieste finché non riprendi. Puoi tornare quando vuoi, senza spiegazioni.
antenna-rest-yes = Sì, faccio una pausa
antenna-farewell = Smetto di essere antenna
antenna-farewell-title = Vuoi salutarci?
antenna-farewell-text = Grazie per tutto quello che hai fatto. Le richieste che avevi tornano all'HUB. Non serve un motivo.
antenna-farewell-yes = Sì, concludo
antenna-standing-title = La mia antenna
antenna-standing-active = Attiva
antenna-standing-resting = In pausa
antenna-standing-suspended = Sospesa: parlane con l'HUB
antenna-standing-ended = Conclusa. Grazie!
antenna-standing-coming = Non ancora attiva
antenna-standing-waiting = In attesa dell'HUB
antenna-standing-review = Riparliamo dell'impegno: { $day }

## Agenda

antenna-agenda-title = Agenda
antenna-agenda-count = { $count ->
    [0] Niente da fare adesso
    [one] Un impegno preso
   *[other] { $count } impegni presi
}
antenna-agenda-empty = Nessun impegno adesso
antenna-agenda-empty-line = Quando accetti una richiesta, qui trovi nome, telefono e indirizzo, e quando vi vedete.
antenna-agenda-empty-action = Vedi le richieste
antenna-agenda-tomorrow-free = Domani: nessun appuntamento
antenna-agenda-tomorrow = { $count ->
    [one] Domani: un appuntamento, alle { $time }
   *[other] Domani: { $count } appuntamenti, il primo alle { $time }
}
antenna-agenda-all = Tutti
antenna-agenda-day-empty = In questo giorno non hai appuntamenti.
antenna-agenda-past = Era già il momento
antenna-agenda-to-agree = Da concordare
antenna-agenda-over = Conclusi
antenna-task-agree = Ci siamo accordati sul quando
antenna-task-agree-again = Cambia giorno o ora
antenna-task-start = L'aiuto è cominciato
antenna-task-begun = L'aiuto è cominciato
antenna-task-write = Scrivi all'hub
antenna-when-question = Quando vi vedete?
antenna-when-day-less = Un giorno prima
antenna-when-day-more = Un giorno dopo
antenna-when-past = Questo momento è già passato: scegline uno più avanti.
antenna-when-send = Segna in agenda
antenna-how-question = Com'è andata?
antenna-how-text = Vuoi dire qualcosa all'hub?
antenna-how-send = Invia
antenna-how-said = Hai detto com'è andata: { $how }
antenna-went-good = Bene
antenna-went-middling = Così così
antenna-went-bad = Male

## Messaggi con l'hub

antenna-words-title = Messaggi
antenna-words-help = Qui scrivi alle operatrici e agli operatori del tuo hub. Ti rispondono quando l'hub è aperto.
antenna-words-general = Il mio hub
antenna-words-general-help = Per qualsiasi cosa: una domanda, un dubbio, un saluto.
antenna-words-about-help = A proposito di questa richiesta.
antenna-words-old = Una richiesta conclusa
antenna-words-none = Ancora nessun messaggio
antenna-words-empty = Ancora nessun messaggio. Scrivi pure: anche senza linea, parte da solo appena torna.
antenna-words-erased = Testo cancellato
antenna-words-new = { $count ->
    [one] Un messaggio nuovo
   *[other] { $count } messaggi nuovi
}
antenna-words-all = Tutti i messaggi
antenna-words-write = Il tuo messaggio
antenna-words-hint = Scrivi qui
antenna-words-send = Invia il messaggio
antenna-words-me = Tu
antenna-words-hub = Hub
antenna-words-who = { $who }, { $when }

## Quello che ho fatto

antenna-done-title = Quello che ho fatto
antenna-done-help = Mese per mese, come risulta al tuo hub. È solo per te: nessuno fa classifiche.
antenna-done-empty = Qui comincia la tua storia
antenna-done-empty-line = Quando un aiuto è concluso, lo trovi qui.
antenna-done-helps = { $count ->
    [0] Nessun aiuto in questo mese
    [one] Un aiuto dato
   *[other] { $count } aiuti dati
}
antenna-done-helping = Volontariato, aiutando: { $length }
antenna-done-told = Volontariato, altre ore: { $length }
antenna-done-paid = Lavoro, dal diario: { $length }
antenna-hours-title = Segna ore di volontariato
antenna-hours-help = Per il tempo donato che non passa da una richiesta: un turno, una festa, due chiacchiere.
antenna-hours-how-long = Quanto tempo?
antenna-hours-day = In che giorno?
antenna-hours-what = Per che cosa?
antenna-hours-other = Altro
antenna-hours-send = Segna le ore
antenna-hours-list = Ore segnate a mano
antenna-hours-line = { $day }, { $length }: { $what }
antenna-hours-take-back = È stato un errore
antenna-take-back-title = Togliere queste ore?
antenna-take-back-text = L'hub le toglie dal tuo mese. Puoi segnarle di nuovo, giuste.
antenna-take-back-yes = Sì, toglile

## Altro

antenna-tab-agenda = Agenda
antenna-tab-words = Messaggi
antenna-tab-done = Quello che ho fatto
antenna-tab-more = Altro
antenna-more-title = Altro
antenna-more-done = I tuoi aiuti e le tue ore, mese per mese
antenna-more-settings = Linea, lingua, testo, pausa e saluti

## Diario: le mie voci

antenna-diary-places = I tuoi luoghi
antenna-diary-more = Aggiungi quando, dove, argomenti
antenna-diary-less = Solo l'essenziale
antenna-diary-correcting = Stai correggendo una voce che hai già inviato.
antenna-diary-month-closed = Questo mese è chiuso: l'HUB non prende più annotazioni con questa data. Scegli un giorno di un mese aperto.
antenna-diary-late-rule = Oltre { $late } giorni dopo risulta in ritardo; oltre { $most } non si può più registrare.
antenna-diary-is-late = Va bene lo stesso, ma risulterà in ritardo: sono passati più di { $late } giorni. Oltre { $most } non si può più registrare.
antenna-entry-waiting = In attesa di conferma dell'hub
antenna-entry-submitted = Registrato dall'hub, da rivedere
antenna-entry-refused = Non registrato
antenna-entry-returned = Da correggere
antenna-entry-accepted = Accettato
antenna-entry-locked = Mese chiuso
antenna-entry-amended = Corretto da una voce successiva
antenna-entry-late = In ritardo di { $days ->
    [one] un giorno
   *[other] { $days } giorni
}
antenna-entry-why = Perché: { $why }
antenna-need-signal = È un segnale: l'hub lo tiene da parte, senza il nome di nessuno.
antenna-need-person-help = Chi è, solo se la persona è d'accordo. Senza nome l'hub passa da te per trovarla.

## Risposte dell'hub alle cose nuove

antenna-refused-in-the-past = Quel momento è già passato. Sceglietene un altro.
antenna-refused-entry-state = Nel frattempo questa voce è stata accettata: non serve correggerla.
antenna-refused-month-closed = Il mese di questa voce è chiuso. Parlane con chi coordina: si corregge con una voce nuova.
antenna-refused-messages-wait = Hai già scritto tanti messaggi senza risposta. Aspetta che l'hub ti risponda, o chiamalo.
antenna-refused-not-your-thread = Di questa richiesta puoi scrivere solo se la segui tu.
antenna-refused-antenna-not-in-register = Il tuo hub non ti ha ancora nel registro delle antenne: chiamalo, ci vuole un minuto.
antenna-refused-unknown-hours = Queste ore non ci sono più.

## Banca del tempo

antenna-tab-bank = Banca del tempo
antenna-more-bank = Saldo, scambi, bacheca
antenna-bank-none = Qui vedrai il tuo conto della banca del tempo
antenna-bank-none-line = Questo telefono non parla ancora per una socia o un socio.
antenna-bank-how-desk = Passa allo sportello del tuo hub, o telefona: bastano pochi minuti.
antenna-bank-how-member = Non sei ancora socia o socio? Prima c'è un colloquio, poi un periodo di prova con il conto già aperto.
antenna-bank-how-link = Se lo sei già, chi lavora allo sportello collega questo telefono mentre sei lì. Poi funziona anche senza linea.
antenna-bank-who = { $name } · numero { $number }
antenna-bank-number = Numero { $number }
antenna-bank-name-number = { $name } · numero { $number }
antenna-bank-somebody = Una persona
antenna-bank-account = Il mio conto
antenna-bank-record = Registra uno scambio
antenna-bank-board = Bacheca
antenna-bank-settled = Saldo confermato dall'hub
antenna-bank-provisional = In attesa: { $difference }. Quando tutto è confermato avrai { $balance }.
antenna-bank-gave-got = Hai dato { $gave } e ricevuto { $got }
antenna-bank-low = Ti avvicini al limite: puoi ricevere ancora { $left }.
antenna-bank-at-floor = Sei al limite: per ora puoi solo dare tempo.
antenna-bank-high = Hai messo da parte tante ore: puoi darne ancora { $left }.
antenna-bank-at-ceiling = Hai raggiunto il massimo: per ora puoi solo ricevere.
antenna-bank-suspended = Per ora non puoi scambiare. Parlane con lo sportello.
antenna-bank-renew = L'iscrizione va rinnovata entro { $day }: lo fai allo sportello.
antenna-bank-to-answer = Da confermare
antenna-bank-said-gave = { $name } dice che gli o le hai dato { $length }
antenna-bank-said-got = { $name } dice di averti dato { $length }
antenna-bank-said-day = È successo { $day }. Puoi rispondere fino a { $until }.
antenna-bank-said-yes = Hai confermato. Aspettiamo che l'hub lo registri.
antenna-bank-said-no = Hai detto che non è così. Lo diciamo all'hub.
antenna-bank-yes = Sì, confermo
antenna-bank-no = No, non è così
antenna-bank-declared = In attesa
antenna-bank-i-gave-to = Hai dato { $length } a { $name }
antenna-bank-i-got-from = Hai ricevuto { $length } da { $name }
antenna-bank-what-when = { $what } · { $day }
antenna-bank-what-long = { $what } · circa { $length }
antenna-bank-movement = { $what } · { $with } · { $day }
antenna-bank-waits-other = Ora tocca all'altra persona: può rispondere fino a { $until }.
antenna-bank-at-hub = L'hub lo ha ricevuto.
antenna-bank-withdraw = Ritira
antenna-bank-withdrawing = Ritirato. Aspettiamo la conferma dell'hub.
antenna-bank-withdraw-title = Ritiri questa dichiarazione?
antenna-bank-withdraw-text = L'altra persona non dovrà più rispondere. Se ha già confermato, lo scambio resta.
antenna-bank-agreed = Con la banca del tempo
antenna-bank-gives-to = Dai il tuo tempo a { $name }
antenna-bank-gets-from = { $name } ti dà il suo tempo
antenna-bank-agreed-done = È fatto: registra
antenna-bank-off = Annulla l'impegno
antenna-bank-off-title = Annulli questo impegno?
antenna-bank-off-text = Sparisce dall'agenda di tutte e due. Avvisa anche a voce l'altra persona.
antenna-bank-missed = L'altra persona non è venuta
antenna-bank-missed-title = L'altra persona non è venuta?
antenna-bank-missed-text = L'impegno sparisce dall'agenda di tutte e due, e lo sportello lo sa. Un ritardo capita: prova prima a chiamare.
antenna-bank-calling-off = Annullato. Aspettiamo la conferma dell'hub.
antenna-bank-movements = Movimenti
antenna-bank-refer-ask = Com'è andata con { $name }?
antenna-bank-refer-said = Detto. Aspettiamo la conferma dell'hub.
antenna-bank-refer-missing = Scegli com'è andata.
antenna-bank-refer-words = Due parole
antenna-bank-refer-once = Lo leggono l'altra persona e lo sportello. Si dice una volta sola.
antenna-bank-refer-send = Invia
antenna-bank-liked = Bene, lo rifarei
antenna-bank-not-liked = Non tanto
antenna-bank-references = Che cosa dicono di te
antenna-bank-answer = Rispondi
antenna-bank-answer-missing = Scrivi la tua risposta.
antenna-bank-my-answer = Hai risposto: { $text }
antenna-refused-bank-already-said = L'hai già detto: si dice una volta sola.
antenna-refused-bank-unknown-reference = Non c'è più niente a cui rispondere.
antenna-refused-bank-nobody-to-tell = Con più persone insieme non si dice com'è andata.
antenna-bank-no-movements = Ancora nessuno scambio. Un'ora data vale un'ora ricevuta, qualunque cosa si faccia.
antenna-bank-without-service = Ore senza un servizio
antenna-bank-page = { $page } di { $pages }
antenna-bank-newer = Più recenti
antenna-bank-older = Più vecchi
antenna-bank-is-done = È già fatto
antenna-bank-is-planned = Ci siamo accordati
antenna-bank-who-gave = Chi dà il suo tempo?
antenna-bank-i-gave = L'ho dato io
antenna-bank-i-got = L'ho ricevuto io
antenna-bank-i-give = Lo darò io
antenna-bank-i-get = Lo riceverò io
antenna-bank-with = Con chi?
antenna-bank-typed = Numero di tessera o codice
antenna-bank-typed-hint = Il numero è sotto il nome, il codice sotto il quadratino della sua tessera.
antenna-bank-how-long = Quanto durerà, più o meno?
antenna-bank-what = Che cosa?
antenna-bank-send = Dichiara lo scambio
antenna-bank-agree = Segna in agenda
antenna-bank-kept = Salvato qui. Appena c'è linea va all'hub; poi l'altra persona conferma.
antenna-bank-agreed-kept = Salvato qui. Appena c'è linea lo vede anche l'altra persona.
antenna-bank-offline-hint = Funziona anche senza linea. Il saldo cambia quando l'altra persona ha confermato e l'hub lo ha registrato.
antenna-bank-missing-gave = Scegli chi ha dato il suo tempo.
antenna-bank-missing-other = Scegli la persona, o scrivi il numero o il codice della sua tessera.
antenna-bank-board-others = Chi offre e chi cerca
antenna-bank-board-own = I tuoi annunci
antenna-bank-board-empty = La bacheca è ancora vuota.
antenna-bank-board-help = Ti interessa qualcosa? Chiedi allo sportello di mettervi in contatto, dicendo il numero.
antenna-bank-offers = Offre: { $what }
antenna-bank-wants = Cerca: { $what }
antenna-bank-until = fino a { $day }
antenna-bank-no-end = senza scadenza
antenna-bank-notice-renew = Altri sei mesi
antenna-bank-notice-pause = In pausa
antenna-bank-notice-resume = Rimetti in bacheca
antenna-bank-notice-paused = in pausa: per ora non lo vede nessuno
antenna-bank-notice-hidden = tolto dallo sportello: chiedi lì come rimetterlo
antenna-bank-notice-away = Togli
antenna-bank-notice-new = Un annuncio nuovo
antenna-bank-i-offer = Offro
antenna-bank-i-want = Cerco
antenna-bank-notice-words = Due parole (con #parola ti trovano)
antenna-bank-notice-send = Metti in bacheca
antenna-bank-notice-kept = Salvato qui. Appena c'è linea va in bacheca per sei mesi.
antenna-refused-bank-device-not-linked = Questo telefono non parla per un conto della banca del tempo. Lo collega lo sportello, in un minuto.
antenna-refused-bank-below-floor = Questo scambio ti porterebbe sotto { $floor }. Adesso hai { $balance }: ti conviene prima dare { $missing }, o registrare meno tempo.
antenna-refused-bank-above-ceiling = Questo scambio ti porterebbe sopra { $ceiling }. Adesso hai { $balance }: prima conviene che tu spenda { $over }.
antenna-refused-bank-other-below-floor = L'altra persona per ora non può ricevere così tante ore. Provate con meno tempo, o parlatene con lo sportello.
antenna-refused-bank-other-above-ceiling = L'altra persona per ora non può dare così tante ore. Provate con meno tempo, o parlatene con lo sportello.
antenna-refused-bank-may-not-exchange = Una delle due persone per ora non può scambiare. Lo sportello sa perché.
antenna-refused-bank-same-account = Tu e questa persona avete lo stesso conto: in una stessa famiglia il tempo non si scambia.
antenna-refused-bank-excluded = Questo servizio non si può scambiare: chiede un titolo o rilascia un certificato.
antenna-refused-bank-bad-day = Il giorno deve essere passato, e da non più di un anno.
antenna-refused-bank-unknown-number = Nessuna socia e nessun socio ha il numero { $number }. Guarda sulla tessera, sotto il nome.
antenna-refused-bank-card-unknown = Questa tessera non è più valida: forse è stata sostituita.
antenna-refused-bank-exchange-state = Nel frattempo questo scambio è cambiato: guarda tra i movimenti.
antenna-refused-bank-own-declaration = Lo avete dichiarato voi: deve confermare l'altra persona.
antenna-refused-bank-not-yours = Questo scambio è tra altre persone.
antenna-refused-bank-unknown-exchange = L'hub non trova questo scambio.
antenna-refused-bank-unknown-arrangement = Questo impegno non c'è più.
antenna-refused-bank-arrangement-kept = Questo impegno è già stato registrato come scambio.
antenna-refused-bank-unknown-listing = Questo annuncio non c'è più.
antenna-refused-bank-listing-closed = L'annuncio intanto è cambiato.
antenna-refused-bank-out-of-range = Il giorno o la durata non vanno bene. Correggi e invia di nuovo.
