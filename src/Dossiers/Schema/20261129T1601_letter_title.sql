alter table dossiers.apology add column signed_title text;
comment on column dossiers.apology.signed_title is 'Chức danh ký as it was when the letter was signed; null in letters of before it was kept.';
