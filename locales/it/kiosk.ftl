# Parole dello schermo per chi entra nell'hub. Si dà del tu, una cosa per frase, niente burocratese.

## Prima schermata

kiosk-welcome = Benvenuti!
kiosk-welcome-line = Tocca quello che ti serve. Non servono password, e il tuo nome lo dici solo se vuoi.
kiosk-open-today = Oggi siamo aperti: { $spans }
kiosk-closed-today = Oggi siamo chiusi, ma puoi usare questo schermo
kiosk-spans-and = { $some } e { $last }
kiosk-need = Ho bisogno di aiuto
kiosk-need-line = Spesa, compagnia, pratiche, piccole riparazioni
kiosk-offer = Offro il mio tempo
kiosk-offer-line = Anche solo un'ora: scegli tu come e quando
kiosk-idea = Ho un'idea
kiosk-idea-line = Qualcosa che farebbe bene al quartiere
kiosk-status = A che punto è la mia richiesta
kiosk-status-line = Con il codice che ti abbiamo dato
kiosk-operator-question = Preferisci parlare con una persona?
kiosk-preparing = Mi sto preparando
kiosk-preparing-line = Non ho ancora le notizie di questo hub. Intanto chiedi a chi lavora qui.
kiosk-not-enrolled = Questo schermo non è ancora attivo
kiosk-not-enrolled-line = Per oggi chiedi a chi lavora qui: ti aiuta volentieri.
kiosk-offline-line = Ora non riesco a parlare con l'hub. Puoi provare lo stesso, oppure chiedere a chi lavora qui.

## Com'è la linea

kiosk-line-starting = Mi collego…
kiosk-line-not-enrolled = Da attivare

## Per vedere e toccare meglio

kiosk-large-text = Testo grande
kiosk-high-contrast = Alto contrasto
kiosk-low-reach = Comandi in basso

## Quando la pagina è più lunga dello schermo

kiosk-more-down = Più giù
kiosk-more-up = Più su

## Chiamare un operatore

kiosk-calling = Sto chiamando…
kiosk-coming = Arriva qualcuno
kiosk-coming-line = Abbiamo avvisato chi lavora qui. Resta vicino allo schermo.
kiosk-call-failed = Da qui non riesco a chiamare
kiosk-call-failed-line = Chiedi a chi lavora qui, al banco. Oppure riprova tra poco.
kiosk-understood = Ho capito

## Ci sei ancora?

kiosk-still = Ci sei ancora?
kiosk-still-line = Tra poco cancello tutto, così non lo vede nessun altro.
kiosk-still-yes = Sì, continuo

## Uscire a metà

kiosk-leave = Vuoi uscire?
kiosk-leave-line = Quello che hai scritto viene cancellato.
kiosk-leave-yes = Sì, cancella ed esci
kiosk-leave-no = No, continuo

## Domande

