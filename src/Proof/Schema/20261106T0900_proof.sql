create schema if not exists proof;

create table proof.log_identity (
    only_one boolean primary key default true check (only_one),
    id uuid not null
);
comment on table proof.log_identity is 'Names this log, so that a witness file of another database is not taken for ours. Written with the first seal.';

create table proof.seal (
    batch bigint primary key check (batch > 0),
    first_txid xid8 not null,
    first_position bigint not null,
    last_txid xid8 not null,
    last_position bigint not null,
    count int not null check (count > 0),
    previous_hash bytea not null check (length(previous_hash) = 32),
    hash bytea not null unique check (length(hash) = 32),
    leaves bytea not null,
    sealed_at timestamptz not null,
    check (length(leaves) = 16 * count)
);
comment on table proof.seal is 'Mốc niêm phong nhật ký: a batch is every row of platform.event after the last row of the batch before, up to its own last row, in the order (txid, position). Append-only.';
comment on column proof.seal.leaves is 'Per row 8 bytes position and the first 8 bytes of its digest: not needed to judge, only to name the place that is broken.';

grant usage on schema proof to motcua_app;
grant select, insert on proof.log_identity, proof.seal to motcua_app;
