-- Before bytes leave the file store, their rows are asked for by content.
create index attachment_sha on dossiers.attachment (sha256);
