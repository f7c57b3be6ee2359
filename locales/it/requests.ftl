# Richieste: smistamento, abbinamento, esito.
