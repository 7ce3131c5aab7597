-- Before bytes leave the file store, their rows are asked for by content.
create index item_sha on vault.item (sha256);
