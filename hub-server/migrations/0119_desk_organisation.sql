-- What every hub knows of the organisations that other hubs work with (docs/decisions/0114). The document is empty once
-- nothing is to be known any more.
CREATE TABLE desk_organisation (
    organisation_id TEXT NOT NULL PRIMARY KEY,
    home TEXT NOT NULL,
    name TEXT NOT NULL,
    doc TEXT NOT NULL
);
CREATE INDEX desk_organisation_name ON desk_organisation (name);
