# Messaggi fra le antenne e l'HUB, al banco. Frasi brevi, con rispetto.

nav-messages = Messaggi
messages-title = Messaggi delle antenne
messages-unread = { $count ->
    [0] Nessun messaggio da leggere
    [one] Un'antenna aspetta una risposta
   *[other] { $count } antenne aspettano una risposta
}
messages-filter = Cerca fra i messaggi
messages-q = Nome dell'antenna
messages-which = Quali messaggi
messages-new = Da leggere
messages-all = Tutti
messages-new-count = { $count ->
    [one] Uno nuovo
   *[other] { $count } nuovi
}
messages-none-new = Hai letto tutto
messages-none = Nessun messaggio
messages-none-hint = Le antenne scrivono dall'app: quello che arriva compare qui da solo.
messages-empty = Ancora nessun messaggio.
messages-older = Messaggi precedenti
messages-newer = Messaggi più recenti
messages-with-helper = Messaggi con chi aiuta
message-by-us = Noi:
message-erased = Testo cancellato
message-general = In generale
message-about = A proposito di
message-text = La tua risposta
message-text-hint = Arriva subito sul dispositivo, anche se adesso è spento: la legge quando lo riaccende.
message-to = Scrivi a { $name }
message-send = Invia
message-write = Scrivi
message-mark-read = Segna come letto, senza rispondere
message-antenna = Scheda dell'antenna
message-device = Scheda del dispositivo
message-revoked = A questo dispositivo non si può più scrivere.
done-message-sent = Messaggio inviato.
done-messages-read = Segnato come letto.
problem-not-your-thread = Si può scrivere solo di una richiesta che questa antenna segue o ha seguito.
problem-messages-wait = Ci sono già molti messaggi da leggere: prima serve una risposta dell'HUB.
problem-unknown-hours = Queste ore non ci sono più.
antenna-told-hours = Ha segnato ore di volontariato
antenna-told-hours-back = Ha tolto ore segnate per errore