kiosk-ask-need-category = Di che aiuto hai bisogno?
kiosk-ask-need-category-help = Tocca la cosa più vicina a quello che ti serve.
kiosk-ask-offer-skills = Come puoi aiutare?
kiosk-ask-offer-skills-help = Puoi scegliere più cose.
kiosk-ask-idea-theme = Di che cosa parla la tua idea?
kiosk-ask-idea-theme-help = Tocca la cosa più vicina.
kiosk-ask-need-neighbourhood = In quale quartiere serve?
kiosk-ask-need-neighbourhood-help = Dove abiti, o dove serve l'aiuto.
kiosk-ask-offer-neighbourhood = In quale quartiere vuoi dare una mano?
kiosk-ask-offer-neighbourhood-help = Quello dove ti è più comodo.
kiosk-ask-idea-neighbourhood = Per quale quartiere?
kiosk-ask-idea-neighbourhood-help = O per tutta la città.
kiosk-ask-need-urgency = Quando ti serve?
kiosk-ask-need-urgency-help = Se sei in pericolo, chiama subito il 112.
kiosk-ask-offer-bands = Quando hai tempo?
kiosk-ask-offer-bands-help = Puoi scegliere più momenti.
kiosk-ask-need-asked = Una domanda
kiosk-ask-need-asked-help = Bastano poche parole. Se non vuoi rispondere, vai avanti.
kiosk-ask-need-day = Entro quale giorno?
kiosk-ask-need-day-help = Tocca il giorno. Per uno più lontano, scrivilo con parole tue o chiedi a chi lavora qui.
kiosk-urgency-day = Entro un giorno preciso
kiosk-urgency-day-line = Scegli tu il giorno
kiosk-by-day = Entro: { $day }
kiosk-write-answer = La tua risposta
kiosk-hint-answer = Scrivi qui, con parole tue
kiosk-ask-need-text = Vuoi spiegarci meglio?
kiosk-ask-need-text-help = Con parole tue. Se non vuoi, vai avanti.
kiosk-ask-offer-text = Vuoi aggiungere qualcosa?
kiosk-ask-offer-text-help = Se non vuoi, vai avanti.
kiosk-ask-idea-text = Raccontaci la tua idea
kiosk-ask-idea-text-help = Bastano poche righe.
kiosk-choose-pictures = Scegli con le figure
kiosk-picked-there = Hai scelto: { $picked }. Puoi aggiungere parole tue, oppure andare avanti.
kiosk-ask-idea-for-whom = Per chi è la tua idea?
kiosk-ask-idea-for-whom-help = Puoi toccare più figure. Se non lo sai, vai avanti.
kiosk-ask-idea-what = Che cosa si farebbe?
kiosk-ask-idea-what-help = Puoi toccare più figure. Se non lo sai, vai avanti.
kiosk-ask-idea-why = Perché serve?
kiosk-ask-idea-why-help = Tocca il bisogno, anche più di uno. Se non lo sai, vai avanti.
kiosk-row-for-whom = Per chi è l'idea
kiosk-row-what = Che cosa si farebbe
kiosk-row-why = Perché serve
kiosk-ask-need-relation = Per chi è l'aiuto?
kiosk-ask-need-relation-help = Puoi chiedere anche per un'altra persona.
kiosk-ask-need-contact = Come possiamo trovarti?
kiosk-ask-need-contact-help = Puoi anche non dirlo: con il codice saprai lo stesso come va.
kiosk-ask-offer-contact = Come ti troviamo?
kiosk-ask-offer-contact-help = Ci servono il nome e il telefono, per dirti chi ha bisogno.
kiosk-ask-idea-similar = C'è già qualcosa di simile
kiosk-ask-idea-similar-help = Puoi unirti a chi ha già cominciato, oppure lasciare la tua.
kiosk-similar-there = C'è già qualcosa di simile: { $titles }. Fra poco li vedi.
kiosk-join = Mi unisco a { $title }
kiosk-join-none = No, la mia idea è diversa
kiosk-row-similar = Mi unisco a
kiosk-ask-idea-contact = Vuoi che ti chiamiamo?
kiosk-ask-idea-contact-help = Puoi anche non dirlo: con il codice saprai lo stesso come va.
kiosk-ask-check = Va bene così?
kiosk-ask-check-help = Tocca una riga per cambiarla.

## Risposte

kiosk-other-neighbourhood = Un altro quartiere
kiosk-usual-neighbourhoods = Torna ai quartieri di questo hub
kiosk-whole-city = Tutta la città
kiosk-zone = Zona { $zone }
kiosk-urgency-today = Oggi, se si può
kiosk-urgency-today-line = Proviamo subito
kiosk-urgency-this-week = In questi giorni
kiosk-urgency-this-week-line = Entro una settimana
kiosk-urgency-no-hurry = Non c'è fretta
kiosk-urgency-no-hurry-line = Quando qualcuno può
kiosk-band-mornings = La mattina
kiosk-band-mornings-line = Dal lunedì al venerdì
kiosk-band-afternoons = Il pomeriggio
kiosk-band-afternoons-line = Dal lunedì al venerdì
kiosk-band-evenings = La sera
kiosk-band-evenings-line = Dal lunedì al venerdì
kiosk-band-weekend = Sabato e domenica
kiosk-band-weekend-line = A qualsiasi ora
kiosk-relation-oneself = Per me
kiosk-relation-family = Per una persona di famiglia
kiosk-relation-neighbour = Per un vicino o un amico
kiosk-relation-customer = Per un cliente o un ospite
kiosk-relation-other = Per un'altra persona

## Scrivere

kiosk-write-text = Le tue parole
kiosk-write-name = Il tuo nome
kiosk-write-phone = Il tuo telefono
kiosk-write-address = Il tuo indirizzo
kiosk-hint-need-text = Per esempio: la spesa è pesante e abito al terzo piano
kiosk-hint-offer-text = Per esempio: ho la macchina
kiosk-hint-idea-text = Per esempio: una panchina all'ombra vicino alla fermata
kiosk-hint-name = Come ti chiami
kiosk-hint-phone = Il numero dove ti troviamo
kiosk-hint-address = Via, numero, citofono
kiosk-tap-to-write = Tocca per scrivere
kiosk-needed = necessario
kiosk-privacy = Lo vedono solo chi lavora in questo hub e chi ti dà una mano. Su questo schermo non resta niente.
kiosk-rather-not = Preferisco non dirlo

