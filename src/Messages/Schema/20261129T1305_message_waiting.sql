-- older versions keep working
-- concurrently: messages.message_waiting
create index concurrently message_waiting on messages.message (created_at) where state = 'waiting';
