# Organi: chi ne fa parte, sedute, verbali, decisioni e cose da fare; cantieri e agenzie.

nav-bodies = Organi
thing-seat = Posto in un organo
days = { $count ->
    [one] un giorno
   *[other] { $count } giorni
}
months = { $count ->
    [one] un mese
   *[other] { $count } mesi
}
words-erased = (parole cancellate)

bodies-title = Organi
bodies-one = Organo
bodies-tabs = Organi e sedute
bodies-tab-bodies = Organi
bodies-tab-meetings = Sedute
bodies-tab-decisions = Decisioni
bodies-tab-actions = Da fare
bodies-tab-matrix = Cantieri e agenzie
bodies-tab-minutes = Verbali
bodies-filter = Cerca tra gli organi
bodies-search = Cerca
bodies-which = Quali organi
bodies-active = In attività
bodies-over = Sciolti
bodies-any = Tutti gli organi
bodies-any-kind = Tutti i tipi
bodies-none-found = Nessun organo trovato con questi filtri.
bodies-over-none = Nessun organo è stato sciolto.
bodies-empty = Il registro degli organi è ancora vuoto: si tiene al nodo centrale.
bodies-to-adopt = { $count ->
    [one] Il file della città nomina un organo che qui non c'è
   *[other] Il file della città nomina { $count } organi che qui non ci sono
}
bodies-to-adopt-says = Portali nel registro così come sono: tipo, mandato, chi sta dentro chi. Poi puoi cambiarli e aggiungere chi ne fa parte.
bodies-adopt = Porta nel registro

body-new = Nuovo organo
body-edit = Modifica
body-name = Nome
body-mandate = Mandato
body-mandate-hint = A che cosa serve e che cosa decide.
body-no-mandate = Nessuna fonte dice a che cosa serve.
body-kind = Tipo
body-kind-permanent-table = Tavolo permanente
body-kind-cross-table = Tavolo trasversale
body-kind-working-table = Tavolo di lavoro
body-kind-working-group = Gruppo di lavoro
body-kind-committee = Comitato
body-kind-council = Consiglio
body-kind-assembly = Partenariato
body-kind-board = Board
body-kind-staff = Staff
body-kind-technical-structure = Tecnostruttura
body-inside = Dentro
body-inside-none = Nessun altro organo
body-is-inside = dentro { $name }
body-within = Al suo interno
body-field = Ambito
body-field-hint = Per un gruppo di lavoro: il tema delle idee che valuta.
body-field-none = Nessun ambito
body-for-field = ambito: { $field }
body-quorum = Numero legale
body-quorum-hint = Quanti di chi ha diritto di voto devono esserci per decidere.
quorum-majority = Più della metà
quorum-third = Un terzo
quorum-two-thirds = Due terzi
quorum-everybody = Tutti
body-notice = Giorni di preavviso
body-notice-hint = Quanti giorni prima si convoca, almeno.
body-notice-short = Preavviso
body-term = Durata dell'incarico, in mesi
body-term-hint = Vuoto: fino a quando si decide altro.
body-term-short = Incarico
body-rules = Regole
body-voters = { $count ->
    [0] nessuno ha diritto di voto
    [one] una persona ha diritto di voto
   *[other] { $count } con diritto di voto
}
body-members = Chi ne fa parte
body-nobody = Ancora nessuno. Aggiungi chi presiede, poi gli altri.
body-no-chair = Senza presidente
body-seats = { $count ->
    [0] nessun componente
    [one] un componente
   *[other] { $count } componenti
}
body-former = { $count ->
    [one] Un incarico concluso
   *[other] { $count } incarichi conclusi
}
body-is-over = Sciolto
body-dissolve = Sciogli l'organo
body-restore = Rimetti in attività

