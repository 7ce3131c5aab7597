-- A list as somebody wants it again: what is asked for, under a name. It holds no words that were searched for, and so no person.
create table dossiers.saved_view (
    id uuid primary key,
    account_id uuid not null,
    agency_code text,
    name text not null check (char_length(name) between 1 and 60),
    query text not null check (char_length(query) <= 1000),
    made_at timestamptz not null
);
comment on column dossiers.saved_view.agency_code is 'Whose colleagues see it too; null: only whoever made it.';
create index saved_view_account on dossiers.saved_view (account_id);
create index saved_view_agency on dossiers.saved_view (agency_code) where agency_code is not null;
grant select, insert, update, delete on dossiers.saved_view to motcua_app;
