# La vetrina: quello che tutti vedono dei progetti della città.

shown-name = Vetrina dei progetti
shown-nav = Vetrina
shown-projects = Progetti
shown-story = Il racconto
shown-title = I progetti di { $city }
shown-about = Che cosa si fa insieme a { $city }: i progetti, chi li porta avanti, che cosa hanno fatto.
shown-lead = Persone, associazioni e istituzioni che si mettono insieme. Ogni progetto è una stella: qui vedi la costellazione di { $city }.
shown-to-story = Il racconto del territorio
shown-count-projects = { $count ->
    [one] progetto
   *[other] progetti
}
shown-count-hubs = { $count ->
    [one] HUB di quartiere
   *[other] HUB di quartiere
}
shown-count-antennae = { $count ->
    [one] antenna di quartiere
   *[other] antenne di quartiere
}
shown-count-met = { $count ->
    [one] bisogno con una risposta
   *[other] bisogni con una risposta
}
shown-look = Cerca tra i progetti
shown-look-for = Cerca una parola
shown-look-go = Cerca
shown-by-kind = Tipo
shown-by-stand = A che punto è
shown-by-programme = Fa parte di
shown-in-order = Ordine
shown-any-kind = Tutti i tipi
shown-any-stand = Tutti
shown-any-programme = Tutti i programmi
shown-any-people = Tutte le persone
shown-any-place = Tutti i quartieri
shown-order-city = Come li presenta la città
shown-order-start = Dal più recente
shown-order-name = Per nome
shown-kind-project = Progetto
shown-kind-programme = Programma
shown-kind-work-site = Cantiere
shown-kind-action = Azione
shown-stand-coming = In partenza
shown-stand-running = In corso
shown-stand-ended = Concluso
shown-found = { $count ->
    [0] Nessun progetto
    [one] 1 progetto
   *[other] { $count } progetti
}
shown-all = Tutti i progetti
shown-no-match = Nessun progetto corrisponde a quello che cerchi. Prova con meno filtri o con un'altra parola.
shown-none = La città non ha ancora pubblicato progetti. Torna a trovarci.
shown-pages = Pagine
shown-before = Precedenti
shown-after = Altri progetti
shown-part-of = Fa parte di
shown-goals = Che cosa vuole ottenere
shown-strategy = Come si lavora
shown-did = Che cosa si fa
shown-outcome = Che cosa resta
shown-steps = Il percorso
shown-decision = Perché è stato promosso
shown-partners = Chi partecipa
shown-money = Il denaro
shown-amount-programmed = Importo programmato
shown-amount-admitted = Ammesso a finanziamento
shown-amount-binding = Giuridicamente vincolante
shown-amount-disbursed = Erogato
shown-governance = Chi lo guida
shown-gallery = Immagini
shown-facts = La scheda
shown-code = Codice
shown-cup-whole = Codice Unico di Progetto
shown-when = Quando
shown-body = Chi lo realizza
shown-officer = Responsabile (RUP)
shown-funded-by = Chi lo finanzia
shown-people = Per chi è
shown-where = Dove
shown-whole-city = In tutta la città
shown-linked = Operazioni collegate
shown-shares-development = una sostiene lo sviluppo dell'altra
shown-shares-buildings = usa gli stessi edifici
shown-shares-services = usa gli stessi servizi
shown-shares-target = le stesse persone
shown-shares-method = lo stesso metodo
shown-share = Condividi per email
shown-mail = { $title }: { $url }
shown-parts = Di che cosa è fatto
shown-from-to = { $from } – { $to }
shown-from = dal { $from }
shown-to = fine: { $to }
shown-foot = Vetrina pubblica dei progetti, curata dal Comune con gli HUB di quartiere.
shown-own-words = I testi dei progetti sono in italiano, come li ha scritti chi li realizza.
shown-sign-in = Area di lavoro
story-title = Il racconto di { $city }
story-about = La storia collettiva di { $city }: che cosa è nato, quando e dove.
story-lead = Quello che { $city } fa insieme, quartiere per quartiere e anno per anno.
story-map = Dove: la mappa dei quartieri
story-map-hint = Il numero dice quanti bisogni hanno trovato una risposta nel quartiere. Sotto { $count } non lo scriviamo, per rispetto di chi ha chiesto. Dove c'è un progetto, il quartiere si apre.
story-key-hub = Qui c'è un HUB
story-key-served = Servito da un HUB
story-key-none = Non ancora servito
story-as-table = Leggi la mappa come tabella
story-place = Quartiere
story-hub = HUB
story-needs-met = Bisogni con risposta
story-needs = { $count ->
    [one] 1 bisogno con una risposta
   *[other] { $count } bisogni con una risposta
}
story-projects-here = { $count ->
    [one] 1 progetto
   *[other] { $count } progetti
}
story-reached = Tappa raggiunta: { $what }
story-time = Quando: la linea del tempo
story-no-time = Il racconto comincia ora: qui compariranno le tappe dei progetti.
story-began = Si parte.
story-will-begin = Partirà.
story-ended = Si conclude.
story-will-end = È previsto che si concluda.
story-met = { $count ->
    [one] 1 bisogno ha trovato una risposta
   *[other] { $count } bisogni hanno trovato una risposta
}
story-met-text = Grazie alle antenne e agli HUB dei quartieri.
story-pictures = { $count ->
    [one] Una nuova immagine.
   *[other] { $count } nuove immagini.
}
story-always = Sempre all'opera
problem-no-such-project = Questo progetto non c'è.
    .next = Può aver cambiato indirizzo: cercalo tra tutti i progetti.
shown-comments = Che cosa ne dicono le persone
shown-said = Grazie! Lo leggiamo e poi lo pubblichiamo qui.
shown-speak = Che cosa ne pensi?
shown-speak-hint = Senza nomi, né il tuo né di altri. Prima di apparire qui lo legge una persona del Comune.
shown-speak-from = Il tuo quartiere
shown-no-place = Non lo dico
shown-speak-send = Manda il commento
shown-trap = Lascia vuoto
shown-join = Vuoi unirti o seguirlo? Vieni a un HUB di quartiere: al kiosk tocca «Ho un'idea» e unisciti a questo progetto. Con il foglietto vedi come va, senza registrarti.
