-- A transaction number means something inside one cluster only. Which cluster gave it is stored with the row, so that the
-- order of the log, (epoch, txid, position), is the same after a dump has been restored elsewhere.
alter table platform.event add column epoch int not null default 1;
drop index platform.event_order;
create index event_order on platform.event (epoch, txid, position);
alter table platform.subscription add column epoch int not null default 1;

create table platform.log_epoch (
    epoch int primary key check (epoch > 0),
    system_identifier bigint not null,
    began_at timestamptz not null default now()
);
comment on table platform.log_epoch is 'Clusters in which the log was written, in order. The start adds one when the cluster is another than the last.';
grant select on platform.log_epoch to motcua_app;
