create table organisation.delegation (
    id uuid primary key,
    position_id uuid not null references organisation.position,
    delegate_id uuid not null,
    valid_from date not null,
    valid_to date not null,
    basis text not null,
    ended_at timestamptz,
    check (valid_from <= valid_to),
    exclude using gist (position_id with =, delegate_id with =, daterange(valid_from, valid_to, '[]') with &&) where (ended_at is null)
);
comment on table organisation.delegation is 'Ủy quyền xử lý thay: whose position, who acts in it, from which day to which.';
create index delegation_delegate on organisation.delegation (delegate_id) where ended_at is null;
create index delegation_position on organisation.delegation (position_id);
grant select, insert, update on organisation.delegation to motcua_app;
