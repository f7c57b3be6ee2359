
## Dispositivi e antenne (network, broker)

problem-device-unknown = Questo dispositivo non è collegato a questo HUB.
problem-device-revoked = Questo dispositivo è stato revocato.
    .next = Per usarlo di nuovo va collegato da capo con un codice nuovo.
problem-pairing-code-unknown = Il codice non è giusto, è già stato usato oppure è scaduto.
    .next = Ricontrolla le otto lettere e cifre, o chiedi un codice nuovo all'HUB.
problem-pairing-wait = Troppi codici sbagliati di seguito.
    .next = Riprova tra { $minutes } minuti.
problem-operators-only = Il diario è per le operatrici e gli operatori di comunità.
problem-broker-down = In questo momento l'HUB non riesce a raggiungere i dispositivi.
    .next = Riprova tra poco.
problem-message-too-large = Il messaggio è troppo lungo.
problem-message-malformed = Il messaggio non si capisce.
    .next = Se succede ancora, aggiorna l'app.
problem-message-unknown = L'HUB non conosce ancora questo tipo di messaggio.
    .next = L'app è più nuova dell'HUB: riprova dopo il prossimo aggiornamento.

## Console: persone, accesso, moduli (people, activities, web)

problem-unknown = Qualcosa non è andato come doveva.
    .next = Riprova tra poco. Se succede ancora, dillo a chi amministra il sistema.
problem-no-such-page = Questa pagina non c'è.
    .next = Forse l'indirizzo è cambiato o è stato copiato male.
problem-page-failed = La pagina non si è potuta preparare.
    .next = Riprova tra poco.
problem-sign-in-first = Prima devi entrare.
problem-sign-in-wrong = Nome utente o password non sono giusti.
    .next = Controlla che le maiuscole non siano bloccate e riprova.
problem-sign-in-slowed = Troppi tentativi di seguito.
    .next = { $seconds ->
        [one] Riprova fra un secondo.
       *[other] Riprova fra { $seconds } secondi.
    }
problem-not-your-role = Il tuo ruolo non può fare questo.
    .next = Se ti serve, parlane con chi coordina l'HUB.
problem-not-your-area = Questa cosa è fuori dalla parte di città di cui ti occupi.
problem-account-closed = Questo account è chiuso.
problem-form-expired = Il modulo è scaduto, forse perché sei uscito o rientrato.
    .next = Torna alla pagina, aggiornala e manda di nuovo.
problem-form-from-elsewhere = Il modulo arriva da un altro sito.
problem-form-too-large = Il modulo contiene troppo testo.
problem-form-unreadable = Il modulo non si legge.
problem-password-too-short = La password è troppo corta: servono almeno { $least } caratteri.
problem-password-too-long = La password è troppo lunga: al massimo { $most } caratteri.
problem-password-too-easy = La password si indovina troppo facilmente.
    .next = Non usare il tuo nome utente né lo stesso carattere ripetuto.
problem-password-wrong = La password di adesso non è giusta.
problem-password-same = La password nuova è uguale a quella di adesso.
problem-passwords-differ = Le due password nuove non sono uguali.
problem-login-name-wrong = Il nome utente può avere da 2 a 60 lettere, numeri, punti e trattini, senza accenti né spazi.
problem-login-name-taken = Questo nome utente è già di un'altra persona.
problem-name-missing = Scrivi il nome.
problem-choose-a-role = Scegli un ruolo.
problem-choose-a-scope = Scegli la parte di città.
problem-unknown-staff = Qui non lavora nessuno con questo riferimento.
problem-last-admin = È l'unica persona che può amministrare questo nodo.
    .next = Prima dai lo stesso ruolo a un'altra persona.
problem-not-yourself = Non puoi chiudere il tuo stesso account.
problem-unknown-person = Qui non c'è nulla di questa persona.
problem-erase-not-confirmed = Per cancellare serve la conferma.
problem-data-at-home-only = I recapiti si vedono solo all'HUB che li conserva.
problem-device-name-missing = Scrivi il nome dell'antenna o di chi opera.
problem-choose-an-antenna = Scegli quale antenna.
problem-choose-a-reason = Scegli un motivo.
problem-starts-in-the-future = L'inizio è più di un giorno nel futuro.
    .next = Controlla giorno e ora.
problem-starts-too-long-ago = Nel diario si scrive entro { $days } giorni, e l'inizio è prima.
    .next = Controlla il giorno; se è giusto, parlane con chi coordina.
problem-started-at-unreadable = Scrivi giorno e ora di inizio.
problem-kind-missing = Scegli che cosa hai fatto.

