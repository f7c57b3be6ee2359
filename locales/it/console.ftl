# Parole della console, per chi lavora agli HUB e al nodo centrale. Frasi brevi, gentili, niente burocratese.

## Cornice di ogni pagina

skip-to-content = Vai al contenuto
place-central = Nodo centrale
place-hub = HUB { $name }
sign-out = Esci
nav-name = Sezioni
nav-requests = Richieste
nav-diary = Diario
nav-ideas = Idee
nav-offers = Offerte
nav-antennae = Antenne
nav-overview = Panoramica
nav-staff = Persone
nav-privacy = Dati personali
nav-city = File della città
nav-hubs = HUB
nav-parked = Da chiarire
nav-account = Il mio account
nav-more = Altro
nav-unread = { $count ->
    [0] Nessuna richiesta nuova
    [one] Una richiesta nuova
   *[other] { $count } richieste nuove
}
live-on = In diretta
live-off = Linea persa: la pagina riprova da sola
form-leaving = Hai scritto qualcosa che non è ancora salvato.
form-errors = { $count ->
    [one] C'è una cosa da sistemare:
   *[other] Ci sono { $count } cose da sistemare:
}
problem-title = Qualcosa non va
problem-home = Torna all'inizio
pages-name = Pagine dell'elenco
pages-shown = Da { $first } a { $last } di { $total }
pages-shown-beyond = Da { $first } a { $last } di più di { $total }
pages-previous = Precedenti
pages-next = Successive
export-csv = Scarica le righe (CSV)
export-pdf = Stampa (PDF)
export-xlsx = Foglio di calcolo (XLSX)

## Tempo

since-now = adesso
since-minutes = { $count ->
    [one] da 1 minuto
   *[other] da { $count } minuti
}
since-hours = { $count ->
    [one] da 1 ora
   *[other] da { $count } ore
}
since-days = { $count ->
    [one] da 1 giorno
   *[other] da { $count } giorni
}
until-over = scaduto
until-now = fra meno di un minuto
until-minutes = { $count ->
    [one] fra 1 minuto
   *[other] fra { $count } minuti
}
until-hours = { $count ->
    [one] fra 1 ora
   *[other] fra { $count } ore
}
until-days = { $count ->
    [one] fra 1 giorno
   *[other] fra { $count } giorni
}
month-year = { $month } { $year }

## Ruoli e ambiti

role-operator = Operatrice o operatore di comunità
role-coordinator = Coordinamento
role-central-staff = Staff centrale
role-service-operator = Operatrice o operatore dei servizi
role-admin = Amministrazione del sistema
role-privacy-officer = Protezione dei dati
scope-city = Tutta la città
scope-service = Servizio: { $name }
scope-zone = Zona { $name }

## Chi ha fatto qualcosa

actor-system = Il sistema
actor-staff = Personale di un altro nodo
actor-device = Un'antenna
actor-kiosk = Al chiosco

## Entrare e uscire

sign-in-title = Entra
sign-in-again = Devi entrare di nuovo, o la sessione è scaduta. Poi torni alla pagina dove eri.
sign-in-place = { $place }
sign-in = Entra
sign-in-name = Nome utente
sign-in-password = Password
sign-in-name-missing = Scrivi il tuo nome utente.
sign-in-password-missing = Scrivi la tua password.
sign-in-help = Password dimenticata? Chiedi a chi coordina l'HUB: te ne dà una nuova da usare una volta.
done-signed-out = Sei uscito. A presto!

## Il mio account

account-title = Il mio account
account-must-change = Scegli la tua password
account-must-change-hint = La password che hai ricevuto vale una volta sola. Scegline una che conosci solo tu, poi puoi cominciare.
account-password = Password
account-password-old = Password di adesso
account-password-new = Password nuova
account-password-again = Ancora la password nuova
account-password-hint = Almeno { $count } caratteri. Una frase breve va benissimo.
account-password-change = Cambia la password
account-preferences = Preferenze
account-language = Lingua
account-language-browser = Quella del browser
account-text-size = Grandezza del testo
text-size-normal = Normale
text-size-large = Grande
text-size-largest = Molto grande
done-password-changed = La password è cambiata. Le altre sessioni sono state chiuse.
done-preferences-kept = Preferenze salvate.
account-pin = PIN per il chiosco
account-pin-hint = Con questo PIN consegni e ritiri le cose in custodia allo schermo dell'HUB, accanto a chi le prende o le riporta.
account-pin-new = PIN nuovo
account-pin-shape = Da quattro a sei cifre, non in fila e non tutte uguali.
account-pin-again = Ancora il PIN nuovo
account-pin-set = Imposta il PIN
done-staff-pin-set = Il PIN per il chiosco vale da subito.

