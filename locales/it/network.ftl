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

network-sub = Pagine della rete
network-page-antennae = Antenne
network-page-board = Bacheca
network-page-devices = Dispositivi
devices-title = Dispositivi
devices-none = Ancora nessun dispositivo. Collega il primo telefono: bastano un codice e un minuto.

## Il registro

antenna-new = Nuova antenna
antenna-without-name = Nome cancellato
antennae-filter = Cerca fra le antenne
antennae-search = Nome
antennae-search-example = edicola…
antennae-any-kind = Tutti
antennae-any-operator = Chiunque
antennae-sort = Ordine
antennae-sort-name = Per nome
antennae-sort-last-sign = Da più tempo in silenzio
antennae-sort-review = Prossima verifica dell'impegno
antennae-tabs = A che punto sono
antennae-tab-active = Attive
antennae-tab-to-hear = Da sentire
antennae-tab-coming = In arrivo
antennae-tab-resting = In pausa
antennae-tab-over = Concluse
antennae-tab-every = Tutte
antennae-none-found = Nessuna antenna corrisponde a quello che cerchi.
antennae-empty-active = Ancora nessuna antenna attiva. La prima comincia da qualcuno che hai in mente.
antennae-empty-to-hear = Nessuna antenna tace da troppo tempo.
antennae-empty-coming = Nessuna antenna in arrivo. Chi potrebbe diventarlo?
antennae-empty-resting = Nessuna antenna in pausa.
antennae-empty-over = Nessun percorso concluso.
antennae-empty-every = Il registro è vuoto: aggiungi la prima antenna.
antennae-board-title = Bacheca delle antenne
antennae-board-none = Nessuna qui.
antenna-here = Qui ora
antenna-to-hear = Da sentire

## I nomi delle cose

antenna-kind = Tipo di antenna
antenna-kind-citizen = Cittadina o cittadino
antenna-kind-shop = Negozio di vicinato
antenna-kind-group = Gruppo locale
antenna-state-spotted = Individuata
antenna-state-contacted = Contattata
antenna-state-interested = Interessata
antenna-state-welcomed = Accolta
antenna-state-active = Attiva
antenna-state-resting = In pausa
antenna-state-suspended = Sospesa
antenna-state-ended = Conclusa
antenna-state-archived = Archiviata
antenna-step-contact = Segna che l'hai contattata
antenna-step-interest = Segna che le interessa
antenna-step-welcome = Accogli nella rete
antenna-step-activate = Rendi attiva
antenna-step-rest = Metti in pausa
antenna-step-resume = Fai riprendere
antenna-step-suspend = Sospendi
antenna-step-end = Concludi il percorso
antenna-step-archive = Archivia
antenna-step-hint-rest = Non riceve richieste finché non riprende.
antenna-step-hint-suspend = L'HUB smette per ora di chiederle aiuto; le richieste che aveva tornano a chi opera.
antenna-step-hint-end = Grazie di tutto: le richieste che aveva tornano a chi opera.
antenna-step-hint-resume = Torna a ricevere richieste.
antenna-step-hint-archive = Restano solo i conteggi; i suoi dispositivi perdono l'accesso.
antenna-next-contact = Il prossimo passo: parlarle
antenna-next-interest = Il prossimo passo: capire se le interessa
antenna-next-welcome = Il prossimo passo: l'accordo di adesione
antenna-next-activate = Il prossimo passo: cominciare
antenna-next-resume = Quando vuole, può riprendere
antenna-next-archive = Il percorso è concluso
antenna-next-active = È attiva nella rete
antenna-next-hint-contact = Passa di persona o chiama, racconta che cosa fa un'antenna di quartiere.
antenna-next-hint-interest = Ha avuto il tempo di pensarci? Segna qui se vuole provarci.
antenna-next-hint-welcome = Prima di accoglierla serve tutto questo:
antenna-next-hint-activate = Da quando è attiva riceve le richieste del quartiere.
antenna-next-hint-resume = Torna a ricevere le richieste del quartiere.
antenna-next-hint-archive = Quando non serve più tenerla in vista, archiviala.
antenna-need-contact-person = Una persona di riferimento e come raggiungerla
antenna-need-offers = In che cosa può aiutare
antenna-need-times = Quando è disponibile
antenna-need-operator = Chi la accompagna
antenna-need-pledge = L'impegno, con il giorno in cui riparlarne
antenna-need-volunteer-entry = L'iscrizione nel registro dei volontari
antenna-need-insurance = L'assicurazione valida oggi
antenna-need-add = aggiungi
antenna-reason = Perché
antenna-reason-choose = Scegli un motivo
antenna-reason-no-time = Non ha tempo
antenna-reason-changed-mind = Ci ha ripensato
antenna-reason-no-answer = Non risponde
antenna-reason-moved-away = Si è trasferita
antenna-reason-closed-down = Ha chiuso
antenna-reason-health = Salute o famiglia
antenna-reason-papers-missing = Mancano documenti
antenna-reason-conduct = È successo qualcosa da chiarire
antenna-reason-other = Altro
heard-call = Al telefono
heard-visit = Sono passata o passato
heard-message = Ha scritto
heard-came-by = È venuta all'HUB
reached-by-device = Con il suo dispositivo
reached-by-phone = Per telefono
reached-by-in-person = Di persona
step-free-yes = Si entra senza gradini
step-free-no = Ci sono gradini
step-free-unknown = Non si sa ancora
skill-listening = Ascolto e compagnia
skill-driving = Auto e guida
skill-paperwork = Uffici e moduli
skill-digital = Telefoni e computer
skill-repairs = Piccole riparazioni
skill-care = Cura di anziani o malati
skill-children = Bambini
skill-first-aid = Primo soccorso
skill-cooking = Cucina
skill-mediation = Interprete, mediazione
skill-room = Uno spazio per incontrarsi
spoken-it = italiano
spoken-en = inglese
spoken-fr = francese
spoken-es = spagnolo
spoken-de = tedesco
spoken-pt = portoghese
spoken-ro = romeno
spoken-sq = albanese
spoken-uk = ucraino
spoken-ru = russo
spoken-ar = arabo
spoken-ur = urdu
spoken-pa = punjabi
spoken-hi = hindi
spoken-bn = bengalese
spoken-si = singalese
spoken-zh = cinese
spoken-tl = tagalog
spoken-wo = wolof
spoken-ise = lingua dei segni italiana