seat-new = Aggiungi una persona
seat-who = Chi
seat-who-person = Una persona
seat-who-staff = Chi lavora qui
seat-who-delegate = Chi manda un ente
seat-who-head = Componente
seat-name = Nome e cognome
seat-name-hint = Resta qui, al nodo centrale: agli HUB e fuori non si vede.
seat-staff = Collega
seat-choose-staff = Scegli
seat-party = Per conto di
seat-party-hint = L'ente che rappresenta, se ne rappresenta uno.
seat-no-party = Nessun ente
seat-party-register = Dal registro degli enti
seat-party-city = Dal file della città
seat-party-gone = Un ente che non c'è più
seat-role = Come
seat-role-chair = Presidente
seat-role-voting = Con diritto di voto
seat-role-non-voting = Senza diritto di voto
seat-from = Dal
seat-until = Fino al
seat-until-hint = Vuoto: quanto dura l'incarico in questo organo.
seat-since = dal { $from }
seat-from-to = dal { $from } al { $until }
seat-ahead = Non ancora in carica
seat-take = Aggiungi
seat-end = Termine
seat-end-do = Segna
seat-last-day = Ultimo giorno
seat-delegate = Chi rappresenta l'ente
seat-colleague = Chi lavora a { $place }
seat-outside = Una persona esterna
seat-nameless = Persona senza nome

sessions-title = Sedute
session-one = Seduta
sessions-filter = Scegli un organo
sessions-which = Quali sedute
sessions-tab-ahead = In arrivo
sessions-tab-minutes = Verbali da fare
sessions-tab-all = Tutte
sessions-empty-ahead = Nessuna seduta in arrivo.
sessions-empty-minutes = Nessun verbale da scrivere o da approvare.
sessions-empty-all = Ancora nessuna seduta.
sessions-none = Ancora nessuna.
sessions-all = Tutte le sedute
session-items = { $count ->
    [0] ordine del giorno vuoto
    [one] un punto
   *[other] { $count } punti
}
session-new = Prepara una seduta
session-new-which = Di quale organo?
session-edit = Cambia la seduta
session-plan = Prepara
session-state-planned = In preparazione
session-state-convened = Convocata
session-state-open = In corso
session-state-notes = Senza numero legale
session-state-closed = Verbale da scrivere
session-state-drafted = Verbale da approvare
session-state-approved = Verbale approvato
session-state-published = Verbale pubblicato
session-state-called-off = Annullata
session-day = Giorno
session-hours = Ora
session-place = Luogo
session-place-hint = Dove ci si trova, o come ci si collega.
session-agenda = Ordine del giorno
session-agenda-hint = Un punto per riga, nell'ordine in cui se ne parla.
session-agenda-none = Ancora nessun punto.
session-more-lines = Servono altre righe? Salva, e la pagina ne offre ancora.
item-numbered = Punto { $number }
item-kind-of = Che cosa chiede il punto { $number }
item-kind-decision = Da decidere
item-kind-information = Comunicazione
item-about = Riguarda { $about }
session-notice-is = { $count ->
    [0] Questo organo si può convocare anche per oggi.
    [one] Questo organo si convoca almeno un giorno prima.
   *[other] Questo organo si convoca almeno { $count } giorni prima.
}
session-next-convene = Pronta da convocare?
session-convene = Convoca
session-why-late = Perché è urgente
session-why-late-hint = Il preavviso è più corto di quello dell'organo: il motivo va nella convocazione e nel verbale.
session-why-off = Perché
session-call-off = Annulla la seduta
session-is-off = Questa seduta è stata annullata
session-urgent = Motivo dell'urgenza
session-urgent-tag = Convocata d'urgenza
session-convened-on = Convocata
session-waits = Convocata per il { $day }
session-waits-says = Stampa la convocazione e mandala a chi ne fa parte. Il giorno della seduta si fa qui l'appello.
session-recall = Ritira la convocazione
session-recall-says = La seduta torna in preparazione: si possono cambiare giorno, luogo e punti, e si convoca di nuovo.
session-attendance = Presenze
session-to-calendar = Nel calendario
session-open-page = Apri la seduta

roll-who = Chi è presente?
roll-call = Fai l'appello
roll-again = Qualcuno è arrivato o è andato via
roll-again-says = Rifai l'appello: il numero legale si conta di nuovo.
roll-needed = Ne servono { $needed } su { $entitled } con diritto di voto.
roll-enough = C'è il numero legale: { $voters } su { $entitled } con diritto di voto (ne servono { $needed }).
roll-short = Manca il numero legale: { $voters } su { $entitled } con diritto di voto (ne servono { $needed }).
session-is-open = Seduta in corso
session-only-notes = Senza numero legale: solo appunti
session-undecided = { $count ->
    [one] Un punto aspetta una decisione: votatelo o rinviatelo, poi si chiude la seduta.
   *[other] { $count } punti aspettano una decisione: votateli o rinviateli, poi si chiude la seduta.
}
session-close = Chiudi la seduta

