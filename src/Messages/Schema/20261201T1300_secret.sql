-- older versions keep working
alter table messages.message add column secret text;
comment on column messages.message.secret is
    'Code or link that opens something for whoever knows it, as it stands in the text; null once the message has gone or was given up: it is blanked then.';
create function messages.blank_secret() returns trigger language plpgsql set search_path = pg_catalog as $$
begin
    new.text := replace(new.text, old.secret, '******');
    new.subject := replace(new.subject, old.secret, '******');
    new.secret := null;
    -- Without its words there is nothing to try again: whoever waited asks for another.
    if new.state = 'failed' then new.use_until := coalesce(new.tried_at, new.created_at); end if;
    return new;
end $$;
-- Whoever notes the delivery, also a server of before: the words go with the same statement.
create trigger message_secret before update of state on messages.message for each row when (old.secret is not null and new.state <> 'waiting')
    execute function messages.blank_secret();