## La scheda

antenna-back = Torna all'antenna
antenna-edit-title = Che cosa offre e quando
antenna-edit = Modifica
antenna-name = Come si chiama
antenna-name-hint = La persona, il negozio o il gruppo. Resta cifrato in questo HUB.
antenna-contact-person = Con chi parlare
antenna-own-place = Il suo quartiere
register-more-places = Aiuta anche in
register-more-places-hint = I quartieri vicini dove è disposta ad andare.
antenna-offers = In che cosa aiuta
antenna-hours = Quando è disponibile
antenna-hours-hint = Per esempio 9-12, 15:30-18. Lascia vuoti i giorni in cui non c'è.
antenna-reached-by = Come si raggiunge
antenna-step-free = Accesso
antenna-languages = Lingue
antenna-skills = Che cosa sa fare
antenna-spot-send = Aggiungi al registro
antenna-what = Che cosa offre
antenna-places = Dove
antenna-not-yet = non ancora scritto
antenna-since = dal giorno: { $day }
register-until = fino a { $day }
antenna-silence-title = Da sentire
antenna-silence = Non se ne sa niente da: { $day }. Una telefonata basta: non è una mancanza sua.
antenna-heard-how = Come l'hai sentita
antenna-heard-send = L'ho sentita
antenna-last-sign = Sentita l'ultima volta: { $when }.
antenna-review-due = È ora di riparlare dell'impegno.
antenna-say-here = Segna che è qui ora
antenna-not-here = Non è più qui
antenna-history = Che cosa è successo
antenna-note-add = Scrivi un appunto
antenna-note = Appunto
antenna-note-hint = Lo legge chi lavora all'HUB. Solo quello che serve.
antenna-contact = Contatto
antenna-contact-kept = Nome, telefono e indirizzo sono cifrati in questo HUB. Chi li apre resta scritto.
antenna-contact-show = Apri e modifica
antenna-contact-erased = I dati di questa antenna sono stati cancellati.
antenna-email = Posta elettronica
antenna-tax-code = Codice fiscale
antenna-tax-code-hint = Serve solo per il registro dei volontari.
antenna-operator = Chi la accompagna
antenna-operator-change = Cambia
antenna-operator-hint = La storia dell'antenna resta tutta: chi arriva la trova qui.
antenna-nobody-yet = Ancora nessuno
antenna-pledge = Impegno
antenna-no-pledge = Ancora nessun impegno.
antenna-pledge-write = Scrivi le date
pledge-start = Comincia
pledge-review = Se ne riparla
pledge-review-hint = Il giorno in cui vedere insieme come va.
pledge-end = Finisce
pledge-end-if = Finisce (se è stabilito)
antenna-clearance = Visite a domicilio
antenna-not-cleared = Non abilitata a entrare in casa delle persone.
antenna-clearance-write = Abilita o cambia
cleared-on = Abilitata il
cleared-on-hint = Dopo il colloquio e i documenti chiesti dal Comune.
cleared-until = Fino al (se scade)
cleared-withdraw = Togli l'abilitazione
cleared-from = Abilitata da: { $from }
cleared-from-to = Abilitata da: { $from }, fino a: { $to }
antenna-devices = Dispositivi
antenna-no-device = Nessun dispositivo: la si raggiunge in altro modo.
antenna-pair = Collega un dispositivo
antenna-review-on = se ne riparla: { $day }
antenna-silent-since = da: { $day }
antenna-told-spotted = Individuata
antenna-told-step-contacted = Contattata
antenna-told-step-interested = Interessata
antenna-told-step-welcomed = Accolta nella rete
antenna-told-step-active = Attiva
antenna-told-step-resting = In pausa
antenna-told-step-suspended = Sospesa
antenna-told-step-ended = Percorso concluso
antenna-told-step-archived = Archiviata
antenna-told-described = Scheda aggiornata
antenna-told-contact = Contatto aggiornato
antenna-told-accompanied = La accompagna
antenna-told-alone = Non la accompagna più nessuno
antenna-told-pledged = Impegno scritto
antenna-told-cleared = Abilitata alle visite a domicilio
antenna-told-not-cleared = Abilitazione tolta
antenna-told-volunteer = Registro dei volontari aggiornato
antenna-told-device = Dispositivo collegato
antenna-told-heard = Sentita
antenna-told-silence = Silenzio: chi la accompagna è invitato a sentirla
antenna-told-note = Appunto
antenna-told-erased = Appunto cancellato
antenna-rest-until = Fino a quando (se si sa)
why-antenna-contact = Contatto di un'antenna
thing-antenna = Antenna di quartiere
thing-recurrence = Richiesta che si ripete
done-antenna-spotted = Aggiunta al registro.
done-antenna-described = Scheda aggiornata.
done-antenna-step = Fatto.
done-antenna-contact = Contatto aggiornato.
done-antenna-accompanied = Chi la accompagna è aggiornato.
done-antenna-pledged = Impegno scritto.
done-antenna-cleared = Abilitazione aggiornata.
done-antenna-heard = Segnato: l'hai sentita.
done-antenna-note = Appunto salvato.
done-antenna-present = Presenza aggiornata.
problem-antenna-name-missing = Scrivi come si chiama.
problem-choose-one = Scegli una voce.

