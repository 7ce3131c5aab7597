-- older versions keep working
alter table dossiers.attachment drop constraint attachment_origin_check;
alter table dossiers.attachment add constraint attachment_origin_check check (origin in ('upload', 'scan', 'vault', 'linked')) not valid;