## Persone che lavorano qui

staff-title = Persone che lavorano qui
staff-new = Nuovo account
staff-add = Crea l'account
staff-name = Nome e cognome
staff-name-hint = Come la chiamano colleghe e colleghi.
staff-login-hint = Per entrare: lettere, numeri, punti e trattini.
staff-role = Ruolo
staff-scope = Ambito
staff-scope-hint = La parte di città di cui si occupa.
staff-since = Dal
staff-state = Stato
staff-me = (tu)
staff-active = Attivo
staff-closed = Chiuso
staff-fresh = Mai entrato
staff-change-role = Cambia ruolo o ambito
staff-access = Accesso
staff-reset-hint = Una password nuova chiude tutte le sessioni aperte. Chiudere l'account non cancella quello che la persona ha fatto.
staff-reset = Dai una password nuova
staff-close = Chiudi l'account
staff-open = Riapri l'account
one-time-title = Password da consegnare
one-time-hint = Consegna queste parole a { $name }, a voce o su un foglio. Al primo ingresso ne sceglierà una sua.
one-time-password = Password per una volta
one-time-once = La vedi solo adesso: quando lasci questa pagina non si può più leggere.
one-time-done = L'ho consegnata
done-role-changed = Ruolo e ambito aggiornati.
done-account-closed = L'account è chiuso e le sue sessioni sono finite.
done-account-opened = L'account è di nuovo aperto.

## Dati personali

privacy-title = Dati personali
privacy-hint = Per i diritti di una persona parti dalla sua richiesta: cercala con il codice del foglietto. Qui trovi le cancellazioni già fatte.
privacy-erasures = Cancellazioni
privacy-none = Nessuna cancellazione finora.
privacy-records = { $count ->
    [0] Nessun testo da cancellare
    [one] Un testo cancellato
   *[other] { $count } testi cancellati
}
privacy-acks = { $count ->
    [one] Confermata da 1 nodo
   *[other] Confermata da { $count } nodi
}
thing-request = Richiesta
thing-idea = Idea
thing-member = Banca del tempo
thing-offer = Offerta di tempo
person-title = Dati di una persona
person-kept = Che cosa conserviamo
person-same = La stessa persona ha lasciato qualcosa anche altre volte: ogni volta ha i suoi dati, da cancellare a parte.
person-same-nth = scheda { $number }
person-in-vault = Nome, telefono o indirizzo, cifrati con una chiave solo sua
person-not-in-vault = Nessun nome, telefono o indirizzo
person-has-words = con le sue parole
person-has-note = con una nota per le antenne
person-looks = Chi ha guardato questi dati
person-no-looks = Nessuno li ha guardati.
person-look-when = Quando
person-look-who = Chi
person-look-why = Perché
person-name = Nome
person-phone = Telefono
person-address = Indirizzo
person-none = non lasciato
erase-title = Cancella i dati di questa persona
erase-what-goes = Si distruggono nome, telefono e indirizzo con la loro chiave, le parole della richiesta e la nota per le antenne: qui, al nodo centrale e nelle copie di sicurezza.
erase-what-stays = Restano i fatti senza nome: che una richiesta c'è stata, di che tipo, dove e com'è finita. Non si può tornare indietro.
erase-sure = Ho verificato chi lo chiede e ho spiegato che non si torna indietro.
erase-send = Cancella per sempre
done-erased = I dati sono stati cancellati.
certificate-title = Certificato di cancellazione
certificate-says = Si attesta che i dati personali indicati qui sotto sono stati cancellati su richiesta della persona interessata.
certificate-number = Riferimento
certificate-when = Quando
certificate-where = Dove
certificate-who = Eseguita da
certificate-what = Che cosa è stato cancellato
certificate-key = Nome, telefono e indirizzo, con la chiave che li apriva
certificate-records = { $count ->
    [0] Nessun testo libero: non ce n'erano
    [one] Un testo libero
   *[other] { $count } testi liberi
}
certificate-acks = Chi ha confermato di non avere più copie
certificate-ack = { $node }, { $when }
certificate-waiting = { $node }: in attesa di conferma
certificate-bank = Banca del tempo di { $node } (le parole tra gli sportelli)
certificate-stays = Restano i fatti senza nome, necessari ai conteggi: tipo di richiesta, quartiere, tempi ed esito.
certificate-made = Documento prodotto { $when }.