# Tra un hub e l'altro

problem-enrol-code-wrong = Questo codice non è giusto per questo HUB.
    .next = Ricontrollalo lettera per lettera; dopo cinque errori ne serve uno nuovo.
problem-enrol-code-over = Questo codice non vale più: è già stato usato, ha più di due giorni, o è stato sbagliato cinque volte.
    .next = Fanne uno nuovo al nodo centrale con `hub-server enrol-code`.
problem-hub-revoked = Al nodo centrale la chiave di questo HUB non vale più.
    .next = Chiedi al nodo centrale un nuovo codice e iscrivi di nuovo l'HUB.
problem-hub-unknown = Il nodo centrale non conosce questo HUB.
    .next = Chiedi al nodo centrale un codice e iscrivi l'HUB.
problem-not-a-hub = Il nodo centrale non è un HUB.
problem-sync-challenge = Il nodo centrale vuole una firma più recente.
problem-sync-damaged = Qualcosa si è guastato lungo la linea.
    .next = Si riprova da soli.
problem-sync-epoch-unknown = Il nodo centrale non ha mai concesso questa epoca.
    .next = Iscrivi di nuovo l'HUB con un codice nuovo.
problem-sync-forged = Questi fatti non portano la firma del nodo centrale.
problem-sync-nothing-there = Qui non c'è nulla con questo numero.
problem-sync-superseded = Lo stesso HUB ha ricominciato da un'altra connessione.
    .next = Si riprova da soli.
problem-sync-too-long = La richiesta è troppo lunga per questa linea.
    .next = Si riprova da soli, a pezzi più piccoli.
problem-sync-twin = Due macchine usano la chiave di questo HUB.
    .next = Spegni quella sbagliata; oppure iscrivi di nuovo, con un codice nuovo, quella che deve restare.
problem-sync-unreadable = Il messaggio non si legge.
problem-sync-unsigned = A questa copia dei fatti del nodo centrale manca la firma.
    .next = Avvisa chi si occupa della macchina.
problem-sync-version = Questa versione del programma è troppo lontana da quella del nodo centrale.
    .next = Aggiorna prima il nodo centrale, poi l'HUB.
problem-answer-on-its-way = La tua risposta è in viaggio verso l'HUB che segue la richiesta.
    .next = Non serve ripeterla: riguarda il foglietto più tardi.

## Il nodo, le richieste, le idee, le offerte, il chiosco

problem-busy = In questo momento c'è troppo da fare.
    .next = Riprova fra qualche secondo.
problem-shutting-down = Il programma si sta fermando.
    .next = Riprova fra un minuto.
problem-disk-full = Il disco è pieno e non si può scrivere nulla di nuovo.
    .next = Avvisa chi si occupa della macchina.
problem-disk-failed = Il disco non accetta quello che si scrive.
    .next = Può essere rotto, o diventato di sola lettura: fallo controllare. Niente di quello che era scritto va perso.
problem-store-damaged = I dati di questo nodo sono danneggiati.
    .next = Ferma il programma e chiedi aiuto: «hub-server doctor» dice che cosa fare.
problem-disk-read-only = Il disco si può solo leggere.
    .next = Avvisa chi si occupa della macchina.
problem-store-failed = Non è stato possibile scrivere.
    .next = Riprova fra poco. Se succede ancora, avvisa chi si occupa della macchina.
problem-city-unknown = Questo nodo non conosce ancora la sua città.
    .next = Riprova quando si è collegato al nodo centrale.
problem-hub-not-in-city = Questo HUB non è nel file della città.
problem-only-central = Questo si fa solo al nodo centrale.
problem-unauthorised = Chi chiama non si è fatto riconoscere.
problem-unknown-request = Questa richiesta non c'è.
problem-request-state = Nel frattempo la richiesta è cambiata e questo passo non va più bene.
    .next = Guarda a che punto è e scegli il passo giusto.
problem-already-taken = Ci ha già pensato qualcun altro. Grazie lo stesso!
problem-not-asked = Questa richiesta è stata proposta ad altri.
problem-not-the-helper = Questo può dirlo solo chi aiuta.
problem-nobody-to-ask = In quel cerchio non c'è nessuno a cui chiedere.
    .next = Prova con un cerchio più largo o collega un'altra antenna.
problem-antenna-not-here = A questa antenna da qui non si può chiedere.
    .next = Scegline una dall'elenco.
problem-antenna-answered = Questa antenna ha già risposto a questa richiesta.
    .next = Scegline un'altra.
