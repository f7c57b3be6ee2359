# La banca del tempo con le banche degli altri HUB: accordi, conti tra le banche, scambi tra socie e soci di banche diverse.

bank-tab-others = Altre banche
bank-others-title = Altre banche
bank-others-hint = Chi è socia o socio qui può scambiare con chi lo è in un altro HUB. Le due banche firmano un accordo con un tetto; chi è la persona resta nella sua banca: di là si vede solo un codice.
bank-others-none = In questa città non ci sono altri HUB.
bank-others-any = Tutte le banche
bank-others-bank = Banca
bank-others-code = Codice
bank-others-open = Apri
bank-others-even = Tra le due banche siete in pari
bank-others-they-owe = Ci devono { $length }
bank-others-we-owe = Dobbiamo { $length }
bank-others-at-ceiling = Al tetto
bank-others-stopped = fermo
bank-others-stopped-giving = { $bank }: il tetto è raggiunto. Per ora da qui non si può dare altro tempo di là. Si riapre quando di là danno tempo a chi è qui, o con un accordo nuovo.
bank-others-stopped-receiving = { $bank }: il tetto è raggiunto. Per ora di là non si può dare altro tempo qui. Si riapre quando da qui si dà tempo a loro, o con un accordo nuovo.
bank-others-ours-give = Da qui verso { $bank } si può ancora dare
bank-others-theirs-give = Da { $bank } verso qui si può ancora dare
bank-others-waiting = con altre banche, in attesa

bank-pact = Accordo tra le due banche
bank-pact-nothing = Nessun accordo
bank-pact-to-sign = Da firmare qui
bank-pact-to-be-signed = Aspetta la loro firma
bank-pact-not-yet = Comincia più avanti
bank-pact-now = In vigore
bank-pact-over = Finito
bank-pact-hint-nothing = Per scambiare serve un accordo firmato dai due sportelli.
bank-pact-hint-to-sign = L'altro sportello ha firmato questo foglio. Vale quando lo firmate anche voi.
bank-pact-hint-to-be-signed = Il foglio è partito. Vale quando lo firma anche l'altro sportello.
bank-pact-hint-not-yet = È firmato da tutte e due: vale dal primo giorno scritto.
bank-pact-hint-now = È firmato da tutte e due le banche.
bank-pact-hint-over = I giorni dell'accordo sono passati: per nuovi scambi serve un foglio nuovo.
bank-pact-line = dal { $from } al { $until }; una banca può dovere all'altra al massimo { $ceiling }.
bank-pact-sign = Firma anche qui
bank-pact-new = Proponi un foglio nuovo
bank-pact-ceiling = Tetto, in ore
bank-pact-ceiling-hint = Quanto una banca può dovere all'altra. Arrivati lì, in quella direzione ci si ferma.
bank-pact-ceiling-bad = Scrivi le ore intere, da 1 a 10000.
bank-pact-send = Firma e manda
bank-pact-end = Chiudi l'accordo
bank-pact-end-hint = Da ora niente scambi nuovi. Quelli già dichiarati si chiudono, e quello che è nei conti resta.
bank-pact-end-send = Chiudi

bank-clearing = Conto tra le due banche
bank-clearing-hint = Ogni scambio sono due scritture in pari, una per banca. Quello che è in attesa conta già verso il tetto.
bank-clearing-of = Altra banca: { $bank }