network-page-map = Mappa
network-page-organisations = Enti
network-page-volunteers = Volontari
nav-network = Rete

## Gli enti

organisations-title = Enti della rete
organisation-new = Nuovo ente
organisation-edit-title = Dati dell'ente
organisations-filter = Cerca fra gli enti
organisations-search = Nome o codice
organisations-any-kind = Ogni tipo di ente
organisations-any-role = Ogni ruolo
organisations-none-found = Nessun ente corrisponde a quello che cerchi.
organisations-empty = Il registro degli enti è vuoto. Comincia da quelli con cui lavori già.
organisation-left = Non più nella rete
organisation-name = Nome dell'ente
organisation-kind = Tipo di ente
organisation-kind-ets = Ente del Terzo settore
organisation-kind-public-body = Ente pubblico
organisation-kind-school = Scuola
organisation-kind-university = Università
organisation-kind-firm = Impresa
organisation-kind-parish = Parrocchia
organisation-kind-union = Sindacato
organisation-kind-chamber = Camera o ordine
organisation-kind-informal = Gruppo informale
organisation-roles = Che cosa fa con noi
organisation-role-volunteers = Volontari
organisation-role-activities = Attività
organisation-role-rooms = Spazi
organisation-role-referrals = Invio ai servizi
organisation-role-placements = Tirocini e servizio
organisation-role-support = Sostegno
organisation-role-partner = Partenariato
organisation-offers = Che cosa può dare a un progetto
organisation-offers-hint = Chi cerca un partner trova l'ente in «Cerco e offro». Chi dà spazi all'HUB c'è già.
organisation-code = Codice fiscale o partita IVA
organisation-code-hint = Undici cifre; l'ultima si controlla da sola.
organisation-any-place = In tutta la città
organisation-facts = Chi è
organisation-contact = Con chi parlare
organisation-contact-hint = Resta cifrato in questo nodo.
organisation-contact-kept = C'è una persona di riferimento, cifrata in questo nodo. Chi la apre resta scritto.
organisation-contact-none = Nessuna persona di riferimento.
organisation-volunteers = Le sue volontarie e i suoi volontari
organisation-no-volunteers = Nessuna antenna fa volontariato con questo ente.
organisation-belongs = Nella rete
organisation-leave = Esce dalla rete
organisation-return = Rientra nella rete
runts-name = RUNTS
runts-section = Sezione RUNTS
runts-number = Numero di repertorio
runts-checked = Verificato il
runts-checked-on = verificato: { $day }
runts-none = Non iscritto
runts-odv = Organizzazioni di volontariato
runts-aps = Associazioni di promozione sociale
runts-philanthropic = Enti filantropici
runts-social-enterprise = Imprese sociali
runts-network = Reti associative
runts-mutual = Società di mutuo soccorso
runts-other = Altri enti del Terzo settore
why-organisation-contact = Contatto di un ente
thing-organisation = Ente
done-organisation-entered = Ente aggiunto.
done-organisation-described = Ente aggiornato.
problem-unknown-organisation = Questo ente non è nel registro.
problem-bad-organisation-code = Il codice ha un errore: l'ultima cifra non corrisponde.
problem-organisation-code-taken = Un altro ente del registro ha già questo codice.

