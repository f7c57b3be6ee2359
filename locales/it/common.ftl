# Parole comuni al chiosco e all'app delle antenne. Si dà del tu, frasi brevi, niente burocratese.

## Azioni

action-back = Indietro
action-next = Avanti
action-continue = Continua
action-start = Inizia
action-done = Fatto
action-finish = Ho finito
action-confirm = Conferma
action-cancel = Annulla
action-close = Chiudi
action-home = Torna all'inizio
action-send = Invia
action-save = Salva
action-edit = Modifica
action-delete = Elimina
action-undo = Annulla l'ultima cosa
action-retry = Riprova
action-print = Stampa
action-search = Cerca
action-add = Aggiungi
action-more = Vedi altro
action-yes = Sì
action-no = No
action-call-operator = Chiama un operatore

## Stati: un punto colorato e sempre anche una parola

state-online = Collegato
state-slow = Linea lenta
state-offline = Senza linea
state-sending = Invio in corso
state-waiting = { $count ->
    [one] Una cosa da inviare
   *[other] { $count } cose da inviare
}
state-sent = Inviato
state-updated-at = Aggiornato alle { $time }
state-loading = Un momento…
state-selected = Scelto
state-new = Nuovo

## Avvisi: la parola che dice di che avviso si tratta, per chi ascolta

banner-info = Informazione
banner-success = Fatto
banner-warning = Attenzione
banner-error = Qualcosa non va
banner-offline = Senza linea

## Passi di un percorso

step-of = Passo { $step } di { $total }

## Campi da compilare

field-optional = facoltativo
field-count = { $used } di { $limit }
field-count-spoken = Hai scritto { $used } caratteri su { $limit }
field-too-long = Hai raggiunto la lunghezza massima
field-code = Codice
field-code-cell = Carattere { $position } di { $total }
field-empty = vuoto

## Tastiera sullo schermo

keyboard-name = Tastiera
keyboard-space = Spazio
keyboard-backspace = Cancella
keyboard-shift = Maiuscole
keyboard-enter = A capo
keyboard-done = Fatto
keyboard-letters = Lettere
keyboard-letters-face = ABC
keyboard-digits = Numeri e segni
keyboard-digits-face = 123
keyboard-accents = Accenti
keyboard-accents-face = àèì

## Tempo che resta

countdown = { $seconds ->
    [one] Resta un secondo
   *[other] Restano { $seconds } secondi
}

## Immagini

qr-name = Codice da inquadrare con il telefono

## Lingue

language-choose = Scegli la lingua

## Ore e minuti

duration-minutes = { $minutes ->
    [one] 1 minuto
   *[other] { $minutes } minuti
}
duration-hours = { $hours ->
    [one] 1 ora
   *[other] { $hours } ore
}
duration-hours-minutes = { $hours ->
    [one] 1 ora e { $minutes } min
   *[other] { $hours } ore e { $minutes } min
}
duration-minus = meno { $duration }

## Date

day-today = oggi
day-tomorrow = domani
day-yesterday = ieri
date-long = { $weekday } { $day } { $month }
date-year = { $day } { $month } { $year }
date-short = { $day }/{ $month_number }
date-at-time = { $date } alle { $time }
time-span = dalle { $from } alle { $to }
weekday-1 = lunedì
weekday-2 = martedì
weekday-3 = mercoledì
weekday-4 = giovedì
weekday-5 = venerdì
weekday-6 = sabato
weekday-7 = domenica
weekday-short-1 = lun
weekday-short-2 = mar
weekday-short-3 = mer
weekday-short-4 = gio
weekday-short-5 = ven
weekday-short-6 = sab
weekday-short-7 = dom
month-1 = gennaio
month-2 = febbraio
month-3 = marzo
month-4 = aprile
month-5 = maggio
month-6 = giugno
month-7 = luglio
month-8 = agosto
month-9 = settembre
month-10 = ottobre
month-11 = novembre
month-12 = dicembre