bank-across-title = Scambi con altre banche
bank-across-none = Ancora nessuno scambio con altre banche.
bank-across-all = Vedi tutti
bank-across-new = Scambio con chi è socia o socio di là
bank-across-new-hint = La persona dell'altra banca ti dice il suo codice: è sulla sua tessera, o lo chiede al suo sportello. Se la linea è ferma lo scambio resta qui, provvisorio, e parte da solo.
bank-across-ours = Chi è di questa banca
bank-across-theirs = Codice di chi è dell'altra
bank-across-side = Chi è di questa banca
bank-across-cheque = Assegno dell'altra banca n. (se c'è)
bank-across-withdraw-hint = Se di là non hanno ancora risposto, lo scambio sparisce dalle attese. Se hanno già detto di sì, resta valido.
bank-across-back = Stornalo, se anche di là sono d'accordo
bank-across-back-hint = Lo storno vale quando lo accetta anche l'altro sportello: due scritture contrarie, una per banca.
bank-across-back-send = Chiedi lo storno
bank-across-entries = Vedi le scritture nei conti
bank-across-open = Vedi lo scambio tra le due banche
bank-source-between = Con un'altra banca
bank-code-bad = Il codice ha otto tra lettere e cifre, per esempio K7M4-QX2B.
bank-waits = in attesa { $since }
bank-over-allowed = Oltre il limite, permesso
bank-over-only = Solo quelli oltre il limite
bank-over-hint = Questo scambio è andato oltre un limite: era già stato fatto quando le due banche ne hanno saputo. È stato permesso e resta segnato qui.

bank-stand-provisional = Provvisorio
bank-stand-asked = Da confermare qui
bank-stand-withdrawing = Ritiro in corso
bank-stand-withdrawn = Ritirato
bank-stand-declined = Non contabilizzato
bank-stand-settled = Nei conti di tutte e due
bank-stand-reversing = Storno chiesto
bank-stand-back-asked = Chiedono lo storno
bank-stand-reversed = Stornato
bank-stand-hint-provisional = { $bank } non ha ancora risposto. Conta già verso i limiti, ma non è ancora nel saldo.
bank-stand-hint-asked = È stato dichiarato altrove: { $bank }. Entra nei conti quando lo conferma la persona di qui.
bank-stand-hint-withdrawing = Il ritiro è partito: lo riceve { $bank }. Se la risposta era già un sì, lo scambio resta valido.
bank-stand-hint-withdrawn = È stato ritirato in tempo: nei conti non è entrato niente.
bank-stand-hint-declined = Non è nei conti di nessuna delle due banche.
bank-stand-hint-settled = È nei conti di tutte e due le banche, con due scritture in pari.
bank-stand-hint-reversing = Aspetta il sì dell'altro sportello: { $bank }. Fino ad allora lo scambio resta nei conti.
bank-stand-hint-back-asked = L'altro sportello chiede di stornarlo: { $bank }. Ascolta la persona di qui, poi rispondi.
bank-stand-hint-reversed = Scritture contrarie lo hanno annullato in tutte e due le banche. Restano tutte.

bank-why-member = La persona dell'altra banca ha detto che non è così.
bank-why-silence = La persona dell'altra banca non ha risposto in tempo. Si può dichiarare di nuovo.
bank-why-withdrawn = È stato ritirato prima della risposta.
bank-why-no-pact = Per l'altra banca quel giorno non c'è un accordo in vigore.
bank-why-unknown-member = Di là nessuno si fa trovare con questo codice, o per ora non può scambiare. Ricontrollalo con la persona.
bank-why-excluded = L'altra banca non scambia questo servizio.
bank-why-bad-day = Per l'altra banca il giorno non va bene: deve essere passato, e da non più di un anno.
bank-why-cheque-unknown = L'altra banca non ha consegnato un assegno con questo numero a quella persona.
bank-why-cheque-used = L'altra banca ha già registrato questo assegno il { $day }.

bank-shown = Altre banche
bank-shown-yes = Le altre banche la trovano con il codice { $code }. Nome e contatti restano qui.
bank-shown-no = Le altre banche non la trovano.
bank-shown-show = Falla trovare con un codice
bank-shown-hide = Non farla più trovare
bank-held-to-come = In attesa da altre banche: { $length }
bank-held-to-go = In attesa verso altre banche: { $length }