## I volontari

volunteers-title = Registro dei volontari
volunteers-lead = Chi fa volontariato attraverso un ente è iscritto nel suo registro e assicurato prima della prima attività (D.Lgs. 117/2017, artt. 17 e 18).
volunteers-empty = Nessuna antenna fa volontariato attraverso un ente. Si segna nella sua scheda.
volunteer-page-title = Volontario del registro
volunteer-hours = Le ore date
volunteer-hours-clock = ore di volontariato
volunteer-hours-back = Togli
volunteer-hours-and-papers = Ore, certificato e ringraziamento
volunteer-certificate-gave = ha dato il suo tempo come volontaria o volontario nel quartiere.
done-volunteer-hours = Ore segnate.
done-volunteer-hours-back = Ore tolte.
volunteer-title = Volontariato
volunteer-none = Aiuta per conto proprio, non attraverso un ente.
volunteer-nobody = Attraverso nessun ente
volunteer-write = Scrivi o cambia
volunteer-who = Chi
volunteer-through = Attraverso
volunteer-through-hint = Gli enti del registro con il ruolo Volontari.
volunteer-entered = Iscrizione nel registro
volunteer-insured-from = Assicurazione dal
volunteer-insured-until = Assicurazione fino al
volunteer-papers = Documenti
papers-not-entered = Non iscritto
papers-not-insured = Non assicurato
papers-over = Assicurazione scaduta
papers-soon = Scade entro un mese
papers-fine = In regola
done-antenna-volunteer = Registro dei volontari aggiornato.

## La mappa

map-title = Il territorio e le sue antenne
map-figures = In breve
map-active = Antenne attive
map-covered = Quartieri coperti
map-empty = Quartieri senza antenne
map-picture = Mappa schematica dei quartieri
map-key-none = nessuna
map-key-many = 4 e più
map-only-here = Qui si vedono le antenne di questo HUB; quelle di tutta la città le vede il nodo centrale.
map-table = Gli stessi numeri in una tabella
map-hubs = HUB
map-resting = In pausa
map-coming = In arrivo
map-none = Senza antenne
map-antennae = { $count ->
    [0] nessuna antenna attiva
    [one] 1 antenna attiva
   *[other] { $count } antenne attive
}
map-zone-empty = { $count ->
    [0] tutti i quartieri coperti
    [one] 1 quartiere senza antenne
   *[other] { $count } quartieri senza antenne
}
volunteers-warnings = { $count ->
    [one] Una persona ha documenti che mancano o scadono presto.
   *[other] { $count } persone hanno documenti che mancano o scadono presto.
}

