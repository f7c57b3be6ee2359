
## Dispositivi e antenne (network, broker)

problem-device-unknown = Questo dispositivo non è collegato a questo HUB.
problem-device-revoked = Questo dispositivo è stato revocato.
    .next = Per usarlo di nuovo va collegato da capo con un codice nuovo.
problem-pairing-code-unknown = Il codice non è giusto, è già stato usato oppure è scaduto.
    .next = Ricontrolla le otto lettere e cifre, o chiedi un codice nuovo all'HUB.
problem-pairing-wait = Troppi codici sbagliati di seguito.
    .next = Riprova tra { $minutes } minuti.
problem-operators-only = Il diario è per le operatrici e gli operatori di comunità.
problem-staff-only = Questo può farlo solo chi lavora all'HUB.
problem-broker-down = In questo momento l'HUB non riesce a raggiungere i dispositivi.
    .next = Riprova tra poco.
problem-message-too-large = Il messaggio è troppo lungo.
problem-message-malformed = Il messaggio non si capisce.
    .next = Se succede ancora, aggiorna l'app.
problem-message-unknown = L'HUB non conosce ancora questo tipo di messaggio.
    .next = L'app è più nuova dell'HUB: riprova dopo il prossimo aggiornamento.