item-decide = Decidi
item-vote = Registra il voto
item-unanimous = Tutti favorevoli
item-adjourn = Rinvia il punto
item-recuse = Conflitto d'interessi
item-recuse-says = Chi è in conflitto si astiene: su questo punto non vota e non conta per il numero legale.
item-recuse-do = Segna chi si astiene
item-recused = In conflitto, fuori dal voto
votes-of = Voti sul punto { $number }
vote-favour = Favorevole
vote-against = Contrario
vote-abstained = Astenuto
votes-counted = Voti
tally = { $favour } favorevoli, { $against } contrari, { $abstained } astenuti; presenti { $present } su { $entitled } (ne servivano { $needed }).
tally-excluded = { $count ->
    [one] Una persona in conflitto d'interessi non ha votato.
   *[other] { $count } persone in conflitto d'interessi non hanno votato.
}
tally-now = Possono votare { $present } su { $entitled }; ne servono { $needed }.
outcome-adopted = Approvata
outcome-not-adopted = Non approvata
outcome-adjourned = Rinviata

minutes-title = Verbali pubblicati
minutes-public-title = Verbali e decisioni pubbliche
minutes-public-link = La pagina che tutti possono aprire
minutes-one = Verbale
minutes-write = Scrivi il verbale
minutes-no-names = Scrivi senza nomi di persone: chi c'era e chi ha votato è già segnato, e compare solo sul verbale stampato per l'organo.
minutes-text = Verbale
minutes-save = Salva la bozza
minutes-approve-title = Approvazione
minutes-approve-says = Dopo l'approvazione il testo non cambia più: si può solo aggiungere una correzione che cita il passo.
minutes-how = Come è stato approvato
minutes-how-written = Per iscritto
minutes-how-session = In una seduta
minutes-which-session = Seduta in cui è stato approvato
minutes-no-later = Non c'è ancora una seduta successiva con il numero legale: si può approvare per iscritto.
minutes-approve = Segna come approvato
minutes-approved-written = Approvato per iscritto, { $day }.
minutes-approved-session = Approvato in seduta, { $day }.
minutes-approved-on = Approvato il
minutes-approved-day = Verbale approvato il { $day }
minutes-standing = Stato del verbale
minutes-draft-note = Bozza: non è ancora approvata e non va diffusa.
minutes-draft-head = Seduta di { $body } del { $day }, { $place }.
minutes-draft-roll = Ore { $at }: { $words }
minutes-draft-heard = L'organo prende atto.
minutes-draft-open = Nessuna decisione.
minutes-draft-item = Decisione n. { $number }: { $outcome }.
minutes-draft-why = Motivi: { $reasons }
minutes-publish-title = Chi può leggere il verbale?
minutes-are-published = Pubblicato: { $level }
minutes-level = Chi può leggerlo
minutes-level-hint = Si può allargare in seguito, non restringere.
level-internal = interno
level-network = rete
level-public = pubblico
level-choose-internal = Solo chi segue gli organi al nodo centrale
level-choose-network = Tutti gli HUB
level-choose-public = Tutti, anche fuori dalla rete
minutes-publish = Pubblica
minutes-see = Vedi com'è pubblicato
minutes-correct = Correggi
minutes-correct-says = Il testo approvato resta com'è; sotto si aggiunge la correzione, con il passo che corregge.
minutes-cites = Passo da correggere
minutes-cites-hint = Copialo dal verbale, parola per parola.
minutes-right = Testo corretto
minutes-correct-do = Aggiungi la correzione
minutes-corrections = Correzioni
minutes-waiting = Verbali da approvare
minutes-paper = Verbale da stampare
minutes-search = Cerca nei verbali
minutes-none = Ancora nessun verbale pubblicato.
minutes-none-found = Nessun verbale trovato.
minutes-attendance = Presenti { $present } su { $entitled } con diritto di voto
minutes-signature-chair = Chi presiede
minutes-signature-secretary = Chi verbalizza
attendance-there = presente
attendance-away = assente
convening-title = Convocazione
convening-says = L'organo è convocato:
convening-to = Sono convocati
convening-conflict = Chi ha un interesse in un punto lo dice prima della discussione: su quel punto si astiene e non conta per il numero legale.
convening-signature = Chi presiede