## Coda delle richieste

queue-title = Richieste
queue-title-central = Richieste di tutti gli HUB
queue-enter = Nuova richiesta
queue-filter = Cerca tra le richieste
queue-tabs = Stato delle richieste
queue-tab-new = Nuove
queue-tab-mine = Mie
queue-tab-searching = In ricerca
queue-tab-accepted = Accettate
queue-tab-to-confirm = Da confermare
queue-tab-closed = Chiuse
queue-tab-every = Tutte
queue-hub = HUB
queue-place = Quartiere
queue-category = Tipo di aiuto
queue-state = Esito o stato
queue-reason = Motivo
queue-any-hub = Tutti gli HUB
queue-any-place = Tutti i quartieri
queue-any-category = Tutti i tipi
queue-any-state = Tutti
queue-any-reason = Tutti i motivi
queue-search = Cerca
queue-none-found = Nessuna richiesta con questi filtri.
queue-clear = Togli i filtri
queue-empty-new = Nessuna richiesta nuova. Quando ne arriva una la vedi qui subito.
queue-empty-mine = Non hai richieste in carico.
queue-empty-searching = Nessuna richiesta in ricerca.
queue-empty-accepted = Nessuna richiesta accettata in attesa.
queue-empty-to-confirm = Niente da confermare.
queue-empty-closed = Ancora nessuna richiesta chiusa.
queue-empty-every = Ancora nessuna richiesta.
queue-answers = risposte { $until }

## Una richiesta

request-title = Richiesta
request-back = Richieste
request-changed = Nel frattempo questa richiesta è cambiata.
request-refresh = Aggiorna
request-overdue = Oltre il termine
request-reopened = { $count ->
    [one] Riaperta una volta
   *[other] Riaperta { $count } volte
}
request-words = Con parole sue
request-words-none = Non ha aggiunto parole sue.
request-words-erased = Le parole sono state cancellate.
request-note = Nota per le antenne
request-said = Che cosa aggiunge chi ha aiutato
request-questions = Che cosa chiedere
request-thread = Che cosa è successo
request-facts = In breve
request-place = Quartiere
request-for = Per chi
request-urgency = Quando
request-opened = Arrivata
request-due = Da chiudere entro
request-via = Come è arrivata
request-language = Lingua
request-home = HUB
request-operator = In carico a
request-helper = Aiuta
request-minutes = Tempo donato
request-reason = Motivo
request-visit = Si va a casa della persona: serve un'antenna abilitata.
request-visit-two = Si va a casa della persona: la prima volta in due, con un'antenna abilitata.
request-state-received = Nuova
request-state-taken-in-charge = Presa in carico
request-state-proposed = Proposta alle antenne
request-state-accepted = Accettata
request-state-done = Fatta, da confermare
request-state-met = Soddisfatta
request-state-not-met = Non soddisfatta
request-state-withdrawn = Ritirata
urgency-today = Oggi
urgency-this-week = In settimana
urgency-no-hurry = Senza fretta
relation-oneself = Per sé
relation-family = Per un familiare
relation-neighbour = Per una persona vicina
relation-customer = Per una o un cliente
relation-other = Per un'altra persona
channel-kiosk = Al chiosco
channel-console = Di persona
channel-antenna = Da un'antenna
channel-phone = Per telefono
channel-paper = Su carta
channel-sync = Da un altro nodo
channel-clock = Dal sistema
language-it = Italiano
language-en = Inglese
language-ar = Arabo
language-ur = Urdu
language-bn = Bengalese
language-pa = Punjabi
language-sq = Albanese
language-ro = Rumeno
language-uk = Ucraino
language-zh = Cinese
language-es = Spagnolo
language-fr = Francese
circle-named = Un'antenna in particolare
circle-neighbourhood = Le antenne del quartiere
circle-neighbourhood-of = Le antenne di { $name }
circle-zone = Le antenne della zona
antennae-count = { $count ->
    [0] nessuna per ora
    [one] 1 antenna
   *[other] { $count } antenne
}
thread-need-left = Richiesta ricevuta
thread-taken-in-charge = Presa in carico
thread-proposed = Proposta alle antenne
thread-declined = Un'antenna ha risposto di no
thread-accepted = Un'antenna ha accettato
thread-circle-ended = Nessuno ha potuto: la ricerca si allarga o torna a chi opera
thread-given-back = Restituita: si cerca di nuovo
thread-reported-done = Segnata come fatta
thread-met = Soddisfatta
thread-not-met = Non soddisfatta
thread-withdrawn = Ritirata dalla persona
thread-reopened = Riaperta
thread-asked = { $count ->
    [one] 1 antenna
   *[other] { $count } antenne
}
thread-until = fino a { $when }

