-- concurrently: platform.event_at
create index concurrently event_at on platform.event using brin (at) with (pages_per_range = 32)