decisions-title = Decisioni
decisions-none = Ancora nessuna.
decisions-all = Tutte le decisioni
decisions-filter = Cerca tra le decisioni
decisions-search-example = Titolo, motivi, numero
decisions-any = Tutte
decisions-to-review = Da riesaminare
decisions-about = Decisioni che riguardano { $about }.
decisions-none-found = Nessuna decisione trovata con questi filtri.
decisions-empty = Ancora nessuna decisione: nascono dai punti votati nelle sedute.
decisions-column-number = Numero
decisions-column-body = Organo
decisions-column-day = Giorno
decisions-column-title = Punto
decisions-column-outcome = Esito
decisions-column-favour = Favorevoli
decisions-column-against = Contrari
decisions-column-abstained = Astenuti
decisions-column-reasons = Motivi
decisions-column-state = Stato
decisions-column-review = Riesame
decision-number = n. { $number }
decision-state = Stato
decision-state-proposed = Proposta
decision-state-adopted = Approvata
decision-state-not-adopted = Non approvata
decision-state-adjourned = Rinviata
decision-state-in-hand = In corso
decision-state-done = Attuata
decision-state-reviewed = Riesaminata
decision-reasons = Motivi
decision-reasons-hint = Sempre, anche per un no o un rinvio: chi ha proposto deve poterli leggere.
decision-about = Riguarda
decision-review-on = Riesame
decision-review-hint = Vuoto: non serve tornarci.
decision-review-due = Da riesaminare
decision-next-review = riesame { $day }
decision-again = Rimettila all'ordine del giorno
decision-reviews = Riesame
decision-review = Riesamina
decision-found = Che cosa si è visto
decision-next = Prossimo riesame
decision-next-hint = Vuoto: non serve tornarci.
decision-review-do = Segna il riesame

actions-title = Cose da fare
actions-none = Nessuno ha ancora un compito per questa decisione.
actions-whose = Di chi
actions-mine = Mie
actions-all = Di tutti
actions-empty = Niente da fare.
actions-due = { $count ->
    [one] Una cosa da fare oggi o in ritardo
   *[other] { $count } cose da fare oggi o in ritardo
}
action-new = Affida un compito
action-what = Che cosa
action-owner = A chi
action-choose-owner = Scegli
action-due = Entro il
action-assign = Affida
action-by = entro { $day }
action-done-on = fatto { $day }
action-is-done = Fatto
action-move = Sposta
action-move-do = Sposta il giorno
action-reopen = Non è ancora fatto

matrix-title = Cantieri e agenzie
matrix-says = Che cosa fa ogni agenzia trasversale per ogni cantiere tematico.
matrix-empty = Il file di questa città non ha cantieri e agenzie.
matrix-site = Cantiere
matrix-agency = Agenzia
matrix-sites = I cantieri
matrix-agencies = Le agenzie
matrix-referents = Referenti: { $names }
matrix-nothing = ancora niente
matrix-projects = { $count ->
    [one] Un progetto
   *[other] { $count } progetti
  }
matrix-write = Scrivi
matrix-change = Cambia
matrix-cell = Agenzia per un cantiere
matrix-does = Che cosa fa
matrix-does-hint = In una o due frasi. Vuoto: toglie quello che c'era.
matrix-standing = A che punto è
standing-planned = Da avviare
standing-running = In corso
standing-finished = Concluso

done-bodies-adopted = Gli organi del file della città sono nel registro.
done-body-founded = Organo aggiunto. Ora aggiungi chi ne fa parte.
done-body-described = Organo aggiornato.
done-body-dissolved = Organo sciolto. Quello che ha deciso resta.
done-body-restored = Organo di nuovo in attività.
done-seat-taken = Persona aggiunta.
done-seat-ended = Termine segnato.
done-session-planned = Seduta preparata. Quando è pronta, convocala.
done-session-convened = Seduta convocata. Stampa la convocazione.
done-session-recalled = Convocazione ritirata: la seduta è di nuovo in preparazione.
done-session-called-off = Seduta annullata.
done-roll-called = Appello segnato.
done-session-closed = Seduta chiusa. Ora il verbale.
done-item-voted = Voto registrato.
done-item-adjourned = Punto rinviato.
done-item-recused = Segnato chi si astiene.
done-minutes-written = Bozza salvata.
done-minutes-approved = Verbale approvato: da ora non cambia più.
done-minutes-published = Verbale pubblicato.
done-minutes-corrected = Correzione aggiunta.
done-action-assigned = Compito affidato.
done-action-moved = Giorno spostato.
done-action-finished = Fatto.
done-action-reopened = Di nuovo da fare.
done-decision-reviewed = Riesame segnato.
done-matrix-set = Segnato.