## Controllare e inviare

kiosk-row-category = Aiuto
kiosk-row-skills = Posso aiutare così
kiosk-row-theme = L'idea parla di
kiosk-row-neighbourhood = Quartiere
kiosk-row-urgency = Quando
kiosk-row-bands = Quando ho tempo
kiosk-row-text = Con parole mie
kiosk-row-relation = Per chi
kiosk-row-contact = I miei dati
kiosk-nothing-written = Niente
kiosk-nothing-said = Preferisco non dirlo
kiosk-send-need = Invia la richiesta
kiosk-send-offer = Invia l'offerta
kiosk-send-idea = Invia l'idea
kiosk-sending = Sto inviando…
kiosk-kept-here = Quello che hai scritto è ancora qui.
kiosk-line-is-back = La linea è tornata. Tocca Riprova.

## Quando qualcosa non va

kiosk-trouble-unreachable = L'hub non risponde
kiosk-trouble-unreachable-line = Riprova, oppure chiama un operatore.
kiosk-trouble-busy = Un momento
kiosk-trouble-busy-line = Sto finendo un'altra cosa. Riprova tra qualche secondo.
kiosk-trouble-garbled = Qualcosa non ha funzionato
kiosk-trouble-garbled-line = Non è colpa tua. Riprova, oppure chiama un operatore.
kiosk-trouble-refused = Così non posso inviarlo
kiosk-trouble-refused-line = Chiama un operatore: lo sistemate insieme.
kiosk-problem-unauthorised = Questo schermo non è ancora attivo
kiosk-problem-unauthorised-line = Per oggi chiedi a chi lavora qui: ti aiuta volentieri.
kiosk-problem-unknown-slip = Non trovo questo codice
kiosk-problem-unknown-slip-line = Controlla una lettera alla volta, oppure chiama un operatore.
kiosk-problem-too-many-tries = Troppi codici provati
kiosk-problem-too-many-tries-line = Aspetta qualche minuto, oppure chiama un operatore.
kiosk-problem-central-unreachable = Questo codice è di un altro hub
kiosk-problem-central-unreachable-line = In questo momento non posso chiedere a quell'hub come va. La tua richiesta è al sicuro, non si perde niente.
kiosk-what-to-do = Che cosa puoi fare
kiosk-do-come-back = Torna più tardi con lo stesso codice
kiosk-do-go-there = Vai all'hub che te l'ha dato: comincia con { $prefix }
kiosk-do-call = Chiama un operatore: può telefonare lui
kiosk-another-code = Scrivi un altro codice

## Il codice

kiosk-given-need = La tua richiesta è arrivata
kiosk-given-offer = Grazie! La tua offerta è arrivata
kiosk-given-idea = Grazie! La tua idea è arrivata
kiosk-your-code = Il tuo codice
kiosk-keep-write = Scrivilo su un foglio
kiosk-keep-photo = Oppure fai una foto
kiosk-keep-code = Con questo codice torni qui e vedi come va, senza dire chi sei.
kiosk-next-steps = Che cosa succede adesso
kiosk-after-need-1 = Un operatore legge la tua richiesta.
kiosk-after-need-2 = Cerchiamo nel quartiere chi può aiutarti.
kiosk-after-need-called = Ti telefoniamo appena c'è una risposta.
kiosk-after-need-uncalled = Torna qui con il codice per sapere come va.
kiosk-after-offer-1 = Un operatore legge la tua offerta.
kiosk-after-offer-2 = Ti telefoniamo per conoscerci.
kiosk-after-offer-called = Quando qualcuno ha bisogno te lo chiediamo: puoi sempre dire di no.
kiosk-after-offer-uncalled = Torna qui con il codice per sapere come va.
kiosk-after-idea-1 = Lo sportello progetti legge la tua idea.
kiosk-after-idea-2 = Guardiamo chi ha avuto idee simili, per metterle insieme.
kiosk-after-idea-called = Ti telefoniamo se vogliamo capire meglio.
kiosk-after-idea-uncalled = Torna qui con il codice per sapere come va.

## A che punto è

