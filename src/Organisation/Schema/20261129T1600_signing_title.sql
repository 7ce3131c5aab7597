-- Nothing that was kept before says who is chairman and who is deputy, so nobody is given a title here: an administrator writes it.
create table organisation.signing_title (
    id uuid primary key,
    position_id uuid not null references organisation.position,
    form text not null check (form in ('own', 'acting', 'deputy', 'order')),
    title text not null check (length(btrim(title)) > 0),
    head text check ((head is not null) = (form in ('deputy', 'order'))),
    collective text check (collective is null or form <> 'order'),
    valid_from date not null,
    made_at timestamptz not null
);
comment on table organisation.signing_title is
    'Chức danh ký của một vị trí (Nghị định 30/2020/NĐ-CP), from a day on, until a later row; of two of one day the one made last holds.';
create index signing_title_position on organisation.signing_title (position_id, valid_from);
revoke update, delete on organisation.signing_title from motcua_app;
grant select, insert on organisation.signing_title to motcua_app;