problem-bodies-at-central = Gli organi si tengono al nodo centrale.
problem-unknown-body = Questo organo non c'è.
problem-unknown-session = Questa seduta non c'è.
problem-unknown-decision = Questa decisione non c'è.
problem-unknown-seat = Questa persona non fa parte dell'organo in quel giorno.
    .next = Scegline un'altra.
problem-unknown-item = Questo punto non è all'ordine del giorno.
problem-unknown-action = Questo compito non c'è più.
problem-unknown-minutes = Questo verbale non è pubblicato.
problem-body-field-missing = Manca un testo: scrivilo qui.
problem-body-dissolved = Questo organo è sciolto.
    .next = Per usarlo ancora, rimettilo in attività.
problem-body-inside-itself = Un organo non può stare dentro sé stesso.
    .next = Scegli un altro organo, o nessuno.
problem-body-has-others-inside = Altri organi stanno dentro questo.
    .next = Spostali o scioglili prima.
problem-body-name-taken = C'è già un organo con questo nome.
problem-seat-unknown-person = Questa persona non lavora qui.
problem-seat-chair-taken = In quel periodo presiede già un'altra persona.
    .next = Segna prima il termine del suo incarico.
problem-seat-already = In quel periodo questa persona ne fa già parte.
problem-session-wrong-state = Nel frattempo la seduta è cambiata: questo passo adesso non si può fare.
    .next = Guarda a che punto è e riprova.
problem-decision-wrong-state = Per questa decisione adesso questo passo non si può fare.
problem-session-nobody-sits = Quel giorno nessuno ha diritto di voto in questo organo.
    .next = Aggiungi chi ne fa parte, poi convoca.
problem-session-agenda-empty = L'ordine del giorno è vuoto.
    .next = Aggiungi almeno un punto, poi convoca.
problem-session-short-notice = { $days ->
    [one] Questo organo si convoca almeno un giorno prima.
   *[other] Questo organo si convoca almeno { $days } giorni prima.
}
    .next = Scrivi perché è urgente, o sposta il giorno.
problem-day-is-past = Questo giorno non va bene: scegline uno che deve ancora venire.
problem-session-not-begun = Il giorno della seduta non è ancora arrivato.
problem-session-not-convened = La seduta non è convocata.
problem-session-no-seat = Una delle persone segnate non fa parte dell'organo in quel giorno.
problem-item-decided = Su questo punto si è già deciso.
problem-item-asks-nothing = Questo punto è una comunicazione: non si vota.
problem-session-no-quorum = Su questo punto manca il numero legale: possono votare in { $present }, ne servono { $needed }.
    .next = Rifai l'appello se è arrivato qualcuno, o rinvia il punto.
problem-vote-not-allowed = Uno dei voti non vale: vota solo chi è presente, ha diritto di voto e non è in conflitto.
problem-votes-missing = { $count ->
    [one] Manca un voto.
   *[other] Mancano { $count } voti.
}
    .next = Chi è presente vota o si astiene.
problem-session-undecided = { $count ->
    [one] Un punto aspetta ancora una decisione.
   *[other] { $count } punti aspettano ancora una decisione.
}
    .next = Votateli o rinviateli.
problem-minutes-no-session = Scegli una seduta successiva dello stesso organo, con il numero legale.
problem-minutes-not-wider = Il verbale è già leggibile da altrettante persone.
    .next = Si può solo allargare.
problem-minutes-not-cited = Nel verbale queste parole non ci sono.
    .next = Copia il passo dal verbale, parola per parola.
problem-minutes-not-written = Il verbale non è ancora scritto.