kiosk-ask-code = Scrivi il tuo codice
kiosk-ask-code-help = Sono nove lettere e numeri. Lo zero, la O, l'uno e la I non ci sono mai.
kiosk-code-reader = Hai fatto la foto? Se qui c'è un lettore, avvicina il quadratino: il codice si scrive da solo.
kiosk-look-up = Vedi a che punto è
kiosk-looking = Sto guardando…
kiosk-code-wrong = Una lettera o un numero non torna. Controlla con calma.
kiosk-status-need = La tua richiesta
kiosk-status-offer = La tua offerta
kiosk-status-idea = La tua idea
kiosk-now = Adesso
kiosk-happened = Che cosa è successo
kiosk-day-time = { $day } alle { $time }
kiosk-from-central = Notizie di { $hub }, aggiornate { $when }
slip-step-received = L'abbiamo ricevuta
slip-step-taken-in-charge = Un operatore se ne sta occupando
slip-step-searching = Stiamo cercando chi può aiutarti
slip-step-helper-found = Abbiamo trovato chi ti aiuta
slip-step-searching-again = Quella persona non può più: cerchiamo di nuovo
slip-step-done = Chi ti aiuta dice che è fatto
slip-step-met = Risolta
slip-step-not-met = Chiusa senza una soluzione
slip-step-withdrawn = L'hai ritirata
slip-step-reopened = L'abbiamo riaperta
slip-step-asked = C'è una domanda per te
slip-step-replied = Hai risposto alla domanda
slip-step-scheduled = È fissato quando vengono
slip-step-started = L'aiuto è cominciato
slip-step-referred = Ci siamo rivolti a un servizio del Comune
slip-step-service-accepted = Se ne occupa un servizio del Comune
slip-step-split = La seguiamo in più parti
slip-step-joined = La seguiamo insieme a una richiesta uguale
slip-step-contacted = Ti abbiamo cercato
slip-step-handed-over = La stiamo passando a un altro HUB
slip-step-taken-over = Ora la segue un altro HUB
kiosk-goes-on = Là il tuo foglietto vale ancora. Il codice nuovo è { $code }.
slip-step-drafting = Con lo sportello ne state scrivendo un progetto
slip-step-handed-in = Il progetto è presentato
slip-step-additions-asked = C'è bisogno di qualcosa in più: leggi sotto
slip-step-additions-told = Hai mandato quello che mancava
slip-step-admitted = Il progetto ha i requisiti
slip-step-not-admitted = Il progetto non ha tutti i requisiti: leggi sotto perché
slip-step-evaluated = Il progetto è in valutazione
slip-step-merged = Continua insieme a un altro progetto
slip-step-promoted = Il progetto è promosso!
slip-step-not-promoted = Il progetto non è stato promosso: leggi sotto perché
slip-step-deferred = Il progetto è rinviato: leggi sotto perché
slip-step-concept-shown = Il nodo centrale legge il concept
slip-step-concept-goes-on = Il concept va avanti: ora si scrive il progetto
slip-step-funded = Il progetto è finanziato
slip-step-agreed = La convenzione è firmata
slip-step-running = Il progetto è in corso
slip-step-suspended = Il progetto è sospeso: leggi sotto perché
slip-step-finished = Il progetto è concluso
slip-step-reported = Si legge sotto che cosa è cambiato
slip-step-good-practice = Il progetto è una buona prassi
kiosk-slip-reasons = Che cosa ti diciamo
kiosk-slip-appointment = Ti aspettiamo allo sportello: { $when }
kiosk-question = C'è una domanda per te
kiosk-reply = Rispondi
kiosk-reply-title = La tua risposta
kiosk-reply-send = Invia la risposta
kiosk-thanks-reply = Grazie! La tua risposta è arrivata.
kiosk-how-was-it = Com'è andata?
kiosk-face-good = Bene
kiosk-face-middling = Così così
kiosk-face-bad = Male
kiosk-thanks-face = Grazie, ci aiuta a fare meglio.
kiosk-is-it-solved = È risolto?
kiosk-solved = Sì, è risolto
kiosk-not-solved = No, non ancora
kiosk-withdraw = Non mi serve più
kiosk-withdraw-ask = Vuoi ritirarla?
kiosk-withdraw-ask-line = Smettiamo di occuparcene. Se cambi idea, puoi sempre ricominciare.
kiosk-withdraw-yes = Sì, non mi serve più
kiosk-withdraw-no = No, lasciala aperta
kiosk-thanks-solved = Grazie! Abbiamo segnato che è risolto.
kiosk-thanks-not-solved = Va bene: ce ne occupiamo di nuovo.
kiosk-thanks-withdraw = Va bene, l'abbiamo ritirata.

## Banca del tempo

