create table proof.log_branch (
    id uuid primary key,
    no bigint generated always as identity unique,
    former uuid not null,
    witness_sha256 text not null check (witness_sha256 ~ '^[0-9a-f]{64}$'),
    after_batch bigint not null,
    began_at timestamptz not null
);
comment on table proof.log_branch is 'The log went on from after_batch under a new name, because batches that the witness of the former name knows are lost.'
    ' That file is kept. Append-only.';
grant select, insert on proof.log_branch to motcua_app;
