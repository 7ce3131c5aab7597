-- Làm tiếp trên máy khác: a link, a QR or a short code by which a draft goes on in another browser. Only hashes of them are kept; the key of the draft itself
-- is sealed by the house, so that this table alone opens nothing.
create table filing.hand_over (
    id uuid primary key,
    draft_id uuid not null references filing.draft on delete cascade,
    way text not null,
    link_hash bytea not null unique,
    code_hash bytea unique,
    pin_hash bytea,
    sealed_key text not null,
    made_at timestamptz not null,
    expires_at timestamptz not null,
    used_at timestamptz
);
comment on table filing.hand_over is 'Đường dẫn, mã QR, mã bàn giao của bản nháp: used once, with a second factor, kept until it expires.';
create index hand_over_draft on filing.hand_over (draft_id);
create index hand_over_expires on filing.hand_over (expires_at);
grant select, insert, update, delete on filing.hand_over to motcua_app;