kiosk-bank = Banca del tempo
kiosk-bank-line = Con la tua tessera: saldo, scambi, annunci
kiosk-bank-card = Mostra la tua tessera
kiosk-bank-card-help = Avvicina la tessera al lettore, oppure scrivi il codice che c'è sotto. Va bene anche quello di uno scontrino o di un foglietto.
kiosk-bank-card-reader = Il lettore è qui sotto lo schermo. Non hai la tessera? La dà chi lavora qui.
kiosk-bank-card-wrong = Il codice non torna: ricontrollalo lettera per lettera.
kiosk-bank-pin = Scrivi il tuo PIN
kiosk-bank-pin-help = Da quattro a sei cifre.
kiosk-bank-pin-cover = Copri i tasti con l'altra mano. Se non lo ricordi, chi lavora qui te ne dà uno nuovo.
kiosk-bank-pin-typed = { $count ->
    [0] Nessuna cifra scritta
    [one] Una cifra scritta
   *[other] { $count } cifre scritte
}
kiosk-bank-pin-differs = I due PIN non erano uguali: scrivilo di nuovo.
kiosk-bank-account = Il tuo conto
kiosk-bank-hello = Ciao { $name }
kiosk-bank-number-of = numero { $number }
kiosk-bank-balance = Hai
kiosk-bank-balance-owed = Devi alla banca
kiosk-bank-gave-got = Hai dato { $gave } · hai ricevuto { $got }
kiosk-bank-last = Ultimi movimenti
kiosk-bank-near-low-title = Ti avvicini al limite
kiosk-bank-near-low = Puoi ricevere ancora { $left }. È un buon momento per dare un po' del tuo tempo.
kiosk-bank-near-at-floor-title = Sei al limite
kiosk-bank-near-at-floor = Per ora puoi solo dare tempo. Guarda in bacheca chi ne cerca, o chiedi a chi lavora qui.
kiosk-bank-near-high-title = Hai messo da parte tante ore
kiosk-bank-near-high = Puoi darne ancora { $left }. È un buon momento per chiedere qualcosa agli altri.
kiosk-bank-near-at-ceiling-title = Hai raggiunto il massimo
kiosk-bank-near-at-ceiling = Per ora puoi solo ricevere. Chiedi qualcosa: le ore servono a girare.
kiosk-bank-suspended = Per ora non puoi scambiare. Parlane con chi lavora qui.
kiosk-bank-renew = L'iscrizione va rinnovata entro { $day }: lo fai allo sportello, in due minuti.
kiosk-bank-notice-ends = { $days ->
    [0] Un tuo annuncio finisce oggi.
    [one] Un tuo annuncio finisce domani.
   *[other] Un tuo annuncio finisce tra { $days } giorni.
}
kiosk-bank-notices-open = Vedi gli annunci
kiosk-bank-pin-desk = Il PIN l'ha scelto chi lavora qui. Meglio che lo conosca solo tu.
kiosk-bank-pin-change = Cambia il PIN
kiosk-bank-pin-change-line = Lo conosci solo tu
kiosk-bank-record = Registra uno scambio
kiosk-bank-record-line = Da soli o in due, qui davanti
kiosk-bank-waiting = Da confermare
kiosk-bank-waiting-line = { $mine ->
    [0] Aspetti { $theirs ->
        [one] una risposta
       *[other] { $theirs } risposte
    }
    [one] Uno scambio aspetta te
   *[other] { $mine } scambi aspettano te
}
kiosk-bank-notices = Offro e cerco
kiosk-bank-notices-line = I tuoi annunci
kiosk-bank-board = Bacheca
kiosk-bank-board-line = Chi offre e chi cerca
kiosk-bank-movements = Movimenti
kiosk-bank-movements-line = Gli ultimi otto
kiosk-bank-movements-help = L'estratto conto completo lo stampa chi lavora qui.
kiosk-bank-no-movements = Ancora nessuno scambio
kiosk-bank-without-service = Ore senza un servizio
kiosk-bank-waiting-help = Rispondi sì se è andata così. Se qualcosa non torna, rispondi no e parlatene.
kiosk-bank-nothing-waits = Non c'è niente che aspetta
kiosk-bank-somebody = Una persona
kiosk-bank-said-gave = { $name } dice: ha ricevuto da te { $length } · { $what }
kiosk-bank-said-got = { $name } dice: ti ha dato { $length } · { $what }
kiosk-bank-said-day = È successo { $day }. Puoi rispondere fino a { $until }.
kiosk-bank-own-gave = A { $name } hai dato { $length } · { $what }
kiosk-bank-own-got = Da { $name } hai ricevuto { $length } · { $what }
kiosk-bank-until-answer = L'hai dichiarato tu: può rispondere fino a { $day }.
kiosk-bank-take-back = È stato un errore: la tolgo
kiosk-bank-yes = Sì, confermo
kiosk-bank-no = No, non è così
kiosk-bank-gave = Chi ha dato il suo tempo?
kiosk-bank-gave-help = Un'ora vale un'ora, qualunque cosa si faccia.
kiosk-bank-i-gave = L'ho dato io
kiosk-bank-i-gave-line = Le ore entrano nel tuo conto
kiosk-bank-i-got = L'ho ricevuto io
kiosk-bank-i-got-line = Le ore escono dal tuo conto
kiosk-bank-with = Con chi?
kiosk-bank-with-help = Se siete qui in due, con le due tessere è fatto subito.
kiosk-bank-here = È qui con me
kiosk-bank-here-line = Conferma con il suo PIN
kiosk-bank-by-number = Non è qui
kiosk-bank-by-number-line = Confermerà quando può
kiosk-bank-number = Che numero ha?
kiosk-bank-number-help = È scritto sulla sua tessera, sotto il nome.
kiosk-bank-number-field = Numero
kiosk-bank-length = Quanto è durato?
kiosk-bank-length-with = Quanto è durato, con { $name }?
kiosk-bank-length-help = Per un tempo diverso chiedi a chi lavora qui.
kiosk-bank-category = Che cosa avete fatto?
kiosk-bank-category-help = Scegli quello che ci somiglia di più.
kiosk-bank-day = Quando è stato?
kiosk-bank-day-help = Per un giorno più lontano chiedi a chi lavora qui.
kiosk-bank-check = È tutto giusto?
kiosk-bank-check-help = Quando mandi, chiediamo conferma all'altra persona.
kiosk-bank-check-here = Ora tocca all'altra persona: con la sua tessera e il suo PIN è fatto.
kiosk-bank-pass-card = La sua tessera
kiosk-bank-row-gave = Il tempo
kiosk-bank-row-with = Con chi
kiosk-bank-row-length = Durata
kiosk-bank-row-category = Servizio
kiosk-bank-row-day = Giorno
kiosk-bank-send = Registra
kiosk-bank-other-card = Ora la tessera dell'altra persona
kiosk-bank-other-card-help = Avvicinala al lettore, oppure scrivete il codice.
kiosk-bank-other-pin = E il suo PIN
kiosk-bank-other-pin-help = Lo scrive lei, o lui: è il suo sì.
kiosk-bank-done = Fatto!
kiosk-bank-done-asked = Mandato!
kiosk-bank-did-settled = Lo scambio è registrato: avete confermato tutti e due.
kiosk-bank-did-declared = Ora tocca all'altra persona: le chiediamo di confermare.
kiosk-bank-did-confirmed = Confermato: lo scambio è nel conto.
kiosk-bank-did-refused = Hai detto di no: lo scambio non viene registrato.
kiosk-bank-did-taken-back = La tua dichiarazione è tolta: l'altra persona non deve rispondere.
kiosk-bank-did-published = Il tuo annuncio è in bacheca per sei mesi.
kiosk-bank-did-paused = L'annuncio è in pausa: lo rimetti quando vuoi.
kiosk-bank-did-resumed = L'annuncio è di nuovo in bacheca.
kiosk-bank-did-renewed = L'annuncio resta in bacheca altri sei mesi.
kiosk-bank-did-withdrawn = L'annuncio non è più in bacheca.
kiosk-bank-did-pin-changed = Il PIN è cambiato. Da adesso vale quello nuovo.
kiosk-bank-now = Adesso hai { $balance }
kiosk-bank-now-owed = Adesso devi alla banca { $balance }
kiosk-bank-receipt = Codice di questo scambio
kiosk-bank-receipt-keep = Scrivilo o fotografalo: con il tuo PIN riapre il conto, come la tessera.
kiosk-bank-to-account = Il mio conto
kiosk-bank-notices-help = Quello che sai dare e quello che ti servirebbe.
kiosk-bank-new-offer = Offro qualcosa
kiosk-bank-new-want = Cerco qualcosa
kiosk-bank-no-notices = Non hai ancora annunci
kiosk-bank-notice-renew = Altri sei mesi
kiosk-bank-notice-pause = Metti in pausa
kiosk-bank-notice-resume = Rimetti in bacheca
kiosk-bank-notice-withdraw = Togli
kiosk-bank-notice-paused = in pausa: per ora non lo vede nessuno
kiosk-bank-notice-hidden = tolto dallo sportello: chiedi lì come rimetterlo
kiosk-bank-offers = Offre: { $what }
kiosk-bank-wants = Cerca: { $what }
kiosk-bank-no-end = senza scadenza
kiosk-bank-ended = finito
kiosk-bank-until = fino a { $day }
kiosk-bank-offer-what = Che cosa offri?
kiosk-bank-want-what = Che cosa cerchi?
kiosk-bank-notice-category-help = Scegli quello che ci somiglia di più.
kiosk-bank-notice-text = Vuoi aggiungere due parole?
kiosk-bank-notice-text-help = Le leggono le altre socie e gli altri soci. Con #parola ti trova chi cerca proprio quello.
kiosk-bank-notice-field = Le tue parole
kiosk-bank-board-help = Ti interessa qualcosa? Segna il numero e chiedi a chi lavora qui di metterti in contatto.
kiosk-bank-no-board = La bacheca è ancora vuota
kiosk-bank-old-pin = Il PIN che hai adesso
kiosk-bank-old-pin-help = Poi scegli quello nuovo.
kiosk-bank-new-pin = Il PIN nuovo
kiosk-bank-new-pin-help = Da quattro a sei cifre, non tutte uguali e non in fila.
kiosk-bank-new-pin-again = Ancora una volta
kiosk-bank-new-pin-again-help = Scrivi di nuovo il PIN nuovo.
kiosk-bank-refer = Com'è andata con l'altra persona?
kiosk-bank-refer-help = Lo leggono l'altra persona e chi lavora qui. Si dice una volta sola.
kiosk-bank-refer-open = com'è andata?
kiosk-bank-liked = Bene, lo rifarei
kiosk-bank-liked-line = È stato un buono scambio
kiosk-bank-not-liked = Non tanto
kiosk-bank-not-liked-line = Qualcosa non è andato
kiosk-bank-refer-text = Vuoi aggiungere due parole?
kiosk-bank-refer-text-help = Puoi anche non scrivere niente.
kiosk-bank-references = Che cosa dicono di te
kiosk-bank-references-line = Com'è stato scambiare con te
kiosk-bank-references-help = Tocca per rispondere: si risponde una volta sola.
kiosk-bank-answer-open = rispondi
kiosk-bank-answer-text = La tua risposta
kiosk-bank-answer-text-help = La leggono l'altra persona e chi lavora qui. Si risponde una volta sola.
kiosk-bank-did-replied = La tua risposta è scritta.
kiosk-bank-no-references = Ancora nessuno ha detto com'è andata
kiosk-bank-my-answer = hai risposto: { $text }
kiosk-bank-did-referred = Grazie: hai detto com'è andata.

