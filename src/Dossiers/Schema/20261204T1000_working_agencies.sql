-- A version that does not know it lets who decides do the step of another agency, so it does not work beside this one (decision 0027).
alter table dossiers.dossier add column working_agencies text[] not null default '{}';
comment on column dossiers.dossier.working_agencies is
    'Cơ quan cùng làm: others to whose steps the process has come; they read the dossier until it ends (dossiers.working/1).';
