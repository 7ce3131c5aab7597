alter table proof.seal add column first_epoch int not null default 1, add column last_epoch int not null default 1;
comment on table proof.seal is 'Mốc niêm phong nhật ký: a batch is every row of platform.event after the last row of the batch before, up to its own last row, in the order (epoch, txid, position). Append-only.';
