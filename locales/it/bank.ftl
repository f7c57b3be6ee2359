# Parole della banca del tempo sulla console: per chi sta al banco. Frasi brevi, da impiegata paziente.

nav-bank = Banca del tempo
bank-title = Banca del tempo
bank-tabs = Sezioni della banca del tempo
bank-tab-desk = Sportello
bank-tab-members = Socie e soci
bank-tab-exchanges = Scambi
bank-tab-catalogue = Bacheca
bank-tab-lists = Elenchi e gruppi
bank-tab-cheques = Assegni
bank-tab-figures = Numeri
bank-tab-rules = Regole
bank-fund = Fondo ore
bank-municipality = Comune
bank-somebody = Conto senza nome
bank-member-number = Tessera n. { $number }
bank-people = { $count ->
    [one] una persona
   *[other] { $count } persone
}
bank-back = Indietro
bank-unknown = non si sa ancora
bank-days = { $count ->
    [one] un giorno
   *[other] { $count } giorni
}

## Sportello

bank-record = Registra uno scambio
bank-giver = Chi ha dato tempo
bank-receiver = Chi l'ha ricevuto
bank-length = Quanto (1:30 o minuti)
bank-category = Servizio
bank-day = Giorno
bank-cheque = Assegno n. (se c'è)
bank-record-send = Registra
bank-declare-link = Uno dei due non è qui
bank-lists-link = Più scambi insieme
bank-choose-category = Scegli il servizio
bank-any-category = Tutti i servizi
bank-by-the-body = L'organo della banca ha deciso di permetterlo questa volta: resterà scritto.
bank-now = Come sta la banca adesso
bank-members = socie e soci
bank-to-interview = domande da incontrare
bank-to-renew = rinnovi da fare
bank-to-answer = scambi da confermare
bank-to-settle = contestazioni
bank-at-limit = conti al limite
bank-near-limit = conti vicini al limite
bank-latest = Ultimi movimenti
bank-gave-to = ha dato tempo a
bank-over-limit = Oltre il limite
bank-none-yet = Ancora nessuno scambio. Il primo comincia qui sopra.
bank-none-found = Nessuno scambio corrisponde a questi filtri.
bank-whom-missing = Scrivi il nome o il numero di tessera.
bank-whom-nobody = Non trovo nessuna persona per «{ $name }». Prova con il numero di tessera.
bank-whom-several = Ci sono più persone: { $names }. Aggiungi il numero di tessera.
bank-length-missing = Scrivi quanto è durato: per esempio 1:30, 90 oppure 2h. Al massimo un giorno.
bank-category-missing = Scegli il servizio.
bank-day-missing = Scrivi il giorno.
bank-cheque-bad = Il numero è fatto di sole cifre.

## Socie e soci

bank-members-title = Socie e soci
bank-member-new = Nuova domanda
bank-search = Nome o tessera
bank-search-example = Livia o 12
bank-stage = A che punto
bank-any-stage = Tutte le persone
bank-only-limit-yes = Solo chi ha il conto al limite.
bank-only-limit-inactive = Solo chi non scambia da sei mesi.
bank-only-limit-silent = Solo chi non offre niente in bacheca.
bank-only-limit-first = Solo chi ha già fatto il primo scambio.
bank-figure-fulfil = Da quando si cerca a quando si riceve
bank-figure-wants = Ricerche andate a buon fine
bank-figure-met = { $met } di { $all }
bank-chart-months = Ore scambiate mese per mese
bank-column-hub = HUB
bank-column-month = Mese
bank-column-minutes = Minuti
bank-column-first = Primo scambio
bank-column-last = Ultimo scambio
bank-column-days = Giorni
bank-column-wants = Ricerche
bank-column-since = Dal
bank-column-met = Ricevuto il
bank-wants-title = Che cosa si cerca, e dopo quanto si trova
bank-wants-none = In questo periodo nessuno ha cercato qualcosa in bacheca.
bank-want-since = Cercato dal { $day }
bank-want-met = Ricevuto il { $day }
bank-want-open = Non ancora
bank-only-limit-near = Solo chi si avvicina a un limite: una telefonata adesso evita un no più tardi.
bank-nobody-found = Nessuna persona corrisponde alla ricerca.
bank-nobody-yet = Ancora nessuna socia e nessun socio.
bank-last-exchange = ultimo scambio { $day }
bank-person = Chi è
bank-name = Nome e cognome
bank-name-missing = Serve almeno il nome.
bank-phone-hint = Si può lasciare vuoto.
bank-address-hint = Si può lasciare vuoto.
bank-person-hint = Nome, telefono e indirizzo restano cifrati in questo HUB. Ogni volta che qualcuno legge telefono e indirizzo resta scritto.
bank-membership = Come partecipa
bank-reach = Come si avvisa
bank-reach-phone = Per telefono
bank-reach-desk = Passa allo sportello
bank-reach-letter = Per lettera
bank-household = Conto di famiglia con
bank-household-hint = Solo se divide il conto con chi è già in banca.
bank-apply = Registra la domanda
bank-language = Lingua
bank-language-hint = Quella in cui preferisce leggere, al chiosco e sul telefono.
bank-member-edit = Correggi i dati
bank-correct = Salva
bank-kept-hint = Lascia vuoto per non cambiarlo.
bank-no-phone = Togli il telefono
bank-no-address = Togli l'indirizzo
bank-next = Prossimo passo
bank-other-steps = Altri passi
bank-account = Conto corrente-tempo
bank-statement = Estratto conto
bank-statement-days = Movimenti scritti dal { $from } al { $until }.
bank-entered-from = Scritti dal
bank-entered-to = Scritti fino al
bank-balance = Saldo
bank-given = Dato
bank-received = Ricevuto
bank-with = Con
bank-shared-with = Conto di famiglia con
bank-no-movements = Ancora nessun movimento.
bank-room = Può ancora ricevere { $length }.
bank-room-none = Prima di ricevere altro tempo deve darne.
bank-facts = Dati
bank-fact-number = Tessera n.
bank-fact-reach = Si avvisa
bank-fact-applied = Domanda
bank-fact-age = Età
bank-age-unsaid = Non detto
bank-age-under30 = meno di 30 anni
bank-age-from30-to54 = 30–54 anni
bank-age-from55-to64 = 55–64 anni
bank-age-from65-to74 = 65–74 anni
bank-age-from75 = 75 anni e più
bank-listings-count = In bacheca
bank-history = Passi fatti
bank-step-why = Perché
bank-step-why-hint = Resta scritto qui, per chi lavora allo sportello. Si cancella con i dati della persona.
bank-renew-notices = Annunci senza scadenza
bank-renew-notices-hint = Chiedi per ognuno se vale ancora e segnalo. Quelli senza segno vanno in pausa: si rimettono da qui, o con la tessera al chiosco.
bank-own-limits = Limiti di questo conto
bank-limits-hint = In ore intere. I limiti di guardia avvisano; quelli fermi bloccano lo scambio.
bank-limits-send = Cambia i limiti
bank-stage-until = fino al { $day }
bank-stage-applicant = Domanda
bank-stage-interviewed = Colloquio fatto
bank-stage-trial = In prova
bank-stage-member = Socia o socio
bank-stage-renewal-due = Da rinnovare
bank-stage-suspended = Sospesa
bank-stage-leaving = In uscita
bank-stage-declined = Non accolta
bank-stage-closed = Uscita
bank-stage-hint-applicant = Ha chiesto di entrare. Il primo passo è un colloquio di benvenuto.
bank-stage-hint-interviewed = Il colloquio c'è stato. Con la prova si apre il conto e può scambiare.
bank-stage-hint-trial = Sta provando: può dare e ricevere tempo. Se va bene, diventa socia o socio.
bank-stage-hint-member = Può dare e ricevere tempo.
bank-stage-hint-renewal-due = L'anno è finito: può ancora scambiare, ma la tessera va rinnovata.
bank-stage-hint-suspended = Per ora non può scambiare.
bank-stage-hint-leaving = Vuole uscire: può scambiare finché il saldo torna a zero.
bank-stage-hint-declined = La domanda non è stata accolta.
bank-stage-hint-closed = È uscita dalla banca.
bank-step-interview = Colloquio fatto
bank-step-begin-trial = Comincia la prova
bank-step-admit = Diventa socia o socio
bank-step-ask-renewal = L'anno è finito
bank-step-renew = Rinnova per un anno
bank-step-suspend = Sospendi
bank-step-resume = Riprende a scambiare
bank-step-ask-to-leave = Vuole uscire
bank-step-stay = Resta
bank-step-close = Esce: il saldo è zero
bank-step-close-to-fund = Esce: il saldo passa al fondo ore
bank-step-decline = Non accogliere
bank-past-apply = Domanda
bank-past-interview = Colloquio
bank-past-begin-trial = Inizio della prova
bank-past-admit = Ammissione
bank-past-ask-renewal = Rinnovo da fare
bank-past-renew = Rinnovo
bank-past-suspend = Sospensione
bank-past-resume = Ripresa
bank-past-ask-to-leave = Richiesta di uscire
bank-past-stay = Resta
bank-past-close = Uscita
bank-past-close-to-fund = Uscita, saldo al fondo ore
bank-past-correct = Dati corretti
bank-past-decline = Domanda non accolta
bank-standing-fine = Nei limiti
bank-standing-low = Verso il minimo
bank-standing-at-floor = Al minimo
bank-standing-high = Verso il massimo
bank-standing-at-ceiling = Al massimo

## Scambi

bank-exchanges-title = Scambi
bank-exchange-title = Scambio
bank-state = Stato
bank-any-state = Tutti
bank-from-day = Dal
bank-to-day = Al
bank-only-place = Solo chi dà dal quartiere: { $place }.
bank-only-age = Solo chi dà di questa età: { $age }.
bank-state-counted = Che contano nei numeri
bank-state-declared = Da confermare
bank-state-posted = Registrato
bank-state-refused = Rifiutato
bank-state-withdrawn = Ritirato
bank-state-lapsed = Scaduto
bank-state-disputed = Contestato
bank-state-reversed = Stornato
bank-state-hint-declared = Lo ha detto una sola parte. Conta quando conferma l'altra.
bank-state-hint-posted = È nei conti. Se c'è un errore si storna: non si cancella mai.
bank-state-hint-refused = L'altra parte ha detto di no. Nei conti non è entrato niente.
bank-state-hint-withdrawn = Chi lo aveva dichiarato lo ha ritirato.
bank-state-hint-lapsed = Nessuno ha risposto in tempo. Si può dichiarare di nuovo.
bank-state-hint-disputed = Una parte dice che è sbagliato. Ascoltale tutte e due: poi resta valido o si storna.
bank-state-hint-reversed = Una scrittura contraria lo ha annullato. Restano tutte e due.
bank-source = Com'è arrivato
bank-source-desk = Sportello
bank-source-cheque = Assegno-tempo
bank-source-group = Attività di gruppo
bank-source-batch = Elenco
bank-source-declared = Dichiarato
bank-source-reversal = Storno
bank-source-leaving = Saldo di chi esce
bank-source-imported = Portato da un altro programma
bank-source-opening = Saldo portato da prima
bank-recorded-by = Scritto da
bank-recorded-at = Scritto
bank-cheque-number = Assegno n.
bank-answer-until = Risposta entro
bank-ask-other = { $name } è qui o ha chiamato? La risposta resta col tuo nome.
bank-confirm = Conferma
bank-refuse = Dice di no
bank-withdraw = Ritira la dichiarazione
bank-uphold = Resta valido
bank-dispute = Qualcuno lo contesta
bank-dispute-who = Chi
bank-dispute-send = Segna come contestato
bank-reverse = Storna
bank-reverse-hint = Una scrittura contraria riporta i conti com'erano. Le due scritture restano.
bank-note = Nota
bank-reverse-send = Storna lo scambio
bank-see-reversal = Vedi la scrittura di storno
bank-see-reversed = Vedi lo scambio stornato
bank-entries = Nei conti
bank-sum = Somma
bank-declare-title = Dichiara uno scambio
bank-declare-hint = Una persona dice com'è andata; l'altra conferma con la tessera al chiosco, o qui. Chi dichiara non può confermare.
bank-declare-by = Chi lo dice
bank-side = Che cosa ha fatto
bank-side-gave = Ha dato tempo
bank-side-got = Ha ricevuto tempo
bank-declare-other = Con chi
bank-declare-send = Dichiara

## Elenchi, gruppi, assegni

bank-lists-title = Elenchi e gruppi
bank-list = Più scambi insieme
bank-rows = Uno scambio per riga
bank-rows-hint = Chi ha dato; chi ha ricevuto; quanto; e se serve servizio; giorno; assegno. Va bene anche incollare da un foglio di calcolo.
bank-rows-category = Servizio, dove manca
bank-rows-day = Giorno, dove manca
bank-rows-missing = Scrivi almeno una riga, al massimo 500.
bank-tried = Prova: ancora non è scritto niente
bank-list-summary = Righe che si capiscono: { $count }, in tutto { $length }.
bank-line-good = Va bene:
bank-line-wrong = Da correggere:
bank-list-try = Prova
bank-list-write = Scrivi tutto
bank-group = Attività di gruppo
bank-group-hint = Chi tiene l'attività riceve le ore una volta; ogni partecipante le paga; il resto va al fondo ore.
bank-provider = Chi l'ha tenuta
bank-participants = Chi ha partecipato
bank-participants-hint = Un nome o una tessera per riga.
bank-group-send = Registra l'attività
bank-cheques-title = Assegni-tempo
bank-cheques-hint = Ogni assegno ha un numero unico e si registra una volta sola, dallo sportello.
bank-cheques-issue = Consegna un libretto
bank-cheques-to = A chi
bank-cheques-first = Dal numero
bank-cheques-last = Al numero
bank-cheques-send = Consegna
bank-cheques-none = Ancora nessun libretto consegnato.
bank-cheques-numbers = Numeri
bank-cheques-holder = Di chi è
bank-cheques-when = Consegnato
bank-cheques-used = Registrati
bank-cheques-paper = Su carta
bank-cheques-print = Stampa { $numbers }
bank-cheque-head = Banca del tempo · { $place } · assegno-tempo n.
bank-cheque-holder = Libretto di { $name }
bank-cheque-book = Assegni-tempo { $numbers }
bank-cheque-blank-receiver = Ha ricevuto
bank-cheque-blank-giver = Ha dato
bank-cheque-blank-minutes = Durata
bank-cheque-blank-day = Giorno
bank-cheque-blank-sign = Firma di chi ha ricevuto
bank-cheque-blank-service = Servizio

## Bacheca

bank-catalogue-title = Bacheca
bank-listing-new = Nuovo annuncio
bank-way = Che cosa
bank-any-way = Offerte e richieste
bank-way-offer = Offre
bank-way-want = Cerca
bank-ways-offer = Offerte
bank-ways-want = Richieste
bank-no-end = senza scadenza
bank-until = fino al { $day }
bank-expiring = { $count ->
    [one] Un annuncio finisce entro una settimana.
   *[other] { $count } annunci finiscono entro una settimana.
}
bank-expiring-see = Vedili
bank-listings-none = La bacheca è vuota: metti il primo annuncio.
bank-listings-none-found = Nessun annuncio corrisponde a questi filtri.
bank-listing-steps = Cambia
bank-listing-step-renew = Rinnova sei mesi
bank-listing-step-resume = Rimetti
bank-listing-step-pause = In pausa
bank-listing-step-withdraw = Ritira
bank-listing-step-hide = Nascondi
bank-listing-step-show = Mostra di nuovo
bank-listing-state-published = In bacheca
bank-listing-state-paused = In pausa
bank-listing-state-hidden = Nascosto dallo sportello
bank-listing-state-withdrawn = Ritirato
bank-listings-state = Come stanno
bank-listings-open = In bacheca
bank-listings-ending = Finiscono entro una settimana
bank-listings-over = Scaduti
bank-listings-paused = In pausa
bank-listings-hidden = Nascosti dallo sportello
bank-listings-withdrawn = Ritirati
bank-notices = I suoi annunci
bank-notices-none = Ancora nessun annuncio.
bank-listing-soon = Scade presto
bank-listing-over = Scaduto
bank-listing-who = Di chi
bank-listing-words = Con parole sue
bank-listing-words-hint = Niente telefono o indirizzo: chi è interessato passa dallo sportello.
bank-listing-until = Fino al
bank-listing-no-end = Senza scadenza: si riconferma al rinnovo della tessera
bank-listing-send = Metti in bacheca

## Regole e numeri

bank-rules-title = Regole della banca
bank-rules-hint = Le regole valgono per i conti nuovi; quelli aperti tengono le loro.
bank-rules-limits = Limiti dei conti nuovi
bank-limit-hard-floor = Minimo fermo
bank-limit-soft-floor = Minimo di guardia
bank-limit-soft-ceiling = Massimo di guardia
bank-limit-hard-ceiling = Massimo fermo
bank-limit-credit-percent = Credito in più, % delle ore date
bank-limit-credit-most = Credito in più, al massimo
bank-limit-answer-days = Giorni per confermare
bank-limit-trial-days = Giorni di prova
bank-limit-renewal-days = Giorni di tessera
bank-rules-days = Tempi
bank-silence = Se l'altra parte non risponde
bank-silence-confirms = Vale come un sì
bank-silence-lapses = La dichiarazione scade
bank-excluded = Servizi esclusi
bank-excluded-hint = Quelli che chiedono un titolo o rilasciano un certificato.
bank-participation-only = Solo partecipazione: si contano le ore date e ricevute, senza saldo e senza limiti
bank-rules-send = Salva le regole
bank-agreement = Convenzione con il Comune
bank-agreement-hint = Legge 53/2000, art. 27: con un accordo scritto il Comune può partecipare. Le ore non sostituiscono mai i suoi compiti.
bank-agreement-title = Titolo o protocollo
bank-agreement-from = Dal
bank-agreement-until = Al
bank-agreement-scope = Servizi compresi
bank-agreement-scope-hint = Per gli altri servizi lo scambio viene rifiutato.
bank-agreement-send = Salva la convenzione
bank-agreement-same = Con lo stesso titolo correggi quella di adesso; con un titolo nuovo ne aggiungi una, e quella di prima resta per gli scambi dei suoi giorni.
bank-agreements-earlier = Convenzioni di prima
bank-agreement-ends = La convenzione con il Comune finisce il { $day }: per continuare ne serve una nuova.
bank-agreement-over = La convenzione con il Comune è finita il { $day }: per gli scambi dei giorni dopo ne serve una nuova.
bank-agreement-line = { $title }, dal { $from } al { $until }.
bank-figures-title = Banca del tempo in numeri
bank-last-year = ultimi dodici mesi
bank-period = Periodo
bank-period-last-year = Ultimi dodici mesi
bank-period-year = anno { $year }
bank-figure-hours = Ore scambiate
bank-figure-sum = Somma di tutti i conti
bank-balanced = In pari
bank-not-balanced-tag = Non in pari
bank-figure-each = Scambi a testa
bank-figure-limit = Conti al limite
bank-figure-inactive = Fermi da sei mesi
bank-figure-silent = Senza offerte
bank-figure-first = Attesa del primo scambio
bank-by-month = Per mese
bank-by-category = Per servizio
bank-by-place = Per quartiere di chi dà
bank-by-age = Per età di chi dà
bank-clocks-hint = Ore di reciprocità: non si sommano mai alle ore di volontariato né a quelle di lavoro.

## Fatto

bank-told-over = Oltre un limite fermo, come ha deciso l'organo: resta segnato.
bank-told-standing = { $who } · { $standing }. { $say }

done-bank-posted = Scambio registrato.
done-bank-applied = Domanda registrata.
done-bank-corrected = Dati corretti.
done-bank-moved = Passo registrato.
done-bank-limits-set = Limiti cambiati.
done-bank-confirmed = Confermato: è nei conti.
done-bank-refused = Segnato il no: nei conti non entra.
done-bank-withdrawn = Dichiarazione ritirata.
done-bank-disputed = Segnato come contestato.
done-bank-upheld = Resta valido.
done-bank-reversed = Stornato: i conti sono come prima.
done-bank-declared = Dichiarato. Ora tocca all'altra parte.
done-bank-list-written = Elenco registrato.
done-bank-cheques-issued = Libretto consegnato.
done-bank-listed = È in bacheca.
done-bank-listing-moved = Annuncio cambiato.
done-bank-rules-set = Regole salvate.
done-bank-agreed = Convenzione salvata.

## Rifiuti

problem-bank-at-hubs-only = I conti si muovono all'HUB.
    .next = Apri la console dell'HUB della banca.
problem-bank-unknown-member = Questa socia o questo socio non c'è.
problem-bank-unknown-account = Questo conto non c'è.
    .next = Se è il Comune, prima si scrive la convenzione tra le regole.
problem-bank-unknown-exchange = Questo scambio non c'è.
problem-bank-unknown-listing = Questo annuncio non c'è.
problem-bank-no-such-step = Questo passo ora non si può fare.
    .next = Forse qualcuno lo ha già fatto: ricarica la pagina.
problem-bank-may-not-exchange = { $stage ->
    [suspended] Una delle due persone è sospesa e per ora non può scambiare.
    [closed] Una delle due persone è uscita dalla banca.
    [declined] La domanda di una delle due persone non è stata accolta.
   *[other] Una delle due persone non ha ancora il conto: prima c'è la prova.
}
    .next = Aprila dall'elenco di socie e soci: c'è scritto il prossimo passo.
problem-bank-below-floor = Questo scambio porterebbe il conto { $whose ->
        [receiver] di chi riceve
       *[other] di { $whose }
    } sotto { $floor }.
    .next = Adesso ha { $balance }{ $waits ->
        [none] { "" }
       *[other] { "" }, e { $waits } aspettano un'altra banca
    }: servono prima { $missing } date, o uno scambio più breve.
problem-bank-above-ceiling = Questo scambio porterebbe il conto { $whose ->
        [giver] di chi dà
       *[other] di { $whose }
    } sopra { $ceiling }.
    .next = Adesso ha { $balance }{ $waits ->
        [none] { "" }
       *[other] { "" }, e { $waits } arrivano da un'altra banca
    }: prima conviene che spenda { $over }.
problem-bank-same-account = Chi dà e chi riceve hanno lo stesso conto.
    .next = In una stessa famiglia il tempo non si scambia.
problem-bank-excluded = Questo servizio non si può scambiare.
    .next = Chiede un titolo o rilascia un certificato: le regole della banca lo escludono.
problem-bank-bad-day = Il giorno deve essere passato, e da non più di un anno.
problem-bank-no-agreement = La convenzione con il Comune vale dal { $from } al { $until }.
    .next = Per altri giorni serve una convenzione nuova.
problem-bank-outside-agreement = La convenzione con il Comune non comprende questo servizio.
    .next = Le ore non possono sostituire i compiti del Comune.
problem-bank-cheque-unknown = Questo numero non è in un libretto di chi ha ricevuto il tempo.
    .next = Controlla il numero e chi firma: paga chi ha ricevuto.
problem-bank-cheque-used = Questo assegno è già stato registrato il { $day }.
    .next = Un assegno vale una volta sola: cerca lo scambio di quel giorno.
problem-bank-cheques-overlap = Alcuni di questi numeri sono già stati consegnati.
problem-bank-out-of-range = Qui c'è un valore che non va.
problem-bank-export-too-many = Sono più di { $most } scambi: restringi i giorni o il servizio, e scaricali in più volte.
    .next = Controlla numeri e date; i limiti vanno dal più basso al più alto, passando per lo zero.
problem-bank-exchange-state = Questo scambio intanto è cambiato.
    .next = Ricarica la pagina per vedere come sta.
problem-bank-own-declaration = Chi dichiara uno scambio non può confermarlo, e nemmeno la sua famiglia.
    .next = Deve confermare l'altra parte.
problem-bank-not-yours = Questo scambio è tra altre persone.
problem-bank-not-balanced = Il conto non è a zero: ha { $balance }.
    .next = Si chiude quando torna a zero, o se l'organo decide di passare il saldo al fondo ore.
problem-bank-member-erased = I dati di questa persona sono stati cancellati.
    .next = Non si possono più correggere: il conto resta, senza nome.
problem-bank-reason-missing = Scrivi in due parole il motivo.
    .next = Questo passo ferma una persona: il perché deve restare.
problem-bank-bad-list = Nell'elenco manca qualcuno, o una persona c'è due volte.
problem-bank-listing-closed = L'annuncio intanto è cambiato.
    .next = Ricarica la pagina.
problem-bank-card-unknown = Questa tessera non è più valida.
    .next = Forse è stata sostituita: chiedila all'operatrice.
problem-bank-chip-unreadable = Questo non è il numero di un chip.
    .next = Appoggia la tessera sul lettore collegato a questo computer: scrive lui, da otto a venti cifre o lettere dalla A alla F.
problem-bank-chip-taken = Questo chip è già nella tessera di un'altra persona.
    .next = Usa un'altra tessera, oppure toglilo prima a chi ce l'ha.
problem-bank-card-without-pin = Questa tessera non ha ancora un PIN.
    .next = Lo imposta l'operatrice allo sportello, in un minuto.
problem-bank-card-without-account = Non hai ancora un conto della banca del tempo.
    .next = Si apre con il colloquio: chiedi all'operatrice.
problem-bank-card-rests = Troppi PIN sbagliati: la tessera riposa { $minutes ->
        [one] ancora un minuto
       *[other] ancora { $minutes } minuti
    }.
    .next = Poi puoi riprovare. Se non ricordi il PIN, l'operatrice ne imposta uno nuovo.
problem-bank-card-blocked = La tessera è bloccata: il PIN è stato sbagliato troppe volte.
    .next = L'operatrice imposta un PIN nuovo, e la tessera torna a funzionare.
problem-bank-pin-wrong = Il PIN non è giusto.
    .next = { $left ->
        [one] Puoi provare ancora una volta.
       *[other] Puoi provare ancora { $left } volte.
    }
problem-bank-pin-shape = Il PIN ha da quattro a sei cifre.
problem-bank-pin-easy = Questo PIN lo indovinerebbe chiunque.
    .next = Scegli cifre che non siano tutte uguali e non siano in fila.
problem-bank-pin-differs = I due PIN non sono uguali.
    .next = Scrivilo due volte allo stesso modo.
problem-bank-session-over = È passato un po' di tempo: per sicurezza il conto si è chiuso.
    .next = Mostra di nuovo la tessera.
problem-bank-unknown-number = Nessuna socia e nessun socio ha il numero { $number }.
    .next = Il numero è scritto sulla tessera, sotto il nome.
problem-bank-other-below-floor = L'altra persona per ora non può ricevere così tante ore.
    .next = Provate con un tempo più breve, oppure parlatene con l'operatrice.
problem-bank-other-above-ceiling = L'altra persona per ora non può dare così tante ore.
    .next = Provate con un tempo più breve, oppure parlatene con l'operatrice.

## Tessera e PIN

bank-on-roll = Scontrino
bank-minutes-moved = Ore
bank-statement-part = Gli ultimi { $shown } movimenti di { $total }.
bank-card = Tessera della banca del tempo
bank-card-used = Consegnata il { $given }, usata l'ultima volta il { $used }.
bank-card-unused = Consegnata il { $given }, mai usata.
bank-card-none = Non ha ancora la tessera: con quella e il PIN usa il conto allo schermo dell'HUB.
bank-card-give = Consegna la tessera
bank-card-print = Stampa la tessera
bank-card-lost = Persa o da togliere
bank-card-lost-hint = La tessera nuova vale subito, quella vecchia non apre più niente. Il PIN resta lo stesso.
bank-card-replace = Nuova tessera
bank-card-take = Ritira la tessera
bank-chip = Tessera con il chip
bank-chip-known = · collegata
bank-chip-hint = Va bene qualsiasi tessera contactless, anche una che la persona ha già, ad esempio quella del bus. Tocca il campo e appoggia la tessera sul lettore. Il numero non resta scritto da nessuna parte.
bank-chip-number = Numero letto dal chip
bank-chip-send = Collega
bank-chip-remove = Scollega il chip
bank-card-is-blocked = Il PIN è stato sbagliato troppe volte: fanne scegliere uno nuovo.
bank-card-no-pin = Manca il PIN: senza, la tessera non apre niente.
bank-card-shown-code = Codice per le altre banche: { $code }
bank-card-says = Allo schermo dell'HUB: mostra il quadratino al lettore e scrivi il PIN. Se perdi la tessera, avvisa lo sportello.
bank-pin = PIN
bank-pin-again = Ancora il PIN
bank-pin-new = Nuovo PIN
bank-pin-hint = Lo scrive la persona, da quattro a sei cifre. Allo schermo potrà cambiarlo.
bank-pin-send = Imposta il PIN
done-bank-card-given = La tessera è pronta: stampala e consegnala.
done-bank-chip-set = Il chip è collegato: allo schermo basta appoggiare la tessera e scrivere il PIN.
done-bank-chip-removed = Il chip non apre più niente. Il quadratino della tessera vale ancora.
done-bank-card-taken = La tessera non apre più niente.
done-bank-pin-set = Il PIN nuovo vale da subito.

## Da chiamare, referenze, spese, parole chiave

bank-tab-calls = Da chiamare
bank-calls-title = Da chiamare
bank-calls-hint = Chi ha poco tempo per rispondere, chi si avvicina a un limite, annunci e iscrizioni che finiscono. Gli stessi avvisi li dà lo schermo dell'HUB.
bank-calls-none = Non c'è nessuno da chiamare. Gli avvisi compaiono qui da soli.
bank-calls-now = { $count ->
    [one] C'è una persona da chiamare.
   *[other] Ci sono { $count } telefonate da fare.
}
bank-calls-see = Vedi l'elenco
bank-back-to-desk = Allo sportello
bank-call-answer = Risposta
bank-call-limit = Limite
bank-call-notice = Annuncio
bank-call-trial = Prova
bank-call-renewal = Iscrizione
bank-call-done = Fatto
bank-call-answer-why = Deve dire sì o no a uno scambio entro { $when }.
bank-call-answer-say = Leggi lo scambio e chiedi se è andata così: puoi scrivere tu la risposta.
bank-call-limit-say-low = Proponi di dare un po' di tempo: guarda insieme la bacheca.
bank-call-limit-say-at-floor = Per ora può solo dare: proponi qualcosa dalla bacheca.
bank-call-limit-say-high = Chiedi che cosa potrebbe servire: le ore messe da parte sono tante.
bank-call-limit-say-at-ceiling = Per ora può solo ricevere: aiuta a chiedere qualcosa.
bank-call-limit-say-fine = Tutto bene.
bank-call-notice-why = { $what }: l'annuncio finisce il { $day }.
bank-call-notice-say = { $count ->
    [0] Finisce oggi: resta o si toglie?
    [one] Finisce domani: resta o si toglie?
   *[other] Mancano { $count } giorni: resta o si toglie?
}
bank-call-trial-why = La prova finisce il { $day }.
bank-call-trial-say = Com'è andata? Se va bene diventa socia o socio; se no, parlane.
bank-call-renewal-why = L'iscrizione finisce, o è finita, il { $day }.
bank-call-renewal-say = Si rinnova allo sportello; intanto può scambiare.
done-bank-called = Segnato: per questo motivo non serve chiamare di nuovo.
bank-references = Com'è andata
bank-references-about = Che cosa dicono gli altri
bank-reference-liked = Lo rifarebbe
bank-reference-not-liked = Non lo rifarebbe
bank-reference-again = Lo rifarebbe?
bank-reference-is-hidden = Nascosta
bank-reference-new = Scrivi com'è andata
bank-reference-who = Chi lo dice
bank-reference-words = In due parole
bank-reference-send = Registra
bank-reference-answers = { $name } risponde:
bank-reference-answer = Risposta di { $name }
bank-reference-answer-send = Registra la risposta
bank-reference-hide = Nascondi
bank-reference-show = Mostra di nuovo
done-bank-referred = Registrato. L'altra persona può rispondere.
done-bank-reference-answered = La risposta è registrata.
done-bank-reference-hidden = La referenza è nascosta: la vede solo chi coordina.
done-bank-reference-shown = La referenza si vede di nuovo.
bank-expenses = Rimborso di spese
bank-expenses-none = Nessun rimborso. Le ore non si pagano mai: qui si annota solo una spesa vera.
bank-expenses-hint = Solo spese vere, con lo scontrino, e solo se tutte e due le persone sono d'accordo. I soldi passano di mano in mano: la banca non li tocca.
bank-expense-new = Annota una spesa
bank-expense-amount = Quanto, in euro
bank-expense-what = Per che cosa
bank-expense-materials = Materiali
bank-expense-transport = Viaggio
bank-expense-other = Altro
bank-expense-told = { $amount } · { $what }, d'accordo tutte e due le parti
bank-expense-agrees = { $name } è d'accordo
bank-expense-send = Annota
bank-expense-remove = Togli la nota
done-bank-expense-noted = La spesa è annotata.
done-bank-expense-removed = La nota è tolta.
bank-tags = Parole chiave:
bank-only-tag = Solo annunci con la parola «{ $tag }».
bank-listing-tags = Parole chiave
bank-listing-tags-hint = Fino a cinque, con le virgole: cucito, orli, macchina da cucire
problem-bank-unknown-reference = Questa referenza non c'è.
problem-bank-nobody-to-tell = Dall'altra parte non c'è una persona sola.
    .next = Si può dire com'è andata quando lo scambio è tra due persone.
problem-bank-already-said = L'ha già detto.
    .next = Si dice una volta sola; l'altra persona può rispondere.
problem-bank-not-agreed = Per annotare una spesa devono essere d'accordo tutte e due le persone.
    .next = Se una non è d'accordo, non si annota e non si rimborsa niente.
problem-bank-expense-amount = Manca l'importo, o è scritto in un modo che non capisco.
    .next = Scrivilo così: 12,50

## Da un altro programma

bank-import-title = Porta qui la banca da un altro programma
bank-import-link = Porta qui la banca da un altro programma
bank-import-hint = Socie e soci, movimenti e annunci. Prima si prova: niente viene scritto finché ogni riga è giusta e la somma dei conti è zero. Portare due volte lo stesso file non porta niente due volte.
bank-import-members = Socie e soci
bank-import-members-hint = Serve se non sono già qui. Da TimeOverflow: l'esportazione delle utenze in CSV.
bank-import-movements = Movimenti
bank-import-movements-hint = Da TimeOverflow: l'esportazione dei trasferimenti in CSV. Senza, contano i saldi scritti accanto ai nomi.
bank-import-notices = Annunci
bank-import-notices-hint = Da TimeOverflow: l'esportazione delle offerte e delle richieste in CSV.
bank-import-hood = Quartiere, se il file non lo dice
bank-import-hood-hint = Poi si può cambiare, persona per persona.
bank-import-category = Servizio, se il suo nome non è tra quelli della città
bank-import-category-hint = I nomi uguali si riconoscono da soli.
bank-import-try = Prova
bank-import-send = Porta tutto
bank-import-proof = La prova dei conti
bank-import-balances = Quanto avrà ogni conto
bank-import-name = Nome
bank-import-bad = { $count ->
    [one] Una riga non va.
   *[other] { $count } righe non vanno.
}
bank-import-nothing-yet = Non è stato scritto niente: correggi il file e prova di nuovo.
bank-import-more = { $count ->
    [one] e un'altra.
   *[other] e altre { $count }.
}
bank-import-beyond = { $count ->
    [one] Un conto arriva oltre i limiti della banca: si apre lo stesso, poi può solo tornare verso lo zero.
   *[other] { $count } conti arrivano oltre i limiti della banca: si aprono lo stesso, poi possono solo tornare verso lo zero.
}
bank-import-shapes = Che forma hanno i file
bank-import-shape-timeoverflow = Quelli che esporta TimeOverflow, così come sono: le colonne si riconoscono dal posto, in qualunque lingua. Le e-mail non si portano: qui non servono.
bank-import-shape-plain = Oppure un foglio semplice in CSV, con questi nomi nella prima riga. La durata è in minuti (90) o in ore (1:30); il saldo può avere il meno; 0 è il fondo ore.
bank-import-file-members = socie e soci, riga
bank-import-file-movements = movimenti, riga
bank-import-file-notices = annunci, riga
bank-import-unreadable = La riga non si legge come tabella.
bank-import-unknown-shape = Le colonne non sono quelle di TimeOverflow né quelle del foglio semplice.
bank-import-no-number = Manca il numero della socia o del socio.
bank-import-number-twice = Il numero { $number } c'è già in una riga prima.
bank-import-no-name = Manca il nome.
bank-import-unknown-member = Nessuno ha il numero «{ $number }», né nel file né qui.
bank-import-same-side = Chi dà e chi riceve sono la stessa persona.
bank-import-bad-length = «{ $text }» non è una durata.
bank-import-bad-day = «{ $text }» non è un giorno passato.
bank-import-balance-differs = I movimenti portano a { $moved }, ma il file dice { $said }.
bank-import-too-many = Sono più di { $count } righe: porta qualche anno alla volta.
bank-import-no-file = Scegli almeno un file.
done-bank-imported = Fatto: tutto quello che c'era nei file è qui.

## Impegni presi e telefoni di socie e soci

bank-tabs-under = Pagine di questa sezione
bank-tab-agreed = Impegni
bank-agreed-title = Impegni presi
bank-agreed-hint = Chi si è accordato con chi, per che cosa e quando. Qui non si muovono ore: si registrano quando è fatto.
bank-agreed-none = Nessun impegno in vista. Quando due persone si accordano al telefono, scrivilo qui: lo vedono tutte e due nella loro app.
bank-agreed-new = Segna un impegno
bank-agreed-by = Chi lo dice
bank-agreed-side-gave = Darà il suo tempo
bank-agreed-side-got = Lo riceverà
bank-agreed-length = Quanto durerà
bank-agreed-time = Ora
bank-agreed-when-missing = Scrivi il giorno e l'ora.
bank-agreed-send = Segna l'impegno
bank-agreed-past = Ora passata
bank-agreed-done = È fatto: registra
bank-agreed-off = Annulla l'impegno
bank-agreed-off-send = Non si farà
bank-agreed-who-absent = Qualcuno non è venuto?
bank-agreed-nobody-absent = No, è stato disdetto
bank-agreed-absent = non è venuta: { $name }
bank-agreed-was-off = disdetto
bank-agreed-ended = Saltati e disdetti
bank-dispute-why-hint = Che cosa dice, in due parole. Resta scritto qui e si cancella con i suoi dati.
bank-phones = Nel suo telefono
bank-phones-hint = Se è anche antenna, può vedere il conto e dichiarare gli scambi dall'app, anche senza linea.
bank-phone-link = Collega il suo telefono
bank-phone-link-send = Collega
bank-phone-which = Quale telefono
bank-phone-which-hint = Solo telefoni di antenne di questo HUB, non ancora collegati.
bank-phone-choose = Scegli il telefono
bank-phone-agreed = È qui, è il suo telefono, ed è d'accordo
bank-phone-since = collegato { $day }
bank-phone-revoked = collegato { $day }; il telefono però è stato revocato e non parla più
bank-phone-nameless = Telefono senza nome
bank-phone-unlink = Scollega
bank-phone-none-free = Nessun telefono libero: prima si abbina l'app, dalla pagina dell'antenna.
done-bank-arranged = Impegno segnato.
done-bank-called-off = Impegno annullato.
done-bank-missed = Segnato: una delle due persone non è venuta.
done-bank-phone-linked = Telefono collegato: tra un momento vede il conto nell'app.
done-bank-phone-unlinked = Telefono scollegato: nell'app il conto non c'è più.
problem-bank-arrangement-kept = Questo impegno è già stato registrato come scambio.
problem-bank-phone-unknown = Questo telefono non si può collegare.
    .next = Deve essere di un'antenna di questo HUB, abbinato e non revocato.
problem-bank-phone-not-agreed = Il telefono si collega solo con la persona davanti e d'accordo.
    .next = Segna la casella quando te l'ha detto.
problem-bank-phone-taken = Questo telefono parla già per un'altra persona.
    .next = Prima si scollega dalla pagina di quella persona.
bank-slip-says = Alla postazione, con il tuo PIN, questo codice apre il conto come la tessera. Senza PIN non apre niente.
bank-receipt = Ricevuta dello scambio
bank-receipt-hint = Un foglietto della stampante a rotolo per chi ha scambiato. Chi ha tessera e PIN ci trova anche il codice che apre il conto alla postazione.
bank-receipt-for = Per { $name }
bank-receipt-state = A che punto è
offer-account = Conto nella banca del tempo
offer-account-hint = Se chi l'ha lasciata è nella banca del tempo, dillo qui: con il PIN della tessera il suo foglietto apre il conto alla postazione.
offer-account-who = Chi l'ha lasciata
offer-account-link = È di questa persona
offer-account-opens = Con il PIN della tessera il foglietto apre il conto di
offer-account-unlink = Non è sua
done-offer-linked = Da adesso il foglietto apre il suo conto, con il PIN.
done-offer-unlinked = Il foglietto non apre più nessun conto.
problem-bank-slip-unknown = Questo codice non apre nessun conto.
    .next = Forse la tessera è stata sostituita: usa la tessera, o chiedi a chi lavora qui un estratto nuovo.