## Il prossimo passo

next-take = Da prendere in carico
next-propose = Cerca chi può aiutare
next-waiting = In attesa delle antenne
next-accepted = C'è chi aiuta
next-confirm = Da confermare
next-met = Bisogno soddisfatto
next-take-hint = Se la prendi in carico, colleghe e colleghi vedono che la segui tu.
take-charge = Prendi in carico
propose-circle = A chi lo chiediamo?
propose-circle-hint = Se entro il tempo nessuno può, la richiesta passa da sola al cerchio più largo.
propose-named = Quale antenna
propose-named-none = Scegli un'antenna
propose-note = Nota per le antenne
propose-note-hint = La leggono prima di accettare. Scrivi che cosa serve e quando: niente nomi, telefoni o indirizzi.
propose-send = Chiedi alle antenne
propose-nobody = Nella zona non c'è ancora nessuna antenna a cui chiedere. Cerca aiuto fra chi conosci, e quando è risolta segnala qui.
waiting-asked = { $count ->
    [one] chiesto a 1 antenna
   *[other] chiesto a { $count } antenne
}
waiting-silent = { $count ->
    [0] hanno risposto tutte
    [one] 1 deve ancora rispondere
   *[other] { $count } devono ancora rispondere
}
waiting-until = Tempo per rispondere: fino a { $when }
waiting-hint = La pagina si aggiorna da sola appena qualcuno risponde.
accepted-by = { $name } ha detto di sì e ora vede i recapiti. Quando ha finito lo segna dall'app, oppure segnalo qui.
done-minutes = Quanto tempo ci ha messo
done-minutes-hint = In minuti, se lo sai. Lascia vuoto se non lo sai.
done-send = Segna come fatta
already-done = È già stata risolta in un altro modo
confirm-hint = Chi aiuta dice che è fatta. Senti la persona: è andata bene?
confirm-met = Sì, bisogno soddisfatto
confirm-reopen = No, cerchiamo ancora
met-hint = Chiusa bene. Se la persona torna e non è risolta, si può riaprire entro 30 giorni.
met-reopen = Non è risolta: riapri
close-not-met = Chiudi come non soddisfatta
not-met-why = Perché non si è potuto?
not-met-hint = Il motivo serve a capire di che cosa c'è bisogno in città.
not-met-send = Chiudi come non soddisfatta
not-met-no-offer = Nessuno offre questo aiuto
not-met-out-of-hours = Solo in orari in cui nessuno può
not-met-out-of-area = Troppo lontano da chi può
not-met-needs-professional = Serve una o un professionista
not-met-person-withdrew = La persona ha rinunciato
not-met-limit-reached = Raggiunto un limite
not-met-no-answer = La persona non risponde
closed-hint = Richiesta chiusa: { $state }.
done-taken = Presa in carico. Ora cerca chi può aiutare.
done-proposed = Abbiamo chiesto alle antenne. La risposta arriva qui.
done-reported = Segnata come fatta. Ora va confermata con la persona.
done-met = Richiesta chiusa: bisogno soddisfatto.
done-not-met = Richiesta chiusa come non soddisfatta.
done-reopened = Richiesta riaperta.
done-entered = Richiesta registrata. Dai alla persona il codice del foglietto.
sent-waiting = In attesa di { $name }: decide lì.
sent-refused = { $name } ha risposto di no.
done-sent = Inviata: decide il nodo a cui appartiene.

