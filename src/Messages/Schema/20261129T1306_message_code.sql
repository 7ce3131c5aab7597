-- older versions keep working
-- concurrently: messages.message_code
create index concurrently message_code on messages.message (created_at) where template = 'account.code' and text <> 'Mã đã hết hạn';
