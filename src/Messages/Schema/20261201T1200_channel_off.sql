-- older versions keep working
create table messages.channel_off (
    owner_kind text not null check (owner_kind in ('person', 'organisation')),
    owner_number text not null,
    channel text not null check (channel in ('sms', 'email')),
    address text not null,
    off_at timestamptz not null,
    primary key (owner_kind, owner_number, channel, address)
);
comment on table messages.channel_off is
    'Kênh mà chủ tài khoản không muốn nhận tin hồ sơ: of their own number or address alone. Whoever files for them is told as ever; codes are always sent.';
create index channel_off_channel on messages.channel_off (channel);
grant select, insert, delete on messages.channel_off to motcua_app;