## Recapiti

contact-title = Recapiti
contact-kept = La persona ha lasciato dei recapiti. Li vedi solo se ti servono, e resta scritto chi li ha guardati e perché.
contact-why = Perché ti servono
contact-show = Mostra i recapiti
contact-logged = Abbiamo annotato che li hai guardati.
contact-none = La persona non ha lasciato recapiti: può tornare con il codice del foglietto.
contact-erased = I dati di questa persona sono stati cancellati.
contact-certificate = Vedi il certificato
contact-not-yours = Ci sono dei recapiti, ma il tuo ruolo non li vede.
contact-readings = Chi li ha guardati
contact-log = Tutte le letture
contact-rights = Letture e cancellazione
why-contact-call = Richiamare la persona
why-contact-visit = Organizzare una visita
why-contact-correct = Correggere i dati
why-contact-check = Verificare com'è andata
why-contact-referral = Servizio del Comune a cui è stata inviata
why-sms = Mandare un SMS con il codice
why-contact-rights = Richiesta della persona sui suoi dati
why-assigned-to-helper = La sta aiutando

## Nuova richiesta

intake-title = Nuova richiesta
intake-need = Il bisogno
intake-channel = Come è arrivata
intake-category = Di che aiuto si tratta
intake-choose = Scegli…
intake-category-missing = Scegli di che aiuto si tratta.
intake-place = In quale quartiere
intake-place-missing = Scegli il quartiere.
intake-urgency = Per quando
intake-text = Con parole sue
intake-text-hint = Quello che serve per aiutare. Niente diagnosi, niente nomi di altre persone.
intake-relation = Per chi è
intake-language = In che lingua parla
intake-person = La persona
intake-person-hint = Chiedi solo quello che serve per richiamarla. Può anche non lasciare niente e tornare con il codice.
intake-address-hint = Via, numero, campanello, piano. Solo se si deve andare a casa.
intake-send = Registra la richiesta

## Chiamate dal chiosco

call-waiting = { $kiosk }: qualcuno chiama un operatore
call-answer = Arrivo
done-call-answered = Segnato: stai arrivando.

## Idee e offerte di tempo

ideas-title = Idee
offers-title = Offerte di tempo
idea-title = Idea
offer-title = Offerta di tempo
desk-title-offers = Offerte di tempo
desk-empty-ideas = Ancora nessuna idea. Quando qualcuno ne lascia una al chiosco la vedi qui.
desk-empty-offers = Ancora nessuna offerta. Quando qualcuno offre il suo tempo al chiosco lo vedi qui.
desk-new = Da sentire
desk-contacted = Sentita
desk-withdrawn = Ritirata
desk-times = Quando può
desk-next-offers = Senti chi offre il suo tempo
desk-next-hint-offers = Accordatevi su come può aiutare. Chi ha il foglietto vedrà che vi siete sentiti.
desk-mark-contacted = Ci siamo sentiti
done-contacted = Segnato: vi siete sentiti.
time-band-mornings = mattine
time-band-afternoons = pomeriggi
time-band-evenings = sere
time-band-weekend = fine settimana

## Antenne e dispositivi