problem-antenna-not-in-register = Questo dispositivo non è collegato a un'antenna del registro.

network-page-introductions = Messa in rete

## Messe in rete, sostegno, passaggio di consegne

introductions-title = Messa in rete
introductions-none = Non è ancora stata messa in contatto con nessuno.
introductions-empty = Ancora nessuna messa in rete. Si scrive dalla scheda di un'antenna: chi hai fatto conoscere a chi.
introductions-all = In tutto
introduction-new = Metti in contatto con qualcuno
introduction-to = Con chi
introduction-send = Segna la messa in rete
introduction-open = Da sapere com'è andata
introduction-outcome-lasting = Collaborano
introduction-outcome-once = È servito una volta
introduction-outcome-nothing = Non ne è nato niente
support-title = Sostegno dato
support-so-far = Finora in tutto: { $length }.
support-new = Scrivi un sostegno
support-how = Che sostegno
support-day = Giorno
support-minutes = Minuti
support-coaching = Accompagnamento
support-visit = Visita
support-materials = Materiali
support-training = Formazione
support-device = Aiuto con l'app
antenna-told-supported = Sostegno dato
antenna-told-introduced = Messa in rete
antenna-told-outcome = Esito di una messa in rete
done-antenna-supported = Sostegno scritto.
done-antenna-introduced = Messa in rete aggiornata.
handover-title = Passaggio di consegne
handover-now = Chi accompagna quante antenne
handover-hint = Tutte le antenne di una persona passano a un'altra, con i quartieri, le richieste aperte e le cose da fare. La storia di ogni antenna e di ogni richiesta resta dov'è.
handover-requests = { $count ->
    [one] e una richiesta aperta
   *[other] e { $count } richieste aperte
}
handover-choose = Scegli
handover-from = Da
handover-to = A
handover-send = Passa tutte le antenne
done-handed-over = Consegne passate.

## Avvisi

notices-title = Avviso alle antenne
notices-before = Avvisi già mandati
notice-where = A quali quartieri
notice-text = Che cosa vuoi dire
notice-text-hint = Lo leggono subito tutte le antenne collegate. Mai nomi di persone.
notice-for = Resta in vista
notice-today = 12 ore
notice-days = 2 giorni
notice-week = Una settimana
notice-two = Due settimane
notice-send = Manda l'avviso
notice-over = Passato
notice-until = fino a: { $when }
done-notice-posted = Avviso mandato.

## File

import-antennae = Carica antenne da un file
import-organisations = Carica enti da un file
import-hint = Un foglio salvato come CSV, con la prima riga di intestazione. Prova prima: ti diciamo ogni riga da sistemare, e niente viene caricato.
import-file = File CSV
import-check = Prova il file
import-send = Carica tutto
import-columns = Le colonne
import-columns-hint = Servono tipo e nome; le altre sono facoltative. Più voci nella stessa casella si separano con la barra verticale.
import-nothing = Niente è stato caricato da { $file }.
import-empty = Il file non ha righe.
import-unknown-column = La colonna «{ $value }» non è tra quelle attese.
import-missing-column = Manca la colonna «{ $value }».
import-too-long = Troppe righe: al massimo 500.
import-unknown-word = «{ $value }» non è tra le voci conosciute.
import-empty-cell = Questa casella non può restare vuota.
import-bad-hours = «{ $value }» non è un orario: scrivi come 9-12, 15:30-18.
import-bad-date = «{ $value }» non è una data: scrivi come 2026-11-18.
done-imported = File caricato.
export-antennae = Scarica il registro
export-antennae-hint = Contiene nomi e telefoni: resta scritto chi lo scarica.
why-antenna-export = Registro scaricato
antenna-certificate = Certificato delle ore (PDF)
antenna-thanks = Lettera di grazie (PDF)
antenna-certificate-helped = ha aiutato il quartiere come antenna, come volontaria o volontario e senza compenso.
antenna-certificate-helps = Aiuti dati
volunteers-gone = Chi non è più nel registro
volunteers-gone-since = dal { $day }
why-register-export = Registro dei volontari scaricato
import-mistakes = { $count ->
    [one] Una cosa da sistemare nel file.
   *[other] { $count } cose da sistemare nel file.
}
import-checked = { $count ->
    [one] Il file è a posto: una riga da caricare. Ora puoi caricarlo.
   *[other] Il file è a posto: { $count } righe da caricare. Ora puoi caricarlo.
}

