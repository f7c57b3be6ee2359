# La rete: antenne, enti, territorio.

## Che cosa non va, quando qualcosa non si può fare

problem-unknown-antenna = Questa antenna non è tra quelle di questo HUB.
    .next = Torna all'elenco delle antenne e cercala da lì.
problem-antenna-is-spotted = L'antenna è stata solo individuata: prima bisogna contattarla.
problem-antenna-is-contacted = L'antenna è stata contattata ma non ha ancora detto se le interessa.
problem-antenna-is-interested = L'antenna è interessata ma non è ancora stata accolta.
problem-antenna-is-welcomed = L'antenna è stata accolta ma non è ancora attiva.
problem-antenna-is-active = L'antenna è già attiva.
problem-antenna-is-resting = L'antenna è in pausa.
    .next = Quando vuole riprendere, falla tornare attiva.
problem-antenna-is-suspended = L'antenna è sospesa.
    .next = Può tornare attiva, oppure concludere.
problem-antenna-is-ended = Il percorso di questa antenna è concluso.
    .next = Se vuole ricominciare, inseriscila di nuovo come antenna individuata.
problem-antenna-is-archived = Questa antenna è archiviata: non si cambia più.
problem-antenna-lacks-contact-person = Manca il nome di una persona di riferimento con un modo per raggiungerla.
    .next = Aggiungi telefono, posta elettronica o indirizzo nel riquadro Contatto.
problem-antenna-lacks-offers = Non è ancora scritto in che cosa può aiutare.
    .next = Scegli almeno un tipo di aiuto nella scheda dell'antenna.
problem-antenna-lacks-times = Non è ancora scritto quando è disponibile.
    .next = Scrivi almeno un orario della settimana nella scheda dell'antenna.
problem-antenna-lacks-operator = Nessuna operatrice o operatore la accompagna.
    .next = Scegli chi la accompagna.
problem-antenna-lacks-pledge = Manca l'impegno, con il giorno in cui riparlarne insieme.
    .next = Scrivi le date dell'impegno.
problem-antenna-lacks-volunteer-entry = Manca l'iscrizione nel registro dei volontari del suo ente.
    .next = Deve esserci prima della prima attività (D.Lgs. 117/2017, art. 17).
problem-antenna-lacks-insurance = Oggi non è coperta dall'assicurazione del suo ente.
    .next = Deve esserlo prima della prima attività (D.Lgs. 117/2017, art. 18): aggiorna le date.
problem-reason-missing = Scegli un motivo dall'elenco.
problem-not-by-itself = Questo passo lo può fare solo chi lavora all'HUB.
    .next = Chiedi all'operatrice o all'operatore che ti accompagna.
problem-bad-date = La data non può essere questa: controlla il giorno e l'anno.
problem-bad-hours = Gli orari di un giorno si accavallano o non si leggono.
    .next = Scrivili così: 9-12, 15:30-18.
problem-bad-tax-code = Il codice fiscale ha un errore: l'ultima lettera non corrisponde.
    .next = Controllalo sulla tessera sanitaria.
