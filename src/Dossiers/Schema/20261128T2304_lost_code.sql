create table dossiers.lost_code (
    code text primary key,
    short_code text not null unique,
    lost_at timestamptz not null default now()
);
comment on table dossiers.lost_code is 'Mã đã cấp cho hồ sơ mà lần khôi phục đã làm mất: people hold them on paper, so they are never given again.';
grant select, insert on dossiers.lost_code to motcua_app;

-- As if the lost dossier were still there: the writer then takes another short code by itself.
create function dossiers.code_was_given() returns trigger language plpgsql as $$
begin
    if exists (select from dossiers.lost_code where short_code = new.short_code) then
        raise exception 'Mã ngắn % đã cấp', new.short_code using errcode = 'unique_violation', constraint = 'dossier_short_code_key';
    elsif exists (select from dossiers.lost_code where code = new.code) then
        raise exception 'Mã hồ sơ % đã cấp', new.code using errcode = 'unique_violation', constraint = 'dossier_code_key';
    end if;
    return new;
end $$;
create trigger dossier_code_was_given before insert on dossiers.dossier for each row execute function dossiers.code_was_given();
