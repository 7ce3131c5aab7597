-- Mã của hệ thống ngoài, and when a row changed last: what a foreign program follows dossiers by.
alter table dossiers.dossier add column foreign_system text, add column foreign_id text,
    -- The same instant for all that stand, which rewrites nothing: to a program that follows them they have changed now.
    add column changed_at timestamptz not null default now();
alter table dossiers.dossier add check (foreign_system is null = (foreign_id is null)) not valid;

create function dossiers.mark_change() returns trigger language plpgsql as $$
begin
    new.changed_at := clock_timestamp();
    return new;
end $$;
create trigger mark_change before update on dossiers.dossier for each row execute function dossiers.mark_change();
