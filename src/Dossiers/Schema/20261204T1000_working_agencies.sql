-- older versions keep working: they give no step to another agency.
alter table dossiers.dossier add column working_agencies text[] not null default '{}';
comment on column dossiers.dossier.working_agencies is
    'Cơ quan cùng làm: others to whose steps the process has come; they read the dossier until it ends (dossiers.working/1).';