## Ogni settimana, a che ora

kiosk-ask-need-weekdays = In quali giorni della settimana?
kiosk-ask-need-weekdays-help = Puoi scegliere più giorni. La prima volta è il primo di questi giorni; poi pensiamo noi a ogni settimana.
kiosk-ask-need-bands = In quali momenti ti va bene?
kiosk-ask-need-bands-help = Puoi scegliere più momenti. Se ti va bene sempre, vai avanti.
kiosk-urgency-weekly = Ogni settimana
kiosk-urgency-weekly-line = Per esempio la spesa di ogni martedì
kiosk-every-week = Ogni settimana: { $days }
kiosk-weekday-mon = lunedì
kiosk-weekday-tue = martedì
kiosk-weekday-wed = mercoledì
kiosk-weekday-thu = giovedì
kiosk-weekday-fri = venerdì
kiosk-weekday-sat = sabato
kiosk-weekday-sun = domenica
kiosk-row-need-bands = In quali momenti
kiosk-any-time = Va bene sempre

## Servizi e orari

kiosk-services = Servizi e orari
kiosk-services-line = Che cosa c'è in questo hub, quando e con chi
kiosk-services-help = Tocca un servizio per sapere quando c'è e chi lo segue.
kiosk-services-search = Che cosa cerchi?
kiosk-services-search-help = Basta una parola, per esempio: spesa.
kiosk-services-word = Una parola
kiosk-services-found = Mostra
kiosk-services-all = Vedi tutti i servizi
kiosk-services-none = Non trovo niente con queste parole
kiosk-services-none-line = Prova con un'altra parola, oppure chiedi a chi lavora qui.
kiosk-services-empty = Qui non c'è ancora un elenco
kiosk-services-empty-line = Chiedi a chi lavora qui che cosa si può fare.
kiosk-services-today = Oggi: { $spans }
kiosk-services-not-today = Oggi no
kiosk-services-week = Tutta la settimana
kiosk-services-who = Chi lo segue
kiosk-services-ask = Chiedi il servizio
kiosk-services-come = Per questo basta venire al banco negli orari scritti qui.
kiosk-closed = chiuso
kiosk-day-hours = { $day }: { $hours }
kiosk-day-is-today = { $line } (oggi)
kiosk-step-free = Si entra senza gradini.
kiosk-not-step-free = All'ingresso c'è un gradino: chiama, ti aiutiamo a entrare.

