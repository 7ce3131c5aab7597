-- older versions keep working
-- concurrently: people.session_expiry
create index concurrently session_expiry on people.session (expires_at);
