# Documenti e immagini allegati a progetti, idee e attività.

nav-showcase = Vetrina
files-title = Documenti e immagini
files-of-idea = Idea lasciata allo sportello
files-projects = Progetti e vetrina
files-projects-central = Qui scegli che cosa tutti vedono di ogni progetto. Immagini e documenti arrivano dagli HUB o li carichi tu; nella vetrina compare solo quello che pubblichi.
files-projects-hub = Carica foto e documenti dei progetti: li riceve anche il nodo centrale, che decide che cosa pubblicare nella vetrina.
files-open-showcase = Apri la vetrina
files-open-page = Apri la pagina pubblica
files-search = Cerca un progetto
files-search-go = Cerca
files-no-projects = La città non ha ancora progetti. Compaiono qui quando sono nel file della città o quando lo sportello ne promuove uno.
files-no-match = Nessun progetto corrisponde.
files-all = Vedi tutti i progetti
files-count = { $count ->
    [0] nessun file
    [one] 1 file
   *[other] { $count } file
}
files-shown-count = { $count ->
    [one] 1 in vetrina
   *[other] { $count } in vetrina
}
files-pictures = Immagini
files-no-pictures = Ancora nessuna immagine.
files-documents = Documenti
files-no-documents = Ancora nessun documento.
files-shown = In vetrina
files-show = Pubblica nella vetrina
files-hide = Togli dalla vetrina
files-change = Cambia o togli
files-words = Che cosa mostra, in parole
files-words-hint = Per chi non vede l'immagine, e come didascalia. Per un documento puoi lasciarlo vuoto, se non va nella vetrina. La stessa descrizione vale per tutti i file scelti; poi la cambi uno a uno.
files-words-save = Salva la descrizione
files-words-erased = La descrizione è stata cancellata.
files-take-away = Togli
files-take-away-hint = Il file viene cancellato dal disco quando nient'altro lo usa.
files-attach = Aggiungi un file
files-file = File
files-limits = Fino a { $most } file alla volta: immagini fino a { $picture } MB, documenti senza macro fino a { $document } MB. Vanno bene: { $kinds }.
files-attach-do = Carica
files-place-removed = Dalle foto togliamo il luogo, l'ora e gli altri dati scritti dalla fotocamera. Prima di caricare il volto di qualcuno, chiedi il suo consenso.
files-not-here-yet = In arrivo: il file non è ancora su questo nodo.
files-of-thing = Documenti e immagini
file-nameless = Senza nome
file-decimal = ,
file-kb = { $size } kB
file-mb = { $size } MB
file-kind-jpeg = Immagine JPEG
file-kind-png = Immagine PNG
file-kind-webp = Immagine WebP
file-kind-pdf = Documento PDF
file-kind-text = Testo
file-kind-odt = Testo OpenDocument
file-kind-ods = Foglio OpenDocument
file-kind-odp = Presentazione OpenDocument
file-kind-docx = Testo Word
file-kind-xlsx = Foglio Excel
file-kind-pptx = Presentazione PowerPoint
done-file-attached = Il file è stato caricato.
done-file-described = La descrizione è stata salvata.
done-file-taken-away = Il file è stato tolto.
done-file-shown = L'immagine ora è nella vetrina.
done-file-hidden = L'immagine non è più nella vetrina.
done-file-forwarded = Lo farà il nodo in cui il file è stato caricato, appena è in linea.
problem-no-file-chosen = Non hai scelto nessun file.
    .next = Scegli un file dal computer o dal telefono, poi carica.
problem-file-empty = Il file è vuoto.
    .next = Controlla di aver scelto quello giusto.
problem-file-unknown-kind = Questo tipo di file non si può caricare.
    .next = Vanno bene immagini JPEG, PNG e WebP, documenti PDF, testo, LibreOffice e Office.
problem-file-not-what-it-says = Il nome del file dice una cosa, il contenuto è un'altra.
    .next = Salvalo di nuovo dal programma con cui è fatto, poi caricalo.
problem-file-damaged = Il file è rovinato e non si legge fino in fondo.
    .next = Prova ad aprirlo sul tuo computer e a salvarlo di nuovo.
problem-file-has-macros = Il documento contiene un programma (macro).
    .next = Salvalo senza macro o come PDF, poi caricalo.
problem-file-too-long = Il file è troppo grande: al massimo { $most } MB.
    .next = Riduci la foto o dividi il documento, poi carica di nuovo.
problem-file-too-many-points = L'immagine ha troppi punti: al massimo { $most } milioni.
    .next = Riducila con il programma delle foto, poi carica di nuovo.
problem-file-unknown-subject = Non c'è nulla a cui allegarlo.
problem-file-unknown = Il file non c'è.
    .next = Può essere stato tolto nel frattempo.
problem-file-here-already = Questo file c'è già.
problem-file-too-many = Ci sono già { $most } file, il massimo.
    .next = Togli quelli che non servono più.
problem-file-nothing-said = Scrivi in poche parole che cosa mostra l'immagine.
    .next = Serve a chi non la vede.
problem-file-not-on-shelf = Il file non è arrivato sul disco.
    .next = Caricalo di nuovo.
problem-file-shown-at-central = Solo il nodo centrale pubblica nella vetrina.
problem-file-not-to-be-shown = Nella vetrina vanno solo immagini e documenti di progetti, con una descrizione.
    .next = Aggiungi prima la descrizione.
problem-file-not-here-yet = Il file è in arrivo e non è ancora su questo nodo.
    .next = Riprova tra qualche minuto.
problem-files-not-kept = Questo nodo non ha un posto per i file.
    .next = Avvisa chi si occupa della macchina.

files-of-idea-count = { $count ->
    [0] Allega documenti e immagini
    [one] 1 allegato
   *[other] { $count } allegati
}
problem-file-kind-not-taken = Qui i file { $kind } non si possono allegare.
problem-file-too-many-at-once = Si allegano al massimo { $most } file alla volta.
files-of-meeting = Documenti della seduta del { $day }
files-of-meeting-count = { $count ->
    [0] Allega documenti
    [one] 1 documento allegato
   *[other] { $count } documenti allegati
}