## Ritirare qualcosa

kiosk-collect = Ritira o consegna qualcosa
kiosk-collect-line = Pacchi, chiavi, attrezzi: con il codice dell'etichetta
kiosk-held-parcel = Un pacco
kiosk-held-keys = Delle chiavi
kiosk-held-tool = Un attrezzo
kiosk-held-medicine = Dei medicinali
kiosk-held-other = Una cosa in custodia
kiosk-held-here = Ti aspetta qui
kiosk-held-here-line = Firma con il dito, poi te la dà chi lavora qui. Serve sapere chi sei: porta un documento.
kiosk-held-signed = Firma ricevuta
kiosk-held-signed-line = Ora te la dà chi lavora qui: resta vicino allo schermo.
kiosk-held-not-here = Adesso non è qui
kiosk-held-not-here-line = È già stata consegnata, oppure l'ha presa qualcuno che la riporta. Chiedi a chi lavora qui.
kiosk-held-give = Consegna adesso
kiosk-held-take-back = Riportata: la ritira chi lavora qui
kiosk-held-who = Chi lavora qui?
kiosk-held-who-help = Tocca il tuo nome, poi scrivi il tuo PIN.
kiosk-held-pin = Il PIN di { $name }
kiosk-held-pin-help = Lo scrive chi lavora qui. È la sua firma sulla consegna.
kiosk-held-hand = Conferma
kiosk-held-out = È fuori, in prestito
kiosk-held-out-line = La riporti? Dalla a chi lavora qui, che conferma con il suo PIN.
kiosk-held-handed = Consegnata
kiosk-held-handed-line = È scritto chi l'ha presa e chi l'ha data. Puoi andare.
kiosk-held-taken-back = Ritirata
kiosk-held-taken-back-line = È di nuovo all'hub: grazie di averla riportata.
kiosk-held-until = La teniamo fino a: { $day }
kiosk-held-leave = Vuoi lasciare qualcosa, o riportarlo? Chiama un operatore: lo scrive con te e ti dà l'etichetta.
kiosk-held-sign = Firma per ritirare
kiosk-held-sign-title = Firma qui con il dito
kiosk-held-sign-help = La firma resta con la ricevuta, all'hub. Su questo schermo non rimane.
kiosk-held-sign-field = Spazio per la firma
kiosk-held-sign-again = Ricomincia
kiosk-held-sign-done = Ho firmato