antennae-title = Antenne
devices-of-operators = Dispositivi di chi opera
devices-revoked = { $count ->
    [one] 1 dispositivo revocato
   *[other] { $count } dispositivi revocati
}
device-new = Collega un dispositivo
device-without-name = Senza nome
device-never-heard = Mai sentito
device-heard = In silenzio { $since }
device-present = Collegato
device-revoked = Revocato
device-pair-again = Da ricollegare
device-waiting = { $count ->
    [one] 1 messaggio da ricevere
   *[other] { $count } messaggi da ricevere
}
device-label = Nome dell'antenna
device-label-hint = Come la conoscono nel quartiere: il bar, la farmacia, il nome di chi aiuta.
device-holder = Di chi è
device-holder-hint = Le antenne ricevono le richieste; chi opera ha anche il diario.
device-of-antenna = Antenna di quartiere
device-of-operator = Operatrice o operatore
device-make-code = Prepara il codice
device-kind = Di chi è
device-calls-itself = Il dispositivo
device-paired = Collegato
device-last-heard = Sentito l'ultima volta
device-inbox = In attesa
device-move = Cambia quartiere
device-revoke = Togli l'accesso
device-revoke-hint = Se il telefono è perso o l'antenna non aiuta più. Le richieste che aveva tornano a chi opera.
device-revoke-send = Revoca il dispositivo
done-device-moved = Quartiere aggiornato.
done-device-revoked = Il dispositivo è stato revocato.
pairing-title = Collega un dispositivo
pairing-of = Collega { $name }
pairing-step-open = Apri l'app delle antenne sul telefono o sul computer.
pairing-step-scan = Inquadra questo disegno, oppure incolla il collegamento.
pairing-step-code = Scrivi il codice qui sotto.
pairing-step-wait = Quando è collegato lo vedi comparire in questa pagina.
pairing-until = Vale fino a { $when }, per un solo dispositivo.
pairing-link = Collegamento
pairing-link-hint = Oppure copia il collegamento e incollalo nell'app:
pairing-once = Il codice si vede solo adesso. Se lasci la pagina prima di usarlo, preparane un altro.
copy = Copia
copied = Copiato

## Diario e attività

diary-title = Il mio diario
diary-everybody = Il diario di tutti
diary-new = Nuova annotazione
diary-month = Il tuo { $month }
diary-entries = Annotazioni
diary-length = Tempo di lavoro
diary-people = Persone raggiunte
diary-people-count = { $count ->
    [0] nessuna persona
    [one] 1 persona
   *[other] { $count } persone
}
diary-drafts = Bozze
diary-recorded = Registrate
diary-empty = Il diario è vuoto. Bastano tre cose: che cosa, dove, per quanto.
diary-draft-untitled = Da completare
diary-draft-note = Bozza: non conta finché non la registri
diary-draft-auto = Mentre scrivi si salva da sola come bozza.
diary-draft-kept = Bozza salvata alle { $time }.
diary-draft-discard = Butta via
diary-what = Che cosa hai fatto
diary-started = Inizio
diary-minutes = Durata in minuti
diary-place = Luogo
diary-topics = Temi
diary-next = Prossimo passo
diary-next-hint = Che cosa fare dopo. Niente nomi di persone.
diary-send = Registra
done-logged = Registrato nel diario.
done-draft-discarded = La bozza non c'è più.
activity-kind-animation = Animazione
activity-kind-community-work = Lavoro di comunità
activity-kind-presence = Presidio del territorio
activity-kind-meeting = Incontro
activity-kind-networking-act = Messa in rete
activity-kind-antenna-support = Sostegno a un'antenna
activity-kind-handover = Passaggio di consegne
activity-kind-training = Formazione
activity-kind-travel = Spostamento
activity-kind-writing = Scrittura e pratiche
activities-title = Attività registrate
activities-month = Mese
activities-any-month = Tutti i mesi
activities-any-kind = Tutti i tipi
activities-empty = Nessuna attività con questi filtri.

## Panoramica della città