problem-antenna-away = Questa antenna è in pausa, sospesa o non c'è più.
    .next = Scegline un'altra, o guarda la sua scheda.
problem-antenna-not-cleared = Per entrare in casa serve l'idoneità, e questa antenna non ce l'ha.
    .next = Dopo il colloquio segna l'idoneità sulla sua scheda, oppure scegli un'altra antenna.
problem-antenna-not-insured = L'assicurazione di questa antenna è scaduta.
    .next = Aggiorna le date sulla sua scheda, oppure scegli un'altra antenna.
problem-antenna-thumbs-down = Con questa persona era andata male.
    .next = Scegli un'altra antenna.
problem-no-hours-to-certify = Non ci sono ancora ore da certificare.
    .next = Le ore arrivano dagli aiuti conclusi con i minuti, o da quelle segnate dall'antenna.
problem-not-that-person = Questa persona non è tra quelle dell'HUB, o è già la stessa.
    .next = Cercala di nuovo.
problem-referral-not-accepted = Il servizio non ha ancora detto che se ne occupa.
    .next = Segna prima che se ne occupa, poi che ha concluso.
problem-referral-accepted-already = Il servizio ha già detto che se ne occupa.
    .next = Quando ha finito, segna che ha concluso.
problem-nothing-to-review = Qui non c'è niente da rivedere.
problem-too-little-to-find = Scrivi almeno cinque cifre del telefono o tre lettere del nome.
problem-left-out = Manca qualcosa: scrivilo o sceglilo, poi riprova.
problem-no-duplicate = Non trovo un'altra richiesta di questo HUB con quel codice, o è già unita a un'altra.
problem-in-the-past = Scegli un momento che deve ancora venire, entro un anno.
problem-answer-at-its-hub = Per questo torna all'HUB che ti ha dato il foglietto.
problem-too-late-to-reopen = È passato troppo tempo per riaprirla.
    .next = Registra una richiesta nuova.
problem-not-in-catalogue = Questa voce non è tra quelle della città.
    .next = Scegline un'altra dall'elenco.
problem-out-of-range = { $most ->
    [0] Questo valore non va bene.
   *[other] Questo valore è fuori misura: al massimo { $most }.
}
problem-text-missing = Scrivi qualcosa.
problem-field-missing = Manca qualcosa che serve.
problem-unknown-idea = Questa idea non c'è.
problem-idea-withdrawn = Chi ha lasciato questa idea l'ha ritirata.
problem-unknown-offer = Questa offerta non c'è.
problem-offer-withdrawn = Chi ha lasciato questa offerta l'ha ritirata.
problem-unknown-slip = Nessun foglietto ha questo codice.
    .next = Ricontrollalo lettera per lettera.
problem-nothing-to-confirm = Qui non c'è niente da confermare.
problem-command-id-reused = Questa cosa era già stata inviata.
problem-too-many-tries = Troppi tentativi di seguito.
    .next = Aspetta un minuto e riprova.
problem-unknown-hub = Questo HUB non è tra quelli della città.
problem-central-unreachable = Il nodo centrale non risponde.
    .next = Riprova quando la linea è tornata.

## File della città (web/city)

problem-another-city = È il file di un'altra città.
    .next = Questo nodo centrale lavora già per una città: controlla di aver scelto il file giusto.
problem-unknown-recurrence = Questa richiesta che si ripete non c'è.
    .next = Torna all'elenco.
problem-recurrence-state = Adesso non si può: nel frattempo qualcosa è cambiato.
    .next = Guarda com'è ora.
problem-bad-rule = Controlla i giorni e le ore: così non torna mai.
problem-not-its-day = Quel giorno non è uno dei suoi.
problem-day-is-a-request = Quella volta è già una richiesta.
    .next = Aprila e vai avanti da lì.
problem-moved-too-far = Troppo lontano: al massimo { $most } giorni dal suo giorno.
problem-one-by-one = Per questo tipo di aiuto si chiede a una antenna per volta.
    .next = Scegli a chi chiedere.
problem-two-at-first = La prima visita di questo tipo si fa sempre in due.
problem-no-consent = Senza il consenso della persona non passa niente di lei.
    .next = Chiedi se è d'accordo, o togli la spunta da nome, recapiti, parole e lingua.
problem-not-that-hub = A quell'HUB non può andare: non c'è, o non si occupa di questo aiuto.
problem-unknown-offering = Questo servizio non c'è.
problem-too-many-offerings = Sono già molti: togline uno prima di aggiungerne un altro.