kiosk-visit = Prenota una visita allo sportello progetti
kiosk-visit-line = Ne parli con chi ti aiuta a farla diventare un progetto
kiosk-visit-move = Cambia orario
kiosk-visit-desk = Sportello progetti
kiosk-visit-free = { $count ->
    [one] 1 orario libero
   *[other] { $count } orari liberi
}
kiosk-visit-looking = Guardiamo gli orari liberi…
kiosk-visit-none = Nei prossimi giorni è tutto pieno
kiosk-visit-none-line = Torna domani, oppure chiedi a chi lavora qui: un momento si trova.
kiosk-visit-choose = Scegli un altro orario
kiosk-ask-visit-visit-day = Che giorno vieni?
kiosk-ask-visit-visit-day-help = Ti aspettiamo allo sportello progetti di questo HUB.
kiosk-ask-visit-visit-hour = A che ora?
kiosk-ask-visit-visit-hour-help = Tocca un orario libero.
kiosk-ask-visit-contact = Come ti chiami?
kiosk-ask-visit-contact-help = Il telefono serve solo per avvisarti se l'orario cambia. Puoi anche non dirlo.
kiosk-row-visit-day = Giorno
kiosk-row-visit-hour = Orario
kiosk-send-visit = Prenota
kiosk-given-visit = Ti aspettiamo!
kiosk-after-visit-1 = Vieni qui al giorno e all'ora che hai scelto.
kiosk-after-visit-2 = Porta appunti, foto, chi vuoi con te.
kiosk-after-visit-called = Se dobbiamo cambiare, ti telefoniamo. Per spostare o annullare basta il codice.
kiosk-after-visit-uncalled = Per spostare o annullare la visita basta questo codice.
kiosk-status-visit = La tua visita
kiosk-problem-visit-taken = Questo orario è stato appena preso
kiosk-problem-visit-taken-line = Scegline un altro: gli orari liberi sono aggiornati.
kiosk-problem-visit-not-offered = A quell'ora lo sportello non riceve
kiosk-problem-visit-not-offered-line = Scegli uno degli orari che vedi.
kiosk-problem-visit-not-now = Questa visita è già passata o annullata
kiosk-problem-visit-not-now-line = Puoi prenotarne un'altra da «Servizi e orari».
kiosk-slip-answer = Lo sportello ti risponde
kiosk-slip-follows = Segui { $title }
kiosk-slip-follows-soon = Si sta ancora scrivendo. Quando cambia qualcosa lo vedi qui.