overview-title = Gli HUB uno accanto all'altro
as-of = Situazione { $when }
complete-until = dati completi fino a { $when }
complete-never = ancora nessun dato
hub-last-contact = Ultimo contatto
hub-completeness = Completezza
hub-behind = In arrivo
hub-left-out = Esclusi dai conteggi
hub-no-contact = mai
hub-line-present = Collegato
hub-line-absent = Non collegato
hub-line-never = Mai collegato
hub-line-fork = Da guardare
hub-line-revoked = Accesso tolto
hub-backlog = { $count ->
    [one] manca 1 fatto
   *[other] mancano { $count } fatti
}
hub-parked = { $count ->
    [one] 1 da chiarire
   *[other] { $count } da chiarire
}
figure-met = soddisfatte
figure-not-met = non soddisfatte
figure-open = aperte
figure-unread = Non ancora lette
figure-to-confirm = Da confermare
figure-withdrawn = Ritirate
figure-why-not = Perché non soddisfatte
figure-marks = Com'è andata, per chi ha chiesto
figure-clocks = Tempo
figure-given = Tempo donato nelle richieste
figure-worked = Tempo di lavoro nel diario
figure-presence = Presenza
figure-antennae = Antenne attive
clocks-hint = Tempo donato, tempo di lavoro e ore della banca del tempo sono tre orologi diversi: qui non si sommano mai.
places-title = Quartieri e bisogni
places-measure = Che cosa contare
places-all = Tutte
places-empty = Nessuna richiesta da contare.
measure-every = Tutte le richieste
measure-open = Quelle aperte
measure-met = Quelle soddisfatte
measure-not-met = Quelle non soddisfatte
queue-whole-heading = { $name }: tutto
parked-title = Da chiarire
parked-hint = Fatti arrivati che questo programma non ha saputo leggere. Sono conservati così come sono, non entrano in nessun conteggio e non bloccano gli altri.
parked-none = Niente da chiarire: tutto quello che è arrivato si legge.
parked-when = Quando
parked-node = Da dove
parked-number = Numero
parked-kind = Tipo
parked-reason = Perché

## Il file della città (web/city)

city-title = File della città
city-of = { $name }: che cosa è caricato
city-published = Pubblicato { $when }
city-read-only = Qui si legge soltanto: il file della città si pubblica al nodo centrale e arriva da solo.
city-none = Non c'è ancora nessun file della città.
city-none-hub = Il file della città non è ancora arrivato dal nodo centrale.
city-new = Carica un nuovo file
city-new-hint = Il file viene letto per intero: se c'è anche un solo errore non cambia niente, e li vedi tutti insieme con riga e colonna.
city-file = File della città (.toml)
city-file-missing = Scegli un file.
city-publish = Pubblica
city-check = Controlla soltanto
city-mistakes = { $count ->
    [one] C'è 1 errore da correggere
   *[other] Ci sono { $count } errori da correggere
}
city-nothing-loaded = Da { $file } non è stato caricato niente. Riga e colonna di ogni errore:
city-checked = { $file } è giusto: puoi pubblicarlo.
city-warnings = { $count ->
    [one] 1 cosa da guardare, che non impedisce di pubblicare
   *[other] { $count } cose da guardare, che non impediscono di pubblicare
}
done-city-published = Il file della città è pubblicato. Gli HUB lo ricevono al prossimo contatto.
city-parts = Che cosa contiene
city-neighbourhoods = quartieri
city-hubs = HUB
city-categories = tipi di aiuto
city-partners = enti
city-agencies = agenzie
city-work-sites = cantieri
city-places = Zone e quartieri
city-unserved = nessun HUB
city-hubs-title = HUB di quartiere
city-serves = { $count ->
    [one] serve 1 quartiere
   *[other] serve { $count } quartieri
}
city-prefix = codici
city-closed = chiuso
city-kinds = Tipi di aiuto
city-within = { $count ->
    [one] entro 1 ora di apertura
   *[other] entro { $count } ore di apertura
}
city-urgent = { $count ->
    [one] urgente entro 1 ora
   *[other] urgente entro { $count } ore
}
city-at-home = a domicilio
city-partners-title = Enti della rete
city-agencies-title = Agenzie
city-task-rules-title = Che cosa fa nascere una cosa da fare
city-task-within = { $count ->
    [0] entro oggi
    [one] entro { $count } giorno di apertura
   *[other] entro { $count } giorni di apertura
}
city-task-days = { $count ->
    [one] { $count } giorno
   *[other] { $count } giorni
}
city-work-sites-title = Cantieri
city-bodies-title = Organi e tavoli
city-actions-title = Macro-azioni
city-sheets-title = Schede di progetto
partner-role-lead = capofila
partner-role-partner = partner
partner-role-funder = finanziatore
partner-role-network = accordo di rete
weekday-mon = lunedì
weekday-tue = martedì
weekday-wed = mercoledì
weekday-thu = giovedì
weekday-fri = venerdì
weekday-sat = sabato
weekday-sun = domenica

