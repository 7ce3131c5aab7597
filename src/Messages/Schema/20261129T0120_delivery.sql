alter table messages.message
    drop constraint message_state_check,
    add constraint message_state_check check (state in ('waiting', 'sent', 'failed', 'dropped')),
    add column due_at timestamptz,
    add column use_until timestamptz,
    add column tried_at timestamptz,
    add column rest_until timestamptz,
    add column faults int not null default 0;
comment on column messages.message.state is 'failed: the gateway does not take this one. dropped: too late to be of use.';
comment on column messages.message.due_at is 'Not before, because of the quiet hours; null: at once.';
comment on column messages.message.use_until is 'A code that has expired need not be sent; null: always of use.';
comment on column messages.message.faults is 'Tries that failed although the gateway took others: this message is the trouble.';
drop index messages.message_untried;
create index message_waiting on messages.message (channel, created_at, id) where state = 'waiting';
create index message_failed on messages.message (created_at) where state = 'failed';

create table messages.channel (
    channel text primary key check (channel in ('sms', 'email', 'zalo')),
    held_by uuid,
    held_until timestamptz,
    failures int not null default 0,
    rest_until timestamptz,
    away_since timestamptz,
    worked_at timestamptz,
    problem text
);
comment on table messages.channel is 'Kênh gửi tin: which server sends on it, and since when its gateway is away.';
grant select, insert, update on messages.channel to motcua_app;