done-bank-pact-sent = Firmato e mandato. Ora tocca all'altro sportello.
done-bank-pact-signed = Firmato: l'accordo è in vigore.
done-bank-pact-ended = Accordo chiuso. L'altro sportello lo sa appena c'è linea.
done-bank-across-declared = Dichiarato. È provvisorio finché l'altra banca non risponde.
done-bank-across-withdrawing = Ritiro mandato.
done-bank-across-back-asked = Storno chiesto all'altro sportello.
done-bank-shown = Segnato.

problem-bank-unknown-bank = In questa città non c'è un HUB con questo nome.
problem-bank-unknown-terms = Questo foglio non è più quello da firmare.
    .next = Ricarica la pagina: forse ne è arrivato uno nuovo.
problem-bank-no-pact = Tra le due banche non c'è un accordo in vigore per quel giorno.
    .next = Chi coordina può proporre un foglio; vale quando lo firmano tutti e due gli sportelli.
problem-bank-clearing-full = { $way ->
    [giving] Con quella banca il tetto di { $ceiling } è raggiunto: da qui non si può dare altro tempo di là.
   *[receiving] Con quella banca il tetto di { $ceiling } è raggiunto: di là non si può dare altro tempo qui.
}
    .next = L'altra direzione è aperta. Per andare oltre serve un accordo nuovo, firmato dai due sportelli.
problem-bank-between-banks = Questo scambio è anche nei conti di un'altra banca.
    .next = Si storna dalla sua pagina tra le altre banche, quando sono d'accordo tutti e due gli sportelli.
problem-bank-still-waiting = Su questo conto c'è ancora qualcosa in attesa da un'altra banca.
    .next = Si chiude quando l'altra banca ha risposto, o quando lo scambio è stato ritirato.
problem-bank-too-early = Un messaggio dell'altra banca è arrivato prima di quello che lo precede.

problem-bank-changed = Intanto è cambiato qualcosa.
    .next = Ricarica la pagina per vedere come sta.
problem-bank-unknown-arrangement = Questo impegno non c'è.
problem-bank-device-not-linked = Questo telefono non è ancora collegato a un conto della banca del tempo.
    .next = Lo collega l'operatrice allo sportello, in un minuto.

## Tra sportelli

bank-talk-title = Tra i due sportelli
bank-talk-list = Messaggi tra sportelli
bank-talk-new = Scrivi all'altro sportello
bank-talk-hint = Due parole tra sportelli su due persone, una per banca. L'altro sportello vede il codice, e il primo nome solo se la persona lo permette: niente telefono né indirizzo senza il suo sì.
bank-talk-empty = Ancora nessuna parola su queste due persone.
bank-talk-ours = La nostra socia o il nostro socio
bank-talk-text = Che cosa vuoi dire
bank-talk-text-hint = Al massimo 500 caratteri.
bank-talk-send = Invia all'altro sportello
bank-talk-unread = { $count ->
    [one] 1 da leggere
   *[other] { $count } da leggere
}
bank-talk-to-read = { $count ->
    [one] Un altro sportello ha scritto: un messaggio da leggere.
   *[other] Altri sportelli hanno scritto: { $count } messaggi da leggere.
}
bank-talk-refused = Non consegnato: il codice non si trova più
bank-talk-gone = Parole cancellate.
bank-talk-forget = Cancella queste parole
bank-talk-forget-hint = Spariscono qui, all'altra banca e nel nodo centrale. Resta solo che i due sportelli si sono scritti.
bank-talk-forget-send = Cancella da tutte e due le parti
bank-named-yes = Le altre banche con cui c'è un accordo vedono anche il suo primo nome.
bank-named-no = Le altre banche vedono solo il codice.
bank-named-show = Permette di dire il primo nome
bank-named-hide = Togli il primo nome
done-bank-talk-written = Scritto. Parte appena c'è linea.
done-bank-talk-forgotten = Cancellato qui; all'altra banca appena c'è linea.
problem-bank-not-shown = Questa persona non si fa trovare dalle altre banche.
    .next = Se è d'accordo, si cambia dalla sua pagina.
