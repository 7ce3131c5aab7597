-- older versions keep working
create table messages.text_change (
    id uuid primary key,
    event text not null,
    channel text not null check (channel in ('sms', 'email', 'zalo', 'inApp')),
    state text not null check (state in ('draft', 'approved', 'replaced', 'withdrawn')),
    valid_from date not null,
    subject text,
    text text not null,
    before_subject text,
    before_text text not null,
    reason text not null,
    revision int not null,
    hands uuid[] not null,
    made_by text not null,
    made_at timestamptz not null,
    approved_by text,
    approved_by_id uuid,
    approved_at timestamptz,
    withdrawn_by text,
    withdrawn_at timestamptz,
    check (approved_by_id is null or not approved_by_id = any(hands)),
    check (state not in ('approved', 'replaced') or approved_by_id is not null)
);
comment on table messages.text_change is 'Sửa lời tin nhắn: drafted by one, approved by another, then a row of messages.template from its day on.';
create unique index text_change_draft on messages.text_change (event, channel) where state = 'draft';
create index text_change_event on messages.text_change (event, channel, made_at desc);
grant select, insert, update on messages.text_change to motcua_app;

alter table messages.template add column change_id uuid;
comment on column messages.template.change_id is 'The change by officers that this row came of; null: delivered with the product.';