## Gli HUB come nodi (web/hubs)

hubs-title = HUB
hubs-empty = Il file della città non ha ancora nessun HUB.
hub-line-not-enrolled = Da collegare
hub-line-title = Linea con il nodo centrale
hub-nothing-behind = niente in arrivo
hub-held = Ricevuti
hub-facts = { $count ->
    [one] 1 fatto
   *[other] { $count } fatti
}
hub-epoch = epoca { $epoch }
hub-clock = Orologio
hub-clock-right = in orario
hub-clock-ahead = { $count ->
    [one] avanti di 1 minuto
   *[other] avanti di { $count } minuti
}
hub-clock-behind = { $count ->
    [one] indietro di 1 minuto
   *[other] indietro di { $count } minuti
}
hub-program = Versione del programma
hub-none-left-out = niente
hub-notes = Che cosa è successo
hub-note-enrolled = Collegato con un codice
hub-note-revoked = Accesso tolto
hub-note-restored = Tornato da una copia precedente, continua con una nuova epoca
hub-note-forked = Due storie con gli stessi numeri: conservate entrambe, nuova epoca
hub-note-twin = Due macchine con la stessa chiave: la più recente è rifiutata
hub-note-remembered = Riconosciuto dalle sue autorizzazioni
hub-fork-title = Serve una persona che guardi
hub-fork-hint = Dal { $when } questo HUB ha due storie, o due macchine con la stessa chiave. Tutto è conservato. Scopri quale macchina è quella giusta, spegni l'altra, poi segna qui che l'hai guardato.
hub-fork-seen = Ho guardato
done-hub-seen = Segnato: l'hai guardato.
hub-enrol-title = Collega questo HUB
hub-enrol-hint = Crea un codice da scrivere una volta sola sulla macchina dell'HUB.
hub-replace-title = La macchina si è guastata o è andata persa?
hub-replace-hint = Crea un codice per la macchina nuova: prende il posto della vecchia, riceve indietro la sua storia e i suoi dati sigillati, e lavora già mentre arrivano. La vecchia non entra più.
hub-make-code = Crea un codice
hub-code-title = Codice per un HUB
hub-code-of = Codice per { $name }
hub-code-until = Vale fino a { $when }, una volta sola.
hub-code-step-machine = Sulla macchina dell'HUB, con il programma fermo, apri il terminale nella sua cartella dei dati.
hub-code-step-type = Scrivi:
hub-code-step-start = Avvia il programma: l'HUB si collega e riceve il file della città.
hub-code-step-again = Avvia il programma: la macchina nuova prende il posto della vecchia e riceve la sua storia.
hub-code-once = Il codice si vede solo adesso. Se lo perdi, creane un altro: il precedente non vale più.
hub-revoke-title = Togli l'accesso
hub-revoke-hint = L'HUB non può più inviare né ricevere, da subito. Quello che ha già inviato resta. Per farlo tornare serve un codice nuovo.
hub-revoke-sure = Sì, tolgo l'accesso a questo HUB
hub-revoke-not-sure = Segna la casella per confermare.
hub-revoke = Togli l'accesso
done-hub-revoked = L'accesso è tolto.

## Panoramica: tutta la città

overview-city = Tutta la città
overview-hubs-complete = { $count ->
    [one] completa per 1 HUB
   *[other] completa per { $count } HUB
}
overview-hubs-missing = { $count ->
    [one] 1 HUB non è collegato o non ha ancora inviato tutto
   *[other] { $count } HUB non sono collegati o non hanno ancora inviato tutto
}
overview-export = Scarica i numeri (CSV)
overview-print = Stampa
overview-signed = Numeri alla data indicata, dai fatti registrati dagli HUB. Ogni numero si apre sulle righe che lo compongono.
