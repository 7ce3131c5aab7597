create table platform.set_aside (
    subscription text not null,
    stream text not null,
    kind text not null,
    epoch int not null,
    txid xid8 not null,
    position bigint not null,
    tries int not null default 0,
    reason text not null,
    incident text,
    since timestamptz not null,
    next_try_at timestamptz,
    told_at timestamptz,
    settled_at timestamptz,
    primary key (subscription, position)
);
comment on table platform.set_aside is 'Sự kiện để riêng: facts that a subscriber could not handle, and those of the same stream behind them. Everything else went on.';
comment on column platform.set_aside.tries is '0: nothing is wrong with it, it waits behind an earlier one of its stream.';
comment on column platform.set_aside.next_try_at is 'Null: tried often enough, a person decides.';
comment on column platform.set_aside.reason is 'In words, without data of people and without a trace; the server''s log has those under the incident.';
create index set_aside_open on platform.set_aside (subscription, stream, epoch, txid, position) where settled_at is null;
grant select, insert, update on platform.set_aside to motcua_app;

alter table platform.job add column incident text, add column failed_at timestamptz;
create index job_failed on platform.job (failed_at) where state = 'failed';

alter table platform.recurring add column failures int not null default 0, add column failing_since timestamptz, add column incident text;
comment on table platform.recurring is 'Việc định kỳ: when any server last did it, and since when it fails.';

-- What a subscriber could not handle is now kept fact by fact.
alter table platform.subscription drop column failures, drop column problem;
