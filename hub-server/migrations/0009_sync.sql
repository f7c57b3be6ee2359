-- What sync keeps beside the log. Plain tables, but for the last two, which are projections of central's facts.

-- Central: the key of each hub. A revoked key stays, so that whoever still uses it can be told.
CREATE TABLE hub_key (
    hub TEXT NOT NULL,
    public_key TEXT NOT NULL,
    enrolled_at_ms BIGINT NOT NULL,
    revoked_at_ms BIGINT,
    CONSTRAINT hub_key_pk PRIMARY KEY (hub, public_key)
);

-- Central: every epoch granted, and where the epoch before it ended for ever.
CREATE TABLE epoch_grant (
    hub TEXT NOT NULL,
    epoch BIGINT NOT NULL,
    public_key TEXT NOT NULL,
    former_seq BIGINT NOT NULL,
    former_hash BLOB NOT NULL,
    granted_at_ms BIGINT NOT NULL,
    why TEXT NOT NULL,
    signature BLOB NOT NULL,
    CONSTRAINT epoch_grant_pk PRIMARY KEY (hub, epoch)
);

-- Central: the one-time code of each hub that may be enrolled now; only a hash of it.
CREATE TABLE enrol_code (
    hub TEXT NOT NULL PRIMARY KEY,
    code_hash BLOB NOT NULL,
    expires_at_ms BIGINT NOT NULL,
    wrong_tries BIGINT NOT NULL,
    used_by TEXT
);

-- Central: each start of a hub's program that has called; two alive at once are two machines with one key.
CREATE TABLE hub_boot (
    hub TEXT NOT NULL,
    boot TEXT NOT NULL,
    first_ms BIGINT NOT NULL,
    last_ms BIGINT NOT NULL,
    refused BIGINT NOT NULL,
    CONSTRAINT hub_boot_pk PRIMARY KEY (hub, boot)
);

-- Central: what each hub told when it last called.
CREATE TABLE contact (
    hub TEXT NOT NULL PRIMARY KEY,
    last_contact_ms BIGINT NOT NULL,
    epoch BIGINT NOT NULL,
    seq BIGINT NOT NULL,
    backlog BIGINT NOT NULL,
    skew_ms BIGINT NOT NULL,
    program TEXT NOT NULL,
    fork_since_ms BIGINT
);

-- Central: hubs' sealed vaults, which central cannot open.
CREATE TABLE sealed_copy (
    hub TEXT NOT NULL,
    person_id TEXT NOT NULL,
    wrapped_key BLOB NOT NULL,
    sealed BLOB NOT NULL,
    changed_at_ms BIGINT NOT NULL,
    CONSTRAINT sealed_copy_pk PRIMARY KEY (hub, person_id)
);

-- Hub: the line to central, one row.
CREATE TABLE line (
    line_id BIGINT NOT NULL PRIMARY KEY,
    state TEXT NOT NULL,
    last_contact_ms BIGINT,
    tries BIGINT NOT NULL,
    up_epoch BIGINT NOT NULL,
    up_seq BIGINT NOT NULL,
    up_hash BLOB,
    vault_state TEXT NOT NULL
);
INSERT INTO line (line_id, state, tries, up_epoch, up_seq, vault_state)
    VALUES (1, 'never', 0, 0, 0, 'unknown');

-- Hub: central's signature under the hub's heads.
CREATE TABLE up_receipt (
    epoch BIGINT NOT NULL PRIMARY KEY,
    seq BIGINT NOT NULL,
    hash BLOB NOT NULL,
    signature BLOB NOT NULL
);

-- Hub: the sealed data central has confirmed to keep, exactly as it was sent.
CREATE TABLE sealed_sent (
    person_id TEXT NOT NULL PRIMARY KEY,
    sealed BLOB NOT NULL
);

-- Either end, after a restore: the epoch that cannot go on, where the copies part, and how far the cure is.
CREATE TABLE recovery (
    node TEXT NOT NULL,
    epoch BIGINT NOT NULL,
    common_seq BIGINT NOT NULL,
    common_hash BLOB NOT NULL,
    end_seq BIGINT NOT NULL,
    end_hash BLOB NOT NULL,
    into_epoch BIGINT NOT NULL,
    new_grant BLOB,
    state TEXT NOT NULL,
    CONSTRAINT recovery_pk PRIMARY KEY (node, epoch)
);

-- What the other end gives back, until it can take its place in the log.
CREATE TABLE recovered (
    node TEXT NOT NULL,
    epoch BIGINT NOT NULL,
    seq BIGINT NOT NULL,
    record BLOB NOT NULL,
    CONSTRAINT recovered_pk PRIMARY KEY (node, epoch, seq)
);

-- Which records once stood elsewhere in the log, and under which hash: the evidence of a fork.
CREATE TABLE fork_record (
    node TEXT NOT NULL,
    epoch BIGINT NOT NULL,
    seq BIGINT NOT NULL,
    hash BLOB NOT NULL,
    event_id TEXT NOT NULL,
    noted_at_ms BIGINT NOT NULL,
    CONSTRAINT fork_record_pk PRIMARY KEY (node, epoch, seq, hash)
);

-- Hub: things of other hubs that somebody asked about here, and where they are decided.
CREATE TABLE elsewhere (
    subject TEXT NOT NULL PRIMARY KEY,
    home TEXT NOT NULL,
    slip_code TEXT NOT NULL,
    learnt_at_ms BIGINT NOT NULL
);
CREATE INDEX elsewhere_slip ON elsewhere (slip_code);

-- Projected: what happened to hubs as nodes, to show to people.
CREATE TABLE hub_note (
    position BIGINT NOT NULL PRIMARY KEY,
    hub TEXT NOT NULL,
    at_ms BIGINT NOT NULL,
    what TEXT NOT NULL,
    epoch BIGINT NOT NULL
);
CREATE INDEX hub_note_hub ON hub_note (hub, position);

-- Projected: which sealed copies central has destroyed.
CREATE TABLE copy_forgotten (
    hub TEXT NOT NULL,
    person_id TEXT NOT NULL,
    forgotten_at_ms BIGINT NOT NULL,
    CONSTRAINT copy_forgotten_pk PRIMARY KEY (hub, person_id)
);
