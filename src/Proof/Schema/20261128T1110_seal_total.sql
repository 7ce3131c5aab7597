-- How many rows are sealed is known from the last seal, however long the log.
alter table proof.seal add column total bigint;
update proof.seal s set total = t.total from (select batch, sum(count) over (order by batch) as total from proof.seal) t where t.batch = s.batch;
alter table proof.seal alter column total set not null;
comment on column proof.seal.total is 'Rows in this batch and all before it. For the screen: no part of the hash, no proof.';
