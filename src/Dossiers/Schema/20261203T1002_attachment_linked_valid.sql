-- older versions keep working
alter table dossiers.attachment validate constraint attachment_origin_check;