place-until = { $name } (fino al { $day })
zone-until = fino al { $day } { $zone }
map-staff = Chi lo segue
map-changes = Com'è cambiato il territorio
map-changes-hint = Le cose registrate prima di un cambiamento restano nel quartiere di allora.
map-change-coming = in arrivo
map-change-renamed = { $from } diventa { $into }.
map-change-split = { $from } si divide in { $into }.
map-change-merged = { $from } si uniscono in { $into }.
map-change-moved = { $moved }: passa alla zona { $zone }.
map-homeless = Queste antenne sono ancora in un quartiere che non c'è più: apri ciascuna e scegli quello nuovo.
outlines-title = Contorni dei quartieri
outlines-hint = Un file GeoJSON con un poligono per quartiere, in longitudine e latitudine, al massimo 500 KB. Ogni poligono dice di quale quartiere è con il nome o con il codice del file della città.
outlines-file = File GeoJSON
outlines-draw = Disegna la mappa
outlines-remove = Togli i contorni
outlines-none = La città non ha ancora dato i contorni: la mappa è schematica.
outlines-have = { $count ->
    [one] Un quartiere ha il suo contorno.
   *[other] { $count } quartieri hanno il loro contorno.
}
outlines-missing = Senza contorno:
outlines-file-missing = Scegli il file.
outlines-wrong = { $count ->
    [one] C'è un errore: il file non è stato usato.
   *[other] Ci sono { $count } errori: il file non è stato usato.
}
outlines-too-large = Il file supera 500 KB. Semplifica i contorni con un programma di mappe e riprova.
outlines-no-features = Non è una raccolta GeoJSON di poligoni (FeatureCollection).
outlines-unknown-place = Elemento { $number }: «{ $name }» non è un quartiere di questa città.
outlines-again = Elemento { $number }: un altro elemento dice già di essere { $name }.
outlines-no-polygon = Elemento { $number }: non è un poligono.
outlines-no-degrees = Elemento { $number }: le coordinate non sono longitudine e latitudine. Esporta il file in WGS 84 (EPSG:4326).
done-outlines-drawn = Contorni pubblicati: arrivano a ogni HUB.
done-outlines-removed = Contorni tolti.
placing-title = Chi segue quale quartiere
placing-hint = Un passaggio di consegne porta con sé anche i quartieri. Chi c'era prima resta scritto.
placing-without = Ancora nessuno segue:
placing-earlier = Chi c'era prima
placing-new = Affida un quartiere
placing-from = Dal
placing-assign = Affida
placing-end = Non lo segue più
done-place-assigned = Quartiere affidato.
done-assignment-ended = Segnato: da domani non lo segue più.
notice-circle = A chi
notice-circle-chosen = Ai quartieri scelti qui sotto
notice-circle-hub = A tutti i quartieri di questo HUB
notice-circle-city = A tutta la città
support-report = Sostegno dato alle antenne
support-report-month = Sostegno dato a { $month }
support-report-empty = In questo mese non è segnato nessun sostegno. Si segna nella pagina di ogni antenna.
support-report-antenna = Antenna
support-report-kind = Che cosa
support-report-who = Chi
support-report-times = Volte
support-report-length = Tempo
support-report-by-kind = Per tipo
support-report-all = In tutto
support-report-download = Scarica il mese
support-report-clock = È lavoro di chi opera: non si somma alle ore date dalle antenne.
volunteer-no-antenna = non è un'antenna
volunteer-papers-of = Documenti di { $name }
volunteer-keep = Salva
volunteer-leave = Togli dal registro da oggi
volunteer-new = Iscrivi chi non è un'antenna
volunteer-new-hint = Chi fa volontariato con un ente senza essere un'antenna sta comunque nel registro, con la sua assicurazione.
volunteer-enter = Iscrivi nel registro
thing-volunteer = Nel registro dei volontari
done-volunteer-entered = Iscritta o iscritto nel registro.
done-volunteer-kept = Documenti aggiornati.
done-volunteer-left = Tolta o tolto dal registro.
