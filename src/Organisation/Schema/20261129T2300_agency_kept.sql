-- What an administrator has written of an agency, an office or a unit stays as written when the files are loaded again (decision 0040).
alter table organisation.agency add column kept_by uuid;
alter table organisation.office add column kept_by uuid, add column successor_code text;
alter table organisation.administrative_unit add column kept_by uuid;
comment on column organisation.agency.kept_by is 'The act that wrote the row; null: a load did, and the next load may write it again.';
comment on column organisation.office.successor_code is 'Which office does the work of this one after its last day.';

-- An act names itself anew in the row that it changes; a load names nobody, and what it would change stays.
create function organisation.keep_row() returns trigger language plpgsql as $$
begin
    if old.kept_by is not null and new.kept_by is not distinct from old.kept_by then return null; end if;
    return new;
end $$;
create trigger keep_row before update on organisation.agency for each row execute function organisation.keep_row();
create trigger keep_row before update on organisation.office for each row execute function organisation.keep_row();
create trigger keep_row before update on organisation.administrative_unit for each row execute function organisation.keep_row();
