-- older versions keep working
-- concurrently: platform.idempotency_age
create index concurrently idempotency_age on platform.idempotency (created_at);
